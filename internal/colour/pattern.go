package colour

import (
	"errors"
	"slices"

	"github.com/dlclark/regexp2/v2"
	"github.com/dlclark/regexp2/v2/syntax"
)

// A pattern is a regular expression of a rule. The package that Chroma runs them
// with reads it, and what it read is made into functions here, each of which
// knows the one that comes next: that takes a fraction of the time in which the
// package runs its own program, and no memory. What the functions do not know is
// left to the package.
//
// Backtracking is returning false. A step that does leaves the matcher as it
// found it.
type pattern struct {
	start  step
	groups int
	loops  int
	may    firsts          // what a match can begin with
	slow   *regexp2.Regexp // in place of start
	named  []string        // names of the groups, if anybody may ask for them
}

// step tries to match from a position on to the end of its pattern.
type step func(m *matcher, pos int) bool

// matcher is the state of matching one text.
type matcher struct {
	text  []rune
	from  int      // where the pattern at hand begins
	end   int      // where it ended
	spans [][2]int // of its groups; -1 for those that took no part
	loops []loop   // that are under way
	left  int      // steps; no result counts when they are used up
}

// loop is how far a loop has come: where its iteration began, or -1, and how
// often it went round beyond what it has to.
type loop struct{ mark, count int }

// steps bounds what the patterns may try on one text. Chroma gives each a quarter
// of a second and takes what comes later for no match; on a machine that is busy
// with other things, the colours would depend on them.
const steps = 30_000_000

var errSteps = errors.New("the text takes too long")

// match reports whether the pattern matches at a position.
func (p *pattern) match(m *matcher, pos int) (bool, error) {
	if p.slow != nil {
		return p.matchSlowly(m, pos)
	}
	m.spans, m.loops = grown(m.spans, p.groups), grown(m.loops, p.loops)
	for i := range m.spans {
		m.spans[i] = [2]int{-1, -1}
	}
	m.from = pos
	m.left--
	ok := p.start(m, pos)
	if m.left < 0 {
		return false, errSteps
	}
	return ok, nil
}

func (p *pattern) matchSlowly(m *matcher, pos int) (bool, error) {
	found, err := p.slow.FindRunesMatchStartingAt(m.text, pos)
	if err != nil || found == nil || found.RuneIndex != pos {
		return false, err
	}
	groups := found.Groups()
	m.spans = grown(m.spans, len(groups))
	for i, g := range groups {
		m.spans[i] = [2]int{-1, -1}
		if len(g.Captures) > 0 {
			m.spans[i] = [2]int{g.RuneIndex, g.RuneIndex + g.RuneLength}
		}
	}
	return true, nil
}

func grown[T any](s []T, n int) []T { return slices.Grow(s[:0], n)[:n] }

// newPattern compiles an expression as Chroma does.
func newPattern(expr, flags string, names bool) (*pattern, error) {
	expr = "(?:" + expr + ")"
	if flags != "" {
		expr = "(?" + flags + ")" + expr
	}
	expr = `\G` + expr
	tree, err := syntax.Parse(expr, syntax.ParseOptions{})
	if err != nil {
		return nil, err
	}
	c := &compiler{tree: tree, groups: tree.Captop}
	if n := len(tree.Capnumlist); n > 0 && n != tree.Captop {
		c.groups = n
	}
	p := &pattern{start: c.compile(tree.Root, accept), groups: c.groups, loops: c.loops}
	var empty bool
	if p.may, empty = first(tree.Root); empty {
		p.may = anyFirst
	}
	if !names && !c.strange {
		return p, nil
	}
	p.start = nil
	if p.slow, err = regexp2.Compile(expr); err != nil {
		return nil, err
	}
	p.slow.MatchTimeout = patience
	p.named = p.slow.GetGroupNames()
	return p, nil
}

// accept ends a pattern.
func accept(m *matcher, pos int) bool {
	m.end = pos
	return true
}

// compiler makes steps of a tree.
type compiler struct {
	tree    *syntax.RegexTree
	groups  int
	loops   int
	strange bool // something of the pattern is left to the package
}

// unknown is the step of what is left to the package.
func (c *compiler) unknown() step {
	c.strange = true
	return nil
}

// compile makes the step that matches a node and then next.
func (c *compiler) compile(n *syntax.RegexNode, next step) step {
	if n.Options&(syntax.IgnoreCase|syntax.ECMAScript|syntax.RE2) != 0 && n.T == syntax.NtRef || c.strange {
		return c.unknown()
	}
	back := n.Options&syntax.RightToLeft != 0 // within a look behind
	switch n.T {
	case syntax.NtEmpty, syntax.NtUpdateBumpalong:
		return next
	case syntax.NtNothing:
		return func(*matcher, int) bool { return false }
	case syntax.NtGroup:
		return c.compile(n.Children[0], next)
	case syntax.NtConcatenate:
		for _, child := range slices.Backward(n.Children) {
			next = c.compile(child, next)
		}
		return next
	case syntax.NtAlternate:
		return c.alternate(n, next)
	case syntax.NtOne, syntax.NtNotone, syntax.NtSet:
		return single(newClass(n), back, next)
	case syntax.NtMulti:
		return multi(n.Str, back, next)
	case syntax.NtOneloop, syntax.NtNotoneloop, syntax.NtSetloop:
		return greedy(newClass(n), n.M, n.N, back, next)
	case syntax.NtOneloopatomic, syntax.NtNotoneloopatomic, syntax.NtSetloopatomic:
		return possessive(newClass(n), n.M, n.N, back, next)
	case syntax.NtOnelazy, syntax.NtNotonelazy, syntax.NtSetlazy:
		return lazy(newClass(n), n.M, n.N, back, next)
	case syntax.NtLoop:
		return c.greedyLoop(n, next)
	case syntax.NtLazyloop:
		return c.lazyLoop(n, next)
	case syntax.NtCapture:
		return c.capture(n, next)
	case syntax.NtPosLook, syntax.NtNegLook, syntax.NtAtomic:
		return c.apart(n, next)
	case syntax.NtRef:
		return c.ref(n, back, next)
	}
	holds := condition(n.T)
	if holds == nil {
		return c.unknown()
	}
	return func(m *matcher, pos int) bool { return holds(m, pos) && next(m, pos) }
}

// condition is what an anchor asks of a position; nil for what is none.
func condition(t syntax.NodeType) func(m *matcher, pos int) bool {
	switch t {
	case syntax.NtBol:
		return func(m *matcher, pos int) bool { return pos == 0 || m.text[pos-1] == '\n' }
	case syntax.NtEol:
		return func(m *matcher, pos int) bool { return pos == len(m.text) || m.text[pos] == '\n' }
	case syntax.NtBeginning:
		return func(_ *matcher, pos int) bool { return pos == 0 }
	case syntax.NtStart:
		return func(m *matcher, pos int) bool { return pos == m.from }
	case syntax.NtEnd:
		return func(m *matcher, pos int) bool { return pos == len(m.text) }
	case syntax.NtEndZ:
		return func(m *matcher, pos int) bool {
			return pos == len(m.text) || pos == len(m.text)-1 && m.text[pos] == '\n'
		}
	case syntax.NtBoundary:
		return func(m *matcher, pos int) bool { return m.boundary(pos) }
	case syntax.NtNonboundary:
		return func(m *matcher, pos int) bool { return !m.boundary(pos) }
	}
	return nil
}

func (m *matcher) boundary(pos int) bool {
	return (pos > 0 && isWord(m.text[pos-1])) != (pos < len(m.text) && isWord(m.text[pos]))
}

func isWord(r rune) bool {
	if r < lows {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_'
	}
	return syntax.IsWordChar(r)
}

// alternate tries one child after the other, without those that cannot begin with
// the character at hand.
func (c *compiler) alternate(n *syntax.RegexNode, next step) step {
	type branch struct {
		may   firsts
		begin step
	}
	var branches []branch
	back := n.Options&syntax.RightToLeft != 0
	for _, child := range n.Children {
		may, empty := first(child)
		if empty || back {
			may = anyFirst
		}
		branches = append(branches, branch{may, c.compile(child, next)})
	}
	return func(m *matcher, pos int) bool {
		at := rune(-1)
		if pos < len(m.text) {
			at = m.text[pos]
		}
		for i := range branches {
			if b := &branches[i]; b.may.has(at) && b.begin(m, pos) {
				return true
			}
		}
		return false
	}
}

// capture notes what a group matched.
func (c *compiler) capture(n *syntax.RegexNode, next step) step {
	if n.N != -1 {
		return c.unknown() // a group that takes another's place
	}
	slot := n.M
	if c.groups != c.tree.Captop {
		slot = slices.Index(c.tree.Capnumlist, n.M)
	}
	begun := c.loops // its mark is where the group begins
	c.loops++
	inner := c.compile(n.Children[0], func(m *matcher, pos int) bool {
		was := m.spans[slot]
		m.spans[slot] = [2]int{min(m.loops[begun].mark, pos), max(m.loops[begun].mark, pos)}
		if next(m, pos) {
			return true
		}
		m.spans[slot] = was
		return false
	})
	return func(m *matcher, pos int) bool {
		was := m.loops[begun]
		m.loops[begun].mark = pos
		if inner(m, pos) {
			return true
		}
		m.loops[begun] = was
		return false
	}
}

// ref matches what a group has matched.
func (c *compiler) ref(n *syntax.RegexNode, back bool, next step) step {
	if back || c.groups != c.tree.Captop {
		return c.unknown()
	}
	return func(m *matcher, pos int) bool {
		s := m.spans[n.M]
		if s[0] < 0 {
			return false
		}
		end := pos + s[1] - s[0]
		return end <= len(m.text) && slices.Equal(m.text[s[0]:s[1]], m.text[pos:end]) && next(m, end)
	}
}

// apart matches a node into which nobody goes back once it has matched: a look
// ahead or behind, or an atomic group.
func (c *compiler) apart(n *syntax.RegexNode, next step) step {
	inner := c.compile(n.Children[0], accept)
	captures := holdsCapture(n)
	return func(m *matcher, pos int) bool {
		var was [][2]int
		if captures {
			was = slices.Clone(m.spans)
		}
		ok := inner(m, pos)
		switch {
		case n.T == syntax.NtNegLook && !ok:
			return next(m, pos)
		case n.T == syntax.NtPosLook && ok:
			ok = next(m, pos)
		case n.T == syntax.NtAtomic && ok:
			ok = next(m, m.end)
		default:
			ok = false
		}
		if !ok && captures {
			copy(m.spans, was)
		}
		return ok
	}
}

func holdsCapture(n *syntax.RegexNode) bool {
	return n.T == syntax.NtCapture || slices.ContainsFunc(n.Children, holdsCapture)
}
