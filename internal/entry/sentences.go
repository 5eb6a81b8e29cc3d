package entry

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"statuswiki/internal/diag"
)

// A sentence that would fit another code as well says nothing about this one.
// The surest sign of one is that it stands on two pages.

// sentenceEnd is where a sentence ends in running text.
var sentenceEnd = regexp.MustCompile(`[.!?](\s+|$)`)

// minSentence is the length, in bytes, from which two equal sentences are no
// accident. «Only with TLS.» may stand anywhere.
const minSentence = 40

// sentence is a sentence and the paragraph that it stands in.
type sentence struct {
	text string
	pos  diag.Pos
}

// sentences lists the sentences of the running text below n: that of
// paragraphs, list items and descriptions, not of headings, tables and code.
func sentences(src *source, n ast.Node) []sentence {
	var out []sentence
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n.(type) {
		case *ast.Heading, *east.Table, *CodeNode:
			return ast.WalkSkipChildren, nil
		case *ast.Paragraph, *ast.TextBlock:
			pos := src.pos(offsetOf(n))
			for s := range strings.SplitSeq(sentenceEnd.ReplaceAllString(plainText(n, src.text), "\n"), "\n") {
				if len(s) >= minSentence {
					out = append(out, sentence{s, pos})
				}
			}
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return out
}

// repeats reports sentences that stand twice on the site.
func (c *checker) repeats() {
	first := make(map[string]diag.Pos) // sentence → where it stands
	look := func(said *mentions) {
		if said == nil {
			return
		}
		for _, s := range said.says {
			if where, twice := first[s.text]; twice {
				c.list.Hintf(s.pos, "sentence-twice", "say what is true of this code and of no other, or leave it out", "%s says this, too: %q", where, cut(s.text, 60))
				continue
			}
			first[s.text] = s.pos
		}
	}
	for _, e := range c.set.Entries {
		look(e.said)
	}
	for _, f := range c.set.Fields {
		look(f.said)
	}
	for _, t := range c.set.Tags {
		look(t.said)
	}
	for _, k := range c.set.Classes {
		look(k.said)
	}
	for _, m := range c.set.Measured {
		look(m.said)
	}
	for _, p := range c.set.Pages {
		look(p.said)
	}
}
