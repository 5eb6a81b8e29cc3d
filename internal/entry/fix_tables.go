package entry

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// maxColumn is how wide a column may become, in characters. Beyond it, padding
// makes a table harder to read and not easier.
const maxColumn = 200

// tables pads the cells of each table to the width of their column.
func (d *draft) tables() []edit {
	var out []edit
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*east.Table); ok && entering {
			if e, ok := d.table(t); ok {
				out = append(out, e)
			}
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return out
}

// table returns the edit that aligns a table. It reports false for one that is
// aligned, and for one whose rows are not all alike.
func (d *draft) table(t *east.Table) (edit, bool) {
	head := t.FirstChild()
	if head == nil || head.FirstChild() == nil {
		return edit{}, false
	}
	first := d.src.pos(head.FirstChild().Pos()).Line
	last := first + t.ChildCount() // a line for each row and the one of dashes
	if last > len(d.src.lines) {
		return edit{}, false
	}
	var rows [][]string
	var before []string
	widths := make([]int, len(t.Alignments))
	for n := first; n <= last; n++ {
		prefix, cells := splitRow(string(d.src.line(n)))
		if len(cells) != len(widths) {
			return edit{}, false
		}
		for i, c := range cells {
			if n != first+1 {
				widths[i] = max(widths[i], columns(c))
			}
			if widths[i] > maxColumn {
				return edit{}, false
			}
		}
		rows, before = append(rows, cells), append(before, prefix)
	}
	var b strings.Builder
	for i, cells := range rows {
		b.WriteString(before[i])
		for k, c := range cells {
			if i == 1 {
				b.WriteString("|" + dashes(t.Alignments[k], max(widths[k], 1)+2))
			} else {
				b.WriteString("| " + padded(c, t.Alignments[k], max(widths[k], 1)) + " ")
			}
		}
		b.WriteString("|\n")
	}
	from := d.src.begin(first)
	to := d.src.begin(last) + len(d.src.line(last))
	text := strings.TrimSuffix(b.String(), "\n")
	return edit{from, to, text}, text != string(d.src.text[from:to])
}

var rowPrefix = regexp.MustCompile(`^[ \t>]*`)

// splitRow cuts a line into its cells. Without a bar at both ends it has none.
func splitRow(line string) (prefix string, cells []string) {
	prefix = rowPrefix.FindString(line)
	rest := strings.TrimRight(line[len(prefix):], " \t")
	if !strings.HasPrefix(rest, "|") {
		return prefix, nil
	}
	from := 1
	for i := 1; i < len(rest); i++ {
		if rest[i] == '|' && rest[i-1] != '\\' {
			cells = append(cells, strings.Trim(rest[from:i], " \t"))
			from = i + 1
		}
	}
	if from != len(rest) {
		return prefix, nil
	}
	return prefix, cells
}

// columns is how wide a text is where each character is as wide as another, and
// marks stand over the character before them.
func columns(s string) int {
	n := 0
	for _, r := range s {
		if !unicode.In(r, unicode.Mn, unicode.Me) {
			n++
		}
	}
	return n
}

func padded(s string, a east.Alignment, width int) string {
	space := strings.Repeat(" ", width-columns(s))
	if a == east.AlignRight {
		return space + s
	}
	return s + space
}

func dashes(a east.Alignment, width int) string {
	line := []byte(strings.Repeat("-", width))
	if a == east.AlignLeft || a == east.AlignCenter {
		line[0] = ':'
	}
	if a == east.AlignRight || a == east.AlignCenter {
		line[width-1] = ':'
	}
	return string(line)
}

// said writes down all that a page can show of a body, without its places. With
// plain, a reference to a code is written as its number. The marks are control
// characters, which no text here has.
func said(root ast.Node, text []byte, plain bool) string {
	if root == nil {
		return ""
	}
	var b strings.Builder
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		t, isText := n.(*ast.Text)
		ref, isRef := n.(*CrossRef)
		switch {
		case isText && entering:
			b.Write(t.Segment.Value(text))
			if t.HardLineBreak() {
				b.WriteByte(1)
			} else if t.SoftLineBreak() {
				b.WriteByte('\n')
			}
		case isRef && entering && plain && ref.To == RefCode:
			b.WriteString(ref.Target)
		case isText, isRef && plain && ref.To == RefCode:
		case entering:
			fmt.Fprintf(&b, "\x02%s %s\x03", n.Kind(), own(n, text))
		default:
			b.WriteByte(4)
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// own is what a node says besides its children.
func own(n ast.Node, text []byte) string {
	var b strings.Builder
	for _, a := range n.Attributes() {
		fmt.Fprintf(&b, "%s=%s\x05", a.Name, a.Value)
	}
	switch n := n.(type) {
	case *CrossRef:
		fmt.Fprint(&b, n.To, n.Target)
	case *ast.Heading:
		fmt.Fprint(&b, n.Level)
	case *ast.Emphasis:
		fmt.Fprint(&b, n.Level)
	case *ast.List:
		fmt.Fprint(&b, n.Marker, n.Start, n.IsTight)
	case *ast.Link:
		fmt.Fprintf(&b, "%s\x05%s", n.Destination, n.Title)
	case *ast.Image:
		fmt.Fprintf(&b, "%s\x05%s", n.Destination, n.Title)
	case *ast.AutoLink:
		b.Write(n.URL(text))
	case *ast.RawHTML:
		for i := range n.Segments.Len() {
			s := n.Segments.At(i)
			b.Write(s.Value(text))
		}
	case *ast.String:
		b.Write(n.Value)
	case *ast.FencedCodeBlock:
		if n.Info != nil {
			b.Write(n.Info.Segment.Value(text))
		}
	case *east.Table:
		fmt.Fprint(&b, n.Alignments)
	case *east.DefinitionDescription:
		fmt.Fprint(&b, n.IsTight)
	}
	if n.Type() == ast.TypeBlock && n.IsRaw() {
		for i := range n.Lines().Len() {
			s := n.Lines().At(i)
			b.Write(s.Value(text))
		}
	}
	return b.String()
}
