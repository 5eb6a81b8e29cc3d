package spell

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxSuggestions = 3
	maxSuggestFor  = 30 // longer words are no slips of the pen
)

// Suggest returns up to three known words that differ from the given one by
// one letter added, left out, exchanged or swapped with its neighbour, and if
// there are none, by two; the nearest first. A word that begins with a capital
// gets words that do. Of words that are equally far, those come first that
// common, if not nil, says are: the words of the text around, for instance.
func (w *Words) Suggest(word string, common func(string) bool) []string {
	word = base(word)
	if n := utf8.RuneCountInString(word); n < 2 || n > maxSuggestFor {
		return nil
	}
	lower := small(word)
	found := make(map[string]int) // word → how far it is
	w.near(lower, found)
	for own := range w.own {
		if d := distance(small(own), lower); d <= 2 && own != word {
			found[own] = d*letter - letter/2 // rather a word of one's own
		}
	}
	if len(found) < maxSuggestions {
		further(lower, found)
	}
	for s := range found {
		if common != nil && common(s) {
			found[s] -= usual
		}
	}
	out := slices.SortedFunc(maps.Keys(found), func(a, b string) int {
		return cmp.Or(cmp.Compare(found[a]+shift(a, lower), found[b]+shift(b, lower)), strings.Compare(a, b))
	})
	out = out[:min(len(out), maxSuggestions)]
	if lower != word {
		for i, s := range out {
			first, n := utf8.DecodeRuneInString(s)
			out[i] = string(unicode.ToTitle(first)) + s[n:]
		}
		out = slices.Compact(out)
	}
	return out
}

// How far one slip of the pen is: two neighbours that changed places are
// more common than any other.
const (
	letter = 10
	swap   = 8
	usual  = 7 // what a common word is nearer
)

// shift is how much the lengths differ, twice, and one more if the first
// letters do: people seldom get that one wrong.
func shift(a, b string) int {
	n := 2 * max(len(a)-len(b), len(b)-len(a))
	if a[0] != b[0] {
		n += 3
	}
	return n
}

const alphabet = "abcdefghijklmnopqrstuvwxyz'"

// near adds the words of the language at a distance of one.
func (w *Words) near(word string, found map[string]int) {
	try := func(s string, far int) {
		if len(s) > 1 && s != word && English(s) {
			found[s] = far
		}
	}
	for i := 0; i <= len(word); i++ {
		head, tail := word[:i], word[i:]
		for _, c := range alphabet {
			try(head+string(c)+tail, letter)
			if tail != "" {
				try(head+string(c)+tail[1:], letter)
			}
		}
		if len(tail) > 0 {
			try(head+tail[1:], letter)
		}
		if len(tail) > 1 {
			try(head+tail[1:2]+tail[:1]+tail[2:], swap)
		}
	}
	if spaced := split(word); spaced != "" {
		found[spaced] = letter
	}
}

// split finds the two words that were written as one.
func split(word string) string {
	for i := 2; i+2 <= len(word); i++ {
		if len(word) > 5 && English(word[:i]) && English(word[i:]) {
			return word[:i] + " " + word[i:]
		}
	}
	return ""
}

// further adds the words at a distance of two that have the same first letter.
func further(word string, found map[string]int) {
	if word[0] < 'a' || word[0] > 'z' {
		return
	}
	from, to := find(english, word[:1]), find(english, string(word[0]+1))
	for line := range strings.Lines(english[from:to]) {
		line = strings.TrimSuffix(line, "\n")
		if d := len(line) - len(word); d > 2 || d < -2 {
			continue
		}
		if _, nearer := found[line]; !nearer && distance(line, word) == 2 {
			found[line] = 2 * letter
		}
	}
}

// distance is the number of letters to add, leave out, exchange or swap to get
// from one word to the other, counted in bytes. It gives up beyond two and
// returns three.
func distance(a, b string) int {
	if len(a)-len(b) > 2 || len(b)-len(a) > 2 || len(b) > 2*maxSuggestFor {
		return 3
	}
	var rows [3][2*maxSuggestFor + 1]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			d := last[j-1]
			if a[i-1] != b[j-1] {
				d = 1 + min(d, last[j], row[j-1])
				if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
					d = min(d, before[j-2]+1)
				}
			}
			row[j] = d
			least = min(least, d)
		}
		if least > 2 {
			return 3
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], 3)
}
