package browser

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"statuswiki/internal/hosting"
)

// watch notes what a policy refuses, in every page that is opened from now on.
const watch = `window.refused = [];
	addEventListener('securitypolicyviolation', e => refused.push(e.effectiveDirective + ' ' + e.blockedURI + ' ' + e.sample), true);`

// No page has anything that its own policy, or that of the server, refuses; what
// people do there neither. What the console says of it fails any test besides.
func TestPolicyRefusesNothingOfOurs(t *testing.T) {
	t.Parallel()
	disk := "file://" + filepath.ToSlash(must(t, built)) + "/"
	for _, base := range []string{must(t, served), newHost(t, "/").url, newHost(t, "/wiki/").url, disk} {
		p := newPage(t, look{})
		p.before(watch)
		for _, kind := range kinds {
			if base == disk && kind == "404.html" {
				continue // shown by servers, at addresses of any depth
			}
			if base == disk && (kind == "" || strings.HasSuffix(kind, "/")) {
				kind += "index.html"
			}
			p.open(base + kind)
			p.run("scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
			p.press("?") // a dialog with a style of its own
			p.until("the keys are shown", "$('#keys')?.open")
			p.press(escape)
			p.press("/")
			p.until("the search is open", "$('#search')?.open")
			p.press("401")
			p.until("it finds", "$('#search a')")
			if refused := eval[[]string](p, "refused"); len(refused) > 0 {
				t.Errorf("%s%s: %q", base, kind, refused)
			}
		}
	}
}

// What somebody managed to write into a page does not run, wherever the page is:
// with the header of our server, and with no header but the meta element.
func TestPolicyStopsWhatIsInjected(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join(must(t, built), "401", "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	header := policyOf(t, must(t, served)+"401/")
	if said, ok := hosting.Of(page); !ok || said.Header() != header {
		t.Errorf("the header is %s, and the page says %s", header, said.Header())
	}
	evil := `<script>window.ran = 'inline'</script>
		<img src="/none.png" onerror="window.ran = 'handler'"><p id=evil style="color: rgb(1, 2, 3)" onclick="window.ran = 'click'">text</p>
		<style>#main { color: rgb(1, 2, 3) !important }</style><script src="data:text/javascript,window.ran='data'"></script>
		<iframe src="/401.txt"></iframe><base href="http://localhost:9/"><form action="http://localhost:9/"><button id=send>go</button></form>`
	harmed := strings.Replace(string(page), "<main id=main>", "<main id=main>"+evil, 1)
	bare := strings.Replace(harmed, "http-equiv=content-security-policy", "name=none", 1)
	if harmed == string(page) || bare == harmed {
		t.Fatal("the page is not what this test takes it for")
	}
	for name, answer := range map[string]struct{ page, header string }{"meta": {harmed, ""}, "header": {bare, header}, "both": {harmed, header}, "nginx": {harmed, hosting.Lasting.Header()}} {
		h := newHarmed(t, answer.page, answer.header)
		p := newPage(t, look{})
		p.expect("") // all that the console says is about this
		p.mu.Lock()
		p.hosts["http://localhost:9"] = true // Chromium looks for an icon there, for a base that it refuses
		p.mu.Unlock()
		p.before(watch)
		p.open(h + "401/")
		p.frames()
		p.run("$('#evil').click(); $('#send').click()")
		p.frames()
		p.until(name+": the policy stops it", "refused.length >= 7")
		p.check("nothing ran", "window.ran === undefined")
		p.check("nothing is styled", "getComputedStyle($('#evil')).color !== 'rgb(1, 2, 3)' && getComputedStyle($('#main')).color !== 'rgb(1, 2, 3)'")
		p.check("no base is set", "document.baseURI.startsWith("+quote(h)+")")
		p.check("nothing is sent", "location.href.startsWith("+quote(h)+")")
		p.check("our own scripts run", "$('#theme')")
	}
	// Without a policy it would have run: the test can fail.
	p := newPage(t, look{})
	p.expect("")
	p.mu.Lock()
	p.hosts["http://localhost:9"] = true
	p.mu.Unlock()
	h := newHarmed(t, bare, "")
	p.open(h + "401/")
	p.until("it runs where nothing stops it", "window.ran")
}

// policyOf asks for the header.
func policyOf(t *testing.T, address string) string {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	return resp.Header.Get("Content-Security-Policy")
}

// newHarmed serves the built wiki with another page of 401 and, if it is not
// empty, a policy for that. It returns its address, with a slash at the end.
func newHarmed(t *testing.T, page, policy string) string {
	t.Helper()
	files := http.FileServer(http.Dir(must(t, built)))
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/401/" {
			files.ServeHTTP(w, r)
			return
		}
		if policy != "" {
			w.Header().Set("Content-Security-Policy", policy)
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, page)
	}))
	t.Cleanup(srv.Close)
	return srv.URL + "/"
}
