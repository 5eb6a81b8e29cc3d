package httpmsg

import (
	"strconv"
	"strings"
)

// Directive is one directive of Cache-Control (RFC 9111 §5.2).
type Directive struct {
	Name     string // in lower case
	Value    string // without the quotes and escapes of a quoted string
	HasValue bool   // an equals sign follows the name
	Quoted   bool   // the value was a quoted string
	Offset   int    // of the name, in the field value
	ValueOff int    // of the value; that of the quote when it is quoted
}

// Seconds reads the value as delta-seconds (RFC 9111 §1.2.2); more than 2^31
// is 2^31. Offsets of errors are in the field value.
func (d Directive) Seconds() (int64, error) {
	if d.Value == "" {
		return 0, syntaxErrorf(d.Offset, "%s has no value; it needs a number of seconds", d.Name)
	}
	if n := digits(d.Value); n < len(d.Value) {
		return 0, syntaxErrorf(d.ValueOff, "%s is not a number of seconds", quote(d.Value))
	}
	n, err := strconv.ParseInt(d.Value, 10, 64)
	if err != nil {
		n = 1 << 31
	}
	return min(n, 1<<31), nil
}

// CacheControl holds the directives of Cache-Control in order.
type CacheControl []Directive

// Get returns the first directive of a name, and whether there is one. Names
// are compared without case.
func (c CacheControl) Get(name string) (Directive, bool) {
	name = strings.ToLower(name)
	for _, d := range c {
		if d.Name == name {
			return d, true
		}
	}
	return Directive{}, false
}

// Has reports whether there is a directive of a name.
func (c CacheControl) Has(name string) bool {
	_, ok := c.Get(name)
	return ok
}

// ParseCacheControl reads the value of Cache-Control (RFC 9111 §5.2): a list
// of directives, whether known or not. It reads on after an error, directives
// parted by semicolons too, and returns the first error with all directives
// that could be read. Whether a directive's value makes sense is not judged.
func ParseCacheControl(v string) (CacheControl, error) {
	c := &scanner{s: v}
	var out CacheControl
	var first error
	fail := func(err error) {
		if first == nil {
			first = err
		}
	}
	for {
		for c.ows(); c.eat(','); c.ows() {
		}
		if c.done() {
			return out, first
		}
		d, err := c.directive()
		if d.Name != "" {
			out = append(out, d)
		}
		if err != nil {
			fail(err)
			c.comma()
			continue
		}
		switch c.ows(); {
		case c.done() || c.next() == ',':
		case c.eat(';'):
			fail(syntaxErrorf(c.i-1, "directives are parted by commas, not by semicolons"))
		default:
			fail(c.expected("a comma"))
			c.comma()
		}
	}
}

// directive reads token [ "=" ( token / quoted-string ) ].
func (c *scanner) directive() (Directive, error) {
	d := Directive{Offset: c.i}
	d.Name = strings.ToLower(c.token())
	if d.Name == "" {
		return d, c.expected("a directive")
	}
	if !c.eat('=') {
		return d, nil
	}
	d.HasValue, d.ValueOff = true, c.i
	if c.next() == '"' {
		var err error
		d.Quoted = true
		d.Value, err = c.quoted()
		return d, err
	}
	if d.Value = c.token(); d.Value == "" {
		return d, c.expected("the value of " + quote(d.Name))
	}
	return d, nil
}
