// Package paste reads what people copy when something does not work: a raw
// response, a block of header fields, the output of curl -i or curl -v, a HAR
// file, a line of an access log. It finds the messages in it and keeps the place
// of each line, so that what is said about them can be shown where it stands.
//
// Nothing here judges: that is what package doctor does with the messages.
package paste

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"statuswiki/internal/httpmsg"
)

// Form is the kind of text that was pasted.
type Form string

// The forms.
const (
	Raw     Form = "response"      // curl -i prints it, too
	Fields  Form = "header fields" // without a status line
	Verbose Form = "curl -v"
	HAR     Form = "HAR file"
	Log     Form = "log line"
)

// MaxText is how many octets of a text are read.
const MaxText = 8 << 20

// Paste is what a text holds.
type Paste struct {
	Form Form

	// Request is the request that the last response answers, if it was pasted.
	Request *httpmsg.Message

	// Responses end with the one that it is about. Before it stand interim
	// responses, redirects, and refusals that were answered with credentials.
	// Without a status line it is one message whose status means nothing.
	Responses []*httpmsg.Message

	// Entry is what a line of a log says; then there are no messages.
	Entry *LogEntry

	lines []line // of the text that the messages were read from
}

// line is a line of the text that is read as messages and where it stood.
type line struct {
	text   string
	number int // in the paste, from 1
	shift  int // octets that stood before it
}

// NoResponse is the error for a text without a response. It says what the text
// is instead.
type NoResponse struct{ Found string }

func (e *NoResponse) Error() string {
	return "there is no response in it: " + e.Found
}

// Parse reads a text. The error is a [*NoResponse].
func Parse(text string) (*Paste, error) {
	if len(text) > MaxText {
		text = text[:MaxText]
	}
	text = strings.TrimPrefix(text, "\ufeff")
	switch trimmed := strings.TrimSpace(text); {
	case trimmed == "":
		return nil, &NoResponse{"it is empty"}
	case strings.ContainsRune(text[:min(len(text), 512)], 0) && !strings.Contains(text, "HTTP/"):
		return nil, &NoResponse{"it is binary"}
	case strings.HasPrefix(trimmed, "{") && strings.Contains(trimmed[:min(len(trimmed), 2000)], `"log"`):
		return parseHAR(trimmed)
	}
	lines := split(text)
	if isVerbose(lines) {
		return parseVerbose(lines)
	}
	p := &Paste{Form: Raw, lines: dropPrompt(lines)}
	p.responses(0)
	if len(p.Responses) > 0 {
		return p, nil
	}
	if e, ok := parseLog(lines); ok {
		return &Paste{Form: Log, Entry: e}, nil
	}
	if fields, ok := headerBlock(p.lines); ok && !strings.HasPrefix(strings.TrimSpace(text), "curl: (") {
		return fields, nil
	}
	return nil, &NoResponse{describe(p.lines)}
}

// split cuts a text into lines without their ends.
func split(text string) []line {
	var out []line
	for i, t := range strings.Split(text, "\n") {
		out = append(out, line{text: strings.TrimSuffix(t, "\r"), number: i + 1})
	}
	return out
}

// dropPrompt leaves out a command above its output.
func dropPrompt(lines []line) []line {
	for i, l := range lines {
		t := strings.TrimLeft(l.text, " \t")
		switch {
		case t == "" || strings.HasPrefix(t, "$ ") || strings.HasPrefix(t, "# curl") || strings.HasPrefix(t, "curl ") || strings.HasPrefix(t, "% curl"):
			continue
		}
		return lines[i:]
	}
	return nil
}

// Place returns the line and the column in the paste for a place in a message.
func (p *Paste) Place(number, col int) (int, int) {
	if number < 1 || number > len(p.lines) {
		return number, col
	}
	l := p.lines[number-1]
	return l.number, col + l.shift
}

// isStatusLine reports whether a line begins a response.
func isStatusLine(s string) bool {
	rest, ok := strings.CutPrefix(s, "HTTP/")
	if !ok {
		rest, ok = strings.CutPrefix(s, ":status:")
		return ok && rest != ""
	}
	version, status, ok := strings.Cut(rest, " ")
	return ok && version != "" && strings.Trim(version, "0123456789.") == "" && status != "" && status[0] >= '0' && status[0] <= '9'
}

// responses reads the messages from a line on. One ends where its
// Content-Length says, or else where the next status line stands behind an empty
// line.
func (p *Paste) responses(from int) {
	for from < len(p.lines) && strings.TrimSpace(p.lines[from].text) == "" {
		from++
	}
	for from < len(p.lines) && isStatusLine(p.lines[from].text) && len(p.Responses) < maxResponses {
		to := p.end(from)
		m, _ := httpmsg.Parse(p.text(from, to), from+1)
		p.Responses = append(p.Responses, m)
		from = to
		for from < len(p.lines) && p.lines[from].text == "" {
			from++
		}
	}
}

const maxResponses = 100

// text joins lines with the line ends that they had between them.
func (p *Paste) text(from, to int) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		b.WriteString(p.lines[i].text)
		if i < to-1 {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// end returns the line behind the message that begins at from.
func (p *Paste) end(from int) int {
	body := from + 1
	for body < len(p.lines) && p.lines[body].text != "" {
		if isStatusLine(p.lines[body].text) {
			return body // a header section that nothing ended
		}
		body++
	}
	body = min(body+1, len(p.lines))
	head, _ := httpmsg.Parse(p.text(from, body), 1)
	status := head.Start.Status
	if status >= 100 && status < 200 || status == 204 || status == 304 {
		return p.nextStatusLine(body)
	}
	if n, given, err := head.ContentLength(); given && err == nil {
		// What lies within Content-Length is content, even a status line.
		for at := body; at < len(p.lines) && n > 0; at++ {
			n -= int64(len(p.lines[at].text)) + 1
			body = at + 1
		}
	}
	return p.nextStatusLine(body)
}

// nextStatusLine returns the first line from at on that begins a message, or the
// end.
func (p *Paste) nextStatusLine(at int) int {
	for ; at < len(p.lines); at++ {
		if isStatusLine(p.lines[at].text) {
			return at
		}
	}
	return at
}

// headerBlock reads fields without a status line.
func headerBlock(lines []line) (*Paste, bool) {
	fields := 0
	for _, l := range lines {
		if l.text == "" {
			break
		}
		name, _, ok := strings.Cut(l.text, ":")
		if !ok || !httpmsg.IsToken(strings.TrimSpace(name)) {
			return nil, false
		}
		fields++
	}
	if fields == 0 {
		return nil, false
	}
	// The parser wants a start line. Its place is line 0, which nothing points to.
	p := &Paste{Form: Fields, lines: lines}
	m, _ := httpmsg.Parse("HTTP/1.1 200\n"+p.text(0, len(lines)), 0)
	p.Responses = []*httpmsg.Message{m}
	return p, true
}

// describe says what a text without a response is.
func describe(lines []line) string {
	text := ""
	for _, l := range lines {
		if text = strings.TrimSpace(l.text); text != "" {
			break
		}
	}
	m, _ := httpmsg.Parse(text, 1)
	switch {
	case !utf8.ValidString(text):
		return "it is binary"
	case m.Kind == httpmsg.Request:
		return "it is a request; paste what the server sent back"
	case strings.HasPrefix(text, "<"):
		return "it is only a page; paste the header fields above it, too (curl -i prints them)"
	case strings.HasPrefix(text, "{") || strings.HasPrefix(text, "["):
		return "it is only JSON; paste the header fields above it, too (curl -i prints them)"
	case strings.HasPrefix(text, "curl: ("):
		return "curl got no response; " + quoted(text)
	}
	return "it begins with " + quoted(text)
}

// quoted quotes a text that may be hostile, cut to a readable length.
func quoted(s string) string {
	const most = 60
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most]) + "…"
	}
	return fmt.Sprintf("%q", s)
}
