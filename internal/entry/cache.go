package entry

import (
	"io/fs"
	"os"
	"time"

	"statuswiki/internal/diag"
)

// Cache keeps parsed files, and what was found in them, from one [Load] to the
// next. A parsed file is never changed, so it can be part of many sets. The zero
// value is an empty cache; it serves one Load at a time and holds just the files
// of the last one.
type Cache struct {
	// Light has entries keep of what they say only what others need, so that
	// thousands of them take little memory. [Set.Full] gives them whole. It must
	// not change between two Loads.
	Light bool

	// Changed, if not nil, names files below the root: no other has changed since
	// the last Load, as far as is known, and if they are entries no other is looked
	// at.
	Changed []string

	kept, next map[string]parsed
	singles    map[string]bool // files beside the folders that were looked for
	last       *Set            // what the last Load gave
	sound      *sound          // nil if something was wrong with it

	found, finding map[any][]diag.Finding // by entry, document or name of a check
	said, names    tally
	form           Form // of the codes in what is kept
}

// parsed is what parsing one file gave.
type parsed struct {
	src   *source
	value any
	list  diag.List

	info   fs.FileInfo // of the file when it was read, if it can tell of changes
	looked time.Time   // when that was
}

func (c *Cache) begin() {
	c.next, c.singles = make(map[string]parsed, len(c.kept)), make(map[string]bool)
}
func (c *Cache) end() { c.kept, c.next = c.next, nil }

// of drops what was read when codes had another form: what is a code in a text
// depends on it.
func (c *Cache) of(form Form) {
	if c.form != form {
		c.kept, c.found, c.last = nil, nil, nil
	}
	c.form = form
}

// source returns the text of a file as it was at the last Load, if it could be
// read then, or nil.
func (c *Cache) source(file string) *source { return c.kept[file].src }

// coarse is how long a file may be written to without getting another time.
// Systems have clocks that tick some hundred times a second, some file systems
// one that ticks every two seconds.
const coarse = 3 * time.Second

// untouched reports whether a file is the one that was read, as far as its size,
// its time and its place on the disk tell. A file that was written shortly before
// it was read could have been written to again within the same tick of the
// clock, so it has to be read again; the clock decides about nothing else.
func (c *Cache) untouched(file string, info fs.FileInfo) bool {
	was := c.kept[file]
	return info != nil && was.info != nil && !was.info.ModTime().IsZero() &&
		os.SameFile(info, was.info) && info.Size() == was.info.Size() && info.ModTime().Equal(was.info.ModTime()) &&
		was.looked.Sub(was.info.ModTime()) > coarse
}

// look remembers what a file was like when it was read, and its text unless that
// is nil. The time of the first look at it counts: later ones have not read it
// again.
func (c *Cache) look(file string, info fs.FileInfo, src *source) {
	p := parsed{src: src, info: info, looked: time.Now()}
	if c.untouched(file, info) {
		p.looked = c.kept[file].looked
	}
	c.next[file] = p
}

// cached returns what parse gives for the file, and adds its findings to list.
func cached[T any](c *Cache, src *source, list *diag.List, parse func(*diag.List) T) T {
	p := known(c, src, parse)
	c.keep(p, list)
	return p.value.(T)
}

// known returns what parse gives for the file. It may be called for several files
// at a time.
func known[T any](c *Cache, src *source, parse func(*diag.List) T) parsed {
	p, ok := c.kept[src.file]
	if _, same := p.value.(T); ok && same && p.src == src {
		return p
	}
	p = parsed{src: src}
	p.value = parse(&p.list)
	return p
}

// keep keeps a file for the next Load and adds its findings to list.
func (c *Cache) keep(p parsed, list *diag.List) {
	seen := c.next[p.src.file]
	p.info, p.looked = seen.info, seen.looked
	c.next[p.src.file] = p
	list.Add(p.found()...)
}

// found returns what is wrong in the file.
func (p parsed) found() []diag.Finding { return p.list.Sorted() }
