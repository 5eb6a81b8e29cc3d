package entry

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// A sentence that would fit another code as well says nothing about this one.
// The surest sign of one is that it stands on two pages.

// sentenceEnd is where a sentence ends in running text.
var sentenceEnd = regexp.MustCompile(`[.!?](\s+|$)`)

// minSentence is the length, in bytes, from which two equal sentences are no
// accident. «Only with TLS.» may stand anywhere.
const minSentence = 40

// sentences calls use with every sentence of the running text below n: that of
// paragraphs, list items and descriptions, not of headings, tables and code.
func sentences(n ast.Node, src []byte, use func(sentence string, at ast.Node)) {
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n.(type) {
		case *ast.Heading, *east.Table, *CodeNode:
			return ast.WalkSkipChildren, nil
		case *ast.Paragraph, *ast.TextBlock:
			for s := range strings.SplitSeq(sentenceEnd.ReplaceAllString(plainText(n, src), "\n"), "\n") {
				if len(s) >= minSentence {
					use(s, n)
				}
			}
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
}

// repeats reports sentences that stand twice on the site.
func (c *checker) repeats() {
	first := make(map[string]string) // sentence → where it stands
	look := func(src *source, nodes ...ast.Node) {
		for _, n := range nodes {
			if n == nil {
				continue
			}
			sentences(n, src.text, func(s string, at ast.Node) {
				pos := src.pos(offsetOf(at))
				if where, twice := first[s]; twice {
					c.list.Hintf(pos, "sentence-twice", "say what is true of this code and of no other, or leave it out", "%s says this, too: %q", where, cut(s, 60))
					return
				}
				first[s] = pos.String()
			})
		}
	}
	for _, e := range c.set.Entries {
		if e.tree != nil {
			look(e.src, e.tree)
		}
	}
	for _, f := range c.set.Fields {
		look(f.src, f.Body.Nodes...)
	}
	for _, t := range c.set.Tags {
		look(t.src, t.Body.Nodes...)
	}
	for _, k := range c.set.Classes {
		look(k.src, k.Body.Nodes...)
	}
}
