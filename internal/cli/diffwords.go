package cli

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"statuswiki/internal/diag"
)

// A line is a sentence, a row of a table or a line of code: long enough to be
// read and short enough that a changed word does not show a whole page.

// words are the lines of a page as readers meet them.
type words struct {
	lines    []string
	headings []int // for each line, the place of the heading that it stands under, or -1
}

// Hunk is a place at which a page says something else.
type Hunk struct {
	Heading string   // that it stands under; may be empty
	Lines   []string // each with a blank, - or + before it
}

// blocks are the elements that begin a new line. The others stand in one.
var blocks = map[atom.Atom]bool{
	atom.Address: true, atom.Article: true, atom.Aside: true, atom.Blockquote: true, atom.Body: true, atom.Br: true, atom.Button: true,
	atom.Caption: true, atom.Dd: true, atom.Details: true, atom.Dialog: true, atom.Div: true, atom.Dl: true, atom.Dt: true,
	atom.Fieldset: true, atom.Figcaption: true, atom.Figure: true, atom.Footer: true, atom.Form: true, atom.Head: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Header: true, atom.Hr: true,
	atom.Label: true, atom.Li: true, atom.Main: true, atom.Nav: true, atom.Ol: true, atom.Option: true, atom.P: true, atom.Pre: true,
	atom.Section: true, atom.Summary: true, atom.Table: true, atom.Tbody: true, atom.Textarea: true, atom.Title: true,
	atom.Tr: true, atom.Ul: true,
}

// unread are the elements whose text nobody reads.
var unread = map[atom.Atom]bool{atom.Script: true, atom.Style: true}

// pageWords takes the words out of a page. The parser reads anything, as a
// browser does without scripts, and limits how deep elements nest.
func pageWords(page []byte) words {
	root, err := html.ParseWithOptions(bytes.NewReader(page), html.ParseOptionEnableScripting(false))
	if err != nil {
		return words{lines: []string{"(this page cannot be read: " + diag.Clean(err.Error()) + ")"}, headings: []int{-1}}
	}
	r := &pageReader{heading: -1}
	r.read(root, false)
	r.end()
	return r.words
}

type pageReader struct {
	words
	line    strings.Builder
	heading int
}

var sentenceEnds = regexp.MustCompile(`([.!?]) `)

// end closes a line and cuts it into sentences.
func (r *pageReader) end() {
	text := strings.Join(strings.Fields(diag.Clean(r.line.String())), " ")
	r.line.Reset()
	if text == "" {
		return
	}
	for s := range strings.SplitSeq(sentenceEnds.ReplaceAllString(text, "$1\n"), "\n") {
		r.add(s)
	}
}

// add adds a line, in pieces if it is longer than anybody reads.
func (r *pageReader) add(line string) {
	const longest = 300 // characters
	for rest := []rune(line); len(rest) > 0; {
		n := min(longest, len(rest))
		r.lines, r.headings = append(r.lines, string(rest[:n])), append(r.headings, r.heading)
		rest = rest[n:]
	}
}

func (r *pageReader) read(n *html.Node, code bool) {
	switch {
	case n.Type == html.TextNode && code:
		r.code(n.Data)
		return
	case n.Type == html.TextNode:
		r.line.WriteString(n.Data)
		return
	case n.Type == html.ElementNode && unread[n.DataAtom]:
		return
	}
	isBlock := n.Type == html.ElementNode && (blocks[n.DataAtom] || n.Data == "text") // of a picture
	isHeading := isBlock && len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6'
	switch {
	case isHeading:
		r.end()
		r.heading = len(r.lines)
	case isBlock:
		r.end()
	case n.DataAtom == atom.Td || n.DataAtom == atom.Th:
		r.line.WriteString(" ") // a row is a line
	case n.DataAtom == atom.Meta:
		r.description(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.read(c, code || n.DataAtom == atom.Pre)
	}
	if isBlock {
		r.end()
	}
}

// code adds the text of a sample, which has its own lines and blanks.
func (r *pageReader) code(text string) {
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			r.endCode()
		}
		r.line.WriteString(line)
	}
}

func (r *pageReader) endCode() {
	if text := strings.TrimRight(diag.Clean(r.line.String()), " "); text != "" {
		r.add(text)
	}
	r.line.Reset()
}

// description adds the sentence that search engines show.
func (r *pageReader) description(n *html.Node) {
	var name, content string
	for _, a := range n.Attr {
		switch a.Key {
		case "name":
			name = a.Val
		case "content":
			content = a.Val
		}
	}
	if name == "description" {
		r.end()
		r.line.WriteString(content)
		r.end()
	}
}

// hunks compares the words of a page. It takes time in proportion to the
// lines, whatever they are.
func hunks(old, new words) []Hunk {
	text := diff.Diff("old", joined(old.lines), "new", joined(new.lines))
	var out []Hunk
	from, to := 0, 0 // the next lines of the two pages
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "@@ ") { // all lines of a page have a sign before them
			var olds, news int
			_, _ = fmt.Sscanf(line, "@@ -%d,%d +%d,%d @@", &from, &olds, &to, &news)
			from, to = max(from-1, 0), max(to-1, 0)
			out = append(out, Hunk{})
			continue
		}
		if len(out) == 0 {
			continue // the names
		}
		h := &out[len(out)-1]
		h.Lines = append(h.Lines, line)
		switch line[0] {
		case '-':
			h.under(old, from)
			from++
		case '+':
			h.under(new, to)
			to++
		default:
			from, to = from+1, to+1
		}
	}
	return out
}

// under gives the hunk the heading above a line of a page, unless it has one.
func (h *Hunk) under(w words, line int) {
	if at := w.headings[line]; h.Heading == "" && at >= 0 && at < len(w.lines) {
		h.Heading = w.lines[at]
	}
}

func joined(lines []string) []byte {
	if len(lines) == 0 {
		return nil
	}
	return []byte(strings.Join(lines, "\n") + "\n")
}
