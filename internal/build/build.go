// Package build makes the site out of the content, the templates and the static
// files. It is one function, [Build], from three file systems to one value: a
// [site.Site], the same bytes for the same input on any machine.
//
// Each product has a file of its own: page_entry.go, page_lists.go, diagram.go,
// assets.go. Adding one means adding a file and a line in Build.
package build

import (
	"context"
	"fmt"
	"io/fs"
	"net/url"
	"reflect"
	"runtime"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"statuswiki/internal/diag"
	"statuswiki/internal/entry"
	"statuswiki/internal/history"
	"statuswiki/internal/site"
)

// Options is what a build is made from.
type Options struct {
	Content, Templates, Static fs.FS

	// Shown is put before the names of content files in findings and on pages.
	Shown string
	// BaseURL is the address at which the site will stand, with a slash at the
	// end: https://host/wiki/. Pages lead to each other by relative addresses
	// and need it only for the address that search engines shall keep and for
	// the not-found page, which is shown at any depth. It may be empty.
	BaseURL string
	// Repository overrides the address of the repository in the settings.
	Repository string
	// History, if not nil, is what git knows of the folder of the content. Pages
	// then say when they were changed and by whom, and there is a feed.
	History *history.History
	// Pictures says that pictures are drawn of the pages, for those who share
	// them. They need a base URL, too, and cost a moment.
	Pictures bool
	// Blobs, if not nil, keeps the pictures by a key for the next run.
	Blobs interface {
		Get(key string) ([]byte, bool)
		Put(key string, value []byte)
	}
	// Cache, if not nil, keeps what was made for the next build with it. The
	// site is the same with and without.
	Cache *Cache
	// Progress, if not nil, is called with the number of pages rendered so far
	// and of all pages. It is called from several goroutines.
	Progress func(done, all int)
}

// Cache keeps from one build to the next what is costly to make and the same as
// long as its own input is: parsed files, coloured code, templates, and pages.
// The zero value is empty. It serves one build at a time.
//
// A page is its template's output for its view, so a page whose template and
// view have not changed has not changed. Nobody has to know what depends on
// what. For the pages of entries, which are most, not even the view is made
// anew as long as the entry and the outline of the site are the same.
type Cache struct {
	entries entry.Cache
	colours highlighter
	tmpl    *templates
	pages   map[string]rendered // by path
	outline *outline
}

// rendered is a page of the last build and what it was made from.
type rendered struct {
	tmpl    *templates
	outline *outline
	self    any
	view    any
	body    []byte
}

// Result is what a build gives.
type Result struct {
	Site     *site.Site
	Findings []diag.Finding // warnings, sorted
	Source   func(file string) ([]byte, bool)
}

// page is one page to be rendered. Its view is made when it is rendered, so that
// the costly part runs in parallel.
type page struct {
	path string // of the file: 401/index.html
	tmpl string
	of   string // the content it shows, for error messages
	view func(*renderer) any

	unlisted bool // search engines shall not keep it

	// raw, if not nil, makes the file without a template.
	raw func() ([]byte, error)

	// self, if not nil, is all that the page shows besides the outline: an entry
	// or a pair of them. It is compared by identity, since a file that has not
	// changed is not parsed again.
	self any
}

// Build makes the site. If the content has errors, it returns a
// [diag.FindingsError] with every finding, and the result holds only Source.
// Other errors are about templates and static files, or ctx is done.
func Build(ctx context.Context, opt Options) (*Result, error) {
	if err := CheckBaseURL(opt.BaseURL); err != nil {
		return nil, err
	}
	if opt.Cache == nil {
		opt.Cache = &Cache{}
	}
	set, list, err := entry.Load(opt.Content, opt.Shown, &opt.Cache.entries)
	if err != nil {
		return nil, fmt.Errorf("%s holds no content: %w", opt.Shown, err)
	}
	res := &Result{Source: set.Source, Findings: list.Sorted()}
	if err := list.Err(); err != nil {
		return res, err
	}
	if opt.Repository != "" {
		set.Settings.Repository.Value = entry.URL(strings.TrimSuffix(opt.Repository, "/"))
	}
	tmpl, err := loadTemplates(opt.Templates, opt.Cache.tmpl)
	if err != nil {
		return res, err
	}
	opt.Cache.tmpl = tmpl
	s := &site.Site{}
	files, err := addAssets(opt.Static, s)
	if err != nil {
		return res, err
	}
	b := &builder{set: set, opt: opt, assets: files, hl: &opt.Cache.colours}
	b.hl.begin()
	if err := b.render(ctx, tmpl, s); err != nil {
		return res, err
	}
	b.hl.end()
	for from, to := range b.movedPaths() {
		s.Move(from, to)
	}
	s.Missing = b.answerMissing(tmpl)
	res.Site = s
	return res, nil
}

// CheckBaseURL returns an error, which says what a base URL looks like, unless s
// is one or empty.
func CheckBaseURL(s string) error {
	if s == "" {
		return nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil ||
		strings.ContainsAny(s, "?#\\ \"<>") || strings.Contains(u.Path, "//") || !strings.HasSuffix(s, "/") {
		return fmt.Errorf("the base URL %q must look like https://host/wiki/, with a slash at the end", s)
	}
	return nil
}

type builder struct {
	set    *entry.Set
	opt    Options
	assets *assets
	hl     *highlighter
}

// render makes all pages, some at a time, and adds them in a fixed order.
func (b *builder) render(ctx context.Context, tmpl *templates, s *site.Site) error {
	pages := b.pages()
	made := make([]rendered, len(pages))
	outline := b.outline()
	var done atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, p := range pages {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			r := &renderer{set: b.set, root: b.rootOf(p.path), hl: b.hl}
			var err error
			last := b.opt.Cache.pages[p.path]
			switch made[i] = last; {
			case last.tmpl == tmpl && last.outline == outline && last.self != nil && last.self == p.self:
			case p.raw != nil:
				made[i] = rendered{tmpl: tmpl, outline: outline, self: p.self}
				made[i].body, err = p.raw()
			default:
				made[i] = rendered{tmpl, outline, p.self, p.view(r), last.body}
				if last.tmpl != tmpl || !reflect.DeepEqual(last.view, made[i].view) {
					made[i].body, err = tmpl.render(p.tmpl, made[i].view, p.of)
				}
			}
			if b.opt.Progress != nil {
				b.opt.Progress(int(done.Add(1)), len(pages))
			}
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	b.opt.Cache.pages = make(map[string]rendered, len(pages))
	for i, p := range pages {
		if err := s.Add(p.path, mediaType(p.path), made[i].body); err != nil {
			return fmt.Errorf("%s: %w", p.of, err)
		}
		b.opt.Cache.pages[p.path] = made[i]
	}
	return nil
}

// rootOf returns the address that leads from a page to the site's root. The
// not-found page is shown at addresses of any depth, so its root is absolute.
func (b *builder) rootOf(path string) string {
	if path == notFoundPath {
		if u, err := url.Parse(b.opt.BaseURL); err == nil && u.Path != "" {
			return u.EscapedPath()
		}
		return "/"
	}
	return strings.Repeat("../", strings.Count(path, "/"))
}

func (b *builder) pages() []page {
	pages := []page{b.homePage(), b.notFoundPage(), b.fieldList(), b.tagList(), b.tablesPage()}
	for i := range b.set.Entries {
		pages = append(pages, b.entryPage(i))
	}
	if pairs := b.set.Pairs(); len(pairs) > 0 {
		pages = append(pages, b.compareList())
		for _, p := range pairs {
			pages = append(pages, b.comparePage(p))
		}
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
	for from, to := range b.movedPaths() {
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
	pages = append(pages, b.crawlerPages(pages)...)
	return append(pages, b.exports()...)
}
