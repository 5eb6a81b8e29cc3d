package entry

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// RefKind says where a cross reference leads.
type RefKind int

// The kinds of cross reference: [403], [4xx], [WWW-Authenticate],
// [RFC 9110 §15.5.2], and what is none of them.
const (
	RefUnknown RefKind = iota
	RefCode
	RefClass
	RefField
	RefClause
)

// KindCrossRef is the node kind of [CrossRef].
var KindCrossRef = ast.NewNodeKind("CrossRef")

// CrossRef is a cross reference in running text: words in brackets with no
// address behind them.
type CrossRef struct {
	ast.BaseInline
	To     RefKind
	Target string // the words between the brackets
	Offset int    // of the opening bracket in the file
}

// Kind implements ast.Node.
func (*CrossRef) Kind() ast.NodeKind { return KindCrossRef }

// Dump implements ast.Node.
func (n *CrossRef) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Target": n.Target}, nil)
}

// KindCodeNode is the node kind of [CodeNode].
var KindCodeNode = ast.NewNodeKind("CodeNode")

// CodeNode stands in the tree where a fenced block stood.
type CodeNode struct {
	ast.BaseBlock
	Block *Block
}

// Kind implements ast.Node.
func (*CodeNode) Kind() ast.NodeKind { return KindCodeNode }

// IsRaw implements ast.Node.
func (*CodeNode) IsRaw() bool { return true }

// Dump implements ast.Node.
func (n *CodeNode) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Lang": n.Block.Lang}, nil)
}

var (
	codeRef  = regexp.MustCompile(`^[0-9]{1,4}$`)
	classRef = regexp.MustCompile(`^[1-5]xx$`)
	fieldRef = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$`)
)

func refKind(words string) RefKind {
	switch {
	case codeRef.MatchString(words):
		return RefCode
	case classRef.MatchString(words):
		return RefClass
	case clausePattern.MatchString(words):
		return RefClause
	case fieldRef.MatchString(words):
		return RefField
	}
	return RefUnknown
}

// crossRefParser reads [words] that no address follows. It stands before
// goldmark's parser of links, which sees all the others.
type crossRefParser struct{}

func (crossRefParser) Trigger() []byte { return []byte{'['} }

func (crossRefParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	end := strings.IndexAny(string(line[1:min(len(line), 80)]), "[]\n") + 1
	if end <= 1 || line[end] != ']' {
		return nil
	}
	if end+1 < len(line) && (line[end+1] == '(' || line[end+1] == '[') {
		return nil
	}
	words := string(line[1:end])
	block.Advance(end + 1)
	return &CrossRef{To: refKind(words), Target: words, Offset: segment.Start}
}

// markdown is safe for concurrent use once made: each Parse has its own state.
var markdown = goldmark.New(
	goldmark.WithExtensions(extension.Table, extension.DefinitionList),
	goldmark.WithParserOptions(
		parser.WithHeadingAttribute(),
		parser.WithInlineParsers(util.Prioritized(crossRefParser{}, 150)),
	),
).Parser()

// parseMarkdown parses the body, which begins at the offset from. What stands
// before it is blanked, not cut, so that places in the tree are places in the
// file.
func parseMarkdown(src *source, from int) (ast.Node, []byte) {
	blanked := make([]byte, len(src.text))
	copy(blanked, src.text)
	for i := range from {
		if blanked[i] != '\n' {
			blanked[i] = ' '
		}
	}
	return markdown.Parse(text.NewReader(blanked)), blanked
}

// offsetOf returns the offset of the first byte of a node's text, or of its
// nearest ancestor that knows one.
func offsetOf(n ast.Node) int {
	for ; n != nil; n = n.Parent() {
		if ref, ok := n.(*CrossRef); ok {
			return ref.Offset
		}
		if code, ok := n.(*CodeNode); ok {
			return code.Block.offset
		}
		if p := n.Pos(); p >= 0 {
			return p
		}
	}
	return 0
}

// plainText returns the words of a node without their markup.
func plainText(n ast.Node, src []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			if n.Type() == ast.TypeBlock && b.Len() > 0 {
				b.WriteByte(' ')
			}
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			if _, code := n.Parent().(*ast.CodeSpan); code {
				b.Write(n.Segment.Value(src)) // code has no escapes
			} else {
				b.WriteString(Unescape(n.Segment.Value(src)))
			}
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		case *ast.AutoLink:
			b.Write(n.Label(src))
		case *CrossRef:
			b.WriteString(n.Target)
		case *CodeNode:
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return strings.Join(strings.Fields(b.String()), " ")
}

// Unescape resolves what Markdown lets stand escaped in running text:
// backslashes before punctuation and character references.
func Unescape(text []byte) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(text))))
}
