package entry

import "strings"

// The words for the values of facts, as pages and terminals show them.
var (
	standingWords = map[Standing]string{
		"standard": "Standard", "temporary": "Temporary registration", "deprecated": "Deprecated", "obsolete": "Obsolete",
		"unused": "Registered, unused", "unofficial": "Unofficial", "reported": "Reported, not documented by its owner",
	}
	cachingWords = map[Caching]string{
		"heuristic": "Yes, by default", "explicit only": "Only when told to", "must not be stored": "Must not be stored",
	}
	contentWords = map[Content]string{
		"allowed": "Allowed", "expected": "Expected", "forbidden": "None, ever",
	}
	retryWords = map[Retry]string{
		"never": "No", "unchanged": "As it is", "after a change": "After a change", "after a delay": "After a delay", "not needed": "Not needed",
	}
	alarmWords = map[Alarm]string{
		"normal": "Normal operation", "watch": "Watch the rate", "urgent": "Urgent",
	}
	methodsWords = map[Methods]string{
		"safe": "Safe methods", "idempotent": "Idempotent methods", "non-idempotent": "POST and other methods that are not idempotent",
	}
)

// Words returns the standing as a reader sees it, with a capital.
func (s Standing) Words() string { return standingWords[s] }

// Words answers «may it be stored?».
func (c Caching) Words() string { return cachingWords[c] }

// Words answers «is there content?».
func (c Content) Words() string { return contentWords[c] }

// Words answers «may it be sent again?».
func (r Retry) Words() string { return retryWords[r] }

// Words says how loudly the code should be heard.
func (a Alarm) Words() string { return alarmWords[a] }

// FactLine is a line of the box of facts: what it is about, and what holds.
// Code in the texts stands between backquotes.
type FactLine struct {
	Name  string
	Line  int // of the file, where it is said
	Parts []FactPart
}

// FactPart is a text or a clause to look it up in.
type FactPart struct {
	Text   string
	Clause Clause
}

// Lines returns the facts as a reader sees them, in order, without those that
// every page shows in another way: name, summary, tags, relations and fields.
func (f *Facts) Lines() []FactLine {
	var out []FactLine
	add := func(name string, at int, parts ...FactPart) {
		line := FactLine{Name: name, Line: at}
		for _, p := range parts {
			if p != (FactPart{}) {
				line.Parts = append(line.Parts, p)
			}
		}
		if line.Parts != nil {
			out = append(out, line)
		}
	}
	text := func(s string) FactPart { return FactPart{Text: s} }
	clause := func(c At[Clause]) FactPart { return FactPart{Clause: c.Value} }
	add("Defined in", f.Spec.Line, clause(f.Spec))
	var names []string
	at := 0
	for _, former := range f.Formerly {
		at = former.Name.Line
		names = append(names, former.Name.Value)
	}
	add("Formerly", at, text(strings.Join(names, ", ")))
	var senders []string
	at = 0
	for _, s := range f.SentBy {
		at = s.Line
		senders = append(senders, string(s.Value))
	}
	add("Sent by", at, text(strings.Join(senders, ", ")))
	if f.OnWire.Given() && !f.OnWire.Value {
		add("On the wire", f.OnWire.Line, text("Never: a client cannot receive it"))
	}
	var retry []FactPart
	at = 0
	for _, rule := range f.Retry {
		at = rule.May.Line
		retry = append(retry, text(rule.Words()))
	}
	add("Retry", at, retry...)
	add("Severity", f.Severity.Level.Line, text(f.Severity.Level.Value.Words()), text(f.Severity.Note.Value))
	add("Cacheable", f.Cache.Rule.Line, text(f.Cache.Rule.Value.Words()), text(f.Cache.Note.Value), clause(f.Cache.Spec))
	add("Content", f.Body.Rule.Line, text(f.Body.Rule.Value.Words()), text(f.Body.Note.Value), clause(f.Body.Spec))
	return out
}

// Words returns the rule as a sentence without its full stop.
func (r RetryRule) Words() string {
	s := r.May.Value.Words()
	if m := methodsWords[r.Methods.Value]; m != "" {
		s = m + ": " + strings.ToLower(s)
	}
	if r.Note.Given() {
		s += ", " + r.Note.Value
	}
	return s
}
