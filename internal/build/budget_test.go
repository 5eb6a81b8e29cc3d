package build_test

import (
	"bytes"
	"cmp"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

// The budgets of a page, in octets as sent: one round trip (content/README.md).
const (
	pageBudget   = 14_600   // ten segments: the first round trip of a fresh connection
	scriptBudget = 10 << 10 // what every page loads
	searchBudget = 5376     // the script that comes when the search is opened
	workerBudget = 3 << 10  // of the service worker, which only those load who ask for it
	indexBudget  = 30 << 10 // what it looks at
	doctorBudget = 32 << 10 // of the script of /doctor/
	factsBudget  = 40 << 10 // what it looks at
	cardBudget   = 30 << 10 // of a picture beside a link
	iconBudget   = 4 << 10
)

func compressed(t *testing.T, body []byte, quality int) int {
	t.Helper()
	var b bytes.Buffer
	w := brotli.NewWriterLevel(&b, quality)
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// TestBudget holds every page with its style, and the scripts, to the budget.
// The best compression is slow, and a quick one is never smaller, so only pages
// that a quick one leaves near the limit, and the largest three, get the best.
func TestBudget(t *testing.T) {
	t.Parallel()
	s, err := realSiteAt() // what is hosted has more to say
	if err != nil {
		t.Fatal(err)
	}
	type size struct {
		path        string
		quick, best int
	}
	var pages []size
	scripts := 0
	for p, f := range s.All() {
		switch ext := path.Ext(p); {
		case strings.HasPrefix(p, "search-index."), p == "search.json": // the same twice, of which a page loads one
			fits(t, "search index", indexBudget, compressed(t, f.Body, 11))
		case strings.HasPrefix(p, "search-"):
			fits(t, "search script", searchBudget, compressed(t, f.Body, 11))
		case p == "sw.js":
			fits(t, "service worker", workerBudget, compressed(t, f.Body, 11))
		case strings.HasPrefix(p, "offline"): // see offline_test.go
		case p == "doctor.json", p == "doctor-data.js": // the same twice, too
			fits(t, "doctor's facts", factsBudget, compressed(t, f.Body, 11))
		case ext == ".js" && strings.HasPrefix(p, "doctor"):
			fits(t, "doctor, on its own page", doctorBudget, compressed(t, f.Body, 11))
		case ext == ".html":
			pages = append(pages, size{path: p, quick: compressed(t, f.Body, 5)})
		case ext == ".js":
			scripts += compressed(t, f.Body, 11)
		case strings.HasPrefix(p, "share/"): // no page loads them
			if len(f.Body) > cardBudget {
				t.Errorf("%s has %d bytes of %d", p, len(f.Body), cardBudget)
			}
		case ext == ".png" || ext == ".ico":
			fits(t, p, iconBudget, len(f.Body))
		case slices.Contains([]string{".css", ".svg", ".json", ".txt", ".xml", ".webmanifest", ".md", ".csv"}, ext):
		default:
			t.Errorf("%s: no page needs a file of this kind", p) // fonts and pictures above all
		}
	}
	slices.SortFunc(pages, func(a, b size) int { return cmp.Compare(b.quick, a.quick) })
	for i := range pages {
		pg := &pages[i]
		if i >= 3 && pg.quick < pageBudget {
			break
		}
		f, _ := s.Get(pg.path)
		pg.best = compressed(t, f.Body, 11)
		if i < 3 {
			t.Logf("%6d bytes of %d: %s", pg.best, pageBudget, pg.path)
		}
		if pg.best > pageBudget {
			t.Errorf("%s has %d bytes, %d more than fit into one round trip", pg.path, pg.best, pg.best-pageBudget)
		}
	}
	fits(t, "script", scriptBudget, scripts)
}

// fits holds a size to its budget.
func fits(t *testing.T, what string, budget, size int) {
	t.Helper()
	t.Logf("%6d bytes of %d: %s", size, budget, what)
	if size > budget || size == 0 {
		t.Errorf("%s: %d bytes of %d", what, size, budget)
	}
}

// TestRenderBlocking: what stands in front of the first paint is inside the page.
func TestRenderBlocking(t *testing.T) {
	for p, d := range realPages(t) {
		styles := 0
		for n := range d.elements("link", "script", "style", "img", "iframe", "object", "embed", "video", "audio", "source", "picture") {
			_, src := attr(n, "src")
			_, deferred := attr(n, "defer")
			rel, _ := attr(n, "rel")
			switch {
			case n.Data == "style":
				styles++
				if len(strings.TrimSpace(words(n))) < 100 {
					t.Errorf("%s: the style in the page is all but empty", p)
				}
			case n.Data == "script" && src && !deferred:
				t.Errorf("%s: a script holds up the page", p)
			case n.Data == "script", n.Data == "link" && rel != "stylesheet" && rel != "preload":
			case n.Data == "link" && rel == "stylesheet" && is(n, "media", "print"):
			default:
				t.Errorf("%s: <%s rel=%q>", p, n.Data, rel)
			}
		}
		if styles != 1 {
			t.Errorf("%s has %d styles", p, styles)
		}
	}
}
