package search

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
)

var (
	statusLine = regexp.MustCompile(`HTTP/[0-9](?:\.[0-9])?"? +([0-9]{3})(?:[^0-9]|$)`)
	errno      = regexp.MustCompile(`\([0-9]+:`)
	constants  = regexp.MustCompile(`^(?:[A-Za-z]\w*(?:\.|::))+([A-Za-z]\w*)$`)
	fieldLine  = regexp.MustCompile(`^[ <>]*([A-Za-z-]+):`)
)

// query is what somebody typed, in words.
type query struct {
	words   []string // each once
	keys    []string // the exact text; a constant without what qualifies it; that, bare
	numbers []string
	alone   string // the query, if it is one word
	field   string // address of the header field with whose name and a colon it begins
}

func (r *Reader) parse(text string) query {
	if u := utf16.Encode([]rune(text)); len(u) > maxChars {
		text = string(utf16.Decode(u[:maxChars]))
	}
	var q query
	line := statusLine.FindStringSubmatch(text)
	var words []string
	q.keys = []string{key(text)}
	text = constants.ReplaceAllString(text, "$1")
	q.keys = append(q.keys, key(text), bare(key(text)))
	all := runs(errno.ReplaceAllString(text, " "))
	if len(all) == 1 {
		q.alone = all[0].whole
	}
	for _, run := range all {
		if _, ok := r.byText[strings.Join(fold([]string{run.whole}), " ")]; ok || len(run.parts) == 1 {
			words = append(words, run.whole)
		} else {
			words = append(words, run.parts...)
		}
	}
	least, most := r.form.Digits()
	for i, w := range words {
		number, _, _ := strings.Cut(w, ".")
		if !r.form.HTTP() { // whose codes are written E1001, too
			number = strings.TrimLeft(number, "abcdefghijklmnopqrstuvwxyz")
		}
		if len(number) >= least && len(number) <= most && strings.Trim(number, "0123456789") == "" && (!strings.Contains(w, ".") || r.knows(w)) &&
			(i+1 == len(words) || !isUnit[stem(words[i+1])]) && !slices.Contains(q.numbers, number) {
			q.numbers = append(q.numbers, number)
		}
	}
	if f := fieldLine.FindStringSubmatch(text); f != nil {
		q.field = "headers/" + strings.ToLower(f[1]) + "/"
	}
	if line != nil && r.form.HTTP() {
		q.numbers = []string{line[1]}
	}
	words = fold(words)
	for _, w := range words {
		if len(q.words) < maxWords && !slices.Contains(q.words, w) {
			q.words = append(q.words, w)
		}
	}
	return q
}

func (r *Reader) knows(text string) bool { _, ok := r.byText[text]; return ok }

// fit is a word of the index that a word of a query stands for.
type fit struct{ word, quality int }

// fits returns the words of the index that a word of a query stands for, and
// what it weighs.
func (r *Reader) fits(text string, last bool) ([]fit, int) {
	var out []fit
	number := strings.Trim(text, "0123456789.") == ""
	least := 4
	if last {
		least = 2
	}
	for i, w := range r.words {
		switch {
		case w.text == text:
			out = append(out, fit{i, qualities})
		case len(text) >= least && !number && strings.HasPrefix(w.text, text):
			out = append(out, fit{i, 3 + 4*len(text)/len(w.text)})
		}
	}
	if len(out) == 0 && len(text) >= 4 && !strings.ContainsAny(text, "0123456789") {
		most := 1
		if len(text) >= 8 {
			most = 2
		}
		for i, w := range r.words {
			if w.text[0] == text[0] {
				if d := slips(text, w.text, most); d <= most {
					out = append(out, fit{i, 7 - 2*d})
				}
			}
		}
	}
	weight, best := unknown, 0
	if isStop[text] {
		weight = 1
	}
	for _, f := range out {
		if f.quality > best {
			best, weight = f.quality, r.words[f.word].weight
		}
	}
	return out, weight
}

// slips counts how often a key was missed, struck twice, wrongly or too early
// between two words; above most, it says most+1.
func slips(a, b string, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	var before, last []int
	now := make([]int, len(b)+1)
	for j := range now {
		now[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, now = last, now, make([]int, len(b)+1)
		now[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			now[j] = min(last[j]+1, now[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
		}
	}
	return min(now[len(b)], most+1)
}
