package build

import (
	"html/template"
	"slices"

	"statuswiki/internal/entry"
	"statuswiki/internal/httpmsg"
)

type classView struct {
	Name, Title, Summary, Href, Class string
	Codes                             []codeRow
}

type homeView struct {
	layoutView
	Classes   []classView
	Unwritten int    // registered codes without an entry
	Compare   string // address of the comparisons, if there are any
	Vendors   string // address of the page of vendors, if there are any
	Measured  string // address of the experiments, if there are any
	Choose    string // address of the questions, if there are any
	Tables    bool   // there is a page of tables
	Try       bool   // there is a page about /try/
	Doctor    bool   // there is a page of the response doctor
	Pages     []link
	Tags      []link
	Whole     string // address of the page with all entries, if there is one

	OpenSearch string // address of the description of the search, if there is one
	Feed       string // address of the feed, if there is one
}

func (b *builder) homePage() page {
	return page{path: "index.html", tmpl: "home", of: "the home page", view: func(r *renderer) any {
		v := homeView{layoutView: b.layout(r, "index.html", "", b.set.Settings.Tagline.Value)}
		v.Kind = "home"
		b.share(&v.layoutView, v.Site, "website", homeCard, v.Site+": "+v.Tagline)
		if b.opt.Whole {
			v.Whole = r.rel(WholePath)
		}
		v.Tables, v.Try, v.Doctor = b.hasTables(), b.hasTry(), b.set.Form().HTTP()
		if b.opt.BaseURL != "" {
			v.OpenSearch = r.rel(openSearchPath)
		}
		if b.hasFeed() {
			v.Feed = r.rel(feedPath)
		}
		for _, reg := range b.set.Registry {
			if b.set.Entry(reg.Code) == nil {
				v.Unwritten++
			}
		}
		if len(b.set.Pairs()) > 0 {
			v.Compare = r.rel("compare/")
		}
		if b.hasVendors() {
			v.Vendors = r.rel(vendorsPath)
		}
		if len(b.set.Measured) > 0 {
			v.Measured = r.rel("measured/")
		}
		if q := b.set.Choose.First(); q != nil {
			v.Choose = r.rel(q.Path())
		}
		for _, p := range b.set.Pages {
			v.Pages = append(v.Pages, link{Href: r.rel(p.Slug + "/"), Text: p.Facts.Title.Value})
		}
		others := b.others()
		for _, name := range b.classNames() {
			c := b.set.Class(name)
			if c == nil {
				others.Codes = append(others.Codes, r.rows(name)...)
				continue
			}
			v.Classes = append(v.Classes, classView{
				Name: name, Title: c.Facts.Title.Value, Summary: c.Facts.Summary.Value,
				Href: r.rel(name + "/"), Class: b.set.Accent(name), Codes: r.rows(name),
			})
		}
		if len(others.Codes) > 0 {
			v.Classes = append(v.Classes, others)
		}
		v.Tags = b.tagLinks(r)
		b.data(&v.layoutView, b.website(&v.layoutView))
		return v
	}}
}

// Placeholder shows what may be typed to find a code.
func (v homeView) Placeholder() string {
	if v.Digits == "" {
		return "401, token expired, redirect …"
	}
	for _, c := range v.Classes {
		if len(c.Codes) > 0 {
			return c.Codes[0].Code + ", " + c.Codes[0].Name + " …"
		}
	}
	return ""
}

// others is the group of the codes that no class has.
func (b *builder) others() classView {
	switch {
	case b.set.Form().HTTP():
		return classView{Name: "Others", Title: "outside 100 to 599", Class: "c0"}
	case len(b.set.Classes) > 0:
		return classView{Name: "Others", Class: b.set.Accent("")}
	}
	return classView{Name: "Codes", Class: b.set.Accent("")}
}

// classNames lists the classes that have a file or a code.
func (b *builder) classNames() []string {
	var names []string
	for _, c := range b.set.Classes {
		names = append(names, c.Slug)
	}
	for _, e := range b.set.Entries {
		names = append(names, b.set.ClassOf(e.Code.Value))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (b *builder) tagLinks(r *renderer) []link {
	var out []link
	for _, t := range b.set.Tags {
		out = append(out, link{Href: r.rel("tags/" + t.Slug + "/"), Text: t.Facts.Title.Value})
	}
	return out
}

// docView is a page of free prose with a table of codes.
type docView struct {
	layoutView
	Heading string
	Summary string
	Body    template.HTML
	Codes   []codeRow
	Facts   []termView
	Uses    []useView
	Sources []sourceView
	Links   []listRow
}

type useView struct {
	codeRow
	In, Level string
	Spec      *link
	Note      template.HTML
}

type listRow struct {
	link
	Summary string
	Code    bool
}

func (b *builder) classPage(c *entry.Class) page {
	path := c.Slug + "/index.html"
	return page{path: path, tmpl: "class", of: c.File, file: true, view: func(r *renderer) any {
		heading := c.Slug + " " + c.Facts.Title.Value
		v := docView{
			layoutView: b.layout(r, path, heading, c.Facts.Summary.Value),
			Heading:    r.at(c.Facts.Title.Line) + heading, Summary: r.at(c.Facts.Summary.Line) + c.Facts.Summary.Value,
			Body: r.html(c.Body), Codes: r.rows(c.Slug),
		}
		v.Class, v.Kind = b.set.Accent(c.Slug), "class"
		v.source(b, c.File)
		if c.Facts.Spec.Given() {
			v.Facts = []termView{{r.at(c.Facts.Spec.Line) + "Defined in", anchor(clauseLink(c.Facts.Spec.Value))}}
		}
		names := b.classNames()
		i := slices.Index(names, c.Slug)
		to := func(i int) *link {
			if i < 0 || i >= len(names) || b.set.Class(names[i]) == nil {
				return nil
			}
			return &link{Href: r.rel(names[i] + "/"), Text: names[i] + " " + b.set.Class(names[i]).Facts.Title.Value}
		}
		v.Prev, v.Next = to(i-1), to(i+1)
		b.describe(&v.layoutView)
		return v
	}}
}

func (b *builder) tagPage(t *entry.Tag) page {
	path := "tags/" + t.Slug + "/index.html"
	return page{path: path, tmpl: "tag", of: t.File, file: true, view: func(r *renderer) any {
		v := docView{
			layoutView: b.layout(r, path, t.Facts.Title.Value, t.Facts.Summary.Value),
			Heading:    r.at(t.Facts.Title.Line) + t.Facts.Title.Value, Summary: r.at(t.Facts.Summary.Line) + t.Facts.Summary.Value, Body: r.html(t.Body),
		}
		v.Kind = "tag"
		v.source(b, t.File)
		v.Crumbs = []link{{Href: r.rel("tags/"), Text: "Tags"}}
		b.describe(&v.layoutView)
		for _, e := range b.set.Entries {
			if slices.ContainsFunc(e.Tags, func(x entry.At[string]) bool { return x.Value == t.Slug }) {
				v.Codes = append(v.Codes, r.entryRow(e))
			}
		}
		return v
	}}
}

func (b *builder) fieldPage(f *entry.Field) page {
	path := "headers/" + f.Slug + "/index.html"
	return page{path: path, tmpl: "header", of: f.File, file: true, view: func(r *renderer) any {
		name := f.Facts.Name.Value
		v := docView{
			layoutView: b.layout(r, path, name, f.Facts.Summary.Value),
			Heading:    r.at(f.Facts.Name.Line) + name, Summary: r.at(f.Facts.Summary.Line) + f.Facts.Summary.Value, Body: r.html(f.Body),
		}
		v.Kind, v.Verified = "header", string(f.Facts.Verified.Value)
		v.source(b, f.File)
		v.Crumbs = []link{{Href: r.rel("headers/"), Text: "Header fields"}}
		b.describe(&v.layoutView, v.article())
		v.Facts = fieldFacts(r, f)
		for _, e := range b.set.Entries {
			for _, x := range e.Fields {
				if httpmsg.FieldSlug(x.Name.Value) != f.Slug {
					continue
				}
				u := useView{codeRow: r.entryRow(e), In: string(x.In.Value), Level: string(x.Level.Value), Note: r.text(x.Note.Value)}
				if x.Spec.Given() {
					u.Spec = clauseLink(x.Spec.Value)
				}
				v.Uses = append(v.Uses, u)
			}
		}
		for _, s := range f.Facts.Sources {
			v.Sources = append(v.Sources, sourceView{link{Href: string(s.URL.Value), Text: r.at(s.Title.Line) + s.Title.Value}, string(s.Checked.Value)})
		}
		return v
	}}
}

func fieldFacts(r *renderer, f *entry.Field) []termView {
	var in string
	at := 0
	for i, d := range f.Facts.In {
		at = d.Line
		if i > 0 {
			in += ", "
		}
		in += string(d.Value)
	}
	repeat := "May stand on several lines, or as a list in one"
	if f.Facts.Singleton.Value {
		repeat = "Once"
	}
	out := []termView{
		{"Stands in", template.HTML(r.at(at)) + r.text(in)}, {r.at(f.Facts.Singleton.Line) + "How often", r.text(repeat)},
		{"Value", r.fact(f.Facts.Syntax)}, {r.at(f.Facts.Sample.Line) + "Sample", codeHTML(f.Facts.Name.Value + ": " + f.Facts.Sample.Value)},
	}
	if f.Facts.Spec.Given() {
		out = append(out, termView{r.at(f.Facts.Spec.Line) + "Defined in", anchor(clauseLink(f.Facts.Spec.Value))})
	}
	return out
}

// prosePage is a page of prose that stands by itself.
func (b *builder) prosePage(p *entry.Page) page {
	path := p.Slug + "/index.html"
	return page{path: path, tmpl: "prose", of: p.File, file: true, view: func(r *renderer) any {
		v := docView{
			layoutView: b.layout(r, path, p.Facts.Title.Value, p.Facts.Summary.Value),
			Heading:    r.at(p.Facts.Title.Line) + p.Facts.Title.Value, Summary: r.at(p.Facts.Summary.Line) + p.Facts.Summary.Value, Body: r.html(p.Body),
		}
		v.Kind = "prose"
		v.source(b, p.File)
		b.describe(&v.layoutView, v.article())
		return v
	}}
}

// listPage is a page that leads to others, each with its summary.
func (b *builder) listPage(dir, title, summary string, rows func(*renderer) []listRow) page {
	path := dir + "/index.html"
	return page{path: path, tmpl: "list", of: "the list " + dir, view: func(r *renderer) any {
		v := docView{layoutView: b.layout(r, path, title, summary), Heading: title, Summary: summary, Links: rows(r)}
		v.Kind = "index"
		b.describe(&v.layoutView)
		return v
	}}
}

func (b *builder) fieldList() page {
	const summary = "The header fields that status codes need, with their syntax, their traps and the codes they belong to."
	return b.listPage("headers", "Header fields", summary, func(r *renderer) (rows []listRow) {
		for _, f := range b.set.Fields {
			rows = append(rows, listRow{link{Href: r.fieldURL(f.Facts.Name.Value), Text: f.Facts.Name.Value}, f.Facts.Summary.Value, true})
		}
		return rows
	})
}

func (b *builder) tagList() page {
	return b.listPage("tags", "Tags", "Status codes by the task at hand.", func(r *renderer) (rows []listRow) {
		for _, t := range b.set.Tags {
			rows = append(rows, listRow{link{Href: r.rel("tags/" + t.Slug + "/"), Text: t.Facts.Title.Value}, t.Facts.Summary.Value, false})
		}
		return rows
	})
}

func (b *builder) compareList() page {
	const summary = "Codes that people confuse, side by side, with the sentence that decides."
	return b.listPage("compare", "Comparisons", summary, func(r *renderer) (rows []listRow) {
		for _, p := range b.set.Pairs() {
			rows = append(rows, listRow{link{Href: r.rel(p.Path()), Text: b.pairTitle(p)}, decides(p.A, p.B), false})
		}
		return rows
	})
}
