package colour

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/dlclark/regexp2/v2"
)

// odd are patterns whose loops, groups and looks are easily got wrong.
var odd = []string{
	`a*`, `a*?b`, `(a|ab)(c|bcd)(d*)`, `(a*)*b`, `(a*)+`, `(a?){2,3}b`, `(?:a?){2,}?b`, `(a|b)*?c`, `(?:(a)|b)*`, `(a)|b`, `(?>a*)ab`, `(?>(a)|ab)c`,
	`(?=(a+))a*b\1`, `(?!(a)b)a(.)`, `(?<=(a))b`, `(?<!a)b+`, `(?<=ab|b)c*`, `(?<=a{2})b`, `(\w+)\s\1`, `(?<name>a)(b)\k<name>`, `^a|b$`, `\bfoo\b|\Bo`,
	`[^\W\d]+`, `[a-z-[aeiou]]+`, `\p{Lu}\w*`, `(?i)strasse|ÄB`, `.{2,4}?x`, `\Aab|b\z|b\Z`, `(a(b(c)?)?)*`, `((a)|(b))+?c`, `(?:){3}a`, `(?:a|)*b`,
	`((?:a*)*)*b`, `(?:(?=a)a|b)*c`, `(?s).*b`, `"(?:\\.|[^"\\])*"`, `(?:a{1,2}){2}`, `(x)?\1y`, `(?(1)a|b)`, `(?'o'a)(?'-o'b)`,
}

// slowly and quickly return the groups of a match at each position of a text.
func slowly(t *testing.T, expr, text string) (out [][][2]int, ok bool) {
	re, err := regexp2.Compile(`\G(?m)(?:` + expr + `)`)
	if err != nil {
		return nil, false
	}
	re.MatchTimeout = time.Second
	m := &matcher{text: []rune(text)}
	p := &pattern{slow: re}
	for pos := range len(m.text) + 1 {
		found, err := p.match(m, pos)
		if err != nil {
			return nil, false
		}
		out = append(out, spans(m, found))
	}
	return out, true
}

func quickly(t *testing.T, expr, text string) (out [][][2]int, ok bool) {
	p, err := newPattern(expr, "m", false)
	if err != nil {
		t.Fatalf("%q: %v", expr, err)
	}
	if p.slow != nil {
		return nil, false
	}
	m := &matcher{text: []rune(text), left: steps}
	for pos := range len(m.text) + 1 {
		found, err := p.match(m, pos)
		if err != nil {
			return nil, false
		}
		if pos < len(m.text) && found && !p.may.has(m.text[pos]) {
			t.Errorf("%q begins with %q in %q, which is not among the first", expr, m.text[pos], text)
		}
		out = append(out, spans(m, found))
	}
	return out, true
}

func spans(m *matcher, found bool) [][2]int {
	if !found {
		return nil
	}
	return slices.Clone(m.spans)
}

func alike(t *testing.T, expr, text string) (quick bool) {
	t.Helper()
	want, ok := slowly(t, expr, text)
	if !ok {
		return false
	}
	got, ok := quickly(t, expr, text)
	if !ok {
		return false
	}
	for pos := range want {
		if !slices.Equal(want[pos], got[pos]) {
			t.Fatalf("%q at %d of %q: %v, the package says %v", expr, pos, text, got[pos], want[pos])
		}
	}
	return true
}

// TestPatterns holds what matches, and where its groups are, to the package.
func TestPatterns(t *testing.T) {
	texts := []string{"", "a", "aab", "abcd", "aaaa", "ab ab", "abab c", "foo foo", "Straße ÄB äb", "xy", "\"a\\\"b\" c", "aa\nb\nab\n", "bcbacab", "abcabab"}
	quick := 0
	for _, expr := range odd {
		for _, text := range texts {
			if alike(t, expr, text) {
				quick++
			}
		}
	}
	if least := (len(odd) - 6) * len(texts); quick < least {
		t.Errorf("only %d of %d were matched here", quick, least)
	}
}

// FuzzPattern does so for any pattern.
func FuzzPattern(f *testing.F) {
	for i, expr := range odd {
		f.Add(expr, []string{"aab ab", "abcabab", "bcbacab\nb"}[i%3])
	}
	f.Fuzz(func(t *testing.T, expr, text string) {
		// A pattern with its own end would be another one within Chroma's brackets.
		if _, err := regexp2.Compile(expr); err != nil || len(expr) > 40 || len(text) > 20 || !utf8.ValidString(expr+text) {
			t.Skip()
		}
		alike(t, expr, text)
	})
}

// TestSteps: a pattern that goes on for ever is given up after the same number of
// steps on every machine, and not after some time.
func TestSteps(t *testing.T) {
	for _, expr := range []string{`(.+)+b`, `(?:.|\w)*?b`, `.*\w*.*\w*b`, `(?!(.+)+b)c`} {
		p, err := newPattern(expr, "", false)
		if err != nil || p.slow != nil {
			t.Fatalf("%s: %v, slow: %v", expr, err, p.slow != nil)
		}
		var left []int
		for range 2 {
			m := &matcher{text: []rune(strings.Repeat("a", 300)), left: 100_000}
			if ok, err := p.match(m, 0); ok || !errors.Is(err, errSteps) {
				t.Errorf("%s: %v, %v", expr, ok, err)
			}
			left = append(left, m.left)
		}
		if left[0] != left[1] {
			t.Errorf("%s: %d steps, then %d", expr, left[0], left[1])
		}
	}
}
