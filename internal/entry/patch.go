package entry

import (
	"cmp"
	"errors"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"statuswiki/internal/diag"
)

// Most saves change what one entry says, and then all but a few things are as they
// were. So a Load begins with a look at which files have changed, and if these are
// entries of a content that was sound, it puts them into the set of the last Load.
// It may give up at any point: whatever is not plain is left to a Load of all.

// sound is what there was to be said of content without errors.
type sound struct {
	settings Settings                  // as they were read
	entries  map[*Entry][]diag.Finding // of those that have any
	checked  []diag.Finding            // what the checks of all else found
	others   []diag.Finding            // what reading all else found
}

// stand puts together what a Load has found in the entries and in all else while
// reading and checking, and keeps it if the content is sound.
func (c *Cache) stand(readEntries, readOthers, checkedEntries, checkedOthers *diag.List) *diag.List {
	all := &diag.List{}
	for _, l := range []*diag.List{readEntries, readOthers, checkedEntries, checkedOthers} {
		all.Add(l.Sorted()...)
	}
	if !c.Light && all.Errors() == 0 {
		c.sound = &sound{settings: c.last.Settings, entries: make(map[*Entry][]diag.Finding), checked: checkedOthers.Sorted(), others: readOthers.Sorted()}
		for _, e := range c.last.Entries {
			c.sound.keep(e, c.next[e.File].found(), c.found[e])
		}
	}
	return fewer(all)
}

func (s *sound) keep(e *Entry, lists ...[]diag.Finding) {
	if all := slices.Concat(lists...); len(all) > 0 {
		s.entries[e] = all
	} else {
		delete(s.entries, e)
	}
}

// list returns all that is said.
func (s *sound) list() *diag.List {
	list := &diag.List{}
	list.Add(slices.Concat(s.others, s.checked)...)
	for _, found := range s.entries {
		list.Add(found...)
	}
	return fewer(list)
}

// saved is the file of an entry that says something else than it did.
type saved struct {
	was, now *Entry
	at       int // index in Entries
}

// patch returns the set of the last Load with entries that were edited since. It
// reports false if there is more to it than that.
func (c *Cache) patch(fsys fs.FS, shown string) (*Set, *diag.List, bool) {
	if c.sound == nil {
		return nil, nil, false
	}
	look := c.edits
	if c.Changed != nil {
		look = c.changed
	}
	edits, ok := look(fsys, shown)
	if !ok {
		return nil, nil, false
	}
	s := c.last.with(edits)
	s.Settings = c.sound.settings // which builds change
	if !c.recheck(s, edits) {
		return nil, nil, false
	}
	c.last = s
	return s, c.sound.list(), true
}

// maxSaved is how many entries are put into a set one by one.
const maxSaved = 16

// edits looks at all files and parses those of entries that differ. It reports
// false if others do, or if there are too many.
func (c *Cache) edits(fsys fs.FS, shown string) (edits []saved, ok bool) {
	seen := 0
	look := func(name string, info fs.FileInfo) bool {
		seen++
		return c.glance(fsys, shown, name, info, &edits)
	}
	for dir := range factsOf {
		files, err := readDir(fsys, dir)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, false
		}
		for _, f := range files {
			if _, content := contentName(f.Name()); !content {
				continue
			}
			info, err := f.Info()
			if err != nil || !look(path.Join(dir, f.Name()), info) {
				return nil, false
			}
		}
	}
	for name := range c.singles {
		info, err := fs.Lstat(fsys, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil || !look(name, info) {
			return nil, false
		}
	}
	return edits, seen == len(c.kept) // what was there still is
}

// changed is edits for the files that are named.
func (c *Cache) changed(fsys fs.FS, shown string) (edits []saved, ok bool) {
	for _, name := range c.Changed {
		if _, content := contentName(path.Base(name)); !content && path.Dir(name) == "codes" {
			continue // what editors write beside it
		}
		info, err := fs.Lstat(fsys, name)
		if err != nil || !c.glance(fsys, shown, name, info, &edits) {
			return nil, false
		}
	}
	return edits, true
}

// glance looks at one file. It reports false if that is not as it was, and no
// entry that says something else.
func (c *Cache) glance(fsys fs.FS, shown, name string, info fs.FileInfo, edits *[]saved) bool {
	file := shown + name
	was, known := c.kept[file]
	if !known || was.src == nil {
		return false
	}
	if c.untouched(file, info) {
		return true
	}
	now := parsed{info: info, looked: time.Now(), value: was.value}
	var ok bool
	now.src, ok = readFile(fsys, name, file, info.Mode(), was.src, &diag.List{})
	if now.src == was.src {
		now.list = was.list
		c.kept[file] = now
		return true
	}
	old, isEntry := was.value.(*Entry)
	if !ok || !isEntry || len(*edits) == maxSaved {
		return false
	}
	at, found := slices.BinarySearchFunc(c.last.Entries, old.Code.Value, func(e *Entry, code int) int { return cmp.Compare(e.Code.Value, code) })
	if !found || c.last.Entries[at] != old {
		return false
	}
	e := parseEntry(now.src, strconv.Itoa(old.Code.Value), c.form, &now.list)
	now.value = e
	c.kept[file] = now // which is right for a Load of all, too
	*edits = append(*edits, saved{was: old, now: e, at: at})
	return now.list.Errors() == 0 && e.Code.Value == old.Code.Value && slices.EqualFunc(e.Relations, old.Relations, Relation.sameFor)
}

// sameFor reports whether two relations are the same to the other entry.
func (r Relation) sameFor(o Relation) bool {
	return r.Code.Value == o.Code.Value && r.As.Value == o.As.Value
}

// with returns the set with edited entries in place of what they were.
func (s *Set) with(edits []saved) *Set {
	out := *s
	if len(edits) == 0 {
		return &out
	}
	now := make(map[*Entry]*Entry, len(edits))
	out.Entries, out.byCode, out.sources = slices.Clone(s.Entries), maps.Clone(s.byCode), maps.Clone(s.sources)
	for _, ed := range edits {
		e := ed.now
		now[ed.was] = e
		out.Entries[ed.at], out.byCode[e.Code.Value], out.sources[e.File] = e, e, e.src.text
	}
	out.pairs.all = slices.Clone(s.pairs.all)
	for i, p := range out.pairs.all {
		for _, e := range []**Entry{&p.A, &p.B} {
			if n, edited := now[*e]; edited {
				*e = n
			}
		}
		out.pairs.all[i] = p
	}
	return &out
}

// recheck checks edited entries, and what depends on how they were. It reports
// false if it finds an error, or if it cannot tell all that depends on them.
func (c *Cache) recheck(s *Set, edits []saved) bool {
	s.cache = c
	defer func() { s.cache = nil }()
	again := make(map[*Entry]bool)
	others := false
	for _, ed := range edits {
		e, was := ed.now, ed.was
		if s.form.HTTP() && !reflect.DeepEqual(s.CodeFacts().Code(e.Code.Value), c.last.CodeFacts().Code(e.Code.Value)) {
			return false // messages of any entry may be held against it
		}
		if c.said.swap(was.said, e.said, e.said.keys) || c.names.swap(was, e, e.named().keys()) {
			return false
		}
		delete(c.found, was)
		delete(c.sound.entries, was)
		again[e] = true
		if !slices.Equal(e.Anchors(), was.Anchors()) {
			others = true
			for _, other := range s.Entries {
				again[other] = again[other] || other.leadsInto(e)
			}
		}
		others = others || !reflect.DeepEqual(e.Facts, was.Facts)
	}
	ch := &checker{set: s, anchors: make(map[*Entry][]string), facts: s.CodeFacts()}
	for e, check := range again {
		if !check {
			continue
		}
		ch.list = &diag.List{}
		ch.entry(e)
		c.found[e] = ch.list.Sorted()
		c.sound.keep(e, c.kept[e.File].found(), c.found[e])
		if ch.list.Errors() > 0 {
			return false
		}
	}
	if !others {
		return true
	}
	maps.DeleteFunc(c.found, func(of any, _ []diag.Finding) bool { _, ofEntry := of.(*Entry); return !ofEntry })
	c.finding = c.found // where they go
	ch.list = &diag.List{}
	ch.others()
	c.sound.checked = ch.list.Sorted()
	return ch.list.Errors() == 0
}

// leadsInto reports whether the text has links to places on the page of another
// entry.
func (e *Entry) leadsInto(other *Entry) bool {
	to := "/" + other.Path() + "#"
	return e.said != nil && slices.ContainsFunc(e.said.links, func(l Link) bool { return strings.HasPrefix(l.To, to) })
}
