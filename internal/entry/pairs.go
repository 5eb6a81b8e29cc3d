package entry

import (
	"cmp"
	"fmt"
	"slices"
)

// Pair is two codes that people confuse or that are each other's twin at a
// proxy, the lower one first.
type Pair struct{ A, B *Entry }

// Slug returns the pair's address below compare/: 401-vs-403.
func (p Pair) Slug() string { return fmt.Sprintf("%d-vs-%d", p.A.Code.Value, p.B.Code.Value) }

// Path returns the URL path of the comparison below the site's root.
func (p Pair) Path() string { return "compare/" + p.Slug() + "/" }

// Pairs lists every two entries of which one says that it is confused with the
// other, or its twin, in ascending order.
func (s *Set) Pairs() []Pair { return s.pairs.all }

// pairs are all comparisons, and which addresses they have.
type pairs struct {
	all    []Pair
	bySlug map[string]bool
}

// findPairs follows the relations of all entries.
func (s *Set) findPairs() pairs {
	out := pairs{bySlug: make(map[string]bool)}
	for _, e := range s.Entries {
		for _, r := range e.Relations {
			p, ok := s.Pair(e.Code.Value, r.Code.Value)
			if ok && r.compares() && p.A != p.B && !out.bySlug[p.Slug()] {
				out.bySlug[p.Slug()] = true
				out.all = append(out.all, p)
			}
		}
	}
	slices.SortFunc(out.all, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(a.A.Code.Value, b.A.Code.Value), cmp.Compare(a.B.Code.Value, b.B.Code.Value))
	})
	return out
}

// Pair returns the comparison of two codes, if there is one.
func (s *Set) Pair(a, b int) (Pair, bool) {
	x, y := s.Entry(min(a, b)), s.Entry(max(a, b))
	if x == nil || y == nil || !compared(x, y) && !compared(y, x) {
		return Pair{}, false
	}
	return Pair{x, y}, true
}

func compared(e, with *Entry) bool {
	return slices.ContainsFunc(e.Relations, func(r Relation) bool {
		return r.Code.Value == with.Code.Value && r.compares()
	})
}

// compares reports whether the relation is worth a page of its own, since
// people ask which of the two it is.
func (r Relation) compares() bool {
	return r.As.Value == "confused with" || r.As.Value == "proxy's twin"
}
