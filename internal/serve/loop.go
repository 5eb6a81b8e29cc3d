package serve

import (
	"context"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"statuswiki/internal/diag"
	"statuswiki/internal/site"
)

// A loop owns the builds. It is one goroutine: nobody else swaps the snapshot or
// tells the hub, so that browsers hear of builds in their order and after they
// are served.
type loop struct {
	opt     Options
	handler *handler
	policy  policy
	changes chan struct{} // holds one: that something changed; changed says how much

	mu    sync.Mutex
	files map[string]bool // that changed since a build was last used, up to batch
	names map[string]bool // that changed and were not given to a build that was used, up to maxNames

	broken   bool
	warnings []diag.Finding // of the last good build, as printed
	failure  []diag.Finding // of the last build, if it was not good
}

type result struct {
	site  *site.Site
	found []diag.Finding
	err   error
	took  time.Duration
	names map[string]bool // the files that were looked at; nil if all were
}

// maxNames is how many files a build looks at one by one.
const maxNames = 16

// changed tells the loop that a file changed. It never waits.
func (l *loop) changed(file string) {
	l.mu.Lock()
	if l.files == nil {
		l.files = make(map[string]bool)
	}
	if len(l.files) < l.policy.batch { // beyond that it makes no difference
		l.files[file] = true
	}
	l.name(file)
	l.mu.Unlock()
	select {
	case l.changes <- struct{}{}:
	default:
	}
}

// name notes that the next build has to look at a file. It is called with the lock
// held.
func (l *loop) name(file string) {
	if l.names == nil {
		l.names = make(map[string]bool)
	}
	if len(l.names) > maxNames {
		file = "" // they are too many
	}
	l.names[file] = true
}

// takeNames returns the files that the next build has to look at: nil if that
// cannot be told, or is not asked.
func (l *loop) takeNames() map[string]bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	names := l.names
	l.names = nil
	if l.opt.BuildChanged == nil || names[""] {
		return nil
	}
	return names
}

// giveBack has the next build look at what one that was given up had to.
func (l *loop) giveBack(names map[string]bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if names == nil {
		names = map[string]bool{"": true}
	}
	for file := range names {
		l.name(file)
	}
}

// changedFiles returns how many files changed since forgetFiles.
func (l *loop) changedFiles() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.files)
}

func (l *loop) forgetFiles() {
	l.mu.Lock()
	defer l.mu.Unlock()
	clear(l.files)
}

// first makes the first build. A failure ends the program when nothing is
// watched, since nothing could mend it.
func (l *loop) first(ctx context.Context) error {
	r := l.build(ctx, nil)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if r.err != nil && l.handler.live == nil {
		return r.err
	}
	l.publish(r)
	return nil
}

// run builds when something changed, until ctx is done.
func (l *loop) run(ctx context.Context) {
	results := make(chan result)
	timer := time.NewTimer(time.Hour)
	timer.Stop()
	cancel := context.CancelFunc(func() {})
	defer func() { cancel() }()
	looking := false // at all files, since everything was seen to that is known
	for {
		switch act, wake := l.policy.next(time.Now()); act {
		case start:
			cancel, looking = l.begin(ctx, l.takeNames(), results), false
		case startAll:
			cancel, looking = l.begin(ctx, nil, results), true
		case giveUp:
			cancel()
		case nothing:
			if !wake.IsZero() {
				timer.Reset(time.Until(wake))
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-l.changes:
			l.policy.change(time.Now(), l.changedFiles())
		case r := <-results:
			cancel()
			used := l.policy.finished(time.Now(), r.names == nil)
			if used {
				l.forgetFiles()
			}
			switch {
			case used && !(looking && l.told(r)):
				l.publish(r)
			case !used && !looking: // a look at all stays owed
				l.giveBack(r.names)
			}
		case <-timer.C:
		}
	}
}

// begin starts a build that sends its result when it has one, and returns what
// gives it up.
func (l *loop) begin(ctx context.Context, names map[string]bool, results chan<- result) context.CancelFunc {
	buildCtx, cancel := context.WithCancel(ctx)
	go func() {
		r := l.build(buildCtx, names)
		select {
		case results <- r:
		case <-ctx.Done():
		}
	}()
	return cancel
}

// build calls Build, or BuildChanged if only some files are to be looked at. A
// panic in there is a failed build like any other: the last good site stands.
func (l *loop) build(ctx context.Context, names map[string]bool) (r result) {
	began := time.Now()
	defer func() {
		if p := recover(); p != nil {
			r = result{err: fmt.Errorf("the build panicked: %v\n%s", p, debug.Stack())}
		}
		r.took, r.names = time.Since(began), names
	}()
	if names != nil {
		r.site, r.found, r.err = l.opt.BuildChanged(ctx, slices.Sorted(maps.Keys(names)))
	} else {
		r.site, r.found, r.err = l.opt.Build(ctx)
	}
	if r.err == nil && r.site == nil {
		r.err = fmt.Errorf("the build made no site")
	}
	return r
}

// publish serves a result, then tells of it.
func (l *loop) publish(r result) {
	if r.err != nil {
		l.fail(r.err)
		return
	}
	h := l.handler
	prev := h.snap.Load()
	snap, changed := newSnapshot(r.site, prev, h.live != nil)
	snap.try = h.tries(r.site, prev)
	h.snap.Store(snap)
	l.note(r.found)

	warned := !slices.Equal(r.found, l.warnings)
	news := prev == nil || l.broken || len(changed) > 0 || warned
	if !news {
		return
	}
	printer := l.printer()
	found, more := report(printer, r.found)
	s := state{ID: snap.id, Changed: capped(changed), Findings: found, More: more}
	if prev != nil && len(changed) <= maxChanged {
		s.Prev = prev.id // without it a client takes everything to be changed
	}
	if h.live != nil {
		h.live.hub.built(s)
	}
	l.say(prev == nil, changed, snap, r.took)
	if warned || l.broken {
		printFindings(printer, r.found)
	}
	l.broken, l.warnings = false, r.found
}

// note keeps what a build said, for the notes beside the text.
func (l *loop) note(found []diag.Finding) {
	if l.handler.live != nil {
		l.handler.live.found.Store(told{found, l.printer()})
	}
}

// fail keeps what is served and tells what is wrong.
func (l *loop) fail(err error) {
	h, printer := l.handler, l.printer()
	found := findingsOf(err)
	forBrowser, more := report(printer, found)
	l.note(found)
	s := state{Findings: forBrowser, More: more}
	if snap := h.snap.Load(); snap != nil {
		s.ID = snap.id
	} else {
		h.failing.Store(failingPage(forBrowser, more))
	}
	if h.live != nil {
		h.live.hub.failed(s)
	}
	l.broken, l.failure = true, found
	printFindings(printer, found)
	if s.ID != "" {
		fmt.Fprintln(l.opt.Log, "not rebuilt: the last good site is still being served")
	}
}

// told reports whether a build failed as the last one did.
func (l *loop) told(r result) bool {
	return r.err != nil && l.broken && slices.Equal(findingsOf(r.err), l.failure)
}

// say writes the one line about a good build.
func (l *loop) say(first bool, changed []string, snap *snapshot, took time.Duration) {
	took = took.Round(time.Millisecond / 10)
	what := ""
	switch n := len(changed); {
	case first:
		fmt.Fprintf(l.opt.Log, "built %d files in %v\n", snap.resources.Len(), took)
		return
	case n == 0 && l.broken:
		what = "mended, nothing else changed"
	case n == 0:
		what = "nothing changed but the warnings"
	case n <= 3:
		what = strings.Join(changed, " ")
	default:
		what = fmt.Sprintf("%s and %d more", strings.Join(changed[:2], " "), n-2)
	}
	fmt.Fprintf(l.opt.Log, "rebuilt in %v: %s\n", took, what)
}

func (l *loop) printer() diag.Printer {
	return diag.Printer{W: l.opt.Log, Source: l.opt.Source, Color: l.opt.Color}
}

// maxChanged is how many paths an event lists.
const maxChanged = 100

func capped(paths []string) []string {
	return paths[:min(len(paths), maxChanged)]
}
