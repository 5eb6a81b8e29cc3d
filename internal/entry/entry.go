package entry

import (
	"strconv"

	"github.com/yuin/goldmark/ast"

	"statuswiki/internal/diag"
	"statuswiki/internal/httpmsg"
)

// Prose is a run of Markdown: blocks, or the inline nodes of a heading. The
// zero value is empty.
type Prose struct {
	Nodes []ast.Node
	src   []byte
}

// Empty reports whether there is nothing in it.
func (p Prose) Empty() bool { return len(p.Nodes) == 0 }

// Source is the text that the nodes point into.
func (p Prose) Source() []byte { return p.src }

// WithSource returns the prose with the text that its nodes point into.
func (p Prose) WithSource(src []byte) Prose { return Prose{p.Nodes, src} }

// Text returns the words without markup, on one line. Blocks of code are left
// out.
func (p Prose) Text() string {
	var out string
	for _, n := range p.Nodes {
		if t := plainText(n, p.src); t != "" {
			if out != "" && n.Type() == ast.TypeBlock {
				out += " "
			}
			out += t
		}
	}
	return out
}

// Blocks returns the fenced blocks in it, in order.
func (p Prose) Blocks() []*Block {
	var out []*Block
	for _, n := range p.Nodes {
		_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if c, ok := n.(*CodeNode); ok && entering {
				out = append(out, c.Block)
			}
			return ast.WalkContinue, nil
		})
	}
	return out
}

// Block is a fenced block: a sample of code or an HTTP message.
type Block struct {
	Lang string // first word behind the fence, e.g. nginx
	Text string // what stands between the fences, without the last line end
	Pos  diag.Pos

	// What stands behind the language; content/README.md lists it.
	From, To string // who sends the message to whom
	Wrong    string // what is wrong with it, when it shows a mistake on purpose
	Title    string

	// The request that proves a server sample; [Block.Proof] reads them.
	Prove, With, Content, Behind, Answers string

	// How a client sample is run; [Block.Use] reads them.
	Given, Call, Also, Asks, Begins, Fails string

	// Message is the parsed text of a block whose language is http, else nil.
	Message *httpmsg.Message

	src    *source
	line   string // names the sample for proofs; see [ProofLine]
	offset int    // of the fence in the file
	starts []int  // offset of each line of Text
}

// Term is one pair of a definition list.
type Term struct {
	Name string
	Body Prose
	Pos  diag.Pos
}

// Item is what stands under a ### heading.
type Item struct {
	Heading Prose  // the inline nodes of the heading
	Title   string // the same without markup
	ID      string // the address on the page
	Pos     diag.Pos
	Body    Prose // without the terms, where the section has terms
	Terms   []Term

	explicitID bool
}

// Section is what stands under a ## heading.
type Section struct {
	SectionInfo
	Pos   diag.Pos
	Intro Prose // what stands before the first item
	Terms []Term
	Items []Item
}

// Quick is the answer for somebody in a hurry.
type Quick struct {
	What, Who, Retry Prose
}

// Cause is one way in which the code comes about.
type Cause struct {
	Item
	Confirm, Fix Prose
	Who          []Role
}

// Steps is a numbered way out, for one role or (with an empty Title) for all.
type Steps struct {
	Item
}

// Exchange is a conversation: its messages in order.
type Exchange struct {
	Item
	Messages []*Block
}

// Sample is how one platform or client does it. Code is the first block.
type Sample struct {
	Item
	Code *Block
}

// Mistake is something that people do or believe. A belief has only Fact.
type Mistake struct {
	Item
	Hurts, Instead, Fact Prose
}

// Relation returns what the facts say of another code, or nothing.
func (e *Entry) Relation(code int) Relation {
	for _, r := range e.Relations {
		if r.Code.Value == code {
			return r
		}
	}
	return Relation{}
}

// Versus compares the code with another.
type Versus struct {
	Relation
	ID   string
	Body Prose // may be empty
}

// Entry is one status code: its facts, and its sections as typed data.
type Entry struct {
	Facts
	File string
	*Parts

	src    *source
	said   *mentions
	bodyAt int // where the front matter ends

	light   bool     // most parts are left out; see [Set.Full]
	anchors []string // of a light entry
	heads   []int    // the same, for headings
	again   []string // the same, for Sent
}

// Parts are what an entry says below its front matter.
type Parts struct {
	Sections  []*Section // all that the file has, in reading order
	Quick     Quick
	Exchanges []Exchange
	Causes    []Cause
	Fix       []Steps
	Sending   []Sample
	Handling  []Sample
	Platforms []Item
	Mistakes  []Mistake
	Compared  []Versus
	FAQ       []Item
	Blocks    []*Block // every fenced block of the file
}

// Path returns the entry's URL path below the site's root: 401/.
func (e *Entry) Path() string { return strconv.Itoa(e.Code.Value) + "/" }

// Carrier returns the HTTP status that carries the code: the code itself, or for
// codes of another form the one that the entry names, 0 if none.
func (s *Set) Carrier(e *Entry) int {
	if s.form.HTTP() {
		return e.Code.Value
	}
	return e.Status.Value
}

// ClassOf returns the class of an HTTP status code, 4xx for 404. A client treats a code
// outside 100 to 599 like 5xx (RFC 9110 §15), but here it has a class of its own
// digit, since nobody looks for 999 among the server's errors.
func ClassOf(code int) string { return strconv.Itoa(code/100) + "xx" }

// Section returns the section with the id, or nil.
func (e *Entry) Section(id string) *Section {
	for _, s := range e.Sections {
		if s.ID == id {
			return s
		}
	}
	return nil
}

// Anchors returns the addresses on the entry's page, in order: those of its
// sections and items, and of the parts that the page makes from the facts.
func (e *Entry) Anchors() []string {
	if e.light {
		return e.anchors
	}
	made := map[string]bool{
		"in-code":  true,
		"history":  true,
		"headers":  len(e.Fields) > 0,
		"compared": len(e.Compared) > 0,
		"facts":    true,
	}
	out := []string{"facts"}
	for _, info := range Sections {
		sec := e.Section(info.ID)
		if sec == nil && !made[info.ID] {
			continue
		}
		out = append(out, info.ID)
		if sec != nil {
			for _, it := range sec.Items {
				out = append(out, it.ID)
			}
		}
	}
	for _, v := range e.Compared {
		if v.Body.Empty() {
			out = append(out, v.ID)
		}
	}
	return out
}
