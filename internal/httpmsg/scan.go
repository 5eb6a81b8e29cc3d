package httpmsg

// The octet classes and the small scanner that all grammars are made of.

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// SyntaxError says where and why a field value does not fit its grammar.
type SyntaxError struct {
	Offset int    // in the value, in octets
	Text   string // what is wrong, one sentence without a full stop
}

// Error returns the sentence.
func (e *SyntaxError) Error() string { return e.Text }

// Offset returns the offset that an error of this package carries, and 0 for
// other errors. [Field.Place] makes a place of it.
func Offset(err error) int {
	if e, ok := errors.AsType[*SyntaxError](err); ok {
		return e.Offset
	}
	return 0
}

func syntaxErrorf(offset int, format string, args ...any) error {
	return &SyntaxError{Offset: offset, Text: fmt.Sprintf(format, args...)}
}

// tokenOctets are the octets of tokens (tchar, RFC 9110 §5.6.2).
var tokenOctets = func() (t [256]bool) {
	for _, c := range []byte("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") {
		t[c] = true
	}
	return t
}()

// IsToken reports whether s is a token (RFC 9110 §5.6.2): not empty, and made
// of letters, digits and !#$%&'*+-.^_`|~ only.
func IsToken(s string) bool { return s != "" && notToken(s) < 0 }

// notToken returns the offset of the first octet that no token holds, or -1.
func notToken(s string) int {
	for i := range len(s) {
		if !tokenOctets[s[i]] {
			return i
		}
	}
	return -1
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' }
func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// isAlpha reports whether s begins with a letter.
func isAlpha(s string) bool { return s != "" && 'a' <= s[0]|0x20 && s[0]|0x20 <= 'z' }

// digits returns how many digits s begins with.
func digits(s string) int {
	i := 0
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	return i
}

// control returns the offset of the first control character that may not
// stand in a field value (RFC 9110 §5.5), or -1. A tab may.
func control(s string) int {
	for i := range len(s) {
		if c := s[i]; c < 0x20 && c != '\t' || c == 0x7f {
			return i
		}
	}
	return -1
}

func blank(s string) bool { return skipSpace(s, 0, len(s)) == len(s) }

// skipSpace returns the first offset from i up to end that holds no space or tab.
func skipSpace(s string, i, end int) int {
	for i < end && isSpace(s[i]) {
		i++
	}
	return i
}

// trimSpaceRight returns the end of s[from:end] without white space at its end.
func trimSpaceRight(s string, from, end int) int {
	for end > from && isSpace(s[end-1]) {
		end--
	}
	return end
}

// wordEnd returns where the word at i ends.
func wordEnd(s string, i, end int) int {
	for i < end && !isSpace(s[i]) {
		i++
	}
	return i
}

// lastWord returns where the last word of s[from:end] begins.
func lastWord(s string, from, end int) int {
	for end > from && !isSpace(s[end-1]) {
		end--
	}
	return end
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// quote returns s in quotes, cut to a readable length and with everything that
// does not print escaped. What it is given comes from strangers.
func quote(s string) string {
	const most = 40
	n := 0
	for i := range s {
		if n == most {
			s = s[:i] + "…"
			break
		}
		n++
	}
	return strconv.Quote(s)
}

// quoteOctet returns the character at an offset of s in quotes.
func quoteOctet(s string, i int) string {
	_, n := utf8.DecodeRuneInString(s[i:])
	return strconv.Quote(s[i : i+n])
}

// scanner reads a field value from left to right.
type scanner struct {
	s string
	i int
}

func (c *scanner) done() bool { return c.i >= len(c.s) }

// next returns the octet at hand, or 0 at the end.
func (c *scanner) next() byte {
	if c.done() {
		return 0
	}
	return c.s[c.i]
}

func (c *scanner) eat(b byte) bool {
	if c.next() != b || c.done() {
		return false
	}
	c.i++
	return true
}

// ows passes optional white space (RFC 9110 §5.6.3).
func (c *scanner) ows() { c.i = skipSpace(c.s, c.i, len(c.s)) }

// token reads a token; it is empty when none is there.
func (c *scanner) token() string {
	from := c.i
	for !c.done() && tokenOctets[c.s[c.i]] {
		c.i++
	}
	return c.s[from:c.i]
}

// number reads 1*DIGIT as a number of 63 bits.
func (c *scanner) number() (int64, error) {
	from := c.i
	c.i += digits(c.s[from:])
	if c.i == from {
		return 0, c.expected("a number")
	}
	n, err := strconv.ParseInt(c.s[from:c.i], 10, 64)
	if err != nil {
		return 0, syntaxErrorf(from, "the number %s is too large", quote(c.s[from:c.i]))
	}
	return n, nil
}

// quoted reads a quoted-string (RFC 9110 §5.6.4) and takes its escapes off.
// An error leaves the scanner where the string ends in spite of it.
func (c *scanner) quoted() (string, error) {
	open := c.i
	c.i++
	var err error
	var b strings.Builder
	plain := c.i // start of what is not in b yet
	for ; !c.done(); c.i++ {
		switch ch := c.s[c.i]; {
		case ch == '"':
			v := c.s[plain:c.i]
			c.i++
			if b.Len() == 0 {
				return v, err
			}
			b.WriteString(v)
			return b.String(), err
		case ch == '\\' && c.i+1 < len(c.s):
			b.WriteString(c.s[plain:c.i])
			c.i++
			plain = c.i
		}
		if err == nil && control(c.s[c.i:c.i+1]) >= 0 {
			err = syntaxErrorf(c.i, "the control character %s in a quoted string", quoteOctet(c.s, c.i))
		}
	}
	b.WriteString(c.s[plain:])
	return b.String(), syntaxErrorf(open, "the quoted string is not closed")
}

// comma passes everything up to the next comma outside quotes.
func (c *scanner) comma() {
	for !c.done() && c.next() != ',' {
		if c.next() == '"' {
			_, _ = c.quoted()
		} else {
			c.i++
		}
	}
}

// expected returns an error about the octet at hand.
func (c *scanner) expected(what string) error {
	if c.done() {
		return syntaxErrorf(c.i, "expected %s, but the value ends", what)
	}
	return syntaxErrorf(c.i, "expected %s, found %s", what, quoteOctet(c.s, c.i))
}
