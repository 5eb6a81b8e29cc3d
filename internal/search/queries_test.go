package search_test

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"statuswiki/internal/entry"
	"statuswiki/internal/search"
)

// index is made of the repository's content, once.
var index = sync.OnceValues(func() (*search.Index, error) {
	set, list, err := entry.Load(os.DirFS("../../content"), "content/", nil)
	if err != nil {
		return nil, err
	}
	return search.New(set), list.Err()
})

func realIndex(t testing.TB) *search.Index {
	t.Helper()
	ix, err := index()
	if err != nil {
		t.Fatal(err)
	}
	return ix
}

// asked is a line of queries.txt.
type asked struct {
	line    int
	answers []string
	text    string
	unseen  bool
}

func queries(t testing.TB) []asked {
	t.Helper()
	f, err := os.Open("testdata/queries.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []asked
	section := ""
	in := bufio.NewScanner(f)
	for n := 1; in.Scan(); n++ {
		line := in.Text()
		switch {
		case line == "" || strings.HasPrefix(line, "# "):
		case strings.HasPrefix(line, "== "):
			section = line[3:]
		default:
			answers, text, ok := strings.Cut(line, "\t")
			if !ok || text == "" || section != "seen" && section != "unseen" {
				t.Fatalf("queries.txt:%d: no line of a query", n)
			}
			out = append(out, asked{n, strings.Fields(answers), text, section == "unseen"})
		}
	}
	if err := in.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// right reports whether a hit is one of the answers.
func (a asked) right(path string) bool {
	page, _, _ := strings.Cut(path, "#")
	return slices.Contains(a.answers, path) || slices.Contains(a.answers, page)
}

// tally counts right answers.
type tally struct{ all, first, three int }

func (c *tally) add(place int) {
	c.all++
	if place == 0 {
		c.first++
	}
	if place >= 0 && place < 3 {
		c.three++
	}
}

func (c tally) String() string {
	return fmt.Sprintf("of %d queries %d first (%.1f %%), %d in the first three (%.1f %%)",
		c.all, c.first, 100*float64(c.first)/float64(c.all), c.three, 100*float64(c.three)/float64(c.all))
}

// good holds the numbers to what is promised.
func (c tally) good(t *testing.T, name string) {
	t.Helper()
	if c.first*100 < c.all*95 {
		t.Errorf("%s: only %d of %d have the right answer first; 95 %% is what is promised", name, c.first, c.all)
	}
	if c.three*100 < c.all*99 {
		t.Errorf("%s: only %d of %d have it in the first three; 99 %% is what is promised", name, c.three, c.all)
	}
}

// TestQueries measures how well people are answered. The single failures are
// shown for the seen queries only, so that nobody tunes for the others by
// accident.
func TestQueries(t *testing.T) {
	ix := realIndex(t)
	reader := ix.Reader()
	list := queries(t)
	var seen, unseen, all tally
	for _, a := range list {
		for _, answer := range a.answers {
			page, _, _ := strings.Cut(answer, "#")
			if !slices.ContainsFunc(ix.Pages, func(p search.Page) bool { return p.Path == page }) {
				t.Errorf("queries.txt:%d: there is no page %s", a.line, answer)
			}
		}
		hits := reader.Find(a.text, 10)
		place := slices.IndexFunc(hits, func(h search.Hit) bool { return a.right(h.Path) })
		all.add(place)
		if a.unseen {
			unseen.add(place)
			continue
		}
		seen.add(place)
		if place != 0 {
			t.Logf("queries.txt:%d: %q: %v is at %d of %v", a.line, a.text, a.answers, place+1, hits[:min(len(hits), 3)])
		}
	}
	if all.all < 200 || unseen.all*3 < all.all-3 {
		t.Errorf("%d queries, %d of them unseen; 200 and a third are promised", all.all, unseen.all)
	}
	t.Logf("seen:   %v", seen)
	t.Logf("unseen: %v", unseen)
	t.Logf("all:    %v", all)
	seen.good(t, "seen")
	all.good(t, "all")
}
