package browser

import (
	"fmt"
	"testing"
)

// chosen wants one tab of a kind to be chosen, and everything that tells it.
func (p *page) chosen(kind, name string) {
	p.Helper()
	group := fmt.Sprintf("$('.tabs[data-tabs=%s]')", kind)
	p.until(kind+" is at "+name, fmt.Sprintf("$('[aria-selected=true]', %s)?.textContent === %s", group, quote(name)))
	p.check("one tab is chosen, the others are not", fmt.Sprintf(
		"$$('[role=tab]', %s).every(t => t.getAttribute('aria-selected') === String(t.textContent === %s))", group, quote(name)))
	p.check("Tab reaches the chosen one only", fmt.Sprintf(
		"$$('[role=tab]', %s).every(t => t.tabIndex === (t.textContent === %s ? 0 : -1))", group, quote(name)))
	p.check("only its panel shows", fmt.Sprintf(
		"$$('.tab', %s).every(e => seen(e) === ($('h3', e).textContent === %s))", group, quote(name)))
}

func TestTabs(t *testing.T) {
	t.Parallel()
	url := must(t, served)
	p := newPage(t, look{})
	p.open(url + "401/")
	p.check("two groups of tabs", "$$('.tabs').length === 2 && $$('[role=tablist]').length === 2")
	p.check("the lists have names of their own", "new Set($$('[role=tablist]').map(l => l.getAttribute('aria-label') || $('x').y)).size === 2")
	p.check("tabs and panels know each other", `$$('.tabs').every(g => {
		const tabs = $$('[role=tablist] > [role=tab]', g), panels = $$('[role=tabpanel]', g);
		return tabs.length > 2 && tabs.length === panels.length && tabs.every((t, i) =>
			t.localName === 'button' && t.getAttribute('aria-controls') === panels[i].id &&
			panels[i].getAttribute('aria-labelledby') === t.id && t.textContent === $('h3', panels[i]).textContent);
	})`)
	p.check("no id stands twice", "$$('[id]').length === new Set($$('[id]').map(e => e.id)).size")

	tabs := eval[[]string](p, "$$('[data-tabs=handling] [role=tab]').map(t => t.textContent)")
	last := len(tabs) - 1
	p.chosen("handling", tabs[0])
	p.run("$('[data-tabs=handling] [role=tab]').focus()")
	for _, step := range []struct {
		key string
		at  int
	}{
		{arrowRight, 1}, {arrowRight, 2}, {arrowLeft, 1}, {end, last}, {arrowRight, 0}, {arrowLeft, last}, {home, 0},
	} {
		p.press(step.key)
		p.chosen("handling", tabs[step.at])
		p.check("the focus goes along", "document.activeElement === $('[data-tabs=handling] [aria-selected=true]')")
	}
	p.press(tabKey)
	p.check("Tab goes on into the panel", "document.activeElement.closest('.tab') === $('[data-tabs=handling] .tab:not([hidden])')")
	p.check("the other group stays where it was", "$('[data-tabs=sending] [aria-selected=true]') === $('[data-tabs=sending] [role=tab]')")
}

func TestTabsAreRemembered(t *testing.T) {
	t.Parallel()
	url := must(t, served)
	p := newPage(t, look{})
	p.open(url + "401/")
	other := p.tab()
	other.open(url + "403/")
	p.click("#tab-handling-go")
	p.chosen("handling", "Go")
	other.chosen("handling", "Go") // at once in a page that is open
	p.open(url + "404/")
	p.chosen("handling", "Go") // and in one that is opened later

	p.open(url + "401/?handling=Python") // the address goes before what is stored
	p.chosen("handling", "Python")
	p.open(url + "401/?handling=Cobol") // unless there is no such tab
	p.check("some tab is chosen", "$$('[data-tabs=handling] [aria-selected=true]').length === 1 && $$('[data-tabs=handling] .tab').filter(seen).length === 1")
	p.open(url + "401/")
	p.chosen("handling", "Go") // an address is no choice
}

func TestLinkIntoTab(t *testing.T) {
	t.Parallel()
	p := newPage(t, look{})
	p.open(must(t, served) + "401/#handling-go")
	p.chosen("handling", "Go")
	p.until("it is in view", "inView($('#panel-handling-go'))")
	p.run("location.hash = '#sending-caddy'") // from within the page
	p.chosen("sending", "Caddy")
	p.until("it is in view", "inView($('#panel-sending-caddy'))")
	p.chosen("handling", "Go")
}

// Where the browser forbids storage, the choice lasts as long as the page.
func TestWithoutStorage(t *testing.T) {
	t.Parallel()
	p := newPage(t, look{})
	p.before("Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})")
	p.open(must(t, served) + "401/")
	p.click("#tab-handling-go")
	p.chosen("handling", "Go")
	p.click("#theme")
	p.click("#theme")
	p.until("the theme changes", "document.documentElement.dataset.theme === 'dark'")
}
