package build

import (
	"fmt"
	"html/template"
	"slices"

	"statuswiki/internal/entry"
	"statuswiki/internal/httpmsg"
)

func (b *builder) pairTitle(p entry.Pair) string {
	form := b.set.Form()
	return fmt.Sprintf("%s or %s?", form.Short(p.A.Code.Value), form.Short(p.B.Code.Value))
}

// compareURL leads to the comparison of an entry with a code, or nowhere.
func (r *renderer) compareURL(e *entry.Entry, code int) string {
	p, ok := r.set.Pair(e.Code.Value, code)
	if !ok {
		return ""
	}
	return r.rel(p.Path())
}

// compareView is what compare.html shows.
type compareView struct {
	layoutView
	Heading string
	Sides   []sideView
	Rows    []compareRow
}

// sideView is what one of the two entries says.
type sideView struct {
	Code, Name, Href, Class string
	Decide                  template.HTML // on the other one
	Wrong                   template.HTML // when it is not this one
	More                    template.HTML
	Quick                   []termView
	Example                 template.HTML
	ExampleURL              string
}

type compareRow struct {
	Name string
	A, B template.HTML
}

func (b *builder) comparePage(p entry.Pair) page {
	path := p.Path() + "index.html"
	of := p.A.File + " and " + p.B.File
	return page{path: path, tmpl: "compare", of: of, view: func(r *renderer) any {
		p := entry.Pair{A: b.full(p.A), B: b.full(p.B)}
		v := compareView{Heading: b.pairTitle(p), Sides: []sideView{r.side(p.A, p.B), r.side(p.B, p.A)}, Rows: r.compareRows(p)}
		v.layoutView = b.layout(r, path, b.pairTitle(p), decides(p.A, p.B))
		v.Kind = "compare"
		v.Crumbs = []link{{Href: r.rel("compare/"), Text: "Comparisons"}}
		b.describe(&v.layoutView, v.article())
		return v
	}, self: p}
}

// decides returns the sentence with which one entry tells itself from another.
func decides(e, from *entry.Entry) string { return e.Relation(from.Code.Value).Decide.Value }

func (r *renderer) side(e, other *entry.Entry) sideView {
	s := sideView{Code: r.set.Form().Label(e.Code.Value), Name: e.Name.Value, Href: r.rel(e.Path()), Class: r.set.CodeAccent(e.Code.Value)}
	s.Decide = r.text(decides(e, other))
	s.Wrong = r.text(e.Relation(other.Code.Value).Wrong.Value)
	for _, v := range e.Compared {
		if v.Code.Value == other.Code.Value {
			s.More = r.html(v.Body)
		}
	}
	s.Quick = []termView{{"What happened", r.inline(e.Quick.What)}, {"Who acts", r.inline(e.Quick.Who)}, {"Retry", r.inline(e.Quick.Retry)}}
	for _, x := range e.Exchanges {
		if request, response := speaking(&x, r.set.Carrier(e)); response != nil {
			s.Example = r.blocks(request, response)
			s.ExampleURL = s.Href + "#" + x.ID
			break
		}
	}
	return s
}

// speaking returns the first response with the status in an exchange, and the
// request before it.
func speaking(x *entry.Exchange, status int) (request, response *entry.Block) {
	for _, m := range x.Messages {
		switch {
		case m.Wrong != "" && m.Message.Kind == httpmsg.Response:
		case m.Message.Kind == httpmsg.Request:
			request = m
		case m.Message.Start.Status == status:
			return request, m
		}
	}
	return nil, nil
}

// blocks renders fenced blocks that stand elsewhere in the tree.
func (r *renderer) blocks(list ...*entry.Block) template.HTML {
	r.b.Reset()
	for _, b := range list {
		if b != nil {
			r.block(b, "")
		}
	}
	return template.HTML(r.b.String())
}

// compareRows puts the facts of both side by side.
func (r *renderer) compareRows(p entry.Pair) []compareRow {
	left, right := r.facts(p.A), r.facts(p.B)
	left = append(left, termView{"Fields", r.required(p.A)})
	right = append(right, termView{"Fields", r.required(p.B)})
	var rows []compareRow
	for _, t := range append(slices.Clone(left), right...) {
		if slices.ContainsFunc(rows, func(row compareRow) bool { return row.Name == t.Name }) {
			continue
		}
		rows = append(rows, compareRow{t.Name, bodyOf(left, t.Name), bodyOf(right, t.Name)})
	}
	return rows
}

func bodyOf(terms []termView, name string) template.HTML {
	for _, t := range terms {
		if t.Name == name {
			return t.Body
		}
	}
	return ""
}

// required lists the fields that a code ties to its response.
func (r *renderer) required(e *entry.Entry) template.HTML {
	var out template.HTML
	for _, f := range r.fields(e) {
		if f.In != "response" || f.Level == "related" {
			continue
		}
		if out != "" {
			out += ", "
		}
		out += template.HTML(f.Level+" ") + anchorCode(f.Href, f.Name)
	}
	return out
}

func anchorCode(href, text string) template.HTML {
	return template.HTML(`<a href="` + template.HTMLEscapeString(href) + `"><code>` + template.HTMLEscapeString(text) + "</code></a>")
}
