package diag

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Printer writes findings for people.
type Printer struct {
	W io.Writer
	// Source returns the text of a file by the name that findings use. It may
	// be nil, or report false, and then no source line is shown.
	Source func(file string) ([]byte, bool)
	Color  bool // use the terminal's colours
}

// Print writes each finding on a line of its own, followed by the source line,
// a caret under the place, and the hint. Findings come out in the order given.
// Nothing of the source can reach the terminal as a control sequence.
func (p Printer) Print(fs []Finding) error {
	for _, f := range fs {
		if _, err := io.WriteString(p.W, p.format(f)); err != nil {
			return err
		}
	}
	return nil
}

func (p Printer) format(f Finding) string {
	var b strings.Builder
	level := f.Level.String()
	if p.Color {
		code := map[Level]string{Info: "36", Warning: "33", Error: "31"}[f.Level]
		level = "\x1b[1;" + code + "m" + level + "\x1b[0m"
	}
	fmt.Fprintf(&b, "%s: %s: %s [%s]\n", Clean(f.Pos.String()), level, Clean(f.Text), f.Rule)
	if line, caret, ok := p.Frame(f.Pos); ok {
		fmt.Fprintf(&b, "  %s\n", line)
		if caret != "" {
			fmt.Fprintf(&b, "  %s\n", caret)
		}
	}
	if f.Hint != "" {
		fmt.Fprintf(&b, "  hint: %s\n", Clean(f.Hint))
	}
	return b.String()
}

// maxFrame is how many columns of a source line are shown.
const maxFrame = 120

// Frame returns the source line at pos, cleaned and cut to a readable width,
// and a line with a caret under the column. It reports false when there is no
// such line.
func (p Printer) Frame(pos Pos) (line, caret string, ok bool) {
	if p.Source == nil || pos.Line < 1 {
		return "", "", false
	}
	src, found := p.Source(pos.File)
	if !found {
		return "", "", false
	}
	raw, found := lineAt(string(src), pos.Line)
	if !found {
		return "", "", false
	}
	col := min(max(pos.Col-1, 0), len(raw))
	for col > 0 && col < len(raw) && !utf8.RuneStart(raw[col]) {
		col--
	}
	before, after := Clean(raw[:col]), Clean(raw[col:])
	// A long line is cut on both sides, so that the place stays in sight.
	if r := []rune(before); len(r) > maxFrame*2/3 {
		before = "…" + string(r[len(r)-maxFrame*2/3:])
	}
	if r := []rune(after); len(r)+utf8.RuneCountInString(before) > maxFrame {
		keep := max(0, maxFrame-utf8.RuneCountInString(before))
		after = string(r[:min(keep, len(r))]) + "…"
	}
	if pos.Col > 0 {
		caret = strings.Repeat(" ", utf8.RuneCountInString(before)) + "^"
	}
	return before + after, caret, true
}

func lineAt(src string, n int) (string, bool) {
	for ; n > 1; n-- {
		i := strings.IndexByte(src, '\n')
		if i < 0 {
			return "", false
		}
		src = src[i+1:]
	}
	line, _, _ := strings.Cut(src, "\n")
	return strings.TrimSuffix(line, "\r"), true
}

// Clean returns s as one line of valid UTF-8 in which tabs are spaces and
// control and formatting characters (bidirectional overrides among them) stand
// as U+FFFD, so that quoting input cannot steer a terminal.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == '\u2028', r == '\u2029':
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(s, string(unicode.ReplacementChar)))
}

// Nearest returns the candidate closest to word by edit distance, for a hint of
// the form «did you mean …?», or "" when none is close enough to be meant.
func Nearest(word string, candidates []string) string {
	best, bestDist := "", len([]rune(word))/2+1
	for _, c := range candidates {
		if d := distance(strings.ToLower(word), strings.ToLower(c)); d < bestDist || (d == bestDist && best != "" && c < best) {
			best, bestDist = c, d
		}
	}
	return best
}

// distance is the optimal string alignment distance: insertions, deletions,
// replacements and swaps of neighbours each count one.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) > 64 || len(y) > 64 { // nobody mistypes that much; keep it cheap
		return len(x) + len(y)
	}
	var before []int
	prev := make([]int, len(y)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(x); i++ {
		cur := make([]int, len(y)+1)
		cur[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				cur[j] = min(cur[j], before[j-2]+1)
			}
		}
		before, prev = prev, cur
	}
	return prev[len(y)]
}
