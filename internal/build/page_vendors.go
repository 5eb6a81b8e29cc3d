package build

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"statuswiki/internal/entry"
)

// vendorView is one owner of numbers and what it uses them for.
type vendorView struct {
	Name, ID string
	Uses     []vendorUse
}

type vendorUse struct {
	codeRow
	Called, Seen, Source string
	What                 template.HTML
}

type vendorsView struct {
	layoutView
	Heading, Summary string
	Vendors          []vendorView
}

// vendorsPath is the folder of the page of vendors.
const vendorsPath = "vendors/"

// vendorPage lists who uses which number, from the meanings of all entries.
func (b *builder) vendorPage() page {
	path := vendorsPath + "index.html"
	const title = "Codes by vendor"
	const summary = "What nginx, Cloudflare, AWS, Microsoft and others use numbers for, inside the registry and outside it."
	return page{path: path, tmpl: "vendors", of: "the page of vendors", view: func(r *renderer) any {
		v := vendorsView{layoutView: b.layout(r, path, title, summary), Heading: title, Summary: summary}
		v.Kind = "vendors"
		at := make(map[string]int) // owner → index in Vendors
		for _, e := range b.set.Entries {
			for _, m := range e.Meanings {
				owner := m.Owner.Value
				i, known := at[owner]
				if !known {
					i = len(v.Vendors)
					at[owner] = i
					v.Vendors = append(v.Vendors, vendorView{Name: owner, ID: entry.Slug(owner)})
				}
				v.Vendors[i].Uses = append(v.Vendors[i].Uses, vendorUse{
					codeRow: r.entryRow(e), Called: m.Name.Value, Seen: string(m.Seen.Value),
					Source: string(m.Source.Value), What: r.text(m.Summary.Value),
				})
			}
		}
		slices.SortFunc(v.Vendors, func(a, b vendorView) int {
			return cmp.Or(strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), strings.Compare(a.Name, b.Name))
		})
		return v
	}}
}

// hasVendors reports whether any entry names an owner.
func (b *builder) hasVendors() bool {
	return slices.ContainsFunc(b.set.Entries, func(e *entry.Entry) bool { return len(e.Meanings) > 0 })
}
