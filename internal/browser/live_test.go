package browser

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// A checkout is a copy of the repository that the program serves and a test edits.
type checkout struct {
	t   testing.TB
	dir string
	*server
}

func newCheckout(t testing.TB) *checkout {
	t.Helper()
	c := &checkout{t: t, dir: filepath.Join(t.TempDir(), "wiki")}
	if err := os.CopyFS(c.dir, os.DirFS(must(t, original))); err != nil {
		t.Fatal(err)
	}
	var err error
	if c.server, err = serve(c.dir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.stop)
	return c
}

func (c *checkout) read(name string) string {
	c.t.Helper()
	text, err := os.ReadFile(filepath.Join(c.dir, filepath.FromSlash(name)))
	if err != nil {
		c.t.Fatal(err)
	}
	return string(text)
}

// write puts a new file in the place of the old, as many editors do: there is
// no moment at which it is empty, however busy the machine.
func (c *checkout) write(name, text string) {
	c.t.Helper()
	beside := c.dir + ".new"
	if err := os.WriteFile(beside, []byte(text), 0o666); err != nil {
		c.t.Fatal(err)
	}
	if err := os.Rename(beside, filepath.Join(c.dir, filepath.FromSlash(name))); err != nil {
		c.t.Fatal(err)
	}
}

// builds returns how often the site was rebuilt.
func (c *checkout) builds() int { return strings.Count(c.log.String(), "rebuilt in") }

// rebuilt waits until the site was rebuilt n times.
func (c *checkout) rebuilt(n int) {
	c.t.Helper()
	for deadline := time.Now().Add(patience); c.builds() < n; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			c.t.Fatalf("waited in vain for build %d:\n%s", n, c.log)
		}
	}
}

// edit replaces a part of a file and returns what it was before.
func (c *checkout) edit(name, old, new string) string {
	c.t.Helper()
	before := c.read(name)
	if !strings.Contains(before, old) {
		c.t.Fatalf("%s holds no %q", name, old)
	}
	c.write(name, strings.Replace(before, old, new, 1))
	return before
}

// watch opens a page, marks it so that a reload shows, and waits until it would
// hear of a build.
func (p *page) watch(address string) {
	p.Helper()
	p.open(address)
	p.mark()
}

// mark marks the page once the live script has fetched it for comparison, which
// is the first thing that it does when it is connected.
func (p *page) mark() {
	p.Helper()
	p.until("the live script knows the page", "performance.getEntriesByType('resource').some(e => e.initiatorType === 'fetch' && e.responseEnd > 0)")
	p.frames()
	p.run("window.mark = 1; window.swaps = 0; document.addEventListener('statuswiki:swap', () => { swaps++ })")
}

func (p *page) notReloaded() {
	p.Helper()
	p.check("it was not loaded anew", "window.mark === 1")
}

// scrollTo puts an element 100 px below the upper edge and returns what tells
// how far it has moved since.
func (p *page) scrollTo(selector string) (moved func() float64) {
	p.Helper()
	p.run(fmt.Sprintf("scrollTo({top: scrollY + $(%s).getBoundingClientRect().top - 100, behavior: 'instant'})", quote(selector)))
	top := fmt.Sprintf("$(%s).getBoundingClientRect().top", quote(selector))
	before := eval[float64](p, top)
	if before < 90 || before > 110 {
		p.Fatalf("%s is at %v after scrolling there", selector, before)
	}
	return func() float64 { p.Helper(); return eval[float64](p, top) - before }
}

func (p *page) keptPlace(moved func() float64) {
	p.Helper()
	p.frames()
	if d := moved(); d < -2 || d > 2 {
		p.Errorf("what was in view moved by %v px", d)
	}
}

const entry401 = "content/codes/401.md"

func TestLiveText(t *testing.T) {
	for name, anchoring := range map[string]string{"anchoring": "auto", "no anchoring": "none"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCheckout(t)
			p := newPage(t, look{})
			p.watch(c.url + "401/#quick")                                     // an address that names a place must not draw the reader back there
			p.run("document.body.style.overflowAnchor = " + quote(anchoring)) // some browsers keep the place themselves, not all
			testLiveText(t, c, p)
		})
	}
}

func testLiveText(t *testing.T, c *checkout, p *page) {
	p.click("details:has(#faq-logout) summary")
	p.click("details[open] summary") // the first answer is open from the start
	p.check("one answer is open", "$$('.text details').map(d => d.open ? d.querySelector('div').id : '').join('') === 'faq-logout'")
	moved := p.scrollTo("#faq")
	c.edit(entry401, "A 401 is half of a conversation.", "A 401 is half of a *fresh* conversation.\n\nAnd a new paragraph above.\n\n")
	p.until("the text is there", "$('.text').innerText.includes('And a new paragraph above.') && $('.text em')")
	p.notReloaded()
	p.keptPlace(moved)
	p.check("the details are as they were", "$$('.text details').map(d => d.open ? d.querySelector('div').id : '').join('') === 'faq-logout'")
	if n := eval[int](p, "swaps"); n != 1 {
		t.Errorf("the page was changed %d times", n)
	}

	// What is in view itself changes, and so do its neighbours.
	c.edit(entry401, "There is no way in HTTP.", "There is *still* no way in HTTP.")
	p.until("the answer is there", "$('#faq-logout').innerText.includes('still no way')")
	p.check("it is still open", "$('#faq-logout').closest('details').open")
	c.edit(entry401, "### Should a failed form login", "### A question before it? {#faq-before}\n\nYes.\n\n### Should a failed form login")
	p.until("the question is there", "$('#faq-before')")
	p.check("it is still open", "$('#faq-logout').closest('details').open")
	p.notReloaded()
	p.keptPlace(moved)

	// Something that is neither ours nor marked, an extension's perhaps, has the
	// section replaced as a whole.
	p.run("$('section[aria-labelledby=faq]').prepend(document.createElement('hr'))")
	moved = p.scrollTo("#faq-logout")
	c.edit(entry401, "There is *still* no way", "There is *indeed* no way")
	p.until("the answer is there", "$('#faq-logout').innerText.includes('indeed no way')")
	p.check("all is open that was", "$('#faq-logout').closest('details').open && !$('#faq-budget').closest('details').open")
	p.keptPlace(moved)

	// The first screenful stays at the top.
	p.run("scrollTo({top: 0, behavior: 'instant'})")
	c.edit(entry401, "summary: The request", "summary: Look, the request")
	p.until("the summary is there", "$('.sum').innerText.startsWith('Look')")
	p.frames()
	p.check("the top stays the top", "scrollY === 0")
	p.notReloaded()
}

// What the page's script added does not stand in the way: tabs, buttons, and
// the panel that somebody chose.
func TestLiveTabs(t *testing.T) {
	t.Parallel()
	c := newCheckout(t)
	p := newPage(t, look{})
	p.watch(c.url + "401/")
	p.click("#tab-handling-go")
	tabs := "$$('[data-tabs=handling] [role=tab]').map(t => t.textContent).join()"
	before := eval[string](p, tabs)
	source := c.read(entry401)
	handling := strings.Index(source, "## Handling it")
	at := handling + strings.Index(source[handling:], "### Go")
	at += strings.Index(source[at:], "\n")
	c.write(entry401, source[:at]+"\n\nA word about Go."+source[at:])
	p.until("the panel has the text", "$('#panel-handling-go')?.innerText.includes('A word about Go.')")
	p.chosen("handling", "Go")
	if after := eval[string](p, tabs); after != before {
		t.Errorf("the tabs were %s and are %s", before, after)
	}
	p.notReloaded()

	// A tab more, in front of all others.
	source = c.read(entry401)
	at = handling + strings.Index(source[handling:], "### ")
	c.write(entry401, source[:at]+"### Wget\n\n```sh\nwget --content-on-error https://api.example.com/orders\n```\n\n"+source[at:])
	p.until("there is a tab more", "$$('[data-tabs=handling] [role=tab]').some(t => t.textContent === 'Wget')")
	p.chosen("handling", "Go")
	p.check("tabs and panels agree", "$$('[data-tabs=handling] [role=tab]').length === $$('[data-tabs=handling] [role=tabpanel]').length")
	p.check("each block has one button", "$$('figure.code').every(f => $$('button', f).length === 1)")
	p.click("#tab-handling-wget")
	p.chosen("handling", "Wget")
	p.check("one of each of the furniture", "['#theme', '#help', '#say', 'footer', 'main'].every(s => $$(s).length === 1)")
	p.notReloaded()
}

func TestLiveFilter(t *testing.T) {
	t.Parallel()
	c := newCheckout(t)
	p := newPage(t, look{})
	p.watch(c.url + "?q=500")
	p.click("#q")
	p.press(escape)
	p.press("xyzzy")
	p.check("none fits", "seen($('#none'))")
	c.edit(entry401, "aliases: [", "aliases: [xyzzy, ")
	p.until("one fits", "!seen($('#none'))")
	if got := eval[[]string](p, shownCodes); !slices.Equal(got, []string{"401"}) {
		t.Errorf("it leaves %v", got)
	}
	p.check("what was typed stays", "$('#q').value === 'xyzzy' && document.activeElement.id === 'q'")
	p.notReloaded()
}

func TestLiveStyle(t *testing.T) {
	t.Parallel()
	c := newCheckout(t)
	p := newPage(t, look{})
	p.watch(c.url + "401/")
	moved := p.scrollTo("#faq")
	c.edit("static/style.css", "--paper: light-dark(#fdfdfb,", "--paper: light-dark(#ffe0f0,")
	p.until("the colour is there", "getComputedStyle(document.body).backgroundColor === 'rgb(255, 224, 240)'")
	p.notReloaded()
	p.keptPlace(moved)
	p.check("nothing else was touched", "swaps === 0")

	late := eval[string](p, "$('link[href*=late-]').href")
	c.edit("static/late.css", "dialog {", ":root { --proof: 1 }\ndialog {")
	p.until("so is the style that comes late", "$$('link[href*=late-]').length === 1 && $('link[href*=late-]').href !== "+quote(late))
	p.until("and it is in force", "getComputedStyle(document.documentElement).getPropertyValue('--proof') === '1'")
	p.notReloaded()

	c.edit("static/site.js", "textContent: 'Copy'", "textContent: 'Take'")
	p.until("a script needs a reload", "window.mark === undefined && $('figcaption button')?.textContent === 'Take'")
}

// Saves may come quicker than a page can follow; it is not loaded anew for that.
func TestLiveQuickSaves(t *testing.T) {
	t.Parallel()
	c := newCheckout(t)
	p := newPage(t, look{})
	p.before("const get = fetch; window.fetch = async (...a) => { const r = await get(...a); while (window.slow) await new Promise(f => setTimeout(f, 20)); return r }")
	p.watch(c.url + "401/")
	p.run("window.slow = true")
	before := "half of a conversation"
	for i, text := range []string{"third of a conversation", "quarter of a conversation", "fifth of a conversation", "sixth of a conversation"} {
		c.edit(entry401, before, text)
		before = text
		c.rebuilt(i + 1)
	}
	good := c.edit(entry401, "code: 401", "code: 4o1")
	p.until("the overlay is there", overlay)
	p.run("window.slow = false")
	p.until("the last text is there, below it", "$('.text').textContent.includes('sixth of a conversation')")
	c.write(entry401, good)
	p.until("mended", "!("+overlay+")")
	p.notReloaded()
}

func TestLiveTemplate(t *testing.T) {
	t.Parallel()
	c := newCheckout(t)
	p := newPage(t, look{})
	p.watch(c.url + "401/")
	moved := p.scrollTo("#faq")
	c.edit("templates/layout.html", "<footer>", "<footer><p id=proof>A new line.")
	p.until("the template is in force", "$('footer #proof')")
	p.notReloaded()
	p.keptPlace(moved)
}

// A page that is not there yet turns into the entry when that is written.
func TestLiveNewPage(t *testing.T) {
	t.Parallel()
	c := newCheckout(t)
	const file = "content/codes/429.md"
	source := c.read(file)
	if err := os.Remove(filepath.Join(c.dir, filepath.FromSlash(file))); err != nil {
		t.Fatal(err)
	}
	p := newPage(t, look{})
	p.expect(c.url + "429/") // as the status is 404, at first
	c.rebuilt(1)
	p.watch(c.url + "429/")
	p.check("it is not there", "$('.sum').innerText.includes('nobody has written')")
	c.write(file, source)
	p.until("it is there", "document.title.startsWith('429 ') && $('.num')?.innerText === '429' && $('.tabs [role=tab]')")
	p.mark()
	if err := os.Remove(filepath.Join(c.dir, filepath.FromSlash(file))); err != nil {
		t.Fatal(err)
	}
	p.until("and it goes when the file does", "$('.sum')?.innerText.includes('nobody has written')")
}

// However many tabs there are, they share one stream.
func TestLiveOneStream(t *testing.T) {
	t.Parallel()
	c := newCheckout(t)
	to, err := url.Parse(c.url)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	open, most := 0, 0
	count := func(n int) {
		mu.Lock()
		defer mu.Unlock()
		open += n
		most = max(most, open)
	}
	proxy := httputil.NewSingleHostReverseProxy(to)
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/_live/events" {
			count(+1)
			defer count(-1)
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(front.Close)
	p := newPage(t, look{})
	p.watch(front.URL + "/401/")
	tabs := []*page{p, p.tab(), p.tab(), p.tab()}
	for _, p := range tabs[1:] {
		p.watch(front.URL + "/401/")
	}
	c.edit(entry401, "A 401 is half of a conversation.", "A 401 is one half of a conversation.")
	for _, p := range tabs {
		p.until("every tab hears of it", "$('.text').innerText.includes('one half of a')")
		p.notReloaded()
	}
	mu.Lock()
	defer mu.Unlock()
	if open != 1 || most != 1 {
		t.Errorf("%d tabs hold %d streams, %d at most", len(tabs), open, most)
	}
}
