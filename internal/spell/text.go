package spell

import (
	"bytes"
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Gap is a byte that stands in a text for something that is not to be read:
// code, a link's address. Unlike blanks and zero bytes it parts words that
// stand to its left and right.
const Gap = 1

// Word is a word of a text.
type Word struct {
	Text   []byte // a part of the text
	Offset int    // in bytes, in the text
	Again  bool   // it repeats the word before it, with nothing but blanks between

	// Name reports that the word looks like an identifier, a part of one or an
	// abbreviation, so that no dictionary is held against it.
	Name bool
}

// All yields the words of a text. Zero bytes are blanks. What stands in double
// quotes is somebody else's wording and is passed over, as long as the quotes
// are closed in the same text.
func All(text []byte) iter.Seq[Word] {
	return func(yield func(Word) bool) {
		var last []byte // the word before, if only blanks have followed
		var q quotes
		for at := 0; at < len(text); {
			n := letters(text[at:])
			if n == 0 {
				skip := q.skip(text[at:])
				if skip > 0 {
					last = nil
					at += skip
					continue
				}
				if !blank(text[at]) {
					last = nil
				}
				_, size := utf8.DecodeRune(text[at:])
				at += size
				continue
			}
			w := Word{Text: text[at : at+n], Offset: at}
			w.Again = again(last, w.Text)
			w.Name = capitals(w.Text) || titled(w.Text) || joined(text, at, at+n)
			if !yield(w) {
				return
			}
			last = w.Text
			at += n
		}
	}
}

func blank(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == 0 }

// letters returns the length of the word that a text begins with: letters, and
// apostrophes and hyphens between letters.
func letters(text []byte) int {
	end := 0
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRune(text[at:])
		switch {
		case unicode.IsLetter(r) || unicode.Is(unicode.Mn, r):
			at += size
			end = at
		case end > 0 && end == at && (r == '\'' || r == '’' || r == '-'):
			at += size
		default:
			return end
		}
	}
	return end
}

// again reports whether a word repeats the last one. A GET may get an answer,
// and there are words that English does say twice.
func again(last, word []byte) bool {
	if last == nil || !bytes.EqualFold(last, word) || capitals(last) != capitals(word) {
		return false
	}
	low := string(bytes.ToLower(word))
	return low != "had" && low != "that"
}

// titled reports whether a word has several parts, all of which begin with a
// capital, as the names of header fields do.
func titled(word []byte) bool {
	parts := bytes.Split(word, []byte("-"))
	for _, p := range parts {
		if r, _ := utf8.DecodeRune(p); !unicode.IsUpper(r) {
			return false
		}
	}
	return len(parts) > 1
}

// capitals reports whether there is a capital behind the first letter of a part.
func capitals(word []byte) bool {
	first := true
	for at := 0; at < len(word); {
		r, size := utf8.DecodeRune(word[at:])
		if unicode.IsUpper(r) && !first {
			return true
		}
		first = r == '-'
		at += size
	}
	return false
}

// joined reports whether the word from lo to hi belongs to something longer: an
// identifier, a host, a path, an expression.
func joined(text []byte, lo, hi int) bool {
	at := func(i int) byte {
		if i < 0 || i >= len(text) {
			return 0
		}
		return text[i]
	}
	const signs = "_@#$%&=+<>{}~^\\|*"
	before, after := at(lo-1), at(hi)
	solid := func(c byte) bool {
		return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= utf8.RuneSelf
	}
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	switch {
	case digit(before), digit(after), before != 0 && strings.IndexByte(signs, before) >= 0, after != 0 && strings.IndexByte(signs, after) >= 0:
		return true
	case (before == '.' || before == ':') && solid(at(lo-2)), before == '.' && lo == 1, before == '.' && blank(at(lo-2)), before == '-' && !solid(at(lo-2)) && !blank(at(lo-2)):
		return true
	case before == '-' && (digit(at(lo-2)) || blank(at(lo-2))), after == '-' && digit(at(hi+1)):
		return true
	case (after == '.' || after == ':') && solid(at(hi+1)) && at(hi+1) < utf8.RuneSelf, after == ':' && at(hi+1) == '/', after == '(' && at(hi+1) == ')':
		return true
	case before == '/' && (!solid(at(lo-2)) || host(text[:lo-1])), after == '/' && !solid(at(hi+1)):
		return true
	}
	return false
}

// host reports whether a text ends with something that has a dot in it: a host
// or the name of a file.
func host(text []byte) bool {
	for i := len(text) - 1; i >= 0 && i > len(text)-maxHost && !blank(text[i]); i-- {
		if text[i] == '.' {
			return true
		}
	}
	return false
}

const maxHost = 80

// marks open and close quotations.
var marks = [...]struct{ open, close []byte }{
	{[]byte(`"`), []byte(`"`)}, {[]byte("“"), []byte("”")}, {[]byte("„"), []byte("“")}, {[]byte("«"), []byte("»")},
}

// quotes remembers of which marks no closing one follows any more, so that a
// text of nothing but opening ones is read once.
type quotes [len(marks)]bool

// skip returns the length of the quotation that a text begins with, marks
// included, or 0.
func (q *quotes) skip(text []byte) int {
	for i, m := range marks {
		if q[i] || !bytes.HasPrefix(text, m.open) {
			continue
		}
		if end := bytes.Index(text[len(m.open):], m.close); end >= 0 {
			return len(m.open) + end + len(m.close)
		}
		q[i] = true
	}
	return 0
}
