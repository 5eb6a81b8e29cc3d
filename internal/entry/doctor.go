package entry

import (
	"strings"

	"statuswiki/internal/doctor"
)

// What the front matter says of codes, as the response doctor asks for it: the
// facts stand in one place, whoever uses them.

// CodeFacts returns the facts of all codes.
func (s *Set) CodeFacts() doctor.Facts {
	f := codeFacts{set: s, phrases: make(map[string]int)}
	for _, r := range s.Registry {
		if r.Standing != "unused" {
			f.phrases[strings.ToLower(r.Phrase)] = r.Code
		}
	}
	return f
}

type codeFacts struct {
	set     *Set
	phrases map[string]int // registered, in lower case
	about   *Entry         // whose facts are those of its carrier, where codes are none of HTTP
}

// entry returns the entry whose facts are those of a status, or nil.
func (f codeFacts) entry(status int) *Entry {
	if f.set.form.HTTP() {
		return f.set.Entry(status)
	}
	if f.about != nil && f.about.Status.Value == status {
		return f.about
	}
	return nil
}

// Status returns the entry about an HTTP status, or nil. Where codes are none of
// HTTP there is none.
func (s *Set) Status(status int) *Entry {
	if !s.form.HTTP() {
		return nil
	}
	return s.Entry(status)
}

// factsFor returns the facts by which the messages of an entry are examined.
func (c *checker) factsFor(e *Entry) doctor.Facts {
	if c.set.form.HTTP() {
		return c.facts
	}
	return codeFacts{set: c.set, about: e}
}

// ByPhrase implements [doctor.Facts].
func (f codeFacts) ByPhrase(phrase string) (status int, ok bool) {
	status, ok = f.phrases[strings.ToLower(phrase)]
	return status, ok
}

// Code implements [doctor.Facts].
func (f codeFacts) Code(status int) doctor.Code {
	out := doctor.Code{Standing: f.standing(status)}
	if r, ok := f.set.Lookup(status); ok {
		out.Name = r.Phrase
	}
	e := f.entry(status)
	if e == nil {
		return out
	}
	if out.Name == "" && f.set.form.HTTP() {
		out.Name = e.Name.Value
	}
	for _, m := range e.Meanings {
		out.Uses = append(out.Uses, doctor.Use{Owner: m.Owner.Value, Name: m.Name.Value})
	}
	for _, field := range e.Fields {
		if field.In.Value == "response" && !field.conditional() {
			out.Fields = append(out.Fields, doctor.FieldFact{
				Name: field.Name.Value, Level: doctor.Level(field.Level.Value), Spec: string(field.Spec.Value),
			})
		}
	}
	if !e.OnWire.Value {
		return out // what is said of its content is that there is no response
	}
	out.NoContent, out.NoContentSpec = e.Body.Rule.Value == "forbidden", string(e.Body.Spec.Value)
	out.NoStore, out.NoStoreSpec = e.Cache.Rule.Value == "must not be stored", string(e.Cache.Spec.Value)
	return out
}

// standing says what a number is worth. Without a registry, only an entry can
// tell.
func (f codeFacts) standing(status int) doctor.Standing {
	reg, ok := f.set.Lookup(status)
	e := f.set.Entry(status)
	known := reg.Standing
	if !f.set.form.HTTP() {
		return doctor.Unknown
	}
	if !ok && e != nil {
		known = e.Standing.Value
	}
	switch {
	case known == "deprecated" || known == "obsolete":
		return doctor.Deprecated
	case known == "unused":
		return doctor.Unused
	case known != "" && known.Registered():
		return doctor.Registered
	case known != "", len(f.set.Registry) > 0 && !f.set.unread["registry.json"]:
		return doctor.Unregistered
	}
	return doctor.Unknown
}
