package try

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

func missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is missing: run bash .ci/test, which installs it", what)
	}
	t.Skipf("%s is missing", what)
}

// A delay is kept, and counted to the millisecond by the client's clock.
func TestDelay(t *testing.T) {
	_, addr := start(t)
	for query, least := range map[string]time.Duration{"delay=120ms": 120 * time.Millisecond, "delay=120": 120 * time.Millisecond, "delay=0.12s": 120 * time.Millisecond} {
		began := time.Now()
		if resp, _ := ask(t, addr, "GET", "/try/503?"+query); resp.StatusCode != 503 || time.Since(began) < least {
			t.Errorf("%s: %s after %v", query, resp.Status, time.Since(began))
		}
	}
}

// Clients that leave end their delay, whichever way the answer would be sent.
func TestLeavingClients(t *testing.T) {
	h, addr := start(t)
	ask(t, addr, "GET", "/try/200")
	before := runtime.NumGoroutine()
	var conns []net.Conn
	for i := range 60 {
		conn := dial(t, addr)
		head := "POST /try/%d?delay=30s HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi"
		if i%4 == 3 {
			head = "GET /try/%d?delay=30s HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
		}
		fmt.Fprintf(conn, head, []int{200, 422, 104, 101}[i%4])
		conns = append(conns, conn)
	}
	for end := time.Now().Add(10 * time.Second); h.waiting.Load() < 60; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("only %d wait", h.waiting.Load())
		}
	}
	for _, conn := range conns {
		conn.Close()
	}
	settles(t, before)
	if n := h.waiting.Load(); n != 0 {
		t.Errorf("%d wait still", n)
	}
}

// No more than so many wait; the others hear so at once.
func TestWaiting(t *testing.T) {
	h, addr := start(t)
	h.waiting.Store(MaxWaiting)
	resp, body := ask(t, addr, "GET", "/try/200?delay=30s")
	if resp.StatusCode != 503 || resp.Header.Get(Mark) != "none" || resp.Header.Get("Retry-After") == "" {
		t.Errorf("%s %q", resp.Status, body)
	}
	if resp, _ := ask(t, addr, "GET", "/try/200"); resp.StatusCode != 200 {
		t.Errorf("without a delay: %s", resp.Status)
	}
	if n := h.waiting.Load(); n != MaxWaiting {
		t.Errorf("%d wait now", n)
	}
}

// Content is read to its end, up to a bound; then the connection goes.
func TestContent(t *testing.T) {
	_, addr := start(t)
	conn := dial(t, addr)
	in := bufio.NewReader(conn)
	for i, content := range []string{"", "hello", strings.Repeat("x", MaxContent)} { // one connection for all
		fmt.Fprintf(conn, "POST /try/401 HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s", len(content), content)
		resp, err := http.ReadResponse(in, nil)
		if err != nil || resp.StatusCode != 401 || resp.Close {
			t.Fatal(i, resp, err)
		}
		io.Copy(io.Discard, resp.Body)
	}
	io.WriteString(conn, "POST /try/200 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
	if resp, err := http.ReadResponse(in, nil); err != nil || resp.StatusCode != 200 || resp.Close {
		t.Fatal(resp, err)
	}
	for _, target := range []string{"/try/200", "/try/422"} {
		conn := dial(t, addr)
		fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s", target, 2*MaxContent, strings.Repeat("x", MaxContent+4096))
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil || !resp.Close || fmt.Sprint(resp.StatusCode) != target[5:] {
			t.Errorf("%s with too much: %v %v", target, resp, err)
		}
	}
}

// Content that does not come, and answers that nobody takes, end.
func TestSlowClients(t *testing.T) {
	h := New(samples())
	h.Timeout = 50 * time.Millisecond
	srv := httptest.NewServer(h)
	defer srv.Close()
	addr := srv.Listener.Addr().String()
	before := runtime.NumGoroutine()
	for _, target := range []string{"/try/200", "/try/422"} {
		for range 10 {
			conn := dial(t, addr)
			fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nx", target)
			got, err := io.ReadAll(conn)
			if err != nil || !strings.HasPrefix(string(got), "HTTP/1.1 "+target[5:8]) || !strings.Contains(string(got), "Connection: close") {
				t.Errorf("%s: %q %v", target, got, err)
			}
			conn.Close()
		}
	}
	settles(t, before)
}

// Whoever stops the server does not wait for delays.
func TestStop(t *testing.T) {
	before := runtime.NumGoroutine()
	h := New(samples())
	ctx, stop := context.WithCancel(t.Context())
	srv := httptest.NewUnstartedServer(h)
	srv.Config.BaseContext = func(net.Listener) context.Context { return ctx }
	srv.Start()
	for _, target := range []string{"/try/103?delay=30s", "/try/104?delay=30s"} {
		conn := dial(t, srv.Listener.Addr().String())
		fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", target)
		in := bufio.NewReader(conn)
		if _, err := in.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
		defer func() {
			if rest, err := io.ReadAll(in); err != nil || strings.Contains(string(rest), "HTTP/1.1 200") {
				t.Errorf("%s: after the end %q %v", target, rest, err)
			}
		}()
	}
	if n := h.waiting.Load(); n != 2 {
		t.Errorf("%d wait", n)
	}
	stop()
	srv.Close()
	settles(t, before)
}

// A page of anybody may ask and read.
func TestOpenToPages(t *testing.T) {
	_, addr := start(t)
	resp, body := ask(t, addr, "OPTIONS", "/try/401", "Origin", "https://app.example", "Access-Control-Request-Method", "PATCH", "Access-Control-Request-Headers", "authorization,x-mine, b(ad")
	for name, want := range map[string]string{
		"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "PATCH", "Access-Control-Allow-Headers": "authorization, x-mine", Mark: "none",
	} {
		if got := resp.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if resp.StatusCode != 204 || body != "" {
		t.Errorf("%s %q", resp.Status, body)
	}
	// OPTIONS that is no such question is a method like others.
	for _, fields := range [][]string{nil, {"Origin", "https://app.example"}, {"Access-Control-Request-Method", "PUT"}} {
		if resp, _ := ask(t, addr, "OPTIONS", "/try/401", fields...); resp.StatusCode != 401 || resp.Header.Get("Access-Control-Allow-Origin") != "*" || resp.Header.Get("Access-Control-Expose-Headers") != "*" {
			t.Errorf("OPTIONS with %q: %s", fields, resp.Status)
		}
	}
	if resp, _ := ask(t, addr, "GET", "/try/200?body=x&type=text/javascript", "Service-Worker", "script"); resp.StatusCode != 403 {
		t.Errorf("a service worker is served: %s", resp.Status)
	}
}

// A writer that is no connection of net/http, such as a recorder, does as well.
func TestRecorder(t *testing.T) {
	for _, target := range []string{"/try/422?delay=1ms", "/try/101", "/try/200"} {
		w := httptest.NewRecorder()
		New(samples()).ServeHTTP(w, httptest.NewRequest("GET", target, strings.NewReader("x")))
		want := target[5:8]
		if want == "101" {
			want = "426"
		}
		if fmt.Sprint(w.Code) != want {
			t.Errorf("%s: %d", target, w.Code)
		}
	}
}
