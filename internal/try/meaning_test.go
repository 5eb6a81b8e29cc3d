package try

import (
	"bufio"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// 401 and 407 walk to 200 with the right credentials, and only with those.
func TestLogin(t *testing.T) {
	_, addr := start(t)
	for _, code := range []struct{ path, ask, challenge string }{
		{"/try/401", "Authorization", "Www-Authenticate"},
		{"/try/407", "Proxy-Authorization", "Proxy-Authenticate"},
	} {
		for value, ok := range map[string]bool{
			"Basic dXNlcjpwYXNz": true, "basic dXNlcjpwYXNz": true, "Bearer fake-token": true, "Bearer fake-token-2": true,
			"Basic dXNlcjp3b3JzZQ==": false, "Basic": false, "Bearer token": false, "Bearer": false, "fake-token": false, "dXNlcjpwYXNz": false,
			"Basic dXNlcjpwYXNz, Basic dXNlcjpwYXNz": false, "Digest username=\"user\"": false, "Negotiate x": false, "Basic user:pass": false,
		} {
			resp, body := ask(t, addr, "GET", code.path, code.ask, value)
			want := 200
			if !ok {
				fmt.Sscan(code.path[5:], &want)
			}
			if resp.StatusCode != want || (resp.Header.Get(code.challenge) == "") != ok {
				t.Errorf("%s with %q: %s %q", code.path, value, resp.Status, body)
			}
		}
		for scheme, want := range map[string]string{"basic": "Basic realm=", "bearer": "Bearer realm=", "Digest": "Digest realm="} {
			resp, body := ask(t, addr, "GET", code.path+"?scheme="+scheme)
			got := resp.Header.Values(code.challenge)
			says := "fake-token"
			if code.path == "/try/401" && scheme == "bearer" {
				says = "Token expired" // the example asks for it already
			} else if code.path == "/try/407" && scheme == "basic" {
				says = "There is no response" // and so does what stands in for one
			}
			if len(got) != 1 || !strings.HasPrefix(got[0], want) || !strings.Contains(body, says) {
				t.Errorf("%s?scheme=%s: %q %q", code.path, scheme, got, body)
			}
		}
	}
}

// curl walks by itself: it asks, gets the challenge and answers it.
func TestLoginWithCurl(t *testing.T) {
	curl, err := exec.LookPath("curl")
	if err != nil {
		missing(t, "curl")
	}
	_, addr := start(t)
	for _, c := range []struct{ password, way, query, want string }{
		{"pass", "--basic", "?scheme=basic", "200"}, {"pass", "--digest", "?scheme=digest", "200"}, {"pass", "--anyauth", "?scheme=digest", "200"},
		{"wrong", "--basic", "?scheme=basic", "401"}, {"wrong", "--digest", "?scheme=digest", "401"},
	} {
		out, err := exec.Command(curl, "-q", "-s", "--noproxy", "*", c.way, "-u", "user:"+c.password, "-o", "/dev/null", "-w", "%{http_code}", "http://"+addr+"/try/401"+c.query).Output()
		if err != nil || string(out) != c.want {
			t.Errorf("curl %s -u user:%s: %s %v", c.way, c.password, out, err)
		}
	}
}

// Preconditions in the order of RFC 9110 §13.2.2.
func TestConditions(t *testing.T) {
	_, addr := start(t)
	const before, after = "Sun, 05 Jun 2022 23:59:59 GMT", "Tue, 07 Jun 2022 00:00:00 GMT"
	for _, c := range []struct {
		request string
		fields  []string
		want    int
	}{
		{"GET /try/304", nil, 200},
		{"GET /try/304?force", nil, 304},
		{"GET /try/304", []string{"If-None-Match", ETag}, 304},
		{"HEAD /try/304", []string{"If-None-Match", "W/" + ETag}, 304},
		{"GET /try/304", []string{"If-None-Match", `"a", W/"b",` + ETag}, 304},
		{"GET /try/304", []string{"If-None-Match", "*"}, 304},
		{"GET /try/304", []string{"If-None-Match", `"another"`}, 200},
		{"GET /try/304", []string{"If-None-Match", "statuswiki-1"}, 200},
		{"POST /try/304", []string{"If-None-Match", "*"}, 412},
		{"GET /try/304", []string{"If-Modified-Since", LastModified}, 304},
		{"GET /try/304", []string{"If-Modified-Since", before}, 200},
		{"GET /try/304", []string{"If-Modified-Since", "yesterday"}, 200},
		{"GET /try/304", []string{"If-None-Match", `"another"`, "If-Modified-Since", after}, 200}, // the tag counts
		{"POST /try/304", []string{"If-Modified-Since", after}, 200},
		{"GET /try/412", nil, 412},
		{"PUT /try/412", []string{"If-Match", ETag}, 200},
		{"PUT /try/412", []string{"If-Match", "*"}, 200},
		{"PUT /try/412", []string{"If-Match", "W/" + ETag}, 412}, // strong comparison
		{"PUT /try/412", []string{"If-Match", `"another"`}, 412},
		{"PUT /try/412", []string{"If-Match", ETag, "If-Unmodified-Since", before}, 200}, // the tag counts
		{"PUT /try/412", []string{"If-Unmodified-Since", before}, 412},
		{"PUT /try/412", []string{"If-Unmodified-Since", after}, 200},
		{"GET /try/412", []string{"If-Match", ETag, "If-None-Match", ETag}, 304},
		{"GET /try/412?force", []string{"If-Match", ETag}, 412},
		{"GET /try/206", nil, 200},
		{"GET /try/206?force", nil, 206},
		{"GET /try/206", []string{"Range", "bytes=0-9"}, 206},
		{"GET /try/206", []string{"Range", "bytes=-10"}, 206},
		{"GET /try/206", []string{"Range", "bytes=10-"}, 206},
		{"GET /try/206", []string{"Range", "bytes=9999-"}, 416},
		{"GET /try/206", []string{"Range", "bytes=-0"}, 416},
		{"GET /try/206", []string{"Range", "lines=0-9"}, 200},
		{"GET /try/206", []string{"Range", "bytes=9-0"}, 200},
		{"GET /try/206", []string{"Range", "bytes=" + strings.Repeat("0-1,", maxRanges) + "0-1"}, 200},
		{"POST /try/206", []string{"Range", "bytes=0-9"}, 200},
		{"GET /try/206", []string{"Range", "bytes=0-9", "If-Range", ETag}, 206},
		{"GET /try/206", []string{"Range", "bytes=0-9", "If-Range", `"another"`}, 200},
		{"GET /try/206", []string{"Range", "bytes=0-9", "If-Range", "W/" + ETag}, 200},
		{"GET /try/206", []string{"Range", "bytes=0-9", "If-None-Match", ETag}, 304},
		{"GET /try/416", nil, 416},
		{"GET /try/416", []string{"Range", "bytes=0-9"}, 206},
		{"GET /try/416", []string{"Range", "bytes=9999-"}, 416},
	} {
		method, target, _ := strings.Cut(c.request, " ")
		resp, body := ask(t, addr, method, target, c.fields...)
		if resp.StatusCode != c.want {
			t.Errorf("%s %q: %s", c.request, c.fields, resp.Status)
		}
		real := len(c.fields) > 0 && !strings.Contains(target, "force")
		if real && (resp.StatusCode == 304 || resp.StatusCode == 200) && (resp.Header.Get("Etag") != ETag || resp.Header.Get("Last-Modified") != LastModified || resp.Header.Get("Cache-Control") != "no-cache") {
			t.Errorf("%s %q: %v", c.request, c.fields, resp.Header)
		}
		if resp.StatusCode == 200 && method == "GET" && !strings.Contains(body, "for a 304") {
			t.Errorf("%s %q: does not say how: %q", c.request, c.fields, body)
		}
	}
}

func TestRanges(t *testing.T) {
	_, addr := start(t)
	get := func(ranges string) (*http.Response, string) {
		return ask(t, addr, "GET", "/try/206?body=0123456789", "Range", "bytes="+ranges)
	}
	for ranges, want := range map[string]string{"0-3": "0123", "4-": "456789", "-2": "89", "8-99": "89", "-99": "0123456789", "9-9": "9", "3-4,99-": "34"} {
		resp, body := get(ranges)
		first := strings.Index("0123456789", want)
		if at := fmt.Sprintf("bytes %d-%d/10", first, first+len(want)-1); body != want || resp.Header.Get("Content-Range") != at {
			t.Errorf("%s: %q, Content-Range %q", ranges, body, resp.Header.Get("Content-Range"))
		}
	}
	if resp, _ := get("10-"); resp.StatusCode != 416 || resp.Header.Get("Content-Range") != "bytes */10" {
		t.Errorf("behind the end: %s %v", resp.Status, resp.Header)
	}
	resp, body := get("0-1,5-6,-1")
	_, params, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if err != nil || resp.StatusCode != 206 || resp.Header.Get("Content-Range") != "" {
		t.Fatal(resp.Status, resp.Header, err)
	}
	parts, got := multipart.NewReader(strings.NewReader(body), params["boundary"]), ""
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		got += part.Header.Get("Content-Range") + " " + string(text) + ";"
	}
	if want := "bytes 0-1/10 01;bytes 5-6/10 56;bytes 9-9/10 9;"; got != want {
		t.Errorf("three ranges: %q, want %q", got, want)
	}
}

// Interim responses are on the wire, before the final one and with no field of
// each other's.
func TestInterim(t *testing.T) {
	_, addr := start(t)
	const ours = "Access-Control-Allow-Origin"
	for _, c := range []struct{ target, before, after string }{
		{"/try/103", "HTTP/1.1 103 Early Hints\r\nLink: </hall.css>; rel=preload; as=style\r\n\r\n", "<title>Hall 3</title>"},
		{"/try/102", "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n", "A 102 Processing went before this"},
		{"/try/104", "HTTP/1.1 104 Upload Resumption Supported\r\nUpload-Offset: 20\r\n\r\n", "A 104 Upload Resumption Supported went before this"},
		{"/try/150", "HTTP/1.1 150 \r\n\r\n", "A 150 went before this"},
		{"/try/104?delay=30ms", "HTTP/1.1 104 Upload Resumption Supported\r\nUpload-Offset: 20\r\n\r\n", "went before this"},
		{"/try/103?delay=30ms", "HTTP/1.1 103 Early Hints\r\nLink: </hall.css>; rel=preload; as=style\r\n\r\n", "<title>"},
	} {
		got := wire(t, addr, "GET "+c.target+" HTTP/1.1", "")
		rest, ok := strings.CutPrefix(got, c.before)
		if !ok || !strings.HasPrefix(rest, "HTTP/1.1 200 OK\r\n") || !strings.Contains(rest, c.after) || !strings.Contains(rest, ours) || strings.Contains(rest, "preload") || strings.Contains(rest, "Offset") {
			t.Errorf("%s:\n%s", c.target, got)
		}
		// HTTP/1.0 knows no interim responses (RFC 9110 §15.2).
		old := wire(t, addr, "GET "+c.target+" HTTP/1.0", "")
		if strings.Count(old, "HTTP/1.") != 2 || !strings.HasPrefix(old, "HTTP/1.0 200 OK\r\n") || !strings.Contains(old, "HTTP/1.0 knows no interim") {
			t.Errorf("%s:\n%s", c.target, old)
		}
		if head := wire(t, addr, "HEAD "+c.target+" HTTP/1.1", ""); !strings.HasPrefix(head, c.before) || !strings.HasSuffix(head, "\r\n\r\n") {
			t.Errorf("HEAD %s:\n%s", c.target, head)
		}
	}
}

// The interim response does not wait for the delay.
func TestInterimBeforeDelay(t *testing.T) {
	_, addr := start(t)
	for _, target := range []string{"/try/103?delay=20s", "/try/104?delay=20s"} {
		conn := dial(t, addr)
		conn.SetDeadline(time.Now().Add(15 * time.Second))
		fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", target)
		line, err := bufio.NewReader(conn).ReadString('\n')
		if err != nil || !strings.HasPrefix(line, "HTTP/1.1 "+target[5:8]) {
			t.Errorf("%s: %q %v", target, line, err)
		}
		conn.Close()
	}
}

// A 100 is for those who wait for it; who is refused gets none.
func TestContinue(t *testing.T) {
	_, addr := start(t)
	const expect = "\r\nExpect: 100-continue\r\nContent-Length: 5"
	got := wire(t, addr, "PUT /try/100 HTTP/1.1"+expect, "hello")
	if !strings.HasPrefix(got, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n") {
		t.Errorf("with Expect:\n%s", got)
	}
	for _, target := range []string{"/try/401", "/try/417", "/try/422", "/try/301", "/try/nothing"} {
		if got := wire(t, addr, "PUT "+target+" HTTP/1.1"+expect, ""); strings.Contains(got, "100 Continue") || !strings.Contains(got, "\r\nConnection: close\r\n") {
			t.Errorf("%s:\n%s", target, got)
		}
	}
	for _, head := range []string{"GET /try/100 HTTP/1.1", "PUT /try/100 HTTP/1.0" + expect, "PUT /try/100 HTTP/1.1\r\nContent-Length: 5"} {
		content := ""
		if strings.Contains(head, "Content-Length") {
			content = "hello"
		}
		if got := wire(t, addr, head, content); strings.Contains(got, "100 Continue") || !strings.Contains(got, "Send content with Expect") {
			t.Errorf("%s:\n%s", head, got)
		}
	}
}

// The example of RFC 6455 §1.3, and what is no handshake.
func TestUpgrade(t *testing.T) {
	_, addr := start(t)
	const head = "GET /try/101 HTTP/1.1\r\nHost: x\r\nUpgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
	conn := dial(t, addr)
	io.WriteString(conn, head)
	in := bufio.NewReader(conn)
	resp, err := http.ReadResponse(in, nil)
	if err != nil || resp.StatusCode != 101 || resp.Header.Get("Sec-WebSocket-Accept") != "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" || resp.Header.Get(Mark) != "101" {
		t.Fatal(resp, err)
	}
	frame := make([]byte, 2)
	if _, err := io.ReadFull(in, frame); err != nil || frame[0] != 0x88 || frame[1] < 2 || frame[1] > 125 {
		t.Fatalf("no close frame: %x %v", frame, err)
	}
	payload := make([]byte, frame[1])
	if _, err := io.ReadFull(in, payload); err != nil || string(payload[:2]) != "\x03\xe8" {
		t.Fatalf("closed with %q %v", payload, err)
	}
	io.WriteString(conn, "\x88\x82\x00\x00\x00\x00\x03\xe8") // the client's, masked
	conn.(interface{ CloseWrite() error }).CloseWrite()
	if rest, err := io.ReadAll(in); len(rest) > 0 || err != nil {
		t.Errorf("behind the close: %q %v", rest, err)
	}

	for _, broken := range []string{
		strings.Replace(head, "13", "8", 1), strings.Replace(head, "WebSocket\r\n", "h2c\r\n", 1), strings.Replace(head, "dGhl", "????", 1),
		strings.Replace(head, "GET", "POST", 1), strings.Replace(head, "keep-alive, Upgrade", "keep-alive", 1),
	} {
		line, _, _ := strings.Cut(wire(t, addr, strings.TrimSuffix(broken, "\r\nHost: x"+broken[strings.Index(broken, "\r\nUpgrade"):])+broken[strings.Index(broken, "\r\nUpgrade"):len(broken)-4], ""), "\r\n")
		if line != "HTTP/1.1 426 Upgrade Required" {
			t.Errorf("%q: %s", broken, line)
		}
	}
}
