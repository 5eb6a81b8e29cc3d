package doctor

import (
	"fmt"
	"strings"
	"testing"

	"statuswiki/internal/httpmsg"
)

// TestWork counts the octets that rules hand to a grammar: they are a fixed
// multiple of the message, however it is made.
func TestWork(t *testing.T) {
	work := func(text string) int {
		m, _ := httpmsg.Parse(text, 1)
		e := newExam(Exchange{Responses: []*httpmsg.Message{m}}, m, nil, &report{})
		e.last = true
		e.examine(func(*Rule) bool { return true })
		return e.read
	}
	for _, name := range []string{
		"WWW-Authenticate", "Set-Cookie", "Cache-Control", "Link", "Location", "ETag", "Date", "Expires", "Content-Range", "Content-Type",
		"Content-Length", "Transfer-Encoding", "Vary", "Allow", "Connection", "Upgrade", "Retry-After", "Age", "Access-Control-Allow-Origin",
	} {
		for _, lines := range []int{1, 30, 900} {
			text := "HTTP/1.1 401 x\n" + strings.Repeat(name+": "+strings.Repeat("a=b, ", 90000/lines/5)+"\n", lines) + "\n" + strings.Repeat("{", 50000)
			if n := work(text); n > 12*len(text) {
				t.Errorf("%d lines of %s: %d octets were read of %d", lines, name, n, len(text))
			}
		}
	}
}

// TestQuote makes sure that what is quoted is short and cannot do anything.
func TestQuote(t *testing.T) {
	for in, want := range map[string]string{
		"":                        `""`,
		"a b":                     `"a b"`,
		"\x1b[2J\u202e\xff\u0085": `"\x1b[2J\u202e\xff\u0085"`,
		`"a\b"`:                   "`\"a\\\\b\"`",
		strings.Repeat("ä", 61):   `"` + strings.Repeat("ä", 60) + `…"`,
	} {
		if got := quote(in); got != want {
			t.Errorf("quote(%q) = %s, want %s", in, got, want)
		}
	}
}

// TestMost makes sure that no input brings more findings than are listed, and
// that the gravest are kept.
func TestMost(t *testing.T) {
	r := &report{}
	for i := range 200 {
		rule := &Rule{ID: fmt.Sprint("r", i), Severity: Severity(i % 3)}
		x := &exam{report: r, rule: rule}
		for range 10 {
			x.say(place{i, 1}, "x")
		}
	}
	found := r.findings()
	if len(found) != maxAll || found[maxAll-1].Severity != Error {
		t.Errorf("%d findings, the last one %+v", len(found), found[len(found)-1])
	}
}
