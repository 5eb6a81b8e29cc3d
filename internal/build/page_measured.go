package build

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"statuswiki/internal/entry"
)

// measuredView is the page of one experiment.
type measuredView struct {
	layoutView
	Heading, Summary string
	Body             template.HTML
	Repeat           template.HTML
	Date             string
	Rows             []observationView
	Programs         []programView
}

// experimentView is what the page of a code shows of an experiment.
type experimentView struct {
	link
	Rows []observationView
}

type observationView struct {
	On    template.HTML
	Codes []link
	Saw   []outcomeView
}

type outcomeView struct {
	Result template.HTML
	Who    string
	names  []string
}

type programView struct {
	Name, Version, How string
}

func (b *builder) measuredPage(m *entry.Measured) page {
	path := "measured/" + m.Slug + "/index.html"
	return page{path: path, tmpl: "measured", of: m.File, file: true, view: func(r *renderer) any {
		f := m.Facts
		v := measuredView{
			layoutView: b.layout(r, path, f.Title.Value, f.Summary.Value),
			Heading:    r.at(f.Title.Line) + f.Title.Value, Summary: r.at(f.Summary.Line) + f.Summary.Value, Body: r.html(m.Body),
			Repeat: r.fact(f.Repeat), Date: string(f.Date.Value),
			Rows: r.observations(f.Rows, inFull), Programs: r.programs(f.Rows),
		}
		v.Kind = "measured"
		v.source(b, m.File)
		v.Crumbs = []link{{Href: r.rel("measured/"), Text: "Measured"}}
		b.describe(&v.layoutView, v.article())
		return v
	}}
}

func (b *builder) measuredList() page {
	const summary = "What browsers, libraries and servers really do with a status code, each with its version and the way to see it again."
	return b.listPage("measured", "Measured", summary, func(r *renderer) (rows []listRow) {
		for _, m := range b.set.Measured {
			rows = append(rows, listRow{link{Href: r.rel("measured/" + m.Slug + "/"), Text: m.Facts.Title.Value}, m.Facts.Summary.Value, false})
		}
		return rows
	})
}

// measured lists the experiments about a code, and the programs in their rows.
func (r *renderer) measured(code int) (list []experimentView, programs []programView) {
	var all []entry.Observation
	for _, m := range r.set.Measured {
		rows := m.Facts.Of(code)
		if len(rows) == 0 {
			continue
		}
		x := experimentView{link: link{Href: r.rel("measured/" + m.Slug + "/"), Text: m.Facts.Title.Value}}
		if m.Facts.Entries.Value == "rows" {
			x.Rows = r.observations(rows, inShort)
			all = append(all, rows...)
		}
		list = append(list, x)
	}
	return list, r.programs(all)
}

// inFull and inShort are the two ways to show rows. In full, on the page of an
// experiment, they name their codes and every program. In short, on the page of
// a code, neighbours with the same input are shown as one, since they differ in
// the codes that they are about, and a long list of programs is cut.
const (
	inFull  = false
	inShort = true
)

func (r *renderer) observations(rows []entry.Observation, short bool) []observationView {
	var out []observationView
	for i, o := range rows {
		if i == 0 || !short || o.On.Value != rows[i-1].On.Value {
			out = append(out, observationView{On: r.text(capital(o.On.Value))})
		}
		last := &out[len(out)-1]
		if !short {
			last.On = template.HTML(r.at(o.On.Line)) + last.On
			for _, c := range o.Codes {
				last.Codes = append(last.Codes, link{r.codeURL(c.Value), r.set.Form().Label(c.Value), r.set.CodeAccent(c.Value)})
			}
		}
		for _, saw := range o.Saw {
			last.see(r.text(saw.Result.Value), names(saw.Who))
		}
	}
	for i := range out {
		for j := range out[i].Saw {
			saw := &out[i].Saw[j]
			saw.Who = joinNames(saw.names, short)
		}
	}
	return out
}

// see adds programs to the outcome with the result.
func (o *observationView) see(result template.HTML, who []string) {
	for i := range o.Saw {
		if o.Saw[i].Result == result {
			o.Saw[i].names = append(o.Saw[i].names, who...)
			return
		}
	}
	o.Saw = append(o.Saw, outcomeView{Result: result, names: who})
}

func names(list []entry.At[string]) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = w.Value
	}
	return out
}

// joinNames joins the names of programs. programs.yaml names the best known
// first.
func joinNames(names []string, short bool) string {
	const some, few = 6, 3
	if short && len(names) > some {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:few], ", "), len(names)-few)
	}
	return strings.Join(names, ", ")
}

// programs lists the programs in the rows, in the order of programs.yaml.
func (r *renderer) programs(rows []entry.Observation) []programView {
	seen := make(map[string]bool)
	for _, o := range rows {
		for _, saw := range o.Saw {
			for _, w := range saw.Who {
				seen[w.Value] = true
			}
		}
	}
	var out []programView
	for _, p := range r.set.Programs {
		if seen[p.Name.Value] {
			out = append(out, programView{p.Name.Value, p.Version.Value, p.How.Value})
		}
	}
	return out
}

// subsView is the table of the finer numbers of a code.
type subsView struct {
	Owner  string
	Source link
	List   []subView
}

type subView struct {
	ID, Number string
	Means      template.HTML
}

func (r *renderer) substatuses(code int) *subsView {
	list := r.set.Substatuses(code)
	if len(list) == 0 {
		return nil
	}
	s := r.set.Subs.Source
	v := &subsView{Owner: r.set.Subs.Owner.Value, Source: link{Href: string(s.URL.Value), Text: s.Title.Value}}
	for _, sub := range list {
		v.List = append(v.List, subView{sub.ID(), sub.String(), r.text(sub.Means.Value)})
	}
	return v
}

// supportView is the table of browser support: a row for each browser, a column
// for each feature.
type supportView struct {
	Source   link
	Checked  string
	Features []string
	Browsers []browserView
}

type browserView struct {
	Name  string
	Since []sinceView
}

type sinceView struct{ Version, Note string }

func (r *renderer) support(code int) *supportView {
	list := r.set.Supported(code)
	if len(list) == 0 {
		return nil
	}
	s := r.set.Support.Source
	v := &supportView{Source: link{Href: string(s.URL.Value), Text: s.Title.Value}, Checked: string(s.Checked.Value)}
	for i, f := range list {
		v.Features = append(v.Features, f.Title.Value)
		for _, b := range f.Since {
			at := slices.IndexFunc(v.Browsers, func(row browserView) bool { return row.Name == b.Browser.Value })
			if at < 0 {
				at = len(v.Browsers)
				v.Browsers = append(v.Browsers, browserView{b.Browser.Value, make([]sinceView, len(list))})
			}
			v.Browsers[at].Since[i] = sinceView{b.Version.Value, b.Note.Value}
		}
	}
	return v
}
