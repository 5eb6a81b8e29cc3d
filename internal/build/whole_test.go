package build_test

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"testing"

	"statuswiki/internal/build"
)

// TestWhole: the page of all entries has each of them in order, no id twice, no
// script, and links that lead somewhere: to itself for what is on it.
func TestWhole(t *testing.T) {
	t.Parallel()
	opt := realOptions()
	opt.Whole = true
	s, err := makeSite(opt)
	if err != nil {
		t.Fatal(err)
	}
	f, ok := s.Get("all.html")
	if !ok {
		t.Fatal("there is no such page")
	}
	d := parsePage("all.html", f.Body)
	for id, n := range d.ids {
		if n != 1 {
			t.Errorf("id %q stands %d times", id, n)
		}
	}
	var order []string
	for n := range d.elements("article") {
		id, _ := attr(n, "id")
		order = append(order, id)
	}
	var want []string
	for p, page := range parseSite(s) {
		if code, ok := strings.CutSuffix(p, "/index.html"); ok && hasClass(page, "entry") {
			want = append(want, "c"+code)
			if prefixed := "c" + code + "-"; d.ids[prefixed+"overview"] != page.ids["overview"] {
				t.Errorf("the places of %s are not there", code)
			}
		}
	}
	slices.SortFunc(want, func(a, b string) int { return cmp.Or(len(a)-len(b), strings.Compare(a, b)) })
	if !slices.Equal(order, want) {
		t.Errorf("entries %q, want %q", order, want)
	}
	inside := 0
	for n := range d.elements() {
		for _, key := range []string{"href", "aria-labelledby", "aria-describedby"} {
			to, ok := attr(n, key)
			if !ok || n.Data == "link" || strings.Contains(to, ":") {
				continue
			}
			if place, here := strings.CutPrefix(to, "#"); here || key != "href" {
				inside++
				if d.ids[place] != 1 {
					t.Errorf("%s=%q leads nowhere", key, to)
				}
				continue
			}
			file, _, _ := strings.Cut(strings.TrimPrefix(to, "./"), "#")
			if file == "" || strings.HasSuffix(file, "/") {
				file += "index.html"
			}
			if _, ok := s.Get(file); !ok {
				t.Errorf("%q is not in the site", to)
			}
			if code, page := strings.CutSuffix(file, "/index.html"); page && d.ids["c"+code] > 0 {
				t.Errorf("%q leads away from the page that %s stands on", to, code)
			}
		}
	}
	if inside < 1000 {
		t.Errorf("only %d links inside", inside)
	}
	for n := range d.elements("script", "nav") {
		if n.Data == "script" || is(n, "class", "toc") {
			t.Errorf("there is a %s", n.Data)
		}
	}
	for n := range d.elements("details") {
		if _, open := attr(n, "open"); !open {
			t.Error("something is folded, which paper cannot open")
		}
	}
	if !bytes.Contains(f.Body, []byte("<meta name=robots content=noindex>")) {
		t.Error("search engines would find everything twice")
	}
	home, _ := s.Get("index.html")
	if !bytes.Contains(home.Body, []byte(`href="all.html"`)) {
		t.Error("the home page does not lead there")
	}
}

// TestNotWhole: a preview has neither the page nor a link to it.
func TestNotWhole(t *testing.T) {
	t.Parallel()
	s := offlineSite(t, func(o *build.Options) { o.Whole = false })
	home, _ := s.Get("index.html")
	if _, ok := s.Get("all.html"); ok || bytes.Contains(home.Body, []byte("all.html")) {
		t.Error("there is one")
	}
}
