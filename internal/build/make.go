package build

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"statuswiki/internal/entry"
)

// make makes files, as many at a time as there are processors. Those of one entry
// are made together.
func (b *builder) make(ctx context.Context, pages []*page, files map[string]rendered) error {
	var done atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, job := range byEntry(pages) {
		g.Go(func() error {
			for _, p := range job {
				if err := ctx.Err(); err != nil {
					return err
				}
				if err := files[p.path].file.Make(); err != nil {
					return err
				}
				if b.opt.Progress != nil {
					b.opt.Progress(int(done.Add(1)), len(pages))
				}
			}
			return nil
		})
	}
	return g.Wait()
}

// byEntry groups the pages that show one entry. Those that show two stand with the
// second, while the first is still at hand. Those that show many come before all
// others: they take longest, and most memory.
func byEntry(pages []*page) [][]*page {
	var lists, entries [][]*page
	at := make(map[*entry.Entry]int)
	for _, p := range pages {
		e, ok := p.self.(*entry.Entry)
		if pair, two := p.self.(entry.Pair); two {
			e, ok = pair.B, true
		}
		i, known := at[e]
		switch {
		case !ok:
			lists = append(lists, []*page{p})
		case known:
			entries[i] = append(entries[i], p)
		default:
			at[e] = len(entries)
			entries = append(entries, []*page{p})
		}
	}
	return append(lists, entries...)
}

// recent are the entries that were read again last.
type recent struct {
	mu    sync.Mutex
	full  map[*entry.Entry]*entry.Entry // as the set has it → with all its parts
	order []*entry.Entry
}

// keeps is how many that are. Entries that are compared with each other stand near
// each other, and each takes some two hundred kilobytes.
const keeps = 32

func (r *recent) get(e *entry.Entry) *entry.Entry {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.full[e]
}

func (r *recent) put(e, full *entry.Entry) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.full == nil {
		r.full = make(map[*entry.Entry]*entry.Entry, keeps)
	}
	if r.full[e] == nil {
		r.order = append(r.order, e)
	}
	r.full[e] = full
	if len(r.order) > keeps {
		delete(r.full, r.order[0])
		r.order = r.order[1:]
	}
}

// unreadable is the panic of a page that cannot be made, since its entry cannot
// be read again.
type unreadable struct{ error }

// full returns an entry with all its parts.
func (b *builder) full(e *entry.Entry) *entry.Entry {
	if full := b.recent.get(e); full != nil {
		return full
	}
	full, err := b.set.Full(e)
	if err != nil {
		panic(unreadable{err})
	}
	if full != e {
		b.recent.put(e, full)
	}
	return full
}

// file makes one file.
func (b *builder) file(tmpl *templates, p *page) (body []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			gone, ok := p.(unreadable)
			if !ok {
				panic(p)
			}
			err = gone
		}
	}()
	if p.raw != nil {
		return p.raw()
	}
	r := &renderer{set: b.set, root: b.rootOf(p.path), hl: b.hl}
	return tmpl.render(p.tmpl, p.view(r), p.of)
}
