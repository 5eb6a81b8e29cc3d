package serve

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// contentLength returns the Content-Length in the head of a response.
func contentLength(t testing.TB, head string) int {
	t.Helper()
	_, value, _ := strings.Cut(head, "Content-Length: ")
	value, _, _ = strings.Cut(value, "\r\n")
	n, err := strconv.Atoi(value)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// lengthsOfBodies are those at which net/http, or what is kept back, goes over
// into something else, and one that the system does not take at once.
var lengthsOfBodies = []int{0, 1, 300, 2047, 2048, 2049, 2500, 3000, 3300, 3500, 3700, 3900, 4000, 4095, 4096, 4097, 5000, 6000, 7000, 7900, 8000, 8191, 8192, 8193, 9000, 12000, 16384, 70_000, 3 << 20}

// TestWhole asks for bodies of many lengths over one connection and wants the
// fields and the octets that the handler gives without one.
func TestWhole(t *testing.T) {
	files := testFiles()
	var paths []string
	for _, n := range lengthsOfBodies {
		var body strings.Builder
		for body.Len() < n {
			fmt.Fprintf(&body, "%d of %d\n", body.Len(), n)
		}
		name := fmt.Sprintf("static/%d.txt", n)
		files[name] = body.String()[:n]
		paths = append(paths, "/"+name)
	}
	files["401.txt"] = "401 as text" // so that /401/ varies
	paths = append(paths, "/401/", "/404/", "/policy/", "/nowhere/", "/static/style.css", "/site-0a1b2c3d4e.js", "/static/logo.png")
	s := newSite(t, files)
	srv := startServer(t, Options{Build: fixed(s)}, defaultLimits)
	hosts, err := newHostRules(nil, srv.addr)
	if err != nil {
		t.Fatal(err)
	}
	h := &handler{hosts: hosts}
	snap, _ := newSnapshot(s, nil, false)
	h.snap.Store(snap)

	for _, method := range []string{"GET", "HEAD"} {
		for _, proto := range []string{"HTTP/1.1", "HTTP/1.0"} {
			for _, coding := range []string{"identity", "gzip", "br"} {
				conn, err := net.Dial("tcp", srv.addr)
				if err != nil {
					t.Fatal(err)
				}
				conn.SetDeadline(time.Now().Add(20 * time.Second))
				in := bufio.NewReader(conn)
				for _, path := range paths {
					asked := httptest.NewRequest(method, srv.url+path[1:], nil)
					asked.Header.Set("Accept-Encoding", coding)
					want := httptest.NewRecorder()
					h.ServeHTTP(want, asked)

					fmt.Fprintf(conn, "%s %s %s\r\nHost: %s\r\nAccept-Encoding: %s\r\nConnection: keep-alive\r\n\r\n", method, path, proto, srv.addr, coding)
					got, err := http.ReadResponse(in, asked)
					if err != nil {
						t.Fatalf("%s %s in %s: %v", method, path, coding, err)
					}
					body, err := io.ReadAll(got.Body)
					if err != nil || string(body) != want.Body.String() {
						t.Fatalf("%s %s in %s: %d octets, want %d; %v", method, path, coding, len(body), want.Body.Len(), err)
					}
					own := got.Header.Clone()
					if own.Get("Date") == "" || proto == "HTTP/1.0" && own.Get("Connection") != "keep-alive" {
						t.Errorf("%s %s in %s by %s: what net/http adds is missing: %v", method, path, coding, proto, own)
					}
					own.Del("Date")
					own.Del("Connection")
					if got.StatusCode != want.Code || !maps.EqualFunc(own, want.Header(), slices.Equal) {
						t.Errorf("%s %s in %s:\n%d %v, want\n%d %v", method, path, coding, got.StatusCode, own, want.Code, want.Header())
					}
				}
				conn.Close()
			}
		}
	}
}

// An answer goes out with one call, and what net/http writes first waits for the
// rest.
func TestHeldBack(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	client, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	c, err := newConnLimit(listener, 1).Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	conn := c.(*limitedConn)
	body := []byte(strings.Repeat("body", 2000))
	f := &form{body: body, wire: "A: b\r\n"}
	answer := make([]byte, 64<<10)
	quiet := func() bool {
		client.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
		n, _ := client.Read(answer)
		return n == 0
	}

	conn.begin(f, false)
	conn.Write([]byte("HTTP/1.1 200 OK\r\nC: d\r\n\r\nbody"))
	if !quiet() {
		t.Error("the beginning did not wait")
	}
	if n, err := conn.Write(body[4:]); n != len(body)-4 || err != nil {
		t.Error(n, err)
	}
	client.SetReadDeadline(time.Now().Add(2 * time.Second))
	want := "HTTP/1.1 200 OK\r\nA: b\r\nC: d\r\n\r\n" + string(body)
	if _, err := io.ReadFull(client, answer[:len(want)]); err != nil || string(answer[:len(want)]) != want {
		t.Errorf("%.100q %v", answer, err)
	}
	conn.release()
	if !quiet() {
		t.Error("and something behind it")
	}

	// What is left behind goes out with the end, and then nothing waits.
	conn.begin(f, false)
	conn.Write([]byte("HTTP/1.1 200 OK\r\n\r\n"))
	conn.release()
	conn.Write([]byte("next"))
	client.SetReadDeadline(time.Now().Add(2 * time.Second))
	want = "HTTP/1.1 200 OK\r\nA: b\r\n\r\nnext"
	if _, err := io.ReadFull(client, answer[:len(want)]); err != nil || string(answer[:len(want)]) != want {
		t.Errorf("%.100q %v", answer, err)
	}

	// Where it cannot, the connection ends: half an answer must not be followed by
	// the next.
	conn.TCPConn.CloseWrite()
	conn.begin(f, false)
	conn.Write([]byte("HTTP/1.1 200 OK\r\n\r\n"))
	conn.release()
	if _, err := conn.Read(answer); err == nil || !conn.closed {
		t.Error("the connection stands", err)
	}
}

// A field that net/http would have to mend is left to it.
func TestOnTheWire(t *testing.T) {
	known, vary, wire := onTheWire([]field{newField("Content-Type", "text/plain"), newField("A", "b"), newField("C", "d\r\nEvil: e"), newField("Vary", "F")})
	if wire != "A: b\r\n" || vary != "Vary: F\r\n" || len(known) != 2 {
		t.Errorf("%q %q %v", wire, vary, known)
	}
}

// The common answer goes this way: its own fields stand first, while net/http
// sorts those that it writes.
func TestCommonAnswer(t *testing.T) {
	srv := startServer(t, Options{Build: fixed(newSite(t, testFiles()))}, defaultLimits)
	conn, err := net.Dial("tcp", srv.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(5 * time.Second))
	fmt.Fprintf(conn, "GET /401/ HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", srv.addr)
	answer, err := io.ReadAll(conn)
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(string(answer), "\r\n\r\n")
	if own, theirs := strings.Index(head, "\r\nX-Content-Type-Options: "), strings.Index(head, "\r\nContent-Length: "); own < 0 || theirs < own {
		t.Errorf("fields in the order of net/http:\n%s", head)
	}
}
