package httpmsg

// Spans are recorded while the text is read, as ends only: a span begins where
// the one before it ends. That they join to the whole text is then no property
// of the parser's branches but of the way spans are stored.

import (
	"slices"
	"strings"
)

// SpanKind says what a piece of a message is.
type SpanKind uint8

// The kinds of spans.
const (
	SpanUnread     SpanKind = iota // text that could not be read, or lies behind a limit
	SpanMethod                     // of a request
	SpanTarget                     // of a request
	SpanVersion                    // HTTP/1.1
	SpanStatus                     // 200
	SpanReason                     // OK
	SpanFieldName                  // of a field or pseudo-header field
	SpanPunct                      // the colon of a field line
	SpanFieldValue                 // one line of a value
	SpanBody                       // one line of the body
	SpanSpace                      // white space, byte order mark
	SpanNewline                    // LF or CRLF
)

var spanNames = [...]string{
	"unread", "method", "target", "version", "status", "reason",
	"field-name", "punct", "field-value", "body", "space", "newline",
}

// String returns the kind's name in lower case, fit for a class in a page.
func (k SpanKind) String() string {
	if int(k) < len(spanNames) {
		return spanNames[k]
	}
	return "unread"
}

// Span is a piece of the text of a message.
type Span struct {
	Kind  SpanKind
	Text  string
	Field int // index into Message.Fields, or -1
}

// Spans returns the text that was parsed, in pieces and in order; all Text
// joined is exactly that text. No span but an unread one goes over a line end:
// line ends are spans of their own. From the name to the end of its last line,
// every span of a field carries the field's index, line ends inside a folded
// field too.
//
// A message that was not made by [Parse] gives the spans of its String.
func (m *Message) Spans() []Span {
	if m.text == "" {
		s := m.String()
		if s == "" {
			return nil
		}
		m, _ = Parse(s, 1)
	}
	out := make([]Span, 0, len(m.marks))
	from := 0
	for _, k := range m.marks {
		s := m.text[from:k.end]
		from = k.end
		if k.kind == SpanBody {
			out = bodySpans(out, s)
			continue
		}
		out = append(out, Span{Kind: k.kind, Text: s, Field: int(k.field)})
	}
	return out
}

// bodySpans cuts a body into its lines.
func bodySpans(out []Span, s string) []Span {
	out = slices.Grow(out, 2*(strings.Count(s, "\n")+1))
	for line := range strings.Lines(s) {
		text := strings.TrimSuffix(line, "\n")
		if len(text) < len(line) {
			text = strings.TrimSuffix(text, "\r")
		}
		if text != "" {
			out = append(out, Span{Kind: SpanBody, Text: text, Field: -1})
		}
		if len(text) < len(line) {
			out = append(out, Span{Kind: SpanNewline, Text: line[len(text):], Field: -1})
		}
	}
	return out
}

// mark is the end of a span, as an offset in the text.
type mark struct {
	end   int
	field int32
	kind  SpanKind
}

// mark ends a span at an offset; a span of nothing is left out.
func (p *parser) mark(kind SpanKind, end, field int) {
	if end > p.marked() {
		p.m.marks = append(p.m.marks, mark{end: end, field: int32(field), kind: kind})
	}
}

// marked returns the offset up to which the text is marked.
func (p *parser) marked() int {
	if len(p.m.marks) == 0 {
		return 0
	}
	return p.m.marks[len(p.m.marks)-1].end
}
