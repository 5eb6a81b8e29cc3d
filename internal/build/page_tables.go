package build

import (
	"html/template"
	"slices"
	"strings"

	"statuswiki/internal/entry"
)

// tableView is one table over all codes.
type tableView struct {
	ID, Title, Lead string
	Columns         []string
	Rows            []tableRow
}

type tableRow struct {
	codeRow
	Cells []template.HTML
}

type tablesView struct {
	layoutView
	Heading, Summary string
	Tables           []tableView
}

// tablesPath is the folder of the page of tables.
const tablesPath = "tables/"

// tablesPage puts what the front matter of all entries says into tables.
func (b *builder) tablesPage() page {
	path := tablesPath + "index.html"
	const title = "Tables"
	const summary = "All codes in one look: may it be retried, stored, have content; which fields it needs; what it is called elsewhere."
	return page{path: path, tmpl: "tables", of: "the page of tables", view: func(r *renderer) any {
		v := tablesView{layoutView: b.layout(r, path, title, summary), Heading: title, Summary: summary}
		v.Kind = "tables"
		v.Tables = slices.DeleteFunc([]tableView{
			r.overAll("retry", "Retry", "What a client may send again, by method. Safe methods only read; idempotent ones can be sent twice with the effect of once.",
				[]string{"Safe", "Idempotent", "The others"}, r.retryCells),
			r.overAll("storing", "Storing and content", "Whether a cache may keep the response without being told to, and whether there is content.",
				[]string{"Cacheable", "Content"}, func(e *entry.Entry) []template.HTML {
					if e.Cache.Rule.Value == "" && e.Body.Rule.Value == "" {
						return nil
					}
					return []template.HTML{r.text(e.Cache.Rule.Value.Words()), r.text(e.Body.Rule.Value.Words())}
				}),
			r.overAll("fields", "Fields of the response", "What the specifications tie to the response; the entry has the clause and the conditions.",
				[]string{"Fields"}, r.requiredCells),
			r.overAll("elsewhere", "The same elsewhere", "What other systems call it.", []string{"Name"}, r.equalCells),
		}, func(t tableView) bool { return len(t.Rows) == 0 })
		return v
	}}
}

// hasTables reports whether any entry has a fact that the page of tables shows.
func (b *builder) hasTables() bool {
	return slices.ContainsFunc(b.set.Entries, func(e *entry.Entry) bool {
		return e.Retry != nil || e.Cache.Rule.Value != "" || e.Body.Rule.Value != "" || e.Fields != nil || e.Equivalents != nil
	})
}

// overAll makes a table with a row for every entry for which cells gives any.
func (r *renderer) overAll(id, title, lead string, columns []string, cells func(*entry.Entry) []template.HTML) tableView {
	t := tableView{ID: id, Title: title, Lead: lead, Columns: columns}
	for _, e := range r.set.Entries {
		if c := cells(e); len(c) > 0 {
			t.Rows = append(t.Rows, tableRow{r.entryRow(e), c})
		}
	}
	return t
}

// retryCells says for safe, for other idempotent and for all other methods what
// the rules say: the first rule that covers them counts.
func (r *renderer) retryCells(e *entry.Entry) []template.HTML {
	if e.Retry == nil {
		return nil
	}
	covers := map[string][]entry.Methods{
		"safe":   {"safe", "idempotent", "any"},
		"idem":   {"idempotent", "any"},
		"others": {"non-idempotent", "any"},
	}
	var out []template.HTML
	for _, kind := range []string{"safe", "idem", "others"} {
		words := "No"
	rules:
		for _, m := range covers[kind] {
			for _, rule := range e.Retry {
				if rule.Methods.Value == m {
					words = rule.May.Value.Words()
					break rules
				}
			}
		}
		out = append(out, r.text(words))
	}
	return out
}

func (r *renderer) requiredCells(e *entry.Entry) []template.HTML {
	if fields := r.required(e); fields != "" {
		return []template.HTML{fields}
	}
	return nil
}

func (r *renderer) equalCells(e *entry.Entry) []template.HTML {
	var names []string
	for _, q := range e.Equivalents {
		names = append(names, template.HTMLEscapeString(q.System.Value)+" <code>"+template.HTMLEscapeString(q.Name.Value)+"</code>")
	}
	if len(names) == 0 {
		return nil
	}
	return []template.HTML{template.HTML(strings.Join(names, "; "))}
}
