package build

import (
	"slices"

	"statuswiki/internal/entry"
	"statuswiki/internal/httpmsg"
	"statuswiki/internal/try"
)

// tryView is the page about /try/, with the codes by class.
type tryView struct {
	layoutView
	Heading, Summary string
	HTTP             bool // the codes are statuses themselves
	Classes          []tryClass
}

type tryClass struct {
	Name  string
	Codes []codeRow
}

// tryPath is the folder of the page about /try/. What lies below it is answered
// by whoever serves the site, from the data that tryData makes.
const tryPath = "try/"

// tryPages are the page about /try/ and the data behind it.
func (b *builder) tryPages() []page {
	path := tryPath + "index.html"
	const title = "Try it"
	summary := "Every status code, really sent: ask for /try/401 and get a 401 with the fields that belong to it."
	if !b.set.Form().HTTP() {
		summary = "The response that carries a code, really sent: ask for /try/ and the number."
	}
	if !b.hasTry() {
		return nil
	}
	return []page{
		{path: path, tmpl: "try", of: "the page about /try/", view: func(r *renderer) any {
			v := tryView{layoutView: b.layout(r, path, title, summary), Heading: title, Summary: summary}
			v.Kind, v.HTTP = "try", b.set.Form().HTTP()
			for _, e := range b.set.Entries {
				if !b.tried(e) || len(e.Exchanges) == 0 {
					continue
				}
				class := b.set.ClassOf(e.Code.Value)
				if n := len(v.Classes); n == 0 || v.Classes[n-1].Name != class {
					v.Classes = append(v.Classes, tryClass{Name: class})
				}
				last := &v.Classes[len(v.Classes)-1]
				last.Codes = append(last.Codes, r.entryRow(e))
			}
			return v
		}, bodies: true},
		{path: try.File, of: "the answers below /try/", raw: func() ([]byte, error) { return try.Encode(b.answers()) }, bodies: true},
	}
}

// isStatus reports whether a number can be the status of a response.
func isStatus(code int) bool { return code >= 100 && code <= 599 }

// tried reports whether a response can carry the code of an entry.
func (b *builder) tried(e *entry.Entry) bool { return isStatus(b.set.Carrier(e)) }

// tries reports whether there is an example to be sent for a code that is not a
// status itself.
func (b *builder) tries(e *entry.Entry) bool {
	return !b.set.Form().HTTP() && b.tried(e) && b.answer(e).Example != nil
}

// hasTry reports whether anything is answered below /try/.
func (b *builder) hasTry() bool {
	return b.set.Form().HTTP() || slices.ContainsFunc(b.set.Entries, b.tries)
}

// answers collects what is known of each code and its example.
func (b *builder) answers() try.Answers {
	out := make(try.Answers)
	for _, reg := range b.set.Registry {
		if isStatus(reg.Code) {
			out[reg.Code] = try.Answer{Name: reg.Phrase}
		}
	}
	for _, e := range b.set.Entries {
		if b.tried(e) {
			out[e.Code.Value] = b.answer(e)
		}
	}
	return out
}

// answer takes the first response of the entry's examples that carries the code
// and is not wrong on purpose. To an interim response belong those behind it, up
// to the final one.
func (b *builder) answer(e *entry.Entry) try.Answer {
	a, status := try.Answer{Name: e.Name.Value}, b.set.Carrier(e)
	if !b.set.Form().HTTP() {
		a.Status = status
	}
	rest := e.Sent(status)
	for len(rest) > 0 && sends(rest[0]) && rest[0].Message.Start.Status < 200 {
		a.Interim = append(a.Interim, response(rest[0].Message))
		rest = rest[1:]
	}
	if len(rest) > 0 && sends(rest[0]) {
		final := response(rest[0].Message)
		a.Example = &final
	}
	return a
}

// sends reports whether a block is a response as it should be.
func sends(b *entry.Block) bool {
	return b.Message != nil && b.Wrong == "" && b.Message.Kind == httpmsg.Response
}

func response(m *httpmsg.Message) try.Response {
	r := try.Response{Status: m.Start.Status, Phrase: m.Start.Reason, Content: string(m.Body)}
	for _, f := range m.Fields {
		r.Fields = append(r.Fields, try.Field{Name: f.Name, Value: f.Value})
	}
	return r
}
