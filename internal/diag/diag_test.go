package diag

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestPosString(t *testing.T) {
	for want, p := range map[string]Pos{"a.md": {File: "a.md"}, "a.md:3": {File: "a.md", Line: 3}, "a.md:3:7": {"a.md", 3, 7}, "a.md ": {File: "a.md "}} {
		if got := p.String(); got != want {
			t.Errorf("%#v is %q", p, got)
		}
	}
}

func TestLevel(t *testing.T) {
	if got := fmt.Sprint(Info, Warning, Error); got != "info warning error" || Info >= Warning || Warning >= Error {
		t.Error(got)
	}
}

func TestList(t *testing.T) {
	var l List
	if l.Err() != nil || l.Len() != 0 || len(l.Sorted()) != 0 {
		t.Error("the zero value is not an empty list")
	}
	at := func(file string, line, col int) Pos { return Pos{file, line, col} }
	l.Add(Finding{at("a", 1, 1), Info, "r", "only said", ""})
	if l.Err() != nil || l.Errors() != 0 {
		t.Error("an info is no error")
	}
	l.Errorf(at("b", 1, 1), "r", "%d", 1)
	l.Hintf(at("a", 10, 1), "r", "try", "x")
	l.Hintf(at("a", 2, 1), "r", "first", "x")
	l.Hintf(at("a", 2, 1), "r", "second", "x")
	l.Hintf(at("a", 2, 1), "r", "first", "x") // again, with another between
	l.Errorf(at("a", 2, 1), "q", "x")
	l.Errorf(at("a", 0, 0), "r", "the file")
	var got []string
	for _, f := range l.Sorted() {
		got = append(got, f.String()+f.Hint)
	}
	want := []string{
		"a: error: the file [r]", "a:1:1: info: only said [r]", "a:2:1: error: x [q]", "a:2:1: error: x [r]first",
		"a:2:1: error: x [r]second", "a:10:1: error: x [r]try", "b:1:1: error: 1 [r]",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("sorted:\n%s", strings.Join(got, "\n"))
	}
	if l.Len() != 8 || l.Errors() != 7 {
		t.Errorf("%d findings, %d errors", l.Len(), l.Errors())
	}
	sorted := l.Sorted()
	sorted[0].Text = "changed"
	if l.Sorted()[0].Text == "changed" {
		t.Error("Sorted gives no copy")
	}
}

func TestFindingsError(t *testing.T) {
	var l List
	l.Add(Finding{Pos{"a", 1, 1}, Warning, "w", "careful", ""})
	l.Errorf(Pos{"b", 2, 3}, "r", "broken")
	err := fmt.Errorf("build: %w", l.Err())
	var found *FindingsError
	if !errors.As(err, &found) || len(found.Findings) != 2 {
		t.Fatalf("%v", err)
	}
	if got := found.Error(); got != "b:2:3: error: broken [r]" {
		t.Error(got)
	}
	l.Errorf(Pos{"c", 2, 3}, "r", "broken, too\nand \x1b[31m")
	if got := l.Err().Error(); got != "b:2:3: error: broken [r] (and 1 more)" {
		t.Error(got)
	}
	if got := (&FindingsError{}).Error(); strings.Contains(got, "-1") {
		t.Error(got)
	}
	if got := l.Sorted()[2].String(); strings.ContainsAny(got, "\n\x1b") {
		t.Errorf("%q", got)
	}
}

func TestNearest(t *testing.T) {
	sections := []string{"Quick answer", "Overview", "How to fix", "Headers", "Handling it"}
	for _, c := range []struct {
		word string
		from []string
		want string
	}{
		{"Overveiw", sections, "Overview"},
		{"overview", sections, "Overview"},
		{"How to repair", sections, "How to fix"},
		{"Zusammenfassung", sections, ""},
		{"", sections, ""},
		{"x", nil, ""},
		{"alowed", []string{"allowed", "expected"}, "allowed"},
		{"größe", []string{"große", "klein"}, "große"},
		{"ab", []string{"ba", "ac"}, "ac"}, // equally near: the first by name
		{"ab", []string{"ac", "ba"}, "ac"},
		{strings.Repeat("a", 65), []string{strings.Repeat("a", 64)}, ""},
		{"a" + strings.Repeat("b", 63), []string{strings.Repeat("b", 64)}, strings.Repeat("b", 64)},
		{"\xff\xfe", []string{"\xff"}, "\xff"},
	} {
		if got := Nearest(c.word, c.from); got != c.want {
			t.Errorf("Nearest(%q) = %q, not %q", c.word, got, c.want)
		}
	}
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"a", "", 1}, {"abc", "acb", 1}, {"abcd", "badc", 2}, {"kitten", "sitting", 3}, {"ca", "abc", 3}} {
		if got, back := distance([]rune(c.a), []rune(c.b)), distance([]rune(c.b), []rune(c.a)); got != c.want || back != c.want {
			t.Errorf("from %q to %q: %d, back %d, not %d", c.a, c.b, got, back, c.want)
		}
	}
}
