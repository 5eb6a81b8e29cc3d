package browser

import "testing"

// The questions by keyboard alone: Tab to an answer, Enter, until a code is
// there, and back to another answer by the trail.
func TestChoose(t *testing.T) {
	t.Parallel()
	url := must(t, served)
	for _, l := range []look{{}, {noScript: true}, {width: 320, phone: true, dark: true}} {
		p := newPage(t, l)
		// go tabs to the link with these words and follows it.
		follow := func(words, to string) {
			t.Helper()
			on := "document.activeElement.innerText === " + quote(words)
			for range 60 {
				p.press(tabKey)
				if eval[bool](p, on) {
					break
				}
			}
			p.check("Tab comes to "+words, on)
			p.check("where it is seen", "inView(document.activeElement) && getComputedStyle(document.activeElement).outlineStyle !== 'none'")
			p.press(enter)
			p.arrive(to)
		}
		p.open(url)
		p.click("a[href='choose/']") // behind a hundred others
		p.arrive("/choose/")
		follow("The request is at fault", "/choose/request/")
		follow("It is about who asks", "/choose/access/")
		p.check("401, 403 and 404 stand side by side", "['401', '403', '404'].every(code => $$('.list b').some(b => b.innerText === code && seen(b)))")
		follow("Nobody said who they are or it does not hold", "/choose/access/401/")
		p.check("the code and the way to it", "$('h1').innerText.includes('401') && $('main').innerText.includes('Because: the request is at fault · it is about who asks · nobody said who they are')")
		follow("it is about who asks", "/choose/request/")
		follow("It is about what was sent", "/choose/content/")
		follow("It can be read and breaks a rule", "/choose/content/422/")
		follow("All about 422 Unprocessable Content", "/422/")
	}
}

func TestChooseMap(t *testing.T) {
	t.Parallel()
	p := newPage(t, look{})
	p.open(must(t, served) + "choose/map/")
	p.check("no text of the picture runs into another", `(() => {
		const boxes = $$('main svg text').map(e => [e, e.getBoundingClientRect()]);
		const hit = boxes.flatMap(([a, r], i) => boxes.slice(i + 1).filter(([b, s]) =>
			r.left < s.right - 1 && s.left < r.right - 1 && r.top < s.bottom - 4 && s.top < r.bottom - 4).map(([b]) => a.textContent + ' / ' + b.textContent));
		if (hit.length) console.log(hit.join('\n'));
		return hit.length === 0;
	})()`)
	p.check("nor out of it", "$$('main svg text').every(e => e.getBoundingClientRect().right <= $('main svg').getBoundingClientRect().right + 1 && e.getBoundingClientRect().bottom <= $('main svg').getBoundingClientRect().bottom + 1)")
	dark := "light(getComputedStyle($('main svg text')).fill)"
	p.check("dark ink on light paper", dark+" < .1")
	p.as(look{dark: true})
	p.check("light ink on dark paper", dark+" > .6")
	p.as(look{})
	p.run("$('main svg a[href$=\"/451/\"]').focus()")
	p.check("a code in the picture takes the focus", "document.activeElement.closest('svg') && getComputedStyle(document.activeElement).outlineStyle !== 'none'")
	p.press(enter)
	p.arrive("/451/")
	p.open(must(t, served) + "choose/map/")
	if n := p.sides(); n > 2 {
		t.Errorf("picture and list take %d sides", n)
	}
}
