package build_test

import (
	"bytes"
	"fmt"
	"image"
	_ "image/png"
	"maps"
	"path"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/net/html"

	"statuswiki/internal/build"
	"statuswiki/internal/history"
	"statuswiki/internal/site"
)

// body returns a file of a site that must have it.
func body(t *testing.T, s *site.Site, path string) []byte {
	t.Helper()
	f, ok := s.Get(path)
	if !ok {
		t.Fatalf("there is no %s", path)
	}
	return f.Body
}

// hostedSite is the small tree as it stands on a host.
func hostedSite(t *testing.T, tree fstest.MapFS, change func(*build.Options)) *site.Site {
	t.Helper()
	opt := smallOptions(tree)
	opt.BaseURL, opt.Pictures, opt.History = somewhere, true, writtenByThree(tree)
	if change != nil {
		change(&opt)
	}
	s, err := makeSite(opt)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// metas are the properties of a page, those of Open Graph by their name.
func metas(d *doc) map[string]string {
	out := make(map[string]string)
	for n := range d.elements("meta") {
		content, _ := attr(n, "content")
		for _, key := range []string{"property", "name"} {
			if name, ok := attr(n, key); ok {
				out[name] = content
			}
		}
	}
	return out
}

// TestShare: who shows a link to a page finds a title, a sentence and a picture
// that is there, has the size that is named, and is described in words.
func TestShare(t *testing.T) {
	s, err := realSiteAt()
	if err != nil {
		t.Fatal(err)
	}
	used := make(map[string]bool)
	eachPage(t, realPagesAt(t), func(t *testing.T, d *doc) {
		m := metas(d)
		if d.path == "404.html" {
			if m["og:title"] != "" {
				t.Error("the not-found page is nothing to share")
			}
			return
		}
		for _, name := range []string{"og:title", "og:description", "og:type", "og:url", "og:image", "og:image:alt"} {
			if strings.TrimSpace(m[name]) == "" {
				t.Errorf("no %s", name)
			}
		}
		if m["og:description"] != m["description"] || m["twitter:card"] != "summary_large_image" {
			t.Errorf("description %q and %q, card %q", m["og:description"], m["description"], m["twitter:card"])
		}
		picture, ours := strings.CutPrefix(m["og:image"], somewhere)
		f, ok := s.Get(picture)
		if !ours || !ok || f.Type != "image/png" {
			t.Fatalf("the picture %s is not there", m["og:image"])
		}
		used[picture] = true
		c, _, err := image.DecodeConfig(bytes.NewReader(f.Body))
		if err != nil || fmt.Sprint(c.Width) != m["og:image:width"] || fmt.Sprint(c.Height) != m["og:image:height"] {
			t.Errorf("the picture has %d × %d, not %s × %s: %v", c.Width, c.Height, m["og:image:width"], m["og:image:height"], err)
		}
	})
	for p := range s.All() {
		if strings.HasPrefix(p, "share/") && !used[p] {
			t.Errorf("no page names %s", p)
		}
	}
	m := metas(realPagesAt(t)["401/index.html"])
	if m["og:title"] != "401 Unauthorized" || m["og:type"] != "article" || m["og:url"] != somewhere+"401/" || m["og:image"] != somewhere+"share/401.png" || !strings.HasPrefix(m["og:image:alt"], "401 Unauthorized: ") {
		t.Errorf("%q", m)
	}
}

// Without an address nobody could follow any of it, and without pictures no page
// names one.
func TestShareNeedsAddress(t *testing.T) {
	s := hostedSite(t, smallContent(), func(o *build.Options) { o.BaseURL = "" })
	for p, f := range s.All() {
		if strings.HasPrefix(p, "share/") || p == "feed.xml" || p == "sitemap.xml" {
			t.Errorf("%s is there", p)
		}
		if path.Ext(p) == ".html" && (bytes.Contains(f.Body, []byte(`="og:`)) || bytes.Contains(f.Body, []byte("ld+json")) || bytes.Contains(f.Body, []byte("atom+xml"))) {
			t.Errorf("%s shares what cannot be shared", p)
		}
	}
	s = hostedSite(t, smallContent(), func(o *build.Options) { o.Pictures = false })
	if m := metas(parseSite(s)["401/index.html"]); m["og:title"] == "" || m["og:image"] != "" || m["twitter:card"] != "" {
		t.Errorf("without pictures: %q", m)
	}
}

// blobs keeps what is put, from several goroutines.
type blobs struct {
	sync.Mutex
	kept map[string][]byte
}

func (b *blobs) Get(key string) ([]byte, bool) {
	b.Lock()
	defer b.Unlock()
	v, ok := b.kept[key]
	return v, ok
}

func (b *blobs) Put(key string, v []byte) {
	b.Lock()
	defer b.Unlock()
	b.kept[key] = v
}

// TestPicturesAreKept: what was drawn is drawn again only when what it shows has
// changed.
func TestPicturesAreKept(t *testing.T) {
	kept := &blobs{kept: make(map[string][]byte)}
	tree := smallContent()
	first := hostedSite(t, tree, func(o *build.Options) { o.Blobs = kept })
	sameSite(t, hostedSite(t, tree, nil), first)
	n := 0
	for key, v := range kept.kept {
		if !bytes.HasPrefix(v, []byte("\x89PNG")) || len(key) != 64 {
			t.Errorf("%s is kept", key)
		}
		kept.kept[key] = []byte("kept " + fmt.Sprint(n))
		n++
	}
	second := hostedSite(t, tree, func(o *build.Options) { o.Blobs = kept })
	for p, f := range second.All() {
		if strings.HasPrefix(p, "share/") && !bytes.HasPrefix(f.Body, []byte("kept ")) {
			t.Errorf("%s was drawn again", p)
		}
	}
	text := string(tree["codes/401.md"].Data)
	changed := maps.Clone(tree)
	changed["codes/401.md"] = &fstest.MapFile{Data: []byte(regexp.MustCompile(`(?m)^summary: .*$`).ReplaceAllString(text, "summary: Another sentence."))}
	third := hostedSite(t, changed, func(o *build.Options) { o.Blobs = kept })
	for p, f := range third.All() {
		if again := bytes.HasPrefix(f.Body, []byte("\x89PNG")); strings.HasPrefix(p, "share/") && again != (p == "share/401.png") {
			t.Errorf("%s was drawn again: %t", p, again)
		}
	}
}

// Texts that try to end the script, the attribute or the feed stay texts.
func TestShareHostile(t *testing.T) {
	const evil = `</script><script>alert(1)</script><!--"'&` + "\u2028" + `]]>`
	tree := smallContent()
	text := string(tree["codes/401.md"].Data)
	text = regexp.MustCompile(`(?m)^summary: .*$`).ReplaceAllLiteralString(text, `summary: "An </script><script>alert(1)</script> &amp; 'so' \" on."`)
	tree["codes/401.md"] = &fstest.MapFile{Data: []byte(text)}
	h := history.New([]history.Commit{{ID: "<" + evil, Subject: evil, People: []string{evil}, Files: []string{"codes/401.md"}, Time: time.Unix(0, 0)}})
	s := hostedSite(t, tree, func(o *build.Options) { o.History = h })
	d := parseSite(s)["401/index.html"]
	const want = `An </script><script>alert(1)</script> &amp; 'so' " on.`
	if got := typed(data(t, d), "TechArticle")["description"]; got != want {
		t.Errorf("machines are told %q", got)
	}
	if m := metas(d); m["og:description"] != want || !strings.HasSuffix(m["og:image:alt"], want) {
		t.Errorf("%q", m)
	}
	for n := range d.elements("script") {
		if strings.HasPrefix(words(n), "alert") {
			t.Error("a text has become a script")
		}
	}
	if foot := oneLine(words(footer(d))); !strings.Contains(foot, "1 contributor: "+oneLine(evil)) {
		t.Errorf("the foot says %q", foot)
	}
	if e := feedOf(t, s).Entries[0]; e.Title != metas(d)["og:title"]+": "+evil || e.People[0] != evil {
		t.Errorf("%+v", e)
	}
}

func footer(d *doc) *html.Node {
	for n := range d.elements("footer") {
		return n
	}
	return nil
}

// TestChanged: pages that come from one file say when it was changed and by whom.
func TestChanged(t *testing.T) {
	pages := realPagesAt(t)
	for _, p := range []string{"401/index.html", "headers/www-authenticate/index.html", "4xx/index.html", "measured/retry-408/index.html", "tags/security/index.html", "surprises/index.html"} {
		foot := oneLine(words(footer(pages[p])))
		if !strings.Contains(foot, "Last changed 2026-11-21 · 3 contributors: Ada Example, Edsger Placeholder, Grace Sample") {
			t.Errorf("%s: %s", p, foot)
		}
	}
	for p, d := range realPages(t) {
		if strings.Contains(words(footer(d)), "Last changed") {
			t.Errorf("%s tells of a history that is not known", p)
		}
	}
	names := []string{"A", "B", "C", "D", "E", "F", "G", "H", "I", "J"}
	for n, want := range map[int]string{0: "Last changed 1970-01-01", 1: " · 1 contributor: A", 8: " · 8 contributors: A, B, C, D, E, F, G, H", 10: " · 10 contributors: A, B, C, D, E, F, G and 3 more"} {
		h := history.New([]history.Commit{{ID: "x", People: names[:n], Files: []string{"codes/401.md"}, Time: time.Unix(0, 0)}})
		s := hostedSite(t, smallContent(), func(o *build.Options) { o.History = h })
		foot := parseSite(s)["401/index.html"]
		line := ""
		for n := range footer(foot).Descendants() {
			if n.Data == "p" && strings.HasPrefix(words(n), "Last") {
				line = strings.TrimSpace(words(n))
			}
		}
		if !strings.HasSuffix(line, want) {
			t.Errorf("%d people: %q", n, line)
		}
	}
}
