// Package layered has a map for what changes little: the next state of a large map
// shares it with the last one, and both can be read at once.
package layered

import (
	"iter"
	"maps"
)

// Map is a map that does not change. The zero value is empty.
type Map[K comparable, V any] struct {
	below *map[K]V // shared by all that were made from one another
	above map[K]V  // what stands in place of values below; its keys are all there
}

// Of returns a Map of m, which must not be changed from then on.
func Of[K comparable, V any](m map[K]V) Map[K, V] { return Map[K, V]{below: &m} }

// share is which part of a map may be above: a copy of that is made each time.
const share = 16

// With returns a Map in which other values stand for some keys, or more keys.
func (m Map[K, V]) With(values map[K]V) Map[K, V] {
	above := make(map[K]V, len(m.above)+len(values))
	maps.Copy(above, m.above)
	maps.Copy(above, values)
	if m.below != nil && len(above) <= len(*m.below)/share+1 {
		known := true
		for k := range values {
			if _, ok := (*m.below)[k]; !ok {
				known = false
			}
		}
		if known {
			return Map[K, V]{m.below, above}
		}
	}
	all := make(map[K]V, m.Len()+len(values))
	maps.Insert(all, m.All())
	maps.Copy(all, values)
	return Of(all)
}

// Get returns the value for a key.
func (m Map[K, V]) Get(k K) (v V, ok bool) {
	if v, ok = m.above[k]; ok || m.below == nil {
		return v, ok
	}
	v, ok = (*m.below)[k]
	return v, ok
}

// Len returns the number of keys.
func (m Map[K, V]) Len() int {
	if m.below == nil {
		return 0
	}
	return len(*m.below)
}

// All yields keys and values in no order.
func (m Map[K, V]) All() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		if m.below == nil {
			return
		}
		for k, v := range *m.below {
			if a, ok := m.above[k]; ok {
				v = a
			}
			if !yield(k, v) {
				return
			}
		}
	}
}

// Since returns the keys for which the values may not be those of an older Map, some
// of them twice. It reports false if that could be any: the two do not share enough to
// tell.
func (m Map[K, V]) Since(old Map[K, V]) (keys []K, ok bool) {
	if m.below == nil || m.below != old.below {
		return nil, false
	}
	for _, above := range []map[K]V{m.above, old.above} {
		for k := range above {
			keys = append(keys, k)
		}
	}
	return keys, true
}
