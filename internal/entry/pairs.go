package entry

import (
	"fmt"
	"slices"
)

// Pair is two codes that people confuse, the lower one first.
type Pair struct{ A, B *Entry }

// Slug returns the pair's address below compare/: 401-vs-403.
func (p Pair) Slug() string { return fmt.Sprintf("%d-vs-%d", p.A.Code.Value, p.B.Code.Value) }

// Path returns the URL path of the comparison below the site's root.
func (p Pair) Path() string { return "compare/" + p.Slug() + "/" }

// Pairs lists every two entries of which one says that it is confused with the
// other, in ascending order.
func (s *Set) Pairs() []Pair {
	var out []Pair
	for i, x := range s.Entries {
		for _, y := range s.Entries[i+1:] {
			if confused(x, y) || confused(y, x) {
				out = append(out, Pair{x, y})
			}
		}
	}
	return out
}

// Pair returns the comparison of two codes, if there is one.
func (s *Set) Pair(a, b int) (Pair, bool) {
	x, y := s.Entry(min(a, b)), s.Entry(max(a, b))
	if x == nil || y == nil || !confused(x, y) && !confused(y, x) {
		return Pair{}, false
	}
	return Pair{x, y}, true
}

func confused(e, with *Entry) bool {
	return slices.ContainsFunc(e.Relations, func(r Relation) bool {
		return r.Code.Value == with.Code.Value && r.As.Value == "confused with"
	})
}
