package entry

import (
	"iter"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"statuswiki/internal/diag"
)

// A sentence that would fit another code as well says nothing about this one.
// The surest sign of one is that it stands on two pages.

// eachSentence yields the sentences of running text, in which words stand one
// space apart: they end in . or ! or ?, which they leave out.
func eachSentence(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		from := 0
		for i := range len(text) {
			if strings.IndexByte(".!?", text[i]) < 0 || i+1 < len(text) && text[i+1] != ' ' {
				continue
			}
			if !yield(text[from:i]) {
				return
			}
			from = min(i+2, len(text))
		}
		yield(text[from:])
	}
}

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
// paras are the same texts whole and without code, since commands repeat
// themselves for good reasons.
func sentences(src *source, n ast.Node) (out, paras []sentence) {
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n.(type) {
		case *ast.Heading, *east.Table, *CodeNode:
			return ast.WalkSkipChildren, nil
		case *ast.Paragraph, *ast.TextBlock:
			pos := src.pos(offsetOf(n))
			text := plainText(n, src.text)
			if isQuestion(text) {
				return ast.WalkSkipChildren, nil // the same in every entry that is begun
			}
			if bare := wordsOnly(n, src.text); len(bare) >= minSentence {
				paras = append(paras, sentence{bare, pos})
			}
			for s := range eachSentence(text) {
				if len(s) >= minSentence {
					out = append(out, sentence{s, pos})
				}
			}
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return out, paras
}

// wordsOnly returns the words of a node that are not code.
func wordsOnly(n ast.Node, src []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.CodeSpan:
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			if entering {
				b.Write(n.Segment.Value(src))
				b.WriteByte(' ')
			}
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// repeats reports sentences that stand twice on the site.
func (c *checker) repeats() {
	if cache := c.set.cache; cache.Light && !c.set.saysTwice() || !cache.Light && !cache.said.update(c.set.sentences()) {
		return
	}
	first := make(map[string]diag.Pos) // sentence → where it stands
	for said := range c.set.prose(true) {
		for _, s := range said.says {
			if where, twice := first[s.text]; twice {
				c.list.Hintf(s.pos, "sentence-twice", "say what is true of this code and of no other, or leave it out", "%s says this, too: %q", where, cut(s.text, 60))
				continue
			}
			first[s.text] = s.pos
		}
	}
}

// saysTwice reports whether some sentence stands twice. It takes less memory than
// a tally, and keeps nothing for the next time.
func (s *Set) saysTwice() bool {
	var keys []uint64
	for said := range s.prose(false) {
		keys = append(keys, said.keys...)
	}
	slices.Sort(keys)
	for i := 1; i < len(keys); i++ {
		if keys[i] == keys[i-1] {
			return true
		}
	}
	return false
}

// sentences yields the texts of the site with what counts their sentences.
func (s *Set) sentences() iter.Seq2[any, func() []uint64] {
	return func(yield func(any, func() []uint64) bool) {
		for said := range s.prose(false) {
			if !yield(said, func() []uint64 { return said.keys }) {
				return
			}
		}
	}
}

// prose yields the running text of every file, file by file.
// whole says that the words themselves are wanted, not only what counts them.
func (s *Set) prose(whole bool) iter.Seq[*mentions] {
	return func(yield func(*mentions) bool) {
		each := func(said *mentions) bool { return said == nil || yield(said) }
		for _, e := range s.Entries {
			if whole && e.light {
				full, err := s.Full(e)
				if err != nil {
					continue // whoever shows it will say so
				}
				full.said.says, _ = sentences(full.src, full.said.root)
				e = full
			}
			if !each(e.said) {
				return
			}
		}
		if !docProse(s.Fields, each) || !docProse(s.Tags, each) || !docProse(s.Classes, each) || !docProse(s.Measured, each) {
			return
		}
		docProse(s.Pages, each)
	}
}

func docProse[F any](docs []*Doc[F], each func(*mentions) bool) bool {
	for _, d := range docs {
		if !each(d.said) {
			return false
		}
	}
	return true
}
