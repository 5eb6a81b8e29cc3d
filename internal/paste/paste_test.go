package paste_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"statuswiki/internal/paste"
)

// said writes what was found on one line: form, request, statuses, contents.
func said(p *paste.Paste) string {
	var b strings.Builder
	b.WriteString(string(p.Form))
	if p.Request != nil {
		fmt.Fprintf(&b, " %s %s", p.Request.Start.Method, p.Request.Start.Target)
	}
	for _, r := range p.Responses {
		fmt.Fprintf(&b, " %d(%q)", r.Start.Status, r.Body)
	}
	return b.String()
}

func TestForms(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"raw":                 {"HTTP/1.1 401 Unauthorized\r\nA: b\r\n\r\nno", `response 401("no")`},
		"no empty line":       {"HTTP/1.1 204 No Content\nA: b", `response 204("")`},
		"byte order mark":     {"\ufeff\n\nHTTP/1.1 404 Not Found\n\n", `response 404("")`},
		"prompt":              {"$ curl -i https://example.com/\nHTTP/2 200 \na: b\n\nhello\n", `response 200("hello\n")`},
		"chain":               {"HTTP/1.1 301 Moved\nLocation: /b\nContent-Length: 0\n\nHTTP/1.1 200 OK\nContent-Length: 2\n\nok\n", `response 301("") 200("ok\n")`},
		"interim":             {"HTTP/1.1 103 Early Hints\nLink: </a>\n\nHTTP/1.1 200 OK\n\nx", `response 103("") 200("x")`},
		"content like a line": {"HTTP/1.1 200 OK\nContent-Length: 21\n\nHTTP/1.1 404 No\n\nabcd", `response 200("HTTP/1.1 404 No\n\nabcd")`},
		"pseudo-header":       {":status: 503\nretry-after: 5\n\n", `response 503("")`},
		"header block":        {"Content-Type: text/html\nWWW-Authenticate: Basic realm=\"x\"\n", `header fields 200("")`},
		"curl -v": {"* Connected to h\n> GET /a HTTP/1.1\n> Host: h\n> \n< HTTP/1.1 401 Unauthorized\n< A: b\n< \n{ [5 bytes data]\nno way\n* Connection #0 to host h left intact\n",
			`curl -v GET /a 401("no way")`},
		"curl -v, glued note": {"> GET /a HTTP/1.1\n> Host: h\n>\n< HTTP/1.1 200 OK\n<\nhello* Connection #0 to host h left intact\n", `curl -v GET /a 200("hello")`},
		"curl -v, two": {"> GET /a HTTP/1.1\n>\n< HTTP/1.1 302 Found\n< Location: /b\n<\n> GET /b HTTP/1.1\n>\n< HTTP/1.1 200 OK\n<\n",
			`curl -v GET /b 302("") 200("")`},
		"curl -v, interim": {"> PUT /a HTTP/1.1\n>\n< HTTP/1.1 100 Continue\n<\n< HTTP/1.1 201 Created\n<\n", `curl -v PUT /a 100("") 201("")`},
		"HAR": {`{"log":{"entries":[{"request":{"method":"GET","url":"https://h/a?b#c","headers":[]},"response":{"status":200,"headers":[]}},
			{"request":{"method":"POST","url":"https://h/x","httpVersion":"h2","headers":[{"name":"A","value":"b"}]},"response":{"status":429,"statusText":"","httpVersion":"h2","headers":[{"name":"retry-after","value":"5"}],"content":{"text":"c2xvdw==","encoding":"base64"}}},
			{"request":{"method":"GET","url":"https://h/z","headers":[]},"response":{"status":304,"headers":[]}}]}}`, `HAR file POST /x 429("slow")`},
	} {
		p, err := paste.Parse(c.text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if got := said(p); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
	}
}

func TestLogs(t *testing.T) {
	for text, want := range map[string]paste.LogEntry{
		`203.0.113.7 - ada [21/Nov/2026:09:30:00 +0000] "GET /orders?x=1 HTTP/1.1" 499 0 "-" "curl/8.5"`:                                                       {Source: "nginx or Apache", Status: 499, Method: "GET", Target: "/orders?x=1", Line: 1, Col: 75},
		`203.0.113.7 - - [21/Nov/2026:09:30:00 +0000] "-" 408 0`:                                                                                               {Source: "nginx or Apache", Status: 408, Method: "-", Line: 1, Col: 50, Notes: []string{"no request line arrived: the connection was opened and left, or spoke something else"}},
		`https 2026-11-21T09:30:00.000000Z app/web/50dc 203.0.113.7:2817 - 0.000 -1 -1 503 - 34 366 "GET https://shop.example.com:443/ HTTP/1.1" "curl/8.5" -`: {Source: "AWS Application Load Balancer", Status: 503, Method: "GET", Target: "https://shop.example.com:443/", Upstream: "-", Line: 1, Col: 79, Notes: []string{"the balancer answered by itself: no target was asked, or none could be"}},
		`[2026-11-21T09:30:00.310Z] "POST /v1/x HTTP/2" 503 UF,URX 154 91 226 - "10.0.35.28" "x" "y" "z" "-"`:                                                  {Source: "Envoy", Status: 503, Method: "POST", Target: "/v1/x", Line: 1, Col: 48, Notes: []string{"UF: the connection to the server behind failed", "URX: the limit of retries or connection attempts is reached"}},
	} {
		p, err := paste.Parse("noise\n" + text + "\n")
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		want.Line = 2
		if got := fmt.Sprintf("%+v", *p.Entry); p.Form != paste.Log || got != fmt.Sprintf("%+v", want) {
			t.Errorf("%s:\n got %s\nwant %+v", text, got, want)
		}
	}
}

// TestPlace looks whether places point into what was pasted.
func TestPlace(t *testing.T) {
	const text = "* note\n> GET / HTTP/1.1\n> Host: h\n>\n< HTTP/1.1 401 Unauthorized\n* another note\n< Retry-After: soon\n<\n"
	p, err := paste.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	f := p.Responses[0].Fields[0]
	line, col := p.Place(f.ValueLine, f.ValueCol)
	if got := strings.Split(text, "\n")[line-1][col-1:]; got != "soon" {
		t.Errorf("%d:%d is %q", line, col, got)
	}
	p, err = paste.Parse("$ curl -i x\n\nHTTP/1.1 200 OK\nA: b\n")
	if err != nil {
		t.Fatal(err)
	}
	if line, col := p.Place(p.Responses[0].Fields[0].Line, 1); line != 4 || col != 1 {
		t.Errorf("%d:%d", line, col)
	}
	p, err = paste.Parse("A: b\nC: d\n")
	if err != nil {
		t.Fatal(err)
	}
	if line, _ := p.Place(p.Responses[0].Fields[1].Line, 1); line != 2 {
		t.Errorf("line %d", line)
	}
}

func TestNoResponse(t *testing.T) {
	for text, want := range map[string]string{
		"":                            "it is empty",
		" \n\t\n":                     "it is empty",
		"\x00\x01\x02":                "it is binary",
		"GET / HTTP/1.1\nHost: x\n\n": "it is a request",
		"<!doctype html><p>No":        "it is only a page",
		`{"error":"no"}`:              "it is only JSON",
		"curl: (52) Empty reply":      "curl got no response",
		"Dear support, it is broken.": "it begins with",
		`{"log":{"entries":[]}}`:      "has no entries",
		`{"log":`:                     "is no JSON",
		`{"log":{"entries":[{"request":{"url":"https://x/"},"response":{"status":0}}]}}`: "the browser got no response",
		"> GET / HTTP/1.1\n>\n< nonsense\n":                                              "it begins with",
	} {
		_, err := paste.Parse(text)
		var none *paste.NoResponse
		if !errors.As(err, &none) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"HTTP/1.1 200 OK\n\nx", "> GET / HTTP/1.1\n>\n< HTTP/1.1 200 OK\n<\nx", `{"log":{"entries":[{}]}}`, "A: b", "x - - [t] \"GET / HTTP/1.1\" 200 1", ":status: 200\n\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := paste.Parse(text)
		if err != nil {
			return
		}
		if (p.Entry == nil) == (len(p.Responses) == 0) {
			t.Fatalf("neither messages nor a log line, or both: %+v", p)
		}
		lines := strings.Count(text, "\n") + 1
		for _, r := range p.Responses {
			for _, field := range r.Fields {
				if line, col := p.Place(field.Line, field.Col); p.Form != paste.HAR && field.Line > 0 && (line < 1 || line > lines || col < 1) {
					t.Fatalf("the place %d:%d is not in the text", line, col)
				}
			}
		}
	})
}
