package build

import (
	"context"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"statuswiki/internal/entry"
)

// make makes files, as many at a time as there are processors. Those of one entry
// are made together.
func (b *builder) make(ctx context.Context, pages []page, files map[string]rendered) error {
	var done atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, job := range byEntry(pages) {
		g.Go(func() error {
			if e, ok := job[0].self.(*entry.Entry); ok {
				defer b.open(e)()
			}
			for _, p := range job {
				if err := ctx.Err(); err != nil {
					return err
				}
				if _, err := files[p.path].file.File(); err != nil {
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

// byEntry groups the pages that show one entry.
func byEntry(pages []page) (jobs [][]page) {
	at := make(map[*entry.Entry]int)
	for _, p := range pages {
		e, ok := p.self.(*entry.Entry)
		i, known := at[e]
		switch {
		case !ok:
			jobs = append(jobs, []page{p})
		case known:
			jobs[i] = append(jobs[i], p)
		default:
			at[e] = len(jobs)
			jobs = append(jobs, []page{p})
		}
	}
	return jobs
}

// open has the parts of an entry at hand until the function that it returns is
// called.
func (b *builder) open(e *entry.Entry) (done func()) {
	full, err := b.set.Full(e)
	if err != nil {
		return func() {} // whoever needs it will be told
	}
	b.opened.Store(e, full)
	return func() { b.opened.Delete(e) }
}

// unreadable is the panic of a page that cannot be made, since its entry cannot
// be read again.
type unreadable struct{ error }

// full returns an entry with all its parts.
func (b *builder) full(e *entry.Entry) *entry.Entry {
	if f, ok := b.opened.Load(e); ok {
		return f.(*entry.Entry)
	}
	full, err := b.set.Full(e)
	if err != nil {
		panic(unreadable{err})
	}
	return full
}

// file makes one file.
func (b *builder) file(tmpl *templates, p page) (body []byte, err error) {
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
