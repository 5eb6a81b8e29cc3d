package build

import (
	"bytes"
	"cmp"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"

	"statuswiki/internal/entry"
	"statuswiki/internal/site"
)

// Where a page is made to tell its places, a mark says where it shows which line of its own file:
// the number of the line between two control characters. Content holds none of
// those, the page loses them before anybody sees it, and what is left is the
// page as it is without marks.
const markStart, markEnd = '\x01', '\x02'

// at returns the mark of a line, to be put right behind the start tag of what
// shows it; nothing if no marks are wanted or the file does not say it.
func (r *renderer) at(line int) string {
	if !r.marks || line <= 0 {
		return ""
	}
	return string(markStart) + strconv.Itoa(line) + string(markEnd)
}

// here writes the mark of a node.
func (r *renderer) here(n ast.Node, src []byte) { r.b.WriteString(r.mark(n, src)) }

// mark returns the mark of a node.
func (r *renderer) mark(n ast.Node, src []byte) string {
	if !r.marks {
		return ""
	}
	// Most nodes stand behind the one before, so that the lines are counted once.
	to := min(entry.Offset(n), len(src))
	if to < r.counted {
		r.counted, r.lines = 0, 0
	}
	r.lines += bytes.Count(src[r.counted:to], []byte("\n"))
	r.counted = to
	return r.at(r.lines + 1)
}

// fact writes a text of the front matter with its mark.
func (r *renderer) fact(a entry.At[string]) template.HTML {
	return template.HTML(r.at(a.Line)) + r.text(a.Value)
}

// term is a pair of a definition list whose name stands among terms.
func (r *renderer) term(terms []entry.Term, name string, body template.HTML) termView {
	i := slices.IndexFunc(terms, func(t entry.Term) bool { return t.Name == name })
	if i < 0 {
		return termView{name, body}
	}
	return termView{r.at(terms[i].Pos.Line) + name, body}
}

// headingAt is the mark of the heading with an address in a section.
func (r *renderer) headingAt(s *entry.Section, id string) string {
	if s == nil {
		return ""
	}
	i := slices.IndexFunc(s.Items, func(it entry.Item) bool { return it.ID == id })
	if i < 0 {
		return ""
	}
	return r.at(s.Items[i].Pos.Line)
}

// origins returns what tells where the pages of files come from. It makes a page
// once more, with marks: few are asked about, and nothing is kept for the others.
func (b *builder) origins(tmpl *templates) func(path string) (site.Origin, bool) {
	general := sync.OnceValue(func() map[string]page {
		out := make(map[string]page)
		for _, p := range b.generalPages() {
			out[p.path] = p
		}
		return out
	})
	return func(path string) (site.Origin, bool) {
		p, ok := b.entryPageAt(path)
		if !ok {
			p = general()[path]
		}
		if !p.file {
			return site.Origin{}, false
		}
		r := &renderer{set: b.set, root: b.rootOf(path), hl: b.hl, marks: true}
		body, err := tmpl.render(p.tmpl, p.view(r), p.of)
		if err != nil {
			return site.Origin{}, false // whoever looks at the page hears of it
		}
		page, marks := cutMarks(body)
		text, _ := b.set.Source(p.of)
		return site.Origin{File: p.of, Text: text, Page: page, Marks: marks}, true
	}
}

// entryPageAt returns the page of the entry at a path.
func (b *builder) entryPageAt(path string) (page, bool) {
	name, _, _ := strings.Cut(path, "/")
	i, ok := slices.BinarySearchFunc(b.set.Entries, atoi(name), func(e *entry.Entry, code int) int { return cmp.Compare(e.Code.Value, code) })
	if !ok {
		return page{}, false
	}
	p := b.entryPage(i)
	return p, p.path == path
}

// cutMarks takes the marks out of a page and returns them, with the elements
// that they stand in, ascending by line. The page that is passed is not changed.
func cutMarks(page []byte) (clean []byte, marks []site.Mark) {
	clean = make([]byte, 0, len(page))
	nth := int32(-1)
	for {
		i := bytes.IndexAny(page, "<"+string(markStart))
		if i < 0 {
			break
		}
		clean = append(clean, page[:i]...)
		page = page[i:]
		if line, length := readMark(page); length > 0 {
			if nth >= 0 { // in the head nothing is shown
				marks = append(marks, site.Mark{Line: line, Nth: nth})
			}
			page = page[length:]
			continue
		}
		length, counts := readTag(page)
		if counts {
			nth++
		}
		clean = append(clean, page[:length]...)
		page = page[length:]
	}
	slices.SortStableFunc(marks, func(a, b site.Mark) int { return cmp.Compare(a.Line, b.Line) })
	return append(clean, page...), marks
}

// readMark reads the mark that page begins with; length is 0 if it does not.
func readMark(page []byte) (line int32, length int) {
	end := bytes.IndexByte(page, markEnd)
	if page[0] != markStart || end < 0 {
		return 0, 0
	}
	n, err := strconv.ParseInt(string(page[1:end]), 10, 32)
	if err != nil {
		return 0, 0
	}
	return int32(n), end + 1
}

// readTag returns how much of page, which begins with a tag, is to be passed
// over, and whether it is the start tag of an element that marks count. In
// scripts and styles there are no tags.
func readTag(page []byte) (length int, counts bool) {
	end := 1
	for end < len(page) && (page[end] >= 'a' && page[end] <= 'z' || page[end] >= '0' && page[end] <= '9') {
		end++
	}
	name := string(page[1:end])
	switch name {
	case "script", "style":
		if i := bytes.Index(page, []byte("</"+name)); i > 0 {
			return i, false
		}
	}
	return end, markedElements[name]
}

var markedElements = func() map[string]bool {
	out := make(map[string]bool)
	for name := range strings.SplitSeq(site.MarkedElements, ",") {
		out[name] = true
	}
	return out
}()
