package browser

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// styled wants the page to look like one of ours.
func (p *page) styled() {
	p.Helper()
	p.check("it has its style", "parseFloat(getComputedStyle(document.body).maxWidth) > 1000 && getComputedStyle($('.skip')).position === 'absolute'")
	p.check("its scripts ran", "$('#theme') && $('[role=status]')")
}

// A folder on the disk is a wiki as well: unpack it and open a page.
func TestFromDisk(t *testing.T) {
	t.Parallel()
	dir := filepath.ToSlash(must(t, built))
	root := (&url.URL{Scheme: "file", Path: dir + "/"}).String()
	p := newPage(t, look{motion: true})
	p.open(root + "401/index.html")
	p.styled()
	for _, href := range eval[[]string](p, "$$('a[href]').filter(a => a.protocol === 'file:').map(a => a.href.split('#')[0])") {
		u, err := url.Parse(href)
		if err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(filepath.FromSlash(u.Path)); err != nil || info.IsDir() {
			t.Errorf("a link leads to %s, which is no file", href)
		}
	}
	p.click("#theme")
	p.until("the theme changes", "document.documentElement.dataset.theme === 'light'")
	p.click("figcaption button")
	p.until("a block is copied", "$('figcaption button').textContent === 'Copied ✓'")
	p.click("#tab-handling-go")
	p.chosen("handling", "Go")
	p.click(`.text a[href^="../403/"]`)
	p.arrive("/403/index.html")
	p.styled()
	p.check("what was chosen stays", "document.documentElement.dataset.theme === 'light'")
	p.chosen("handling", "Go")
	p.press("404")
	p.arrive("/404/index.html")
	p.press("/")
	p.until("the search is open", "$('#search')?.open")
	p.press("iis 401.2")
	p.until("it finds, though no page from disk may read a file", "$('#search a')?.hash === '#iis-401-2'")
	p.press(enter)
	p.arrive("/401/index.html")
	p.click(`.top nav a`)
	p.arrive(dir + "/index.html")
	p.styled()
	p.open(root + "index.html?tag=caching")
	p.until("the table knows as much", "$('#picks') && $$('.codes li').some(seen) && !$$('.codes li').every(seen)")
}

func TestFromSubPath(t *testing.T) {
	t.Parallel()
	h := newHost(t, "/wiki/")
	p := newPage(t, look{motion: true})
	at := func(path string) {
		t.Helper()
		p.arrive("/wiki/" + path)
		p.styled()
		p.check("nothing leads out of the wiki", `$$('a[href], link[href], script[src]').every(e => {
			const u = new URL(e.href || e.src);
			return u.origin !== location.origin || u.pathname.startsWith('/wiki/');
		})`)
		p.check("it names its address", "$('link[rel=canonical]').href === location.href.split('#')[0]")
	}
	p.open(h.url)
	at("")
	p.click(`.codes a[href$="401/"]`)
	at("401/")
	p.click(`td a[href$="headers/www-authenticate/"]`)
	at("headers/www-authenticate/")
	p.click(`td a[href$="401/"]`)
	at("401/")
	p.click(`.facts a[href$="tags/authentication/"]`)
	at("tags/authentication/")
	p.click(`.list a[href$="407/"]`)
	at("407/")
	p.click(`.badges a`)
	at("4xx/")
	p.press("403")
	at("403/")
	p.click(".brand")
	at("")

	deep := h.url + "no/such/page/at/all/"
	p.expect(deep) // as the status is 404
	p.open(deep)
	p.styled()
	p.check("it says so", "$('h1').innerText.includes('No page here')")
	p.click(`.list a[href$="/5xx/"]`)
	at("5xx/")
	p.open(deep)
	p.click(".text > p:last-child a")
	at("")
}

// No page asks another host for anything, or has the browser complain; what is
// heard of that fails any test, see page_test.go. Here every kind is opened.
func TestQuiet(t *testing.T) {
	t.Parallel()
	for _, base := range []string{must(t, served), newHost(t, "/").url} {
		p := newPage(t, look{})
		for _, kind := range kinds {
			p.mu.Lock()
			p.requests = nil
			p.mu.Unlock()
			p.open(base + kind)
			p.run("scrollTo({top: document.body.scrollHeight, behavior: 'instant'})") // what loads lazily
			p.frames()
			p.mu.Lock()
			n, all := len(p.requests), strings.Join(p.requests, " ")
			p.mu.Unlock()
			if n == 0 || n > 9 { // /doctor/ loads a script and its facts; the live preview looks at the page again, perhaps at the last one, too
				t.Errorf("/%s asks for %d files: %s", kind, n, all)
			}
		}
	}
}

// Nothing moves while a page loads, though the script comes after the first
// paint and adds buttons and tabs.
func TestNothingMoves(t *testing.T) {
	for _, l := range []look{{phone: true}, {}} {
		for _, kind := range []string{"", "401/", "headers/www-authenticate/"} {
			h := newHost(t, "/")
			h.hold = make(chan struct{})
			p := newPage(t, l)
			p.before(`
				window.moved = [];
				new PerformanceObserver(list => {
					for (const e of list.getEntries()) moved.push(e.value + ' ' + e.sources.map(s => s.node?.outerHTML?.slice(0, 80) ?? s.node?.textContent));
				}).observe({type: 'layout-shift', buffered: true});
				new PerformanceObserver(() => window.painted = true).observe({type: 'paint', buffered: true});`)
			p.mu.Lock()
			p.hosts[strings.TrimSuffix(h.url, "/")] = true
			p.mu.Unlock()
			p.run("location.href = " + quote(h.url+kind)) // p.open would wait for the script
			p.until("the first paint", "window.painted && $('footer')")
			p.check("the script is not there yet", "!$('#theme')")
			close(h.hold)
			p.until("the script runs", "$('#theme')")
			p.frames()
			p.frames()
			if moved := eval[[]string](p, "moved"); len(moved) > 0 {
				t.Errorf("/%s at %d px: this moved:\n%s", kind, p.look.width, strings.Join(moved, "\n"))
			}
		}
	}
}
