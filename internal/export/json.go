package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"statuswiki/internal/entry"
	"statuswiki/internal/httpmsg"
)

// Version is the version of the JSON that [Links.JSON] writes. It changes when
// a reader of the old form could be misled; new keys do not change it.
const Version = 1

// document is what an entry holds besides its facts.
type document struct {
	Page      string     `json:"page"` // address
	Quick     quick      `json:"quick"`
	Exchanges []exchange `json:"exchanges,omitempty"`
	Sections  []section  `json:"sections"`

	Substatuses  []substatus  `json:"substatuses,omitempty"`
	Support      []feature    `json:"browser-support,omitempty"`
	Measurements []experiment `json:"measurements,omitempty"`
}

type quick struct {
	What  string `json:"what-happened"`
	Who   string `json:"who-acts"`
	Retry string `json:"retry"`
}

// section is a part of the page; its texts are Markdown.
type section struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text,omitempty"`
	Items []item `json:"items,omitempty"`
}

type item struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Text    string   `json:"text,omitempty"`
	Confirm string   `json:"confirm,omitempty"`
	Fix     string   `json:"fix,omitempty"`
	Who     []string `json:"who,omitempty"`
	Hurts   string   `json:"why-it-hurts,omitempty"`
	Instead string   `json:"instead,omitempty"`
	Fact    string   `json:"in-fact,omitempty"`
}

type exchange struct {
	ID       string    `json:"id"`
	Title    string    `json:"title"`
	Messages []message `json:"messages"`
}

type message struct {
	Kind    string      `json:"kind"` // request or response
	From    string      `json:"from"`
	To      string      `json:"to"`
	Method  string      `json:"method,omitempty"`
	Target  string      `json:"target,omitempty"`
	Status  int         `json:"status,omitempty"`
	Reason  string      `json:"reason,omitempty"`
	Fields  [][2]string `json:"fields,omitempty"`
	Content string      `json:"content,omitempty"`
	Wrong   string      `json:"wrong,omitempty"` // the mistake that it shows on purpose
}

type substatus struct {
	Number string `json:"number"`
	Means  string `json:"means"`
}

type feature struct {
	Title    string      `json:"title"`
	Browsers [][3]string `json:"browsers"` // name, version or "no", note
}

type experiment struct {
	Title string `json:"title"`
	Page  string `json:"page"`
	Date  string `json:"measured"`
	Rows  []row  `json:"rows"`
}

type row struct {
	On  string    `json:"on"`
	Saw []outcome `json:"saw"`
}

type outcome struct {
	Result string   `json:"result"`
	Who    []string `json:"who"` // with their versions
}

// JSON writes an entry as one JSON object: the facts under the keys that they
// have in the front matter, then the sections, whose texts are Markdown. schema
// is the address of the schema that describes it.
func (l Links) JSON(e *entry.Entry, schema string) ([]byte, error) {
	var b, rest bytes.Buffer
	b.WriteString(`{"$schema":`)
	if err := encode(&b, schema); err != nil {
		return nil, err
	}
	fmt.Fprintf(&b, `,"version":%d,`, Version)
	if err := members(&b, reflect.ValueOf(e.Facts)); err != nil {
		return nil, err
	}
	if err := encode(&rest, l.document(e)); err != nil {
		return nil, err
	}
	b.WriteByte(',')
	b.Write(rest.Bytes()[1:]) // the members of the document, and the closing brace
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// encode writes v as encoding/json does, without the line end behind it and
// with <, > and & escaped, since it may be put into a page.
func encode(b *bytes.Buffer, v any) error {
	if err := json.NewEncoder(b).Encode(v); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1)
	return nil
}

// members writes a struct of facts with its YAML keys, in their order, without
// the braces around it. What the file does not give is left out.
func members(b *bytes.Buffer, v reflect.Value) error {
	first := true
	for f, field := range v.Fields() {
		key := f.Tag.Get("yaml")
		if key == "" || !given(field) {
			continue
		}
		if !first {
			b.WriteByte(',')
		}
		first = false
		if err := encode(b, key); err != nil {
			return err
		}
		b.WriteByte(':')
		if err := valueJSON(b, field); err != nil {
			return err
		}
	}
	return nil
}

// at is implemented by entry.At: a value with its place.
type at interface{ Given() bool }

func given(v reflect.Value) bool {
	if a, ok := v.Interface().(at); ok {
		return a.Given()
	}
	return !v.IsZero()
}

func valueJSON(b *bytes.Buffer, v reflect.Value) error {
	if _, single := v.Interface().(at); single {
		return encode(b, v.FieldByName("Value").Interface())
	}
	if v.Kind() == reflect.Struct {
		b.WriteByte('{')
		err := members(b, v)
		b.WriteByte('}')
		return err
	}
	b.WriteByte('[')
	for i := range v.Len() {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := valueJSON(b, v.Index(i)); err != nil {
			return err
		}
	}
	b.WriteByte(']')
	return nil
}

func (l Links) document(e *entry.Entry) document {
	d := document{
		Page:  l.Page(e.Path()),
		Quick: quick{l.Markdown(e.Quick.What), l.Markdown(e.Quick.Who), l.Markdown(e.Quick.Retry)},
	}
	for _, x := range e.Exchanges {
		d.Exchanges = append(d.Exchanges, exchangeOf(x))
	}
	for _, sec := range e.Sections {
		if sec.ID != "quick" {
			d.Sections = append(d.Sections, l.section(e, sec))
		}
	}
	for _, s := range l.Set.Substatuses(e.Code.Value) {
		d.Substatuses = append(d.Substatuses, substatus{s.String(), s.Means.Value})
	}
	for _, f := range l.Set.Supported(e.Code.Value) {
		out := feature{Title: f.Title.Value}
		for _, s := range f.Since {
			out.Browsers = append(out.Browsers, [3]string{s.Browser.Value, s.Version.Value, s.Note.Value})
		}
		d.Support = append(d.Support, out)
	}
	for _, m := range l.Set.Measured {
		if rows := m.Facts.Of(e.Code.Value); len(rows) > 0 {
			d.Measurements = append(d.Measurements, l.experiment(m, rows))
		}
	}
	return d
}

func (l Links) section(e *entry.Entry, sec *entry.Section) section {
	out := section{ID: sec.ID, Title: sec.Title, Text: l.Markdown(sec.Intro)}
	for _, it := range sec.Items {
		out.Items = append(out.Items, item{ID: it.ID, Title: it.Title, Text: l.Markdown(it.Body)})
	}
	switch sec.ID {
	case "causes":
		for i, c := range e.Causes {
			it := &out.Items[i]
			it.Confirm, it.Fix = l.Markdown(c.Confirm), l.Markdown(c.Fix)
			for _, who := range c.Who {
				it.Who = append(it.Who, string(who))
			}
		}
	case "mistakes":
		for i, m := range e.Mistakes {
			it := &out.Items[i]
			it.Hurts, it.Instead, it.Fact = l.Markdown(m.Hurts), l.Markdown(m.Instead), l.Markdown(m.Fact)
		}
	}
	return out
}

func exchangeOf(x entry.Exchange) exchange {
	out := exchange{ID: x.ID, Title: x.Title, Messages: []message{}}
	for _, b := range x.Messages {
		m := message{Wrong: b.Wrong, Content: string(b.Message.Body)}
		m.From, m.To = b.Participants()
		start := b.Message.Start
		if b.Message.Kind == httpmsg.Request {
			m.Kind, m.Method, m.Target = "request", start.Method, start.Target
		} else {
			m.Kind, m.Status, m.Reason = "response", start.Status, start.Reason
		}
		for _, f := range b.Message.Fields {
			m.Fields = append(m.Fields, [2]string{f.Name, f.Value})
		}
		out.Messages = append(out.Messages, m)
	}
	return out
}

func (l Links) experiment(m *entry.Measured, rows []entry.Observation) experiment {
	out := experiment{Title: m.Facts.Title.Value, Page: l.Page("measured/" + m.Slug + "/"), Date: string(m.Facts.Date.Value)}
	for _, o := range rows {
		r := row{On: o.On.Value}
		for _, saw := range o.Saw {
			x := outcome{Result: saw.Result.Value}
			for _, who := range saw.Who {
				name := who.Value
				if p := l.Set.Program(name); p != nil {
					name = strings.TrimSpace(name + " " + p.Version.Value)
				}
				x.Who = append(x.Who, name)
			}
			r.Saw = append(r.Saw, x)
		}
		out.Rows = append(out.Rows, r)
	}
	return out
}
