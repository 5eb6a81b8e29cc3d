package doctor

import "strings"

// Facts is what is known of status codes: the front matter of their entries,
// and the IANA registry.
type Facts interface {
	// Code returns what is known of a code; the zero Code says nothing.
	Code(status int) Code

	// ByPhrase returns the code whose registered reason phrase this is, in any
	// case.
	ByPhrase(phrase string) (status int, ok bool)
}

// Code is what is known of one status code.
type Code struct {
	Name     string // reason phrase, or the usual name of an unregistered code
	Standing Standing
	Uses     []Use // who else uses the number, the best known first

	// Fields are the fields of a response that the code demands, forbids or
	// knows of, without those that depend on a condition.
	Fields []FieldFact

	NoContent     bool // a response never has content
	NoContentSpec string
	NoStore       bool // a response must not be stored
	NoStoreSpec   string
}

// Standing says what a number is worth.
type Standing int

// The standings.
const (
	Unknown      Standing = iota // nobody can tell
	Registered                   // in the IANA registry
	Deprecated                   // the same, and not to be used any more
	Unused                       // the same, and reserved
	Unregistered                 // not in the registry
)

// Use is what an owner uses an unregistered number for.
type Use struct {
	Owner, Name string // Name may be empty
}

// Level is how strongly a code is tied to a field.
type Level string

// The levels that rules ask for (RFC 2119).
const (
	Must    Level = "MUST"
	MustNot Level = "MUST NOT"
	May     Level = "MAY"
)

// FieldFact ties a field of a response to a code.
type FieldFact struct {
	Name  string
	Level Level
	Spec  string // may be empty
}

// field returns what the code says of a field.
func (c Code) field(name string) (FieldFact, bool) {
	for _, f := range c.Fields {
		if strings.EqualFold(f.Name, name) {
			return f, true
		}
	}
	return FieldFact{}, false
}

// says reports whether the code ties a field at a level.
func (c Code) says(level Level, name string) bool {
	f, ok := c.field(name)
	return ok && f.Level == level
}
