package entry

import (
	"hash/maphash"
	"iter"
	"strings"
)

// named is a file with names that no other may have.
type named struct {
	of      any // the entry or document
	src     *source
	summary At[string]
	aliases []At[string]
}

// named yields the files with names of their own, in the order in which the
// second one of two is wrong.
func (s *Set) named() iter.Seq[named] {
	return func(yield func(named) bool) {
		for _, e := range s.Entries {
			if e.Code.Given() && e.Code.Value != unreadable && !yield(e.named()) {
				return
			}
		}
		ok := docsNamed(s.Fields, yield, func(f *FieldFacts) At[string] { return f.Summary }) &&
			docsNamed(s.Tags, yield, func(f *TagFacts) At[string] { return f.Summary }) &&
			docsNamed(s.Classes, yield, func(f *ClassFacts) At[string] { return f.Summary }) &&
			docsNamed(s.Measured, yield, func(f *MeasuredFacts) At[string] { return f.Summary }) &&
			docsNamed(s.Pages, yield, func(f *PageFacts) At[string] { return f.Summary })
		if ok && s.chooseFile != nil && !s.unread["choose.yaml"] {
			yield(named{of: s.Choose, src: s.chooseFile, summary: s.Choose.Summary})
		}
	}
}

func (e *Entry) named() named {
	return named{of: e, src: e.src, summary: e.Summary, aliases: e.Aliases}
}

func docsNamed[F any](docs []*Doc[F], yield func(named) bool, summary func(*F) At[string]) bool {
	for _, d := range docs {
		if !yield(named{of: d, src: d.src, summary: summary(&d.Facts)}) {
			return false
		}
	}
	return true
}

// keys returns numbers that stand for the names, in this run of the program.
func (n named) keys() []uint64 {
	var keys []uint64
	if n.summary.Given() {
		keys = append(keys, maphash.String(seed, n.summary.Value))
	}
	for _, a := range n.aliases {
		if a.Value != "" {
			keys = append(keys, ^maphash.String(seed, strings.ToLower(a.Value))) // other numbers than those of summaries
		}
	}
	return keys
}

// taken reports summaries and aliases that two have.
func (c *checker) taken() {
	if !c.set.cache.names.update(c.set.names()) {
		return
	}
	summaries, aliases := make(map[string]string), make(map[string]string) // → file
	for n := range c.set.named() {
		if s := n.summary; s.Given() {
			if other, taken := summaries[s.Value]; taken {
				c.list.Errorf(n.src.at(s.Line, s.Col), "summary", "%s has the same summary", other)
			}
			summaries[s.Value] = n.src.file
		}
		for _, a := range n.aliases {
			if a.Value == "" {
				continue // says so itself
			}
			key := strings.ToLower(a.Value)
			if other, taken := aliases[key]; taken {
				c.list.Errorf(n.src.at(a.Line, a.Col), "alias-taken", "%s has the alias %q, too", other, a.Value)
			}
			aliases[key] = n.src.file
		}
	}
}

// names yields the files with names of their own with what counts these.
func (s *Set) names() iter.Seq2[any, func() []uint64] {
	return func(yield func(any, func() []uint64) bool) {
		for n := range s.named() {
			if !yield(n.of, n.keys) {
				return
			}
		}
	}
}
