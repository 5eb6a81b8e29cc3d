package build

import (
	"statuswiki/internal/entry"
	"statuswiki/internal/export"
)

// exports are the entries and their lists in forms for terminals and programs.
func (b *builder) exports() []page {
	links := export.Links{Set: b.set, Base: b.opt.BaseURL}
	var out []page
	add := func(path, of string, self any, raw func() ([]byte, error)) {
		out = append(out, page{path: path, of: of, self: self, raw: raw})
	}
	for _, e := range b.set.Entries {
		add(export.File(e, "json"), e.File, e, func() ([]byte, error) { return links.JSON(b.full(e), links.Page(export.SchemaPath)) })
		add(export.File(e, "md"), e.File, e, func() ([]byte, error) { return []byte(links.EntryMarkdown(b.full(e))), nil })
		add(export.File(e, "txt"), e.File, e, func() ([]byte, error) {
			text, err := export.Style{}.Entry(b.set, b.full(e), "")
			return []byte(text), err
		})
	}
	add("codes.json", "the list of codes", nil, links.CodesJSON)
	add("codes.csv", "the list of codes", nil, links.CodesCSV)
	add("llms.txt", "the list of codes", nil, func() ([]byte, error) { return links.LLMs(), nil })
	add(export.SchemaPath, "the schema", nil, func() ([]byte, error) { return export.EntrySchema(b.set.Form()) })
	return out
}

// alternates lists the other forms of an entry, for its page.
func (b *builder) alternates(r *renderer, e *entry.Entry) []alternate {
	var out []alternate
	for _, form := range []string{"json", "md", "txt"} {
		path := export.File(e, form)
		href := r.rel(path)
		if b.opt.BaseURL != "" {
			href = b.opt.BaseURL + path
		}
		out = append(out, alternate{href, plainTypes[form]})
	}
	return out
}

// plainTypes are media types without their parameters.
var plainTypes = map[string]string{"json": "application/json", "md": "text/markdown", "txt": "text/plain"}

type alternate struct{ Href, Type string }
