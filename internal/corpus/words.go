package corpus

import (
	"regexp"
	"slices"
	"strings"
)

// vocabulary holds the plain words of the real content by their length.
type vocabulary struct {
	byLength [maxWord + 1][]string
}

// Words shorter than minWord hold sentences together; longer ones than maxWord
// are few.
const (
	minWord = 2
	maxWord = 12
)

// learn adds the words of a text that vary would replace.
func (v *vocabulary) learn(text string) {
	_, body, _ := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n")
	plainWords(body, func(from, to int) {
		if body[from] >= 'a' {
			v.byLength[to-from] = append(v.byLength[to-from], body[from:to])
		}
	})
}

func (v *vocabulary) sort() {
	for i := range v.byLength {
		slices.Sort(v.byLength[i])
		v.byLength[i] = slices.Compact(v.byLength[i])
	}
}

// at returns a word by its number; there are hundreds.
func (v *vocabulary) at(n int) string {
	words := v.byLength[6]
	if len(words) == 0 {
		return "copy"
	}
	return words[n%len(words)]
}

// vary replaces the words of running text by others of the same length, as the
// seed decides. A sentence that has too few words for that gets a mark at its
// end, which tells the copies apart.
func (v *vocabulary) vary(text, mark string, seed uint64) string {
	varied := []byte(text)
	marks := v.replace(varied, seed)
	var out strings.Builder
	sentence := func(from, to int) {
		end := from + len(strings.TrimRight(text[from:to], "\n"))
		n := 0
		for len(marks) > 0 && marks[0] < to {
			marks = marks[1:]
			n++
		}
		out.Write(varied[from:end])
		if n < fewWords && end > from {
			out.WriteString(" " + mark)
		}
		out.WriteString(text[end:to])
	}
	from := 0
	for _, m := range sentenceEnd.FindAllStringIndex(text, -1) {
		sentence(from, m[0])
		out.WriteString(text[m[0]:m[1]])
		from = m[1]
	}
	sentence(from, len(text))
	return out.String()
}

// sentenceEnd is what parts the sentences of a text and the items of a list.
var sentenceEnd = regexp.MustCompile(`[.!?][` + "`" + `*_)"]*(\s+|$)|\n *([-*]|[0-9]+\.) |^ *([-*]|[0-9]+\.) `)

// fewWords is how many new words tell a sentence from all its copies.
const fewWords = 4

// replace replaces words in place and returns where they stand.
func (v *vocabulary) replace(text []byte, seed uint64) (at []int) {
	plainWords(string(text), func(from, to int) {
		seed = mix(seed)
		words := v.byLength[to-from]
		if len(words) == 0 {
			return
		}
		capital := text[from] < 'a'
		copy(text[from:to], words[seed>>8%uint64(len(words))])
		if capital {
			text[from] -= 'a' - 'A'
		}
		at = append(at, from)
	})
	return at
}

// mix is a step of SplitMix64.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// plainWords calls use for each word in running text that stands between blanks
// or before a punctuation mark. Code, words in brackets, abbreviations and
// addresses are passed over.
func plainWords(text string, use func(from, to int)) {
	code, depth, start := false, 0, -1
	for i := 0; i <= len(text); i++ {
		c := byte(' ')
		if i < len(text) {
			c = text[i]
		}
		small := c >= 'a' && c <= 'z'
		if start >= 0 && !small {
			ends := strings.IndexByte(" \n,;.?!:)\"", c) >= 0 && !(c == '.' && i+1 < len(text) && text[i+1] > ' ')
			if n := i - start; ends && n >= minWord && n <= maxWord {
				use(start, i)
			}
			start = -1
		}
		begins := small || c >= 'A' && c <= 'Z'
		switch {
		case c == '`':
			code = !code
		case code:
		case c == '[' || c == '{' || c == '(' && i > 0 && text[i-1] == ']':
			depth++
		case c == ']' || c == '}' || c == ')' && depth > 0:
			depth = max(0, depth-1)
		case depth == 0 && begins && start < 0 && (i == 0 || strings.IndexByte(" \n(\"", text[i-1]) >= 0):
			start = i
		}
	}
}
