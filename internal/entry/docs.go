package entry

import (
	"github.com/yuin/goldmark/ast"

	"statuswiki/internal/diag"
)

// FieldFacts is the front matter of a header field's file.
type FieldFacts struct {
	Name      At[string]      `yaml:"name" need:"yes"`
	Summary   At[string]      `yaml:"summary" need:"yes" prose:"yes"`
	In        []At[Direction] `yaml:"in" need:"yes"`
	Spec      At[Clause]      `yaml:"spec"`
	Syntax    At[string]      `yaml:"syntax" need:"yes" prose:"yes"`
	Sample    At[string]      `yaml:"sample" need:"yes"`
	Singleton At[bool]        `yaml:"singleton" need:"yes"`
	Sources   []Source        `yaml:"sources" need:"yes"`
	Verified  At[Date]        `yaml:"verified" need:"yes"`
}

// TagFacts is the front matter of a tag's file.
type TagFacts struct {
	Title   At[string] `yaml:"title" need:"yes" prose:"yes"`
	Summary At[string] `yaml:"summary" need:"yes" prose:"yes"`
}

// ClassFacts is the front matter of a class's file.
type ClassFacts struct {
	Class   At[string] `yaml:"class" need:"yes"`
	Title   At[string] `yaml:"title" need:"yes" prose:"yes"`
	Summary At[string] `yaml:"summary" need:"yes" prose:"yes"`
	Spec    At[Clause] `yaml:"spec"`
}

// PageFacts is the front matter of a page that stands by itself.
type PageFacts struct {
	Title   At[string] `yaml:"title" need:"yes" prose:"yes"`
	Summary At[string] `yaml:"summary" need:"yes" prose:"yes"`
}

// Doc is a file whose body is free prose under headings: a header field, a
// class, an experiment, with front matter of type F.
type Doc[F any] struct {
	Facts F
	File  string
	Slug  string // file name without .md, which is the last part of the address
	Body  Prose
	Parts []Part // the body's ## headings

	src  *source
	said *mentions
}

// Part is a ## heading in free prose and its address.
type Part struct {
	Title, ID string
	Node      ast.Node
}

// The kinds of Doc, besides [Measured].
type (
	Field = Doc[FieldFacts]
	Tag   = Doc[TagFacts]
	Class = Doc[ClassFacts]
	Page  = Doc[PageFacts] // pages/NAME.md, shown at /NAME/
)

// parseDoc reads a file whose body is free prose.
func parseDoc[F any](src *source, slug string, form Form, list *diag.List) *Doc[F] {
	d := &Doc[F]{File: src.file, Slug: slug, src: src}
	bodyAt, ok := frontMatter(src, list, &d.Facts, form)
	if !ok {
		return d
	}
	root, blanked, ok := readBody(src, bodyAt, list)
	if !ok {
		return d
	}
	replaceFences(src, root, blanked, list)
	d.said = walk(src, root, blanked, list)
	d.said.says, d.said.paras = sentences(src, root)
	d.said.keys = keysOf(d.said.says)
	d.said.plain = firstMentions(src, root, form)
	d.Body.src = blanked
	sp := newSplitter(src, blanked, list)
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok {
			at := src.pos(offsetOf(h))
			_, title, id := sp.heading(h)
			if h.Level != 2 && !sp.underlined(h) {
				list.Hintf(at, "heading-level", "use ##", "a heading of level %d has no place here", h.Level)
			}
			if id == "" {
				id = Slug(title)
			}
			sp.claim(id, at)
			d.Parts = append(d.Parts, Part{title, id, h})
		}
		d.Body.Nodes = append(d.Body.Nodes, n)
	}
	return d
}
