// Package httpmsg reads HTTP messages as people write and paste them, and
// knows the grammars of their fields.
//
// # Messages
//
// [Parse] turns text into a [Message]. It never fails and never gives up on
// the first oddity: what is wrong with the form becomes a [Problem] that has a
// place, the identifier of a rule, a sentence and a clause of a standard, and
// the rest is read as well as can be. What a message means, and whether its
// fields fit its status, is for the packages above to judge.
//
//	m, problems := httpmsg.Parse(text, 12) // the text begins on line 12 of its file
//	m.Start.Status                         // 405
//	allow, ok := m.Get("allow")            // first value; names are compared without case
//
// Line ends may be CRLF or a bare LF (RFC 9112 §2.2). A byte order mark and
// empty lines in front are passed over. Start lines of HTTP/2 and HTTP/3 are
// read as tools print them ("HTTP/2 200", "GET /x HTTP/2"), and so is a
// leading block of pseudo-header fields (":status: 200").
//
// Everything keeps its place. Lines count from the number given to Parse;
// columns count bytes from 1, as in [statuswiki/internal/diag]. [Field.Place]
// turns an offset in a value into a place, through folded lines too, so an
// error of a field grammar can be shown under the very octet it is about:
//
//	f := m.Values("WWW-Authenticate")[0]
//	if _, err := httpmsg.ParseChallenges(f.Value); err != nil {
//		line, col := f.Place(httpmsg.Offset(err))
//	}
//
// # Bodies
//
// The body is what follows the empty line, octet for octet: LF stays one
// octet, nothing is decoded. In Markdown a message stands in a fenced block
// whose last line end belongs to the fence, and editors end a file with a line
// end of their own. [Message.Body] therefore holds all octets, and
// [Message.BodyLen] counts them without one final line end.
//
// # Spans
//
// [Message.Spans] gives the text back in pieces that say what each is, for
// colouring. Joined, the pieces are exactly the text that was parsed, whatever
// that was.
//
// # Field grammars
//
// The Parse functions for single fields are pure: a value in, a typed result
// and an error out, no clock and no locale. An error is a [*SyntaxError] and
// carries the offset of the octet where reading failed. The functions for
// lists return what they could read beside the first error, because a message
// with one slip in it still deserves advice about the rest.
//
// # Limits
//
// At most [MaxText] octets and [MaxFieldLines] header lines are read; what lies
// behind is reported and left alone. All reading takes linear time. Text of
// problems and errors quotes input only cut short and with control characters
// escaped, so it is safe to print; it is not HTML.
package httpmsg
