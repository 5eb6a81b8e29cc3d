package serve

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestPathForms sends targets that some server or other took for another file,
// raw, and wants an answer that is neither an error of ours nor anything but a
// page of the site.
func TestPathForms(t *testing.T) {
	files := testFiles()
	srv := startServer(t, Options{Build: fixed(newSite(t, files))}, defaultLimits)
	targets := []string{
		"//", "///", "////401/", "//401/", "/401//", "/401///", "/./", "/./401/", "/401/.", "/401/./", "/401/..", "/401/../",
		"/401/../404/", "/..", "/../", "/../..", "/../../../../etc/passwd", "/..../", "/.../", "/. ./", "/401/../../etc/passwd",
		"/static/../401/", "/static/..%2f401/", "/static/%2e%2e/401/", "/%2e%2e/%2e%2e/etc/passwd", "/%2e/401/", "/%2E%2E%2F",
		"/..%2f..%2f..%2fetc%2fpasswd", "/..%252f..%252fetc/passwd", "/%252e%252e/etc/passwd", "/%25252e", "/..%c0%af..%c0%afetc/passwd",
		"/%c0%ae%c0%ae/etc/passwd", "/%e0%80%ae/", "/..%u2215etc", "/%uff0e%uff0e/", "/..%ef%bc%8fetc",
		`/\`, `/\\`, `/401\`, `\401\`, `/..\..\etc\passwd`, `/..\/..\/etc`, `/401\..\404\`, "/%5c", "/401%5c", "/..%5c..%5cetc", "/%5c%5cevil.example/x",
		"/401%2f", "/401%2F", "/%2f401/", "/%2f%2fevil.example", "/%2F/evil.example", "/%2fevil.example%2f..", "//evil.example", "//evil.example/", "//evil.example/..", "///evil.example/%2f..",
		"/.//evil.example", "/;//evil.example", "//evil.example/401", "//evil.example/index.html", "/%09/evil.example", "/%0d%0aLocation:%20http://evil.example", "/401%0d%0aSet-Cookie:x=1", "/401?%0d%0aX:1",
		"/%00", "/401/%00", "/401%00", "/index.html%00.png", "/%00index.html", "/401/index.html%00", "/\x00", "/401\x00/", "/\x01\x02", "/\x7f", "/\xff\xfe", "/\xc3\xa9",
		"/%", "/%2", "/%zz", "/%%", "/401/%", "/%g0", "/401%", "/%u0041",
		"/CON", "/NUL", "/aux.txt", "/COM1", "/401/index.html::$DATA", "/static/small.txt::$DATA", "/static/small.txt.", "/static/small.txt%20", "/static/small.txt/", "/STATIC~1/", "/static/smallt~1.txt",
		"/static/SMALL.TXT", "/401/INDEX.HTML", "/Static/small.txt",
		"/.git/config", "/.git/HEAD", "/.env", "/.htaccess", "/.DS_Store", "/go.mod", "/content/codes/401.md", "/internal/serve/handler.go", "/@fs/etc/passwd", "/@fs/etc/passwd?raw??", "/@fs/etc/passwd?import&raw", "/etc/passwd", "/proc/self/environ", "/proc/self/cmdline",
		"/file:///etc/passwd", "file:///etc/passwd", "/~root/", "/~/", "/401~", "/401.bak", "/index.html~", "/index.html.br", "/index.html.gz", "/.index.html.swp",
		"/debug/pprof/", "/debug/vars", "/metrics", "/server-status", "/_live/../401/", "/_live/events", "/_live/client.js", "/_live%2fclient.js", "/livereload", "/esbuild",
		"/401/index.html/index.html", "/index.html/", "/401/401/", "/a", "/a/", "/a/b", "/a/b/", "/a/b/c/d", "/static", "/static/",
		"/401;x=1", "/401/;x=1", "/;/401/", "/401/#x", "/#", "/401#", "/?#", "/?", "/401/?", "/401?/../../etc", "/??", "/?raw??", "/401/?/etc/passwd",
		"*", "401", "401/", "?", "#", ":", "/:", "/::", "http:", "http:/", "http://", "http:///401/", "http://127.0.0.1", "http://127.0.0.1/../etc/passwd", "http://127.0.0.1//401", "http://evil.example/", "http://[::1/", "http://127.0.0.1:99999/", "https://127.0.0.1/401", "ws://127.0.0.1/",
		"/" + strings.Repeat("a", 8000), "/" + strings.Repeat("../", 2000), "/" + strings.Repeat("%2e%2e/", 500), "/" + strings.Repeat("/", 4000), "/401/" + strings.Repeat("./", 1000), "/?" + strings.Repeat("a=b&", 2000), "/401?" + strings.Repeat("x", 20000), "/" + strings.Repeat("a/", 4000), "/" + strings.Repeat("x", 60000),
	}
	if len(targets) < 185 {
		t.Errorf("only %d targets", len(targets))
	}
	for _, target := range targets {
		resp, body, err := raw(srv.addr, "GET "+target+" HTTP/1.1\r\nHost: "+srv.addr+"\r\nConnection: close\r\n\r\n")
		if err != nil {
			t.Errorf("%.60q: %v", target, err)
			continue
		}
		judge(t, target, files, resp, body)
	}
}

var absoluteForm = regexp.MustCompile(`^[a-z]+:(//[^/]*)?`)

// judge checks that an answer is a page at its own path, a way to one, the 404
// page, or a refusal.
func judge(t *testing.T, target string, files map[string]string, resp *http.Response, body []byte) {
	t.Helper()
	path, _, _ := strings.Cut(target, "?")
	path = absoluteForm.ReplaceAllString(path, "")
	path = strings.TrimSuffix(path, "#")
	switch resp.StatusCode {
	case 200:
		own := strings.TrimPrefix(path, "/")
		if own == "" || strings.HasSuffix(own, "/") {
			own += "index.html"
		}
		if want, ok := files[own]; !ok || want != string(body) {
			t.Errorf("%.60q: 200 with %.80q", target, body)
		}
	case 308:
		to, _, _ := strings.Cut(resp.Header.Get("Location"), "?")
		if files[strings.TrimPrefix(to, "/")+"index.html"] == "" || strings.HasPrefix(to, "//") {
			t.Errorf("%.60q: redirects to %q", target, to)
		}
	case 404:
		if string(body) != files["404.html"] {
			t.Errorf("%.60q: 404 with %.80q", target, body)
		}
	case 400, 403, 414, 431:
		if len(body) > 300 {
			t.Errorf("%.60q: %s with %.80q", target, resp.Status, body)
		}
	default:
		t.Errorf("%.60q: %s", target, resp.Status)
	}
	for _, name := range []string{"Set-Cookie", "X"} {
		if resp.Header.Get(name) != "" {
			t.Errorf("%.60q: %s was smuggled in", target, name)
		}
	}
}

// TestMalformed sends what is no request, or hardly one. The server may answer
// with a refusal or close; it may not err, hang or stop. 501 and 505 are what
// net/http says, as RFC 9112 wants it, to transfer codings that nobody knows and
// to versions of HTTP that it does not speak.
func TestMalformed(t *testing.T) {
	srv := startServer(t, Options{Build: fixed(newSite(t, testFiles()))}, testLimits)
	host := "Host: " + srv.addr + "\r\n"
	requests := []string{
		"\r\n\r\n", "\n\n", "GET\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\n\n", " GET / HTTP/1.1\r\n" + host + "\r\n",
		"GET  / HTTP/1.1\r\n" + host + "\r\n", "GET / HTTP/1.1 x\r\n" + host + "\r\n", "GET / HTTP/1.\r\n" + host + "\r\n", "GET / http/1.1\r\n" + host + "\r\n", "GET / FTP/1.1\r\n" + host + "\r\n",
		"G\x00T / HTTP/1.1\r\n" + host + "\r\n", "GET / HTTP/1.1\r\n" + host + host + "\r\n", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "GET / HTTP/1.1\r\nHost: \r\n\r\n", "GET / HTTP/1.1\r\nHost:\x00\r\n\r\n",
		"GET / HTTP/1.1\r\n" + host + "X\r\n\r\n", "GET / HTTP/1.1\r\n" + host + ": x\r\n\r\n", "GET / HTTP/1.1\r\n" + host + "A b: x\r\n\r\n", "GET / HTTP/1.1\r\n" + host + " folded: x\r\n\r\n", "GET / HTTP/1.1\r\n" + host + "A : x\r\n\r\n", "GET / HTTP/1.1\r\n" + host + "A: \x00\r\n\r\n",
		"GET / HTTP/1.1\r\n" + host + "Content-Length: x\r\n\r\n", "GET / HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n", "GET / HTTP/1.1\r\n" + host + "Content-Length: 99999999999999999999\r\n\r\n", "GET / HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
		"GET / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", "GET / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", "GET / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
		"GET / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip\r\n\r\n", "GET / HTTP/9.9\r\n" + host + "\r\n",
		"GET / HTTP/1.1\r\n" + host + "Expect: nonsense\r\n\r\n", "GET / HTTP/1.1\r\n" + host + "Range: bytes=\r\n\r\n", "GET / HTTP/1.1\r\n" + host + "Range: bytes=9999999999999999999999-\r\n\r\n", "GET / HTTP/1.1\r\n" + host + "Range: bytes=5-1\r\n\r\n", "GET / HTTP/1.1\r\n" + host + "Range: bytes=--1\r\n\r\n",
		"GET / HTTP/1.1\r\n" + host + "Accept-Encoding: ;;;,,,=\r\n\r\n", "GET / HTTP/1.1\r\n" + host + "Accept-Encoding: br;q=nan\r\n\r\n", "GET / HTTP/1.1\r\n" + host + "If-None-Match: W/W/\"\r\n\r\n", "GET / HTTP/1.1\r\n" + host + "If-Modified-Since: yesterday\r\n\r\n", "GET / HTTP/1.1\r\n" + host + "If-Range: nonsense\r\nRange: bytes=0-1\r\n\r\n", "GET / HTTP/1.1\r\n" + host + "If-Match: \"x\"\r\nRange: bytes=0-1\r\n\r\n",
		"GET / HTTP/1.1\r\n" + host + "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n", "GET / HTTP/1.1\r\n" + host + "Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n", "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n", "CONNECT / HTTP/1.1\r\n" + host + "\r\n", "OPTIONS * HTTP/1.1\r\n" + host + "\r\n", "* * *\r\n\r\n",
		"GET / HTTP/1.1\r\n" + host + strings.Repeat("X: "+strings.Repeat("y", 1000)+"\r\n", 100) + "\r\n", "GET / HTTP/1.1\r\n" + host + "X: " + strings.Repeat("y", 100_000) + "\r\n\r\n", strings.Repeat("A", 100_000), "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", strings.Repeat("\x00", 1000), "PUT / HTTP/1.1\r\n" + host + "Content-Length: 3\r\n\r\nabcGET / HTTP/1.1\r\n" + host + "\r\n",
	}
	var all sync.WaitGroup
	for _, request := range requests {
		all.Go(func() {
			conn, err := net.Dial("tcp", srv.addr)
			if err != nil {
				t.Error(err)
				return
			}
			defer conn.Close()
			conn.SetDeadline(time.Now().Add(5 * time.Second))
			go io.WriteString(conn, request)
			answer, err := io.ReadAll(conn)
			if err, ok := err.(net.Error); ok && err.Timeout() {
				t.Errorf("%.80q: neither answered nor closed", request)
			}
			if bytes.HasPrefix(answer, []byte("HTTP/1.1 5")) && !bytes.HasPrefix(answer, []byte("HTTP/1.1 501 ")) && !bytes.HasPrefix(answer, []byte("HTTP/1.1 505 ")) {
				t.Errorf("%.80q: %.80q", request, answer)
			}
		})
	}
	all.Wait()
	if code, _ := srv.get(t, "/401/"); code != 200 {
		t.Error("the server is not well after that:", code)
	}
}
