package entry

import (
	"bytes"
	"maps"
	"reflect"
	"slices"
)

// Same compares the set with an older one, which may be nil and was loaded with
// the same [Cache]. facts reports whether nothing differs but what entries say
// below their front matter, all whether nothing differs at all.
func (s *Set) Same(old *Set) (facts, all bool) {
	if old == nil || len(s.Entries) != len(old.Entries) || !s.sameAround(old) {
		return false, false
	}
	all = true
	for i, e := range s.Entries {
		if o := old.Entries[i]; e != o {
			all = false
			if !reflect.DeepEqual(e.Facts, o.Facts) {
				return false, false
			}
		}
	}
	return true, all
}

// sameAround compares all but the entries. What has not changed is not parsed
// again, so pointers tell.
func (s *Set) sameAround(old *Set) bool {
	return reflect.DeepEqual(s.Settings, old.Settings) &&
		slices.Equal(s.Fields, old.Fields) && slices.Equal(s.Tags, old.Tags) && slices.Equal(s.Classes, old.Classes) &&
		slices.Equal(s.Measured, old.Measured) && slices.Equal(s.Pages, old.Pages) &&
		slices.Equal(s.Registry, old.Registry) && slices.Equal(s.Programs, old.Programs) &&
		s.Subs == old.Subs && s.Support == old.Support && s.Choose == old.Choose && s.Proofs == old.Proofs &&
		reflect.DeepEqual(s.Moves, old.Moves) && bytes.Equal(s.Logo, old.Logo) && s.wordsFile == old.wordsFile &&
		maps.Equal(s.unread, old.unread)
}

// Edited lists the entries, by their index, that are others than in an older set
// that was loaded with the same [Cache]. It reports false if anything else differs,
// codes and comparisons among them.
func (s *Set) Edited(old *Set) (at []int, ok bool) {
	if old == nil || len(s.Entries) != len(old.Entries) || len(s.pairs.all) != len(old.pairs.all) || !s.sameAround(old) {
		return nil, false
	}
	for i, e := range s.Entries {
		if o := old.Entries[i]; e != o {
			if e.Code.Value != o.Code.Value {
				return nil, false
			}
			at = append(at, i)
		}
	}
	for i, p := range s.pairs.all {
		if o := old.pairs.all[i]; p != o && p.Slug() != o.Slug() {
			return nil, false
		}
	}
	return at, true
}
