package export

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"statuswiki/internal/entry"
)

// Style is what a reader of plain text can show.
type Style struct {
	Width  int  // in columns; lines are broken before it. 0 is 80
	Colour bool // the terminal understands ANSI escapes

	form entry.Form // of the codes that are written
}

const (
	defaultWidth = 80
	minWidth     = 24 // narrower than that, words would be broken
)

func (s Style) width() int {
	switch {
	case s.Width == 0:
		return defaultWidth
	case s.Width < minWidth:
		return minWidth
	}
	return s.Width
}

// paint puts s between ANSI escapes.
func (s Style) paint(code, text string) string {
	if !s.Colour || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// The escapes in use. Each has to be readable on dark and on light ground.
const (
	bold   = "1"
	dim    = "2"
	green  = "32"
	cyan   = "36"
	yellow = "33"
)

// Text writes prose as lines of text without markup, broken at the style's
// width, without a line end behind the last. Code keeps its lines.
func (s Style) Text(p entry.Prose) string {
	t := &text{style: s, src: p.Source()}
	return strings.Join(t.blocks(p.Nodes, s.width(), true), "\n")
}

type text struct {
	style Style
	src   []byte
}

// blocks returns the lines of blocks, with an empty line between two if apart.
func (t *text) blocks(nodes []ast.Node, width int, apart bool) []string {
	var out []string
	for _, n := range nodes {
		lines := t.block(n, width)
		if len(lines) == 0 {
			continue
		}
		if out != nil && apart {
			out = append(out, "")
		}
		out = append(out, lines...)
	}
	return out
}

func (t *text) block(n ast.Node, width int) []string {
	switch n := n.(type) {
	case *ast.Heading:
		return []string{t.style.paint(bold, t.inline(n))}
	case *ast.List:
		return t.list(n, width)
	case *ast.Blockquote:
		return prefixed("| ", "| ", t.blocks(childrenOf(n), width-2, true))
	case *ast.ThematicBreak:
		return []string{strings.Repeat("-", min(width, 20))}
	case *east.DefinitionList:
		return t.definitions(n, width)
	case *east.Table:
		return t.table(n, width)
	case *entry.CodeNode:
		return t.style.code(n.Block)
	}
	return wrap(t.inline(n), width)
}

// code returns the lines of a block of code, set in by four columns. They are
// not broken, since people copy them.
func (s Style) code(b *entry.Block) []string {
	lines := strings.Split(strings.TrimRight(strings.ReplaceAll(b.Text, "\t", "    "), "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight("    "+s.paint(cyan, visible(lines[i])), " ")
	}
	return lines
}

func (t *text) list(n *ast.List, width int) []string {
	var out []string
	for i, item := range childrenOf(n) {
		mark := "- "
		if n.IsOrdered() {
			mark = fmt.Sprintf("%d. ", n.Start+i)
		}
		if !n.IsTight && out != nil {
			out = append(out, "")
		}
		out = append(out, prefixed(mark, strings.Repeat(" ", len(mark)), t.blocks(childrenOf(item), width-len(mark), !n.IsTight))...)
	}
	return out
}

func (t *text) definitions(n *east.DefinitionList, width int) []string {
	var out []string
	for _, c := range childrenOf(n) {
		if _, term := c.(*east.DefinitionTerm); term {
			out = append(out, t.style.paint(bold, t.inline(c)))
			continue
		}
		out = append(out, prefixed("  ", "  ", t.blocks(childrenOf(c), width-2, true))...)
	}
	return out
}

// inline returns the words of a block on one line, with line breaks where the
// author demands them.
func (t *text) inline(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t.span(&b, c)
	}
	return b.String()
}

func (t *text) span(b *strings.Builder, n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		b.WriteString(visible(entry.Unescape(n.Segment.Value(t.src))))
		switch {
		case n.HardLineBreak():
			b.WriteByte('\n')
		case n.SoftLineBreak():
			b.WriteByte(' ')
		}
	case *ast.String:
		b.WriteString(visible(string(n.Value)))
	case *ast.CodeSpan:
		code := visible(codeText(n, t.src))
		if t.style.Colour {
			b.WriteString(t.style.paint(cyan, code))
		} else {
			b.WriteString("`" + code + "`")
		}
	case *ast.Link:
		b.WriteString(t.inline(n))
		if to := string(n.Destination); strings.HasPrefix(to, "http") {
			b.WriteString(" <" + visible(to) + ">")
		}
	case *ast.AutoLink:
		b.WriteString(visible(string(n.URL(t.src))))
	case *entry.CrossRef:
		b.WriteString(visible(n.Target))
	default:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			t.span(b, c)
		}
	}
}

// table sets columns side by side. Where they do not fit, the widest are made
// narrower and their texts are broken.
func (t *text) table(n *east.Table, width int) []string {
	var rows [][]string
	for _, row := range childrenOf(n) {
		var cells []string
		for _, c := range childrenOf(row) {
			cells = append(cells, t.inline(c))
		}
		rows = append(rows, cells)
	}
	return t.style.columns(rows, width)
}

const columnGap = 2

func (s Style) columns(rows [][]string, width int) []string {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], columnsOf(cell))
		}
	}
	fit(widths, width-columnGap*(len(widths)-1))
	var out []string
	for i, row := range rows {
		cells := make([][]string, len(row))
		height := 1
		for j, cell := range row {
			cells[j] = wrap(cell, widths[j])
			height = max(height, len(cells[j]))
		}
		for y := range height {
			var line strings.Builder
			for j := range cells {
				part := ""
				if y < len(cells[j]) {
					part = cells[j][y]
				}
				if i == 0 {
					part = s.paint(bold, part)
				}
				line.WriteString(part)
				if j < len(cells)-1 {
					line.WriteString(strings.Repeat(" ", max(0, widths[j]-columnsOf(part))+columnGap))
				}
			}
			out = append(out, strings.TrimRight(line.String(), " "))
		}
	}
	return out
}

// fit makes the widest columns narrower until all of them fit.
func fit(widths []int, room int) {
	const least = 8
	for {
		sum, widest := 0, 0
		for i, w := range widths {
			sum += w
			if w > widths[widest] {
				widest = i
			}
		}
		if len(widths) == 0 || sum <= room || widths[widest] <= least {
			return
		}
		widths[widest]--
	}
}

// wrap breaks text into lines of at most width columns, at spaces only.
func wrap(s string, width int) []string {
	var out []string
	var line []byte
	for paragraph := range strings.SplitSeq(s, "\n") {
		columns := 0
		for word := range strings.FieldsSeq(paragraph) {
			w := columnsOf(word)
			if columns > 0 && columns+1+w > width {
				out = append(out, string(line))
				line, columns = line[:0], 0
			}
			if columns > 0 {
				line = append(line, ' ')
				columns++
			}
			line = append(line, word...)
			columns += w
		}
		out = append(out, string(line))
		line = line[:0]
	}
	return out
}

// columnsOf returns how many columns a text takes, without escapes.
func columnsOf(s string) int {
	n := 0
	for s != "" {
		if rest, ok := strings.CutPrefix(s, "\x1b["); ok {
			_, s, _ = strings.Cut(rest, "m")
			continue
		}
		_, size := utf8.DecodeRuneInString(s)
		s = s[size:]
		n++
	}
	return n
}

func prefixed(first, rest string, lines []string) []string {
	for i := range lines {
		switch {
		case i == 0:
			lines[i] = first + lines[i]
		case lines[i] != "":
			lines[i] = rest + lines[i]
		}
	}
	return lines
}

// visible replaces what would steer a terminal.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' || unicode.Is(unicode.Bidi_Control, r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
