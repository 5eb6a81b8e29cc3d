package entry

import (
	"net/url"
	"strings"

	"github.com/yuin/goldmark/ast"

	"statuswiki/internal/diag"
)

// Link is an address that the content leads to, with its place.
type Link struct {
	To  string
	Pos diag.Pos
}

// mentions is what a body names: its cross references and its links.
type mentions struct {
	root  ast.Node
	refs  []reference
	links []Link
	says  []sentence // its running text
	keys  []uint64   // of these, for counting
	paras []sentence // the same by paragraphs, without code
	plain []codeMention
}

// reference is where a cross reference leads, without its place in the tree.
type reference struct {
	To     RefKind
	Target string
	Offset int
}

// walk looks at every node of a body: what is not allowed is a finding, what
// leads elsewhere is collected.
func walk(src *source, root ast.Node, text []byte, list *diag.List) *mentions {
	m := &mentions{root: root}
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		var at diag.Pos
		if _, text := n.(*ast.Text); !text {
			at = src.pos(offsetOf(n))
		}
		switch n := n.(type) {
		case *ast.RawHTML:
			if n.Segments.Len() > 0 {
				at = src.pos(n.Segments.At(0).Start)
			}
			list.Hintf(at, "raw-html", "write `code` in backquotes, or use Markdown", "raw HTML is not used here")
		case *ast.HTMLBlock:
			list.Hintf(at, "raw-html", "write `code` in backquotes, or use Markdown", "raw HTML is not used here")
			return ast.WalkSkipChildren, nil
		case *ast.Image:
			list.Errorf(at, "image", "images are not used here; diagrams are made from the messages")
			return ast.WalkSkipChildren, nil
		case *ast.Link:
			// What is checked and what the page says must be the same address.
			n.Destination = []byte(Unescape(n.Destination))
			m.link(string(n.Destination), at, list)
			if len(n.Title) > 0 {
				list.Hintf(at, "link-title", "leave the words in quotes out", "a link has no title here")
			}
			if n.FirstChild() == nil {
				list.Hintf(at, "link", "write words between the brackets", "a link without words")
			}
			m.inHeading(n, at, list)
		case *ast.AutoLink:
			m.link(string(n.URL(text)), at, list)
			if within[*ast.Link](n) {
				list.Errorf(at, "link", "a link within a link")
			}
			m.inHeading(n, at, list)
		case *CrossRef:
			switch {
			case within[*ast.Link](n):
				list.Hintf(at, "link", `write \[`+n.Target+`\]`, "a cross reference within a link")
			case !within[*ast.Heading](n):
				m.refs = append(m.refs, reference{n.To, n.Target, n.Offset})
			}
		case *ast.Text:
			if _, code := n.Parent().(*ast.CodeSpan); !code {
				strayMarks(src, n, text, list)
			}
		case *ast.Heading:
			if n.Parent() != root {
				list.Hintf(at, "heading-level", "write it in **bold**, or outside of the list", "a heading within a list or a quotation")
			}
		}
		return ast.WalkContinue, nil
	})
	return m
}

func (m *mentions) inHeading(n ast.Node, at diag.Pos, list *diag.List) {
	if within[*ast.Heading](n) {
		list.Hintf(at, "link", "put it into the text below", "a link within a heading, which is a link to itself already")
	}
}

// within reports whether a node lies in one of type T.
func within[T ast.Node](n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if _, ok := p.(T); ok {
			return true
		}
	}
	return false
}

// strayMarks reports brackets that were meant to lead somewhere and are plain
// text to Markdown, as in [403](see below), and character references that would
// bring in what may not stand in the file itself.
func strayMarks(src *source, n *ast.Text, text []byte, list *diag.List) {
	bracket := false
	for i := n.Segment.Start; i < n.Segment.Stop; i++ {
		switch text[i] {
		case '\\':
			i++
		case '[':
			if !bracket {
				list.Hintf(src.pos(i), "cross-reference", `for plain brackets write \[`, "this bracket leads nowhere")
			}
			bracket = true
		case '&':
			ref := charRef.Find(text[i:min(i+maxCharRef, n.Segment.Stop)])
			if ref != nil && strings.ContainsFunc(Unescape(ref), isControl) {
				list.Hintf(src.pos(i), "control-character", "remove it", "%s stands for a control character", ref)
			}
		}
	}
}

func (m *mentions) link(to string, at diag.Pos, list *diag.List) {
	u, err := url.Parse(to)
	switch {
	case err != nil || strings.ContainsFunc(to, isControl) || strings.ContainsAny(to, "\\ \"<>"):
		list.Errorf(at, "link", "%q is no address", cut(to, 60))
	case u.User != nil:
		list.Hintf(at, "link", "leave out what stands before the @", "%q names a user", cut(to, 60))
	case u.Scheme == "" && (u.Host != "" || strings.HasPrefix(to, "//")):
		list.Hintf(at, "link", "write https:// in full", "%q names a host but no scheme", cut(to, 60))
	case u.Scheme == "" && !strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "#"):
		list.Hintf(at, "link", "write /403/ for a page of this site and #causes for a place on this page", "%q leads nowhere", cut(to, 60))
	case u.Scheme == "" || u.Scheme == "mailto" || (u.Scheme == "http" || u.Scheme == "https") && u.Host != "":
		m.links = append(m.links, Link{to, at})
	case u.Scheme == "http" || u.Scheme == "https":
		list.Hintf(at, "link", "write "+u.Scheme+"://host/", "%q names no host", cut(to, 60))
	default:
		list.Hintf(at, "link", "links lead to http, https, mailto and this site", "%q has a scheme that is not allowed", cut(to, 60))
	}
}
