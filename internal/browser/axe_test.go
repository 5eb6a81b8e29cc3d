package browser

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// The rules: all of WCAG 2.2 A and AA, the best practices, and of AAA the
// contrast. AA contrast is left out, since what passes 7:1 passes 4.5:1.
const axeOptions = `{
	runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
	rules: {'color-contrast': {enabled: false}, 'color-contrast-enhanced': {enabled: true}},
	resultTypes: ['violations'],
}`

// A finding of axe: a rule, and what breaks it.
type violation struct {
	Rule, Help string
	Nodes      []string
}

func (p *page) axe() []violation {
	p.Helper()
	return eval[[]violation](p, `axe.run(document, `+axeOptions+`).then(r => r.violations.map(v => (
		{Rule: v.id, Help: v.help, Nodes: v.nodes.map(n => n.target + '  ' + n.html.slice(0, 120) + '  ' + n.any.map(a => a.message))})))`)
}

func TestAccessible(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile(tool(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	url := must(t, served)
	p := newPage(t, look{})
	for _, kind := range kinds {
		p.open(url + kind)
		p.run(string(source))
		p.run("$$('.text details').forEach(d => d.open = true)") // what is folded counts as well
		for _, width := range []int64{320, 768, 1280} {
			for _, dark := range []bool{false, true} {
				p.as(look{width: width, dark: dark, phone: width == 320})
				where := fmt.Sprintf("/%s at %d px, dark %v", kind, width, dark)
				for _, v := range p.axe() {
					t.Errorf("%s: %s [%s]\n\t%s", where, v.Help, v.Rule, strings.Join(v.Nodes, "\n\t"))
				}
			}
			p.fits(fmt.Sprintf("/%s at %d px", kind, width))
		}
	}
}

// fits wants nothing to stick out at the side.
func (p *page) fits(where string) {
	p.Helper()
	// On a phone innerWidth grows with what sticks out, so it is no measure.
	out := eval[[]string](p, fmt.Sprintf(`document.documentElement.scrollWidth <= %[1]d ? [] :
		$$('body *').filter(e => seen(e) && e.getBoundingClientRect().right > %[1]d && !e.closest('pre, .scroll, .skip')).map(e => e.outerHTML.slice(0, 100))
			.concat('the page is ' + document.documentElement.scrollWidth + ' px wide')`, p.look.width))
	if len(out) > 0 {
		p.Errorf("%s: this sticks out:\n\t%s", where, strings.Join(out, "\n\t"))
	}
}

// The checker itself is checked: it must find what is wrong on purpose.
func TestAxeSees(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile(tool(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	p := newPage(t, look{})
	p.open(must(t, served) + "tags/")
	p.run(string(source))
	// As a script may, and the policy lets it: an attribute style in HTML would be refused.
	p.run(`{
		const bad = document.createElement('p'), picture = document.createElement('img');
		bad.textContent = 'grey';
		bad.style.cssText = 'color: #767676; background: #fff';
		picture.src = document.querySelector('link[rel=icon]').href;
		bad.append(picture);
		$('h1').after(bad);
	}`)
	got := map[string]bool{}
	for _, v := range p.axe() {
		got[v.Rule] = true
	}
	for _, rule := range []string{"color-contrast-enhanced", "image-alt"} {
		if !got[rule] {
			t.Errorf("axe does not see a case of %s", rule)
		}
	}
}
