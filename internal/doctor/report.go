package doctor

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"statuswiki/internal/diag"
	"statuswiki/internal/httpmsg"
)

const (
	maxEach    = 5   // findings of one rule that are listed
	maxAll     = 100 // findings that are listed
	maxMessage = 600 // characters of a message
	maxFix     = 300 // octets of a corrected line; a longer one is none
	maxQuoted  = 60  // characters that are quoted of a value
)

// report collects findings.
type report struct {
	list  []Finding
	count map[string]int // by rule
}

// place is where a finding stands in the text.
type place struct{ line, col int }

// start is the place of the start line, where what is missing is reported.
func (x *exam) start() place { return place{x.m.Start.Line, max(x.m.Start.Col, 1)} }

// at is the place of a field's name.
func at(f httpmsg.Field) place { return place{f.Line, f.Col} }

// within is the place of an offset in a field's value.
func within(f httpmsg.Field, offset int) place {
	line, col := f.Place(offset)
	return place{line, col}
}

// say reports what the rule at hand has found. Arguments that come from the
// message have to go through quote.
func (x *exam) say(p place, format string, args ...any) *note {
	r := x.report
	if r.count == nil {
		r.count = make(map[string]int)
	}
	r.count[x.rule.ID]++
	if r.count[x.rule.ID] > maxEach {
		return &note{&Finding{}}
	}
	r.list = append(r.list, Finding{
		Rule: x.rule.ID, Severity: x.rule.Severity, Spec: x.rule.Spec,
		Message: fmt.Sprintf(format, args...), Line: p.line, Col: p.col,
	})
	return &note{&r.list[len(r.list)-1]}
}

// note is a finding that is being written.
type note struct{ f *Finding }

// fix adds the corrected line, unless it is too long or could not be shown as
// it is.
func (n *note) fix(line string) *note {
	if len(line) <= maxFix && diag.Clean(line) == line {
		n.f.Fix = line
	}
	return n
}

// spec names another clause than the rule does.
func (n *note) spec(clause string) *note {
	if clause != "" {
		n.f.Spec = clause
	}
	return n
}

// findings returns what was found, the gravest first, then by place.
func (r *report) findings() []Finding {
	last := make(map[string]int)
	for i := range r.list {
		f := &r.list[i]
		f.Message = shorten(diag.Clean(f.Message), maxMessage)
		f.Spec = shorten(diag.Clean(f.Spec), maxMessage)
		last[f.Rule] = i
	}
	for rule, i := range last {
		if more := r.count[rule] - maxEach; more > 0 {
			r.list[i].More = more
			r.list[i].Message += fmt.Sprintf(" (and %d more like this)", more)
		}
	}
	slices.SortStableFunc(r.list, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	return r.list[:min(len(r.list), maxAll)]
}

// quote returns a piece of the input between quotation marks, cut to a readable
// length and with everything that does not print escaped.
func quote(s string) string {
	q := strconv.Quote(shorten(s, maxQuoted))
	if in := q[1 : len(q)-1]; strings.Contains(in, `\"`) { // a quoted string would be hard to read in quotes of its own
		return "`" + strings.ReplaceAll(in, `\"`, `"`) + "`"
	}
	return q
}

// shorten cuts a text after so many characters.
func shorten(s string, most int) string {
	n := 0
	for i := range s {
		if n == most {
			return s[:i] + "…"
		}
		n++
	}
	return s
}

// enumerate joins words as a sentence does: a, b and c.
func enumerate(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
