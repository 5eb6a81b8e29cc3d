package colour

import (
	"regexp/syntax"
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/chroma/v2"
)

// firstOf returns the ASCII characters that a match of the pattern can begin
// with, or nil if it may be any, or none: an empty match. It may name too many,
// and never too few: then a rule would not be tried that matches.
//
// The patterns are in the dialect of .NET, and what Go's parser does not know
// makes the answer nil. Where both know a class and differ in it, as in what \s
// is, the characters in dispute are taken to be in.
func firstOf(pattern string, config *chroma.Config) *[utf8.RuneSelf]bool {
	plain, ok := withoutLooks(pattern)
	if !ok {
		return nil
	}
	flags := syntax.Perl | syntax.UnicodeGroups
	if !config.NotMultiline {
		flags &^= syntax.OneLine
	}
	if config.CaseInsensitive {
		flags |= syntax.FoldCase
	}
	if config.DotAll {
		flags |= syntax.DotNL
	}
	re, err := syntax.Parse(plain, flags)
	if err != nil {
		return nil
	}
	prog, err := syntax.Compile(re.Simplify())
	if err != nil {
		return nil
	}
	f := finder{prog: prog, seen: make([]bool, len(prog.Inst))}
	if !f.from(prog.Start) {
		return nil
	}
	for c := range f.first {
		// Other control characters may count as white space.
		f.first[c] = f.first[c] || c < ' ' && c != '\t' && c != '\n' || c == 0x7f
	}
	return &f.first
}

// finder follows a program up to the first character that it reads.
type finder struct {
	prog  *syntax.Prog
	seen  []bool
	first [utf8.RuneSelf]bool
}

// from adds what can be read first from an instruction on. It reports false if
// the end can be reached without reading.
func (f *finder) from(pc int) bool {
	if f.seen[pc] {
		return true
	}
	f.seen[pc] = true
	switch inst := &f.prog.Inst[pc]; inst.Op {
	case syntax.InstAlt, syntax.InstAltMatch:
		return f.from(int(inst.Out)) && f.from(int(inst.Arg))
	case syntax.InstCapture, syntax.InstNop, syntax.InstEmptyWidth:
		return f.from(int(inst.Out))
	case syntax.InstMatch:
		return false
	case syntax.InstFail:
		return true
	default:
		for c := range f.first {
			f.first[c] = f.first[c] || inst.MatchRune(rune(c))
		}
		return true
	}
}

// withoutLooks removes what only looks ahead or behind: without it, a pattern
// matches where it did before, and more. It reports false for what is not known
// to be understood alike by both dialects.
func withoutLooks(pattern string) (string, bool) {
	var out strings.Builder
	for i := 0; i < len(pattern); {
		switch c := pattern[i]; c {
		case '\\':
			if i+1 == len(pattern) {
				return "", false
			}
			out.WriteString(pattern[i : i+2])
			i += 2
		case '[':
			end := classEnd(pattern, i)
			if end < 0 || disputed(pattern[i:end]) {
				return "", false
			}
			out.WriteString(pattern[i:end])
			i = end
		case '(':
			if !isLook(pattern[i:]) {
				out.WriteByte(c)
				i++
				break
			}
			end := groupEnd(pattern, i)
			if end < 0 || end < len(pattern) && strings.IndexByte("*+?{", pattern[end]) >= 0 {
				return "", false
			}
			out.WriteString("(?:)")
			i = end
		default:
			out.WriteByte(c)
			i++
		}
	}
	return out.String(), true
}

// disputed reports whether a class leaves out what is not of a kind, as [^\W\d]:
// the package that runs the patterns reads such a one as more than Go does.
func disputed(class string) bool {
	return strings.HasPrefix(class, "[^") && (strings.Contains(class, `\W`) || strings.Contains(class, `\D`) || strings.Contains(class, `\S`))
}

func isLook(s string) bool {
	for _, opening := range []string{"(?=", "(?!", "(?<=", "(?<!"} {
		if strings.HasPrefix(s, opening) {
			return true
		}
	}
	return false
}

// classEnd returns the offset behind the class that begins at i, or -1. A class
// within a class is subtracted in one dialect and named in the other.
func classEnd(p string, i int) int {
	i++
	if i < len(p) && p[i] == '^' {
		i++
	}
	for from := i; i < len(p); i++ {
		switch {
		case p[i] == '\\':
			i++
		case p[i] == '[' && (i+1 < len(p) && p[i+1] == ':' || i > from && p[i-1] == '-'):
			return -1
		case p[i] == ']' && i > from:
			return i + 1
		}
	}
	return -1
}

// groupEnd returns the offset behind the group that begins at i, or -1.
func groupEnd(p string, i int) int {
	for depth := 0; i < len(p); {
		switch p[i] {
		case '\\':
			i++
		case '[':
			end := classEnd(p, i)
			if end < 0 {
				return -1
			}
			i = end
			continue
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
		i++
	}
	return -1
}
