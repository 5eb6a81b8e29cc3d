package build

import (
	"bytes"
	"context"
	"maps"
	"slices"

	"statuswiki/internal/site"
)

// After the save of an entry all files are as they were but those that show it and
// a few that show all. So the site is made out of the last one then, and what it
// costs does not depend on how many entries there are.

// patch makes the site out of the last one. It reports false if more than a few
// entries differ.
func (b *builder) patch(ctx context.Context) (*site.Site, bool, error) {
	cache, last := b.opt.Cache, b.opt.Cache.builder
	if cache.site == nil || !b.continues(last) {
		return nil, false, nil
	}
	edited, ok := b.set.Edited(last.set)
	if !ok || slices.ContainsFunc(edited, func(i int) bool { return b.set.Entries[i].Name.Value != last.set.Entries[i].Name.Value }) {
		return nil, false, nil
	}
	b.outline, b.moved, b.last = last.outline, last.moved, last.last
	pages := b.generalPages()
	if b.general = len(pages); b.general != last.general {
		return nil, false, nil // some page is gone, or there is a new one
	}
	for _, i := range edited {
		pages = append(pages, b.entryPages(i)...)
	}
	for i, p := range b.set.Pairs() {
		if p != last.set.Pairs()[i] {
			pages = append(pages, b.pairPage(i))
		}
	}
	files, lazies := make(map[string]rendered), make(map[string]*site.Lazy)
	var now []*page
	for i := range pages {
		p := &pages[i]
		made, there := cache.files[p.path]
		switch {
		case !there:
			return nil, false, nil
		case made.from == b.from(p):
			made.file.Renew(b.maker(p))
			continue
		case p.again != nil && p.file: // what was edited, which will be looked at next
			p.again = nil // the last builder is another until this one has succeeded
			now = append(now, p)
		}
		made = rendered{b.from(p), b.lazy(p)}
		files[p.path], lazies[p.path] = made, made.file
	}
	if err := b.make(ctx, now, files); err != nil {
		return nil, false, err
	}
	maps.Copy(cache.files, files)
	cache.set, cache.builder, cache.site = b.set, b, cache.site.With(lazies)
	b.last.Store(b)
	return cache.site, true, nil
}

// continues reports whether another builder had all that this one has but the
// entries, and neither makes files that patch knows nothing about.
func (b *builder) continues(last *builder) bool {
	o, l := &b.opt, &last.opt
	return b.tmpl == last.tmpl && b.assets == last.assets &&
		o.BaseURL == l.BaseURL && o.Repository == l.Repository && o.Shown == l.Shown && o.History == l.History && o.Pictures == l.Pictures &&
		o.Lazy && o.Spill == nil && !o.Whole && !b.assets.offline && !b.hasCards()
}

// loadParts reads what there is besides the content, unless nobody says that it has
// changed.
func (b *builder) loadParts() (err error) {
	cache := b.opt.Cache
	if last := cache.builder; b.opt.Changed != nil && last != nil && bytes.Equal(b.set.Logo, last.set.Logo) && b.mayBeKept() == last.mayBeKept() {
		b.tmpl, b.assets = last.tmpl, last.assets
		return nil
	}
	if b.tmpl, err = loadTemplates(b.opt.Templates, cache.tmpl); err != nil {
		return err
	}
	cache.tmpl = b.tmpl
	b.assets, err = cache.assets(b.opt.Static, b.mayBeKept(), b.set.Logo)
	return err
}
