package build_test

import (
	"encoding/json"
	"encoding/xml"
	"net/url"
	"os"
	"strings"
	"testing"

	"statuswiki/internal/entry"
	"statuswiki/internal/search"
)

// TestSearchLeadsSomewhere: every address in the index is a page of the site, and
// every fragment a place on it.
func TestSearchLeadsSomewhere(t *testing.T) {
	pages := realPages(t)
	set, list, err := entry.Load(realContent(), "content/", nil)
	if err != nil || list.Errors() > 0 {
		t.Fatal(err, list.Sorted())
	}
	ix := search.New(set)
	for _, p := range ix.Pages {
		path, at, _ := strings.Cut(p.Path, "#")
		page := pages[path+"index.html"]
		if page == nil {
			t.Errorf("there is no page %s", p.Path)
			continue
		}
		if at != "" && page.ids[at] == 0 {
			t.Errorf("there is no place %s", p.Path)
		}
		for _, ph := range p.Phrases {
			if ph.Fragment != "" && page.ids[ph.Fragment] == 0 {
				t.Errorf("%q leads to %s#%s, which is no place", ph.Text, path, ph.Fragment)
			}
		}
	}
}

// TestSearchFindsAll: whoever lands on a page could have found it; what says
// that a page has moved or is not there, and a step of a choice, is not looked for.
func TestSearchFindsAll(t *testing.T) {
	set, _, err := entry.Load(realContent(), "content/", nil)
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[string]bool)
	for _, p := range search.New(set).Pages {
		path, _, _ := strings.Cut(p.Path, "#")
		found[path+"index.html"] = true
	}
	for path := range realPages(t) {
		if !found[path] && path != "404.html" && path != "000/index.html" && !strings.HasPrefix(path, "choose/") {
			t.Errorf("the search does not know %s", path)
		}
	}
}

// TestSearchFiles: the index comes in two forms with the same content, and only a
// site with an address of its own is described to browsers.
func TestSearchFiles(t *testing.T) {
	s, err := realSite()
	if err != nil {
		t.Fatal(err)
	}
	plain, _ := s.Get("search.json")
	script, _ := s.Get("search-index.js")
	inner, ok := strings.CutPrefix(string(script.Body), "statuswikiIndex(")
	inner, ok2 := strings.CutSuffix(inner, ");\n")
	if !ok || !ok2 || inner != strings.TrimSpace(string(plain.Body)) || !json.Valid(plain.Body) {
		t.Error("search-index.js is no call with the content of search.json")
	}
	if _, ok := s.Get("opensearch.xml"); ok {
		t.Error("a site without an address is described")
	}
	if s, err = realSiteAt(); err != nil {
		t.Fatal(err)
	}
	described, _ := s.Get("opensearch.xml")
	var got struct {
		XMLName   xml.Name `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
		ShortName string
		URL       struct {
			Template string `xml:"template,attr"`
		} `xml:"Url"`
	}
	if err := xml.Unmarshal(described.Body, &got); err != nil {
		t.Fatal(err)
	}
	if u, err := url.Parse(strings.Replace(got.URL.Template, "{searchTerms}", "x", 1)); err != nil || u.String() != somewhere+"?q=x" || got.ShortName == "" || len(got.ShortName) > 16 {
		t.Errorf("%+v %v", got, err)
	}
}

// No comment goes out with a script, and nothing else is lost.
func TestTrimmedScripts(t *testing.T) {
	s, err := realSite()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"site", "search"} {
		source, err := os.ReadFile("../../static/" + name + ".js")
		if err != nil {
			t.Fatal(err)
		}
		want := 0
		for line := range strings.Lines(string(source)) {
			if line = strings.TrimSpace(line); !strings.HasPrefix(line, "//") {
				want++
			}
		}
		for path, f := range s.All() {
			if strings.HasPrefix(path, name+"-") && strings.HasSuffix(path, ".js") && path != "search-index.js" {
				if got := strings.Count(string(f.Body), "\n"); got != want || strings.Contains(string(f.Body), "\n//") {
					t.Errorf("%s has %d lines of %d", path, got, want)
				}
			}
		}
	}
}
