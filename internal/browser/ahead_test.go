package browser

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
)

// mouse does something with the mouse in the middle of an element.
func (p *page) mouse(what input.DispatchMouseEventType, selector string) {
	p.Helper()
	at := eval[struct{ X, Y float64 }](p, "(() => { const e = $("+quote(selector)+"); e.scrollIntoView({block: 'center', behavior: 'instant'}); const b = e.getBoundingClientRect(); return {X: b.x + b.width / 2, Y: b.y + b.height / 2} })()")
	button := input.MouseButton("left")
	if what == "mouseMoved" {
		button = "none"
	}
	call(p, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: what, X: at.X, Y: at.Y, Button: button, ClickCount: 1})
}

// The page behind a link is there before it is pressed; real answers, files and
// the page of all entries are not asked for.
func TestAhead(t *testing.T) {
	t.Parallel()
	s := newShelf(t, "/wiki/")
	p := newPage(t, look{})
	p.open(s.url)
	p.until("there are rules", "$('[type=speculationrules]')")
	p.run("$('main').prepend(...['try/401', '401.json', 'all.html', 'try/402/'].map((to, i) => { const a = document.createElement('a'); a.href = to; a.textContent = to; a.id = 'x' + i; a.style.display = 'block'; return a }))")
	p.check("they are sound", "JSON.parse($('[type=speculationrules]').textContent).prefetch.length === 1")
	for _, link := range []string{"#x0", "#x1", "#x2", "#x3"} { // a press is as good a sign as a rest, and comes at once
		p.mouse("mousePressed", link)
		p.mouse("mouseMoved", "h1")
		p.mouse("mouseReleased", "h1")
		p.check("nothing was pressed", "location.pathname === '/wiki/'")
	}
	p.mouse("mouseMoved", `.codes a[href="403/"]`)
	s.wait("403/")
	for _, path := range s.askedFor() {
		if strings.HasPrefix(path, "try/") || slices.Contains([]string{"401.json", "all.html"}, path) {
			t.Errorf("%s is fetched ahead", path)
		}
	}
	s.set(false, nil)
	p.click(`.codes a[href="403/"]`)
	p.arrive("/wiki/403/")
	if slices.Contains(s.askedFor(), "403/") {
		t.Error("it is fetched once more")
	}
}

// A preview fetches nothing ahead: it may change meanwhile.
func TestNotAheadInPreview(t *testing.T) {
	t.Parallel()
	p := newPage(t, look{})
	p.open(must(t, served))
	p.until("the script ran", "$('#theme')")
	p.check("no rules", "!$('[type=speculationrules]')")
}

// The number moves from the table to the page, for those who like motion.
func TestNumberMoves(t *testing.T) {
	t.Parallel()
	s := newShelf(t, "/wiki/")
	for _, motion := range []bool{true, false} {
		p := newPage(t, look{motion: motion})
		p.before("addEventListener('pagereveal', e => { window.moves = !!e.viewTransition })")
		p.open(s.url)
		p.click(`.codes a[href="403/"]`)
		p.arrive("/wiki/403/")
		p.check("it says so", "(window.moves === true) === "+quote(motion))
		p.check("the number has a name only then", "(getComputedStyle($('.num')).viewTransitionName === 'num') === "+quote(motion))
	}
}
