package diag

import (
	"errors"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"
)

func printer(b *strings.Builder, text string) Printer {
	return Printer{W: b, Source: func(file string) ([]byte, bool) { return []byte(text), file == "a.md" }}
}

func TestPrint(t *testing.T) {
	text := "first\n\tGröße: «x»\r\n" + strings.Repeat("a", 300) + "Z" + strings.Repeat("b", 300) + "\n漢字e\u0301!\n\x1b[31m\u202ered\x00\x9b\xff\n::error::x ##[error]y ##vso[task]z\nlast"
	for _, c := range []struct {
		name string
		f    Finding
		want string
	}{
		{"plain", Finding{Pos{"a.md", 1, 3}, Error, "r", "wrong", "mend it"},
			"a.md:1:3: error: wrong [r]\n  first\n    ^\n  hint: mend it\n"},
		{"a line without a column", Finding{Pos{"a.md", 1, 0}, Warning, "r", "wrong", ""},
			"a.md:1: warning: wrong [r]\n  first\n"},
		{"a file", Finding{Pos{"a.md", 0, 0}, Info, "r", "wrong", ""},
			"a.md: info: wrong [r]\n"},
		{"another file", Finding{Pos{"b.md", 1, 1}, Error, "r", "wrong", ""},
			"b.md:1:1: error: wrong [r]\n"},
		{"behind a tab and letters of two bytes", Finding{Pos{"a.md", 2, 13}, Error, "r", "wrong", ""},
			"a.md:2:13: error: wrong [r]\n   Größe: «x»\n           ^\n"},
		{"within a letter", Finding{Pos{"a.md", 2, 5}, Error, "r", "wrong", ""},
			"a.md:2:5: error: wrong [r]\n   Größe: «x»\n     ^\n"},
		{"behind the line's end", Finding{Pos{"a.md", 1, 99}, Error, "r", "wrong", ""},
			"a.md:1:99: error: wrong [r]\n  first\n       ^\n"},
		{"a long line", Finding{Pos{"a.md", 3, 301}, Error, "r", "wrong", ""},
			"a.md:3:301: error: wrong [r]\n  …" + strings.Repeat("a", 80) + "Z" + strings.Repeat("b", 38) + "…\n  " + strings.Repeat(" ", 81) + "^\n"},
		{"the beginning of a long line", Finding{Pos{"a.md", 3, 1}, Error, "r", "wrong", ""},
			"a.md:3:1: error: wrong [r]\n  " + strings.Repeat("a", 120) + "…\n  ^\n"},
		{"wide and combining characters", Finding{Pos{"a.md", 4, 10}, Error, "r", "wrong", ""},
			"a.md:4:10: error: wrong [r]\n  漢字e\u0301!\n       ^\n"},
		{"control characters", Finding{Pos{"a.md", 5, 9}, Error, "r", "wr\x1bong\n", "\u2066x"},
			"a.md:5:9: error: wr\ufffdong  [r]\n  \ufffd[31m\ufffdred\ufffd\ufffd\n        ^\n  hint: \ufffdx\n"},
		{"commands", Finding{Pos{"a.md", 6, 1}, Error, "r", "##vso[x]", ""},
			"a.md:6:1: error: #\ufffdvso[x] [r]\n  \ufffd:error::x #\ufffd[error]y #\ufffdvso[task]z\n  ^\n"},
		{"the last line", Finding{Pos{"a.md", 7, 1}, Error, "r", "wrong", ""},
			"a.md:7:1: error: wrong [r]\n  last\n  ^\n"},
		{"behind the last line", Finding{Pos{"a.md", 8, 1}, Error, "r", "wrong", ""},
			"a.md:8:1: error: wrong [r]\n"},
		{"an odd name", Finding{Pos{"x\n::y\x1b", 0, 0}, Error, "r", "wrong", ""},
			"x ::y\ufffd: error: wrong [r]\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b strings.Builder
			if err := printer(&b, text).Print([]Finding{c.f}); err != nil {
				t.Fatal(err)
			}
			if got := b.String(); got != c.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, c.want)
			}
		})
	}
}

func TestPrintColor(t *testing.T) {
	var b strings.Builder
	p := Printer{W: &b, Color: true}
	if err := p.Print([]Finding{{Pos{"a", 1, 1}, Warning, "r", "x", ""}, {Pos{"b", 1, 1}, Error, "r", "y", ""}}); err != nil {
		t.Fatal(err)
	}
	if got, want := b.String(), "a:1:1: \x1b[1;33mwarning\x1b[0m: x [r]\nb:1:1: \x1b[1;31merror\x1b[0m: y [r]\n"; got != want {
		t.Errorf("%q", got)
	}
}

type closed struct{}

var errClosed = errors.New("closed")

func (closed) Write([]byte) (int, error) { return 0, errClosed }

func TestPrintError(t *testing.T) {
	if err := (Printer{W: closed{}}).Print([]Finding{{Text: "x"}}); !errors.Is(err, errClosed) {
		t.Error(err)
	}
}

func TestFrameWithoutSource(t *testing.T) {
	if _, _, ok := (Printer{}).Frame(Pos{"a", 1, 1}); ok {
		t.Error("a line without a source")
	}
}

// TestFrameIsCheap makes sure that one line as long as a file is not copied for
// each finding in it.
func TestFrameIsCheap(t *testing.T) {
	text := []byte(strings.Repeat("é[", 1<<20))
	p := Printer{Source: func(string) ([]byte, bool) { return text, true }}
	const runs = 50
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range runs {
		p.Frame(Pos{"a", 1, 1 << 20})
	}
	runtime.ReadMemStats(&after)
	if got := (after.TotalAlloc - before.TotalAlloc) / runs; got > 1<<14 {
		t.Errorf("%d bytes for a frame", got)
	}
}

// FuzzFrame shows any place in any text: one clean line, a caret within it.
func FuzzFrame(f *testing.F) {
	for _, s := range []string{"", "\n", "a\nb\r\nc", "Größe\t漢字\x00\xff\u202e", strings.Repeat("é", 500), strings.Repeat("\x80", 2000), "##[x ::y"} {
		f.Add(s, 1, 1)
		f.Add(s, 2, 3)
		f.Add(s, 1, 700)
	}
	f.Fuzz(func(t *testing.T, text string, lineNo, col int) {
		var b strings.Builder
		p := printer(&b, text)
		line, caret, ok := p.Frame(Pos{"a.md", lineNo, col})
		if ok != (lineNo >= 1 && lineNo <= strings.Count(text, "\n")+1) {
			t.Errorf("line %d of %d: %v", lineNo, strings.Count(text, "\n")+1, ok)
		}
		if !utf8.ValidString(line) || Clean(line) != line || utf8.RuneCountInString(line) > maxFrame+2 {
			t.Errorf("the line is not clean: %q", line)
		}
		if at := strings.TrimLeft(caret, " "); at != "" && at != "^" || ok && (at == "^") != (col > 0) {
			t.Errorf("the caret is %q", caret)
		}
		if utf8.RuneCountInString(caret) > 2*(utf8.RuneCountInString(line)+1) {
			t.Errorf("the caret is far out: %q under %q", caret, line)
		}
		if err := p.Print([]Finding{{Pos{"a.md", lineNo, col}, Error, "r", text, text}}); err != nil {
			t.Fatal(err)
		}
		for out := range strings.Lines(b.String()) {
			if strings.HasPrefix(strings.TrimLeft(out, " "), "::") || strings.Contains(out, "##[") || strings.Contains(out, "##vso[") || Clean(out[:len(out)-1]) != out[:len(out)-1] {
				t.Errorf("a line that commands: %q", out)
			}
		}
	})
}
