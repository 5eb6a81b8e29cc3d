package corpus

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

var (
	itemCode    = regexp.MustCompile(`^ *- \{?code: ([0-9]+)`)
	codesLine   = regexp.MustCompile(`^( *codes: )\[([0-9, ]+)\]`)
	codeRef     = regexp.MustCompile(`\[([0-9]{1,3})\]([^(]|$)`)
	classRef    = regexp.MustCompile(`\[([1-5])xx\]`)
	codeLink    = regexp.MustCompile(`\[([^][]*)\]\(/([0-9]+)/(#[^)]*)?\)`)
	classLink   = regexp.MustCompile(`\]\(/([1-5])xx/`)
	compareLink = regexp.MustCompile(`\[([^][]*)\]\(/compare/([0-9]+)-vs-([0-9]+)/(#[^)]*)?\)`)
	goneLink    = regexp.MustCompile(`\[([^][]*)\]\(/(?:choose|doctor)/[^)]*\)`)
	codeHeading = regexp.MustCompile(`^### ([0-9]{1,3})\s*$`)
	codeAnchor  = regexp.MustCompile(`\(#compared-([0-9]{1,3})\)`)
)

// entry rewrites the file of a code for the family.
func (f family) entry(code int, text string) string {
	front, body, _ := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n")
	return "---\n" + f.front(code, front) + "---\n" + f.body(code, body)
}

// front rewrites the front matter of an entry, line by line: real content has
// each fact on a line of its own.
func (f family) front(code int, text string) string {
	var out strings.Builder
	relations := "" // the key, until a relation is left
	for line := range strings.SplitSeq(text, "\n") {
		key, value, _ := strings.Cut(line, ": ")
		switch {
		case key == "code":
			fmt.Fprintf(&out, "code: %d\n", f.number(code))
			if code >= 200 && code <= 599 {
				fmt.Fprintf(&out, "status: %d\n", code)
			}
			continue
		case key == "summary" && f.no > 0:
			line = "summary: " + string(f.varied(value, f.seed(code)))
		case key == "aliases" && f.no > 0:
			line = key + ": " + f.aliases(code, value)
		case strings.TrimSpace(line) == "relations:":
			relations = line + "\n"
			continue
		case itemCode.MatchString(line):
			m := itemCode.FindStringSubmatchIndex(line)
			other, _ := strconv.Atoi(line[m[2]:m[3]])
			if !f.has(other) {
				continue
			}
			line = relations + line[:m[2]] + strconv.Itoa(f.number(other)) + line[m[3]:]
			relations = ""
		}
		out.WriteString(line + "\n")
	}
	return out.String()
}

// aliases puts a word behind each alias that no other copy has there: the words
// of a list, between its brackets.
func (f family) aliases(code int, list string) string {
	word := " " + f.mark()
	var out strings.Builder
	quote := byte(0)
	for i := range len(list) {
		c := list[i]
		switch {
		case quote != 0 && c == quote:
			out.WriteString(word)
			quote = 0
		case quote != 0:
		case c == '"' || c == '\'' && (list[i-1] == ' ' || list[i-1] == '['):
			quote = c
		case (c == ',' || c == ']') && list[i-1] != '"' && list[i-1] != '\'':
			out.WriteString(word)
		}
		out.WriteByte(c)
	}
	return out.String()
}

// mark is some words that no other family has.
func (f family) mark() string { return f.c.words.at(f.no) + " " + strconv.Itoa(f.no) }

// varied returns a text with other words, as long as it was.
func (f family) varied(text string, seed uint64) []byte {
	out := []byte(text)
	f.c.words.replace(out, seed)
	return out
}

// seed tells copies of a code apart.
func (f family) seed(code int) uint64 { return uint64(f.no)*1000 + uint64(code) }

// body rewrites the sections: what names codes everywhere, and, in copies, the
// words of running text.
func (f family) body(code int, text string) string {
	var out, para strings.Builder
	fence, dropped, held := false, false, ""
	n := uint64(0) // paragraphs
	flush := func() {
		if para.Len() > 0 {
			out.WriteString(f.paragraph(para.String(), f.seed(code)<<16+n))
			para.Reset()
			n++
		}
	}
	for line := range strings.Lines(text) {
		heading := strings.HasPrefix(line, "#") && !fence
		if heading {
			dropped = false
			if strings.HasPrefix(line, "## ") {
				held = "" // a section of which nothing is left
			}
		}
		if heading && strings.TrimSpace(line) == "## Compared with" {
			flush()
			held = line + "\n"
			continue
		}
		if m := codeHeading.FindStringSubmatch(line); m != nil && heading {
			other, _ := strconv.Atoi(m[1])
			dropped = !f.has(other)
			line = fmt.Sprintf("### %d\n", f.number(other))
		}
		mark := strings.HasPrefix(strings.TrimLeft(line, " "), "```")
		if mark {
			fence = !fence
		}
		if held != "" && !dropped {
			if strings.TrimSpace(line) == "" {
				continue
			}
			line, held = held+line, ""
		}
		switch {
		case dropped:
		case fence || mark:
			flush()
			out.WriteString(line)
		case heading || strings.HasPrefix(line, "|"):
			flush()
			out.WriteString(f.refs(line))
		default:
			para.WriteString(line)
			if strings.TrimSpace(line) == "" {
				flush()
			}
		}
	}
	flush()
	return out.String()
}

// paragraph rewrites lines up to an empty one.
func (f family) paragraph(text string, seed uint64) string {
	if f.no > 0 {
		term, rest, ok := strings.Cut(text, "\n: ")
		switch {
		case ok && term == "Who": // its words are a list of roles
		case ok:
			text = term + "\n: " + f.c.words.vary(rest, f.mark(), seed)
		default:
			text = f.c.words.vary(text, f.mark(), seed)
		}
	}
	return f.refs(text)
}

// refs rewrites what leads to codes in a text that is no code.
func (f family) refs(text string) string {
	text = compareLink.ReplaceAllStringFunc(text, func(s string) string {
		m := compareLink.FindStringSubmatch(s)
		a, okA := f.lookup(m[2])
		b, okB := f.lookup(m[3])
		if !okA || !okB || !f.has(atoi(m[2])) || !f.has(atoi(m[3])) {
			return m[1]
		}
		return fmt.Sprintf("[%s](/compare/%s-vs-%s/%s)", m[1], min(a, b), max(a, b), m[4])
	})
	text = codeLink.ReplaceAllStringFunc(text, func(s string) string {
		m := codeLink.FindStringSubmatch(s)
		if number, ok := f.lookup(m[2]); ok {
			return fmt.Sprintf("[%s](/%s/%s)", m[1], number, m[3])
		}
		return m[1]
	})
	text = codeRef.ReplaceAllStringFunc(text, func(s string) string {
		m := codeRef.FindStringSubmatch(s)
		if number, ok := f.lookup(m[1]); ok {
			return "[" + number + "]" + m[2]
		}
		return "`" + m[1] + "`" + m[2]
	})
	text = codeAnchor.ReplaceAllStringFunc(text, func(s string) string {
		number, _ := f.lookup(codeAnchor.FindStringSubmatch(s)[1])
		return "(#compared-" + number + ")"
	})
	text = goneLink.ReplaceAllString(text, "$1")
	text = classLink.ReplaceAllString(text, "](/${1}xxxx/")
	return classRef.ReplaceAllString(text, "[${1}xxxx]")
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// doc rewrites a file that is about no code of its own.
func (f family) doc(text string) string {
	var out strings.Builder
	fence, front := false, 0
	for line := range strings.Lines(text) {
		if line == "---\n" {
			front++
		}
		mark := strings.HasPrefix(strings.TrimLeft(line, " "), "```")
		if mark {
			fence = !fence
		}
		if m := codesLine.FindStringSubmatch(line); m != nil {
			var codes []string
			for digits := range strings.SplitSeq(m[2], ",") {
				if number, ok := f.lookup(strings.TrimSpace(digits)); ok {
					codes = append(codes, number)
				}
			}
			if codes == nil {
				continue
			}
			line = m[1] + "[" + strings.Join(codes, ", ") + "]\n"
		} else if strings.HasPrefix(line, "class: ") {
			line = strings.Replace(line, "xx", "xxxx", 1)
		} else if !fence && !mark && front > 1 {
			line = f.refs(line)
		}
		out.WriteString(line)
	}
	return out.String()
}
