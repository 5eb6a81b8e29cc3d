package colour

import (
	"sync"
	"unicode/utf8"

	"github.com/dlclark/regexp2/v2/syntax"
)

// lows is how many characters have a place in tables: those of ASCII.
const lows = utf8.RuneSelf

// class is a set of characters.
type class struct {
	low  [lows]bool
	high func(rune) bool
}

func (k *class) has(r rune) bool {
	if uint32(r) < lows {
		return k.low[r]
	}
	return k.high(r)
}

// classes are those of sets that were met, by what the package tells them apart by.
var classes sync.Map

// newClass returns the characters that a node matches, or one round of its loop.
func newClass(n *syntax.RegexNode) *class {
	if n.IsSetFamily() {
		key := string(n.Set.Hash())
		k, ok := classes.Load(key)
		if !ok {
			k, _ = classes.LoadOrStore(key, tabled(n.Set.CharIn))
		}
		return k.(*class)
	}
	if n.IsNotoneFamily() {
		return tabled(func(r rune) bool { return r != n.Ch })
	}
	return tabled(func(r rune) bool { return r == n.Ch })
}

func tabled(has func(rune) bool) *class {
	k := &class{high: has}
	for r := range rune(lows) {
		k.low[r] = has(r)
	}
	return k
}

// firsts are the ASCII characters that something can begin with. Of others, and
// of the end of a text, nothing is known.
type firsts [2]uint64

var anyFirst = firsts{^uint64(0), ^uint64(0)}

func (f *firsts) add(r rune) {
	if uint32(r) < lows {
		f[r/64] |= 1 << (r % 64)
	}
}

func (f *firsts) join(g firsts) { f[0], f[1] = f[0]|g[0], f[1]|g[1] }

func (f *firsts) has(r rune) bool { return uint32(r) >= lows || f[r/64]&(1<<(r%64)) != 0 }

// first returns what a node can begin with, and whether it can match nothing. It
// may name too many characters, and never too few.
func first(n *syntax.RegexNode) (f firsts, empty bool) {
	switch n.T {
	case syntax.NtOne, syntax.NtNotone, syntax.NtSet:
		return firstOf(n), false
	case syntax.NtOneloop, syntax.NtNotoneloop, syntax.NtSetloop, syntax.NtOneloopatomic, syntax.NtNotoneloopatomic,
		syntax.NtSetloopatomic, syntax.NtOnelazy, syntax.NtNotonelazy, syntax.NtSetlazy:
		return firstOf(n), n.M == 0
	case syntax.NtMulti:
		f.add(n.Str[0])
		return f, false
	case syntax.NtGroup, syntax.NtCapture, syntax.NtAtomic:
		return first(n.Children[0])
	case syntax.NtLoop, syntax.NtLazyloop:
		f, empty = first(n.Children[0])
		return f, empty || n.M == 0
	case syntax.NtConcatenate:
		for _, child := range n.Children {
			g, none := first(child)
			f.join(g)
			if !none {
				return f, false
			}
		}
		return f, true
	case syntax.NtAlternate:
		for _, child := range n.Children {
			g, none := first(child)
			f.join(g)
			empty = empty || none
		}
		return f, empty
	case syntax.NtNothing:
		return f, false
	case syntax.NtRef, syntax.NtBackRefCond, syntax.NtExprCond:
		return anyFirst, true
	}
	return f, true // a condition, or a look ahead or behind
}

func firstOf(n *syntax.RegexNode) (f firsts) {
	if n.IsOneFamily() {
		f.add(n.Ch)
		return f
	}
	for r, in := range newClass(n).low {
		if in {
			f.add(rune(r))
		}
	}
	return f
}
