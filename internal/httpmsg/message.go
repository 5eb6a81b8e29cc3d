package httpmsg

import (
	"fmt"
	"slices"
	"strings"
)

// Kind says what a message is.
type Kind int

// The kinds. Unknown is text without a readable start line; it may have fields
// all the same, when only the start line is missing.
const (
	Unknown Kind = iota
	Request
	Response
)

// String returns unknown, request or response.
func (k Kind) String() string {
	switch k {
	case Request:
		return "request"
	case Response:
		return "response"
	default:
		return "unknown"
	}
}

// Message is one HTTP message (RFC 9112 §2.1) as it was written.
type Message struct {
	Kind   Kind
	Start  Start
	Fields []Field // in order, as written; pseudo-header fields are in Start

	// Body holds the octets after the empty line, a final line end included.
	// It is nil when the text has no empty line and not nil otherwise.
	Body     []byte
	HasBody  bool // there is an empty line, so a body, be it of no octets
	BodyLine int  // line on which the body starts; 0 when HasBody is false

	// Truncated says that a limit was met and text was left unread: the fields
	// may not be all, and the body is not the whole body.
	Truncated bool

	text     string
	marks    []mark
	problems []Problem
}

// Problems returns what [Parse] found wrong with the form of the message.
func (m *Message) Problems() []Problem { return m.problems }

// Start is the start line: a request line (RFC 9112 §3) or a status line
// (RFC 9112 §4). Columns are of Line and count from 1; 0 means that the part
// is not there. When the message began with pseudo-header fields, the parts
// come from them, the columns are 0 and the places are those of Pseudo.
type Start struct {
	Raw       string // the line as written, without its line end
	Line, Col int    // of the first octet that is not white space

	Method    string // of a request
	MethodCol int
	Target    string // of a request, in any of the forms of RFC 9112 §3.2
	TargetCol int

	// Version is what follows "HTTP/": "1.0", "1.1", "2", "3", or whatever was
	// written. Minor version 0 of HTTP/2 and HTTP/3 is left out (RFC 9110 §2.5).
	// Pseudo-header fields do not tell HTTP/2 from HTTP/3; they count as "2".
	Version    string
	VersionCol int // of "HTTP/"

	Status    int // of a response; 0 when it is no number
	StatusCol int
	Reason    string // of a response, without white space around it; may be empty
	ReasonCol int

	Pseudo []Field // pseudo-header fields (RFC 9113 §8.3), in order
}

// Field is one field line (RFC 9112 §5), folded lines taken together.
type Field struct {
	Name  string // as written, without white space before the colon
	Value string // without white space around it; each fold is one space (RFC 9112 §5.2)

	Line, Col           int // of the name
	ValueLine, ValueCol int // of the first octet of the value, or where it would stand

	Raw    string // the line or lines as written, without the last line end
	Folded bool   // the value goes on over several lines (obs-fold)

	pieces []piece // where the parts of a folded value stand
}

// piece is the part of a folded value that stands on one line.
type piece struct {
	text      string
	off       int // in Value
	line, col int
}

// Place returns where the octet at an offset of the value stands. An offset at
// or behind the end gives the place after the last octet.
func (f Field) Place(offset int) (line, col int) {
	offset = min(max(offset, 0), len(f.Value))
	for _, p := range slices.Backward(f.pieces) {
		if p.off <= offset {
			return p.line, p.col + offset - p.off
		}
	}
	return f.ValueLine, f.ValueCol + offset
}

// Problem is a fault of form that was found while reading a message.
type Problem struct {
	Line, Col int
	ID        string // identifier of the rule, e.g. field-fold
	Text      string // what is wrong, one sentence without a full stop
	Spec      string // the clause that says so, e.g. RFC 9112 §5.2
}

// Get returns the value of the first field of a name, and whether there is
// one. Names are compared without case (RFC 9110 §5.1).
func (m *Message) Get(name string) (string, bool) {
	for i := range m.Fields {
		if strings.EqualFold(m.Fields[i].Name, name) {
			return m.Fields[i].Value, true
		}
	}
	return "", false
}

// Values returns all fields of a name, in order (RFC 9110 §5.3). Names are
// compared without case.
func (m *Message) Values(name string) []Field {
	var out []Field
	for i := range m.Fields {
		if strings.EqualFold(m.Fields[i].Name, name) {
			out = append(out, m.Fields[i])
		}
	}
	return out
}

// String writes the message in a normal form: LF line ends, one space after
// each colon, folds undone, and the empty line only when there is a body.
// Parsing the result of a message that has no problems gives the same message.
func (m *Message) String() string {
	var b strings.Builder
	if s := m.Start.String(); s != "" {
		b.WriteString(s)
		b.WriteByte('\n')
	}
	for i := range m.Fields {
		b.WriteString(m.Fields[i].String())
		b.WriteByte('\n')
	}
	if m.HasBody {
		b.WriteByte('\n')
		b.Write(m.Body)
	}
	return b.String()
}

// String returns the field as "Name: value" on one line.
func (f Field) String() string {
	if f.Value == "" {
		return f.Name + ":"
	}
	return f.Name + ": " + f.Value
}

// String returns the start line in its normal form, or the pseudo-header
// fields one to a line, without a last line end. A line whose parts could not
// be read comes back as it was.
func (s Start) String() string {
	switch {
	case len(s.Pseudo) > 0:
		lines := make([]string, len(s.Pseudo))
		for i, f := range s.Pseudo {
			lines[i] = f.String()
		}
		return strings.Join(lines, "\n")
	case s.Method != "" && s.Target != "" && s.Version != "":
		return s.Method + " " + s.Target + " HTTP/" + s.Version
	case s.Status != 0 && s.Version != "":
		line := fmt.Sprintf("HTTP/%s %03d", s.Version, s.Status)
		// HTTP/1.x wants the second space even when no reason follows
		// (RFC 9112 §4); later versions have no reason at all.
		if s.Reason != "" || s.Version[0] < '2' {
			line += " " + s.Reason
		}
		return line
	}
	return s.Raw
}
