package build

import (
	"statuswiki/internal/entry"
	"statuswiki/internal/export"
)

// entryExports are an entry in forms for terminals and programs.
func (b *builder) entryExports(e *entry.Entry) []page {
	links := b.links()
	return []page{
		{path: export.File(e, "json"), of: e.File, self: e, raw: func() ([]byte, error) { return links.JSON(b.full(e), links.Page(export.SchemaPath)) }},
		{path: export.File(e, "md"), of: e.File, self: e, raw: func() ([]byte, error) { return []byte(links.EntryMarkdown(b.full(e))), nil }},
		{path: export.File(e, "txt"), of: e.File, self: e, raw: func() ([]byte, error) {
			text, err := export.Style{}.Entry(b.set, b.full(e), "")
			return []byte(text), err
		}},
	}
}

// listExports are the lists of entries in such forms.
func (b *builder) listExports() []page {
	links := b.links()
	return []page{
		{path: "codes.json", of: "the list of codes", raw: links.CodesJSON},
		{path: "codes.csv", of: "the list of codes", raw: links.CodesCSV},
		{path: "llms.txt", of: "the list of codes", raw: func() ([]byte, error) { return links.LLMs(), nil }},
		{path: export.SchemaPath, of: "the schema", raw: func() ([]byte, error) { return export.EntrySchema(b.set.Form()) }},
	}
}

func (b *builder) links() export.Links { return export.Links{Set: b.set, Base: b.opt.BaseURL} }

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
