package build

import (
	"fmt"
	"strconv"
	"strings"

	"statuswiki/internal/entry"
	"statuswiki/internal/site"
)

const notFoundPath = "404.html"

// missingView is the page for an address at which nothing stands. About a
// number it says what can be said.
type missingView struct {
	layoutView
	Classes []classView
	Codes   []codeRow // all, so that the script finds the nearest
	Unknown *unknownView
	Form    entry.Form
}

// Sample is a code that there is, for a hint at the form of addresses.
func (v missingView) Sample() string {
	if v.Form.HTTP() || len(v.Codes) == 0 {
		return "401"
	}
	return strings.TrimPrefix(v.Codes[0].Code, v.Form.Prefix)
}

type unknownView struct {
	Code  string
	HTTP  bool   // it would be an HTTP status code
	Name  string // the registered phrase, if it has one and just no entry
	Spec  *link
	Valid bool
	As    link
	Class *link
	Near  []codeRow
	File  string // to write
	New   string // address of an editor for it, or empty
}

func (b *builder) notFoundPage() page {
	return page{path: notFoundPath, tmpl: "notfound", of: "the not-found page", unlisted: true, view: func(r *renderer) any {
		v := b.missing(r, "Page not found", "There is no page at this address.")
		for _, e := range b.set.Entries {
			v.Codes = append(v.Codes, r.entryRow(e))
		}
		return v
	}}
}

func (b *builder) missing(r *renderer, title, description string) missingView {
	v := missingView{layoutView: b.layout(r, notFoundPath, title, description), Form: b.set.Form()}
	v.Kind, v.Class, v.Index, v.Canonical, v.Share = "notfound", "c4", false, "", nil
	for _, name := range b.classNames() {
		if c := b.set.Class(name); c != nil {
			v.Classes = append(v.Classes, classView{Name: name, Title: c.Facts.Title.Value, Summary: c.Facts.Summary.Value, Href: r.rel(name + "/"), Class: b.set.Accent(name)})
		}
	}
	return v
}

// answerMissing returns the function that makes the page for a number without
// an entry, as [site.Site.Missing] wants it.
func (b *builder) answerMissing(tmpl *templates) func(path string) (site.File, bool) {
	return func(path string) (site.File, bool) {
		digits := strings.TrimSuffix(path, "/")
		code, err := strconv.Atoi(digits)
		if least, most := b.set.Form().Digits(); err != nil || len(digits) < least || len(digits) > most {
			return site.File{}, false
		}
		u, ok := b.set.Unknown(code)
		if !ok {
			return site.File{}, false
		}
		r := &renderer{set: b.set, root: b.rootOf(notFoundPath), hl: b.hl}
		body, err := tmpl.render("notfound", b.unknown(r, u), "the page for unknown numbers")
		if err != nil {
			return site.File{}, false // the not-found page, made by the same template, will do
		}
		return site.NewFile(mediaType(notFoundPath), body), true
	}
}

func (b *builder) unknown(r *renderer, u entry.Unknown) missingView {
	number := strconv.Itoa(u.Code)
	title := number + " is not registered"
	if http := b.set.Form().HTTP(); u.Registered != nil || !http {
		title = b.set.Form().Short(u.Code) + " has no entry yet"
	}
	v := b.missing(r, title, "What can be said of a status code that no entry tells of.")
	v.Class = b.set.CodeAccent(u.Code)
	x := &unknownView{Code: b.set.Form().Short(u.Code), HTTP: b.set.Form().HTTP(), Valid: u.Valid, As: link{r.codeURL(u.As), fmt.Sprint(u.As), b.set.CodeAccent(u.As)}, File: "content/codes/" + number + ".md"}
	if u.Registered != nil {
		x.Name, x.Spec = u.Registered.Phrase, clauseLink(u.Registered.Spec)
	}
	if c := b.set.Class(b.set.ClassOf(u.Code)); c != nil {
		x.Class = &link{Href: r.rel(c.Slug + "/"), Text: c.Slug + " " + c.Facts.Title.Value}
	}
	for _, e := range u.Near {
		x.Near = append(x.Near, r.entryRow(e))
	}
	x.New = hostingOf(b.set.Settings).create("content/codes", number+".md")
	v.Unknown = x
	return v
}
