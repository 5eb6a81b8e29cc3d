package httpmsg_test

import (
	"fmt"
	"strings"
	"testing"

	"statuswiki/internal/httpmsg"
)

// checkSpans checks what holds for the spans of any text.
func checkSpans(t *testing.T, text string, m *httpmsg.Message) {
	t.Helper()
	var b strings.Builder
	for _, s := range m.Spans() {
		b.WriteString(s.Text)
		if s.Text == "" || s.Field < -1 || s.Field >= len(m.Fields) {
			t.Fatalf("%.60q: bad span %+v", text, s)
		}
		if nl := s.Text == "\n" || s.Text == "\r\n"; nl != (s.Kind == httpmsg.SpanNewline) && s.Kind != httpmsg.SpanUnread ||
			strings.Contains(s.Text, "\n") && !nl && s.Kind != httpmsg.SpanUnread {
			t.Fatalf("%.60q: a line end in the wrong span %+v", text, s)
		}
	}
	if b.String() != text {
		t.Fatalf("%.60q: the spans join to %.60q", text, b.String())
	}
}

// show writes spans as kind or kind.field and text, without spaces and the
// line ends outside fields.
func show(m *httpmsg.Message) string {
	var out []string
	for _, s := range m.Spans() {
		switch {
		case s.Kind == httpmsg.SpanSpace, s.Kind == httpmsg.SpanNewline && s.Field < 0:
		case s.Field >= 0:
			out = append(out, fmt.Sprintf("%v.%d %q", s.Kind, s.Field, s.Text))
		default:
			out = append(out, fmt.Sprintf("%v %q", s.Kind, s.Text))
		}
	}
	return strings.Join(out, " ")
}

func TestSpans(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", ``},
		{"HTTP/1.1 404 Not Found\nA: b c\n\nd\r\ne",
			`version "HTTP/1.1" status "404" reason "Not Found" field-name.0 "A" punct.0 ":" field-value.0 "b c" body "d" body "e"`},
		{"POST /a?b HTTP/1.1\r\nA:\r\n",
			`method "POST" target "/a?b" version "HTTP/1.1" field-name.0 "A" punct.0 ":"`},
		{":status: 200\na: b",
			`field-name ":status" punct ":" status "200" field-name.0 "a" punct.0 ":" field-value.0 "b"`},
		{"HTTP/1.1 200OK\nA : b\n c\njunk\n more\nB: x",
			`version "HTTP/1.1" status "200" reason "OK" field-name.0 "A" punct.0 ":" field-value.0 "b" newline.0 "\n" field-value.0 "c" ` +
				`unread "junk" unread "more" field-name.1 "B" punct.1 ":" field-value.1 "x"`},
		{"some\nprose", `unread "some\nprose"`},
		{"GET /a b HTTP/1.1", `method "GET" target "/a b" version "HTTP/1.1"`},
		{"DELETE /a", `method "DELETE" target "/a"`},
	}
	for _, tt := range tests {
		m, _ := httpmsg.Parse(tt.text, 1)
		checkSpans(t, tt.text, m)
		if got := show(m); got != tt.want {
			t.Errorf("%q:\ngot  %s\nwant %s", tt.text, got, tt.want)
		}
	}
	for _, text := range well {
		m, _ := httpmsg.Parse(text, 1)
		checkSpans(t, text, m)
	}

	made := &httpmsg.Message{Kind: httpmsg.Response, Start: httpmsg.Start{Version: "1.1", Status: 204},
		Fields: []httpmsg.Field{{Name: "A", Value: "b"}}}
	checkSpans(t, "HTTP/1.1 204 \nA: b\n", made)
}

func FuzzParse(f *testing.F) {
	for _, text := range well {
		f.Add(text)
	}
	for _, text := range []string{
		"HTTP/1.1 200 OK\nA: b\n c\n\n", "HTTP/1.1 200 OK\n A: b\n \nx", "HTTP 200\n:a: b\nHTTP/1.1 200 OK\n",
		":status: 200\n:path: /\n:x:\n", "GET a b HTTP/1.1\nA : b\x00\n", "HTTP/1.1 200OK\r\r\n\r\n", "\uFEFF a: b\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, problems := httpmsg.Parse(text, 1)
		checkSpans(t, text, m)
		lines := 1 + strings.Count(text, "\n")
		for _, p := range problems {
			if p.Line < 1 || p.Line > lines || p.Col < 1 || p.Col > len(text)+1 || p.ID == "" {
				t.Errorf("%q: bad place: %+v", text, p)
			}
		}
		for _, fl := range m.Fields {
			for off := range len(fl.Value) {
				line, col := fl.Place(off)
				src := strings.Split(text, "\n")[line-1]
				if fl.Value[off] != ' ' && (col > len(src) || src[col-1] != fl.Value[off]) { // a space may be a fold
					t.Fatalf("%q: offset %d of %q is not at %d:%d", text, off, fl.Value, line, col)
				}
			}
		}
		if m.HasBody && (!strings.HasSuffix(text, string(m.Body)) || m.BodyLine < 1) && !m.Truncated {
			t.Errorf("%q: body %q", text, m.Body)
		}
		_, _, _ = m.ContentLength()
		if len(problems) == 0 {
			roundTrip(t, text, m)
		}
	})
}
