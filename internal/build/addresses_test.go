package build_test

import (
	"flag"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"statuswiki/internal/site"
)

var published = flag.Bool("published", false, "want every address of the site in the list, since it is to be published")

// addressFile lists what was once published: a page, or another file, on each
// line and behind it the places on it. Git may join two versions of it line by
// line, so a page may stand there twice.
const addressFile = "testdata/addresses.txt"

func readAddresses(t *testing.T, file string) map[string][]string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil && !*update {
		t.Fatal(err)
	}
	return parseAddresses(string(text))
}

func parseAddresses(text string) map[string][]string {
	out := make(map[string][]string)
	for line := range strings.Lines(text) {
		if words := strings.Fields(line); len(words) > 0 {
			out[words[0]] = append(out[words[0]], words[1:]...)
		}
	}
	return out
}

func writeAddresses(list map[string][]string) string {
	var lines []string
	for page, places := range list {
		slices.Sort(places)
		lines = append(lines, strings.Join(append([]string{page}, slices.Compact(places)...), " ")+"\n")
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// hashed are names that change with what the file holds; nobody links to them.
var hashed = regexp.MustCompile(`-[0-9a-f]{10}\.\w+$`)

// linkable are the pages of a site, the other files that people and programs
// ask for, and the places on the pages that can be linked to.
func linkable(s *site.Site, pages map[string]*doc) map[string][]string {
	out := make(map[string][]string)
	for p := range s.All() {
		switch d := pages[p]; {
		case hashed.MatchString(p) || p == "404.html":
		case d == nil:
			out["/"+p] = nil
		default:
			out["/"+strings.TrimSuffix(p, "index.html")] = places(d)
		}
	}
	return out
}

// furniture are elements whose addresses are for scripts and labels.
var furniture = []string{"input", "textarea", "select", "button", "summary", "form", "output", "p", "main"}

func places(d *doc) []string {
	out := []string{}
	for n := range d.elements() {
		id, ok := attr(n, "id")
		if ok && !slices.Contains(furniture, n.Data) && n.Namespace == "" && !isHidden(n) {
			out = append(out, id)
		}
	}
	return out
}

func isHidden(n *html.Node) bool {
	_, hidden := attr(n, "hidden")
	return hidden
}

// lost says which published addresses lead nowhere.
func lost(s *site.Site, pages map[string]*doc, list map[string][]string) []string {
	var out []string
	for address, anchors := range list {
		name := address[1:]
		to := name
		if moved, ok := s.Moved(name); ok {
			to = moved
		}
		if strings.HasSuffix(to, "/") || to == "" {
			to += "index.html"
		}
		if _, there := s.Get(to); !there {
			out = append(out, address)
			continue
		}
		for _, id := range anchors {
			if d := pages[to]; d == nil || d.ids[id] == 0 {
				out = append(out, address+"#"+id)
			}
		}
	}
	slices.Sort(out)
	return out
}

// TestAddresses keeps a promise: what was once published moves only with a
// redirect left. -update adds what is new to the list and takes nothing away.
func TestAddresses(t *testing.T) {
	s, err := realSite()
	if err != nil {
		t.Fatal(err)
	}
	pages := realPages(t)
	list, now := readAddresses(t, addressFile), linkable(s, pages)
	for _, address := range lost(s, pages, list) {
		t.Errorf("%s was published and leads nowhere: leave a redirect in content/moved.yaml, {from: %s, to: …}", address, address)
	}
	missing := 0
	for page, ids := range now {
		if _, known := list[page]; !known {
			missing++
		}
		for _, id := range ids {
			if !slices.Contains(list[page], id) {
				missing++
			}
		}
		list[page] = append(list[page], ids...)
	}
	switch {
	case *update:
		if err := os.WriteFile(addressFile, []byte(writeAddresses(list)), 0o666); err != nil {
			t.Fatal(err)
		}
	case missing > 0 && *published:
		t.Errorf("%d addresses are not in %s: run go test ./internal/build -run Addresses -update and commit it, since they are promised from now on", missing, path.Base(addressFile))
	}
}

// TestAddressesLost sees what the list is for: a page and places that are gone.
func TestAddressesLost(t *testing.T) {
	content := smallContent()
	content["moved.yaml"] = file("moved:\n  - {from: /old-tag/, to: /tags/authentication/}\n  - {from: \"/401/#old\", to: \"/401/#overview\"}\n  - {from: \"/401/#older\", to: \"/401/#causes\"}\n")
	s, err := makeSite(smallOptions(content))
	if err != nil {
		t.Fatal(err)
	}
	pages := parseSite(s)
	list := parseAddresses("/401/ overview old gone\n/401.json\n/old-tag/\n/gone/ x\n/401/ older\n/402.json\n")
	want := []string{"/401/#gone", "/402.json", "/gone/"}
	if got := lost(s, pages, list); !slices.Equal(got, want) {
		t.Errorf("lost are %q, not %q", got, want)
	}
	if to, ok := s.Moved("old-tag/"); !ok || to != "tags/authentication/" {
		t.Errorf("the page has moved to %q", to)
	}
	if f, ok := s.Get("old-tag/index.html"); !ok || !strings.Contains(string(f.Body), `content="0; url=../tags/authentication/"`) {
		t.Error("no page leads on where no host redirects")
	}
	again := parseAddresses(writeAddresses(list))
	if len(again) != len(list) || !slices.Equal(again["/401/"], []string{"gone", "old", "older", "overview"}) {
		t.Errorf("written and read again: %q", again)
	}
}

// TestMovedNowhere names the line of a redirect to a place that the page lacks,
// where only the page as it is built can tell.
func TestMovedNowhere(t *testing.T) {
	for to, want := range map[string]string{"no-such": "has no place #no-such", "main": ""} {
		content := smallContent()
		content["moved.yaml"] = file("moved:\n  - {from: \"/tags/#old\", to: \"/tags/#" + to + "\"}\n")
		_, err := makeSite(smallOptions(content))
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("#%s: %v", to, err)
		}
	}
}

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
