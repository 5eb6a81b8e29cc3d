package httpmsg

import (
	"slices"
	"strings"
)

// Cookie is what a user agent makes of one Set-Cookie field (RFC 6265 §5.2).
type Cookie struct {
	Name, Value string
	Offset      int // of the name, in the field value

	// Attrs are the attributes in order, known or not, with empty values where
	// none is given. Of attributes that are repeated the last one counts.
	Attrs []Param
}

// Attr returns the value of the last attribute of a name, and whether there is
// one (RFC 6265 §5.3). Names are compared without case.
func (c Cookie) Attr(name string) (string, bool) {
	for _, a := range slices.Backward(c.Attrs) {
		if strings.EqualFold(a.Name, name) {
			return a.Value, true
		}
	}
	return "", false
}

// ParseSetCookie reads the value of one Set-Cookie field as user agents do
// (RFC 6265 §5.2): nothing is quoted or escaped, a semicolon ends a part. It is
// an error when a user agent ignores the cookie: when it has no equals sign or
// no name. Values of attributes are not judged.
func ParseSetCookie(v string) (Cookie, error) {
	pair, rest, more := strings.Cut(v, ";")
	name, value, ok := strings.Cut(pair, "=")
	if !ok {
		return Cookie{}, syntaxErrorf(len(pair), "a cookie begins with name=value")
	}
	c := Cookie{Name: strings.Trim(name, " \t"), Value: strings.Trim(value, " \t")}
	if c.Name == "" {
		return Cookie{}, syntaxErrorf(0, "the cookie has no name")
	}
	c.Offset = skipSpace(v, 0, len(v))
	for at := len(pair) + 1; more; {
		var part string
		part, rest, more = strings.Cut(rest, ";")
		name, value, _ := strings.Cut(part, "=")
		if !blank(part) {
			c.Attrs = append(c.Attrs, Param{
				Name: strings.Trim(name, " \t"), Value: strings.Trim(value, " \t"),
				Offset: at + skipSpace(part, 0, len(part)),
			})
		}
		at += len(part) + 1
	}
	return c, nil
}
