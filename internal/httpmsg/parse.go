package httpmsg

// The reader works line by line and keeps two things true. Each octet of the
// text is given a span in order (mark only ever moves on), so the spans always
// join to the text; and no octet is looked at more than a fixed number of
// times, so hostile text costs no more than other text.

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
)

// Limits of [Parse].
const (
	MaxText       = 1 << 20 // octets of text that are read
	MaxFieldLines = 1000    // header lines that are read, folded ones counted
)

const bom = "\uFEFF"

// Parse reads one message, a request or a response as its first line says.
// The text's first line has the given number, so all places are places in the
// file the text was taken from. Parse never fails: whatever is odd becomes a
// Problem, and the message holds what could be read. Problems come in the
// order of their places.
//
// Everything after the empty line is body; where one of several messages ends
// is for the caller to know.
func Parse(text string, line int) (*Message, []Problem) {
	p := &parser{text: text, end: len(text), first: line, line: line, open: noField}
	p.m = &Message{text: text}
	if len(text) > MaxText {
		p.m.Truncated = true
		p.end = MaxText
		// A line cut in two would be judged for what it is not.
		if i := strings.LastIndexByte(text[:MaxText], '\n'); i >= 0 {
			p.end = i + 1
		}
	}
	p.leadIn()
	if p.start() {
		p.fields()
	}
	p.mark(SpanUnread, len(text), -1)
	if len(text) > MaxText {
		p.problem(p.line, 1, "message-too-large", "",
			"the text is longer than 1 MiB; what lies behind that was not read")
	}
	slices.SortStableFunc(p.probs, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	p.m.problems = p.probs
	return p.m, p.probs
}

// Values of parser.open when no field is open.
const (
	noField  = -1 // a line of white space and text would begin a field
	oddField = -2 // it would go on with a line that could not be read
)

type parser struct {
	text  string
	end   int // how much of text is read
	first int // number of the first line
	pos   int // where the next line starts
	line  int // its number

	m     *Message
	probs []Problem

	open   int     // index of the field that a folded line goes on with
	from   int     // where that field starts
	pieces []piece // of its value
}

// rawLine is one line of the text: offsets of its start, of its line end and
// of the next line.
type rawLine struct {
	from, to, next int
	no             int
}

func (p *parser) problem(line, col int, id, spec, text string) {
	p.probs = append(p.probs, Problem{Line: line, Col: col, ID: id, Text: text, Spec: spec})
}

// at is problem for an octet of a line, by its offset in the text.
func (p *parser) at(l rawLine, off int, id, spec, text string) {
	p.problem(l.no, off-l.from+1, id, spec, text)
}

// peek returns the next line without passing it.
func (p *parser) peek() (l rawLine, ok bool) {
	if p.pos >= p.end {
		return rawLine{}, false
	}
	l = rawLine{from: p.pos, to: p.end, next: p.end, no: p.line}
	if i := strings.IndexByte(p.text[p.pos:p.end], '\n'); i >= 0 {
		l.to = p.pos + i
		l.next = l.to + 1
		if l.to > l.from && p.text[l.to-1] == '\r' {
			l.to--
		}
	}
	return l, true
}

// pass goes behind a line and marks its line end.
func (p *parser) pass(l rawLine) {
	p.mark(SpanNewline, l.next, -1)
	p.pos = l.next
	if l.next > l.to { // the last line of a text may have no end
		p.line++
	}
}

// leadIn passes a byte order mark and blank lines (RFC 9112 §2.2).
func (p *parser) leadIn() {
	if strings.HasPrefix(p.text[:p.end], bom) {
		p.mark(SpanSpace, len(bom), -1)
	}
	for {
		l, ok := p.peek()
		if !ok || !blank(p.text[max(l.from, p.marked()):l.to]) {
			return
		}
		p.mark(SpanSpace, l.to, -1)
		p.pass(l)
	}
}

// fields reads the header section, and the body when an empty line ends it.
func (p *parser) fields() {
	defer p.close()
	for n := 0; ; n++ {
		l, ok := p.peek()
		if !ok {
			return
		}
		if l.from == l.to {
			p.pass(l)
			p.body()
			return
		}
		if n == MaxFieldLines {
			p.m.Truncated = true
			p.problem(l.no, 1, "too-many-fields", "RFC 9110 §5.4",
				"the header section has more than 1000 lines; the rest was not read")
			return
		}
		// A byte order mark stands before the first line only, and is marked.
		s := p.text[max(l.from, p.marked()):l.to]
		switch {
		case !isSpace(s[0]):
			p.field(l)
		case blank(s):
			// To a recipient this is a fold, and the body turns into header
			// lines. Whoever wrote it meant the empty line, so read it as that.
			p.at(l, l.from, "field-fold", "RFC 9112 §5.2",
				"this line holds white space, so it is a folded line and not the empty line that ends the header section")
			p.mark(SpanSpace, l.to, -1)
			p.pass(l)
			p.body()
			return
		case p.open == noField:
			p.at(l, l.from, "field-fold", "RFC 9112 §2.2",
				"white space before the first header line; recipients reject the message or skip the line")
			p.field(l)
		default:
			p.fold(l)
		}
	}
}

func (p *parser) body() {
	p.m.HasBody = true
	p.m.BodyLine = p.line
	p.m.Body = []byte(p.text[p.pos:p.end]) // of no octets, but not nil, for ""
	p.mark(SpanBody, p.end, -1)
	p.line += bytes.Count(p.m.Body, []byte{'\n'})
}

// field reads a line that begins a field.
func (p *parser) field(l rawLine) {
	p.close()
	from := skipSpace(p.text, max(l.from, p.marked()), l.to)
	s := p.text[from:l.to]
	p.mark(SpanSpace, from, -1)
	colon := colonOf(s)
	if secondStatusLine(s) || colon < 0 {
		p.odd(l, from, s)
		return
	}

	i := len(p.m.Fields)
	name := strings.TrimRight(s[:colon], " \t")
	val := skipSpace(p.text, from+colon+1, l.to)
	end := trimSpaceRight(p.text, val, l.to)
	p.m.Fields = append(p.m.Fields, Field{
		Name: name, Value: p.text[val:end],
		Line: l.no, Col: from - l.from + 1,
		ValueLine: l.no, ValueCol: val - l.from + 1,
		Raw: p.text[from:l.to],
	})
	p.open, p.from = i, from

	p.mark(SpanFieldName, from+len(name), i)
	p.mark(SpanSpace, from+colon, i)
	p.mark(SpanPunct, from+colon+1, i)
	p.mark(SpanSpace, val, i)
	p.mark(SpanFieldValue, end, i)
	p.mark(SpanSpace, l.to, i)
	p.pass(l)

	p.checkName(l, from, name)
	if len(name) < colon {
		p.at(l, from+len(name), "field-space-before-colon", "RFC 9112 §5.1",
			"white space between the field name and the colon")
	}
	p.checkValue(l, val, end)
}

// odd passes a header line that is no field line.
func (p *parser) odd(l rawLine, from int, s string) {
	switch {
	case secondStatusLine(s):
		p.at(l, from, "second-status-line", "RFC 9112 §5",
			"a status line among the header lines; is an empty line missing before it?")
	case strings.IndexByte("<{[", s[0]) >= 0:
		p.at(l, from, "field-line-syntax", "RFC 9112 §5",
			"a header line without a colon; if the body begins here, an empty line is missing before it")
	default:
		p.at(l, from, "field-line-syntax", "RFC 9112 §5", "a header line without a colon: "+quote(s))
	}
	p.mark(SpanUnread, l.to, -1)
	p.pass(l)
	p.open = oddField
}

// fold adds a folded line (obs-fold, RFC 9112 §5.2) to the open field.
func (p *parser) fold(l rawLine) {
	i := p.open
	from := skipSpace(p.text, l.from, l.to)
	end := trimSpaceRight(p.text, from, l.to)
	if i == oddField { // what it belongs to was reported
		p.mark(SpanSpace, from, -1)
		p.mark(SpanUnread, l.to, -1)
		p.pass(l)
		return
	}
	f := &p.m.Fields[i]
	if !f.Folded {
		f.Folded = true
		p.pieces = append(p.pieces[:0], piece{text: f.Value, line: f.ValueLine, col: f.ValueCol})
		p.at(l, l.from, "field-fold", "RFC 9112 §5.2",
			"the field "+quote(f.Name)+" is folded over several lines")
	}
	p.pieces = append(p.pieces, piece{text: p.text[from:end], line: l.no, col: from - l.from + 1})
	f.Raw = p.text[p.from:l.to]

	p.m.marks[len(p.m.marks)-1].field = int32(i) // the line end before is inside the field
	p.mark(SpanSpace, from, i)
	p.mark(SpanFieldValue, end, i)
	p.mark(SpanSpace, l.to, i)
	p.pass(l)
	p.checkValue(l, from, end)
}

// close puts the parts of a folded field together. Doing so once, at the end,
// keeps a value of many folds from being copied for each of them.
func (p *parser) close() {
	if p.open < 0 || !p.m.Fields[p.open].Folded {
		p.open = max(p.open, noField)
		return
	}
	f := &p.m.Fields[p.open]
	var b strings.Builder
	for _, part := range p.pieces {
		if part.text == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		} else {
			f.ValueLine, f.ValueCol = part.line, part.col
		}
		part.off = b.Len()
		b.WriteString(part.text)
		f.pieces = append(f.pieces, part)
	}
	f.Value = b.String()
	p.open = noField
}

// checkName reports a name that is no token (RFC 9110 §5.1, §5.6.2).
func (p *parser) checkName(l rawLine, from int, name string) {
	const spec = "RFC 9110 §5.6.2"
	i := notToken(name)
	switch {
	case name == "":
		p.at(l, from, "field-name-syntax", spec, "the field name is empty")
	case i == 0 && name[0] == ':':
		p.at(l, from, "field-name-syntax", "RFC 9113 §8.3",
			"the pseudo-header field "+quote(name)+" stands outside the block at the start of the message")
	case i >= 0:
		p.at(l, from+i, "field-name-syntax", spec,
			quoteOctet(name, i)+" may not stand in a field name")
	}
}

// checkValue reports the first control character of a value (RFC 9110 §5.5).
func (p *parser) checkValue(l rawLine, from, end int) {
	if i := control(p.text[from:end]); i >= 0 {
		p.at(l, from+i, "field-value-control", "RFC 9110 §5.5",
			"the control character "+quoteOctet(p.text, from+i)+" in a field value")
	}
}

// colonOf returns the offset of the colon that ends the field name, or -1. A
// name in front of which a colon stands is that of a pseudo-header field.
func colonOf(s string) int {
	if s[0] == ':' {
		if i := strings.IndexByte(s[1:], ':'); i > 0 && IsToken(strings.TrimRight(s[1:1+i], " \t")) {
			return 1 + i
		}
	}
	return strings.IndexByte(s, ':')
}

// secondStatusLine reports whether a header line is a status line in form.
func secondStatusLine(s string) bool {
	if !hasPrefixFold(s, "HTTP/") {
		return false
	}
	i := 5
	for i < len(s) && !isSpace(s[i]) && s[i] != ':' {
		i++
	}
	j := skipSpace(s, i, len(s))
	return i > 5 && j > i && j < len(s) && isDigit(s[j])
}
