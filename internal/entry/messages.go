package entry

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"statuswiki/internal/diag"
	"statuswiki/internal/httpmsg"
)

// messages holds the messages in an entry against the facts of the codes that
// they carry. A block that shows a mistake on purpose is passed over.
func (c *checker) messages(e *Entry) {
	shown := false
	for _, b := range e.Blocks {
		m := b.Message
		if m == nil {
			continue
		}
		if b.Wrong != "" {
			// A number outside 100 to 599 can be shown in no other way.
			if m.Kind == httpmsg.Response && (e.Code.Value < 100 || e.Code.Value > 599) {
				shown = shown || m.Start.Status == e.Code.Value
			}
			continue
		}
		c.length(b)
		c.json(b)
		if m.Kind == httpmsg.Response {
			shown = shown || m.Start.Status == e.Code.Value
			c.facts(b)
		}
	}
	if sec := e.Section("example"); sec != nil && !shown && e.OnWire.Value {
		c.list.Errorf(sec.Pos, "example", "no response in the entry has the status %d", e.Code.Value)
	}
}

// length compares Content-Length with the content shown (RFC 9112 §6.3).
func (c *checker) length(b *Block) {
	m := b.Message
	n, given, err := m.ContentLength()
	if err != nil {
		at := b.fieldPos("Content-Length")
		if le, ok := errors.AsType[*httpmsg.LengthError](err); ok {
			at = b.pos(le.Line, le.Col)
		}
		c.list.Errorf(at, "content-length-syntax", "%v (RFC 9110 §8.6)", err)
		return
	}
	body := int64(len(m.Body))
	switch {
	case given && body != n && m.Kind == httpmsg.Request,
		given && body != n && m.Start.Status != 304 && !(body == 0 && answersHead(b)):
		c.list.Hintf(b.fieldPos("Content-Length"), "body-length", "the content ends before the line end in front of the closing fence", "Content-Length says %d, the content has %d octets (RFC 9112 §6.3)", n, body)
	}
}

// answersHead reports whether the block before this one in the file is a HEAD
// request, whose answer has no content (RFC 9110 §9.3.2).
func answersHead(b *Block) bool { return b.answers == "HEAD" }

func (c *checker) json(b *Block) {
	mediaType, _ := b.Message.Get("Content-Type")
	mediaType, _, _ = strings.Cut(strings.ToLower(mediaType), ";")
	body := b.Message.Body
	if len(body) == 0 || mediaType != "application/json" && !strings.HasSuffix(mediaType, "+json") {
		return
	}
	var v any
	if err := json.Unmarshal(body, &v); err != nil {
		at := 0
		if se, ok := errors.AsType[*json.SyntaxError](err); ok {
			at = min(max(int(se.Offset)-1, 0), len(body))
		}
		line := b.Message.BodyLine + bytes.Count(body[:at], []byte("\n"))
		col := at - bytes.LastIndexByte(body[:at], '\n')
		c.list.Errorf(b.pos(line, col), "content-type-body", "the content is no JSON: %v", err)
	}
}

// facts checks what the entry of the message's code demands: the fields that
// MUST and MUST NOT be there, and whether there may be content.
func (c *checker) facts(b *Block) {
	status := b.Message.Start.Status
	entry := c.set.Entry(status)
	if entry == nil {
		return
	}
	for _, f := range entry.Fields {
		if f.In.Value != "response" {
			continue
		}
		at := b.pos(b.Message.Start.Line, 1)
		_, there := b.Message.Get(f.Name.Value)
		switch {
		case f.Level.Value == "MUST" && !there && !f.conditional():
			c.list.Hintf(at, "field-missing", "add "+f.Name.Value+": …", "a %d must carry %s%s", status, f.Name.Value, says(f.Spec))
		case f.Level.Value == "MUST NOT" && there && !f.conditional():
			c.list.Errorf(b.fieldPos(f.Name.Value), "field-forbidden", "a %d must not carry %s%s", status, f.Name.Value, says(f.Spec))
		}
	}
	if entry.Body.Rule.Value == "forbidden" && len(b.Message.Body) > 0 {
		c.list.Errorf(b.pos(max(b.Message.BodyLine, b.Pos.Line), 1), "body-forbidden", "a %d has no content%s", status, says(entry.Body.Spec))
	}
}

// says names the clause behind a sentence, if there is one.
func says(spec At[Clause]) string {
	if !spec.Given() {
		return ""
	}
	return fmt.Sprintf(" (%s)", spec.Value)
}

// fieldPos returns the place of the first field with the name.
func (b *Block) fieldPos(name string) diag.Pos {
	for _, f := range b.Message.Values(name) {
		return b.pos(f.Line, f.Col)
	}
	return b.pos(b.Message.Start.Line, 1)
}
