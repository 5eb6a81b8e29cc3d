package browser

import (
	"bytes"
	"context"
	"testing"

	"github.com/chromedp/chromedp"
)

func TestPrint(t *testing.T) {
	t.Parallel()
	url := must(t, served) + "401/"
	for _, noScript := range []bool{false, true} {
		p := newPage(t, look{dark: true, noScript: noScript})
		p.open(url)
		p.check("something is folded", "$('.text details:not([open])')")
		if !noScript {
			p.run("localStorage.theme = 'dark'")
			p.open(url)
			p.inScheme(true)
			p.check("some panels do not show", "$$('.tab').some(e => !seen(e))")
		}
		p.as(look{dark: true, noScript: noScript, media: "print"})
		if noScript {
			p.check("it is light", "light(getComputedStyle(document.body).backgroundColor) > .8 && light(getComputedStyle($('p')).color) < .1")
		} else {
			p.inScheme(false)
		}
		p.check("nothing to press", "!$$('.top nav, .crumbs, .toc, .near, .skip, button, [role=tablist]').some(seen)")
		p.check("everything is open", "$$('details > div').every(seen)")
		p.check("all panels show, and which is which", "$$('.tab').every(e => seen(e) && seen($('h3', e)))")
		p.check("tables are no larger than the text", "parseFloat(getComputedStyle($('td')).fontSize) <= parseFloat(getComputedStyle($('.text p')).fontSize)")
		p.check("the number and the name are there", "seen($('.num')) && seen($('h1'))")
		p.check("an address that cannot be clicked is written out",
			`getComputedStyle($('.text p a[href^=http]'), '::after').content.includes('https://')`)
	}
}

// The table of codes is a sheet for the wall: two sides.
func TestPrintHome(t *testing.T) {
	t.Parallel()
	p := newPage(t, look{})
	p.open(must(t, served))
	if n := p.sides(); n > 2 {
		t.Errorf("the home page takes %d sides", n)
	}
}

// sides returns how many sides of A4 the page takes.
func (p *page) sides() int {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4)))
	if err != nil {
		p.Fatal(err)
	}
	n := bytes.Count(pdf, []byte("/Type /Page\n"))
	if n == 0 {
		p.Fatal("the PDF has no pages that can be counted")
	}
	return n
}
