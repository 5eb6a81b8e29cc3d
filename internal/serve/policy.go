package serve

import "time"

// A policy decides when to build. It knows events and times, nothing else.
//
// A save is rarely one event: editors truncate and write, or write beside and
// rename. So the policy waits until it has been quiet for a moment, but no
// longer than gather. Where several files change, somebody is checking out a
// branch or unpacking an archive, and there is more to come; it waits longer.
//
// A change that comes while a build runs makes that build worthless, so it is
// given up and another one follows, once again after a quiet moment. Only when
// somebody has been waiting for longer than patience does a build run to its
// end and get served, changes or not: else a folder that never rests would never
// be shown.
//
// A build may look at the changed files alone. Then one that looks at all follows
// when it has been quiet for longer, in case that something was not told.
type policy struct {
	one, many wait
	batch     int // files from which on it is many
	patience  time.Duration
	settle    time.Duration // from the last save until all files are looked at

	files       int       // that changed since a build was last used
	first, last time.Time // of the changes that no build has seen; zero when there are none
	waiting     time.Time // of the oldest change that is not served; zero when all are
	building    bool
	givenUp     bool      // the running build is to be thrown away
	owed        time.Time // when all files are to be looked at; zero when they have been
	owing       time.Time // since when
}

// maxSettle is how many times settle somebody who saves again and again may put
// off the look at all files.
const maxSettle = 10

type wait struct{ quiet, gather time.Duration }

func defaultPolicy() policy {
	return policy{
		one:      wait{quiet: 5 * time.Millisecond, gather: 50 * time.Millisecond},
		many:     wait{quiet: 40 * time.Millisecond, gather: 250 * time.Millisecond},
		batch:    5, // some editors write three files to save one
		patience: 400 * time.Millisecond,
		settle:   500 * time.Millisecond,
	}
}

// An action is what the policy wants done.
type action int

const (
	nothing  action = iota
	start           // begin a build
	startAll        // begin one that looks at all files
	giveUp          // cancel the running build
)

// change notes that something changed, and how many files did so by now since a
// build was last used.
func (p *policy) change(now time.Time, files int) {
	p.files = files
	if p.first.IsZero() {
		p.first = now
	}
	if p.waiting.IsZero() {
		p.waiting = now
	}
	p.last = now
}

// finished notes that the build which was running has come to its end, whether it
// has looked at all files, and reports whether its result is to be used.
func (p *policy) finished(now time.Time, all bool) bool {
	p.building = false
	if p.givenUp {
		p.givenUp = false
		return false
	}
	p.waiting, p.files = p.first, 0
	if all {
		p.owed, p.owing = time.Time{}, time.Time{}
		return true
	}
	if p.owing.IsZero() {
		p.owing = now
	}
	p.owed = now.Add(p.settle)
	if limit := p.owing.Add(maxSettle * p.settle); limit.Before(p.owed) {
		p.owed = limit
	}
	return true
}

// next returns what to do now, and when to ask again at the latest; a zero time
// means not before something happens. What it returns counts as done.
func (p *policy) next(now time.Time) (action, time.Time) {
	switch {
	case p.first.IsZero() && (p.building || p.owed.IsZero()):
		return nothing, time.Time{}
	case p.first.IsZero() && now.Before(p.owed):
		return nothing, p.owed
	case p.first.IsZero():
		p.building = true
		return startAll, time.Time{}
	case p.building:
		if p.givenUp || now.Sub(p.waiting) >= p.patience {
			return nothing, time.Time{}
		}
		p.givenUp = true
		return giveUp, time.Time{}
	}
	w := p.one
	if p.files >= p.batch {
		w = p.many
	}
	due := p.last.Add(w.quiet)
	if limit := p.first.Add(w.gather); limit.Before(due) {
		due = limit
	}
	if now.Before(due) {
		return nothing, due
	}
	p.first, p.last = time.Time{}, time.Time{}
	p.building = true
	return start, time.Time{}
}
