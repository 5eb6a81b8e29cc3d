package prove

import (
	"bufio"
	"context"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"statuswiki/internal/entry"
	"statuswiki/internal/httpmsg"
)

// TestJudge answers by hand: each answer has at most one fault.
func TestJudge(t *testing.T) {
	head := func(lines ...string) string { return strings.Join(lines, "\r\n") + "\r\n\r\n" }
	for _, c := range []struct {
		name   string
		code   int
		proof  entry.Proof
		answer string
		why    string // nothing if all is well
	}{
		{"204", 204, entry.Proof{}, head("HTTP/1.1 204 No Content"), ""},
		{"204 with content", 204, entry.Proof{}, head("HTTP/1.1 204 No Content") + "saved", `a 204 has no content, and this one has: "saved"`},
		{"204 with a length", 204, entry.Proof{}, head("HTTP/1.1 204 No Content", "Content-Length: 0"), "a 204 must not carry Content-Length"},
		{"205 says that it is empty", 205, entry.Proof{}, head("HTTP/1.1 205 Reset Content", "Content-Length: 0"), ""},
		{"205 with content", 205, entry.Proof{}, head("HTTP/1.1 205 Reset Content", "Content-Length: 2") + "ok", `a 205 has no content`},
		{"304 with content", 304, entry.Proof{}, head("HTTP/1.1 304 Not Modified", `ETag: "a"`) + "old", `a 304 has no content`},
		{"206 of one part", 206, entry.Proof{}, head("HTTP/1.1 206 Partial Content", "Content-Range: bytes 0-1/9", "Content-Length: 2") + "ab", ""},
		{"206 without Content-Range", 206, entry.Proof{}, head("HTTP/1.1 206 Partial Content", "Content-Length: 2") + "ab", "a 206 carries Content-Range"},
		{"another status", 401, entry.Proof{}, head("HTTP/1.1 404 Not Found", "Content-Length: 4") + "gone", `the status is 404, not 401: "gone"`},
		{"the other status that is right", 401, entry.Proof{Answers: 404}, head("HTTP/1.1 404 Not Found", "Content-Length: 4") + "gone", ""},
		{"chunks", 404, entry.Proof{}, head("HTTP/1.1 404 Not Found", "Transfer-Encoding: chunked") + "4\r\ngone\r\n0\r\n\r\n", ""},
		{"chunks that break off", 404, entry.Proof{}, head("HTTP/1.1 404 Not Found", "Transfer-Encoding: chunked") + "zz\r\n", "its content breaks off"},
		{"too little", 404, entry.Proof{}, head("HTTP/1.1 404 Not Found", "Content-Length: 9") + "gone", "its content has 4 octets, Content-Length says 9"},
		{"too much", 404, entry.Proof{}, head("HTTP/1.1 404 Not Found", "Content-Length: 4") + "gone again", `octets follow the end of the response: "again"`},
		{"no challenge", 401, entry.Proof{}, head("HTTP/1.1 401 Unauthorized", "WWW-Authenticate: =", "Content-Length: 0"), "is no valid value"},
		{"a date of the wrong form", 404, entry.Proof{}, head("HTTP/1.1 404 Not Found", "Date: today", "Content-Length: 0"), "Date: today is no valid value"},
		{"a fault of form", 404, entry.Proof{}, head("HTTP/1.1 404 Not Found", "Content-Type : text/plain", "Content-Length: 0"), "its header section has a fault"},
		{"no HTTP", 404, entry.Proof{}, "hello\r\n\r\n", "it does not answer in HTTP"},
		{"nothing", 404, entry.Proof{}, "", "it closed the connection without an answer"},
		{"half", 404, entry.Proof{}, "HTTP/1.1 404", "in the middle of the header section"},
		{"103 first", 103, entry.Proof{}, head("HTTP/1.1 103 Early Hints", "Link: </a.css>; rel=preload") + head("HTTP/1.1 200 OK", "Content-Length: 0"), ""},
		{"no 103", 103, entry.Proof{}, head("HTTP/1.1 102 Processing") + head("HTTP/1.1 200 OK", "Content-Length: 0"), "no 103 came, only 102, 200"},
		{"101 and another protocol", 101, entry.Proof{}, head("HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade") + "\x81\x01a", ""},
		{"an answer where none may come", 444, entry.Proof{Answers: entry.NoAnswer}, head("HTTP/1.1 403 Forbidden", "Content-Length: 0"), "it answers with 403 instead of closing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			set, err := content()
			if err != nil {
				t.Fatal(err)
			}
			if c.proof.Method == "" {
				c.proof.Method, c.proof.Target = "GET", "/"
			}
			s := &Sample{Set: set, Entry: set.Entry(c.code)}
			a, err := ask(t.Context(), answering(t, c.answer), c.proof)
			if err == nil {
				err = s.judge(a, c.proof)
			}
			switch {
			case c.why == "" && err != nil:
				t.Errorf("nothing is wrong, and it is said: %v", err)
			case c.why != "" && err == nil:
				t.Errorf("nothing is said, want %q", c.why)
			case c.why != "" && !strings.Contains(err.Error(), c.why):
				t.Errorf("%q is said, want %q", err, c.why)
			}
		})
	}
}

// answering listens for one request and answers it with a text.
func answering(t *testing.T, text string) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	go func() {
		conn, err := ln.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		r := bufio.NewReader(conn)
		for {
			if line, err := r.ReadString('\n'); err != nil || line == "\r\n" {
				break
			}
		}
		_, _ = io.WriteString(conn, text)
	}()
	return ln.Addr().String()
}

// TestRequest writes what the attributes say, octet for octet.
func TestRequest(t *testing.T) {
	fields := func(nv ...string) []httpmsg.Field {
		var out []httpmsg.Field
		for i := 0; i < len(nv); i += 2 {
			out = append(out, httpmsg.Field{Name: nv[i], Value: nv[i+1]})
		}
		return out
	}
	for _, c := range []struct {
		name          string
		proof         entry.Proof
		head, content string
		expects       bool
	}{
		{"plain", entry.Proof{Method: "GET", Target: "/a?b"}, "GET /a?b HTTP/1.1\r\nHost: h:1\r\nConnection: close\r\n\r\n", "", false},
		{"through a proxy", entry.Proof{Method: "GET", Target: "http://x.example/a"}, "GET http://x.example/a HTTP/1.1\r\nHost: x.example\r\nConnection: close\r\n\r\n", "", false},
		{"its own Host", entry.Proof{Method: "GET", Target: "/", Fields: fields("Host", "y", "Connection", "Upgrade")}, "GET / HTTP/1.1\r\nHost: y\r\nConnection: Upgrade\r\n\r\n", "", false},
		{"content", entry.Proof{Method: "POST", Target: "/", Content: []byte("abc")}, "POST / HTTP/1.1\r\nHost: h:1\r\nConnection: close\r\nContent-Length: 3\r\n\r\n", "abc", false},
		{"chunks", entry.Proof{Method: "PUT", Target: "/", Fields: fields("Transfer-Encoding", "chunked"), Content: []byte("abc")}, "PUT / HTTP/1.1\r\nHost: h:1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n", "3\r\nabc\r\n0\r\n\r\n", false},
		{"withheld", entry.Proof{Method: "POST", Target: "/", Withheld: true}, "POST / HTTP/1.1\r\nHost: h:1\r\nConnection: close\r\nContent-Length: 100\r\n\r\n", "", false},
		{"waiting for 100", entry.Proof{Method: "PUT", Target: "/", Fields: fields("Expect", "100-continue"), Content: []byte("a")}, "PUT / HTTP/1.1\r\nHost: h:1\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: 1\r\n\r\n", "a", true},
	} {
		head, content, expects := request("h:1", c.proof)
		if string(head) != c.head || string(content) != c.content || expects != c.expects {
			t.Errorf("%s: %q, %q, %t; want %q, %q, %t", c.name, head, content, expects, c.head, c.content, c.expects)
		}
	}
}

// FuzzReadHead reads whatever comes: a response, or an error that says why.
func FuzzReadHead(f *testing.F) {
	f.Add("HTTP/1.1 200 OK\r\n\r\n")
	f.Add("HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic\n\nbody")
	f.Add("\r\n\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		m, err := readHead(bufio.NewReader(strings.NewReader(text)))
		if (m == nil) == (err == nil) {
			t.Fatalf("%q: %v, %v", text, m, err)
		}
		if err == nil && wellFormed(m) == nil && m.Kind != httpmsg.Response {
			t.Fatalf("%q is taken for a response", text)
		}
	})
}

// TestBackendEnds closes a backend to which somebody is connected.
func TestBackendEnds(t *testing.T) {
	for _, behind := range append([]string{"", "503"}, entry.Backends...) {
		b, err := startBackend(behind)
		if err != nil {
			t.Fatal(err)
		}
		var d net.Dialer
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		conn, err := d.DialContext(ctx, "tcp", b.addr)
		cancel()
		if (err != nil) != (behind == "refuses") {
			t.Errorf("%q: %v", behind, err)
		}
		b.stop()
		if conn != nil {
			conn.Close()
		}
	}
}
