package try

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"
)

// samples are answers as a site has them: one of each kind.
func samples() Answers {
	example := func(status int, phrase, content string, fields ...string) *Response {
		r := &Response{Status: status, Phrase: phrase, Content: content}
		for i := 0; i < len(fields); i += 2 {
			r.Fields = append(r.Fields, Field{fields[i], fields[i+1]})
		}
		return r
	}
	return Answers{
		102: {Name: "Processing", Interim: []Response{{Status: 102, Phrase: "Processing"}, {Status: 102, Phrase: "Processing"}}, Example: example(201, "Created", "")},
		103: {Name: "Early Hints", Interim: []Response{{Status: 103, Phrase: "Early Hints", Fields: []Field{{"Link", "</hall.css>; rel=preload; as=style"}}}},
			Example: example(200, "OK", "<title>Hall 3</title>", "Content-Type", "text/html; charset=utf-8", "Date", "Sat, 21 Nov 2026 18:20:00 GMT")},
		104: {Name: "Upload Resumption Supported", Interim: []Response{{Status: 104, Phrase: "Upload Resumption Supported", Fields: []Field{{"Upload-Offset", "20"}}}}},
		200: {Name: "OK", Example: example(200, "OK", `{"celsius":-3.5}`, "date", "Sat, 21 Nov 2026 09:04:10 GMT", "content-type", "application/json", "content-length", "16", "Cache-Control", "max-age=300", "ETag", `"obs-0900"`)},
		204: {Name: "No Content", Example: example(204, "No Content", "", "ETag", `"draft-8"`, "Content-Length", "0")},
		205: {Name: "Reset Content", Example: example(205, "Reset Content", "", "Content-Length", "0")},
		206: {Name: "Partial Content", Example: example(206, "Partial Content", "12:31,4.4", "Content-Range", "bytes 38-46/100")},
		301: {Name: "Moved Permanently", Example: example(301, "Moved Permanently", "Moved", "Location", "/install/")},
		304: {Name: "Not Modified", Example: example(304, "Not Modified", "", "ETag", `"prices-41"`)},
		401: {Name: "Unauthorized", Example: example(401, "Unauthorized", `{"title":"Token expired"}`, "WWW-Authenticate", `Bearer realm="orders", error="invalid_token"`, "Content-Type", "application/problem+json")},
		405: {Name: "Method Not Allowed", Example: example(405, "Method Not Allowed", "No", "Allow", "GET, HEAD, POST")},
		408: {Name: "Request Timeout", Example: example(408, "Request Timeout", "Late", "Connection", "close")},
		412: {Name: "Precondition Failed", Example: example(412, "Precondition Failed", "Changed meanwhile")},
		416: {Name: "Range Not Satisfiable", Example: example(416, "Range Not Satisfiable", "Behind the end", "Content-Range", "bytes */84")},
		422: {Name: "Unprocessable Content", Example: example(422, "Unprocessable Content", "Two values")},
		426: {Name: "Upgrade Required", Example: example(426, "Upgrade Required", "wss", "Upgrade", "websocket", "Connection", "Upgrade, keep-alive")},
		429: {Name: "Too Many Requests", Example: example(429, "Too Many Requests", "Slow", "Retry-After", "7")},
		431: {Name: "Request Header Fields Too Large", Example: example(431, "Request Header Fields Too Large", "Cookies",
			"Set-Cookie", "seen=1; Domain=example.com; Max-Age=60; path=/", "Strict-Transport-Security", "max-age=99", "Clear-Site-Data", "*", "Access-Control-Allow-Origin", "https://www.example.com", "X-Odd", "a\r\nb", "Bad name", "x")},
		463: {Name: "Too Many Forwarded Addresses", Example: example(463, "", "", "Server", "awselb/2.0")},
		495: {Name: "SSL Certificate Error"},
		503: {Name: "Service Unavailable", Example: example(503, "Service Unavailable", "Busy", "Retry-After", "2")},
		520: {Name: "Web Server Returns an Unknown Error", Example: example(520, "<none>", "error code: 520", "CF-RAY", "9a1f00c0ffee0001-FRA")},
	}
}

// start serves samples over a socket.
func start(t testing.TB) (*Handler, string) {
	t.Helper()
	h := New(samples())
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return h, srv.Listener.Addr().String()
}

// dial opens a connection that ends by itself when a test goes wrong.
func dial(t testing.TB, addr string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	return conn
}

// wire sends a request head, which gets Host and Connection: close, and returns
// all that comes back, octet for octet, without the Date.
func wire(t testing.TB, addr, head, content string) string {
	t.Helper()
	conn := dial(t, addr)
	io.WriteString(conn, head+"\r\nHost: "+addr+"\r\nConnection: close\r\n\r\n"+content)
	got, err := io.ReadAll(conn)
	if err != nil {
		t.Fatalf("%s: %v after %q", head, err, got)
	}
	out := ""
	for line := range strings.Lines(string(got)) {
		if !strings.HasPrefix(line, "Date: ") {
			out += line
		}
	}
	return out
}

// ask sends a request as a client library does.
func ask(t testing.TB, addr, method, target string, fields ...string) (*http.Response, string) {
	t.Helper()
	head := method + " " + target + " HTTP/1.1\r\nHost: " + addr + "\r\nConnection: close\r\n"
	for i := 0; i < len(fields); i += 2 {
		head += fields[i] + ": " + fields[i+1] + "\r\n"
	}
	conn := dial(t, addr)
	io.WriteString(conn, head+"\r\n")
	in := bufio.NewReader(conn)
	for {
		resp, err := http.ReadResponse(in, &http.Request{Method: method})
		if err != nil {
			t.Fatalf("%s %s: %v", method, target, err)
		}
		if resp.StatusCode < 200 && resp.StatusCode != 101 {
			continue
		}
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatalf("%s %s: %v", method, target, err)
		}
		return resp, string(body)
	}
}

// settles waits until there are no more goroutines than at first.
func settles(t testing.TB, before int) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			all := make([]byte, 1<<16)
			t.Fatalf("%d goroutines, there were %d\n%s", runtime.NumGoroutine(), before, all[:runtime.Stack(all, true)])
		}
	}
}
