package layered_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"statuswiki/internal/layered"
)

// A map that is made from another again and again is like a plain one, those that
// it was made from stay as they are, and keys that differ are told.
func TestMap(t *testing.T) {
	rnd := rand.New(rand.NewPCG(4, 1))
	plain := make(map[int]int)
	for i := range 200 {
		plain[i] = i
	}
	m := layered.Of(maps.Clone(plain))
	shared := 0
	for round := range 300 {
		values := make(map[int]int)
		for range rnd.IntN(4) {
			values[rnd.IntN(200+round/100)] = 1000 + round
		}
		old, was := m, maps.Clone(plain)
		m = m.With(values)
		maps.Copy(plain, values)
		if !maps.Equal(maps.Collect(m.All()), plain) || !maps.Equal(maps.Collect(old.All()), was) || m.Len() != len(plain) {
			t.Fatalf("round %d: not like a plain map", round)
		}
		for k := range 210 {
			v, ok := m.Get(k)
			if want, there := plain[k]; v != want || ok != there {
				t.Fatalf("round %d: %d is %d %v, want %d %v", round, k, v, ok, want, there)
			}
		}
		keys, ok := m.Since(old)
		if ok {
			shared++
		}
		for k := range plain {
			if v, there := was[k]; ok && (!there || v != plain[k]) && !slices.Contains(keys, k) {
				t.Fatalf("round %d: %d is not among those that differ, %v", round, k, keys)
			}
		}
	}
	if shared < 200 {
		t.Errorf("shared with the last one %d times", shared)
	}
}

func TestEmpty(t *testing.T) {
	var m layered.Map[string, int]
	if _, ok := m.Get("a"); ok || m.Len() > 0 || len(maps.Collect(m.All())) > 0 {
		t.Error("there is something in it")
	}
	if _, ok := m.Since(m); ok {
		t.Error("nothing is shared")
	}
	if v, ok := m.With(map[string]int{"a": 1}).Get("a"); v != 1 || !ok || m.Len() > 0 {
		t.Error("what is added is not there, or there from the beginning")
	}
}
