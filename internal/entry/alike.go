package entry

import (
	"hash/maphash"
	"strings"
	"unicode"

	"statuswiki/internal/diag"
)

// Two paragraphs that say the same in nearly the same words are filler as much
// as one sentence that stands twice. They are alike when half of the runs of
// four words of the shorter one stand in the other as well.
const (
	runWords  = 4
	minRuns   = 12 // a paragraph of 15 words; shorter ones are alike by accident
	alikeHalf = 2  // one in two
	maxSame   = 8  // a run that stands in more paragraphs is a turn of phrase
)

// Alike reports paragraphs that nearly repeat another one of the site. It looks
// at each pair of paragraphs that have words in common, which costs more than a
// writer who saves should wait for, so that it is no part of [Load].
func (s *Set) Alike() *diag.List {
	list := &diag.List{}
	a := alike{seed: maphash.MakeSeed(), runs: make(map[uint64][]int)}
	for said := range s.prose(true) {
		for _, p := range said.paras {
			if other, same := a.add(p); same {
				list.Hintf(p.pos, "paragraph-twice", "say what differs, or leave one of them out", "%s says nearly the same: %q", other.pos, cut(other.text, 60))
			}
		}
	}
	return list
}

// alike holds the paragraphs seen so far.
type alike struct {
	seed  maphash.Seed
	paras []sentence
	sizes []int // in runs
	runs  map[uint64][]int
}

// add adds a paragraph and returns an earlier one that it nearly repeats.
func (a *alike) add(p sentence) (sentence, bool) {
	words := strings.FieldsFunc(strings.ToLower(p.text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	n := len(words) - runWords + 1
	if n < minRuns {
		return sentence{}, false
	}
	id := len(a.paras)
	shared := make(map[int]int)
	for i := range n {
		h := maphash.String(a.seed, strings.Join(words[i:i+runWords], " "))
		seen := a.runs[h]
		for _, other := range seen {
			if other != id {
				shared[other]++
			}
		}
		if len(seen) < maxSame {
			a.runs[h] = append(seen, id)
		}
	}
	a.paras = append(a.paras, p)
	a.sizes = append(a.sizes, n)
	best := -1
	for other, k := range shared {
		if k*alikeHalf >= min(n, a.sizes[other]) && (best < 0 || other < best) {
			best = other
		}
	}
	if best < 0 {
		return sentence{}, false
	}
	return a.paras[best], true
}
