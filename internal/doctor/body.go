package doctor

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"statuswiki/internal/httpmsg"
)

// The body of a message, and what may be said of it. A body that was pasted is
// what a tool made of the one that was sent.

// withoutBody says why the response never has a body, or nothing.
func (x *exam) withoutBody() (why, spec string) {
	switch {
	case x.m.Kind != httpmsg.Response:
		return "", ""
	case x.interim():
		return fmt.Sprintf("a %d ends with its header section", x.status()), "RFC 9110 §15.2"
	case x.code.NoContent:
		return fmt.Sprintf("a %d ends with its header section", x.status()), x.code.NoContentSpec
	case x.method() == "HEAD":
		return "the answer to HEAD ends with its header section", "RFC 9110 §9.3.2"
	}
	return "", ""
}

// bodyShown reports whether there is a body. Empty lines at the end of a
// pasted text are none.
func (x *exam) bodyShown() bool {
	if x.Exact {
		return len(x.m.Body) > 0
	}
	return len(bytes.TrimSpace(x.m.Body)) > 0
}

// bodyAt is the place of an offset in the body as it is shown.
func (x *exam) bodyAt(offset int) place {
	before := x.m.Body[:min(max(offset, 0), len(x.m.Body))]
	return place{x.m.BodyLine + bytes.Count(before, []byte("\n")), len(before) - bytes.LastIndexByte(before, '\n')}
}

// fits reports whether the body may have had so many octets when it was sent.
// A pasted one may have got a line end more and lost the CR of each.
func (x *exam) fits(octets int64) bool {
	if int64(len(x.m.Body)) == octets || x.Exact {
		return int64(len(x.m.Body)) == octets
	}
	lost := bytes.Count(x.m.Body, []byte("\n")) - bytes.Count(x.m.Body, []byte("\r\n"))
	trimmed := x.m.BodyLen()
	lostBefore := bytes.Count(x.m.Body[:trimmed], []byte("\n")) - bytes.Count(x.m.Body[:trimmed], []byte("\r\n"))
	for _, n := range []int{trimmed, len(x.m.Body) + lost, trimmed + lostBefore} {
		if int64(n) == octets {
			return true
		}
	}
	return false
}

// characters reports whether a length counts characters and not octets.
func (x *exam) characters(length int64) bool {
	b := x.m.Body
	if !x.Exact {
		b = b[:x.m.BodyLen()]
	}
	n := utf8.RuneCount(b)
	return n < len(b) && int64(n) == length
}

// content is the body without transfer coding.
type content struct {
	octets []byte
	asSent bool // offsets are those of the body shown
	ok     bool // it can be judged: it is there, whole, and not compressed
}

func (x *exam) content() content {
	return x.plain.get(func() content {
		c := content{octets: x.m.Body, asSent: true}
		if x.has("transfer-encoding") {
			if b, ok := httpmsg.Dechunk(x.m.Body); ok {
				c = content{octets: b}
			}
		}
		x.read += len(c.octets)
		c.ok = x.bodyShown() && !x.m.Truncated && x.status() != 206 && !(x.encoded() && binary(c.octets))
		return c
	})
}

// at is the place of an offset in the content.
func (c content) at(x *exam, offset int) place {
	if !c.asSent {
		offset = 0
	}
	return x.bodyAt(offset)
}

// encoded reports whether the content was compressed when it was sent.
func (x *exam) encoded() bool {
	f, ok := x.first("content-encoding")
	return ok && f.Value != "" && f.Value != "identity"
}

// binary reports whether octets are no text.
func binary(b []byte) bool { return bytes.IndexByte(b, 0) >= 0 || !utf8.Valid(b) }
