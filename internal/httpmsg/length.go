package httpmsg

import "bytes"

// LengthError says what is wrong with the Content-Length of a message.
type LengthError struct {
	Line, Col int
	Conflict  bool   // values that differ (RFC 9112 §6.3); otherwise a value is no length (RFC 9110 §8.6)
	Text      string // one sentence without a full stop
}

// Error returns the sentence.
func (e *LengthError) Error() string { return e.Text }

// ContentLength returns the value of Content-Length, and whether the message
// has the field (RFC 9110 §8.6). The same value may stand several times, in a
// list or on several lines (RFC 9112 §6.3, item 5). The error is a
// [*LengthError]: a value is not 1*DIGIT or too large for 63 bits, or two
// values differ. Transfer-Encoding, which goes before it, is not looked at.
func (m *Message) ContentLength() (n int64, ok bool, err error) {
	for _, f := range m.Values("Content-Length") {
		c := &scanner{s: f.Value}
		for {
			c.ows()
			at := c.i
			v, err := c.number()
			if err == nil {
				if c.ows(); !c.done() && c.next() != ',' {
					err = c.expected("a number of octets and nothing else")
				}
			}
			if err != nil {
				e := &LengthError{Text: "Content-Length: " + err.Error()}
				e.Line, e.Col = f.Place(Offset(err))
				return 0, true, e
			}
			if ok && v != n {
				e := &LengthError{Conflict: true, Text: "the values of Content-Length differ"}
				e.Line, e.Col = f.Place(at)
				return 0, true, e
			}
			n, ok = v, true
			if !c.eat(',') {
				break
			}
		}
	}
	return n, ok, nil
}

// BodyLen returns the number of octets of the body as it is shown, without one
// final line end. LF stays one octet, as written, and CRLF two.
//
// The final line end is the fence's in a Markdown example, and the editor's or
// the tool's in text that was pasted. In an example a body that does end with a
// line end is therefore written with an empty line before the fence. For
// pasted text it cannot be known; there, len(m.Body) is as good a count.
func (m *Message) BodyLen() int {
	b := m.Body
	if t := bytes.TrimSuffix(b, []byte("\n")); len(t) < len(b) {
		b = bytes.TrimSuffix(t, []byte("\r"))
	}
	return len(b)
}
