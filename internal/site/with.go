package site

import (
	"maps"

	"statuswiki/internal/layered"
)

// With returns a complete site with other files at some of the paths of this one,
// to which nothing can be added from then on. The two share the rest, however much
// it is.
func (s *Site) With(files map[string]*Lazy) *Site {
	out := *s
	if s.files != nil {
		out.files, out.all = nil, layered.Of(s.files)
	}
	out.all = out.all.With(files)
	return &out
}

// Since returns the paths at which the site may hold other files than an older one,
// some of them twice. It reports false if that could be anywhere, since neither was
// made from the other by With.
func (s *Site) Since(old *Site) (paths []string, ok bool) {
	if old == nil {
		return nil, false
	}
	return s.all.Since(old.all)
}

// flat returns the site with all files in one map.
func (s *Site) flat() *Site {
	if s.files != nil || s.all.Len() == 0 {
		return s
	}
	out := *s
	out.files, out.all = maps.Collect(s.all.All()), layered.Map[string, *Lazy]{}
	return &out
}
