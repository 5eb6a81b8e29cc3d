package httpmsg_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"statuswiki/internal/httpmsg"
)

// TestGrammarsHostile: values made to be slow are read in little time.
func TestGrammarsHostile(t *testing.T) {
	const n = 1 << 16
	for _, unit := range []string{
		`a,`, `a b=c,`, `a=b,`, `"`, `\`, `a "`, `<`, `<a>,`, `<a>;`, `a==,`, `a `, ` `, `,`, `;`, `a=";`, `a=b `, "\x01", `a/`, `1,`,
	} {
		v := strings.Repeat(unit, n/len(unit))
		var many strings.Builder // names that differ
		for i := range 10000 {
			fmt.Fprintf(&many, "%sx%d=1", unit, i)
		}
		begin := time.Now()
		for _, s := range []string{v, "A " + v, many.String(), "a/b;" + v, "bytes=" + v, `"` + v} {
			all(s)
		}
		if d := time.Since(begin); d > 2*time.Second {
			t.Errorf("%q repeated took %v", unit, d)
		}
	}
}

// TestHostile: text made to be slow is read in little time, and what is said
// about it is short.
func TestHostile(t *testing.T) {
	const n = 1 << 20
	ok := "HTTP/1.1 200 OK\n"
	for _, s := range []string{
		strings.Repeat(" ", n), strings.Repeat("\n", n), strings.Repeat(":a:\n", n/4),
		ok + strings.Repeat(":", n), ok + "A: " + strings.Repeat("\x01", n),
		ok + strings.Repeat(" a\n", n/3), ok + "A: b\n" + strings.Repeat(" "+strings.Repeat("x", 1000)+"\n", n/1000),
		ok + strings.Repeat("\r", n), ok + "\n" + strings.Repeat("\n", n),
		"GET " + strings.Repeat("a ", n/2) + "HTTP/1.1", strings.Repeat("GET ", n/4),
	} {
		begin := time.Now()
		m, problems := httpmsg.Parse(s, 1)
		checkSpans(t, s, m)
		if d := time.Since(begin); d > 2*time.Second {
			t.Errorf("%.30q: took %v", s, d)
		}
		if len(problems) > 3*httpmsg.MaxFieldLines {
			t.Errorf("%.30q: %d problems", s, len(problems))
		}
		for _, p := range problems {
			if len(p.Text) > 300 || strings.ContainsFunc(p.Text, func(r rune) bool { return r < ' ' }) {
				t.Errorf("%.30q: problem text %q", s, p.Text)
			}
		}
	}
}

func BenchmarkParse(b *testing.B) {
	small := well[0]
	fields := "HTTP/1.1 200 OK\r\n" + strings.Repeat("Content-Security-Policy: default-src 'self'\r\n", 900) + "\r\n"
	body := small + strings.Repeat("a line of a body\n", 50000)
	for _, bb := range []struct{ name, text string }{{"small", small}, {"fields", fields}, {"body", body}} {
		b.Run(bb.name, func(b *testing.B) {
			b.SetBytes(int64(len(bb.text)))
			b.ReportAllocs()
			for b.Loop() {
				httpmsg.Parse(bb.text, 1)
			}
		})
	}
}
