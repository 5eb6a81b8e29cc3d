package browser

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// found waits until the first result leads to an address.
func (p *page) found(to string) {
	p.Helper()
	p.until("the first result is "+to, "$('#search a')?.href.endsWith("+quote(to)+")")
}

// asked tells what of the search the page has loaded.
func (p *page) asked() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []string
	for _, r := range p.requests {
		if strings.Contains(r, "search") {
			out = append(out, r)
		}
	}
	return out
}

func TestSearch(t *testing.T) {
	t.Parallel()
	url := must(t, served)
	p := newPage(t, look{})
	p.open(url + "401/")
	p.click("#tab-handling-go") // something that has the focus
	if got := p.asked(); len(got) > 0 {
		t.Errorf("before anybody searches the page has loaded %v", got)
	}
	p.press("/")
	p.press("forbiden") // before the script is there, perhaps
	p.found("/403/")
	p.check("what was typed is all there", "$('#search-for').value === 'forbiden' && document.activeElement === $('#search-for')")
	if got := p.asked(); len(got) != 2 {
		t.Errorf("the search loads a script and an index, and not %v", got)
	}
	p.check("it is a dialog with a name", "$('#search').matches('dialog:modal[aria-label]')")
	p.check("the field is a combobox of the list", `(() => {
		const field = $('#search-for'), list = $('#' + field.getAttribute('aria-controls'));
		return field.getAttribute('role') === 'combobox' && field.getAttribute('aria-expanded') === 'true' && list.getAttribute('role') === 'listbox' &&
			list.children.length > 0 && [...list.children].every(o => o.getAttribute('role') === 'option' && o.id);
	})()`)
	p.check("it tells how many there are", "/^\\d+ found$/.test($('#search [role=status]').textContent)")

	selected := func(i string) {
		t.Helper()
		p.check("one is selected, and the field says which", `(() => {
			const all = $$('#search [role=option]'), on = all.filter(o => o.getAttribute('aria-selected') === 'true');
			return on.length === 1 && on[0] === all.at(`+i+`) && $('#search-for').getAttribute('aria-activedescendant') === on[0].id && inView(on[0]);
		})()`)
	}
	p.press(escape)
	p.check("Esc clears", "$('#search').open && $('#search-for').value === '' && !$('#search a')")
	p.press("gateway timeout")
	p.found("/504/")
	selected("0")
	p.press(kb.ArrowDown)
	selected("1")
	p.press(kb.ArrowUp)
	p.press(kb.ArrowUp)
	selected("-1")
	p.press(kb.ArrowDown)
	selected("0")
	p.press(escape)
	p.press(escape)
	p.until("Esc closes what is empty", "!$('#search').open")
	p.check("the focus is back", "document.activeElement.id === 'tab-handling-go'")

	for _, m := range []chromedp.Modifier{chromedp.ModifierCtrl, chromedp.ModifierMeta} {
		p.press("k", m)
		p.until("Ctrl K and ⌘ K open it", "$('#search').open")
		p.press(escape)
		p.until("closed", "!$('#search').open")
	}
	p.click("#find")
	p.until("the button opens it", "$('#search').open")
	p.press("StatusTeapot")
	p.found("/418/")
	p.press(enter)
	p.arrive("/418/")

	p.press("/")
	p.until("open", "$('#search')?.open")
	p.press("iis 404.13")
	p.found("/404/#iis-404-13")
	p.press(enter)
	p.arrive("/404/")
	p.until("a part of a page is found at its place", "location.hash === '#iis-404-13' && inView($('#iis-404-13'))")
	p.press("/")
	p.until("open", "$('#search')?.open")
	p.press("401 vs 403")
	p.press(enter) // faster than the index, perhaps
	p.arrive("/compare/401-vs-403/")
}

func TestSearchElsewhere(t *testing.T) {
	t.Parallel()
	p := newPage(t, look{})
	p.before("window.open = (...args) => { window.opened = args }")
	p.open(must(t, served) + "tags/caching/")
	p.run("window.mark = 1")
	for _, m := range []chromedp.Modifier{chromedp.ModifierCtrl, chromedp.ModifierMeta, chromedp.ModifierShift} {
		p.press("/")
		p.until("open", "$('#search')?.open")
		p.press("teapot") // takes the place of what was looked for before
		p.found("/418/")
		p.run("window.opened = null")
		p.press(enter, m)
		p.until("another tab", "window.opened?.[0].endsWith('/418/')")
		p.check("this one stays, and so does the search", "mark === 1 && $('#search').open")
		p.press(escape)
		p.press(escape)
		p.until("closed", "!$('#search').open")
	}
	p.press("/")
	p.press("teapot")
	p.run("$('#search button').click()")
	p.until("closed", "!$('#search').open")
	p.press("/")
	p.check("the old query is selected", "getSelection().toString() === 'teapot' || $('#search-for').selectionEnd === 6 && $('#search-for').selectionStart === 0")
	p.press("qqqqqzz")
	p.until("it says that there is nothing", "$('#search [role=status]').textContent.startsWith('Nothing found') && !seen($('#hits'))")
	p.run("window.mark = 1")
	p.press(enter)
	p.frames()
	p.check("and Enter does nothing", "mark === 1 && $('#search').open")
	p.run("$('#search-for').value = '<img src=x onerror=alert(1)>'; $('#search-for').dispatchEvent(new Event('input'))")
	p.frames()
	p.check("text is text", "!$('#search img')")
}

// With single keys switched off, the search is still there by the other ways.
func TestSearchWithoutKeys(t *testing.T) {
	t.Parallel()
	p := newPage(t, look{})
	p.before("localStorage.keys = 'off'")
	p.open(must(t, served) + "tags/")
	p.press("/")
	p.frames()
	p.check("no dialog", "!$('#search')")
	p.press("k", chromedp.ModifierCtrl)
	p.until("open", "$('#search')?.open")
}

func TestSearchBelowFolder(t *testing.T) {
	t.Parallel()
	h := newHost(t, "/wiki/")
	p := newPage(t, look{phone: true})
	p.open(h.url + "headers/etag/")
	p.click("#find")
	p.until("open", "$('#search')?.open")
	p.press("429")
	p.found("/wiki/429/")
	p.press(escape)
	p.press("cloudflare")
	p.found("/wiki/vendors/#cloudflare")
	p.press(enter)
	p.arrive("/wiki/vendors/")

	deep := h.url + "no/such/page/"
	p.expect(deep) // as the status is 404
	p.open(deep)
	p.press("k", chromedp.ModifierCtrl)
	p.until("open", "$('#search')?.open")
	p.press("teapot")
	p.found("/wiki/418/")
	p.run("$('#search').close()")
	p.open(h.url)
	p.check("browsers are told of the search", "$('link[rel=search]').href.endsWith('/wiki/opensearch.xml')")
	got := eval[string](p, `fetch($('link[rel=search]').href).then(r => r.text())
		.then(t => new DOMParser().parseFromString(t, 'application/xml').querySelector('Url').getAttribute('template'))`)
	if got != h.url+"?q={searchTerms}" {
		t.Errorf("the template of the search is %s", got)
	}
	p.open(strings.Replace(got, "{searchTerms}", "upload+too+big", 1))
	p.until("it leads to what fits", "$$('.codes li').filter(seen).map(li => $('b', li).textContent).includes('413')")
	p.check("and little else", "$$('.codes li').filter(seen).length < 8")
}

// without serves a copy of the built site that lacks some files.
func without(t *testing.T, patterns ...string) *httptest.Server {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "site")
	if err := os.CopyFS(dir, os.DirFS(must(t, built))); err != nil {
		t.Fatal(err)
	}
	for _, pattern := range patterns {
		names, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil || len(names) == 0 {
			t.Fatal(pattern, err)
		}
		for _, name := range names {
			if err := os.Remove(name); err != nil {
				t.Fatal(err)
			}
		}
	}
	srv := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(srv.Close)
	return srv
}

func TestSearchOffline(t *testing.T) {
	t.Parallel()
	srv := without(t)
	p := newPage(t, look{})
	p.open(srv.URL + "/401/")
	p.press("/")
	p.press("429")
	p.found("/429/")
	srv.CloseClientConnections()
	srv.Close()
	p.press(escape)
	p.press("page expired")
	p.found("/419/")
	p.press(escape)
	p.press(escape)
	p.until("closed", "!$('#search').open")
	p.press("/")
	p.press("etag mismatch")
	p.found("/412/")
}

// Where the script or the index does not come, the front page helps.
func TestSearchThatDoesNotCome(t *testing.T) {
	t.Parallel()
	srv := without(t, "search.json")
	p := newPage(t, look{})
	p.expect("search.json")
	p.open(srv.URL + "/tags/")
	p.press("/")
	p.until("it says so", "$('#search [role=status]')?.textContent.includes('could not be loaded')")
	p.open(srv.URL)
	p.click("#q")
	p.press("teapot zz")
	p.until("the words that show are looked at", "seen($('#none'))")

	srv = without(t, "search-*.js")
	p = newPage(t, look{})
	p.expect("/search-")
	p.open(srv.URL + "/tags/")
	p.press("/")
	p.arrive("/")
	p.until("the field of the front page has the focus", "document.activeElement.id === 'q'")
}

// The table of codes by its facts, with its state in the address.
func TestPicks(t *testing.T) {
	t.Parallel()
	for _, l := range []look{{}, {phone: true}} {
		p := newPage(t, l)
		p.open(must(t, served))
		all := eval[[]string](p, shownCodes)
		if got := p.asked(); len(got) > 0 {
			t.Errorf("before anybody filters the page has loaded %v", got)
		}
		p.click("#more")
		p.until("there are lists to choose from", "seen($('#picks')) && $$('#picks select').length === 4 && $('#more').ariaExpanded === 'true'")
		choose := func(name, value string) []string {
			t.Helper()
			p.run("const s = $('#picks [name=" + name + "]'); s.value = " + quote(value) + "; s.dispatchEvent(new Event('change'))")
			p.frames()
			return eval[[]string](p, shownCodes)
		}
		if got := choose("vendor", "cloudflare"); len(got) < 8 || !slices.Contains(got, "522") || slices.Contains(got, "404") {
			t.Errorf("Cloudflare has %v", got)
		}
		if got := choose("class", "4xx"); len(got) == 0 || slices.Contains(got, "522") {
			t.Errorf("Cloudflare has of 4xx %v", got)
		}
		p.check("the address holds it", "location.search === '?class=4xx&vendor=cloudflare' || location.search === '?vendor=cloudflare&class=4xx'")
		choose("vendor", "")
		want := choose("tag", "caching")
		if len(want) == 0 || !slices.Contains(want, "404") || len(want) >= len(all) {
			t.Errorf("caching in 4xx: %v", want)
		}
		address := eval[string](p, "location.href")
		p.open(must(t, served))
		p.open(address)
		p.until("the address brings it back", "$('#picks [name=tag]')?.value === 'caching' && seen($('#picks'))")
		if got := eval[[]string](p, shownCodes); !slices.Equal(got, want) {
			t.Errorf("%s shows %v and not %v", address, got, want)
		}
		choose("standing", "unofficial")
		p.click("#picks button")
		if got := eval[[]string](p, shownCodes); !slices.Equal(got, all) {
			t.Errorf("«Show all» leaves %v", got)
		}
		p.check("the address is as it was", "location.search === ''")
		p.fits("the table with its lists")
	}
}

func TestSearchAccessible(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile(tool(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	p := newPage(t, look{})
	for _, width := range []int64{320, 768, 1280} {
		for _, dark := range []bool{false, true} {
			p.as(look{width: width, dark: dark, phone: width == 320})
			p.open(must(t, served))
			p.run(string(source))
			p.click("#more")
			p.until("the lists are there", "seen($('#picks'))")
			for _, text := range []string{"", "token expired", "qqqqzz"} {
				p.press("k", chromedp.ModifierCtrl)
				if text != "" {
					p.run("document.activeElement.blur(); $('#search').close(); $('#find').click()")
				}
				p.until("open", "$('#search')?.open")
				p.run("$('#search-for').value = " + quote(text) + "; $('#search-for').dispatchEvent(new Event('input'))")
				p.until("answered", "!$('#search [role=status]').textContent.startsWith('Loading')")
				for _, v := range p.axe() {
					t.Errorf("%q at %d px, dark %v: %s [%s]\n\t%s", text, width, dark, v.Help, v.Rule, strings.Join(v.Nodes, "\n\t"))
				}
				p.fits("the search")
			}
			p.run("$('#search').close()")
		}
	}
}
