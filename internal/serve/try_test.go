package serve

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"statuswiki/internal/diag"
	"statuswiki/internal/site"
	"statuswiki/internal/try"
)

// trySite is a site with a page /try/ and one example, whose content is given.
func trySite(t testing.TB, content string) *site.Site {
	t.Helper()
	s := newSite(t, map[string]string{"index.html": testPage("home", "home"), "try/index.html": testPage("Try", "how to"), "try/more.html": "a page", "404.html": "missing"})
	file, err := try.Encode(try.Answers{401: {Name: "Unauthorized", Example: &try.Response{Status: 401, Phrase: "Unauthorized", Content: content}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Add(try.File, "application/json", file); err != nil {
		t.Fatal(err)
	}
	return s
}

// send makes one request with fields.
func (s *server) send(t testing.TB, request string, fields ...string) (*http.Response, string) {
	t.Helper()
	head, host := request+" HTTP/1.1\r\nConnection: close\r\n", "Host: "+s.addr+"\r\n"
	for _, f := range fields {
		if strings.HasPrefix(f, "Host:") {
			host = ""
		}
		head += f + "\r\n"
	}
	resp, body, err := raw(s.addr, head+host+"\r\n")
	if err != nil {
		t.Fatalf("%s: %v", request, err)
	}
	return resp, string(body)
}

// Below /try/ everybody may do everything, elsewhere as before.
func TestTryIsOpen(t *testing.T) {
	srv := startServer(t, Options{Build: fixed(trySite(t, "who?"))}, defaultLimits)
	const stranger = "Origin: https://app.example"
	for _, c := range []struct {
		request string
		fields  []string
		status  int
	}{
		{"GET /try/401", nil, 401},
		{"POST /try/401", []string{stranger, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: cors"}, 401},
		{"DELETE /try/401", []string{"Origin: null"}, 401},
		{"BREW /try/418", nil, 418},
		{"OPTIONS /try/401", []string{stranger, "Access-Control-Request-Method: PUT"}, 204},
		{"PUT /try/nonsense", []string{stranger}, 400},
		{"GET /try/more.html", []string{stranger}, 400}, // no file of the site lies there
		{"GET /try/401/", nil, 401},
	} {
		resp, body := srv.send(t, c.request, c.fields...)
		if resp.StatusCode != c.status || resp.Header.Get("Access-Control-Allow-Origin") != "*" || resp.Header.Get(try.Mark) == "" {
			t.Errorf("%s %q: %s %v %q", c.request, c.fields, resp.Status, resp.Header, body)
		}
	}
	for _, c := range []struct {
		request string
		fields  []string
		status  int
	}{
		{"GET /try/", nil, 200},
		{"GET /try", nil, 308},
		{"GET /try/index.html", nil, 308},
		{"POST /try/", nil, 405},
		{"OPTIONS /try/", []string{"Access-Control-Request-Method: PUT"}, 405},
		{"GET /try/", []string{stranger}, 403},
		{"GET /try.json", []string{stranger}, 403},
		{"GET /try/401%2F", nil, 404},
		{"GET /tryit/401", nil, 404},
		{"POST /", nil, 405},
		{"GET /", []string{stranger}, 403},
		{"GET /try/401", []string{"Host: evil.example"}, 403}, // a name that was made to lead here
		{"POST /try/401", []string{"Host: evil.example"}, 403},
		{"OPTIONS /try/401", []string{"Host: evil.example", stranger, "Access-Control-Request-Method: PUT"}, 403},
	} {
		resp, _ := srv.send(t, c.request, c.fields...)
		if resp.StatusCode != c.status {
			t.Errorf("%s %q: %s", c.request, c.fields, resp.Status)
		}
		for name := range resp.Header {
			if strings.HasPrefix(name, "Access-Control-") || name == try.Mark {
				t.Errorf("%s %q has %s", c.request, c.fields, name)
			}
		}
	}
	without := startServer(t, Options{Build: fixed(newSite(t, testFiles()))}, defaultLimits)
	if resp, _ := without.send(t, "GET /try/401"); resp.StatusCode != 404 {
		t.Errorf("a site without answers: %s", resp.Status)
	}
}

// What is true on the wire here as well: a 100 when content is wanted, a 103
// before the 200, and a body of the size that the page promises.
func TestTryOnTheWire(t *testing.T) {
	srv := startServer(t, Options{Build: fixed(trySite(t, "who?"))}, defaultLimits)
	for request, want := range map[string]string{
		"GET /try/103 HTTP/1.1\r\n": "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n",
		"PUT /try/100 HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 5\r\n": "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n",
		"PUT /try/401 HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 5\r\n": "HTTP/1.1 401 Unauthorized\r\n",
		"HEAD /try/401 HTTP/1.1\r\n": "HTTP/1.1 401 Unauthorized\r\n",
		"GET /try/204 HTTP/1.1\r\n":  "HTTP/1.1 204 No Content\r\n",
		"GET /try/200?body=" + strings.Repeat("x", try.MaxBody) + " HTTP/1.1\r\n": "HTTP/1.1 200 OK\r\n",
		"GET /try/468 HTTP/1.1\r\n": "HTTP/1.1 468 \r\n",
		"GET /try/200 HTTP/1.1\r\nX: " + strings.Repeat("x", maxHeaderBytes+8192) + "\r\n": "HTTP/1.1 431 Request Header Fields Too Large\r\n",
	} {
		conn, err := net.Dial("tcp", srv.addr)
		if err != nil {
			t.Fatal(err)
		}
		conn.SetDeadline(time.Now().Add(5 * time.Second))
		go io.WriteString(conn, request+"Host: "+srv.addr+"\r\nConnection: close\r\n\r\n"+map[bool]string{true: "hello"}[strings.Contains(request, "100 HTTP")])
		got := make([]byte, len(want))
		if _, err := io.ReadFull(conn, got); err != nil || string(got) != want {
			t.Errorf("%.60q: %q %v", request, got, err)
		}
		conn.Close()
	}
}

// A new build changes the answers; who waits for one of before gets it.
func TestTryAfterRebuild(t *testing.T) {
	var text atomic.Value
	text.Store("one")
	dir := t.TempDir()
	f := &folder{dir: dir}
	build := func(context.Context) (*site.Site, []diag.Finding, error) {
		return trySite(t, text.Load().(string)), nil, nil
	}
	srv := startServer(t, Options{Build: build, Watch: []string{dir}}, defaultLimits)
	if _, body := srv.send(t, "GET /try/401"); body != "one" {
		t.Fatal(body)
	}
	text.Store("two")
	f.write(t, "x.txt", "x")
	until(t, "the new example", func() bool { _, body := srv.send(t, "GET /try/401"); return body == "two" })
}

// A file of answers that cannot be read is told to whoever asks for one, and to
// nobody else.
func TestTryBroken(t *testing.T) {
	s := newSite(t, testFiles())
	if err := s.Add(try.File, "application/json", []byte("{")); err != nil {
		t.Fatal(err)
	}
	srv := startServer(t, Options{Build: fixed(s)}, testLimits)
	if resp, body := srv.send(t, "GET /try/401"); resp.StatusCode != http.StatusInternalServerError || !strings.Contains(body, try.File) {
		t.Errorf("%d %q", resp.StatusCode, body)
	}
	if resp, _ := srv.send(t, "GET /401/"); resp.StatusCode != http.StatusOK {
		t.Errorf("a page: %d", resp.StatusCode)
	}
}

// Slow, silent and leaving clients below /try/ cost no more than elsewhere, and
// a delay outlives the time that other answers have.
func TestTrySlowClients(t *testing.T) {
	lim := testLimits
	lim.write = 50 * time.Millisecond
	srv := startServer(t, Options{Build: fixed(trySite(t, "who?"))}, lim)
	srv.get(t, "/")
	before := goroutines()
	host := "Host: " + srv.addr + "\r\n"
	var conns []net.Conn
	for i := range 100 {
		conn, err := net.Dial("tcp", srv.addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		conn.SetDeadline(time.Now().Add(10 * time.Second))
		switch i % 3 {
		case 0:
			io.WriteString(conn, "POST /try/401 HTTP/1.1\r\n"+host+"Content-Length: 1000\r\n\r\nx")
		case 1:
			io.WriteString(conn, "POST /try/422 HTTP/1.1\r\n"+host+"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n")
		case 2:
			io.WriteString(conn, "GET /try/401?delay=30s HTTP/1.1\r\n"+host+"\r\n")
		}
		conns = append(conns, conn)
	}
	if code, _ := srv.get(t, "/"); code != 200 {
		t.Error("others wait:", code)
	}
	for i, conn := range conns {
		if i%3 == 2 {
			conn.Close() // leaves
			continue
		}
		if _, err := io.Copy(io.Discard, conn); err != nil {
			if ne, ok := err.(net.Error); ok && ne.Timeout() {
				t.Error("was not ended")
			}
		}
	}
	until(t, "goroutines as before", func() bool { return goroutines() <= before+2 })
	if resp, _ := srv.send(t, "GET /try/401?delay=300ms"); resp.StatusCode != 401 {
		t.Error(resp.Status)
	}
}

// The server stops while somebody waits.
func TestTryShutdown(t *testing.T) {
	srv := startServer(t, Options{Build: fixed(trySite(t, "who?"))}, defaultLimits)
	before := goroutines()
	for _, code := range []int{103, 150} {
		conn, err := net.Dial("tcp", srv.addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "GET /try/%d?delay=30s HTTP/1.1\r\nHost: %s\r\n\r\n", code, srv.addr)
		if line, err := bufio.NewReader(conn).ReadString('\n'); err != nil || !strings.Contains(line, fmt.Sprint(code)) {
			t.Fatal(line, err)
		}
	}
	srv.stop()
	select {
	case err := <-srv.done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(3 * time.Second):
		t.Fatal("does not end")
	}
	until(t, "fewer goroutines than before", func() bool { return goroutines() < before })
}
