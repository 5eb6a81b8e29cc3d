package browser

import (
	"fmt"
	"testing"
)

// inScheme wants the page to be drawn in a scheme: paper and ink, and what the
// browser itself draws.
func (p *page) inScheme(dark bool) {
	p.Helper()
	paper, ink, scheme := "light(getComputedStyle(document.body).backgroundColor)", "light(getComputedStyle($('p')).color)", "light"
	if dark {
		paper, ink, scheme = ink, paper, "dark"
	}
	p.check("it is "+scheme, fmt.Sprintf("%s > .8 && %s < .1", paper, ink))
	// A Canvas-coloured probe tells the scheme of scroll bars and fields.
	p.check("what the browser draws is "+scheme, `(() => {
		const probe = document.createElement('i');
		probe.style.color = 'Canvas';
		document.body.append(probe);
		const dark = light(getComputedStyle(probe).color) < .5;
		probe.remove();
		return dark === (`+quote(scheme)+` === 'dark');
	})()`)
}

func TestScheme(t *testing.T) {
	t.Parallel()
	url := must(t, served) + "401/"
	for _, dark := range []bool{false, true} {
		// Without script, the first paint is all there is.
		p := newPage(t, look{dark: dark, noScript: true})
		p.open(url)
		p.inScheme(dark)

		p = newPage(t, look{dark: dark})
		p.open(url)
		p.inScheme(dark)
		p.as(look{dark: !dark})
		p.inScheme(!dark) // it follows the system as long as nothing is chosen
		stored := "light"
		if !dark {
			stored = "dark"
		}
		p.as(look{dark: dark})
		p.run("localStorage.theme = " + quote(stored))
		p.open(url)
		p.inScheme(!dark)
		p.run("localStorage.theme = 'no such theme'")
		p.open(url)
		p.inScheme(dark)
	}
}

// The theme that was chosen is there at the first paint: before the body is
// parsed, and however late the script comes.
func TestNoFlash(t *testing.T) {
	t.Parallel()
	h := newHost(t, "/")
	p := newPage(t, look{dark: true})
	p.open(h.url)
	p.run("localStorage.theme = 'light'")
	p.before(`
		const first = window.first = {};
		const note = what => first[what] ??= document.documentElement?.dataset.theme ?? 'none';
		new MutationObserver((_, me) => {
			if (!document.body) return;
			note('body');
			me.disconnect();
		}).observe(document, {childList: true, subtree: true});
		requestAnimationFrame(() => note('frame'));
		addEventListener('DOMContentLoaded', () => note('loaded'));
		new PerformanceObserver(() => note('paint')).observe({type: 'paint', buffered: true});`)
	h.hold = make(chan struct{})
	p.run("location.href = '401/'") // p.open would wait for the script
	p.until("the first paint", "location.pathname === '/401/' && first.paint")
	p.check("the script has not run", "document.readyState !== 'complete' && !$('#theme')")
	p.inScheme(false)
	close(h.hold)
	p.until("the script runs", "document.readyState === 'complete' && $('#theme')")
	p.inScheme(false)
	for what, theme := range eval[map[string]string](p, "first") {
		if theme != "light" {
			t.Errorf("at %s the theme is %s", what, theme)
		}
	}
	if n := eval[int](p, "Object.keys(first).length"); n != 4 {
		t.Errorf("only %d of 4 moments were seen", n)
	}
}

func TestThemeButton(t *testing.T) {
	t.Parallel()
	h := newHost(t, "/") // without live reload, pages go into the back/forward cache
	p := newPage(t, look{dark: true})
	p.open(h.url + "401/")
	p.inScheme(true)
	other := p.tab()
	other.open(h.url + "403/")

	is := func(p *page, theme string, dark bool) {
		t.Helper()
		p.until("the button says "+theme, fmt.Sprintf("$('#theme').getAttribute('aria-label') === %s && $('#theme').title === %[1]s", quote("Theme: "+theme)))
		p.inScheme(dark)
		if theme == "system" {
			theme = ""
		}
		p.check("it is stored", fmt.Sprintf("(localStorage.theme || '') === %s", quote(theme)))
	}
	is(p, "system", true)
	faces := map[string]bool{}
	for _, step := range []struct {
		theme string
		dark  bool
	}{{"light", false}, {"dark", true}, {"system", true}, {"light", false}} {
		p.click("#theme")
		is(p, step.theme, step.dark)
		is(other, step.theme, step.dark) // told by the storage event
		p.until("it is said", fmt.Sprintf("$('[role=status]').textContent === %s", quote("Theme: "+step.theme)))
		faces[eval[string](p, "$('#theme').textContent")] = true
	}
	if len(faces) != 3 {
		t.Errorf("the button has %d faces", len(faces))
	}

	p.click(".near [rel=next]") // it holds on the next page …
	p.arrive("/402/")
	is(p, "light", false)
	p.click("#theme")
	is(p, "dark", true)
	p.run("history.back()") // … and on the one before, which the browser may have kept as it was
	p.arrive("/401/")
	is(p, "dark", true)

	other.run("localStorage.clear()")
	is(p, "system", true)
}
