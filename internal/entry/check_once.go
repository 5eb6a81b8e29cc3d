package entry

import (
	"hash/maphash"
	"iter"
	"slices"

	"statuswiki/internal/diag"
)

// What was found in a file holds as long as the file is the same and all that
// others may say of it: the facts of all entries and the places on their pages.
// So a save that changes a sentence has one file checked.

// remember takes over the findings of the last Load, if they still hold.
func (c *checker) remember() {
	cache := c.set.cache
	cache.finding = make(map[any][]diag.Finding, len(cache.found))
	if facts, _ := c.set.Same(cache.last); !facts || !c.set.samePlaces(cache.last) {
		cache.found = nil
	}
}

// forget lets go of findings in what is not there any more.
func (c *checker) forget() {
	c.set.cache.found, c.set.cache.finding = c.set.cache.finding, nil
}

// once adds what check finds, or what it has found in the same before.
func (c *checker) once(of any, check func()) {
	cache := c.set.cache
	found, known := cache.found[of]
	if !known {
		list := c.list
		c.list = &diag.List{}
		check()
		found, c.list = c.list.Sorted(), list
	}
	cache.finding[of] = found
	c.list.Add(found...)
}

// samePlaces reports whether the pages of entries have the places that they had,
// in a set of the same facts.
func (s *Set) samePlaces(old *Set) bool {
	for i, e := range s.Entries {
		o := old.Entries[i]
		if e != o && (e.File != o.File || (e.said == nil) != (o.said == nil) || !slices.Equal(e.Anchors(), o.Anchors())) {
			return false
		}
	}
	return true
}

// A tally counts how often something stands on the site: sentences, or names.
// Nearly always each stands once, and after a save nobody has to look at all of
// them to know.
type tally struct {
	counts  map[uint64]int32
	of      map[any][]uint64 // what has been counted, by the text or entry it stands in
	repeats int              // how many stand more than once
}

var seed = maphash.MakeSeed()

// keysOf returns numbers that stand for sentences, in this run of the program.
func keysOf(says []sentence) []uint64 {
	keys := make([]uint64, len(says))
	for i, s := range says {
		keys[i] = maphash.String(seed, s.text)
	}
	return keys
}

// update counts what is new and takes out what is gone. It reports whether
// something stands twice.
func (t *tally) update(all iter.Seq2[any, func() []uint64]) bool {
	if t.counts == nil {
		t.counts = make(map[uint64]int32)
	}
	old := t.of
	t.of = make(map[any][]uint64, len(old))
	for x, keys := range all {
		known, counted := old[x]
		if !counted {
			known = keys()
			t.add(known, 1)
		}
		t.of[x] = known
	}
	for x, known := range old {
		if _, there := t.of[x]; !there {
			t.add(known, -1)
		}
	}
	return t.repeats > 0
}

// swap counts one thing in place of another. It reports whether something stands
// twice.
func (t *tally) swap(old, now any, keys []uint64) bool {
	t.add(t.of[old], -1)
	delete(t.of, old)
	t.add(keys, 1)
	t.of[now] = keys
	return t.repeats > 0
}

func (t *tally) add(keys []uint64, n int32) {
	for _, key := range keys {
		before := t.counts[key]
		after := before + n
		switch {
		case after == 0:
			delete(t.counts, key)
		default:
			t.counts[key] = after
		}
		if before <= 1 && after > 1 {
			t.repeats++
		}
		if before > 1 && after <= 1 {
			t.repeats--
		}
	}
}
