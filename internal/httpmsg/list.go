package httpmsg

import (
	"cmp"
	"strings"
)

// Param is a parameter: of a challenge (RFC 9110 §11.2), of a media type
// (§5.6.6) or of a link (RFC 8288 §3).
type Param struct {
	Name   string // as written; compared without case
	Value  string // without the quotes and escapes of a quoted string
	Quoted bool   // the value was a quoted string
	Offset int    // of the name, in the field value
}

// param returns the value of the first parameter of a name.
func param(params []Param, name string) (string, bool) {
	for _, p := range params {
		if strings.EqualFold(p.Name, name) {
			return p.Value, true
		}
	}
	return "", false
}

// element is a part of a list, without white space around it.
type element struct {
	text string
	off  int // in the value
}

// split parts a value at a separator outside quoted strings and leaves out
// empty elements.
func split(v string, sep byte) []element {
	var out []element
	from := 0
	cut := func(end int) {
		at := skipSpace(v, from, end)
		if s := v[at:trimSpaceRight(v, at, end)]; s != "" {
			out = append(out, element{s, at})
		}
		from = end + 1
	}
	inQuotes := false
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case c == '"':
			inQuotes = !inQuotes
		case c == '\\' && inQuotes:
			i++
		case c == sep && !inQuotes:
			cut(i)
		}
	}
	cut(len(v))
	return out
}

// ParseList parts a comma-separated list (RFC 9110 §5.6.1) into its elements.
// White space around elements and empty elements are left out; a comma in a
// quoted string parts nothing. Every value is some list, so there is no error.
func ParseList(v string) []string {
	var out []string
	for _, e := range split(v, ',') {
		out = append(out, e.text)
	}
	return out
}

// ParseParameters reads parameters (RFC 9110 §5.6.6) such as
// `; charset=utf-8; q="x"`; the first semicolon may be missing. No white space
// may stand around the equals sign. With the first error it returns the
// parameters that could be read.
func ParseParameters(v string) ([]Param, error) {
	c := &scanner{s: v}
	c.ows()
	return c.parameters()
}

// parameters reads parameters up to the end of the value. The scanner stands
// at a semicolon or at the first name.
func (c *scanner) parameters() ([]Param, error) {
	var out []Param
	var first error
	for {
		for c.ows(); c.eat(';'); c.ows() {
		}
		if c.done() {
			return out, first
		}
		p, err := c.parameter(false)
		if err == nil {
			out = append(out, p)
			if c.ows(); !c.done() && c.next() != ';' {
				err = c.expected(`";"`)
			}
		}
		first = cmp.Or(first, err)
		for err != nil && !c.done() && c.next() != ';' {
			if c.next() == '"' {
				_, _ = c.quoted()
			} else {
				c.i++
			}
		}
	}
}

// parameter reads name "=" ( token / quoted-string ); bws says whether white
// space may stand around the equals sign.
func (c *scanner) parameter(bws bool) (Param, error) {
	p := Param{Offset: c.i}
	p.Name = c.token()
	if p.Name == "" {
		return p, c.expected("the name of a parameter")
	}
	if bws {
		c.ows()
	}
	if !c.eat('=') {
		return p, c.expected(`"=" after ` + quote(p.Name))
	}
	if bws {
		c.ows()
	}
	if c.next() == '"' {
		var err error
		p.Quoted = true
		p.Value, err = c.quoted()
		return p, err
	}
	if p.Value = c.token(); p.Value == "" {
		return p, c.expected("the value of " + quote(p.Name))
	}
	return p, nil
}

// MediaType is a media type (RFC 9110 §8.3.1).
type MediaType struct {
	Type, Subtype string // in lower case
	Params        []Param
}

// String returns type/subtype without parameters.
func (t MediaType) String() string { return t.Type + "/" + t.Subtype }

// Param returns the value of a parameter, and whether it is there. Names are
// compared without case.
func (t MediaType) Param(name string) (string, bool) { return param(t.Params, name) }

// ParseMediaType reads the value of Content-Type (RFC 9110 §8.3.1). An error
// in the parameters comes with the type and the parameters that could be read;
// otherwise the type is empty.
func ParseMediaType(v string) (MediaType, error) {
	c := &scanner{s: v}
	c.ows()
	typ := c.token()
	if typ == "" {
		return MediaType{}, c.expected("a media type")
	}
	if !c.eat('/') {
		return MediaType{}, c.expected(`"/" after ` + quote(typ))
	}
	sub := c.token()
	if sub == "" {
		return MediaType{}, c.expected("a subtype")
	}
	t := MediaType{Type: strings.ToLower(typ), Subtype: strings.ToLower(sub)}
	if c.ows(); !c.done() && c.next() != ';' {
		return t, c.expected(`";"`)
	}
	var err error
	t.Params, err = c.parameters()
	return t, err
}
