// Package export writes entries in forms other than HTML: Markdown that stands
// alone, plain text for terminals, JSON and CSV for programs. Each form reads
// the same entries that the pages are made from.
package export

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"statuswiki/internal/entry"
	"statuswiki/internal/httpmsg"
)

// Links turns what a text leads to into addresses for a reader outside the
// site.
type Links struct {
	Set *entry.Set

	// Base is the address of the site with a slash at its end, or empty: then
	// what leads to the site's own pages begins with a slash.
	Base string
}

// Page returns the address of a page by its path below the root: "401/".
func (l Links) Page(path string) string {
	if l.Base == "" {
		return "/" + path
	}
	return l.Base + path
}

// Ref returns where a cross reference leads, or "" if there is no such page.
func (l Links) Ref(n *entry.CrossRef) string {
	switch n.To {
	case entry.RefCode:
		if code, err := strconv.Atoi(n.Target); err == nil && strconv.Itoa(code) == n.Target && l.Set.Entry(code) != nil {
			return l.Page(l.Set.Entry(code).Path())
		}
	case entry.RefClass:
		return l.Page(n.Target + "/")
	case entry.RefField:
		if l.Set.Field(n.Target) != nil {
			return l.Page("headers/" + httpmsg.FieldSlug(n.Target) + "/")
		}
	case entry.RefClause:
		return entry.Clause(n.Target).URL()
	}
	return ""
}

// Markdown writes prose as Markdown in which every cross reference is a link.
// It is CommonMark with tables and definition lists, as the entries are written
// in, and ends without a line end.
func (l Links) Markdown(p entry.Prose) string {
	m := &markdown{links: l, src: p.Source()}
	return m.blocks(p.Nodes, "\n\n")
}

type markdown struct {
	links Links
	src   []byte
}

// blocks writes blocks with a separator between two.
func (m *markdown) blocks(nodes []ast.Node, between string) string {
	parts := make([]string, 0, len(nodes))
	for _, n := range nodes {
		if s := m.block(n); s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, between)
}

func childrenOf(n ast.Node) []ast.Node {
	var out []ast.Node
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		out = append(out, c)
	}
	return out
}

func (m *markdown) block(n ast.Node) string {
	switch n := n.(type) {
	case *ast.Heading:
		return strings.Repeat("#", n.Level) + " " + m.inline(n)
	case *ast.List:
		return m.list(n)
	case *ast.Blockquote:
		return indent(m.blocks(childrenOf(n), "\n\n"), "> ", "> ")
	case *ast.ThematicBreak:
		return "---"
	case *east.DefinitionList:
		return m.definitions(n)
	case *east.Table:
		return m.table(n)
	case *entry.CodeNode:
		return Fence(n.Block)
	}
	return m.inline(n)
}

// Fence writes a block of code between fences, with the first word behind the
// opening one only.
func Fence(b *entry.Block) string {
	marks := "```"
	for strings.Contains(b.Text, marks) {
		marks += "`"
	}
	return marks + b.Lang + "\n" + b.Text + "\n" + marks
}

func (m *markdown) list(n *ast.List) string {
	between := "\n"
	if !n.IsTight {
		between = "\n\n"
	}
	var items []string
	for i, item := range childrenOf(n) {
		mark := "- "
		if n.IsOrdered() {
			mark = fmt.Sprintf("%d. ", n.Start+i)
		}
		items = append(items, indent(m.blocks(childrenOf(item), between), mark, strings.Repeat(" ", len(mark))))
	}
	return strings.Join(items, between)
}

func (m *markdown) definitions(n *east.DefinitionList) string {
	var out []string
	for _, c := range childrenOf(n) {
		if _, term := c.(*east.DefinitionTerm); term {
			out = append(out, m.inline(c))
			continue
		}
		last := len(out) - 1
		text := indent(m.blocks(childrenOf(c), "\n\n"), ": ", "  ")
		if last < 0 {
			out = append(out, text)
		} else {
			out[last] += "\n" + text
		}
	}
	return strings.Join(out, "\n\n")
}

func (m *markdown) table(n *east.Table) string {
	var rows []string
	for i, row := range childrenOf(n) {
		cells := childrenOf(row)
		line := "|"
		for _, c := range cells {
			line += " " + m.inline(c) + " |"
		}
		rows = append(rows, line)
		if i == 0 {
			rows = append(rows, "|"+strings.Repeat("---|", len(cells)))
		}
	}
	return strings.Join(rows, "\n")
}

// inline writes the inline nodes of a block. Text goes out as it was written,
// since it was Markdown before.
func (m *markdown) inline(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		m.span(&b, c)
	}
	return b.String()
}

func (m *markdown) span(b *strings.Builder, n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		b.Write(n.Segment.Value(m.src))
		switch {
		case n.HardLineBreak():
			b.WriteString("  \n")
		case n.SoftLineBreak():
			b.WriteByte('\n')
		}
	case *ast.String:
		b.Write(n.Value)
	case *ast.CodeSpan:
		b.WriteString(codeSpan(codeText(n, m.src)))
	case *ast.Emphasis:
		marks := strings.Repeat("*", n.Level)
		b.WriteString(marks + m.inline(n) + marks)
	case *ast.Link:
		to := string(n.Destination)
		if path, ours := strings.CutPrefix(to, "/"); ours {
			to = m.links.Page(path)
		}
		b.WriteString("[" + m.inline(n) + "](" + to + ")")
	case *ast.AutoLink:
		b.WriteString("<" + string(n.URL(m.src)) + ">")
	case *entry.CrossRef:
		if to := m.links.Ref(n); to != "" {
			b.WriteString("[" + n.Target + "](" + to + ")")
		} else {
			b.WriteString(n.Target)
		}
	default:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			m.span(b, c)
		}
	}
}

func codeText(n *ast.CodeSpan, src []byte) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.WriteString(strings.ReplaceAll(string(t.Segment.Value(src)), "\n", " "))
		}
	}
	return b.String()
}

// codeSpan puts code between enough backquotes.
func codeSpan(s string) string {
	marks := "`"
	for strings.Contains(s, marks) {
		marks += "`"
	}
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return marks + s + marks
}

// indent puts first before the first line of s and rest before the others that
// are not empty.
func indent(s, first, rest string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		switch {
		case i == 0:
			lines[i] = first + line
		case line != "":
			lines[i] = rest + line
		default:
			lines[i] = strings.TrimRight(rest, " ")
		}
	}
	return strings.Join(lines, "\n")
}
