package entry

import (
	"fmt"
	"hash/maphash"

	"statuswiki/internal/diag"
)

// An entry takes some two hundred kilobytes once its Markdown is parsed, and ten
// thousand of them more than a machine has. So a Load that is told to
// ([Cache.Light]) keeps of each entry its facts, its places, what it leads to, the
// titles of its causes and the fields and bodies of its messages, and reads the
// rest again for whoever needs it.

// Full returns the entry with all its parts. For a light one it reads the file
// once more, and the result should not be kept. The error is that the file cannot
// be read, or is not the one that was checked.
func (s *Set) Full(e *Entry) (*Entry, error) {
	if !e.light {
		return e, nil
	}
	text, err := s.again(e.File)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read any more: %w", e.File, err)
	}
	if maphash.Bytes(seed, text) != e.src.sum {
		return nil, fmt.Errorf("%s has changed meanwhile: try again", e.File)
	}
	full := &Entry{Facts: e.Facts, File: e.File, src: newSource(e.File, text), Parts: &Parts{}}
	full.parseParts(full.src, e.bodyAt, &diag.List{})
	return full, nil
}

// lightened returns the entry without most of what [Set.Full] gives. Of what
// stays, nothing holds on to the tree of the Markdown.
func (e *Entry) lightened() *Entry {
	if e.said == nil {
		return e // it could not be read, and is small
	}
	e.src.sum, e.src.text = maphash.Bytes(seed, e.src.text), nil
	out := &Entry{Facts: e.Facts, File: e.File, src: e.src, bodyAt: e.bodyAt, light: true, anchors: e.Anchors(), heads: e.headings(), Parts: &Parts{}}
	for _, b := range e.Blocks {
		if b.Message != nil {
			b.Message.DropSpans()
			out.Blocks = append(out.Blocks, b)
		}
	}
	for _, x := range e.Exchanges {
		out.Exchanges = append(out.Exchanges, Exchange{x.bare(), x.Messages})
	}
	for _, c := range e.Causes {
		out.Causes = append(out.Causes, Cause{Item: c.bare()})
	}
	out.said = &mentions{links: e.said.links, plain: e.said.plain, keys: e.said.keys, refs: e.said.refs}
	return out
}

// bare returns the item without its words.
func (it Item) bare() Item { return Item{Title: it.Title, ID: it.ID, Pos: it.Pos} }

// letGo lets go of what only checks need.
func (s *Set) letGo() {
	for _, e := range s.Entries {
		if !e.light {
			continue
		}
		e.src.lines, e.heads = nil, nil
		e.said = &mentions{}
		e.Blocks = nil
		e.Exchanges = e.answers(s.Carrier(e))
	}
}

// answers returns the first exchange that has a response with the status, which is
// the one that is sent to those who try the code, from that response on. Of its
// messages it holds what is sent.
func (e *Entry) answers(status int) []Exchange {
	for _, x := range e.Exchanges {
		for i, m := range x.Messages {
			if m.Message.Start.Status == status && m.Wrong == "" {
				out := Exchange{Item: x.bare()}
				for _, m := range x.Messages[i:] {
					out.Messages = append(out.Messages, &Block{Lang: m.Lang, Wrong: m.Wrong, Message: m.Message.Bare()})
				}
				return []Exchange{out}
			}
		}
	}
	if len(e.Exchanges) > 0 {
		return []Exchange{{Item: e.Exchanges[0].Item.bare()}} // that there is one is said
	}
	return nil
}
