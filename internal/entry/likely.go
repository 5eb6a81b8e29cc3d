package entry

import (
	"maps"
	"slices"
	"strings"
)

// Which cause a response speaks of, told from the words that both use.

// TellingWords returns, for each cause, the words that tell it from the others,
// sorted: those that at most half of the causes use.
func (e *Entry) TellingWords() [][]string {
	texts := make([]map[string]bool, len(e.Causes))
	in := make(map[string]int)
	for i, c := range e.Causes {
		texts[i] = make(map[string]bool)
		AddWords(texts[i], c.Title+" "+c.Body.Text()+" "+c.Confirm.Text())
		for w := range texts[i] {
			in[w]++
		}
	}
	out := make([][]string, len(texts))
	for i, words := range texts {
		for _, w := range slices.Sorted(maps.Keys(words)) {
			if in[w]*2 <= len(texts) {
				out[i] = append(out[i], w)
			}
		}
	}
	return out
}

// Likely returns the cause that shares most words with what was said, if one
// stands out, else nil.
func (e *Entry) Likely(said map[string]bool) *Cause {
	best, second, at := 0, 0, -1
	for i, words := range e.TellingWords() {
		n := 0
		for _, w := range words {
			if said[w] {
				n++
			}
		}
		if n > best {
			best, second, at = n, best, i
		} else if n > second {
			second = n
		}
	}
	const least = 2
	if best < least || best == second {
		return nil
	}
	return &e.Causes[at]
}

// AddWords adds the words of a text that are long enough to mean something, in
// lower case.
func AddWords(to map[string]bool, text string) {
	const least = 4
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_'
	}) {
		if len(w) >= least {
			to[w] = true
		}
	}
}
