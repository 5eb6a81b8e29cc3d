package build

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"statuswiki/internal/entry"
	"statuswiki/internal/hosting"
)

// layoutView is what every page gives to layout.html.
type layoutView struct {
	Site        string // the site's name
	Tagline     string
	Title       string // of the page, without the site's name
	Description string
	Canonical   string // absolute address, or empty
	Root        string // leads to the site's root; never empty
	Class       string // accent: c1 to c5, or empty
	Kind        string // kind of page, for the style
	Crumbs      []link // between the home page and this one
	Prev, Next  *link
	Style       template.CSS
	Theme       template.JS
	Script      string
	Late        string // style of paper, and what scripts need
	Edit        string // address of the editor for the page's file, or empty
	Report      string // address of a new issue about the page, or empty
	File        string // the page's file
	Verified    string // date, or empty
	Index       bool   // search engines may keep it
	Manifest    string
	Changed     *changedView
	Share       *shareView
	Data        template.JS      // JSON-LD, or empty
	ahead       string           // rules that the script adds
	path        string           // below the site's root: 401/
	old         []entry.OldPlace // fragments that it had
	HasLogo     bool             // the icon is a logo, shown beside the name
	HasFields   bool             // there are pages about header fields
	HasTags     bool             // there are tags
	Digits      string           // digits of a code at least and at most, 4-4; empty for HTTP
}

// oldPlaces returns the fragments that the page had.
func (v layoutView) oldPlaces() []entry.OldPlace { return v.old }

// Crumbed reports whether the page has something above it.
func (v layoutView) Crumbed() bool { return v.Kind != "home" && v.Kind != "notfound" }

// Policy is the content security policy of the page, which allows its inline
// script, its style and the rules that the script adds: Chromium passes over
// 'inline-speculation-rules' where there are hashes. What a page holds inline
// besides has to be named here.
func (v layoutView) Policy() template.HTML {
	p := hosting.Policy{Styles: []string{hosting.Hash(string(v.Style))}}
	if v.Script != "" {
		p.Scripts = []string{hosting.Hash(string(v.Theme)), hosting.Hash(v.ahead)}
	}
	return template.HTML(hosting.MetaStart + p.Meta() + `">`)
}

type link struct {
	Href, Text, Class string
}

// layout fills what all pages share. path is the page's file, file the content
// it comes from.
func (b *builder) layout(r *renderer, path, title, description string) layoutView {
	v := layoutView{
		Site: b.set.Settings.Title.Value, Tagline: b.set.Settings.Tagline.Value,
		Title: title, Description: description,
		Root:  relative(r.root, ""),
		Style: b.assets.style + b.assets.pages + template.CSS(b.set.Style()), Theme: b.assets.theme, ahead: b.assets.ahead,
		Script: r.rel(b.assets.script), Late: r.rel(b.assets.late), Manifest: r.rel(manifestPath),
		Index: true, path: strings.TrimSuffix(path, "index.html"), old: b.set.OldPlaces(strings.TrimSuffix(path, "index.html")),
		HasLogo: b.set.Logo != nil, HasFields: len(b.set.Fields) > 0, HasTags: len(b.set.Tags) > 0,
	}
	if form := b.set.Form(); !form.HTTP() {
		least, most := form.Digits()
		v.Digits = fmt.Sprintf("%d-%d", least, most)
	}
	if b.opt.BaseURL != "" {
		v.Canonical = b.opt.BaseURL + v.path
		b.share(&v, cmp.Or(title, v.Site), "website", plainCard, v.Site)
	}
	return v
}

// source names the file that a page comes from and, if the site has a
// repository, leads to its editor and to a report of a mistake in it.
func (v *layoutView) source(b *builder, file string) {
	v.File = "content/" + strings.TrimPrefix(file, b.opt.Shown)
	v.Changed = b.changed(file)
	h := hostingOf(b.set.Settings)
	v.Edit = h.edit(v.File)
	v.Report = h.issue(v.Title+": ", "Page: "+cmp.Or(b.opt.BaseURL, "/")+v.path+" ("+v.File+")\n\nWhat is wrong, and where does it say so?\n")
}

// codeRow is a code in a table of codes.
type codeRow struct {
	Code     string
	Name     string
	Summary  string
	Href     string
	Class    string // c4
	Standing string // in words, empty for standard
	Spec     *link  // for codes whose entry is not written yet
}

func (r *renderer) entryRow(e *entry.Entry) codeRow {
	row := codeRow{
		Code: r.set.Form().Label(e.Code.Value), Name: e.Name.Value, Summary: e.Summary.Value,
		Href: r.rel(e.Path()), Class: r.set.CodeAccent(e.Code.Value),
	}
	if e.Standing.Value != "standard" {
		row.Standing = string(e.Standing.Value)
	}
	return row
}

// rows lists the codes of a class: entries, and registered codes without one.
func (r *renderer) rows(class string) []codeRow {
	type numbered struct {
		code int
		row  codeRow
	}
	var all []numbered
	for _, e := range r.set.Entries {
		if r.set.ClassOf(e.Code.Value) == class {
			all = append(all, numbered{e.Code.Value, r.entryRow(e)})
		}
	}
	for _, reg := range r.set.Registry {
		if r.set.Entry(reg.Code) == nil && r.set.ClassOf(reg.Code) == class {
			all = append(all, numbered{reg.Code, r.unwritten(reg)})
		}
	}
	slices.SortFunc(all, func(a, b numbered) int { return cmp.Compare(a.code, b.code) })
	out := make([]codeRow, len(all))
	for i, n := range all {
		out[i] = n.row
	}
	return out
}

// unwritten describes a registered code without an entry.
func (r *renderer) unwritten(reg entry.Registered) codeRow {
	row := codeRow{
		Code: r.set.Form().Label(reg.Code), Name: reg.Phrase, Href: r.codeURL(reg.Code), Class: r.set.CodeAccent(reg.Code),
		Spec: &link{Href: reg.Spec.URL(), Text: string(reg.Spec)},
	}
	if reg.Standing != "standard" {
		row.Standing = string(reg.Standing)
	}
	return row
}
