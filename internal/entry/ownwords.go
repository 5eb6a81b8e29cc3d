package entry

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"statuswiki/internal/diag"
	"statuswiki/internal/spell"
)

// wordsName is the file with the words that no dictionary has.
const wordsName = "words.txt"

// ownWords are the words of the content: those of words.txt, and names that
// stand in the facts.
type ownWords struct {
	src   *source
	words spell.Words
	names spell.Words    // header fields, phrases of the registry, programs
	at    map[string]int // word of words.txt → offset
	order []string
	used  map[string]int // how often
}

var ownWord = regexp.MustCompile(`^\p{L}[\p{L}\p{Mn}'-]*$`)

// readWords reads words.txt: a word a line, sorted within each section, which
// begins with a line of comment. It returns nil if there is no such file.
func readWords(s *Set, found *diag.List) *ownWords {
	src := s.wordsFile
	if src == nil {
		return nil
	}
	o := &ownWords{src: src, at: make(map[string]int), used: make(map[string]int)}
	o.names = namesOf(s)
	last, offset := "", 0
	for line := range bytes.Lines(src.text) {
		at := offset
		offset += len(line)
		word := strings.TrimRight(string(line), " \t\n")
		switch {
		case word == "" || strings.HasPrefix(word, "#"):
			last = ""
			continue
		case !ownWord.MatchString(word) || len(word) > maxWord:
			found.Hintf(src.pos(at), "word-list", "write one word a line, and # before a comment", "%q is no word", cut(word, 40))
			continue
		}
		o.add(word, last, at, found)
		last = word
	}
	return o
}

const maxWord = 60 // no word is longer, and long ones are costly to look for

func (o *ownWords) add(word, last string, at int, found *diag.List) {
	if before, twice := o.at[word]; twice {
		o.src.warning(found, at, "word-list", "keep one", fmt.Sprintf("%s stands in line %d already", word, o.src.pos(before).Line))
		return
	}
	if last != "" && !sortedBefore(last, word) {
		o.src.warning(found, at, "word-list", "sort the lines of the section", fmt.Sprintf("%s stands behind %s", word, last))
	}
	o.at[word] = at
	o.order = append(o.order, word)
	o.words.Add(word)
}

// use reports whether a word is one of the content's, and counts that it is used n
// times more. The parts of a word with hyphens may be words of English.
func (o *ownWords) use(word string, n int) bool {
	if own := o.words.Own(word); own != "" {
		o.used[own] += n
		return true
	}
	all := true
	for part := range strings.SplitSeq(word, "-") {
		own := o.words.Own(part)
		if own != "" {
			o.used[own] += n
		}
		all = all && (own != "" || o.names.Known(part))
	}
	return all
}

// unused reports words that nothing needs.
func (o *ownWords) unused(found *diag.List) {
	if o == nil {
		return
	}
	for _, word := range o.order {
		if o.used[word] > 0 {
			continue
		}
		text := word + " is used nowhere"
		if new(spell.Words).Known(word) {
			text = word + " is in the dictionary"
		}
		o.src.warning(found, o.at[word], "word-unused", "leave it out", text)
	}
}

// namesOf collects the names that the facts give: of header fields, codes and
// programs. Tags and owners are written by authors alone, so that a slip in
// them would vouch for itself.
func namesOf(s *Set) spell.Words {
	var out spell.Words
	add := func(text string) {
		for w := range spell.All([]byte(text)) {
			for part := range strings.SplitSeq(string(w.Text), "-") {
				if len(part) <= maxWord {
					out.Add(part)
				}
			}
		}
	}
	for _, r := range s.Registry {
		add(r.Phrase)
	}
	for _, f := range s.Fields {
		add(f.Facts.Name.Value)
	}
	for _, p := range s.Programs {
		add(p.Name.Value)
	}
	return out
}
