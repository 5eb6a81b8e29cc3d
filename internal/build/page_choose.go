package build

import (
	"html/template"

	"statuswiki/internal/entry"
)

// chooseView is the page of one question of choose.yaml.
type chooseView struct {
	layoutView
	Heading, Summary string
	Ask              string // on the first page, below its heading
	Why              template.HTML
	Trail            []link
	Answers          []answerView
	Map              string
}

type answerView struct {
	codeRow // where the answer ends, if it does
	Say     string
	To      string
	Never   string
	Because template.HTML
}

// endView is the page on which an answer ends: the code, and the answers that
// are the reason for it.
type endView struct {
	layoutView
	End     codeRow
	Because template.HTML
	Trail   []link
	Never   string // why it should not be sent, or empty
	Fields  template.HTML
	Near    []listRow // comparisons with codes that it is confused with
}

// choosePages are the questions, their ends and the picture of all of them.
func (b *builder) choosePages() []page {
	c := b.set.Choose
	first := c.First()
	if first == nil {
		return nil
	}
	pages := []page{b.chooseMap()}
	trails := c.Trails()
	for i := range c.Questions {
		q := &c.Questions[i]
		trail := trails[q]
		pages = append(pages, b.questionPage(q, trail))
		for j := range q.Answers {
			if a := &q.Answers[j]; a.Ends() {
				pages = append(pages, b.endPage(append(trail[:len(trail):len(trail)], entry.Step{Question: q, Answer: a})))
			}
		}
	}
	return pages
}

func (b *builder) questionPage(q *entry.Question, trail []entry.Step) page {
	path := q.Path() + "index.html"
	return page{path: path, tmpl: "choose", of: "choose.yaml", view: func(r *renderer) any {
		c := b.set.Choose
		v := chooseView{Heading: q.Ask.Value, Summary: q.Why.Value, Trail: r.trail(trail), Map: r.rel(c.MapPath())}
		if len(trail) == 0 {
			v.layoutView = b.layout(r, path, c.Title.Value, c.Summary.Value)
			v.Heading, v.Summary, v.Ask, v.Why = c.Title.Value, c.Summary.Value, q.Ask.Value, r.text(q.Why.Value)
		} else {
			v.layoutView = b.layout(r, path, q.Ask.Value+" · "+c.Title.Value, q.Why.Value)
			b.below(r, &v.layoutView, trail)
		}
		v.Kind = "choose"
		v.source(b, "choose.yaml")
		for _, a := range q.Answers {
			row := answerView{Say: a.Say.Value, Because: r.text(a.Because.Value)}
			if a.Ends() {
				row.codeRow, row.To = r.row(a.Code.Value), r.rel(q.End(a.Code.Value))
				row.Never = never(row.codeRow)
			} else {
				row.To = r.rel(c.Question(a.Next.Value).Path())
			}
			v.Answers = append(v.Answers, row)
		}
		return v
	}}
}

func (b *builder) endPage(trail []entry.Step) page {
	last := trail[len(trail)-1]
	code := last.Answer.Code.Value
	path := last.Question.End(code) + "index.html"
	return page{path: path, tmpl: "choose_end", of: "choose.yaml", unlisted: true, view: func(r *renderer) any {
		row := r.row(code)
		v := endView{End: row, Because: r.text(last.Answer.Because.Value), Trail: r.trail(trail)}
		v.layoutView = b.layout(r, path, row.Code+" "+row.Name+": "+last.Answer.Words(), last.Answer.Because.Value)
		v.Kind, v.Class = "chosen", row.Class
		v.Index = false // the page to be found is the entry
		b.below(r, &v.layoutView, trail)
		v.source(b, "choose.yaml")
		v.Never = never(row)
		if e := b.set.Entry(code); e != nil {
			v.Fields = r.required(e)
			for _, rel := range e.Relations {
				if p, ok := b.set.Pair(code, rel.Code.Value); ok && rel.Decide.Given() {
					v.Near = append(v.Near, listRow{link{Href: r.rel(p.Path()), Text: b.pairTitle(p)}, rel.Decide.Value, false})
				}
			}
		}
		return v
	}}
}

// never says that a code should not be sent, and why, or is empty.
func never(row codeRow) string {
	switch row.Standing {
	case "unused":
		return "reserved: do not send"
	case "deprecated", "obsolete":
		return row.Standing + ": do not send"
	}
	return ""
}

// below puts a page under the first question and behind the last one answered.
func (b *builder) below(r *renderer, v *layoutView, trail []entry.Step) {
	v.Crumbs = []link{{Href: r.rel(b.set.Choose.First().Path()), Text: b.set.Choose.Title.Value}}
	last := trail[len(trail)-1].Question
	v.Prev = &link{Href: r.rel(last.Path()), Text: last.Ask.Value}
}

// trail lists the answers given so far. Each leads to its question, where
// another can be given.
func (r *renderer) trail(steps []entry.Step) []link {
	var out []link
	for _, s := range steps {
		out = append(out, link{Href: r.rel(s.Question.Path()), Text: s.Answer.Words()})
	}
	return out
}

// row describes one code, with or without an entry.
func (r *renderer) row(code int) codeRow {
	if e := r.set.Entry(code); e != nil {
		return r.entryRow(e)
	}
	reg, _ := r.set.Lookup(code)
	return codeRow{
		Code: r.set.Form().Label(code), Name: reg.Phrase, Href: r.codeURL(code), Class: r.set.CodeAccent(code), Standing: string(reg.Standing),
		Summary: "Defined in " + string(reg.Spec) + "; no entry is written yet.",
	}
}
