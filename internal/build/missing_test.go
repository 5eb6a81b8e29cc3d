package build_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestEveryNumber asks for every number of three digits: each has a file or is
// answered for the occasion, with links that lead to pages.
func TestEveryNumber(t *testing.T) {
	s, err := realSite()
	if err != nil {
		t.Fatal(err)
	}
	made := 0
	for code := 100; code < 1000; code++ {
		path := fmt.Sprintf("%d/", code)
		if _, ok := s.Get(path + "index.html"); ok {
			if _, ok := s.Missing(path); ok {
				t.Errorf("%d has an entry and is said to be unknown", code)
			}
			continue
		}
		f, ok := s.Missing(path)
		if !ok {
			t.Errorf("nothing answers for %d", code)
			continue
		}
		made++
		d := parsePage("404.html", f.Body)
		for h := range d.elements("h1") {
			if got := words(h); !strings.HasPrefix(got, fmt.Sprint(code)) {
				t.Errorf("the page for %d is called %q", code, got)
			}
		}
		as := fmt.Sprintf("%d00", code/100)
		if code > 599 {
			as = "500"
		}
		near := 0
		var seen []string
		for a := range d.elements("a") {
			href, _ := attr(a, "href")
			to, local := strings.CutPrefix(href, "/")
			if !local {
				continue
			}
			if _, ok := s.Get(to + "index.html"); !ok {
				t.Errorf("%d leads to %s, where nothing is", code, href)
			}
			seen = append(seen, to)
		}
		for _, to := range seen {
			if len(to) == 4 && to != as+"/" {
				near++
			}
		}
		if !strings.Contains(strings.Join(seen, " "), as+"/") || near < 3 {
			t.Errorf("%d leads to %q, which is not %s and its neighbours", code, seen, as)
		}
	}
	if made < 700 {
		t.Errorf("only %d numbers were unknown", made)
	}
	for _, path := range []string{"", "/", "99/", "1000/", "4x8/", "-12/", "+12/", "468/x/", "0468"} {
		if _, ok := s.Missing(path); ok {
			t.Errorf("%q is no number and is answered", path)
		}
	}
}
