package entry

import (
	"fmt"
	"hash/maphash"
	"slices"

	"statuswiki/internal/diag"
	"statuswiki/internal/httpmsg"
)

// An entry takes some two hundred kilobytes once its Markdown is parsed, and ten
// thousand of them more than a machine has. So a Load that is told to
// ([Cache.Light]) keeps of each entry its facts, its places, what it leads to, the
// titles of its causes and the text of its messages, and reads the rest again for
// whoever needs it.

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
	if sec := e.Section(exampleID); sec != nil {
		out.Sections = []*Section{{SectionInfo: sec.SectionInfo, Pos: sec.Pos}}
	}
	for _, b := range e.Blocks {
		if b.Message != nil {
			b.Message = nil // see spoken
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
		e.Sections, e.Blocks = nil, nil
		e.again = texts(e.Sent(s.Carrier(e)))
		e.Exchanges = e.Exchanges[:min(1, len(e.Exchanges))] // that there is one is said
		for i := range e.Exchanges {
			e.Exchanges[i] = Exchange{Item: e.Exchanges[i].bare()}
		}
	}
}

// Sent returns the messages of the first exchange that has a response with the
// status and nothing wrong about it, from that response on: what is sent to those
// who try the code. There may be none.
func (e *Entry) Sent(status int) []*Block {
	if e.again != nil {
		return messages(e.again)
	}
	for _, x := range e.Exchanges {
		for i, m := range x.Messages {
			if m := m.spoken(); m.Message.Kind == httpmsg.Response && m.Message.Start.Status == status && m.Wrong == "" {
				return x.Messages[i:]
			}
		}
	}
	return nil
}

// spoken returns the block of a message with the message, which a light entry has
// not kept.
func (b *Block) spoken() *Block {
	if b.Message != nil {
		return b
	}
	out := *b
	out.Message, _ = httpmsg.Parse(b.Text, b.Pos.Line)
	return &out
}

// texts is what messages makes the blocks of again: what is wrong with each, and
// its text.
func texts(blocks []*Block) (out []string) {
	for _, b := range blocks {
		out = append(out, b.Wrong, b.Text)
	}
	return out
}

func messages(texts []string) (out []*Block) {
	for t := range slices.Chunk(texts, 2) {
		m, _ := httpmsg.Parse(t[1], 1)
		out = append(out, &Block{Lang: "http", Wrong: t[0], Text: t[1], Message: m})
	}
	return out
}
