package entry

import (
	"iter"
	"reflect"

	"github.com/yuin/goldmark/ast"
)

// written is a file of the content as its author wrote it: the facts, and the
// Markdown behind them if there is any.
type written struct {
	src   *source
	facts any // a pointer to a struct of [At] values
	said  *mentions
}

func (w written) root() ast.Node {
	if w.said == nil {
		return nil
	}
	return w.said.root
}

// written yields the files that hold what people wrote and others read.
func (s *Set) written() iter.Seq[written] {
	return func(yield func(written) bool) {
		for _, e := range s.Entries {
			if !yield(e.written()) {
				return
			}
		}
		if !docsWritten(s.Fields, yield) || !docsWritten(s.Tags, yield) || !docsWritten(s.Classes, yield) ||
			!docsWritten(s.Measured, yield) || !docsWritten(s.Pages, yield) {
			return
		}
		for _, w := range []written{
			{src: s.settingsFile, facts: &s.Settings}, {src: s.subsFile, facts: s.Subs},
			{src: s.supportFile, facts: s.Support}, {src: s.chooseFile, facts: s.Choose},
		} {
			if w.src != nil && !yield(w) {
				return
			}
		}
	}
}

func (e *Entry) written() written { return written{e.src, &e.Facts, e.said} }

func docsWritten[F any](docs []*Doc[F], yield func(written) bool) bool {
	for _, d := range docs {
		if !yield(written{d.src, &d.Facts, d.said}) {
			return false
		}
	}
	return true
}

// fact is one value of a file's facts.
type fact struct {
	value     any // of type string, URL, Clause, …
	line, col int
	prose     bool // it is a sentence, or a part of one, for people to read
}

// facts yields the values that a file gives, in order. Keys whose values are
// prose carry the tag `prose:"yes"`.
func facts(of any) iter.Seq[fact] {
	return func(yield func(fact) bool) { eachFact(reflect.ValueOf(of), false, yield) }
}

func eachFact(v reflect.Value, prose bool, yield func(fact) bool) bool {
	switch v.Kind() {
	case reflect.Pointer:
		return v.IsNil() || eachFact(v.Elem(), prose, yield)
	case reflect.Slice:
		for i := range v.Len() {
			if !eachFact(v.Index(i), prose, yield) {
				return false
			}
		}
	case reflect.Struct:
		if _, single := v.Addr().Interface().(scalar); single {
			line := int(v.FieldByName("Line").Int())
			return line == 0 || yield(fact{v.FieldByName("Value").Interface(), line, int(v.FieldByName("Col").Int()), prose})
		}
		fields, _ := yamlFields(v.Type())
		for _, f := range fields {
			if !eachFact(v.FieldByIndex(f.Index), f.Tag.Get("prose") == "yes", yield) {
				return false
			}
		}
	}
	return true
}
