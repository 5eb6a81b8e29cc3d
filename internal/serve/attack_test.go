package serve

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"statuswiki/internal/site"
	"statuswiki/internal/try"
)

// used is what the process holds: of a server under attack it stays flat.
type used struct {
	goroutines, descriptors int
	heap                    uint64 // octets
}

func use() used {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // what had a finalizer goes with the second
	runtime.ReadMemStats(&m)
	open, _ := os.ReadDir("/proc/self/fd") // of systems that have it
	return used{runtime.NumGoroutine(), len(open), m.HeapAlloc}
}

// flat waits until the process holds what it held before. Clients and the pools
// of net/http are part of it, so there is some room.
func (before used) flat(t *testing.T) {
	t.Helper()
	var now used
	defer func() {
		if t.Failed() {
			t.Errorf("before: %+v, now: %+v", before, now)
		}
	}()
	until(t, "everything is as before", func() bool {
		now = use()
		return now.goroutines <= before.goroutines+2 && now.descriptors <= before.descriptors+2 && now.heap < before.heap+8<<20
	})
}

// attack opens n connections, each of which sends a request and then says no
// more. They are closed with the test.
func attack(t *testing.T, addr string, n int, request func(i int) string) []net.Conn {
	t.Helper()
	conns := make([]net.Conn, n)
	for i := range conns {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		conn.SetDeadline(time.Now().Add(20 * time.Second))
		if _, err := io.WriteString(conn, request(i)); err != nil {
			t.Fatal(err)
		}
		conns[i] = conn
	}
	return conns
}

// Hundreds that ask for a delay hold up nobody: others are answered while they
// wait, those beyond the bound hear so at once, and nothing of them stays.
func TestTryDelaysStarveNobody(t *testing.T) {
	srv := startServer(t, Options{Build: fixed(trySite(t, "who?"))}, defaultLimits)
	srv.get(t, "/")
	before := use()
	const all = try.MaxWaiting + 150
	kinds := []string{"/try/401?delay=30s", "/try/200?delay=30000&body=" + strings.Repeat("x", 8000), "/try/302?redirect=20&delay=29s"}
	conns := attack(t, srv.addr, all, func(i int) string {
		return "GET " + kinds[i%len(kinds)] + " HTTP/1.1\r\nHost: " + srv.addr + "\r\n\r\n"
	})
	answered := make(chan int, all)
	for _, conn := range conns {
		go func() {
			resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil {
				answered <- 0 // it left
				return
			}
			if resp.Header.Get("Retry-After") == "" {
				t.Errorf("%s without Retry-After", resp.Status)
			}
			answered <- resp.StatusCode
		}()
	}
	for range all - try.MaxWaiting {
		if code := <-answered; code != 503 {
			t.Errorf("one who need not wait hears %d", code)
		}
	}
	for _, path := range []string{"/", "/try/", "/nowhere/"} {
		if code, _ := srv.get(t, path); code != 200 && path != "/nowhere/" {
			t.Errorf("%s: %d, while others wait", path, code)
		}
	}
	if code, _ := srv.get(t, "/try/401"); code != 401 {
		t.Errorf("without a delay: %d", code)
	}
	select {
	case code := <-answered:
		t.Errorf("one of those who wait has heard %d already", code)
	default:
	}
	for _, conn := range conns {
		conn.Close()
	}
	before.flat(t)
	if code, _ := srv.get(t, "/try/401?delay=1"); code != 401 {
		t.Errorf("with a delay, when they have left: %d", code)
	}
}

// Requests that come all at once are answered in their order, whole, and what
// stands behind a body that nobody wants is no request.
func TestPipelining(t *testing.T) {
	srv := startServer(t, Options{Build: fixed(trySite(t, "who?"))}, defaultLimits)
	srv.get(t, "/")
	before := use()
	paths := []string{"/", "/try/401", "/nowhere/", "/try/", "/try/302?redirect=2", "/%2e%2e/etc/passwd", "/try/503"}
	want := []int{200, 401, 404, 200, 302, 404, 503}
	const rounds = 300
	var ask strings.Builder
	for range rounds {
		for _, path := range paths {
			fmt.Fprintf(&ask, "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n", path, srv.addr)
		}
	}
	ask.WriteString("POST / HTTP/1.1\r\nHost: " + srv.addr + "\r\nContent-Length: 5\r\n\r\nGET /smuggled/ HTTP/1.1\r\nHost: " + srv.addr + "\r\n\r\n")
	conn, err := net.Dial("tcp", srv.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	go io.WriteString(conn, ask.String())
	in := bufio.NewReader(conn)
	for i := range rounds * len(paths) {
		resp, err := http.ReadResponse(in, nil)
		if err != nil {
			t.Fatalf("answer %d: %v", i, err)
		}
		body, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != want[i%len(want)] || len(body) == 0 && resp.StatusCode == 200 {
			t.Fatalf("answer %d, to %s: %s with %d octets, %v", i, paths[i%len(paths)], resp.Status, len(body), err)
		}
	}
	resp, err := http.ReadResponse(in, nil)
	if err != nil || resp.StatusCode != 405 || !resp.Close {
		t.Fatalf("the last: %v %v", resp, err)
	}
	io.Copy(io.Discard, resp.Body)
	if rest, _ := io.ReadAll(in); len(rest) > 0 {
		t.Errorf("and then: %.100q", rest)
	}
	conn.Close()
	before.flat(t)
}

// Pages that are made when somebody asks for them are kept only as often as
// there are numbers, whatever is asked for.
func TestMadePagesAreBounded(t *testing.T) {
	s := trySite(t, "who?")
	s.Missing = func(path string) (site.File, bool) {
		if len(path) != len("468/") || strings.Trim(path[:3], "0123456789") != "" || path[3] != '/' {
			return site.File{}, false
		}
		return site.NewFile("text/html", []byte(testPage(path, "no entry"))), true
	}
	snap, _ := newSnapshot(s, nil, false)
	hosts, err := newHostRules(nil, "127.0.0.1:8401")
	if err != nil {
		t.Fatal(err)
	}
	h := &handler{hosts: hosts}
	h.snap.Store(snap)
	for i := range 3000 {
		for _, form := range []string{"/%03d", "/%03d/", "/%03d.", "/x%03d", "//%03d", "/%03d//", "/%03x/", "/+%d/", "/%03d/index.html"} {
			ask(h, fmt.Sprintf(form, i))
		}
	}
	kept := 0
	snap.made.Range(func(_, _ any) bool { kept++; return true })
	if kept == 0 || kept > 1000 {
		t.Errorf("%d pages are kept", kept)
	}
}

// ask sends a path through a handler and returns the status.
func ask(h *handler, path string) int {
	w := &counted{header: make(http.Header)}
	r := &http.Request{Method: "GET", Host: "localhost", URL: &url.URL{Path: path}, Header: http.Header{}}
	h.ServeHTTP(w, r)
	return w.status
}

type counted struct {
	header http.Header
	status int
}

func (c *counted) Header() http.Header         { return c.header }
func (c *counted) Write(p []byte) (int, error) { return len(p), nil }
func (c *counted) WriteHeader(status int)      { c.status = status }

// What a client accepts decides between forms, and nothing that it says about
// that is an error of the server.
func TestHostileAccept(t *testing.T) {
	files := testFiles()
	files["401.txt"], files["401.json"] = "401 as text", `{"code":401}`
	srv := startServer(t, Options{Build: fixed(newSite(t, files))}, defaultLimits)
	for _, accept := range []string{
		strings.Repeat("text/html;q=0.5,", 1800), strings.Repeat(",", 30_000), strings.Repeat(";", 30_000), "a/b;" + strings.Repeat("q=", 10_000),
		"text/html;q=NaN", "text/html;q=1e9", "text/html;q=-1", "*/*;q=\xff", "text/html; q=\"1", "../../etc/passwd", "text/../json", "*", "*/html", "/",
	} {
		resp, body := srv.send(t, "GET /401/", "Accept: "+accept)
		known := body == files["401/index.html"] || body == files["401.txt"] || body == files["401.json"]
		if resp.StatusCode != 200 || !known || !strings.Contains(resp.Header.Get("Vary"), "Accept") {
			t.Errorf("%.60q: %s, Vary %q, %.60q", accept, resp.Status, resp.Header.Get("Vary"), body)
		}
	}
}
