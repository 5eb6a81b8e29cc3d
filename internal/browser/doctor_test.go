package browser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/runtime"
)

// paste puts a text where texts are pasted, and asks for the diagnosis.
func (p *page) paste(text string) {
	p.Helper()
	p.run("$('#verdict').textContent = ''; $('#text').value = " + quote(text))
	p.click("#doctor [type=submit]")
	p.until("the doctor speaks", "$('#verdict').textContent")
}

// says wants the verdict to begin so, and the rules that are named.
func (p *page) says(verdict string, rules ...string) {
	p.Helper()
	p.check("the verdict is "+verdict, "$('#verdict').textContent.startsWith("+quote(verdict)+")")
	got := eval[[]string](p, `$$('#findings li > small').map(s => s.textContent.match(/\[(.*)\]$/)[1])`)
	if strings.Join(got, " ") != strings.Join(rules, " ") {
		p.Errorf("%s: the rules are %q, want %q", verdict, got, rules)
	}
}

const doctorHAR = `{"log":{"entries":[{"request":{"method":"GET","url":"https://h/x","headers":[]},"response":{"status":503,"httpVersion":"h2",
"headers":[{"name":"date","value":"Sat, 21 Nov 2026 09:30:00 GMT"},{"name":"retry-after","value":"soon"}],"content":{}}}]}}`

// TestDoctor has each form of text read, and nothing asked for meanwhile.
func TestDoctor(t *testing.T) {
	t.Parallel()
	disk := "file://" + filepath.ToSlash(must(t, built)) + "/doctor/index.html"
	for _, address := range []string{newHost(t, "/").url + "doctor/", newHost(t, "/wiki/").url + "doctor/", disk} {
		p := newPage(t, look{})
		p.open(address)
		p.styled()
		p.paste("HTTP/1.1 401 Unauthorized\nDate: Sat, 21 Nov 2026 09:30:00 GMT\nWWW-Authenticate: Bearer realm=\"x\", error=\"invalid_token\", error_description=\"The access token expired\"\nContent-Length: 0\n\n")
		p.mu.Lock()
		p.requests = nil
		p.mu.Unlock()
		p.says("401 Unauthorized, read as response: 1 note.", "bearer-error-meaning")
		p.check("what it means", "$('#said .sum').textContent.length > 20 && $('#findings').innerText.includes('the token is expired, revoked')")
		p.check("the cause that fits", "$('#said a[href*=\"401/\"][href$=\"#expired-token\"]')")

		p.paste("> GET / HTTP/1.1\n> Host: x\n>\n< HTTP/1.1 503 Service Unavailable\n< Date: Sat, 21 Nov 2026 09:30:00 GMT\n< Retry-After: 120s\n<\n")
		p.says("503 Service Unavailable, read as curl -v: 1 error.", "retry-after-syntax")
		p.check("the line that is right", "$('#findings pre').textContent === 'Retry-After: 120'")
		p.check("the line that is wrong", "$('#pasted mark').textContent === '< Retry-After: 120s' && $('#pasted mark').parentElement.id === 'line-6'")

		p.paste(doctorHAR)
		p.says("503 Service Unavailable, read as HAR file: 1 error.", "retry-after-syntax")
		p.paste("Retry-After: soon\n")
		p.says("No status, read as header fields: 1 error.", "retry-after-syntax")
		for line, says := range map[string]string{
			`x - - [21/Nov/2026:09:30:00 +0000] "GET / HTTP/1.1" 499 0 "-" "-"`:                                                                             "499 Client Closed Request",
			`[2026-11-21T09:30:00.310Z] "POST /v1/x HTTP/2" 503 UF,URX 154 91 226 - "10.0.35.28" "x" "y" "z" "-"`:                                           "503 Service Unavailable",
			`https 2026-11-21T09:30:00.000000Z app/web/50dc 203.0.113.7:2817 - 0.000 -1 -1 503 - 34 366 "GET https://shop.example.com:443/ HTTP/1.1" "c" -`: "503 Service Unavailable",
		} {
			p.paste(line)
			p.says(says + ", read as log line.")
		}
		p.paste("Dear support")
		p.says("There is no response in it: it begins with \"Dear support\".")
		p.check("and nothing else", "$('#said').childNodes.length === 0")
		p.check("what was shown is in no address and no store", "!location.search && !location.hash && !JSON.stringify({...localStorage, ...sessionStorage}).includes('support')")

		p.mu.Lock()
		if len(p.requests) > 0 {
			t.Errorf("the diagnosis asks for %v", p.requests)
		}
		p.mu.Unlock()
		for _, a := range eval[[]string](p, "$$('#said a[href]').map(a => a.getAttribute('href'))") {
			if strings.HasPrefix(a, "/") {
				t.Errorf("%s leads out of the site", a)
			}
		}
	}
}

// A file is read as the octets that it has.
func TestDoctorFile(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "x.txt")
	if err := os.WriteFile(name, []byte("HTTP/1.1 200 OK\r\nDate: Sat, 21 Nov 2026 09:30:00 GMT\r\nX-A: \xff\r\n\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := newPage(t, look{})
	p.open(must(t, served) + "doctor/")
	input := call(p, runtime.Evaluate, runtime.EvaluateParams{Expression: "document.querySelector('#file')"})
	call(p, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: []string{name}, ObjectID: input.Result.ObjectID})
	p.until("it is read", "$('#verdict').textContent")
	p.says("200 OK, read as response: 1 note.", "field-value-not-ascii")
	p.check("octets that are no text are told apart", `$('#findings').textContent.includes('\\xff')`)
}

// Whatever stands in a text stays text.
func TestDoctorHostile(t *testing.T) {
	t.Parallel()
	const evil = `<img src=x onerror="document.title='bad'"><script>document.title='bad'</script>"'><svg onload=document.title='bad'>`
	p := newPage(t, look{})
	p.open(must(t, served) + "doctor/")
	for _, text := range []string{
		"HTTP/1.1 401 " + evil + "\nSet-Cookie: " + evil + "=1; SameSite=None\nWWW-Authenticate: Bearer error=\"invalid_token\", error_description=\"" + strings.ReplaceAll(evil, `"`, `\"`) + "\"\nLocation: javascript:" + evil + "\nETag: " + evil + "\n" + evil + "\n\n" + evil,
		"> GET /" + evil + " HTTP/1.1\n>\n< HTTP/1.1 200 OK\n< " + evil + ": " + evil + "\n<\n" + evil,
		`x - - [` + evil[:10] + `] "GET /<script>document.title='bad'</script> HTTP/1.1" 499 0`,
		evil, "A: " + evil + "\n", "HTTP/1.1 302 Found\nLocation: javascript:alert(1)\nRetry-After: \u202e<b>\x00",
	} {
		p.paste(text)
		p.frames()
		p.check("nothing of it is markup", "$$('#doctor, #verdict, #said').every(e => !e.querySelector('img, script, svg, b') && !e.querySelector('[onerror], [onload], [style]')) && document.title !== 'bad'")
		p.check("and no link is made of it", "$$('#said a[href]').every(a => /^(https:\\/\\/www\\.rfc-editor\\.org\\/rfc\\/|#(line|finding)-[0-9]+$|\\.\\.\\/[0-9]+\\/)/.test(a.getAttribute('href')))")
	}
}

// By keyboard alone: an example, from a finding to its line and back, Ctrl Enter.
func TestDoctorKeys(t *testing.T) {
	t.Parallel()
	for _, l := range []look{{}, {width: 320, phone: true, dark: true}} {
		p := newPage(t, l)
		p.open(must(t, served) + "doctor/")
		tab := func(to string) {
			t.Helper()
			for range 40 {
				p.press(tabKey)
				if eval[bool](p, "document.activeElement.matches("+quote(to)+")") {
					break
				}
			}
			p.check("Tab comes to "+to, "document.activeElement.matches("+quote(to)+") && getComputedStyle(document.activeElement).outlineStyle !== 'none'")
		}
		for i, want := range []string{"401 Unauthorized, read as response: 1 error.", "401 Unauthorized, read as curl -v: 1 error, 2 notes.", "No status, read as header fields: 1 error, 3 warnings, 1 note.", "503 Service Unavailable, read as log line."} {
			p.run("$('#verdict').textContent = ''; $$('#examples button')[" + quote(i) + "].focus()")
			p.press(enter)
			p.until("the doctor speaks", "$('#verdict').textContent")
			p.check(want, "$('#verdict').textContent.startsWith("+quote(want)+")")
			p.check("it can be seen and is announced", "inView($('#verdict')) && $('#verdict').ariaLive === 'polite'")
			p.fits("/doctor/")
		}
		p.run("$$('#examples button')[1].focus()")
		p.press(enter)
		p.until("the second example again", "$('#verdict').textContent.includes('curl -v')")
		p.run("$('#text').focus()")
		tab("#findings a[href='#line-10']")
		p.press(enter)
		p.until("the line is in view", "location.hash === '#line-10' && inView($('#line-10')) && $('#line-10').matches(':target')")
		tab("#pasted a")
		p.press(enter)
		p.until("and back", "/^#finding-[0-9]$/.test(location.hash) && inView($(location.hash))")
		p.run("$('#text').focus(); $('#text').value = 'HTTP/1.1 204 No Content\\nDate: Sat, 21 Nov 2026 09:30:00 GMT\\n'")
		p.press(enter, 2) // with Ctrl
		p.until("Ctrl Enter asks", "$('#verdict').textContent === '204 No Content, read as response: nothing is wrong with it.'")
	}
}

// What is found is as accessible as the page.
func TestDoctorAccessible(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile(tool(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	p := newPage(t, look{})
	p.open(must(t, served) + "doctor/")
	p.run(string(source))
	for _, l := range []look{{width: 320, phone: true}, {dark: true}, {}, {width: 320, phone: true, dark: true}} {
		p.as(l)
		for i := range 4 {
			p.run("$('#verdict').textContent = ''; $$('#examples button')[" + quote(i) + "].click()")
			p.until("the doctor speaks", "$('#verdict').textContent")
			for _, v := range p.axe() {
				t.Errorf("example %d, %+v: %s [%s]\n\t%s", i, l, v.Help, v.Rule, strings.Join(v.Nodes, "\n\t"))
			}
		}
	}
}

// Once loaded, the page needs no network; without scripts it tells of the command.
func TestDoctorOffline(t *testing.T) {
	t.Parallel()
	srv := without(t)
	p := newPage(t, look{})
	p.open(srv.URL + "/doctor/")
	p.until("all is loaded", "performance.getEntriesByName(new URL('../doctor.json', location)).some(e => e.responseEnd)")
	srv.CloseClientConnections()
	srv.Close()
	p.expect("ERR_CONNECTION_REFUSED")
	p.check("there is no network", "fetch('../codes.json', {cache: 'no-store'}).then(() => false, () => true)")
	p.paste("HTTP/1.1 405 Method Not Allowed\nDate: Sat, 21 Nov 2026 09:30:00 GMT\n")
	p.says("405 Method Not Allowed, read as response: 1 error.", "allow-missing")

	p = newPage(t, look{noScript: true})
	p.open(must(t, served) + "doctor/")
	p.check("no form that does nothing", "!seen($('#doctor'))")
	p.check("but the command", "$('#command + p + figure pre').textContent.includes('statuswiki explain -')")
}
