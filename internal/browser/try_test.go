package browser

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// tryCode opens the page of a code and presses "Try it" with the keyboard.
func (p *page) tryCode(base, code string) {
	p.Helper()
	// The network log of the browser calls every 4xx and 5xx an error.
	p.expect("the server responded with a status of")
	p.open(base + code + "/")
	p.until("there is a button", "$('#try')")
	p.run("$('#try').focus()")
	p.press(enter)
	p.until("the panel of "+code, "$('#tried') && $('[role=status]').textContent.startsWith('Came back')")
}

// came returns what the panel shows under a title.
func (p *page) came(title string) string {
	p.Helper()
	return eval[string](p, "$$('#tried figure').find(f => f.querySelector('figcaption').firstChild.textContent === "+quote(title)+")?.querySelector('pre').textContent")
}

func TestTry(t *testing.T) {
	t.Parallel()
	base := must(t, served)
	p := newPage(t, look{})
	for code, wants := range map[string][]string{
		"401": {"HTTP 401 Unauthorized\n", "\nwww-authenticate: Bearer ", "\nstatuswiki-try: 401\n", "\"status\":401", "without credentials"},
		"405": {"HTTP 405 Method Not Allowed\n", "\nallow: "},
		"429": {"HTTP 429 Too Many Requests\n", "\nretry-after: "},
		"422": {"HTTP 422 Unprocessable Content\n"}, // the phrase of the registry, not of Go
		"520": {"HTTP 520 ", "\ncf-ray: "},
		"204": {"HTTP 204 No Content\n"},
		"206": {"HTTP 206 Partial Content\n", "\ncontent-range: bytes 0-9/", "Range: bytes=0-9"},
		"304": {"HTTP 304 Not Modified\n", "\netag: \"statuswiki-1\"\n"},
		"412": {"HTTP 412 Precondition Failed\n", "If-Match"},
		"416": {"HTTP 416 Range Not Satisfiable\n", "\ncontent-range: bytes */"},
		"103": {"HTTP 200 OK\n", "browsers keep 1xx from scripts"},
		"101": {"HTTP 426 Upgrade Required\n", "Sec-WebSocket-Key"},
		"301": {"A redirect", "hides its status, fields and content"},
		"503": {"HTTP 503 Service Unavailable\n"},
	} {
		p.tryCode(base, code)
		text := p.came("Sent") + "\n" + p.came("Came back") + "\n" + p.came("curl") + eval[string](p, "$('#tried').innerText")
		for _, want := range append(wants, "GET /try/"+code, "curl -i", base+"try/"+code) {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in\n%s", code, want, text)
			}
		}
		p.check("it is said what came", "$('[role=status]').textContent.startsWith('Came back: ' + $$('#tried pre')[1].textContent.split('\\n')[0])")
	}
	// The browser refuses a 407 that no proxy sends, and says so in its log.
	p.expect("ERR_UNEXPECTED_PROXY_AUTH")
	p.tryCode(base, "407")
	p.check("it is said why nothing came", "$('#tried').innerText.includes('from a proxy only')")
	p.check("no service worker where the server answers", "!navigator.serviceWorker.controller && $$('#tried > p button').length === 1")
}

// The panel is like the rest of the page: by keyboard, by ear, on a phone.
func TestTryPanel(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile(tool(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	base := must(t, served)
	p := newPage(t, look{})
	p.open(base + "401/")
	p.check("one button, beside the first example", "$$('#try').length === 1 && $('#try').nextElementSibling === $('[aria-labelledby=example] h3')")
	p.check("it is closed", "$('#try').getAttribute('aria-expanded') === 'false' && !$('#tried')")
	p.tryCode(base, "401")
	p.check("the focus stays", "document.activeElement.id === 'try' && $('#try').getAttribute('aria-expanded') === 'true'")
	p.check("every block can be copied", "$$('#tried figure').length === 3 && $$('#tried figcaption button').length === 3")
	p.press(enter)
	p.until("pressed again there is still one", "$$('#tried').length === 1")
	p.run(string(source))
	for _, width := range []int64{320, 768, 1280} {
		for _, dark := range []bool{false, true} {
			p.as(look{width: width, dark: dark, phone: width == 320})
			where := fmt.Sprintf("at %d px, dark %v", width, dark)
			for _, v := range p.axe() {
				t.Errorf("%s: %s [%s]\n\t%s", where, v.Help, v.Rule, strings.Join(v.Nodes, "\n\t"))
			}
			p.fits(where)
			p.check("a finger can hit the button "+where, "$('#try').offsetHeight >= 24 && $('#try').offsetWidth >= 24")
		}
	}
	p.as(look{})
	p.click("#tried > p button")
	p.until("it closes", "!$('#tried') && $('#try').getAttribute('aria-expanded') === 'false'")
	p.check("the focus is back", "document.activeElement.id === 'try'")

	for _, without := range []string{"4xx/", "try/", "0/", "999/", "headers/allow/"} {
		p.open(base + without)
		p.until("the script ran", "$('#theme')")
		p.check("nothing to try on /"+without, "!$('#try')")
	}
}

// On a static host a service worker answers, at the root and below a folder.
func TestTryOnStaticHost(t *testing.T) {
	t.Parallel()
	for _, prefix := range []string{"/", "/wiki/"} {
		h := newHost(t, prefix)
		p := newPage(t, look{})
		p.open(h.url + "401/")
		p.check("nobody asked for it yet", "!navigator.serviceWorker.controller")
		p.tryCode(h.url, "401")
		text := p.came("Came back")
		for _, want := range []string{"HTTP 401 Unauthorized\n", "\nwww-authenticate: Bearer ", "\nstatuswiki-try: 401;by=service-worker\n", "\ncache-control: no-store\n", `"status":401`} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in\n%s", prefix, want, text)
			}
		}
		p.check("curl needs a server", "$('#tried').innerText.includes('With statuswiki serve') && $('#tried').innerText.includes('http://127.0.0.1:8401/try/401')")

		ask := func(path string) string {
			return eval[string](p, `fetch('`+prefix+`try/`+path+`', {redirect: 'manual'}).then(async r => r.type + ' ' + r.status + ' ' + r.statusText + ' ' + r.headers.get('content-type') + ' ' + await r.text())`)
		}
		for path, want := range map[string]string{
			"503?body=wait&type=a/b":    "basic 503 Service Unavailable a/b wait",
			"204":                       "basic 204 No Content text/plain; charset=utf-8 ",
			"468":                       "basic 468  text/plain; charset=utf-8 468 \nThere is no response with this code to show.\n",
			"103":                       "basic 200 OK text/plain; charset=utf-8 103 Early Hints\nA server can send interim responses, a service worker cannot.\n",
			"301":                       "opaqueredirect 0  null ",
			"200?delay=soon&body=now":   "basic 200 OK text/plain; charset=utf-8 now",
			"200?body=x&type=a/b%0aX:y": "basic 200 OK a/bX:y x",
			"200?delay=10ms&body=late":  "basic 200 OK text/plain; charset=utf-8 late",
		} {
			if got := ask(path); got != want {
				t.Errorf("%stry/%s:\n%q, want\n%q", prefix, path, got, want)
			}
		}
		for _, path := range []string{"600", "99", "4011", "x401", "x/401", ""} {
			if mark := eval[string](p, `fetch('`+prefix+`try/`+path+`').then(r => r.headers.get('statuswiki-try') ?? '')`); mark != "" {
				t.Errorf("the service worker answers %stry/%s: %s", prefix, path, mark)
			}
		}
		p.check("a delay is kept", `(async () => { const t = performance.now(); await fetch('`+prefix+`try/200?delay=0.2s'); return performance.now() - t >= 199 })()`)

		p.expect("Blocked script execution")
		p.open(h.url + "try/404?body=%3Cscript%3Edocument.title='bad'%3C/script%3E%3Cp%3Ehere&type=text/html")
		p.until("a document from it shows", "document.body.innerText.includes('here')")
		p.check("and cannot act", "document.title !== 'bad'")

		p.tryCode(h.url, "503")
		p.click("#tried > p:last-child button:last-child")
		p.until("it is removed", "!$('#tried')")
		p.until("for good", "navigator.serviceWorker.getRegistrations().then(r => r.length === 0)")
	}
}

// With a server no script of somebody's runs in the wiki's name, either.
func TestTrySandbox(t *testing.T) {
	t.Parallel()
	p := newPage(t, look{})
	p.expect("Blocked script execution")
	p.expect("favicon.ico") // the document names no icon, so Chromium asks for one, which a sandbox may not have
	p.open(must(t, served) + "try/200?body=%3Cscript%3Edocument.title='bad'%3C/script%3E%3Cp%3Ehere&type=text/html")
	p.check("the document shows", "document.body.innerText.includes('here')")
	p.check("and cannot act", "document.title !== 'bad' && origin === 'null'")
}

// Opened from disk nothing can be asked, and the panel says so.
func TestTryFromDisk(t *testing.T) {
	t.Parallel()
	p := newPage(t, look{})
	for _, said := range []string{"CORS policy", "ERR_FAILED", "URL scheme"} {
		p.expect(said)
	}
	p.open("file://" + must(t, built) + "/401/index.html")
	p.click("#try")
	p.until("it says so", "$('#tried')?.innerText.includes('from disk')")
	p.check("and names a server", "$('#tried').innerText.includes('http://127.0.0.1:8401/try/401')")
}
