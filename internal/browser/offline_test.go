package browser

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
)

// A shelf is a host whose site can be changed, spoilt and taken away.
type shelf struct {
	testing.TB
	url      string // with a slash at the end
	checkout string // what the site is built from
	out      string
	server   *httptest.Server

	mu    sync.Mutex
	asked []string          // paths
	spoil map[string]string // path → what is sent in its place
	down  bool              // connections are ended without an answer
	other http.Handler      // answers in place of the folder
}

// newShelf serves a wiki of three codes at prefix: "/wiki/".
func newShelf(t testing.TB, prefix string) *shelf {
	t.Helper()
	dir := t.TempDir()
	s := &shelf{TB: t, checkout: filepath.Join(dir, "checkout"), out: filepath.Join(dir, "out")}
	from := must(t, original)
	for name, at := range map[string]string{"templates": from + "/templates", "static": from + "/static", "content": "../build/testdata/small"} {
		if err := os.CopyFS(filepath.Join(s.checkout, name), os.DirFS(at)); err != nil {
			t.Fatal(err)
		}
	}
	s.build()
	s.server = httptest.NewServer(s)
	s.url = s.server.URL + prefix
	t.Cleanup(s.server.Close)
	return s
}

func (s *shelf) build(args ...string) {
	s.Helper()
	cmd := exec.Command(must(s.TB, program), append([]string{"build", "-o", s.out}, args...)...)
	cmd.Dir = s.checkout
	if out, err := cmd.CombinedOutput(); err != nil {
		s.Fatalf("statuswiki build: %v\n%s", err, out)
	}
}

// edit changes a text of a file wherever it stands there, and builds.
func (s *shelf) edit(name, old, new string) {
	s.Helper()
	name = filepath.Join(s.checkout, name)
	text, err := os.ReadFile(name)
	if err != nil || !strings.Contains(string(text), old) {
		s.Fatalf("no %q in %s: %v", old, name, err)
	}
	if err := os.WriteFile(name, []byte(strings.ReplaceAll(string(text), old, new)), 0o666); err != nil {
		s.Fatal(err)
	}
	s.build()
}

func (s *shelf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	prefix := strings.TrimPrefix(s.url, s.server.URL)
	path := strings.TrimPrefix(r.URL.Path, prefix)
	s.mu.Lock()
	s.asked = append(s.asked, path)
	text, spoilt := s.spoil[path]
	down, other := s.down, s.other
	s.mu.Unlock()
	if down {
		panic(http.ErrAbortHandler)
	}
	if other != nil {
		other.ServeHTTP(w, r)
		return
	}
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("Referrer-Policy", "no-referrer")
	if spoilt {
		w.Write([]byte(text))
		return
	}
	http.StripPrefix(strings.TrimSuffix(prefix, "/"), http.FileServer(http.Dir(s.out))).ServeHTTP(w, r)
}

// set changes how the host behaves, and forgets what it was asked for.
func (s *shelf) set(down bool, spoil map[string]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down, s.spoil, s.asked = down, spoil, nil
}

func (s *shelf) askedFor() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

// wait waits until a path that begins like this was asked for.
func (s *shelf) wait(path string) {
	s.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		asked := s.askedFor()
		if slices.ContainsFunc(asked, func(p string) bool { return strings.HasPrefix(p, path) }) {
			return
		}
		if time.Now().After(deadline) {
			s.Fatalf("nobody asks for %s, but for %q", path, asked)
		}
	}
}

// versions are the names of what is kept.
const versions = "caches.keys().then(k => k.filter(n => n.startsWith('statuswiki ')))"

// keep opens a page and presses the button.
func (p *page) keep(address string) {
	p.Helper()
	p.open(address)
	p.until("there is a button", "$('#keep button')?.textContent === 'Keep offline, 1 MB'")
	p.click("#keep button")
	p.until("it is kept", "$('#keep').textContent.includes('keeps the wiki offline')")
}

// keeper opens a page in a browser of its own. In one that other profiles come and
// go in, what a worker keeps has been seen to wait for a minute.
func keeper(t testing.TB) *page {
	t.Helper()
	ctx, stop, err := launch()
	started(t, err)
	t.Cleanup(stop)
	return openTab(t, ctx, look{}, chromedp.WithNewBrowserContext())
}

// settled waits until no worker is on its way in or out: Chromium has been seen
// to leave a navigation without an answer that came while one took over.
func (p *page) settled() {
	p.Helper()
	p.until("one worker is at work", "navigator.serviceWorker.getRegistration().then(r => !r.installing && !r.waiting && r.active?.state === 'activated')")
}

// newer waits until another version than the one named is the current one.
func (p *page) newer(than string) {
	p.Helper()
	p.until("a newer version is there", "(async () => { for (const n of await "+versions+") if (n > "+quote(than)+" && await (await caches.open(n)).match(new URL($('body').dataset.root + 'offline.json', location))) return true })()")
	p.settled()
}

func (p *page) version() string {
	p.Helper()
	all := eval[[]string](p, versions)
	if len(all) == 0 {
		p.Fatal("nothing is kept")
	}
	return slices.Max(all)
}

// The tests of this file do not run beside others: a worker that is installed and
// replaced has deadlines of the browser's own, which a crowded machine does not keep.

// Who keeps the wiki has all of it when the host is gone.
func TestKeepOffline(t *testing.T) {
	s := newShelf(t, "/wiki/")
	p := keeper(t)
	p.open(s.url)
	p.until("nothing is done unasked", "$('#keep button') && !navigator.serviceWorker.controller")
	p.check("not even asked for", versions+".then(v => v.length === 0)")
	if slices.Contains(s.askedFor(), "sw.js") {
		t.Error("the worker is fetched before anybody asks for it")
	}
	p.keep(s.url + "401/")
	p.check("the focus stays, and it is said", "document.activeElement.parentElement.id === 'keep' && $('#keep button').textContent === 'Forget it'")
	if asked := s.askedFor(); slices.Contains(asked, "403/") || slices.Contains(asked, "403/index.html") {
		t.Errorf("pages are fetched one by one: %q", asked)
	}
	s.server.Close()

	p.open(s.url)
	p.styled()
	p.click(`.codes a[href$="403/"]`)
	p.arrive("/wiki/403/")
	p.styled()
	p.check("the policies of the host hold", "fetch('').then(r => r.headers.get('referrer-policy') === 'no-referrer')")
	p.press("/")
	p.until("the search is open", "$('#search')?.open")
	p.press("unauthorized")
	p.found("/401/")
	p.press(enter)
	p.arrive("/wiki/401/")
	p.open(s.url + "403?x=1#fix")
	p.check("an address without its slash", "location.pathname === '/wiki/403/' && location.search === '?x=1' && $('.num')")
	p.open(s.url + "index.html")
	p.check("an address with a file name", "$$('.codes li').length > 2")
	p.expect("the server responded with a status of 404")
	p.expect("Failed to load resource") // the not-found page of a site without a base URL asks at the root
	p.expect("MIME type")
	p.open(s.url + "468/")
	p.check("the not-found page", "$('h1').innerText.includes('No page here')")
	p.expect("the server responded with a status of")
	p.tryCode(s.url, "401")
	if came := p.came("Came back"); !strings.Contains(came, "by=service-worker") {
		t.Errorf("Try it says\n%s", came)
	}
	p.check("which removes no worker that is needed", "!$('#tried').innerText.includes('Remove')")
	p.open(s.url + "doctor/")
	p.run("$('#text').value = 'HTTP/1.1 401 Unauthorized\\n\\n'; $('#doctor').requestSubmit()")
	p.until("the doctor has its facts", "$('#findings li')")

	p.open(s.url + "tables/")
	p.until("there is a button", "$('#keep button')?.textContent === 'Forget it'")
	p.click("#keep button")
	p.until("it is forgotten", "$('#keep button').textContent.startsWith('Keep')")
	p.check("nothing is left", "Promise.all([caches.keys(), navigator.serviceWorker.getRegistrations()]).then(([c, r]) => c.length + r.length === 0)")
}

// A new version comes as a whole or not at all, and an open page stays with the
// one that it came from.
func TestNewVersionOffline(t *testing.T) {
	s := newShelf(t, "/wiki/")
	p := keeper(t)
	p.keep(s.url)
	p.open(s.url + "401/")
	first := p.version()
	other := p.tab()
	other.open(s.url + "401/")

	s.edit("content/codes/499.md", "a name of its own", "Client Went Away")
	s.set(false, nil)
	p.open(s.url + "401/") // the browser looks for a new worker
	p.newer(first)
	if asked := s.askedFor(); slices.ContainsFunc(asked, func(p string) bool { return strings.HasPrefix(p, "offline-") }) && slices.Contains(asked, "499/") {
		t.Errorf("both the pack and single files are fetched: %q", asked)
	}
	s.set(true, nil)
	p.expect("Failed to load resource")
	other.expect("Failed to load resource")
	other.press("/")
	other.until("the search is open", "$('#search')?.open")
	other.press("499")
	other.until("an open page finds what stood in its version", "$('#search a')?.textContent.includes('a name of its own')")

	p.open(s.url + "499/")
	p.check("the next page is the new one", "$('h1').innerText.includes('Client Went Away')")
	p.press("/")
	p.until("the search is open", "$('#search')?.open")
	p.press("499")
	p.until("with the index of its own version", "$('#search a')?.textContent.includes('Client Went Away')")
	p.open(s.url)
	p.check("so is the table", "$('main').innerText.includes('Client Went Away') && !$('main').innerText.includes('a name of its own')")

	// The old version goes when no page needs it any more. A page counts for a
	// minute, in case it is on its way; here that minute is over.
	p.check("the old one is still there", versions+".then(v => v.includes("+quote(first)+"))")
	age := `(async () => { for (const n of await caches.keys()) { const c = await caches.open(n); for (const r of await c.keys()) if (r.url.includes('?client=')) await c.put(r, new Response(0)); } return true })()`
	other.open("about:blank")
	p.check("time passes", age)
	p.open(s.url)
	p.until("then it goes", versions+".then(v => v.length === 1 && v[0] > "+quote(first)+")")
}

// Whatever is wrong with a new version, the old one stays.
func TestBrokenVersionOffline(t *testing.T) {
	for name, spoil := range map[string]func(s *shelf, p *page){
		"hash": func(s *shelf, p *page) {
			pack, err := filepath.Glob(filepath.Join(s.out, "offline-*.json"))
			if err != nil || len(pack) != 1 {
				t.Fatal(pack, err)
			}
			s.set(false, map[string]string{"499/": "<!doctype html>half of", filepath.Base(pack[0]): `{"styles":[],"files":{"499/":"<p>bad"}}`})
		},
		"list": func(s *shelf, p *page) { s.set(false, map[string]string{"offline.json": `{"version":`}) },
		"another version's list": func(s *shelf, p *page) {
			s.set(false, map[string]string{"offline.json": `{"version":"x","pack":"","files":{"":"x"}}`})
		},
		"quota": func(s *shelf, p *page) {
			call(p, storage.OverrideQuotaForOrigin, storage.OverrideQuotaForOriginParams{Origin: strings.TrimSuffix(s.url, "/wiki/"), QuotaSize: new(eval[float64](p, "(await navigator.storage.estimate()).usage + 50_000"))})
			s.set(false, nil)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShelf(t, "/wiki/")
			p := keeper(t)
			p.keep(s.url)
			first := p.version()
			s.edit("content/codes/499.md", "a name of its own", "Client Went Away")
			spoil(s, p)
			p.open(s.url + "401/")
			if name == "quota" { // no room for a note, either
				s.wait("offline-")
			} else {
				p.until("it was tried", "await (await caches.open("+quote(first)+")).match(new URL('../?failed', location))")
			}
			p.until("nothing of it is left", versions+".then(v => v.length === 1)")
			p.settled()
			p.open(s.url + "499/")
			p.check("the old version is served", "$('h1').innerText.includes('a name of its own')")
			p.check("and is all that there is", versions+".then(v => v.length === 1 && v[0] === "+quote(first)+")")
		})
	}
}

// A site that is no longer for keeping makes browsers forget it. The worker
// comes again only for "Try it".
func TestNoLongerOffline(t *testing.T) {
	s := newShelf(t, "/wiki/")
	p := keeper(t)
	p.keep(s.url + "401/")
	s.build("--no-offline")
	p.open(s.url + "401/")
	p.until("it forgets", "Promise.all([caches.keys(), navigator.serviceWorker.getRegistrations()]).then(([c, r]) => c.length + r.length === 0)")
	p.open(s.url + "401/")
	p.until("the script ran", "$('#theme')")
	p.frames()
	p.check("and offers it no more", "!$('#keep')")
	p.tryCode(s.url, "401")
	if came := p.came("Came back"); !strings.Contains(came, "by=service-worker") {
		t.Errorf("Try it says\n%s", came)
	}
}

// Somebody kept a site that stood where the preview stands now. The preview is
// not disturbed by it for longer than one page.
func TestPreviewIsNotKept(t *testing.T) {
	s := newShelf(t, "/")
	target, err := url.Parse(must(t, served))
	if err != nil {
		t.Fatal(err)
	}
	p := keeper(t)
	p.keep(s.url + "401/")
	s.mu.Lock()
	s.other = httputil.NewSingleHostReverseProxy(target)
	s.mu.Unlock()
	p.open(s.url + "401/")
	p.until("the worker is gone, and the page is the preview's", "Promise.all([caches.keys(), navigator.serviceWorker.getRegistrations()]).then(([c, r]) => c.length + r.length === 0 && $('script[src^=\"/_live/\"]'))")
	p.check("there is nothing to keep", "!$('#keep')")
}
