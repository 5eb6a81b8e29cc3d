package entry

import (
	"cmp"
	"slices"
)

// Unknown is what can be said of a number that can be a code and has no entry.
type Unknown struct {
	Code int

	// Registered is its line in the registry, if it has one and just no entry.
	Registered *Registered

	// As, for HTTP, is the code that a client treats it like: the x00 of its class, 500
	// outside the classes (RFC 9110 §15).
	As int

	// Valid, for HTTP, reports whether it is in the range that status codes have: 100 to
	// 599. A client takes any other for a server error.
	Valid bool

	// Near are the entries with the nearest numbers, ascending.
	Near []*Entry
}

// nearby is how many neighbours an unknown number gets.
const nearby = 4

// Unknown returns what can be said of a number, or false if it has an entry or
// cannot be a code.
func (s *Set) Unknown(code int) (Unknown, bool) {
	if !s.form.Holds(code) || s.Entry(code) != nil {
		return Unknown{}, false
	}
	u := Unknown{Code: code, Valid: true}
	if s.form.HTTP() {
		u.As, u.Valid = code/100*100, code < 600
	}
	if !u.Valid {
		u.As = 500
	}
	if reg, ok := s.Lookup(code); ok {
		u.Registered = &reg
	}
	u.Near = slices.Clone(s.Entries)
	slices.SortStableFunc(u.Near, func(a, b *Entry) int {
		return cmp.Compare(distance(a.Code.Value, code), distance(b.Code.Value, code))
	})
	u.Near = u.Near[:min(nearby, len(u.Near))]
	slices.SortFunc(u.Near, func(a, b *Entry) int { return cmp.Compare(a.Code.Value, b.Code.Value) })
	return u, true
}

func distance(a, b int) int { return max(a-b, b-a) }
