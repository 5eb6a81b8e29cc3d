package entry

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"statuswiki/internal/diag"
)

// splitter cuts the body of a file into sections and items at its headings.
type splitter struct {
	src  *source
	text []byte // with the front matter blanked
	list *diag.List
	ids  map[string]int // address → line
}

// reserved are addresses that a page has whatever its file says.
// The second line is what static/site.js adds.
var reserved = []string{
	"main", "toc", "facts", "codes",
	"say", "theme", "help", "keys", "keys-title", "keys-on",
}

func newSplitter(src *source, text []byte, list *diag.List) *splitter {
	sp := &splitter{src, text, list, make(map[string]int)}
	for _, id := range reserved {
		sp.ids[id] = 0
	}
	return sp
}

// underlined reports whether a heading is written with a line below it.
func (sp *splitter) underlined(h *ast.Heading) bool { return sp.text[offsetOf(h)] != '#' }

// heading reads a heading: its inline nodes, words, and the address behind it.
func (sp *splitter) heading(h *ast.Heading) (inline Prose, title, id string) {
	inline.src = sp.text
	for c := h.FirstChild(); c != nil; c = c.NextSibling() {
		inline.Nodes = append(inline.Nodes, c)
	}
	title = inline.Text()
	at := sp.src.pos(offsetOf(h))
	if sp.underlined(h) {
		sp.list.Hintf(at, "heading-form", "write ## before it; an empty line before --- makes a rule", "the line below makes this a heading")
	}
	for _, a := range h.Attributes() {
		value, _ := a.Value.([]byte)
		if string(a.Name) == "id" && Slug(string(value)) == string(value) && len(value) > 0 {
			id = string(value)
		}
	}
	// Markdown takes for text, or drops, what is no address.
	line := bytes.TrimRight(sp.src.line(at.Line), " \t")
	brace := bytes.LastIndexByte(line, '{')
	if brace > 0 && line[brace-1] != '\\' && bytes.HasSuffix(line, []byte("}")) && string(line[brace:]) != "{#"+id+"}" {
		at.Col = brace + 1
		sp.list.Hintf(at, "heading-address", "write {#lower-case-words} and nothing else", "cannot read what stands in braces behind the heading")
	}
	return inline, title, id
}

// claim makes sure that an address is given once.
func (sp *splitter) claim(id string, at diag.Pos) {
	if strings.Trim(id, "-") == "" {
		sp.list.Hintf(at, "heading-address", "write {#a-few-words} behind it", "the heading has no letter or digit to make an address of")
		return
	}
	before, taken := sp.ids[id]
	switch {
	case !taken:
		sp.ids[id] = at.Line
	case before == 0:
		sp.list.Hintf(at, "address-taken", "write another {#…} behind the heading", "the address #%s belongs to the page", id)
	default:
		sp.list.Hintf(at, "address-taken", "write another {#…} behind the heading", "the address #%s is taken by line %d", id, before)
	}
}

// sections splits the children of root. What stands before the first heading
// is a finding.
func (sp *splitter) sections(root ast.Node) []*Section {
	var out []*Section
	var cur *Section
	var item *Item
	last := -1
	for _, info := range Sections {
		sp.ids[info.ID] = 0 // the page may make a section from the facts
	}
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		h, isHeading := n.(*ast.Heading)
		if isHeading && sp.underlined(h) {
			sp.heading(h) // says so
			isHeading = false
		}
		switch {
		case isHeading && h.Level == 2:
			cur, item = nil, nil
			at := sp.src.pos(offsetOf(h))
			_, title, id := sp.heading(h)
			i := sectionIndex(title)
			if i < 0 {
				sp.unknownSection(at, title)
				cur = &Section{Pos: at} // its content is still looked at, but not kept
				continue
			}
			cur = &Section{SectionInfo: Sections[i], Pos: at}
			cur.Intro.src = sp.text
			if id != "" {
				sp.list.Errorf(at, "heading-address", "a section's address is always #%s", cur.ID)
			}
			before := slices.IndexFunc(out, func(s *Section) bool { return s.ID == cur.ID })
			switch {
			case before >= 0:
				sp.list.Hintf(at, "section-twice", "join the two", "the section %s stands in line %d already", title, out[before].Pos.Line)
				continue
			case i < last:
				sp.list.Hintf(at, "section-order", "the order is that of content/README.md", "%s stands behind %s", title, Sections[last].Title)
			}
			last = max(last, i)
			out = append(out, cur)
		case isHeading && h.Level == 3 && cur != nil:
			inline, title, id := sp.heading(h)
			it := Item{Heading: inline, Title: title, ID: id, Pos: sp.src.pos(offsetOf(h)), explicitID: id != ""}
			it.Body.src = sp.text
			if slug := Slug(title); id == "" && slug != "" {
				it.ID = cur.ID + "-" + slug
			}
			sp.claim(it.ID, it.Pos)
			cur.Items = append(cur.Items, it)
			item = &cur.Items[len(cur.Items)-1]
		case isHeading:
			sp.list.Hintf(sp.src.pos(offsetOf(h)), "heading-level", "## begins a section, ### an item", "a heading of level %d has no place here", h.Level)
		case cur == nil:
			sp.list.Hintf(sp.src.pos(offsetOf(n)), "text-outside", "begin with ## Quick answer", "text before the first section")
		case item != nil:
			item.Body.Nodes = append(item.Body.Nodes, n)
		default:
			cur.Intro.Nodes = append(cur.Intro.Nodes, n)
		}
	}
	return out
}

func (sp *splitter) unknownSection(at diag.Pos, title string) {
	titles := make([]string, len(Sections))
	for i, s := range Sections {
		titles[i] = s.Title
	}
	hint := "the sections are " + strings.Join(titles, ", ")
	if near := diag.Nearest(title, titles); near != "" {
		hint = "did you mean `" + near + "`?"
	}
	sp.list.Hintf(at, "unknown-section", hint, "there is no section %q", cut(title, 60))
}

// terms takes the definition lists out of prose and returns their pairs. Only
// the names in allowed may stand there, each once.
func (sp *splitter) terms(p *Prose, allowed []string) []Term {
	var out []Term
	kept := p.Nodes[:0:0]
	for _, n := range p.Nodes {
		dl, ok := n.(*east.DefinitionList)
		if !ok {
			kept = append(kept, n)
			continue
		}
		var open []int // terms that the next description is about
		described := false
		for c := dl.FirstChild(); c != nil; c = c.NextSibling() {
			switch c := c.(type) {
			case *east.DefinitionTerm:
				if described {
					open, described = nil, false
				}
				out = append(out, Term{Name: plainText(c, sp.text), Pos: sp.src.pos(offsetOf(c)), Body: Prose{src: sp.text}})
				open = append(open, len(out)-1)
			case *east.DefinitionDescription:
				described = true
				for _, i := range open {
					for b := c.FirstChild(); b != nil; b = b.NextSibling() {
						out[i].Body.Nodes = append(out[i].Body.Nodes, b)
					}
				}
			}
		}
	}
	p.Nodes = kept
	seen := make(map[string]bool)
	for _, t := range out {
		switch {
		case !slices.Contains(allowed, t.Name):
			hint := "the terms here are " + strings.Join(allowed, ", ")
			if near := diag.Nearest(t.Name, allowed); near != "" {
				hint = "did you mean `" + near + "`?"
			}
			sp.list.Hintf(t.Pos, "unknown-term", hint, "there is no term %q here", cut(t.Name, 60))
		case seen[t.Name]:
			sp.list.Errorf(t.Pos, "term-twice", "%s is given twice", t.Name)
		case t.Body.Empty():
			sp.list.Hintf(t.Pos, "empty-term", "write «: » and the text in the next line", "%s says nothing", t.Name)
		}
		seen[t.Name] = true
	}
	return out
}

// term returns the body of the term with the name. If it is needed and not
// there, that is a finding at pos.
func (sp *splitter) term(terms []Term, name string, needed bool, pos diag.Pos) Prose {
	for _, t := range terms {
		if t.Name == name {
			return t.Body
		}
	}
	if needed {
		sp.list.Hintf(pos, "missing-term", "add an empty line, a line «"+name+"» and below it «: …»", "the term %s is missing", name)
	}
	return Prose{}
}
