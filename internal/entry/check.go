package entry

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"statuswiki/internal/diag"
	"statuswiki/internal/doctor"
)

// check looks at what only the whole set can tell, and at what each entry owes.
func (s *Set) check() (ofEntries, ofOthers *diag.List) {
	ofEntries, ofOthers = &diag.List{}, &diag.List{}
	c := &checker{set: s, list: ofEntries, anchors: make(map[*Entry][]string), facts: s.CodeFacts()}
	c.remember()
	defer c.forget()
	for _, e := range s.Entries {
		c.once(e, func() { c.entry(e) })
	}
	c.list = ofOthers
	c.others()
	c.taken()
	c.repeats()
	return ofEntries, ofOthers
}

// others checks all but the entries, each as long as it has not been.
func (c *checker) others() {
	s := c.set
	c.checkSettings()
	c.moved()
	for _, f := range s.Fields {
		c.once(f, func() {
			c.summary(f.src, f.Facts.Summary)
			c.mentions(f.src, f.said, nil)
			c.currentSpec(f.src, f.Facts.Spec)
		})
	}
	for _, t := range s.Tags {
		c.once(t, func() {
			c.summary(t.src, t.Facts.Summary)
			c.mentions(t.src, t.said, nil)
		})
	}
	for _, k := range s.Classes {
		c.once(k, func() {
			c.summary(k.src, k.Facts.Summary)
			c.mentions(k.src, k.said, nil)
			c.currentSpec(k.src, k.Facts.Spec)
		})
	}
	for _, m := range s.Measured {
		c.once(m, func() {
			c.summary(m.src, m.Facts.Summary)
			c.measured(m)
		})
	}
	for _, p := range s.Pages {
		c.once(p, func() {
			c.summary(p.src, p.Facts.Summary)
			c.mentions(p.src, p.said, nil)
			if s.reserved("/" + p.Slug + "/") {
				c.list.Hintf(diag.Pos{File: p.File}, "file-name", "give the file another name", "/%s/ is the address of another page", p.Slug)
			}
		})
	}
	c.once("substatuses", c.substatuses)
	c.once("support", c.support)
	c.once("choose", c.choose)
	c.once("missing", c.missing)
}

type checker struct {
	set     *Set
	list    *diag.List
	anchors map[*Entry][]string
	facts   doctor.Facts
}

func (c *checker) entry(e *Entry) {
	if !e.Code.Given() || e.Code.Value == unreadable {
		return
	}
	at := func(line, col int) diag.Pos { return e.src.at(line, col) }
	if first := c.set.byCode[e.Code.Value]; first != e {
		c.list.Errorf(at(e.Code.Line, e.Code.Col), "code-twice", "%s has the code, too", first.File)
	}
	c.summary(e.src, e.Summary)
	c.form(e)
	c.registered(e)
	for _, spec := range []At[Clause]{e.Spec, e.Cache.Spec, e.Body.Spec} {
		c.currentSpec(e.src, spec)
	}
	c.fields(e)
	c.relations(e)
	if s := e.Standing; s.Given() && !s.Value.Registered() && len(e.Meanings) == 0 {
		c.list.Hintf(at(s.Line, s.Col), "missing-meaning", "add meanings: one for each owner, with its source", "%s is registered nowhere, and nothing says who uses it", e.Code)
	}
	for _, t := range e.Tags {
		if t.Value != "" && c.set.Tag(t.Value) == nil && !c.set.unread["tags/"+t.Value] {
			var known []string
			for _, k := range c.set.Tags {
				known = append(known, k.Slug)
			}
			c.list.Hintf(at(t.Line, t.Col), "unknown-tag", didYouMean(t.Value, known), "there is no tags/%s.md", cut(t.Value, 40))
		}
	}
	if e.said != nil {
		c.mentions(e.src, e.said, e)
		c.messages(e)
	}
}

// missing reports registered codes that have no entry.
func (c *checker) missing() {
	for _, r := range c.set.Registry {
		if c.set.Entry(r.Code) != nil || c.set.unread["codes/"+strconv.Itoa(r.Code)] {
			continue
		}
		at := c.set.regAt[r.Code]
		at += bytes.IndexByte(c.set.regFile.text[at:], '{')
		c.list.Add(diag.Finding{
			Pos: c.set.regFile.pos(at), Level: diag.Warning, Rule: "missing-entry",
			Text: fmt.Sprintf("%d %s is registered and has no entry", r.Code, r.Phrase),
			Hint: "write codes/" + strconv.Itoa(r.Code) + ".md",
		})
	}
}

// registered holds the entry against the IANA registry.
func (c *checker) registered(e *Entry) {
	if len(c.set.Registry) == 0 || c.set.unread["registry.json"] {
		return
	}
	reg, ok := c.set.Lookup(e.Code.Value)
	standing := e.src.at(e.Standing.Line, e.Standing.Col)
	if !ok {
		if e.Standing.Given() && e.Standing.Value.Registered() {
			c.list.Hintf(standing, "standing", "write unofficial, or reported if its owner does not document it", "%d is not in the registry", e.Code.Value)
		}
		return
	}
	if e.Name.Value != "" && e.Name.Value != reg.Phrase {
		c.list.Hintf(e.src.at(e.Name.Line, e.Name.Col), "phrase", "write "+strconv.Quote(reg.Phrase), "the registered phrase of %d is another", e.Code.Value)
	}
	if e.Standing.Given() && e.Standing.Value != reg.Standing {
		c.list.Hintf(standing, "standing", "write "+string(reg.Standing), "the registry has %d otherwise", e.Code.Value)
	}
	if !e.Spec.Given() {
		c.list.Hintf(e.src.at(e.Code.Line, e.Code.Col), "missing-key", "write spec: "+string(reg.Spec), "a registered code needs the clause that defines it")
	}
}

func (c *checker) summary(src *source, s At[string]) {
	if n := utf8.RuneCountInString(s.Value); s.Given() && n > MaxSummary {
		c.list.Errorf(src.at(s.Line, s.Col), "summary", "the summary has %d characters, at most %d are allowed", n, MaxSummary)
	}
}

func (c *checker) currentSpec(src *source, spec At[Clause]) {
	if spec.Given() && spec.Value.Obsolete() {
		c.list.Hintf(src.at(spec.Line, spec.Col), "obsolete-rfc", "name the clause that holds now, and this one under former-specs", "%s is obsolete", spec.Value.Document())
	}
}

func (c *checker) fields(e *Entry) {
	seen := make(map[string]bool)
	for _, f := range e.Fields {
		if f.Name.Value == "" {
			continue // says so itself
		}
		at := e.src.at(f.Name.Line, f.Name.Col)
		if known := c.set.Field(f.Name.Value); c.set.unread["headers/"+strings.ToLower(f.Name.Value)] {
			// says so itself
		} else if known == nil {
			c.list.Hintf(at, "unknown-field", "write headers/"+strings.ToLower(f.Name.Value)+".md", "no file tells what %s is", cut(f.Name.Value, 60))
		} else if known.Facts.Name.Value != f.Name.Value {
			c.list.Errorf(at, "unknown-field", "the field is written %s", known.Facts.Name.Value)
		}
		if strings.Contains(string(f.Level.Value), "MUST") && !f.Spec.Given() {
			c.list.Hintf(at, "missing-clause", "add spec: RFC … §…", "a %s needs the clause that says so", f.Level.Value)
		}
		c.currentSpec(e.src, f.Spec)
		key := f.Name.Value + " " + string(f.In.Value)
		if seen[key] {
			c.list.Errorf(at, "field-twice", "%s stands twice for a %s", f.Name.Value, f.In.Value)
		}
		seen[key] = true
	}
}

func (c *checker) relations(e *Entry) {
	seen := make(map[int]bool)
	for _, r := range e.Relations {
		at := e.src.at(r.Code.Line, r.Code.Col)
		code := r.Code.Value
		other := c.set.Entry(code)
		switch {
		case code == unreadable || !r.Code.Given():
			// says so itself
		case code == e.Code.Value || seen[code]:
			c.list.Errorf(at, "relation", "%d is this code itself or stands here already", code)
		case !c.known(code):
			c.list.Errorf(at, "relation", "there is no code %d", code)
		case r.As.Value == "confused with" && !r.Decide.Given():
			c.list.Hintf(at, "relation", "add decide: one sentence that tells which of the two it is", "%d and %d are confused, and nothing tells them apart", e.Code.Value, code)
		case r.As.Value == "confused with" && !r.Wrong.Given():
			c.list.Hintf(at, "relation", fmt.Sprintf("add wrong: when is %d the wrong one?", e.Code.Value), "%d and %d are confused, and nothing says what goes wrong with %d", e.Code.Value, code, e.Code.Value)
		case other != nil:
			c.mutual(e, r, other, at)
		}
		seen[code] = true
	}
}

// known reports whether there is a code, as far as one can tell.
func (c *checker) known(code int) bool {
	_, registered := c.set.Lookup(code)
	return registered || c.set.Entry(code) != nil || c.set.unread["registry.json"] || c.set.unread["codes/"+strconv.Itoa(code)]
}

// mutual makes sure that both sides of a relation tell the same.
func (c *checker) mutual(e *Entry, r Relation, other *Entry, at diag.Pos) {
	inverse := r.As.Value.Inverse()
	i := slices.IndexFunc(other.Relations, func(o Relation) bool { return o.Code.Value == e.Code.Value })
	switch {
	case inverse == "":
	case i < 0:
		c.list.Hintf(at, "relation-mutual", "add {code: "+strconv.Itoa(e.Code.Value)+", as: "+string(inverse)+"} there", "%s does not know of this relation", other.File)
	case other.Relations[i].As.Value.Inverse() != "" && other.Relations[i].As.Value != inverse:
		c.list.Hintf(at, "relation-mutual", "write as: "+string(inverse)+" there, or another word here", "here %d is «%s» %d, and in %s %d is «%s» %d",
			e.Code.Value, r.As.Value, r.Code.Value, other.File, r.Code.Value, other.Relations[i].As.Value, e.Code.Value)
	}
}

func didYouMean(word string, known []string) string {
	if near := diag.Nearest(word, known); near != "" {
		return "did you mean `" + near + "`?"
	}
	return ""
}
