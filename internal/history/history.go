// Package history tells what git knows about the files of the content: when
// each was changed last and by whom, and which commits changed what.
//
// [Read] asks the git program about the commits that lead to HEAD, never about
// the work tree, so that edits which are not committed count for nothing. Its
// answer depends on the commit alone: not on the zone, the language, or how the
// user has set up git. Where there is no history to tell of (no git, no
// repository, no commit, or a clone that was cut off), it is nil, and nil is a
// history without files.
package history

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"
)

// History is what the commits say about a folder. All methods work on nil.
type History struct {
	files   map[string]*record // by path below the folder, as of HEAD
	commits []Commit
	head    string
}

// File is what the commits say about one file.
type File struct {
	Changed string   // day of the last change in UTC, as 2026-11-21
	People  []string // who wrote it, most commits first, then by name; bots are not named
}

// Commit is one commit that touched the folder.
type Commit struct {
	ID      string    // the whole object name
	Time    time.Time // when it was committed
	Subject string    // the first line of its message; may be empty
	People  []string  // who wrote it, the author first; bots are not named
	Files   []string  // what it added or changed, by its path as of HEAD, sorted; what is gone is left out
}

// record gathers what a [File] is made from.
type record struct {
	changed time.Time
	commits map[string]int // by person
}

// File returns what is known of the file at path, below the folder that was
// read: codes/401.md.
func (h *History) File(path string) (File, bool) {
	if h == nil || h.files[path] == nil {
		return File{}, false
	}
	r := h.files[path]
	f := File{Changed: r.changed.Format(time.DateOnly)}
	for name := range r.commits {
		f.People = append(f.People, name)
	}
	slices.SortFunc(f.People, func(a, b string) int {
		return cmp.Or(r.commits[b]-r.commits[a], strings.Compare(a, b))
	})
	return f, true
}

// Commits returns the commits, each before those that it was made on.
func (h *History) Commits() []Commit {
	if h == nil {
		return nil
	}
	return h.commits
}

// New makes a history of commits, each before those that it was made on, as git
// lists them.
func New(commits []Commit) *History {
	h := &History{files: make(map[string]*record), commits: commits}
	for i := range commits {
		c := &commits[i]
		c.Time = c.Time.UTC()
		for _, path := range c.Files {
			r := h.files[path]
			if r == nil {
				r = &record{commits: make(map[string]int)}
				h.files[path] = r
			}
			if c.Time.After(r.changed) { // clocks differ, so the first listed need not be the last made
				r.changed = c.Time
			}
			for _, name := range c.People {
				r.commits[name]++
			}
		}
	}
	return h
}

// maxName is how many characters of a name or a subject are kept.
const maxName, maxSubject = 60, 200

// clean makes one line of a name or a subject that anybody may have written:
// without characters that steer a terminal, break a line or turn the direction
// of text, and not longer than limit.
func clean(s string, limit int) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == unicode.ReplacementChar, unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > limit {
		s = strings.TrimSpace(string(r[:limit-1])) + "…"
	}
	return s
}

// person returns the name to show for somebody, or "" for a bot and for a name
// that is an address: those are nobody's business.
func person(name string) string {
	name = clean(name, maxName)
	if strings.HasSuffix(name, "[bot]") || strings.Contains(name, "@") {
		return ""
	}
	return name
}

// people returns the names to show, each once, in their order.
func people(names []string) []string {
	var out []string
	for _, name := range names {
		if name = person(name); name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// Head returns the commit that the history ends with, or nothing for none.
func (h *History) Head() string {
	if h == nil {
		return ""
	}
	return h.head
}
