package paste

import (
	"strings"

	"statuswiki/internal/httpmsg"
)

// isVerbose reports whether lines are the output of curl -v: notes, requests and
// responses, each marked at the beginning of its lines.
func isVerbose(lines []line) bool {
	in, out := false, false
	for _, l := range lines {
		mark, rest := mark(l.text)
		switch mark {
		case '<':
			in = in || isStatusLine(rest)
		case '>':
			out = true
		}
		if in && out {
			return true
		}
	}
	return in
}

// mark cuts the mark at the beginning of a line of curl -v. A line without a
// text behind its mark may have lost the space.
func mark(s string) (byte, string) {
	if s == "" || !strings.ContainsRune("<>*{}", rune(s[0])) {
		return 0, s
	}
	if len(s) == 1 {
		return s[0], ""
	}
	if s[1] != ' ' {
		return 0, s
	}
	return s[0], s[2:]
}

// parseVerbose reads requests and responses in turn. The content stands bare
// between them.
func parseVerbose(lines []line) (*Paste, error) {
	p := &Paste{Form: Verbose}
	var request *httpmsg.Message
	for i := 0; i < len(lines); {
		switch m, _ := mark(lines[i].text); m {
		case '>':
			var at int
			at, i = p.take(lines, i, '>')
			if r, _ := httpmsg.Parse(p.text(at, len(p.lines)), at+1); r.Kind == httpmsg.Request {
				request = r
			}
		case '<':
			var at int
			at, i = p.take(lines, i, '<')
			i = p.content(lines, i)
			if r, _ := httpmsg.Parse(p.text(at, len(p.lines)), at+1); r.Kind == httpmsg.Response {
				p.Responses = append(p.Responses, r)
				p.Request = request
			}
		default:
			i++
		}
		if len(p.Responses) == maxResponses {
			break
		}
	}
	if len(p.Responses) == 0 {
		return nil, &NoResponse{"curl printed no status line"}
	}
	return p, nil
}

// take copies the lines with a mark, up to the empty one that ends a header
// section, and returns where they begin in p and what stands behind them.
func (p *Paste) take(lines []line, i int, wanted byte) (at, next int) {
	at = len(p.lines)
	for ; i < len(lines); i++ {
		m, rest := mark(lines[i].text)
		if m == '*' || m == '{' || m == '}' {
			continue // a note in between
		}
		if m != wanted || wanted == '<' && len(p.lines) > at && isStatusLine(rest) {
			break
		}
		p.lines = append(p.lines, line{rest, lines[i].number, len(lines[i].text) - len(rest)})
		if rest == "" {
			i++
			break
		}
	}
	return at, i
}

// leftIntact is the note that curl writes behind content without a line end.
const leftIntact = "* Connection #"

// content copies the bare lines behind a header section.
func (p *Paste) content(lines []line, i int) int {
	for ; i < len(lines); i++ {
		text := lines[i].text
		m, _ := mark(text)
		if m == '{' || m == '}' || m == '*' {
			continue
		}
		if m == '<' || m == '>' {
			if _, rest := mark(text); m == '>' || isStatusLine(rest) {
				break
			}
		}
		if at := strings.Index(text, leftIntact); at > 0 {
			p.lines = append(p.lines, line{text[:at], lines[i].number, 0})
			continue
		}
		p.lines = append(p.lines, line{text, lines[i].number, 0})
	}
	for len(p.lines) > 0 && p.lines[len(p.lines)-1].text == "" && i >= len(lines) {
		// The line end behind the last line is the terminal's.
		if len(p.lines) < 2 || p.lines[len(p.lines)-2].text == "" {
			break
		}
		p.lines = p.lines[:len(p.lines)-1]
	}
	return i
}
