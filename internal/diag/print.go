package diag

import (
	"bytes"
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
	fmt.Fprintf(&b, "%s: %s: %s [%s]\n", Clean(f.Pos.String()), level, Clean(f.Text), Clean(f.Rule))
	if line, caret, ok := p.Frame(f.Pos); ok {
		if strings.HasPrefix(strings.TrimLeft(line, " "), "::") {
			line = strings.Replace(line, ":", "\ufffd", 1)
		}
		fmt.Fprintf(&b, "  %s\n", line)
		if caret != "" {
			fmt.Fprintf(&b, "  %s\n", caret)
		}
	}
	if f.Hint != "" {
		fmt.Fprintf(&b, "  hint: %s\n", Clean(f.Hint))
	}
	return noCommands.Replace(b.String())
}

// noCommands keeps quoted input from being a command to the machines that run
// checks: some look for ##[…] and ##vso[…] anywhere in a line. For ::…:: at the
// beginning of one, behind any blanks, format looks itself.
var noCommands = strings.NewReplacer("##[", "#\ufffd[", "##vso[", "#\ufffdvso[", "##teamcity[", "#\ufffdteamcity[")

// maxFrame is how many characters of a source line are shown.
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
	raw, found := lineAt(src, pos.Line)
	if !found {
		return "", "", false
	}
	col := min(max(pos.Col-1, 0), len(raw))
	for i := 0; i < utf8.UTFMax-1 && col > 0 && col < len(raw) && !utf8.RuneStart(raw[col]); i++ {
		col--
	}
	// A long line is cut on both sides, so that the place stays in sight. Cut
	// first, for a line may be as long as a file.
	const before, after = maxFrame * 2 / 3, maxFrame
	left, right := raw[:col], raw[col:]
	cutLeft, cutRight := len(left) > before*utf8.UTFMax, len(right) > after*utf8.UTFMax
	if cutLeft {
		left = left[len(left)-before*utf8.UTFMax:]
		for i := 0; i < utf8.UTFMax-1 && !utf8.RuneStart(left[0]); i++ {
			left = left[1:]
		}
	}
	if cutRight {
		right = right[:after*utf8.UTFMax]
	}
	l, r := []rune(Clean(string(left))), []rune(Clean(string(right)))
	if cutLeft || len(l) > before {
		l = append([]rune{'…'}, l[max(0, len(l)-before):]...)
	}
	if keep := maxFrame - len(l); cutRight || len(r) > keep {
		r = append(r[:min(keep, len(r))], '…')
	}
	if pos.Col > 0 {
		caret = blank(l) + "^"
	}
	return string(l) + string(r), caret, true
}

// blank returns as much space as the characters take on a terminal.
func blank(rs []rune) string {
	var b strings.Builder
	for _, r := range rs {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me): // stands over the one before
		case wide(r):
			b.WriteString("  ")
		default:
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// wide reports whether a character takes two columns: East Asian scripts, full
// width forms and most pictures.
func wide(r rune) bool {
	return r >= 0x1100 && (r <= 0x115f || r >= 0x2e80 && r <= 0xa4cf || r >= 0xac00 && r <= 0xd7a3 ||
		r >= 0xf900 && r <= 0xfaff || r >= 0xfe30 && r <= 0xfe6f || r >= 0xff00 && r <= 0xff60 || r >= 0xffe0 && r <= 0xffe6 ||
		r >= 0x1f300 && r <= 0x1faff || r >= 0x20000 && r <= 0x3fffd)
}

func lineAt(src []byte, n int) ([]byte, bool) {
	for ; n > 1; n-- {
		i := bytes.IndexByte(src, '\n')
		if i < 0 {
			return nil, false
		}
		src = src[i+1:]
	}
	line, _, _ := bytes.Cut(src, []byte("\n"))
	return bytes.TrimSuffix(line, []byte("\r")), true
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
	w := []rune(strings.ToLower(word))
	best, bestDist := "", len(w)/2+1
	for _, c := range candidates {
		r := []rune(strings.ToLower(c))
		if len(r)-len(w) > bestDist || len(w)-len(r) > bestDist {
			continue
		}
		if d := distance(w, r); d < bestDist || d == bestDist && best != "" && c < best {
			best, bestDist = c, d
		}
	}
	return best
}

const maxWord = 64 // nobody mistypes more; keep it cheap

// distance is the optimal string alignment distance: insertions, deletions,
// replacements and swaps of neighbours each count one.
func distance(x, y []rune) int {
	if len(x) > maxWord || len(y) > maxWord {
		return len(x) + len(y)
	}
	var before, prev, cur [maxWord + 1]int
	for j := range len(y) + 1 {
		prev[j] = j
	}
	for i := 1; i <= len(x); i++ {
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
