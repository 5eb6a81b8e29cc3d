package entry

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"

	"statuswiki/internal/diag"
	"statuswiki/internal/doctor"
	"statuswiki/internal/httpmsg"
)

var (
	fenceLang = regexp.MustCompile(`^[a-z][a-z0-9+-]*$`)
	fenceAttr = regexp.MustCompile(`^([a-z]+)=("[^"]*"|'[^']*')(\s+|$)`)
)

// fenceKeys are the attributes that may stand behind a fence's language.
var fenceKeys = append([]string{"from", "to", "wrong", "title", "prove", "with", "content", "behind", "answers"}, useKeys...)

// replaceFences puts a CodeNode where each fenced block stands and returns the
// blocks in order.
func replaceFences(src *source, root ast.Node, blanked []byte, list *diag.List) []*Block {
	var found []ast.Node
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			switch n.Kind() {
			case ast.KindFencedCodeBlock, ast.KindCodeBlock:
				found = append(found, n)
			}
		}
		return ast.WalkContinue, nil
	})
	var out []*Block
	for _, n := range found {
		fence, ok := n.(*ast.FencedCodeBlock)
		if !ok {
			list.Hintf(src.pos(offsetOf(n)), "indented-code", "put it between ``` fences and name the language", "code that is only indented")
			continue
		}
		block := newBlock(src, fence, blanked, list)
		n.Parent().ReplaceChild(n.Parent(), n, &CodeNode{Block: block})
		out = append(out, block)
	}
	return out
}

func newBlock(src *source, fence *ast.FencedCodeBlock, blanked []byte, list *diag.List) *Block {
	b := &Block{offset: max(0, fence.Pos()), src: src}
	var body strings.Builder
	lines := fence.Lines()
	for i := range lines.Len() {
		line := lines.At(i)
		body.Write(line.Value(blanked))
		b.starts = append(b.starts, line.Start-line.Padding)
	}
	b.Text = strings.TrimSuffix(body.String(), "\n")
	at := src.pos(b.offset)
	b.Pos = at // of the fence, when there is nothing in it
	if lines.Len() > 0 {
		b.Pos = src.pos(lines.At(0).Start)
	}

	info := ""
	infoAt := at
	end := b.offset // of what stands behind the fence
	if fence.Info != nil {
		info = string(fence.Info.Segment.Value(blanked))
		infoAt, end = src.pos(fence.Info.Segment.Start), fence.Info.Segment.Stop
	}
	lang, rest, _ := strings.Cut(info, " ")
	if !fenceLang.MatchString(lang) {
		list.Hintf(infoAt, "fence-language", "write ```sh, ```go, ```nginx, ```http response, or ```text", "the fence does not name its language")
		return b
	}
	b.Lang = lang
	rest = strings.TrimLeft(rest, " ")
	var kind string
	if lang == "http" {
		kind, rest, _ = strings.Cut(rest, " ")
		if kind != "request" && kind != "response" {
			list.Hintf(infoAt, "fence-language", "write ```http request or ```http response", "a message must say which of the two it is")
			return b
		}
		rest = strings.TrimLeft(rest, " ")
	}
	b.attributes(rest, end, list)
	if lang == "http" {
		b.parseMessage(kind, list)
	}
	return b
}

// attributes reads key="value" pairs. They end at an offset of the file.
func (b *Block) attributes(rest string, end int, list *diag.List) {
	seen := make(map[string]bool)
	for rest != "" {
		at := b.src.pos(end - len(rest))
		m := fenceAttr.FindStringSubmatch(rest)
		if m == nil {
			list.Hintf(at, "fence-attribute", `write key="value"; keys are `+strings.Join(fenceKeys, ", "), "cannot read %q behind the language", cut(rest, 40))
			return
		}
		key, value := m[1], m[2][1:len(m[2])-1]
		rest = rest[len(m[0]):]
		target := map[string]*string{
			"from": &b.From, "to": &b.To, "wrong": &b.Wrong, "title": &b.Title,
			"prove": &b.Prove, "with": &b.With, "content": &b.Content, "behind": &b.Behind, "answers": &b.Answers,
			"given": &b.Given, "call": &b.Call, "also": &b.Also, "asks": &b.Asks, "begins": &b.Begins, "fails": &b.Fails,
		}[key]
		switch {
		case target == nil:
			hint := "known: " + strings.Join(fenceKeys, ", ")
			if near := diag.Nearest(key, fenceKeys); near != "" {
				hint = "did you mean `" + near + "`?"
			}
			list.Hintf(at, "fence-attribute", hint, "a fence has no attribute %q", key)
		case seen[key] || value == "":
			list.Errorf(at, "fence-attribute", "%s is empty or given twice", key)
		case (key == "from" || key == "to") && (b.Lang != "http" || len(value) > 20):
			list.Errorf(at, "fence-attribute", "%s belongs to a message and is a word or two", key)
		default:
			*target = value
		}
		seen[key] = true
	}
	if b.Prove == "" && (seen["with"] || seen["content"] || seen["behind"] || seen["answers"]) && !seen["prove"] {
		list.Hintf(b.src.pos(end-len(rest)), "fence-attribute", `add prove="GET /path"`, "with, content, behind and answers belong to a proof")
	}
	if _, err := b.Use(); err != nil {
		list.Errorf(b.src.pos(end), "fence-attribute", "%v", err)
	}
	if b.Prove != "" {
		if _, err := b.Proof(); err != nil {
			list.Errorf(b.src.pos(end), "fence-attribute", "%v", err)
		}
	}
}

func (b *Block) parseMessage(kind string, list *diag.List) {
	m, problems := httpmsg.Parse(b.Text, b.Pos.Line)
	b.Message = m
	if b.Wrong == "" {
		for _, p := range problems {
			text := p.Text
			if p.Spec != "" {
				text += " (" + p.Spec + ")"
			}
			list.Add(diag.Finding{
				Pos: b.pos(p.Line, p.Col), Level: weight(p.ID), Rule: p.ID, Text: text,
				Hint: `if it is a mistake on purpose, write wrong="…" behind the fence`,
			})
		}
	}
	if m.Kind.String() != kind {
		if b.Wrong == "" {
			list.Errorf(b.pos(b.Pos.Line, 1), "message-kind", "the fence says %s, the text is %s", kind, kindWords[m.Kind])
		}
		b.Message = nil
	}
}

// weight is how much a fault of form matters: as much as in any response.
func weight(rule string) diag.Level {
	if r, ok := doctor.ByID(rule); ok {
		return r.Severity
	}
	return diag.Error
}

var kindWords = map[httpmsg.Kind]string{
	httpmsg.Request: "a request", httpmsg.Response: "a response", httpmsg.Unknown: "neither request nor response",
}

// pos turns a line of the file and a column of the block into a place: lines
// in a list or a quotation begin further to the right.
func (b *Block) pos(line, col int) diag.Pos {
	if i := line - b.Pos.Line; i >= 0 && i < len(b.starts) {
		return b.src.pos(b.starts[i] + max(col, 1) - 1)
	}
	return b.src.at(min(line, b.Pos.Line), 1)
}

// Participants returns who sends the message and who gets it.
func (b *Block) Participants() (from, to string) {
	from, to = "client", "server"
	if b.Message != nil && b.Message.Kind == httpmsg.Response {
		from, to = to, from
	}
	if b.From != "" {
		from = b.From
	}
	if b.To != "" {
		to = b.To
	}
	return from, to
}
