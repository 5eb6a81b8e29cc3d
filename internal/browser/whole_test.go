package browser

import (
	"os"
	"testing"
)

// The page of all entries is like the others, and prints as a book: each entry on
// a side of its own, everything open, no script needed.
func TestWholePage(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile(tool(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	s := newShelf(t, "/wiki/")
	p := newPage(t, look{})
	p.open(s.url)
	p.click(`a[href="all.html"]`)
	p.arrive("/wiki/all.html")
	p.check("no script", "!$('script')")
	p.click(`.codes a[href="#c403"]`)
	p.until("the contents lead to an entry", "inView($('#c403 h2'))")
	p.run(string(source))
	for _, dark := range []bool{false, true} {
		for _, width := range []int64{320, 1280} {
			p.as(look{dark: dark, width: width})
			for _, v := range p.axe() {
				t.Errorf("dark %v, %d px: %s [%s]\n\t%v", dark, width, v.Help, v.Rule, v.Nodes)
			}
		}
	}
	p.as(look{})
	if n, entries := p.sides(), eval[int](p, "$$('article').length"); n < 1+entries {
		t.Errorf("%d entries and a cover take %d sides", entries, n)
	}
	p.as(look{media: "print"})
	p.check("it begins a side with each", "$$('article').every(a => getComputedStyle(a).breakBefore === 'page')")
	p.check("everything is open", "$$('details > div').length > 0 && $$('details > div').every(seen)")
}
