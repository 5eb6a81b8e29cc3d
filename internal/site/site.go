// Package site holds the one value that a build makes: a [Site], a sorted map
// from URL path to bytes.
//
// Whoever makes a Site does not know who reads it. It has four readers: written
// to a folder (WriteTo), served from memory (package serve), checked (links and
// budgets), and compared with another Site (Changed).
//
// # Writing
//
// [Site.WriteTo] keeps two promises: there is one whole site at any time, and
// only what we made is deleted. Beside an output named public one may see
//
//	.public.statuswiki-lock          held by the build that is at work
//	.public.statuswiki-RANDOM        the new site in the making, or the old on its way out
//	.public.statuswiki-RANDOM.old    the old, where two folders cannot be exchanged
//
// None outlives a build that is not killed, and the next build clears what a
// killed one left. In the output itself, .statuswiki-manifest lists our files.
package site

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"statuswiki/internal/layered"
)

// File is one file of a site.
type File struct {
	Body []byte // never changed after Add
	Type string // media type with parameters, e.g. text/html; charset=utf-8
	ETag string // strong entity tag with its quotes (RFC 9110 §8.8.3), derived from Body
	sum  [sha256.Size]byte
}

// Site maps URL paths to files. A path has no leading slash and ends in a file
// name: "index.html", "401/index.html", "404.html". The zero value is an empty
// site ready to use. A Site is written by one goroutine and may be read by many
// once it is complete.
type Site struct {
	// Spill, if not nil, takes what is added and finds no room in memory.
	Spill *Spill

	files map[string]*Lazy           // while files are added
	all   layered.Map[string, *Lazy] // of a site that With made, in place of these
	dirs  map[string]bool            // every folder that a path of files lies in
	moved map[string]string          // URL path below the root → the one to ask for instead

	// Missing, if not nil, makes the page for a path that no file is at, or
	// returns false when it knows nothing about it. path is below the root:
	// "468/". A reader that serves the site can ask it; a folder cannot. It is
	// safe to call from several goroutines and gives the same for the same path.
	Missing func(path string) (File, bool)

	// Origin, if not nil, tells what the page at a path was made from, or false
	// where that is no single file. It takes as long as making the page, and is
	// safe to call from several goroutines.
	Origin func(path string) (Origin, bool)
}

// Move says that what is asked for at the URL path from stands at to, both
// below the root: "000/" and "0/". A page for hosts that cannot redirect is
// added by whoever calls it.
func (s *Site) Move(from, to string) {
	if s.moved == nil {
		s.moved = make(map[string]string)
	}
	s.moved[from] = to
}

// Moved returns where the URL path, below the root, has moved to.
func (s *Site) Moved(from string) (to string, ok bool) {
	to, ok = s.moved[from]
	return to, ok
}

// NewFile returns a file with its entity tag.
func NewFile(mediaType string, body []byte) File {
	sum := sha256.Sum256(body)
	return File{Body: body, Type: mediaType, ETag: `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`, sum: sum}
}

// Add puts a file at path. It fails when path is not clean (see [ValidPath]),
// is taken, or lies below or above a path that is taken.
func (s *Site) Add(path, mediaType string, body []byte) error {
	l := made(NewFile(mediaType, body))
	if s.Spill != nil {
		l.SpillTo(s.Spill)
		l.putAside()
	}
	return s.AddLazy(path, l)
}

// AddLazy is like Add for a file that is made when it is asked for. The same
// file may be part of many sites.
func (s *Site) AddLazy(path string, file *Lazy) error {
	if s.all.Len() > 0 {
		return fmt.Errorf("%q comes too late: the site is complete", path)
	}
	if err := ValidPath(path); err != nil {
		return err
	}
	if _, taken := s.files[path]; taken {
		return fmt.Errorf("two files want to be %q", path)
	}
	if s.dirs[path] {
		return fmt.Errorf("%q is wanted as a file and as a folder", path)
	}
	if s.files == nil {
		s.files, s.dirs = make(map[string]*Lazy), make(map[string]bool)
	}
	for dir := parent(path); dir != "" && !s.dirs[dir]; dir = parent(dir) {
		if _, file := s.files[dir]; file {
			return fmt.Errorf("%q is wanted as a file and as a folder", dir)
		}
	}
	for dir := parent(path); dir != "" && !s.dirs[dir]; dir = parent(dir) {
		s.dirs[dir] = true
	}
	s.files[path] = file
	return nil
}

// parent returns the folder that path lies in, "" for the topmost.
func parent(path string) string {
	return path[:max(0, strings.LastIndexByte(path, '/'))]
}

// Get returns the file at path, which is made if need be. It reports false when
// there is none, or when it cannot be made; [Lazy.File] tells why.
func (s *Site) Get(path string) (File, bool) {
	l, ok := s.Lazy(path)
	if !ok {
		return File{}, false
	}
	f, err := l.File()
	return f, err == nil
}

// Lazy returns the file at path as it was added.
func (s *Site) Lazy(path string) (*Lazy, bool) {
	if l, ok := s.files[path]; ok {
		return l, true
	}
	return s.all.Get(path)
}

// Len returns the number of files.
func (s *Site) Len() int { return len(s.files) + s.all.Len() }

// Paths returns all paths in ascending order.
func (s *Site) Paths() []string {
	paths := make([]string, 0, s.Len())
	for p := range s.Lazies() {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	return paths
}

// All yields the files in ascending order of their paths, all of them made, but
// for those that cannot be.
func (s *Site) All() iter.Seq2[string, File] {
	return func(yield func(string, File) bool) {
		for _, p := range s.Paths() {
			if f, ok := s.Get(p); ok && !yield(p, f) {
				return
			}
		}
	}
}

// Bodies yields the bodies of the files whose paths end in suffix, as All does. A
// body may be looked at until the next one is asked for, and must not be changed.
func (s *Site) Bodies(suffix string) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		var buf []byte
		for _, p := range s.Paths() {
			if !strings.HasSuffix(p, suffix) {
				continue
			}
			body, err := s.files[p].body(&buf)
			if err == nil && !yield(p, body) {
				return
			}
		}
	}
}

// Lazies yields the files as they were added, in no order.
func (s *Site) Lazies() iter.Seq2[string, *Lazy] {
	if s.files != nil {
		return maps.All(s.files)
	}
	return s.all.All()
}

// Change tells how one path differs between two sites.
type Change struct {
	Path string
	Kind ChangeKind
}

// ChangeKind is the way in which a path differs.
type ChangeKind string

// The kinds of change.
const (
	Added   ChangeKind = "added"
	Removed ChangeKind = "removed"
	Updated ChangeKind = "updated"
)

// Changed lists what differs in s as against old, in ascending order of paths.
// A nil old counts as empty.
func (s *Site) Changed(old *Site) []Change {
	if old == nil {
		old = new(Site)
	}
	var out []Change
	for p, f := range s.Lazies() {
		switch o, ok := old.Lazy(p); {
		case !ok:
			out = append(out, Change{p, Added})
		case !f.same(o):
			out = append(out, Change{p, Updated})
		}
	}
	for p := range old.Lazies() {
		if _, ok := s.Lazy(p); !ok {
			out = append(out, Change{p, Removed})
		}
	}
	slices.SortFunc(out, func(a, b Change) int { return strings.Compare(a.Path, b.Path) })
	return out
}

// ValidPath reports whether path can be the path of a file in a site: relative,
// slash-separated, of letters, digits, dots, hyphens and underscores, and with
// no element that is empty or begins with "..". Anything that a file system or
// a URL could read in another way is refused.
func ValidPath(path string) error {
	if path == "" || len(path) > 255 {
		return fmt.Errorf("%q is no path of a site: it must have 1 to 255 bytes", path)
	}
	for elem := range strings.SplitSeq(path, "/") {
		if elem == "" || elem == "." || strings.HasPrefix(elem, "..") {
			return fmt.Errorf("%q is no path of a site: element %q", path, elem)
		}
	}
	for _, r := range path {
		ok := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("/.-_", r)
		if !ok {
			return fmt.Errorf("%q is no path of a site: character %q", path, r)
		}
	}
	return nil
}
