package search

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"statuswiki/internal/entry"
)

// New makes the index of the content.
func New(set *entry.Set) *Index {
	ix := &Index{form: set.Form()}
	if !ix.form.HTTP() {
		ix.others, ix.classes = set.Accent(""), [][2]string{}
		for _, c := range set.Classes {
			ix.classes = append(ix.classes, [2]string{c.Slug, set.Accent(c.Slug)})
		}
	}
	owners := Page{Path: "vendors/"}
	owners.add(Name, "Codes by vendor", "vendors", "unofficial codes")
	tags := make(map[string]int)
	for i, t := range set.Tags {
		tags[t.Slug] = i
		ix.Tags = append(ix.Tags, [2]string{t.Slug, t.Facts.Title.Value})
	}
	for _, e := range set.Entries {
		ix.put(ix.code(set, e, tags, &owners))
	}
	for _, reg := range set.Registry {
		class := set.ClassOf(reg.Code)
		if set.Entry(reg.Code) == nil && set.Class(class) != nil {
			p := Page{Path: fmt.Sprintf("%s/#code-%d", class, reg.Code),
				Numbers: []int{reg.Code}, Standing: string(reg.Standing)}
			p.add(Name, reg.Phrase)
			ix.put(p)
		}
	}
	for _, pair := range set.Pairs() {
		ix.put(comparison(ix.form, pair))
	}
	for _, c := range set.Classes {
		p := Page{Path: c.Slug + "/"}
		p.add(Name, c.Slug+" "+c.Facts.Title.Value, c.Slug, c.Facts.Title.Value, c.Slug+" codes")
		p.add(Summary, c.Facts.Summary.Value)
		ix.put(p)
	}
	for _, f := range set.Fields {
		p := Page{Path: "headers/" + f.Slug + "/"}
		p.add(Name, f.Facts.Name.Value, f.Facts.Name.Value+" header", f.Facts.Name.Value+" header field")
		p.add(Alias, spoken[f.Facts.Name.Value]...)
		p.add(Message, f.Facts.Name.Value+": "+f.Facts.Sample.Value)
		p.add(Summary, f.Facts.Summary.Value)
		ix.put(p)
	}
	for _, t := range set.Tags {
		p := Page{Path: "tags/" + t.Slug + "/"}
		p.add(Cause, t.Facts.Title.Value, t.Slug)
		p.add(Summary, t.Facts.Summary.Value)
		ix.put(p)
	}
	ix.lists(set)
	if len(owners.Phrases) > 3 {
		ix.put(owners)
	}
	for _, d := range set.Pages {
		p := Page{Path: d.Slug + "/"}
		p.add(Name, d.Facts.Title.Value, d.Slug)
		p.add(Summary, d.Facts.Summary.Value)
		ix.put(p)
	}
	for _, m := range set.Measured {
		p := Page{Path: "measured/" + m.Slug + "/"}
		p.add(Cause, m.Facts.Title.Value, m.Slug)
		ix.put(p)
	}
	return ix
}

// code is the page of a code.
func (ix *Index) code(set *entry.Set, e *entry.Entry, tags map[string]int, owners *Page) Page {
	p := Page{
		Path: e.Path(), Numbers: []int{e.Code.Value}, form: ix.form, class: 1 + slices.IndexFunc(ix.classes, func(c [2]string) bool { return c[0] == set.ClassOf(e.Code.Value) }),
		Standing: string(e.Standing.Value),
	}
	p.add(Name, e.Name.Value)
	for _, f := range e.Formerly {
		p.add(Former, f.Name.Value)
	}
	p.news(Alias, values(e.Aliases)...)
	p.news(Message, values(e.Messages)...)
	for _, names := range e.Constants.All() {
		for _, name := range names {
			if name = constant(name); name != "" {
				p.add(Constant, name)
			}
		}
	}
	for _, q := range e.Equivalents {
		p.add(Constant, q.System.Value+" "+q.Name.Value)
	}
	for _, m := range e.Meanings {
		p.news(Vendor, m.Owner.Value+" "+m.Name.Value)
		vendor(owners, &p, m.Owner.Value)
	}
	for _, sub := range set.Substatuses(e.Code.Value) {
		p.at(sub.ID(), Number, sub.String()+" "+set.Subs.Owner.Value+": "+sub.Means.Value)
	}
	for _, c := range e.Causes {
		p.at(c.ID, Cause, c.Title)
	}
	for _, f := range e.Fields {
		p.add(Field, f.Name.Value)
	}

	for _, t := range e.Tags {
		if i, ok := tags[t.Value]; ok {
			p.Tags = append(p.Tags, i)
		}
	}
	return p
}

// vendor notes that an owner uses the code.
func vendor(owners, p *Page, owner string) {
	at := func(ph Phrase) bool { return ph.Fragment == entry.Slug(owner) }
	if !slices.ContainsFunc(owners.Phrases, at) {
		owners.at(entry.Slug(owner), Listed, owner)
	}
	if i := slices.IndexFunc(owners.Phrases, at); i >= 0 && !slices.Contains(p.Vendors, i) {
		p.Vendors = append(p.Vendors, i)
	}
}

// qualified is what stands before the last name in a constant.
var qualified = regexp.MustCompile(`^(\w+(\.|::))+`)

// constant returns the part of a constant by which people look for it, or nothing
// where the number alone tells it from others.
func constant(name string) string {
	name = qualified.ReplaceAllString(name, "")
	if name == "none" || strings.ContainsAny(name, "([") {
		return ""
	}
	return name
}

func values[T ~string](list []entry.At[T]) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v.Value)
	}
	return out
}

// spoken is what people say for a header field and its name does not.
var spoken = map[string][]string{
	"Access-Control-Allow-Origin": {"cors", "cors header"},
	"Content-Type":                {"mime type"},
	"Strict-Transport-Security":   {"hsts"},
	"Transfer-Encoding":           {"chunked"},
}

// comparison is the page of two codes side by side.
func comparison(form entry.Form, pair entry.Pair) Page {
	a, b := pair.A, pair.B
	p := Page{form: form, Path: pair.Path(), Numbers: []int{a.Code.Value, b.Code.Value}}
	p.add(Listed, form.Short(a.Code.Value)+" or "+form.Short(b.Code.Value)+"?", a.Name.Value+" vs "+b.Name.Value)
	return p
}

// lists adds the pages that list others.
func (ix *Index) lists(set *entry.Set) {
	add := func(path, title string, names ...string) *Page {
		p := Page{Path: path}
		p.add(Name, append([]string{title}, names...)...)
		ix.put(p)
		return &ix.Pages[len(ix.Pages)-1]
	}
	add("", set.Settings.Title.Value, "home", "all codes", "list of status codes", set.Settings.Tagline.Value)
	if len(set.Fields) > 0 {
		add("headers/", "Header fields", "headers")
	}
	if len(set.Tags) > 0 {
		add("tags/", "Tags", "by task")
	}
	if ix.form.HTTP() { // pages about HTTP itself
		add("try/", "Try it", "test server", "mock server")
		add("doctor/", "The response doctor", "diagnose a response", "paste curl output", "HAR file", "access log line")
	}
	if first := set.Choose.First(); first != nil {
		add(first.Path(), "Which code should I send?", "choose a status code", "decision tree")
		add(set.Choose.MapPath(), "All questions in one picture", "decision diagram", "flow chart")
	}
	if ix.form.HTTP() {
		tables := add("tables/", "Tables", "cheat sheet", "overview")
		tables.at("retry", Cause, "which codes may be retried")
		tables.at("storing", Cause, "which codes are cacheable, which have content")
		tables.at("fields", Cause, "fields of the response")
		tables.at("elsewhere", Cause, "the same in gRPC and other systems")
	}
	if len(set.Pairs()) > 0 {
		add("compare/", "Comparisons", "compare", "codes side by side")
	}
	if len(set.Measured) > 0 {
		add("measured/", "Measured", "experiments", "what browsers and libraries do")
	}
}
