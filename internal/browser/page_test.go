package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// patience is how long anything may take. It is long, because it only matters
// when a test fails, and machines that test are busy.
const patience = time.Minute

// A look is how a page is looked at. The zero value is a desktop in the light.
type look struct {
	width, height int64 // 1280×800 unless told
	phone         bool  // touch instead of a mouse; 390×844 unless told
	dark          bool
	motion        bool // else reduced motion is preferred: nothing moves while a test looks
	noScript      bool
	media         string // "print"
}

// A page is a tab of the browser, with somebody in front of it.
type page struct {
	testing.TB
	ctx  context.Context
	look look

	mu       sync.Mutex
	trouble  []string // what went wrong unasked
	expected []string // parts of what may be in trouble
	requests []string // all addresses that were asked for
	hosts    map[string]bool
}

// newPage opens a tab in a profile of its own.
func newPage(t testing.TB, l look) *page {
	t.Helper()
	return openTab(t, browser(t), l, chromedp.WithNewBrowserContext())
}

// tab opens another tab in the same profile.
func (p *page) tab() *page {
	p.Helper()
	return openTab(p.TB, p.ctx, p.look)
}

func openTab(t testing.TB, parent context.Context, l look, opts ...chromedp.ContextOption) *page {
	t.Helper()
	p := &page{TB: t, hosts: make(map[string]bool)}
	ctx, cancel := chromedp.NewContext(parent, append(opts, chromedp.WithListener(p.hear))...)
	p.ctx = ctx
	t.Cleanup(func() {
		cancel()
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, s := range p.trouble {
			t.Errorf("the browser says: %s", s)
		}
	})
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal("no tab: ", err)
	}
	if l.motion {
		// Chromium itself says so, now and then, when the picture for a transition
		// between pages is late; no script has a part in it.
		p.expect("Transition was aborted because of invalid state. Page already revealed")
	}
	call(p, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	p.as(l)
	return p
}

// as changes how the page is looked at.
func (p *page) as(l look) {
	p.Helper()
	if l.width == 0 {
		l.width, l.height = 1280, 800
		if l.phone {
			l.width, l.height = 390, 844
		}
	}
	if l.height == 0 {
		l.height = 800
	}
	p.look = l
	call(p, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: l.width, Height: l.height, DeviceScaleFactor: 1, Mobile: l.phone,
	})
	touch := emulation.SetTouchEmulationEnabledParams{Enabled: l.phone}
	call(p, emulation.SetTouchEmulationEnabled, touch)
	scheme, motion := "light", "reduce"
	if l.dark {
		scheme = "dark"
	}
	if l.motion {
		motion = "no-preference"
	}
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: l.media, Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: motion},
	}})
	call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: l.noScript})
}

// hear notes what the browser tells about the page.
func (p *page) hear(ev any) {
	bad := ""
	switch ev := ev.(type) {
	case *runtime.EventExceptionThrown:
		bad = "exception: " + ev.ExceptionDetails.Text
		if e := ev.ExceptionDetails.Exception; e != nil {
			bad += " " + e.Description
		}
	case *runtime.EventConsoleAPICalled:
		if ev.Type != "error" && ev.Type != "warning" && ev.Type != "assert" {
			return
		}
		bad = fmt.Sprintf("console.%s:", ev.Type)
		for _, a := range ev.Args {
			bad += " " + string(a.Value) + a.Description
		}
	case *log.EventEntryAdded: // refused by a policy, not loaded, deprecated, …
		if ev.Entry.Level != "error" && ev.Entry.Level != "warning" {
			return
		}
		bad = fmt.Sprintf("%s %s: %s %s", ev.Entry.Source, ev.Entry.Level, ev.Entry.Text, ev.Entry.URL)
	case *network.EventRequestWillBeSent:
		p.mu.Lock()
		defer p.mu.Unlock()
		p.requests = append(p.requests, ev.Request.URL)
		u, err := url.Parse(ev.Request.URL)
		if err != nil || u.Scheme != "data" && u.Scheme != "blob" && !p.hosts[u.Scheme+"://"+u.Host] {
			p.trouble = append(p.trouble, "a request to another host: "+ev.Request.URL)
		}
		return
	default:
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, e := range p.expected {
		if strings.Contains(bad, e) {
			return
		}
	}
	p.trouble = append(p.trouble, bad)
}

// expect says that something with this text in it may go wrong.
func (p *page) expect(part string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.expected = append(p.expected, part)
}

// do runs actions.
func (p *page) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		p.Fatalf("%s: %v", what, err)
	}
}

// call sends one command of the DevTools protocol.
func call[P, R any](p *page, c cdp.Command[P, R], params P) R {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	res, err := cdp.Call(ctx, chromedp.FromContext(p.ctx).Target, c, params)
	if err != nil {
		p.Fatalf("%s: %v", c.Method, err)
	}
	return res
}

// open goes to an address and waits until it is loaded.
func (p *page) open(address string) {
	p.Helper()
	u, err := url.Parse(address)
	if err != nil {
		p.Fatal(err)
	}
	p.mu.Lock()
	p.hosts[u.Scheme+"://"+u.Host] = true
	p.mu.Unlock()
	p.do("open "+address, chromedp.Navigate(address))
}

// before runs a script in every page that is opened from now on, before its own.
func (p *page) before(script string) {
	p.Helper()
	call(p, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: script})
}

// The names that every expression given to eval may use.
const names = `
const $ = (s, from = document) => from.querySelector(s);
const $$ = (s, from = document) => [...from.querySelectorAll(s)];
const seen = e => !!e && e.checkVisibility({opacityProperty: true, visibilityProperty: true}) &&
  e.getBoundingClientRect().width > 1 && e.getBoundingClientRect().height > 1;
const inView = e => seen(e) && e.getBoundingClientRect().bottom > 0 && e.getBoundingClientRect().top < innerHeight;
// light is the luminance of a colour as WCAG defines it; the canvas knows all ways to write one.
const light = colour => {
  const c = new OffscreenCanvas(1, 1).getContext('2d');
  c.fillStyle = colour;
  c.fillRect(0, 0, 1, 1);
  const [r, g, b] = [...c.getImageData(0, 0, 1, 1).data].map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
  return .2126 * r + .7152 * g + .0722 * b;
};
`

func evaluate[T any](p *page, js string) (T, error) {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T]("(async () => {"+names+"return ("+js+")})()", chromedp.EvalAwaitPromise))
}

// eval returns the value of an expression.
func eval[T any](p *page, js string) T {
	p.Helper()
	v, err := evaluate[T](p, js)
	if err != nil {
		p.Fatalf("%s: %v", js, err)
	}
	return v
}

// run executes statements.
func (p *page) run(js string) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void]("{"+names+js+"}")); err != nil {
		p.Fatalf("%s: %v", js, err)
	}
}

// until waits for an expression to be true, over navigations if need be.
func (p *page) until(what, js string) {
	p.Helper()
	if err := p.wait(js, patience); err != nil {
		p.Fatalf("waited in vain: %s: %s: %v\n%s", what, js, err, p.where())
	}
}

func (p *page) wait(js string, most time.Duration) error {
	for deadline := time.Now().Add(most); ; time.Sleep(15 * time.Millisecond) {
		ok, err := evaluate[bool](p, "!!(await ("+js+"))")
		if err == nil && ok {
			return nil
		}
		if time.Now().After(deadline) {
			if err == nil {
				err = fmt.Errorf("still false after %v", most)
			}
			return err // a page that is being left has no context to evaluate in
		}
	}
}

// where tells what is in the browser, for whoever reads that a test failed.
func (p *page) where() string {
	at, _ := evaluate[string](p, `location.href + ' «' + document.title + '» scrolled to ' + scrollY +
		', focus on ' + document.activeElement?.cloneNode().outerHTML + ' ' +
		(document.getElementById('statuswiki-overlay')?.shadowRoot.querySelector('.panel').innerText ?? '')`)
	return at
}

// check wants an expression to be true now.
func (p *page) check(what, js string) {
	p.Helper()
	if !eval[bool](p, "!!(await ("+js+"))") {
		p.Errorf("not so: %s: %s\n%s", what, js, p.where())
	}
}

// arrive waits until the page at path is loaded and its scripts have run.
func (p *page) arrive(path string) {
	p.Helper()
	p.until("arrive at "+path, fmt.Sprintf("location.pathname.endsWith(%s) && document.readyState === 'complete'", quote(path)))
}

// quote writes a value as JavaScript.
func quote(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings and their like
	}
	return string(b)
}

// frames waits until the browser has drawn twice: what a script did in between
// is on the screen.
func (p *page) frames() {
	p.Helper()
	eval[bool](p, "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))")
}

// click presses the mouse in the middle of an element, after scrolling there,
// once nothing lies over it.
func (p *page) click(selector string) {
	p.Helper()
	find := fmt.Sprintf(`(() => {
		const e = $(%s);
		if (!seen(e)) return null;
		e.scrollIntoView({block: 'nearest', behavior: 'instant'});
		const b = e.getClientRects()[0], at = {X: b.x + b.width / 2, Y: b.y + b.height / 2};
		return e.contains(document.elementFromPoint(at.X, at.Y)) ? at : null;
	})()`, quote(selector))
	var at *struct{ X, Y float64 }
	for at == nil { // until gives up in time; a page that is just arriving may hide it once more
		p.until(selector+" can be clicked", find)
		at = eval[*struct{ X, Y float64 }](p, find)
	}
	p.do("click "+selector, chromedp.MouseClickXY(at.X, at.Y))
}

// press types on the keyboard, whatever has the focus.
func (p *page) press(keys string, modifiers ...chromedp.Modifier) {
	p.Helper()
	for _, r := range keys {
		var text [2]string
		for _, k := range kb.Encode(r) {
			if k.Type == kb.KeyChar {
				text = [2]string{k.Text, k.UnmodifiedText}
			}
		}
		for _, k := range kb.Encode(r) {
			for _, m := range modifiers {
				k.Modifiers |= int64(m)
			}
			switch {
			case k.Type == kb.KeyChar:
				continue // a keydown that the page prevented must bring no text
			case k.Type == kb.KeyDown && len(modifiers) == 0:
				k.Text, k.UnmodifiedText = text[0], text[1]
			}
			call(p, input.DispatchKeyEvent, *k)
		}
	}
}
