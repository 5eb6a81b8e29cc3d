package build

// page is one page to be rendered. Its view is made when it is rendered, so that
// the costly part runs in parallel.
type page struct {
	path string // of the file: 401/index.html
	tmpl string
	of   string // the content it shows, for error messages
	file bool   // of is a file, and the page is its page
	view func(*renderer) any

	unlisted bool // search engines shall not keep it

	// raw, if not nil, makes the file without a template.
	raw func() ([]byte, error)

	// self, if not nil, is all that the page shows besides the outline: an entry
	// or a pair of them. It is compared by identity, since a file that has not
	// changed is not parsed again.
	self any
	// bodies says that the file is made from more than the facts of entries.
	bodies bool

	// again, if not nil, lists the same page among those of a later builder whose
	// entries have the same codes and relations.
	again func(*builder) page
}

// pages lists all pages.
func (b *builder) pages() []page { return append(b.generalPages(), b.specialPages()...) }

// specialPages lists the pages that show entries, of which there are many.
func (b *builder) specialPages() []page {
	var pages []page
	for i := range b.set.Entries {
		pages = append(pages, b.entryPages(i)...)
	}
	for i := range b.set.Pairs() {
		pages = append(pages, b.pairPage(i))
	}
	return pages
}

// entryPages lists what shows one entry.
func (b *builder) entryPages(i int) []page {
	pages := append([]page{b.entryPage(i)}, b.entryExports(b.set.Entries[i])...)
	for k := range pages {
		pages[k].again = func(b *builder) page { return b.entryPages(i)[k] }
	}
	return pages
}

// pairPage is the comparison of two entries.
func (b *builder) pairPage(i int) page {
	p := b.comparePage(b.set.Pairs()[i])
	p.again = func(b *builder) page { return b.pairPage(i) }
	return p
}

// generalPages lists all other pages.
func (b *builder) generalPages() []page {
	pages := []page{b.homePage(), b.notFoundPage()}
	if len(b.set.Fields) > 0 {
		pages = append(pages, b.fieldList())
	}
	if len(b.set.Tags) > 0 {
		pages = append(pages, b.tagList())
	}
	if b.hasTables() {
		pages = append(pages, b.tablesPage())
	}
	if len(b.set.Pairs()) > 0 {
		pages = append(pages, b.compareList())
	}
	if b.hasVendors() {
		pages = append(pages, b.vendorPage())
	}
	for _, c := range b.set.Classes {
		pages = append(pages, b.classPage(c))
	}
	for _, t := range b.set.Tags {
		pages = append(pages, b.tagPage(t))
	}
	for _, f := range b.set.Fields {
		pages = append(pages, b.fieldPage(f))
	}
	for from, to := range b.moved {
		pages = append(pages, b.movedPage(from, to))
	}
	for _, p := range b.set.Pages {
		pages = append(pages, b.prosePage(p))
	}
	if len(b.set.Measured) > 0 {
		pages = append(pages, b.measuredList())
		for _, m := range b.set.Measured {
			pages = append(pages, b.measuredPage(m))
		}
	}
	pages = append(pages, b.choosePages()...)
	pages = append(pages, b.tryPages()...)
	pages = append(pages, b.doctorPages()...)
	pages = append(pages, b.searchPages()...)
	pages = append(pages, b.feedPages()...)
	pages = append(pages, b.iconPages()...)
	pages = append(pages, b.cardPages()...)
	pages = append(pages, b.securityPages()...)
	pages = append(pages, b.crawlerPages()...)
	return append(pages, b.listExports()...)
}
