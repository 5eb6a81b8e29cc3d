package colour

import (
	"math"
	"slices"

	"github.com/dlclark/regexp2/v2/syntax"
)

// single matches one character.
func single(k *class, back bool, next step) step {
	if back {
		return func(m *matcher, pos int) bool { return pos > 0 && k.has(m.text[pos-1]) && next(m, pos-1) }
	}
	return func(m *matcher, pos int) bool { return pos < len(m.text) && k.has(m.text[pos]) && next(m, pos+1) }
}

// multi matches a string.
func multi(str []rune, back bool, next step) step {
	if back {
		return func(m *matcher, pos int) bool {
			begin := pos - len(str)
			return begin >= 0 && slices.Equal(m.text[begin:pos], str) && next(m, begin)
		}
	}
	return func(m *matcher, pos int) bool {
		end := pos + len(str)
		return end <= len(m.text) && slices.Equal(m.text[pos:end], str) && next(m, end)
	}
}

// run counts how many characters of a class follow a position, or come before it,
// up to most.
func (m *matcher) run(k *class, pos, most int, back bool) int {
	n := 0
	if back {
		for most = min(most, pos); n < most && k.has(m.text[pos-n-1]); {
			n++
		}
	} else {
		text := m.text[pos:]
		if most < len(text) {
			text = text[:most]
		}
		for n < len(text) && k.has(text[n]) {
			n++
		}
	}
	m.left -= n
	return n
}

// moved is the position n characters on.
func moved(pos, n int, back bool) int {
	if back {
		return pos - n
	}
	return pos + n
}

// greedy matches a character as often as it can, and less often if it must.
func greedy(k *class, least, most int, back bool, next step) step {
	return func(m *matcher, pos int) bool {
		for n := m.run(k, pos, most, back); n >= least; n-- {
			if next(m, moved(pos, n, back)) {
				return true
			}
			if m.left--; m.left < 0 {
				return false
			}
		}
		return false
	}
}

// possessive matches a character as often as it can.
func possessive(k *class, least, most int, back bool, next step) step {
	return func(m *matcher, pos int) bool {
		n := m.run(k, pos, most, back)
		return n >= least && next(m, moved(pos, n, back))
	}
}

// lazy matches a character as often as it must, and more often if that helps.
func lazy(k *class, least, most int, back bool, next step) step {
	return func(m *matcher, pos int) bool {
		n := m.run(k, pos, least, back)
		if n < least {
			return false
		}
		for {
			if next(m, moved(pos, n, back)) {
				return true
			}
			if m.left--; m.left < 0 || n == most || m.run(k, moved(pos, n, back), 1, back) == 0 {
				return false
			}
			n++
		}
	}
}

// Loops over more than a character go round as those of the package do, whose
// rules for what matched nothing are its own: an iteration that matched nothing
// is the last one, and the iterations that have to be are not among those
// counted. So the count begins below zero, and the mark of a loop that need not
// begin is at no position.

// unbounded is how often a loop that has no limit may go round.
const unbounded = math.MaxInt32

// begin returns the state in which a loop begins, and whether an iteration comes
// before the first decision.
func begin(n *syntax.RegexNode, pos int) (loop, bool) {
	if n.M == 0 {
		return loop{-1, 0}, false
	}
	return loop{pos, 1 - n.M}, true
}

// beyond is how many iterations there may be beyond those that have to be.
func beyond(n *syntax.RegexNode) int {
	if n.N == unbounded {
		return unbounded
	}
	return n.N - n.M
}

// looped makes the step that begins a loop, of the one that decides after each
// iteration.
func looped(n *syntax.RegexNode, id int, iterate, decide step) step {
	return func(m *matcher, pos int) bool {
		was := m.loops[id]
		var first bool
		m.loops[id], first = begin(n, pos)
		ok := false
		if first {
			ok = iterate(m, pos)
		} else {
			ok = decide(m, pos)
		}
		if !ok {
			m.loops[id] = was
		}
		return ok
	}
}

// counts reports whether the iterations of a loop are counted.
func counts(n *syntax.RegexNode) bool { return n.N < unbounded || n.M > 1 }

// again goes round once more from a position; if that leads nowhere, the loop is
// as it was.
func again(m *matcher, id, pos int, iterate step) bool {
	was := m.loops[id]
	m.loops[id] = loop{pos, was.count + 1}
	if m.left--; m.left >= 0 && iterate(m, pos) {
		return true
	}
	m.loops[id] = was
	return false
}

// greedyLoop matches a node as often as it can, and less often if it must.
func (c *compiler) greedyLoop(n *syntax.RegexNode, next step) step {
	id, limit, counted := c.loops, beyond(n), counts(n)
	c.loops++
	var iterate step
	decide := func(m *matcher, pos int) bool {
		now := m.loops[id]
		nothing := pos == now.mark
		if counted && (now.count >= limit || nothing && now.count >= 0) || !counted && nothing {
			return next(m, pos)
		}
		if again(m, id, pos, iterate) {
			return true
		}
		if counted && now.count+1 <= 0 || m.left < 0 {
			return false
		}
		return next(m, pos)
	}
	iterate = c.compile(n.Children[0], decide)
	return looped(n, id, iterate, decide)
}

// lazyLoop matches a node as often as it must, and more often if that helps.
func (c *compiler) lazyLoop(n *syntax.RegexNode, next step) step {
	id, limit, counted := c.loops, beyond(n), counts(n)
	c.loops++
	var iterate step
	decide := func(m *matcher, pos int) bool {
		now := m.loops[id]
		if counted && now.count < 0 {
			return again(m, id, pos, iterate)
		}
		if next(m, pos) {
			return true
		}
		if pos == now.mark || counted && now.count >= limit || m.left < 0 {
			return false
		}
		return again(m, id, pos, iterate)
	}
	iterate = c.compile(n.Children[0], decide)
	return looped(n, id, iterate, decide)
}
