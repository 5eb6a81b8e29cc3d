package httpmsg

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// RetryAfter is the value of Retry-After (RFC 9110 §10.2.3).
type RetryAfter struct {
	Seconds int64     // when Form is NotDate
	Date    time.Time // otherwise
	Form    DateForm
}

// ParseRetryAfter reads the value of Retry-After: whole seconds or an
// HTTP-date. A wrong day of the week gives a [*WeekdayError] beside a good
// result, as from [ParseDate]. Seconds too many to count are the most there
// are.
func ParseRetryAfter(s string) (RetryAfter, error) {
	if n := digits(s); n > 0 && n == len(s) {
		secs, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			secs = math.MaxInt64
		}
		return RetryAfter{Seconds: secs}, nil
	}
	t, form, err := ParseDate(s)
	if form != NotDate {
		return RetryAfter{Date: t, Form: form}, err
	}
	switch {
	case s == "":
		return RetryAfter{}, syntaxErrorf(0, "the value is empty; it has to be whole seconds or an HTTP-date")
	case isAlpha(s), digits(s) == 4 && s[4] == '-':
		return RetryAfter{}, err
	}
	return RetryAfter{}, syntaxErrorf(digits(s),
		"%s is neither a number of whole seconds nor an HTTP-date", quote(s))
}

// ETag is an entity tag (RFC 9110 §8.8.3).
type ETag struct {
	Weak bool
	Tag  string // without the quotes
}

// String returns the tag as it is sent.
func (t ETag) String() string {
	if t.Weak {
		return `W/"` + t.Tag + `"`
	}
	return `"` + t.Tag + `"`
}

// ParseETag reads the value of ETag: a tag in double quotes, perhaps after W/
// (RFC 9110 §8.8.3). Nothing is escaped in a tag; a backslash is itself.
func ParseETag(v string) (ETag, error) {
	c := &scanner{s: v}
	var t ETag
	switch {
	case strings.HasPrefix(v, "W/"):
		t.Weak = true
		c.i = 2
	case strings.HasPrefix(v, "w/"):
		return ETag{}, syntaxErrorf(0, `the W of a weak entity tag has to be a capital`)
	}
	if !c.eat('"') {
		return ETag{}, c.expected("a double quote; an entity tag is quoted")
	}
	from := c.i
	for !c.done() && c.next() != '"' {
		if ch := c.next(); ch < 0x21 || ch == 0x7f {
			return ETag{}, syntaxErrorf(c.i, "%s may not stand in an entity tag", quoteOctet(v, c.i))
		}
		c.i++
	}
	t.Tag = v[from:c.i]
	if !c.eat('"') {
		return ETag{}, c.expected("a double quote at the end of the entity tag")
	}
	if !c.done() {
		return ETag{}, c.expected("nothing after the entity tag")
	}
	return t, nil
}

// ParseAllow reads the value of Allow (RFC 9110 §10.2.1): a list of methods.
// An empty list says that no method is allowed and is no error. Methods that
// could be read are returned with the first error.
func ParseAllow(v string) ([]string, error) {
	var out []string
	var first error
	for _, e := range split(v, ',') {
		if i := notToken(e.text); i >= 0 {
			if first == nil {
				first = syntaxErrorf(e.off+i, "%s may not stand in a method; methods are parted by commas",
					quoteOctet(e.text, i))
			}
			continue
		}
		out = append(out, e.text)
	}
	return out, first
}
