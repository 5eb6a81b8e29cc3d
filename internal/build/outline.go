package build

import (
	"reflect"

	"statuswiki/internal/entry"
	"statuswiki/internal/history"
)

// outline is what the page of one entry shows of the rest of the site: names to
// link to, and what stands around every page. As long as it is the same, the
// page depends on its own file alone.
type outline struct {
	settings          entry.Settings
	assets            assets
	base, repo, shown string
	codes             []named // entries and their names, in order
	fields            []string
	tags, classes     []named
	registry          []entry.Registered
	pairs             []string
	measured          []*entry.Measured
	programs          []entry.Program
	subs              *entry.SubstatusList
	support           *entry.Support
	proofs            *entry.ProvenList
	history           *history.History
	pictures          bool
	moves             []entry.Move
}

type named struct{ key, name string }

// newOutline returns the outline of the site: that of the last build, if it is
// equal, so that outlines can be compared by identity.
func (b *builder) newOutline() *outline {
	o := &outline{
		settings: b.set.Settings, assets: *b.assets,
		base: b.opt.BaseURL, repo: b.opt.Repository, shown: b.opt.Shown,
		registry: b.set.Registry,
		measured: b.set.Measured, programs: b.set.Programs, subs: b.set.Subs, support: b.set.Support, proofs: b.set.Proofs, moves: b.set.Moves,
		history: b.opt.History, pictures: b.opt.Pictures,
	}
	for _, e := range b.set.Entries {
		o.codes = append(o.codes, named{e.Code.String(), e.Name.Value})
	}
	for _, f := range b.set.Fields {
		o.fields = append(o.fields, f.Facts.Name.Value)
	}
	for _, t := range b.set.Tags {
		o.tags = append(o.tags, named{t.Slug, t.Facts.Title.Value})
	}
	for _, c := range b.set.Classes {
		o.classes = append(o.classes, named{c.Slug, c.Facts.Title.Value})
	}
	for _, p := range b.set.Pairs() {
		o.pairs = append(o.pairs, p.Slug())
	}
	if last := b.opt.Cache.outline; last != nil && reflect.DeepEqual(last, o) {
		return last
	}
	b.opt.Cache.outline = o
	return o
}
