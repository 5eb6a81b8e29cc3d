package entry

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
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
	codeRef  = regexp.MustCompile(`^[0-9]{1,6}$`)
	classRef = regexp.MustCompile(`^[1-9][0-9]*x{1,5}$`)
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
// goldmark's parser of links, which sees all the others. The words may go over
// one line end, since authors wrap their text.
type crossRefParser struct{}

func (crossRefParser) Trigger() []byte { return []byte{'['} }

const maxRefWords = 80

func (crossRefParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	ref := &CrossRef{Offset: segment.Start}
	words, after, ok := bracketed(line[1:])
	if !ok {
		rest, wrapped := bytes.CutSuffix(line[1:], []byte("\n"))
		if !wrapped || len(rest) == 0 || len(rest) > maxRefWords || bytes.ContainsAny(rest, "[]") {
			return nil
		}
		block.AdvanceLine()
		line, _ = block.PeekLine()
		words, after, ok = bracketed(line)
		words = string(rest) + " " + words
		after--
	}
	if !ok || after+1 < len(line) && line[after+1] == '(' {
		return nil
	}
	block.Advance(after + 1)
	ref.Target = strings.Join(strings.Fields(words), " ")
	ref.To = refKind(ref.Target)
	return ref
}

// bracketed cuts the words before a closing bracket. after is the offset of
// the bracket, counted from the byte before line.
func bracketed(line []byte) (words string, after int, ok bool) {
	end := bytes.IndexAny(line[:min(len(line), maxRefWords)], "[]\n")
	if end < 1 || line[end] != ']' {
		return "", 0, false
	}
	return string(line[:end]), end + 1, true
}

// parseMarkdown parses the body, which begins at the offset from. What stands
// before it is blanked, not cut, so that places in the tree are places in the
// file. It also returns the limits that the body exceeds.
func parseMarkdown(src *source, from int) (ast.Node, []byte, []excess) {
	blanked := make([]byte, len(src.text))
	copy(blanked, src.text)
	for i := range from {
		if blanked[i] != '\n' {
			blanked[i] = ' '
		}
	}
	pc := parser.NewContext()
	guard := &guardState{}
	pc.Set(guardKey, guard)
	root := markdown.Parse(text.NewReader(blanked), parser.WithContext(pc))
	return root, blanked, guard.found
}

// Offset returns the offset in its file at which a node of a body begins.
func Offset(n ast.Node) int { return offsetOf(n) }

// offsetOf returns the offset at which a node begins, or its nearest ancestor
// that knows.
func offsetOf(n ast.Node) int {
	for ; n != nil; n = n.Parent() {
		if ref, ok := n.(*CrossRef); ok {
			return ref.Offset
		}
		if code, ok := n.(*CodeNode); ok {
			return code.Block.offset
		}
		if t, ok := n.(*ast.Text); ok {
			return t.Segment.Start
		}
		if p := n.Pos(); p >= 0 {
			return p
		}
		if n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
			return n.Lines().At(0).Start // terms of a definition list know no other place
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

// Unescape resolves what Markdown lets stand escaped in running text, each
// once: backslashes before punctuation, and character references.
func Unescape(text []byte) string {
	if bytes.IndexByte(text, '\\') < 0 && bytes.IndexByte(text, '&') < 0 {
		return string(text)
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && i+1 < len(text) && util.IsPunct(text[i+1]):
			i++
			b.WriteByte(text[i])
		case c == '&':
			ref := charRef.Find(text[i:min(i+maxCharRef, len(text))])
			if ref == nil {
				b.WriteByte(c)
				continue
			}
			b.Write(util.ResolveEntityNames(util.ResolveNumericReferences(ref)))
			i += len(ref) - 1
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

const maxCharRef = 40 // the longest name has 31 letters

var charRef = regexp.MustCompile(`^&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);`)
