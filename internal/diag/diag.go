// Package diag holds what the program has to say about its input: where
// something is, what is wrong with it and what to try.
//
// A [Finding] names a place ([Pos]), a severity ([Level]), a rule and a
// sentence. Findings are collected in a [List] while the input is read, so
// that one run reports everything it knows; the list is sorted before it is
// shown. [Printer] writes findings for people, with the source line and a
// caret under the place.
package diag

import (
	"cmp"
	"fmt"
	"slices"
)

// Pos is a place in a source file.
type Pos struct {
	File string // slash-separated path as the author knows it, e.g. content/codes/401.md
	Line int    // from 1; 0 when the finding is about the file as a whole
	Col  int    // from 1, counted in bytes; 0 when it is about the line as a whole
}

// String returns file:line:col, leaving out what is not known.
func (p Pos) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// Level says how much a finding matters.
type Level int

// The levels, in ascending order. Only an Error keeps a site from being built.
const (
	Info Level = iota
	Warning
	Error
)

// String returns the level's name as it is printed: info, warning or error.
func (l Level) String() string {
	switch l {
	case Info:
		return "info"
	case Warning:
		return "warning"
	default:
		return "error"
	}
}

// Finding is one thing that is wrong, or worth saying, at one place.
type Finding struct {
	Pos   Pos
	Level Level
	Rule  string // identifier of the rule, e.g. unknown-key; content/README.md explains each
	Text  string // what is wrong, one sentence without a full stop
	Hint  string // what to try; may be empty
}

// String returns the finding on one line, [Clean]: file:line:col: level: text
// [rule].
func (f Finding) String() string {
	return Clean(fmt.Sprintf("%s: %s: %s [%s]", f.Pos, f.Level, f.Text, f.Rule))
}

// List collects findings. Its zero value is an empty list ready to use.
type List struct {
	all []Finding
}

// Add appends findings.
func (l *List) Add(f ...Finding) { l.all = append(l.all, f...) }

// Errorf appends an Error at pos. The text is formatted as by fmt.Sprintf.
func (l *List) Errorf(pos Pos, rule, format string, args ...any) {
	l.Add(Finding{Pos: pos, Level: Error, Rule: rule, Text: fmt.Sprintf(format, args...)})
}

// Hintf appends an Error at pos that carries a hint.
func (l *List) Hintf(pos Pos, rule, hint, format string, args ...any) {
	l.Add(Finding{Pos: pos, Level: Error, Rule: rule, Text: fmt.Sprintf(format, args...), Hint: hint})
}

// Len returns the number of findings.
func (l *List) Len() int { return len(l.all) }

// Errors returns the number of findings whose level is Error.
func (l *List) Errors() int {
	n := 0
	for _, f := range l.all {
		if f.Level == Error {
			n++
		}
	}
	return n
}

// Sorted returns the findings by file, line, column, rule, text, hint and
// level, without exact repeats. The result is a copy.
func (l *List) Sorted() []Finding {
	out := slices.Clone(l.all)
	slices.SortFunc(out, func(a, b Finding) int { // of those that are equal nobody can tell which came first
		return cmp.Or(
			cmp.Compare(a.Pos.File, b.Pos.File),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Col, b.Pos.Col),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Text, b.Text),
			cmp.Compare(a.Hint, b.Hint),
			cmp.Compare(a.Level, b.Level),
		)
	})
	return slices.Compact(out)
}

// Err returns nil when the list holds no Error, and otherwise an error of type
// [*FindingsError] that holds the sorted findings.
func (l *List) Err() error {
	if l.Errors() == 0 {
		return nil
	}
	return &FindingsError{Findings: l.Sorted()}
}

// FindingsError reports that input was read and found wanting. Callers take it
// out with errors.As to print the findings or to show them in a page.
type FindingsError struct {
	Findings []Finding
}

// Error returns the first error and how many there are in all.
func (e *FindingsError) Error() string {
	n := 0
	first := ""
	for _, f := range e.Findings {
		if f.Level != Error {
			continue
		}
		if n == 0 {
			first = f.String()
		}
		n++
	}
	switch n {
	case 0:
		return "findings, but no errors"
	case 1:
		return first
	}
	return fmt.Sprintf("%s (and %d more)", first, n-1)
}
