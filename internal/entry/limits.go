package entry

// Content is not trusted, and Markdown and YAML both have texts that cost far
// more than their size: nested lists, unmatched brackets, a wide table with
// short rows, lists within lists. The limits stand inside the parser, where it
// is known what a line is, so that they never meet honest text in a fence. A
// file that meets one is reported and not read on.

import (
	"bytes"
	"fmt"
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// The largest real entry reaches a tenth of these.
const (
	maxFileBytes  = 256 << 10
	maxFrontBytes = 64 << 10
	maxListItems  = 200
	maxYAMLDepth  = 100
	maxNesting    = 12   // lists and quotations within one another
	maxMarks      = 500  // brackets, stars and the like in one paragraph or cell
	maxCells      = 5000 // of all tables in a file, empty ones at the end of a row counted
)

// excess is text beyond a limit.
type excess struct {
	offset int
	text   string
}

// guardState is what the guards remember while one text is parsed.
type guardState struct {
	found []excess
	block ast.Node // the paragraph or cell that is being read
	marks int      // in it
	cells int      // of all tables so far
}

var guardKey = parser.NewContextKey()

func guardOf(pc parser.Context) *guardState { return pc.Get(guardKey).(*guardState) }

// exceeds notes a limit that was met. One of each kind is enough.
func (g *guardState) exceeds(offset int, format string, limit int) {
	text := fmt.Sprintf(format, limit)
	for _, e := range g.found {
		if e.text == text {
			return
		}
	}
	g.found = append(g.found, excess{offset, text})
}

// container matches what would open a list, a quotation or a description.
var container = regexp.MustCompile(`^(>|([-+*:]|[0-9]{1,9}[.)])([ \t\n]|$))`)

// shallow lets blocks open only so deep within one another. What is refused is
// read as a paragraph.
type shallow struct{ parser.BlockParser }

func (s shallow) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	depth := 0
	for n := parent; n != nil; n = n.Parent() {
		switch n.Kind() {
		case ast.KindListItem, ast.KindBlockquote, east.KindDefinitionDescription:
			depth++
		}
	}
	if depth < maxNesting {
		return s.BlockParser.Open(parent, reader, pc)
	}
	line, seg := reader.PeekLine()
	indent := len(line) - len(bytes.TrimLeft(line, " \t"))
	if container.Match(line[indent:]) {
		guardOf(pc).exceeds(seg.Start-seg.Padding+indent, "lists and quotations are nested more than %d deep", maxNesting)
	}
	return nil, parser.NoChildren
}

// frugal lets an inline parser look at only so many characters of a block.
type frugal struct{ parser.InlineParser }

func (f frugal) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	g := guardOf(pc)
	if g.block != parent {
		g.block, g.marks = parent, 0
	}
	if g.marks++; g.marks > maxMarks {
		_, seg := block.PeekLine()
		g.exceeds(seg.Start, "more than %d brackets and other marks in one paragraph", maxMarks)
		return nil
	}
	return f.InlineParser.Parse(parent, block, pc)
}

// CloseBlock implements parser.CloseBlocker, which some inline parsers do.
func (f frugal) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	if c, ok := f.InlineParser.(parser.CloseBlocker); ok {
		c.CloseBlock(parent, block, pc)
	}
}

// smallTables keeps a paragraph from becoming a table that is larger than its
// text: every row gets as many cells as the header has.
type smallTables struct{ parser.ParagraphTransformer }

func (s smallTables) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	g, lines, columns := guardOf(pc), node.Lines(), 0
	for i := range lines.Len() {
		seg := lines.At(i)
		line := seg.Value(reader.Source())
		if len(bytes.Trim(line, " \t\n|:-")) == 0 {
			columns = max(columns, bytes.Count(line, []byte("|"))+1)
		}
	}
	if columns == 0 {
		return
	}
	if g.cells += columns * lines.Len(); g.cells > maxCells {
		first := lines.At(0)
		g.exceeds(first.Start, "the tables of the file have more than %d cells", maxCells)
		return
	}
	s.ParagraphTransformer.Transform(node, reader, pc)
}

// markdown is CommonMark with tables, definition lists, addresses behind
// headings and cross references, and without link reference definitions, which
// would swallow a line like «[401]: Unauthorized». It is safe for concurrent
// use once made: each Parse has its own state.
var markdown = parser.NewParser(
	parser.WithBlockParsers(
		util.Prioritized(parser.NewSetextHeadingParser(), 100),
		util.Prioritized(shallow{extension.NewDefinitionListParser()}, 101),
		util.Prioritized(extension.NewDefinitionDescriptionParser(), 102),
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(shallow{parser.NewListParser()}, 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(parser.NewATXHeadingParser(parser.WithHeadingAttribute()), 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(shallow{parser.NewBlockquoteParser()}, 800),
		util.Prioritized(parser.NewHTMLBlockParser(), 900),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	),
	parser.WithInlineParsers(
		util.Prioritized(frugal{parser.NewCodeSpanParser()}, 100),
		util.Prioritized(frugal{crossRefParser{}}, 150),
		util.Prioritized(frugal{parser.NewLinkParser()}, 200),
		util.Prioritized(frugal{parser.NewAutoLinkParser()}, 300),
		util.Prioritized(frugal{parser.NewRawHTMLParser()}, 400),
		util.Prioritized(frugal{parser.NewEmphasisParser()}, 500),
	),
	parser.WithParagraphTransformers(
		util.Prioritized(smallTables{extension.NewTableParagraphTransformer()}, 200),
	),
	parser.WithASTTransformers(
		util.Prioritized(extension.NewTableASTTransformer(), 0),
	),
)
