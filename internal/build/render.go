package build

import (
	"fmt"
	"html"
	"html/template"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"statuswiki/internal/entry"
	"statuswiki/internal/httpmsg"
)

// renderer turns prose into HTML for one page. It writes only elements and
// attributes that stand in this file, and escapes everything that comes from
// the content; a kind of node that it does not know is left out.
//
// Optional end tags are left out, since every byte of the first round trip
// counts; browsers and the checker of valid HTML are fine with it.
type renderer struct {
	set  *entry.Set
	root string // leads from the page to the site's root: "", "../" or "/wiki/"
	hl   *highlighter
	b    strings.Builder

	coloured  int  // bytes of code on this page that have gone through a lexer
	inHeading bool // a heading links to itself, so what would be a link in it is plain words

	// Whether lines of the page's file are marked, and how far they are counted.
	marks          bool
	counted, lines int
}

// html renders prose as blocks.
func (r *renderer) html(p entry.Prose) template.HTML {
	r.b.Reset()
	for _, n := range p.Nodes {
		r.node(n, p.Source())
	}
	return template.HTML(r.b.String())
}

// inline renders prose without the element around a single paragraph.
func (r *renderer) inline(p entry.Prose) template.HTML {
	if len(p.Nodes) == 1 {
		switch p.Nodes[0].(type) {
		case *ast.Paragraph, *ast.TextBlock:
			r.b.Reset()
			r.here(p.Nodes[0], p.Source())
			r.children(p.Nodes[0], p.Source())
			return template.HTML(r.b.String())
		}
	}
	return r.html(p)
}

// text escapes a string and sets what stands between backquotes as code, which
// the notes in the front matter use.
func (r *renderer) text(s string) template.HTML {
	var b strings.Builder
	for i, part := range strings.Split(s, "`") {
		if i%2 == 1 {
			b.WriteString("<code>" + words(part) + "</code>")
		} else {
			b.WriteString(words(part))
		}
	}
	return template.HTML(b.String())
}

// words escapes text that will stand between tags. There a quotation mark is one
// like others, and on the largest pages its references cost up to half a
// kilobyte; attributes take html.EscapeString.
func words(s string) string { return betweenTags.Replace(s) }

var betweenTags = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// attribute returns the value of an attribute, in quotes where it needs them.
func attribute(s string) string {
	if s != "" && !strings.ContainsFunc(s, func(c rune) bool { return c <= ' ' || c > '~' || strings.ContainsRune("\"'&<>=`", c) }) {
		return s
	}
	return `"` + html.EscapeString(s) + `"`
}

// escape escapes words of prose for HTML. Character references can name what the
// source itself may not hold: control characters, and those that turn the
// direction of a line. Such a one becomes the sign for a character that is lost.
func escape(s string) string {
	return words(strings.Map(func(c rune) rune {
		if c != '\n' && c != '\t' && unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) && c >= 0x202a {
			return unicode.ReplacementChar
		}
		return c
	}, s))
}

func (r *renderer) children(n ast.Node, src []byte) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		r.node(c, src)
	}
}

func (r *renderer) wrap(open, end string, n ast.Node, src []byte) {
	r.b.WriteString(open)
	if n.Type() == ast.TypeBlock {
		r.here(n, src)
	}
	r.children(n, src)
	r.b.WriteString(end)
}

func (r *renderer) node(n ast.Node, src []byte) {
	switch n := n.(type) {
	case *ast.Paragraph:
		r.wrap("<p>", "", n, src)
	case *ast.TextBlock:
		r.children(n, src)
	case *ast.Heading:
		r.heading(n, src)
	case *ast.List:
		r.list(n, src)
	case *ast.Blockquote:
		r.wrap("<blockquote>", "</blockquote>", n, src)
	case *ast.ThematicBreak:
		r.b.WriteString("<hr>")
	case *east.DefinitionList:
		r.wrap("<dl>", "</dl>", n, src)
	case *east.DefinitionTerm:
		r.wrap("<dt>", "", n, src)
	case *east.DefinitionDescription:
		r.wrap("<dd>", "", n, src)
	case *east.Table:
		r.table(n, src)
	case *entry.CodeNode:
		r.block(n.Block, r.mark(n, src))
	case *ast.Text:
		r.b.WriteString(escape(entry.Unescape(n.Segment.Value(src))))
		if n.HardLineBreak() {
			r.b.WriteString("<br>")
		} else if n.SoftLineBreak() {
			r.b.WriteByte(' ') // like the others, so that it costs less
		}
	case *ast.String:
		r.b.WriteString(words(string(n.Value)))
	case *ast.CodeSpan:
		r.b.WriteString("<code>")
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if t, ok := c.(*ast.Text); ok {
				r.b.WriteString(words(strings.ReplaceAll(string(t.Segment.Value(src)), "\n", " ")))
			}
		}
		r.b.WriteString("</code>")
	case *ast.Emphasis:
		if n.Level == 2 {
			r.wrap("<strong>", "</strong>", n, src)
		} else {
			r.wrap("<em>", "</em>", n, src)
		}
	case *ast.Link:
		r.link(string(n.Destination), func() { r.children(n, src) })
	case *ast.AutoLink:
		r.link(string(n.URL(src)), func() { r.b.WriteString(words(string(n.Label(src)))) })
	case *entry.CrossRef:
		r.crossRef(n)
	}
}

func (r *renderer) heading(n *ast.Heading, src []byte) {
	id, _ := n.AttributeString("id")
	slug := fmt.Sprintf("%s", id)
	if id == nil {
		slug = entry.Slug(entry.Prose{Nodes: []ast.Node{n}}.WithSource(src).Text())
	}
	r.inHeading = true
	r.wrap(fmt.Sprintf("<h%d id=%s><a href=#%s>", n.Level, slug, slug), fmt.Sprintf("</a></h%d>", n.Level), n, src)
	r.inHeading = false
}

func (r *renderer) list(n *ast.List, src []byte) {
	tag := "ul"
	if n.IsOrdered() {
		tag = "ol"
	}
	start := ""
	if n.IsOrdered() && n.Start > 1 {
		start = fmt.Sprintf(" start=%d", n.Start)
	}
	r.b.WriteString("<" + tag + start + ">")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		r.b.WriteString("<li>")
		r.here(c, src)
		r.children(c, src)
	}
	r.b.WriteString("</" + tag + ">")
}

// table is focusable, because it scrolls sideways where it does not fit.
func (r *renderer) table(n *east.Table, src []byte) {
	label := ""
	if h := n.FirstChild(); h != nil {
		label = entry.Prose{Nodes: []ast.Node{h}}.WithSource(src).Text()
	}
	fmt.Fprintf(&r.b, `<div class=scroll tabindex=0 role=group aria-label="Table: %s"><table>`, strings.ReplaceAll(escape(label), `"`, "&#34;"))
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		cell := "td"
		if _, head := row.(*east.TableHeader); head {
			cell = "th"
		}
		r.b.WriteString("<tr>")
		r.here(row, src)
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			r.b.WriteString("<" + cell + ">")
			r.children(c, src)
		}
	}
	r.b.WriteString("</table></div>")
}

// link writes an anchor for an address that package entry has let through: an
// absolute one, one from the site's root, or a place on this page.
func (r *renderer) link(to string, inner func()) {
	if r.inHeading {
		inner()
		return
	}
	href := to
	if strings.HasPrefix(to, "/") {
		href = r.rel(to[1:])
	}
	r.b.WriteString("<a href=" + attribute(href) + ">")
	inner()
	r.b.WriteString("</a>")
}

// rel turns a path below the site's root into an address for this page.
func (r *renderer) rel(path string) string { return relative(r.root, path) }

func relative(root, path string) string {
	if root+path == "" {
		return "./"
	}
	return root + path
}

func (r *renderer) crossRef(n *entry.CrossRef) {
	text := words(n.Target)
	if r.inHeading {
		r.b.WriteString(text)
		return
	}
	href := ""
	switch n.To {
	case entry.RefCode:
		href = r.codeURL(atoi(n.Target))
		text = words(r.set.Form().Prefix) + text
	case entry.RefClass:
		href = r.rel(n.Target + "/")
	case entry.RefField:
		href = r.fieldURL(n.Target)
		text = "<code>" + text + "</code>"
	case entry.RefClause:
		href = entry.Clause(n.Target).URL()
	}
	if href == "" {
		r.b.WriteString(text)
		return
	}
	r.b.WriteString("<a href=" + attribute(href) + ">" + text + "</a>")
}

// codeURL leads to the entry of a code, to its line in the class page while the
// entry is not written, or nowhere.
func (r *renderer) codeURL(code int) string {
	if e := r.set.Entry(code); e != nil {
		return r.rel(e.Path())
	}
	if _, ok := r.set.Lookup(code); ok && r.set.Class(r.set.ClassOf(code)) != nil {
		return r.rel(fmt.Sprintf("%s/#code-%d", r.set.ClassOf(code), code))
	}
	return ""
}

// fieldURL leads to the page of a header field, or nowhere.
func (r *renderer) fieldURL(name string) string {
	if r.set.Field(name) == nil {
		return ""
	}
	return r.rel("headers/" + httpmsg.FieldSlug(name) + "/")
}
