package httpmsg

import (
	"fmt"
	"strings"
)

// ContentRange is the value of Content-Range (RFC 9110 §14.4).
type ContentRange struct {
	Unit        string // in lower case
	Unsatisfied bool   // the form "*/length": First and Last are -1
	First, Last int64
	Length      int64 // -1 when it is "*"

	lastAt, lengthAt int // offsets
}

// String returns the value as it is sent.
func (r ContentRange) String() string {
	if r.Unsatisfied {
		return fmt.Sprintf("%s */%d", r.Unit, r.Length)
	}
	if r.Length < 0 {
		return fmt.Sprintf("%s %d-%d/*", r.Unit, r.First, r.Last)
	}
	return fmt.Sprintf("%s %d-%d/%d", r.Unit, r.First, r.Last, r.Length)
}

// Check returns an error when the range is well formed but invalid: when it
// ends before it begins or goes on behind the end (RFC 9110 §14.4).
func (r ContentRange) Check() error {
	switch {
	case r.Unsatisfied:
		return nil
	case r.Last < r.First:
		return syntaxErrorf(r.lastAt, "the last position %d comes before the first, %d", r.Last, r.First)
	case r.Length >= 0 && r.Length <= r.Last:
		return syntaxErrorf(r.lengthAt, "the length %d leaves no room for the position %d, which counts from 0", r.Length, r.Last)
	}
	return nil
}

// ParseContentRange reads the value of Content-Range (RFC 9110 §14.4). It
// judges the form only; see [ContentRange.Check].
func ParseContentRange(v string) (ContentRange, error) {
	c := &scanner{s: v}
	r := ContentRange{Unit: strings.ToLower(c.token()), First: -1, Last: -1, Length: -1}
	if r.Unit == "" {
		return ContentRange{}, c.expected("a range unit, such as bytes")
	}
	if c.next() == '=' {
		return ContentRange{}, syntaxErrorf(c.i, `"=" belongs in Range; in Content-Range a space follows the unit`)
	}
	if !c.eat(' ') {
		return ContentRange{}, c.expected("a space after the unit")
	}
	var err error
	if c.eat('*') {
		r.Unsatisfied = true
	} else {
		if r.First, err = c.number(); err != nil {
			return ContentRange{}, err
		}
		if !c.eat('-') {
			return ContentRange{}, c.expected(`"-" after the first position`)
		}
		r.lastAt = c.i
		if r.Last, err = c.number(); err != nil {
			return ContentRange{}, err
		}
	}
	if !c.eat('/') {
		return ContentRange{}, c.expected(`"/" and the complete length`)
	}
	r.lengthAt = c.i
	if r.Unsatisfied || !c.eat('*') {
		if r.Length, err = c.number(); err != nil {
			return ContentRange{}, err
		}
	}
	if !c.done() {
		return ContentRange{}, c.expected("nothing after the complete length")
	}
	return r, nil
}

// Range is the value of Range (RFC 9110 §14.2).
type Range struct {
	Unit  string // in lower case
	Specs []RangeSpec
}

// RangeSpec is one range that is asked for: from First to Last; from First to
// the end when Last is -1; the last Last positions when First is -1
// (RFC 9110 §14.1.1).
type RangeSpec struct {
	First, Last int64
}

// ParseRange reads the value of Range (RFC 9110 §14.2) in the forms that all
// range units may have. A range that ends before it begins is an error
// (RFC 9110 §14.1.1).
func ParseRange(v string) (Range, error) {
	c := &scanner{s: v}
	r := Range{Unit: strings.ToLower(c.token())}
	if r.Unit == "" {
		return Range{}, c.expected("a range unit, such as bytes")
	}
	if !c.eat('=') {
		return Range{}, c.expected(`"=" after the unit`)
	}
	for {
		for c.ows(); c.eat(','); c.ows() {
		}
		if c.done() {
			break
		}
		spec, err := c.rangeSpec()
		if err != nil {
			return Range{}, err
		}
		r.Specs = append(r.Specs, spec)
		if c.ows(); !c.done() && c.next() != ',' {
			return Range{}, c.expected("a comma")
		}
	}
	if r.Specs == nil {
		return Range{}, c.expected("a range")
	}
	return r, nil
}

func (c *scanner) rangeSpec() (RangeSpec, error) {
	spec := RangeSpec{First: -1, Last: -1}
	var err error
	if c.eat('-') {
		spec.Last, err = c.number()
		return spec, err
	}
	if spec.First, err = c.number(); err != nil {
		return spec, err
	}
	if !c.eat('-') {
		return spec, c.expected(`"-" after the first position`)
	}
	if !isDigit(c.next()) {
		return spec, nil
	}
	at := c.i
	if spec.Last, err = c.number(); err == nil && spec.Last < spec.First {
		err = syntaxErrorf(at, "the last position %d comes before the first, %d", spec.Last, spec.First)
	}
	return spec, err
}
