package entry

import (
	"cmp"
	"slices"
	"strings"

	"statuswiki/internal/diag"
)

// External returns the links that lead out of the site by http or https, those
// of the text and those that pages make of the facts: sources, clauses, the
// repository. They stand in the order of files, lines and columns.
func (s *Set) External() []Link {
	var out []Link
	add := func(to string, pos diag.Pos) {
		if strings.HasPrefix(to, "https://") || strings.HasPrefix(to, "http://") {
			out = append(out, Link{to, pos})
		}
	}
	for w := range s.written() {
		for f := range facts(w.facts) {
			switch v := f.value.(type) {
			case URL:
				add(string(v), w.src.at(f.line, f.col))
			case Clause:
				if v != "" {
					add(v.URL(), w.src.at(f.line, f.col))
				}
			}
		}
		if w.said == nil {
			continue
		}
		for _, l := range w.said.links {
			add(l.To, l.Pos)
		}
		for _, r := range w.said.refs {
			if r.To == RefClause {
				add(Clause(r.Target).URL(), w.src.pos(r.Offset))
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Link) int {
		return cmp.Or(cmp.Compare(a.Pos.File, b.Pos.File), cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Col, b.Pos.Col))
	})
	return out
}
