package build_test

import (
	"net/url"
	"path"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"statuswiki/internal/entry"
	"statuswiki/internal/site"
)

// TestLinks follows every address in the built site to the file and the place
// that it names, at the root of a host and below a folder of one.
func TestLinks(t *testing.T) {
	for _, base := range []struct {
		name, root string
		site       func() (*site.Site, error)
		pages      func(*testing.T) map[string]*doc
	}{
		{"no base", "/", realSite, realPages},
		{"below a folder", "/a/b/", realSiteAt, realPagesAt},
	} {
		t.Run(base.name, func(t *testing.T) {
			s, err := base.site()
			if err != nil {
				t.Fatal(err)
			}
			pages := base.pages(t)
			eachPage(t, pages, func(t *testing.T, d *doc) {
				for n := range d.elements() {
					for _, a := range n.Attr {
						if a.Key == "href" || a.Key == "src" {
							follow(t, s, pages, d, base.root, n, a.Val)
						}
					}
				}
			})
		})
	}
}

// follow resolves an address as a browser would on a host where the site stands
// at root.
func follow(t *testing.T, s *site.Site, pages map[string]*doc, d *doc, root string, n *html.Node, address string) {
	t.Helper()
	host := "https://example.com"
	page, err := url.Parse(host + root + strings.TrimSuffix(d.path, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	if address == "" {
		t.Errorf("an empty address in <%s>%s", n.Data, words(n))
		return
	}
	to, err := page.Parse(address)
	if err != nil {
		t.Errorf("%q: %v", address, err)
		return
	}
	if u, _ := url.Parse(address); u.IsAbs() || u.Host != "" {
		// Only what the reader clicks may leave the site.
		named := n.Data == "link" && (is(n, "rel", "canonical") || is(n, "rel", "alternate")) // and not loaded
		if file, ours := strings.CutPrefix(address, somewhere); ours && is(n, "rel", "alternate") {
			if _, ok := s.Get(file); !ok {
				t.Errorf("%q is not there", address)
			}
		}
		if n.Data != "a" && !named {
			t.Errorf("<%s> loads %s from another host", n.Data, address)
		}
		if u.Scheme != "https" && u.Scheme != "http" && u.Scheme != "mailto" {
			t.Errorf("the scheme of %s", address)
		}
		return
	}
	if d.path == "404.html" && !strings.HasPrefix(address, root) && !strings.HasPrefix(address, "#") {
		t.Errorf("the not-found page is shown at any depth, %q only works at one", address)
	}
	file, inside := strings.CutPrefix(to.Path, root)
	if !inside {
		t.Errorf("%q leads out of the site, to %s", address, to.Path)
		return
	}
	if file == "" || strings.HasSuffix(file, "/") {
		file += "index.html"
	}
	if _, ok := s.Get(file); !ok {
		t.Errorf("%q leads to %s, which is not there", address, file)
		return
	}
	if to.Fragment == "" {
		if strings.HasSuffix(address, "#") {
			t.Errorf("%q has an empty fragment", address)
		}
		return
	}
	if target := pages[file]; target == nil || target.ids[to.Fragment] == 0 {
		t.Errorf("%q: %s has no place #%s", address, file, to.Fragment)
	}
}

func is(n *html.Node, key, value string) bool {
	v, _ := attr(n, key)
	return v == value
}

// cssAddress finds what a style would load.
var cssAddress = regexp.MustCompile(`(?i)url\(|@import|image-set\(|@font-face`)

func TestStylesLoadNothing(t *testing.T) {
	s, err := realSite()
	if err != nil {
		t.Fatal(err)
	}
	for p, f := range s.All() {
		if path.Ext(p) == ".css" {
			if m := cssAddress.Find(f.Body); m != nil {
				t.Errorf("%s has %s", p, m)
			}
		}
	}
	for p, d := range realPages(t) {
		for n := range d.elements() {
			if style, ok := attr(n, "style"); ok {
				t.Errorf("%s: <%s style=%q>; styles stand in static/style.css", p, n.Data, style)
			}
			if n.Data == "style" {
				if m := cssAddress.FindString(words(n)); m != "" {
					t.Errorf("%s: the style has %s", p, m)
				}
			}
		}
	}
}

func TestHead(t *testing.T) {
	titles := make(map[string]string)
	eachPage(t, realPages(t), func(t *testing.T, d *doc) {
		title, description := "", ""
		for n := range d.elements("title") {
			if n.Namespace == "" {
				title += words(n)
			}
		}
		for n := range d.elements("meta") {
			if is(n, "name", "description") {
				description, _ = attr(n, "content")
			}
		}
		if strings.TrimSpace(title) == "" || strings.TrimSpace(description) == "" {
			t.Errorf("title %q, description %q", title, description)
		}
		if other := titles[title]; other != "" {
			t.Errorf("%s has the title %q, too", other, title)
		}
		titles[title] = d.path
		for n := range d.elements("html") {
			if !is(n, "lang", "en") {
				t.Error("the page does not say its language")
			}
		}
	})
}

func TestCanonical(t *testing.T) {
	links := func(d *doc) (out []string) {
		for n := range d.elements("link") {
			if is(n, "rel", "canonical") {
				href, _ := attr(n, "href")
				out = append(out, href)
			}
		}
		return out
	}
	for p, d := range realPages(t) {
		if got := links(d); len(got) > 0 {
			t.Errorf("%s has the canonical address %q without a base URL", p, got)
		}
	}
	for p, d := range realPagesAt(t) {
		got, want := links(d), somewhere+strings.TrimSuffix(p, "index.html")
		if p == "000/index.html" {
			want = somewhere + "0/" // where it has moved to
		}
		if p == "404.html" {
			if len(got) > 0 {
				t.Errorf("the not-found page has no address of its own, but says %q", got)
			}
			continue
		}
		if len(got) != 1 || got[0] != want {
			t.Errorf("%s: canonical %q, want %q", p, got, want)
		}
	}
}

// TestOutline looks at headings and addresses on each page.
func TestOutline(t *testing.T) {
	eachPage(t, realPages(t), func(t *testing.T, d *doc) {
		for id, n := range d.ids {
			if n > 1 || id == "" || strings.ContainsAny(id, " \t\n") {
				t.Errorf("id %q stands %d times", id, n)
			}
		}
		last, ones := 0, 0
		for n := range d.elements("h1", "h2", "h3", "h4", "h5", "h6") {
			level := int(n.Data[1] - '0')
			if level == 1 {
				ones++
			}
			if level > last+1 {
				t.Errorf("<%s>%s</%s> follows a heading of level %d", n.Data, words(n), n.Data, last)
			}
			if strings.TrimSpace(words(n)) == "" {
				t.Errorf("an empty <%s>", n.Data)
			}
			last = level
		}
		if ones != 1 {
			t.Errorf("%d headings of level 1", ones)
		}
	})
}

// interactive elements must not stand in one another: the parser of a browser
// tears nested anchors apart, and the outer one no longer leads anywhere.
func TestNoNestedLinks(t *testing.T) {
	eachPage(t, realPages(t), func(t *testing.T, d *doc) {
		for n := range d.elements("a", "button", "summary", "label") {
			for c := range n.Descendants() {
				if c.Type == html.ElementNode && (c.Data == "a" || c.Data == "button" || c.Data == "input") {
					t.Errorf("<%s> inside <%s>%s", c.Data, n.Data, words(n))
				}
			}
			if n.Data == "a" && strings.TrimSpace(words(n)) == "" {
				href, _ := attr(n, "href")
				t.Errorf("the link to %q has no words", href)
			}
		}
	})
}

// TestNames looks at what assistive technology calls the parts of a page.
func TestNames(t *testing.T) {
	eachPage(t, realPages(t), func(t *testing.T, d *doc) {
		mains := 0
		landmarks := make(map[string]bool) // role and name
		for n := range d.elements() {
			for _, key := range []string{"aria-labelledby", "aria-controls", "aria-describedby", "for"} {
				v, ok := attr(n, key)
				for _, id := range strings.Fields(v) {
					if d.ids[id] == 0 {
						t.Errorf("<%s %s=%q> names no element", n.Data, key, id)
					}
				}
				if ok && strings.TrimSpace(v) == "" {
					t.Errorf("<%s %s> is empty", n.Data, key)
				}
			}
			name := nameOf(d, n)
			role, _ := attr(n, "role")
			switch {
			case n.Data == "main":
				mains++
			case n.Data == "nav", role == "region", role == "group", role == "img", n.Data == "pre":
				if name == "" {
					t.Errorf("<%s> has no name", n.Data)
				}
			case n.Data == "figure" && figcaption(n) == "":
				t.Errorf("a figure without a caption: %.60s", words(n))
			case n.Data == "table" && nameOf(d, n.Parent) == "":
				t.Errorf("a table without a name: %.60s", words(n))
			case n.Data == "input" && name == "" && labelOf(d, n) == "":
				t.Error("an input without a label")
			}
			_, focusable := attr(n, "tabindex")
			if focusable && name == "" {
				t.Errorf("<%s> takes the focus and has no name", n.Data)
			}
			if n.Data == "nav" || role == "region" || n.Data == "section" && name != "" {
				kind := n.Data
				if kind != "nav" {
					kind = "region"
				}
				if landmarks[kind+" "+name] {
					t.Errorf("two landmarks are called %s %q", kind, name)
				}
				landmarks[kind+" "+name] = true
			}
		}
		if mains != 1 {
			t.Errorf("%d elements main", mains)
		}
	})
}

// nameOf returns the name that an element's own attributes give it.
func nameOf(d *doc, n *html.Node) string {
	if label, ok := attr(n, "aria-label"); ok {
		return strings.TrimSpace(label)
	}
	by, _ := attr(n, "aria-labelledby")
	var out []string
	for _, id := range strings.Fields(by) {
		for m := range d.elements() {
			if is(m, "id", id) {
				out = append(out, words(m))
			}
		}
	}
	return strings.TrimSpace(strings.Join(out, " "))
}

func figcaption(n *html.Node) string {
	for c := range n.Descendants() {
		if c.Data == "figcaption" {
			return strings.TrimSpace(words(c))
		}
	}
	return ""
}

func labelOf(d *doc, n *html.Node) string {
	id, _ := attr(n, "id")
	for l := range d.elements("label") {
		if id != "" && is(l, "for", id) {
			return strings.TrimSpace(words(l))
		}
	}
	return ""
}

// TestEntryHasItsSections: 401 is the entry that everybody copies, so it has
// all that an entry of its class must have, and its contents lead there.
func TestEntryHasItsSections(t *testing.T) {
	d := realPages(t)["401/index.html"]
	if d == nil {
		t.Fatal("there is no 401")
	}
	titles := make(map[string]string)
	for n := range d.elements("h2") {
		id, _ := attr(n, "id")
		titles[id] = words(n)
	}
	contents := make(map[string]bool)
	for nav := range d.elements("nav") {
		for n := range nav.Descendants() {
			if href, ok := attr(n, "href"); ok {
				contents[href] = true
			}
		}
	}
	for _, s := range entry.Sections {
		if !s.Needed(401) {
			continue
		}
		if s.ID == "quick" { // stands beside the number, without a heading
			if d.ids["quick"] != 1 {
				t.Error("no quick answer")
			}
			continue
		}
		if titles[s.ID] != s.Title {
			t.Errorf("#%s is called %q, want %q", s.ID, titles[s.ID], s.Title)
		}
		if !contents["#"+s.ID] {
			t.Errorf("the contents do not lead to #%s", s.ID)
		}
	}
}
