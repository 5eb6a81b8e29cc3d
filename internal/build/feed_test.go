package build_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"image/png"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/net/html"

	"statuswiki/internal/build"
	"statuswiki/internal/history"
	"statuswiki/internal/site"
)

const atom = "http://www.w3.org/2005/Atom"

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	Title   string     `xml:"title"`
	ID      string     `xml:"id"`
	Updated string     `xml:"updated"`
	People  []string   `xml:"author>name"`
	Links   []atomLink `xml:"link"`
	Content struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	} `xml:"content"`
}

type atomFeed struct {
	XMLName xml.Name
	Title   string      `xml:"title"`
	ID      string      `xml:"id"`
	Updated string      `xml:"updated"`
	People  []string    `xml:"author>name"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

func feedOf(t *testing.T, s *site.Site) atomFeed {
	t.Helper()
	var f atomFeed
	if err := xml.Unmarshal(body(t, s, "feed.xml"), &f); err != nil {
		t.Fatal(err)
	}
	return f
}

// TestFeed holds the feed against what RFC 4287 says must be there (§4.1.1,
// §4.1.2), and its links against the site.
func TestFeed(t *testing.T) {
	var commits []history.Commit
	at := func(i int) time.Time { return time.Date(2026, 11, 21, 9, 0, -i, 0, time.FixedZone("", 3600)) }
	add := func(subject string, people []string, files ...string) {
		i := len(commits)
		commits = append(commits, history.Commit{ID: fmt.Sprintf("%040d", i), Time: at(i), Subject: subject, People: people, Files: files})
	}
	add("tags only", nil, "tags/authentication.md")
	add("401: says more", []string{"Ada Example", "Grace Sample"}, "codes/401.md")
	add("", nil, "codes/401.md", "codes/403.md", "site.yaml")
	for range 40 {
		add("one of many", []string{"Ada Example"}, "codes/403.md")
	}
	s := hostedSite(t, smallContent(), func(o *build.Options) { o.History = history.New(commits) })
	f := feedOf(t, s)
	if f.XMLName.Space != atom || f.XMLName.Local != "feed" || f.Title == "" || f.ID != somewhere+"feed.xml" || f.Updated != "2026-11-21T07:59:59Z" || len(f.People) != 1 {
		t.Errorf("%+v", f)
	}
	if !slices.Equal(f.Links, []atomLink{{"self", somewhere + "feed.xml"}, {"alternate", somewhere}}) {
		t.Errorf("links %v", f.Links)
	}
	if len(f.Entries) != 30 {
		t.Fatalf("%d entries", len(f.Entries))
	}
	first, second := f.Entries[0], f.Entries[1]
	if first.Title != "401 Unauthorized: says more" || !slices.Equal(first.People, []string{"Ada Example", "Grace Sample"}) || first.Links[0].Href != somewhere+"401/" {
		t.Errorf("%+v", first)
	}
	if second.Title != "401, 403" || second.People != nil || second.Links[0].Href != somewhere {
		t.Errorf("%+v", second)
	}
	ids := make(map[string]bool)
	for _, e := range f.Entries {
		if _, err := time.Parse(time.RFC3339, e.Updated); err != nil || e.Title == "" || len(e.Links) != 1 || e.Content.Type != "html" {
			t.Errorf("%+v: %v", e, err)
		}
		if u, err := url.Parse(e.ID); err != nil || !u.IsAbs() || ids[e.ID] {
			t.Errorf("the identifier %q, twice: %t", e.ID, ids[e.ID])
		}
		ids[e.ID] = true
		wantLinks(t, s, e.Content.Text)
	}
	if got, _ := s.Get("feed.xml"); got.Type != "application/atom+xml" {
		t.Errorf("the feed is %s", got.Type)
	}
}

// wantLinks follows the links in the content of an entry.
func wantLinks(t *testing.T, s *site.Site, text string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for c := range root.Descendants() {
		if href, ok := attr(c, "href"); ok {
			n++
			if p, ours := strings.CutPrefix(href, somewhere); !ours || s.Len() == 0 || len(body(t, s, p+"index.html")) == 0 {
				t.Errorf("%q leads nowhere", href)
			}
		}
	}
	if n == 0 {
		t.Errorf("no link in %q", text)
	}
}

// Without a history there is no feed, and nobody is sent to it; with one, the
// home page leads there.
func TestFeedIsLinked(t *testing.T) {
	links := func(s *site.Site) (head, text int) {
		for n := range parseSite(s)["index.html"].elements("link", "a") {
			if is(n, "href", "feed.xml") && n.Data == "a" {
				text++
			} else if is(n, "href", "feed.xml") && is(n, "rel", "alternate") && is(n, "type", "application/atom+xml") {
				head++
			}
		}
		return head, text
	}
	if head, text := links(hostedSite(t, smallContent(), nil)); head != 1 || text != 1 {
		t.Errorf("%d links in the head, %d in the text", head, text)
	}
	s := hostedSite(t, smallContent(), func(o *build.Options) { o.History = nil })
	if head, text := links(s); head+text != 0 {
		t.Error("the home page leads to a feed that is not there")
	}
	if _, ok := s.Get("feed.xml"); ok {
		t.Error("a feed of nothing")
	}
}

// TestSitemap: it lists every page to be found, once, and no other.
func TestSitemap(t *testing.T) {
	s, err := realSiteAt()
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		XMLName xml.Name
		URLs    []struct {
			Loc     string `xml:"loc"`
			LastMod string `xml:"lastmod"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal(body(t, s, "sitemap.xml"), &m); err != nil || m.XMLName.Space != "http://www.sitemaps.org/schemas/sitemap/0.9" || m.XMLName.Local != "urlset" {
		t.Fatalf("%v, %v", m.XMLName, err)
	}
	listed := make(map[string]string)
	for _, u := range m.URLs {
		if _, twice := listed[u.Loc]; twice {
			t.Errorf("%s stands there twice", u.Loc)
		}
		listed[u.Loc] = u.LastMod
	}
	for p, d := range realPagesAt(t) {
		address := somewhere + strings.TrimSuffix(p, "index.html")
		_, ok := listed[address]
		if hidden := strings.Contains(metas(d)["robots"], "noindex"); ok == hidden {
			t.Errorf("%s: listed %t, hidden %t", address, ok, hidden)
		}
		delete(listed, address)
		if p == "401/index.html" && !slices.ContainsFunc(m.URLs, func(u struct {
			Loc     string `xml:"loc"`
			LastMod string `xml:"lastmod"`
		}) bool {
			return u.Loc == address && u.LastMod == "2026-11-21"
		}) {
			t.Error("401 has another day")
		}
	}
	if len(listed) > 0 {
		t.Errorf("not there: %v", listed)
	}
	plain := hostedSite(t, smallContent(), func(o *build.Options) { o.History = nil })
	if text := body(t, plain, "sitemap.xml"); bytes.Contains(text, []byte("lastmod")) || !bytes.Contains(text, []byte(somewhere+"401/")) {
		t.Errorf("without a history: %s", text)
	}
}

func TestRobots(t *testing.T) {
	s, err := realSiteAt()
	if err != nil {
		t.Fatal(err)
	}
	want := "User-agent: *\nAllow: /a/b/try/$\nDisallow: /a/b/try/\n\nSitemap: " + somewhere + "sitemap.xml\n"
	if got := string(body(t, s, "robots.txt")); got != want {
		t.Errorf("%q", got)
	}
	if s, err = realSite(); err != nil {
		t.Fatal(err)
	}
	if got := string(body(t, s, "robots.txt")); got != "User-agent: *\nAllow: /try/$\nDisallow: /try/\n" {
		t.Errorf("%q", got)
	}
}

// TestManifest: every page leads to it, and it to icons of the size it says.
func TestManifest(t *testing.T) {
	s, err := realSite()
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		Name       string
		Short      string `json:"short_name"`
		Start      string `json:"start_url"`
		Scope      string
		Display    string
		Theme      string `json:"theme_color"`
		Background string `json:"background_color"`
		Icons      []struct{ Src, Sizes, Type, Purpose string }
	}
	if err := json.Unmarshal(body(t, s, "site.webmanifest"), &m); err != nil {
		t.Fatal(err)
	}
	if m.Name != "statuswiki" || m.Short != "statuswiki" || m.Start != "./" || m.Scope != "./" || m.Display != "minimal-ui" {
		t.Errorf("%+v", m)
	}
	if style := string(realStatic()["style.css"].Data); !strings.Contains(style, "--paper: light-dark("+m.Background+",") {
		t.Errorf("%s is not the paper of the style", m.Background)
	}
	if icon := string(realStatic()["favicon.svg"].Data); !strings.Contains(icon, "rect{fill:"+m.Theme+"}") {
		t.Errorf("%s is not the colour of the icon", m.Theme)
	}
	purposes := make(map[string]int)
	for _, icon := range m.Icons {
		purposes[icon.Sizes+icon.Purpose]++
		f, _ := s.Get(icon.Src)
		if f.Type != icon.Type {
			t.Errorf("%s is %s", icon.Src, f.Type)
		}
		if icon.Type == "image/png" {
			wantSize(t, icon.Src, f.Body, icon.Sizes)
		}
	}
	if want := map[string]int{"any": 1, "192x192": 1, "512x512": 1, "512x512maskable": 1}; !maps.Equal(purposes, want) {
		t.Errorf("icons %v", purposes)
	}
	wantSize(t, "apple-touch-icon.png", body(t, s, "apple-touch-icon.png"), "180x180")
	wantSize(t, "favicon.ico", body(t, s, "favicon.ico")[22:], "32x32")
	eachPage(t, realPages(t), func(t *testing.T, d *doc) {
		n := 0
		for l := range d.elements("link") {
			if is(l, "rel", "manifest") {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%d links to the manifest", n)
		}
	})
}

func wantSize(t *testing.T, name string, text []byte, size string) {
	t.Helper()
	c, err := png.DecodeConfig(bytes.NewReader(text))
	if err != nil || fmt.Sprintf("%dx%d", c.Width, c.Height) != size {
		t.Errorf("%s: %d × %d, want %s: %v", name, c.Width, c.Height, size, err)
	}
}

func TestSecurityText(t *testing.T) {
	tree := smallContent()
	if _, ok := hostedSite(t, tree, nil).Get(".well-known/security.txt"); ok {
		t.Error("there is a security.txt that nobody set up")
	}
	settings := string(tree["site.yaml"].Data) + "security:\n  contact: [mailto:security@example.com, https://example.com/report]\n  expires: 2027-06-30\n  policy: https://example.com/policy\n"
	tree["site.yaml"] = &fstest.MapFile{Data: []byte(settings)}
	s := hostedSite(t, tree, nil)
	want := "Contact: mailto:security@example.com\nContact: https://example.com/report\nExpires: 2027-06-30T00:00:00Z\nPolicy: https://example.com/policy\nCanonical: " + somewhere + ".well-known/security.txt\n"
	if got := string(body(t, s, ".well-known/security.txt")); got != want {
		t.Errorf("%q", got)
	}
	if f, _ := s.Get(".well-known/security.txt"); f.Type != "text/plain; charset=utf-8" {
		t.Errorf("it is %s", f.Type)
	}
}
