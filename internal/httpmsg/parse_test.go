package httpmsg_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"statuswiki/internal/httpmsg"
)

// well holds messages in good form; none may have a problem.
var well = []string{
	"HTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Length: 5\n\nhello",
	"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nhello\r\n",
	"HTTP/1.1 204 No Content\n",
	"HTTP/1.1 204 No Content",
	"HTTP/1.1 200 \nA: b\n\n",
	"HTTP/1.1 200\nA: b\n\n",
	"HTTP/1.0 404 Not Found\nA:\n",
	"HTTP/2 200 \nserver: x\n\n",
	"HTTP/2 200\nserver: x\n\n",
	"HTTP/3 103\nlink: </a.css>; rel=preload\n\n",
	"HTTP/2.0 200 OK\nServer: x\n",
	"\uFEFFHTTP/1.1 200 OK\nA: b\n",
	"\n\r\n  \nHTTP/1.1 200 OK\nA: b\n",
	"GET /x HTTP/1.1\nHost: example.com\n\n",
	"GET http://example.com/x?y=z HTTP/1.1\nHost: example.com\n",
	"CONNECT example.com:443 HTTP/1.1\nHost: example.com\n",
	"CONNECT [::1]:443 HTTP/1.1\nHost: example.com\n",
	"OPTIONS * HTTP/1.1\nHost: example.com\n",
	"GET /x HTTP/2\nhost: example.com\n",
	"PURGE /x HTTP/1.1\nHost: example.com\n",
	":status: 200\ncontent-type: text/html\n\n<p>",
	":method: GET\n:scheme: https\n:authority: example.com\n:path: /x\naccept: */*\n",
	":method: CONNECT\n:authority: example.com:443\n",
	"HTTP/1.1 200 D\u2019accord\nX: gr\u00fc\xdf\tdich\nA: http://x:1/\n",
	"HTTP/1.1 200 OK\n\n\n\nbody with lines before it\r\n\n",
}

func TestWell(t *testing.T) {
	for _, text := range well {
		m, problems := httpmsg.Parse(text, 1)
		if len(problems) > 0 {
			t.Errorf("%q: %v", text, problems)
		}
		roundTrip(t, text, m)
	}
}

// roundTrip checks the properties of a message that has no problems.
func roundTrip(t *testing.T, text string, m *httpmsg.Message) {
	t.Helper()
	s := m.String()
	again, problems := httpmsg.Parse(s, 1)
	if len(problems) > 0 {
		t.Errorf("%q: its String %q has problems: %v", text, s, problems)
	}
	if got, want := content(again), content(m); got != want {
		t.Errorf("%q: after String:\n%s\nwant\n%s", text, got, want)
	}
	if again.String() != s {
		t.Errorf("%q: String is not stable: %q, then %q", text, s, again.String())
	}
}

// content is what a message says, without places and white space.
func content(m *httpmsg.Message) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%v %q %q %q %d %q\n", m.Kind, m.Start.Method, m.Start.Target,
		m.Start.Version, m.Start.Status, m.Start.Reason)
	for _, f := range append(m.Start.Pseudo, m.Fields...) {
		fmt.Fprintf(&b, "%q=%q\n", f.Name, f.Value)
	}
	fmt.Fprintf(&b, "%v %q", m.HasBody, m.Body)
	return b.String()
}

func TestSick(t *testing.T) {
	const ok = "HTTP/1.1 200 OK\n"
	tests := []struct {
		text string
		want string // line:col id, parted by commas; the text's first line is 10
	}{
		// The start line.
		{"", "10:1 not-a-response"},
		{"\n \n", "10:1 not-a-response"},
		{" ", "10:1 not-a-response"},
		{"Dear reader\nof mine", "10:1 not-a-response"},
		{"<!doctype html>\n<p>", "10:1 not-a-response"},
		{"{\"a\": 1}", "10:1 not-a-response"},
		{"\x00\x01\x02", "10:1 not-a-response"},
		{"200 OK\nA: b\n", "10:1 not-a-response"},
		{"Content-Type: x\nA b: c\n", "10:1 not-a-response,11:2 field-name-syntax"},
		{"https://example.com/\n", "10:1 not-a-response"},
		{"http/1.1 200 OK\n", "10:1 status-line-syntax"},
		{"HTTP/1.1\t200 OK\n", "10:9 status-line-syntax"},
		{"HTTP/1.1  200  OK\n", "10:9 status-line-syntax,10:14 status-line-syntax"},
		{"  HTTP/1.1 200 OK\n", "10:1 status-line-syntax"},
		{"\n\uFEFF HTTP/1.1 200 OK\n", "11:1 not-a-response"},
		{"\uFEFF HTTP/1.1 200 OK\n", "10:1 status-line-syntax"},
		{"HTTP 200 OK\n", "10:1 status-line-syntax"},
		{"HTTP1.1 200 OK\n", "10:5 status-line-syntax"},
		{"HTTP/1.1 200OK\n", "10:13 status-line-syntax"},
		{"HTTP/1.1 200 O\x1bK\n", "10:15 status-line-syntax"},
		{"HTTP/1.2 200 OK\n", "10:6 version-unknown"},
		{"HTTP/x 200 OK\n", "10:6 version-unknown"},
		{"HTTP/1.1.1 200 OK\n", "10:6 version-unknown"},
		{"HTTP/1.1\n", "10:9 status-range"},
		{"HTTP/1.1 2OO OK\n", "10:10 status-range"},
		{"HTTP/1.1 99 Low\n", "10:10 status-range"},
		{"HTTP/1.1 099 Low\n", "10:10 status-range"},
		{"HTTP/1.1 600 High\n", "10:10 status-range"},
		{"HTTP/1.1 2000 OK\n", "10:10 status-range"},
		{"HTTP/1.1 -200 OK\n", "10:10 status-range"},
		{"HTTP/1.1 99999999999999999999 OK\n", "10:10 status-range"},
		{"GET /a b HTTP/1.1\n", "10:7 request-line-syntax"},
		{"GET  /a HTTP/1.1\n", "10:4 request-line-syntax"},
		{"GET /a\n", "10:7 request-line-syntax"},
		{"GET HTTP/1.1\n", "10:4 request-line-syntax"},
		{"GET\n", "10:4 request-line-syntax,10:4 request-line-syntax"},
		{"GET /a HTTP/1.1 \n", "10:16 request-line-syntax"},
		{"GET /a#b HTTP/1.1\n", "10:7 request-line-syntax"},
		{"GET /\u00e4 HTTP/1.1\n", "10:6 request-line-syntax"},
		{"GET a HTTP/1.1\n", "10:5 request-line-syntax"},
		{"GET * HTTP/1.1\n", "10:5 request-line-syntax"},
		{"GET a$b:c HTTP/1.1\n", "10:5 request-line-syntax"},
		{"CONNECT example.com HTTP/1.1\n", "10:9 request-line-syntax"},
		{"GET /a HTTP/4\n", "10:13 version-unknown"},

		// Pseudo-header fields.
		{":status: 20\n", "10:10 status-range"},
		{":status: 200\n:status: 200\n", "11:1 pseudo-field"},
		{":status: 200\n:path: /\n", "11:1 pseudo-field"},
		{":status: 200\n:nope: /\n", "11:1 pseudo-field"},
		{"  :status: 200\na: b\n", "10:1 field-fold"},
		{":status: 200", ""},
		{":path: /\n", "10:1 pseudo-field"},
		{":method: GET\n", "10:1 pseudo-field"},
		{":method: GET /\n:path: /\n", "10:10 pseudo-field"},
		{":status : 200\n", "10:8 field-space-before-colon"},
		{":status: 200\na: b\n:path: /\n", "12:1 field-name-syntax"},
		{"HTTP/2 200\n:status: 200\n", "11:1 field-name-syntax"},
		{strings.Repeat(":status: 200\n", 16), strings.TrimPrefix(func() (s string) {
			for i := range 15 {
				s += fmt.Sprintf(",%d:1 pseudo-field", 11+i)
			}
			return s
		}(), ",")},

		// Header lines.
		{ok + "A : b\n", "11:2 field-space-before-colon"},
		{ok + "A \t: b\nC\t: d", "11:2 field-space-before-colon,12:2 field-space-before-colon"},
		{ok + "A: b\n c\n d\n", "12:1 field-fold"},
		{ok + " A: b\n", "11:1 field-fold"},
		{ok + "A: b\n  \nbody", "12:1 field-fold"},
		{ok + "A\u00e4: b\n", "11:2 field-name-syntax"},
		{ok + "A B: c\n", "11:2 field-name-syntax"},
		{ok + ": c\n", "11:1 field-name-syntax"},
		{ok + ":c\n", "11:1 field-name-syntax"},
		{ok + "::c\n", "11:1 field-name-syntax"},
		{ok + "A\n b\nC: d\n", "11:1 field-line-syntax"},
		{ok + "<html>\n\nx", "11:1 field-line-syntax"},
		{ok + "A: b\x00c\x01\n", "11:5 field-value-control"},
		{ok + "A: b\rc\n", "11:5 field-value-control"},
		{ok + "A: b\r\r\n", "11:5 field-value-control"},
		{ok + "A: b\n\tc\x7f\n", "12:1 field-fold,12:3 field-value-control"},
		{ok + "A: b\nHTTP/1.1 200 OK\nC: d\n", "12:1 second-status-line"},
		{ok + "A: b\nHTTP/1.1 404 Not: Found\n", "12:1 second-status-line"},

		// Limits.
		{ok + strings.Repeat("A: b\n", 1000), ""},
		{ok + strings.Repeat("A: b\n", 1000) + "\n", ""},
		{ok + strings.Repeat("A: b\n", 1001), "1011:1 too-many-fields"},
		{ok + "A:\n" + strings.Repeat(" b\n", 1000), "12:1 field-fold,1011:1 too-many-fields"},
		{ok + "\n" + strings.Repeat("b", 1<<20), "12:1 message-too-large"},
		{ok + "A: b\nC: " + strings.Repeat("d", 1<<20), "12:1 message-too-large"},
	}
	for _, tt := range tests {
		m, problems := httpmsg.Parse(tt.text, 10)
		var got []string
		for _, p := range problems {
			got = append(got, fmt.Sprintf("%d:%d %s", p.Line, p.Col, p.ID))
			if p.Text == "" || strings.HasSuffix(p.Text, ".") || p.Spec == "" && p.ID != "message-too-large" {
				t.Errorf("%.60q: not a good problem: %+v", tt.text, p)
			}
		}
		if s := strings.Join(got, ","); s != tt.want {
			t.Errorf("%.60q: got %s, want %s (%v)", tt.text, s, tt.want, problems)
		}
		checkSpans(t, tt.text, m)
	}
}

// TestNotAMessage: what is no message is called what it is.
func TestNotAMessage(t *testing.T) {
	for text, want := range map[string]string{
		"":                              "empty",
		"\x1f\x8b\x08\x00":              "binary",
		strings.Repeat("\xff", 600):     "binary",
		strings.Repeat("\u00e4", 600):   "begins with",
		"<!DOCTYPE html><p>":            "HTML",
		"<?xml version='1.0'?>":         "XML",
		"< HTTP/1.1 200 OK\n< A: b\n":   "curl -v",
		"> GET / HTTP/1.1\n> A: b\n":    "curl -v",
		"{":                             "JSON",
		"[1]":                           "JSON",
		"[sic] prose":                   "begins with",
		"404 Not Found":                 "HTTP/1.1 404",
		"A: b\n":                        "start line is missing",
		"$ curl -i https://example.com": "begins with",
		"We speak HTTP/1.1":             "begins with",
	} {
		m, problems := httpmsg.Parse(text, 1)
		if m.Kind != httpmsg.Unknown || len(problems) != 1 || !strings.Contains(problems[0].Text, want) {
			t.Errorf("%.40q: %v %v, want %q", text, m.Kind, problems, want)
		}
	}
	m, _ := httpmsg.Parse("A: b\n\nc", 1)
	if v, ok := m.Get("a"); v != "b" || !ok || m.BodyLen() != 1 {
		t.Errorf("fields without a start line: %q, %q", v, m.Body)
	}
}

func TestStart(t *testing.T) {
	type start = httpmsg.Start
	tests := []struct {
		text string
		want start
	}{
		{"HTTP/1.1 404 Not Found \n", start{Raw: "HTTP/1.1 404 Not Found ", Line: 1, Col: 1,
			Version: "1.1", VersionCol: 1, Status: 404, StatusCol: 10, Reason: "Not Found", ReasonCol: 14}},
		{"\n\nHTTP/2.0 200", start{Raw: "HTTP/2.0 200", Line: 3, Col: 1,
			Version: "2", VersionCol: 1, Status: 200, StatusCol: 10}},
		{"\uFEFFHTTP/3 200", start{Raw: "HTTP/3 200", Line: 1, Col: 4,
			Version: "3", VersionCol: 4, Status: 200, StatusCol: 11}},
		{"HTTP/1.1 200OK", start{Raw: "HTTP/1.1 200OK", Line: 1, Col: 1,
			Version: "1.1", VersionCol: 1, Status: 200, StatusCol: 10, Reason: "OK", ReasonCol: 13}},
		{"POST /a b HTTP/1.0", start{Raw: "POST /a b HTTP/1.0", Line: 1, Col: 1,
			Method: "POST", MethodCol: 1, Target: "/a b", TargetCol: 6, Version: "1.0", VersionCol: 11}},
		{"HEAD /", start{Raw: "HEAD /", Line: 1, Col: 1,
			Method: "HEAD", MethodCol: 1, Target: "/", TargetCol: 6}},
	}
	for _, tt := range tests {
		m, _ := httpmsg.Parse(tt.text, 1)
		if !reflect.DeepEqual(m.Start, tt.want) {
			t.Errorf("%q:\ngot  %+v\nwant %+v", tt.text, m.Start, tt.want)
		}
	}

	m, _ := httpmsg.Parse(":method: GET\n:path: /x\n:authority: a.example\n", 1)
	if s := m.Start; m.Kind != httpmsg.Request || s.Method != "GET" || s.Target != "/x" || s.Version != "2" ||
		len(s.Pseudo) != 3 || s.Pseudo[1].Line != 2 || s.Pseudo[1].ValueCol != 8 {
		t.Errorf("pseudo-header fields: %v %+v", m.Kind, s)
	}
}

func TestFields(t *testing.T) {
	m, _ := httpmsg.Parse("HTTP/1.1 200 OK\r\nVia:  a b \r\nX-Empty:\r\nvia:c\r\n\r\nbody\n", 7)
	if v, ok := m.Get("VIA"); v != "a b" || !ok {
		t.Errorf("Get: %q, %v", v, ok)
	}
	if v, ok := m.Get("x-empty"); v != "" || !ok {
		t.Errorf("Get of an empty field: %q, %v", v, ok)
	}
	if _, ok := m.Get("nope"); ok {
		t.Error("Get found a field that is not there")
	}
	want := []httpmsg.Field{
		{Name: "Via", Value: "a b", Line: 8, Col: 1, ValueLine: 8, ValueCol: 7, Raw: "Via:  a b "},
		{Name: "via", Value: "c", Line: 10, Col: 1, ValueLine: 10, ValueCol: 5, Raw: "via:c"},
	}
	if got := m.Values("Via"); !reflect.DeepEqual(got, want) {
		t.Errorf("Values:\ngot  %+v\nwant %+v", got, want)
	}
	if !m.HasBody || m.BodyLine != 12 || string(m.Body) != "body\n" || m.BodyLen() != 4 {
		t.Errorf("body: %v, line %d, %q, %d", m.HasBody, m.BodyLine, m.Body, m.BodyLen())
	}
}

func TestFolded(t *testing.T) {
	m, _ := httpmsg.Parse("HTTP/1.1 200 OK\nA: one \n  two\n\tthree\nB:\n b\nC: c", 1)
	for i, want := range []string{"one two three", "b", "c"} {
		if got := m.Fields[i].Value; got != want {
			t.Errorf("field %d is %q, want %q", i, got, want)
		}
	}
	if got, want := m.Fields[0].Raw, "A: one \n  two\n\tthree"; got != want {
		t.Errorf("Raw is %q, want %q", got, want)
	}
	for _, tt := range []struct{ field, off, line, col int }{
		{0, -1, 2, 4}, {0, 0, 2, 4}, {0, 2, 2, 6}, {0, 4, 3, 3}, {0, 8, 4, 2}, {0, 12, 4, 6}, {0, 99, 4, 7},
		{1, 0, 6, 2}, {1, 1, 6, 3}, {2, 0, 7, 4}, {2, 1, 7, 5},
	} {
		if line, col := m.Fields[tt.field].Place(tt.off); line != tt.line || col != tt.col {
			t.Errorf("field %d, offset %d: %d:%d, want %d:%d", tt.field, tt.off, line, col, tt.line, tt.col)
		}
	}
}

func TestBody(t *testing.T) {
	tests := []struct {
		text string
		has  bool
		len  int
	}{
		{"HTTP/1.1 200 OK\nA: b\n", false, 0},
		{"HTTP/1.1 200 OK\nA: b\n\n", true, 0},
		{"HTTP/1.1 200 OK\nA: b\n\n\n", true, 0},
		{"HTTP/1.1 200 OK\nA: b\n\nx\n", true, 1},
		{"HTTP/1.1 200 OK\nA: b\n\nx\n\n", true, 2},
		{"HTTP/1.1 200 OK\r\nA: b\r\n\r\nx\r\ny\r\n", true, 4},
		{"HTTP/1.1 200 OK\nA: b\n\ngr\u00fcn", true, 5},
	}
	for _, tt := range tests {
		m, _ := httpmsg.Parse(tt.text, 1)
		if m.HasBody != tt.has || (m.Body != nil) != tt.has || m.BodyLen() != tt.len {
			t.Errorf("%q: body %v %q, BodyLen %d", tt.text, m.HasBody, m.Body, m.BodyLen())
		}
	}
}

func TestContentLength(t *testing.T) {
	tests := []struct {
		fields string
		n      int64
		ok     bool
		err    string
	}{
		{"A: b", 0, false, ""},
		{"Content-Length: 42", 42, true, ""},
		{"content-length: 042", 42, true, ""},
		{"Content-Length: 42, 42 ,42", 42, true, ""},
		{"Content-Length: 42\nContent-Length: 42", 42, true, ""},
		{"Content-Length: 9223372036854775807", 1<<63 - 1, true, ""},
		{"Content-Length: 42\nContent-Length: 43", 0, true, "3:17 conflict"},
		{"Content-Length: 42, 43", 0, true, "2:21 conflict"},
		{"Content-Length: 0, 1", 0, true, "2:20 conflict"},
		{"Content-Length:", 0, true, "2:16 syntax"},
		{"Content-Length: +1", 0, true, "2:17 syntax"},
		{"Content-Length: 5 bytes", 0, true, "2:19 syntax"},
		{"Content-Length: 0x10", 0, true, "2:18 syntax"},
		{"Content-Length: 42,", 0, true, "2:20 syntax"},
		{"Content-Length: 9223372036854775808", 0, true, "2:17 syntax"},
	}
	for _, tt := range tests {
		m, _ := httpmsg.Parse("HTTP/1.1 200 OK\n"+tt.fields, 1)
		n, ok, err := m.ContentLength()
		got := ""
		if err != nil {
			e := err.(*httpmsg.LengthError)
			got = fmt.Sprintf("%d:%d %s", e.Line, e.Col, map[bool]string{true: "conflict", false: "syntax"}[e.Conflict])
		}
		if n != tt.n || ok != tt.ok || got != tt.err {
			t.Errorf("%q: got %d, %v, %q (%v)", tt.fields, n, ok, got, err)
		}
	}
}

func TestProblems(t *testing.T) {
	m, problems := httpmsg.Parse("HTTP/1.1 200 OK\nA : b", 1)
	if got := m.Problems(); len(got) != 1 || got[0] != problems[0] {
		t.Errorf("got %v, want %v", got, problems)
	}
}
