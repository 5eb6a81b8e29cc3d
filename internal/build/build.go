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
	"strings"
	"sync/atomic"

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
	// Changed, if not nil, names files of the content: nothing else has changed
	// since the last build with the cache, as far as is known. What else has may
	// then be passed over until the next build without it.
	Changed []string
	// Lazy leaves files that nobody has asked for to be made when somebody does.
	// Then an error in one of them is known only then; but of each template one
	// page is made, so that a template that cannot be used is.
	Lazy bool
	// Offline lets browsers keep the site, if the settings do not forbid it.
	// Without it the site's service worker clears what was kept before.
	Offline bool
	// Whole adds the page with all entries. It is not for those who wait for it
	// after every save.
	Whole bool
	// Speller, if not nil, looks at the words of the content while pages are made,
	// and what it finds is among the findings. The first build with it does not
	// wait for that: the site stands sooner, and the second one tells.
	Speller *entry.Speller
	// Spill, if not nil, takes what the memory should not hold, and entries are
	// parsed twice for the same reason. It has to stay open as long as the site
	// is used, and suits a build without a past: Cache goes without it.
	Spill *site.Spill
	// Loaded, if not nil, is called when the content has been read and is sound:
	// from then on less stays in memory.
	Loaded func()
	// Progress, if not nil, is called with the number of pages rendered so far
	// and of all pages. It is called from several goroutines.
	Progress func(done, all int)
}

// Cache keeps from one build to the next what is costly to make and the same as
// long as its own input is: parsed files, coloured code, templates, and pages.
// The zero value is empty. It serves one build at a time.
//
// Three things decide whether a file of the last build is that of this one. The
// page of an entry depends on that entry and on the outline of the site; lists
// depend on the facts of all entries; and some files on all that they say.
// Nobody has to know more of what depends on what, and a test holds sites that
// grew by edits to those that were built at once.
type Cache struct {
	entries entry.Cache
	colours highlighter
	tmpl    *templates
	usable  *templates // that have been seen to work
	static  *keptAssets
	files   map[string]rendered // by path
	outline *outline
	set     *entry.Set
	whole   bool       // the last build came to its end
	site    *site.Site // nil if the next cannot be made out of it
	builder *builder   // of that
	facts   *int       // the same pointer as long as the facts of all entries are the same
	bodies  *int       // the same for all of the content
}

// rendered is a file of the last build and what it was made from.
type rendered struct {
	from origin
	file *site.Lazy
}

// origin is what a file is made from, compared by identity.
type origin struct {
	tmpl    *templates
	outline *outline
	self    any
}

// Result is what a build gives.
type Result struct {
	Site     *site.Site
	Findings []diag.Finding // warnings, sorted
	Source   func(file string) ([]byte, bool)
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
	if !opt.Cache.whole {
		opt.Changed = nil // what has not been looked at cannot be told from what has not changed
	}
	opt.Cache.whole = false
	opt.Cache.entries.Light, opt.Cache.entries.Changed = opt.Spill != nil, opt.Changed
	set, list, err := entry.Load(opt.Content, opt.Shown, &opt.Cache.entries)
	if err != nil {
		return nil, fmt.Errorf("%s holds no content: %w\nBegin with an entry: statuswiki new CODE --name NAME --content %s", opt.Shown, err, strings.TrimSuffix(opt.Shown, "/"))
	}
	res := &Result{Source: set.Source, Findings: list.Sorted()}
	if err := list.Err(); err != nil {
		return res, err
	}
	if opt.Spill != nil {
		opt.Cache = &Cache{colours: highlighter{forgets: true}}
	}
	if opt.Loaded != nil {
		opt.Loaded()
	}
	if opt.Repository != "" {
		set.Settings.Repository.Value = entry.URL(strings.TrimSuffix(opt.Repository, "/"))
	}
	b := &builder{set: set, opt: opt, hl: &opt.Cache.colours}
	if err := b.loadParts(); err != nil {
		return res, err
	}
	misspelt := opt.startSpelling(set)
	s, err := b.site(ctx)
	list.Add(misspelt()...)
	res.Findings = list.Sorted()
	if err != nil {
		return res, err
	}
	s.Missing = b.answerMissing(b.tmpl)
	s.Origin = b.origins(b.tmpl)
	res.Site, opt.Cache.whole = s, true
	return res, nil
}

// site makes the site: out of the last one, if that is all but the same.
func (b *builder) site(ctx context.Context) (*site.Site, error) {
	cache := b.opt.Cache
	b.compare()
	if s, ok, err := b.patch(ctx); ok || err != nil {
		return s, err
	}
	cache.site, cache.builder = nil, nil
	b.outline, b.moved, b.last = b.newOutline(), b.movedPaths(), &atomic.Pointer[builder]{}
	b.last.Store(b)
	s := &site.Site{Spill: b.opt.Spill}
	if err := cache.static.addTo(s); err != nil {
		return nil, err
	}
	if err := b.render(ctx, s); err != nil {
		return nil, err
	}
	if b.opt.Whole {
		if err := b.addWhole(b.tmpl, s); err != nil {
			return nil, err
		}
	}
	if err := b.addOffline(s); err != nil {
		return nil, fmt.Errorf("what browsers keep: %w", err)
	}
	for from, to := range b.moved {
		s.Move(from, to)
	}
	if b.opt.Lazy {
		s = s.With(nil)
		cache.site, cache.builder = s, b
	}
	return s, nil
}

// startSpelling has the words looked at beside other work. The function it
// returns is called when that is done, and waits for the findings.
func (opt *Options) startSpelling(set *entry.Set) (wait func() []diag.Finding) {
	if opt.Speller == nil {
		return func() []diag.Finding { return nil }
	}
	if opt.Speller.Begin() {
		return func() []diag.Finding {
			go opt.Speller.Check(set) // which the next build waits for
			return nil
		}
	}
	found := make(chan []diag.Finding, 1)
	go func() { found <- opt.Speller.Check(set).Sorted() }()
	return func() []diag.Finding { return <-found }
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
	set     *entry.Set
	opt     Options
	assets  *assets
	tmpl    *templates
	outline *outline
	moved   map[string]string // see movedPaths
	general int               // how many pages generalPages lists
	hl      *highlighter
	recent  recent

	// last is the builder of the last site of those that were patched from the
	// same one.
	last *atomic.Pointer[builder]
}

// render adds all files in a fixed order, and makes those that have to be made,
// some at a time.
func (b *builder) render(ctx context.Context, s *site.Site) error {
	cache := b.opt.Cache
	pages := b.generalPages()
	b.general = len(pages)
	pages = append(pages, b.specialPages()...)
	files := make(map[string]rendered, len(pages))
	var now []*page
	tried := make(map[string]bool, len(b.tmpl.byName))
	for i := range pages {
		p := &pages[i]
		from := b.from(p)
		made := cache.files[p.path]
		edited := made.file != nil && made.from.self != from.self && p.self != nil && made.from.tmpl == b.tmpl && made.from.outline == b.outline
		if made.file == nil || made.from != from {
			made = rendered{from, b.lazy(p)}
		} else {
			made.file.Renew(b.maker(p))
		}
		// One page of each template shows whether it can be used, and the page
		// of what was edited will be looked at next.
		if !b.opt.Lazy || p.tmpl != "" && (edited || !tried[p.tmpl] && cache.usable != b.tmpl) {
			now = append(now, p)
		}
		tried[p.tmpl] = true
		files[p.path] = made
		if err := s.AddLazy(p.path, made.file); err != nil {
			return fmt.Errorf("%s: %w", p.of, err)
		}
	}
	if err := b.make(ctx, now, files); err != nil {
		return err
	}
	if b.opt.Spill == nil {
		cache.files, cache.set, cache.usable = files, b.set, b.tmpl
	}
	return nil
}

// from returns what a page is made from.
func (b *builder) from(p *page) origin {
	from := origin{b.tmpl, b.outline, p.self}
	switch {
	case p.self != nil:
	case p.bodies:
		from.self = b.opt.Cache.bodies
	default:
		from.self = b.opt.Cache.facts
	}
	return from
}

// lazy returns the file of a page, which is made when somebody asks for it.
func (b *builder) lazy(p *page) *site.Lazy {
	file := site.NewLazy(mediaType(p.path), b.maker(p))
	file.SpillTo(b.opt.Spill)
	return file
}

// maker returns what makes the file of a page. That of a page which may be part of
// many sites holds on to none of them: the last builder knows as well as this one.
func (b *builder) maker(p *page) func() ([]byte, error) {
	if p.again == nil {
		return func() ([]byte, error) { return b.file(b.tmpl, p) }
	}
	last, again := b.last, p.again
	return func() ([]byte, error) {
		b := last.Load()
		p := again(b)
		return b.file(b.tmpl, &p)
	}
}

// compare tells what of the content is as it was at the last build.
func (b *builder) compare() {
	c := b.opt.Cache
	facts, bodies := b.set.Same(c.set)
	if !facts || c.facts == nil {
		c.facts = new(int)
	}
	if !bodies || c.bodies == nil {
		c.bodies = new(int)
	}
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
