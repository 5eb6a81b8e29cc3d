package entry

import (
	"bytes"
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
	refs  []*CrossRef
	links []Link
}

// checkDepth reports nesting that no author means, before the Markdown parser
// sees it: its cost grows with the square of some of these.
func checkDepth(src *source, list *diag.List) bool {
	ok := true
	bad := func(line int, format string, args ...any) {
		list.Errorf(src.at(line, 1), "too-deep", format, args...)
		ok = false
	}
	open := 0 // brackets since the last empty line
	for n := 1; n <= len(src.lines) && ok; n++ {
		line := src.line(n)
		if len(bytes.TrimSpace(line)) == 0 {
			open = 0
			continue
		}
		open += bytes.Count(line, []byte("[")) + bytes.Count(line, []byte("<")) + bytes.Count(line, []byte("![")) +
			runs(line, '*') + runs(line, '_') + runs(line, '`')
		markers := 0
		for rest := bytes.TrimLeft(line, " "); len(rest) > 0; rest = bytes.TrimLeft(rest, " \t") {
			if c := rest[0]; c != '>' && c != '-' && c != '+' && c != '*' && c != ':' && (c < '0' || c > '9') && c != '.' && c != ')' {
				break
			}
			rest = rest[1:]
			markers++
		}
		switch {
		case len(line) > 8000:
			bad(n, "the line has %d bytes, at most 8000 are allowed", len(line))
		case open > maxBrackets:
			bad(n, "more than %d brackets and marks in one paragraph", maxBrackets)
		case markers > 4*maxNesting && len(bytes.Trim(line, "- *_|:")) > 0:
			bad(n, "lists and quotations nested too deep")
		}
	}
	return ok
}

// runs counts the runs of a byte that are not part of a table's ruler.
func runs(line []byte, c byte) int {
	n := 0
	for i := range line {
		if line[i] == c && (i == 0 || line[i-1] != c) {
			n++
		}
	}
	return n / 2
}

// walk looks at every node of a body: what is not allowed is a finding, what
// leads elsewhere is collected.
func walk(src *source, root ast.Node, text []byte, list *diag.List) *mentions {
	m := &mentions{}
	depth := 0
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			depth--
			return ast.WalkContinue, nil
		}
		depth++
		if depth > maxNesting {
			list.Errorf(src.pos(offsetOf(n)), "too-deep", "nested more than %d deep", maxNesting)
			return ast.WalkStop, nil
		}
		at := src.pos(offsetOf(n))
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
			m.link(string(n.Destination), at, list)
			if len(n.Title) > 0 {
				list.Hintf(at, "link-title", "leave the words in quotes out", "a link has no title here")
			}
		case *ast.AutoLink:
			m.link(string(n.URL(text)), at, list)
		case *CrossRef:
			if _, heading := n.Parent().(*ast.Heading); heading {
				break
			}
			m.refs = append(m.refs, n)
		}
		return ast.WalkContinue, nil
	})
	return m
}

func (m *mentions) link(to string, at diag.Pos, list *diag.List) {
	u, err := url.Parse(to)
	switch {
	case err != nil || strings.ContainsFunc(to, isControl) || strings.ContainsAny(to, "\\ \"<>"):
		list.Errorf(at, "link", "%q is no address", cut(to, 60))
	case u.Scheme == "" && (u.Host != "" || strings.HasPrefix(to, "//")):
		list.Hintf(at, "link", "write https:// in full", "%q names a host but no scheme", cut(to, 60))
	case u.Scheme == "" && !strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "#"):
		list.Hintf(at, "link", "write /403/ for a page of this site and #causes for a place on this page", "%q leads nowhere", cut(to, 60))
	case u.Scheme == "" || u.Scheme == "mailto" || (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil:
		m.links = append(m.links, Link{to, at})
	default:
		list.Hintf(at, "link", "links lead to http, https, mailto and this site", "%q has a scheme that is not allowed", cut(to, 60))
	}
}
