package entry

import (
	"slices"
	"strings"

	"statuswiki/internal/diag"
)

// Program is something whose behaviour was measured: a browser, a library, a
// server. programs.yaml lists them, so that each version stands once.
type Program struct {
	Name    At[string]      `yaml:"name" need:"yes"`
	Version At[string]      `yaml:"version" need:"yes"`
	Kind    At[ProgramKind] `yaml:"kind" need:"yes"`
	How     At[string]      `yaml:"how"` // it was run
}

// ProgramKind says what kind of program was measured.
type ProgramKind string

// Choices implements [Choice].
func (ProgramKind) Choices() []string {
	return []string{"browser", "command line", "library", "server", "proxy", "framework"}
}

// MeasuredFacts is the front matter of an experiment: measured/NAME.md.
type MeasuredFacts struct {
	Title   At[string] `yaml:"title" need:"yes" prose:"yes"`
	Summary At[string] `yaml:"summary" need:"yes" prose:"yes"`

	// Repeat says how to see it again.
	Repeat At[string] `yaml:"repeat" need:"yes" prose:"yes"`
	Date   At[Date]   `yaml:"measured" need:"yes"`

	// Entries says whether the pages of the codes show the rows or lead to them.
	Entries At[Showing]   `yaml:"entries" need:"yes"`
	Rows    []Observation `yaml:"rows" need:"yes"`
}

// Showing says how much of an experiment the page of a code shows.
type Showing string

// Choices implements [Choice].
func (Showing) Choices() []string { return []string{"rows", "link"} }

// Observation is what programs did with one thing that they were given.
type Observation struct {
	On    At[string] `yaml:"on" need:"yes"`
	Codes []At[int]  `yaml:"codes"`
	Saw   []Outcome  `yaml:"saw" need:"yes"`
}

// Outcome is one result and the programs that gave it.
type Outcome struct {
	Result At[string]   `yaml:"result" need:"yes"`
	Who    []At[string] `yaml:"who" need:"yes"`
}

// Measured is the file of an experiment.
type Measured = Doc[MeasuredFacts]

// Of returns the rows about a code.
func (m MeasuredFacts) Of(code int) []Observation {
	var out []Observation
	for _, o := range m.Rows {
		if slices.ContainsFunc(o.Codes, func(c At[int]) bool { return c.Value == code }) {
			out = append(out, o)
		}
	}
	return out
}

// Program returns the program with the name, or nil.
func (s *Set) Program(name string) *Program {
	i := slices.IndexFunc(s.Programs, func(p Program) bool { return p.Name.Value == name })
	if i < 0 {
		return nil
	}
	return &s.Programs[i]
}

// measured checks what an experiment says of codes and programs.
func (c *checker) measured(m *Measured) {
	c.mentions(m.src, m.said, nil)
	at := func(line, col int) diag.Pos { return m.src.at(line, col) }
	for _, o := range m.Facts.Rows {
		for _, code := range o.Codes {
			if code.Value != unreadable && !c.known(code.Value) {
				c.list.Hintf(at(code.Line, code.Col), "unknown-code", "numbers without a page are named in `on`", "there is no code %d", code.Value)
			}
		}
		said := make(map[string]bool)
		for _, saw := range o.Saw {
			for _, who := range saw.Who {
				switch {
				case c.set.Program(who.Value) == nil && !c.set.unread["programs.yaml"]:
					var known []string
					for _, p := range c.set.Programs {
						known = append(known, p.Name.Value)
					}
					c.list.Hintf(at(who.Line, who.Col), "unknown-program", didYouMean(who.Value, known), "programs.yaml has no %q", cut(who.Value, 40))
				case said[who.Value]:
					c.list.Errorf(at(who.Line, who.Col), "result-twice", "%s has a result for this already", who.Value)
				}
				said[who.Value] = true
			}
		}
	}
}

// programList is programs.yaml.
type programList struct {
	Programs []Program `yaml:"programs" need:"yes"`
}

// Substatus is a finer number that a server adds to a status code in its own
// log or error page: 401.2 of IIS. It is never on the wire.
type Substatus struct {
	Code  At[int]    `yaml:"code" need:"yes"`
	Sub   At[string] `yaml:"sub" need:"yes"` // digits behind the point
	Means At[string] `yaml:"means" need:"yes" prose:"yes"`
}

// String returns the number as logs write it: 401.2.
func (s Substatus) String() string { return s.Code.String() + "." + s.Sub.Value }

// ID returns the address of the number on the page of its code.
func (s Substatus) ID() string { return "iis-" + s.Code.String() + "-" + s.Sub.Value }

// SubstatusList is substatuses.yaml.
type SubstatusList struct {
	Owner  At[string]  `yaml:"owner" need:"yes"`
	Source Source      `yaml:"source" need:"yes"`
	List   []Substatus `yaml:"substatuses" need:"yes"`
}

// Substatuses returns the sub-statuses of a code, in the order of the file.
func (s *Set) Substatuses(code int) []Substatus {
	var out []Substatus
	for _, sub := range s.Subs.List {
		if sub.Code.Value == code {
			out = append(out, sub)
		}
	}
	return out
}

func (c *checker) substatuses() {
	src := c.set.subsFile
	if src == nil {
		return
	}
	seen := make(map[string]bool)
	for _, sub := range c.set.Subs.List {
		at := src.at(sub.Sub.Line, sub.Sub.Col)
		switch {
		case sub.Code.Value == unreadable:
			// says so itself
		case !c.known(sub.Code.Value):
			c.list.Hintf(src.at(sub.Code.Line, sub.Code.Col), "unknown-code", "", "there is no code %d", sub.Code.Value)
		case strings.Trim(sub.Sub.Value, "0123456789") != "":
			c.list.Hintf(at, "wrong-type", `write sub: "2" for 401.2`, "%q is not the part behind the point", cut(sub.Sub.Value, 20))
		case seen[sub.String()]:
			c.list.Errorf(at, "substatus-twice", "%s stands here already", sub)
		}
		seen[sub.String()] = true
	}
}

// Support says which browsers understand what a code is for.
type Support struct {
	Source   Source    `yaml:"source" need:"yes"`
	Features []Feature `yaml:"features" need:"yes"`
}

// Feature is something that a browser does with a code since some version.
type Feature struct {
	Code  At[int]    `yaml:"code" need:"yes"`
	Title At[string] `yaml:"title" need:"yes" prose:"yes"`
	Since []Since    `yaml:"since" need:"yes"`
}

// Since is the version from which a browser supports a feature, or "no".
type Since struct {
	Browser At[string] `yaml:"browser" need:"yes"`
	Version At[string] `yaml:"version" need:"yes"`
	Note    At[string] `yaml:"note" prose:"yes"`
}

// Supported returns the features of a code.
func (s *Set) Supported(code int) []Feature {
	var out []Feature
	for _, f := range s.Support.Features {
		if f.Code.Value == code {
			out = append(out, f)
		}
	}
	return out
}

func (c *checker) support() {
	for _, f := range c.set.Support.Features {
		if code := f.Code; code.Value != unreadable && !c.known(code.Value) {
			c.list.Hintf(c.set.supportFile.at(code.Line, code.Col), "unknown-code", "", "there is no code %d", code.Value)
		}
	}
}
