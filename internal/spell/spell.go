// Package spell knows how English words are written: those of an embedded list
// (british spelling with -ise; see the file update) and those that the caller
// adds. It takes text apart into words, says which of them it does not know,
// and what they were perhaps meant to be.
//
// It is meant for technical prose, so what looks like an identifier is passed
// over: words with capitals inside or a digit, an underscore, an at sign and the
// like beside them, and hosts and paths.
package spell

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"
)

// english holds a word a line, sorted by bytes. It is searched as it stands,
// which costs nothing before the first question.
//
//go:embed english.txt
var english string

// find returns the offset of the first line of list that is not less than word.
func find(list, word string) int {
	lo, hi := 0, len(list) // both at the beginning of a line
	for lo < hi {
		mid := strings.LastIndexByte(list[:lo+(hi-lo)/2], '\n') + 1
		mid = max(mid, lo)
		line, _, _ := strings.Cut(list[mid:], "\n")
		if line < word {
			lo = mid + len(line) + 1
		} else {
			hi = mid
		}
	}
	return lo
}

func listed(list, word string) bool {
	at := find(list, word)
	return strings.HasPrefix(list[at:], word) && strings.HasPrefix(list[at+len(word):], "\n")
}

// English reports whether the embedded list has a word exactly as it stands.
func English(word string) bool { return word != "" && listed(english, word) }

// Words are words of one's own besides those of the language. The zero value
// has none.
type Words struct {
	own map[string]string // word → the word that it is a form of
}

// Add makes a word known. One in lower case may also begin with a capital, as
// it does in the beginning of a sentence; others are known as they stand. What
// regular inflection makes of a word is known with it: webhooks, gzipped.
func (w *Words) Add(word string) {
	if w.own == nil {
		w.own = make(map[string]string)
	}
	key := base(word)
	w.own[key] = word
	for _, form := range forms(key) {
		if _, own := w.own[form]; !own {
			w.own[form] = word
		}
	}
}

// Own returns the word among those added that the given one is a form of, or "".
func (w *Words) Own(word string) string { return w.ownBase(base(word)) }

func (w *Words) ownBase(word string) string {
	if own, ok := w.own[word]; ok {
		return own
	}
	return w.own[small(word)]
}

// Known reports whether a word is one of the language or one's own. Of words
// joined by hyphens each is looked up.
func (w *Words) Known(word string) bool {
	if w.Own(word) != "" {
		return true // with its hyphens
	}
	for part := range strings.SplitSeq(base(word), "-") {
		if utf8.RuneCountInString(part) > 1 && !English(part) && !English(small(part)) && w.ownBase(part) == "" {
			return false
		}
	}
	return true
}

// base returns a word with plain apostrophes and without a possessive.
func base(word string) string {
	word = strings.ReplaceAll(word, "’", "'")
	word = strings.TrimSuffix(word, "'s")
	return strings.TrimSuffix(word, "'")
}

// small writes the first letter of a word small.
func small(word string) string {
	first, n := utf8.DecodeRuneInString(word)
	if !unicode.IsUpper(first) {
		return word
	}
	return string(unicode.ToLower(first)) + word[n:]
}

// forms lists what the regular inflections of verbs and nouns make of a word.
func forms(word string) []string {
	if len(word) < 3 {
		return []string{word + "s"}
	}
	last := word[len(word)-1]
	stem := word[:len(word)-1]
	out := []string{word + "s"}
	switch {
	case last == 'e':
		return append(out, word+"d", stem+"ing")
	case last == 'y' && !vowel(stem[len(stem)-1]):
		return append(out, stem+"ies", stem+"ied", word+"ing")
	case strings.HasSuffix(word, "s"), last == 'x', last == 'z', strings.HasSuffix(word, "ch"), strings.HasSuffix(word, "sh"):
		out = append(out, word+"es")
	}
	if !vowel(last) && strings.IndexByte("wx", last) < 0 && vowel(stem[len(stem)-1]) && !vowel(stem[len(stem)-2]) {
		double := word + word[len(word)-1:]
		out = append(out, double+"ed", double+"ing")
		if strings.IndexAny(word, "aeiou") == len(stem)-1 {
			return out // one syllable: gzipped, never gziped
		}
	}
	return append(out, word+"ed", word+"ing")
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }
