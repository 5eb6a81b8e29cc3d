package entry

import (
	"slices"

	"statuswiki/internal/diag"
	"statuswiki/internal/doctor"
	"statuswiki/internal/httpmsg"
)

// exampleID is the section whose messages show the code.
const exampleID = "example"

// messages has the doctor examine the messages of an entry, by the facts of the
// codes that they carry. A block that shows a mistake on purpose is passed
// over.
func (c *checker) messages(e *Entry) {
	shown, status := false, c.set.Carrier(e)
	http := c.set.form.HTTP()
	talk := conversations{starts: e.headings()}
	for _, b := range e.Blocks {
		if e.light {
			b = b.spoken()
		}
		m := b.Message
		if m == nil {
			continue
		}
		asked := talk.next(b)
		if b.Wrong != "" {
			// A number outside 100 to 599 can be shown in no other way.
			if http && m.Kind == httpmsg.Response && (status < 100 || status > 599) {
				shown = shown || m.Start.Status == status
			}
			continue
		}
		if m.Kind == httpmsg.Request {
			c.diagnosed(e, b, doctor.DiagnoseRequest(m, true))
			continue
		}
		shown = shown || m.Start.Status == status
		c.diagnosed(e, b, doctor.Diagnose(doctor.Exchange{
			Request: asked, Responses: []*httpmsg.Message{m}, Exact: true,
		}, c.factsFor(e)))
	}
	owes := e.OnWire.Value
	if !http {
		owes = status > 0 && (owes || !e.OnWire.Given())
	}
	if sec := e.Section(exampleID); sec != nil && !shown && owes {
		c.list.Errorf(sec.Pos, "example", "no response in the entry has the status %d", status)
	}
}

// diagnosed reports what the doctor has found, without advice. What is wrong
// with the form of the text was reported when the block was read, and an entry
// about a code that nobody should use shows it all the same.
func (c *checker) diagnosed(e *Entry, b *Block, found []doctor.Finding) {
	for _, f := range found {
		reported := slices.ContainsFunc(b.Message.Problems(), func(p httpmsg.Problem) bool { return p.ID == f.Rule })
		if f.Severity == doctor.Info || reported || f.Rule == "status-deprecated" && b.Message.Start.Status == c.set.Carrier(e) {
			continue
		}
		text, hint := f.Message, ""
		if f.Spec != "" {
			text += " (" + f.Spec + ")"
		}
		if f.Fix != "" {
			hint = "write " + f.Fix
		}
		c.list.Add(diag.Finding{Pos: b.pos(f.Line, f.Col), Level: f.Severity, Rule: f.Rule, Text: text, Hint: hint})
	}
}

// headings returns the lines of an entry on which a section or an item begins.
func (e *Entry) headings() (lines []int) {
	if e.heads != nil {
		return e.heads
	}
	for _, sec := range e.Sections {
		lines = append(lines, sec.Pos.Line)
		for _, it := range sec.Items {
			lines = append(lines, it.Pos.Line)
		}
	}
	slices.Sort(lines)
	return lines
}

// conversations finds the request that a response answers: the last one under
// the same heading that went the other way.
type conversations struct {
	starts   []int    // lines on which one may begin, ascending
	requests []*Block // of the one at hand
}

// next takes the next block of the file and returns the request before it.
func (c *conversations) next(b *Block) *httpmsg.Message {
	for len(c.starts) > 0 && c.starts[0] < b.Pos.Line {
		c.starts, c.requests = c.starts[1:], nil
	}
	if b.Message.Kind == httpmsg.Request {
		c.requests = append(c.requests, b)
		return nil
	}
	from, to := b.Participants()
	for _, r := range slices.Backward(c.requests) {
		if rfrom, rto := r.Participants(); rfrom == to && rto == from {
			return r.Message
		}
	}
	return nil
}
