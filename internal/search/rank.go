package search

import (
	"fmt"
	"math/bits"
	"regexp"
	"slices"
	"strings"

	"statuswiki/internal/entry"
)

// Hit is a page that answers a query.
type Hit struct {
	Path  string `json:"path"` // below the site's root, with the fragment if there is one
	Title string `json:"title"`
	Found string `json:"found"` // the phrase that fits best
	Score int    `json:"score"`
}

// What goes before all words: see the package comment.
const (
	exactly   = 100_000
	byNumber  = 50_000
	byPrefix  = 20_000
	byClass   = 10_000
	unknown   = 2 // weight of a word that fits nothing
	qualities = 8 // the best of them
)

// Reader answers queries. It may be used by several goroutines.
type Reader struct {
	pages   []Page
	phrases []phrase
	words   []word
	byText  map[string]int // index in words

	form     entry.Form
	prefixed *regexp.Regexp // the beginning of a code
}

type phrase struct {
	Phrase
	page   int
	key    string
	words  []int // of the index, each once
	weight int
}

type word struct {
	text   string
	in     []int // phrases
	weight int
}

// Reader prepares the index for queries.
func (ix *Index) Reader() *Reader {
	r := &Reader{pages: ix.Pages, byText: make(map[string]int), form: ix.form}
	_, most := ix.form.Digits()
	r.prefixed = regexp.MustCompile(fmt.Sprintf(`^[1-9](?:[0-9]{0,%d}[xX]{0,%d})$`, most-1, most-1))
	lastPage, pages := []int{}, []int{} // by word: the last page with it, and how many
	for i, p := range ix.Pages {
		for _, ph := range ix.all(&p) {
			texts := indexed(ph.Text, ph.Kind == Constant)
			made := phrase{Phrase: ph, page: i, key: key(ph.Text)}
			for _, text := range texts {
				w, ok := r.byText[text]
				if !ok {
					w = len(r.words)
					r.byText[text] = w
					r.words, lastPage, pages = append(r.words, word{text: text}), append(lastPage, -1), append(pages, 0)
				}
				if slices.Contains(made.words, w) {
					continue
				}
				made.words = append(made.words, w)
				r.words[w].in = append(r.words[w].in, len(r.phrases))
				if lastPage[w] != i {
					lastPage[w] = i
					pages[w]++
				}
			}
			r.phrases = append(r.phrases, made)
		}
	}
	for w := range r.words {
		r.words[w].weight = bits.Len(uint(len(r.pages) / pages[w]))
		if isStop[r.words[w].text] {
			r.words[w].weight = 1
		}
	}
	for i := range r.phrases {
		for _, w := range r.phrases[i].words {
			r.phrases[i].weight += r.words[w].weight
		}
	}
	return r
}

// all returns the phrases of a page; the number of a code is one, and its tags
// are.
func (ix *Index) all(p *Page) []Phrase {
	var out []Phrase
	if len(p.Numbers) == 1 {
		out = append(out, Phrase{Kind: Number, Text: ix.form.Number(p.Numbers[0])})
	}
	out = append(out, p.Phrases...)
	for _, t := range p.Tags {
		out = append(out, Phrase{Kind: Tag, Text: ix.Tags[t][1]})
	}
	return out
}

// Find returns the pages that answer a query, the best first, at most as many as
// told.
func (r *Reader) Find(text string, most int) []Hit {
	q := r.parse(text)
	all := 0                             // W(query)
	sums := make([]int, len(r.phrases))  // M
	bests := make([]int, len(r.phrases)) // of one word
	covers := make([]int, len(r.pages))  // C
	cover := make([]int, len(r.pages))   // of one word
	for i, w := range q.words {
		fits, weight := r.fits(w, i+1 == len(q.words))
		all += weight
		var phrases, pages []int
		for _, f := range fits {
			for _, i := range r.words[f.word].in {
				if bests[i] == 0 {
					phrases = append(phrases, i)
				}
				bests[i] = max(bests[i], f.quality)
				page := r.phrases[i].page
				if cover[page] == 0 {
					pages = append(pages, page)
				}
				cover[page] = max(cover[page], f.quality*Kinds[r.phrases[i].Kind])
			}
		}
		for _, i := range phrases {
			sums[i] += weight * bests[i]
			bests[i] = 0
		}
		for _, i := range pages {
			covers[i] += weight * cover[i]
			cover[i] = 0
		}
	}
	return r.list(q, all, sums, covers, most)
}

// list adds up the scores and sorts.
func (r *Reader) list(q query, all int, sums, covers []int, most int) []Hit {
	type scored struct{ page, phrase, score int }
	best := make([]scored, len(r.pages))
	for i := range best {
		best[i] = scored{i, -1, 0}
	}
	for i, ph := range r.phrases {
		same := ph.key != "" && slices.Contains(q.keys, ph.key)
		if sums[i] == 0 && !same {
			continue
		}
		worth := Kinds[ph.Kind]
		score := 2000 * sums[i] / (qualities * (all + ph.weight)) * worth / 10
		switch {
		case same:
			score += exactly + 1000*worth
		case r.sub(ph) != "" && slices.Contains(q.words, r.sub(ph)):
			score += byNumber
		}
		if score > best[ph.page].score {
			best[ph.page].phrase, best[ph.page].score = i, score
		}
	}
	var out []scored
	for i := range best {
		if all > 0 {
			best[i].score += 1000 * covers[i] / (10 * qualities * all)
		}
		best[i].score += r.numbers(q, &r.pages[i])
		if best[i].score > 0 {
			out = append(out, best[i])
		}
	}
	slices.SortStableFunc(out, func(a, b scored) int { return b.score - a.score })
	hits := make([]Hit, 0, min(most, len(out)))
	for _, s := range out[:min(most, len(out))] {
		p := r.pages[s.page]
		h := Hit{Path: p.Path, Title: p.Title(), Score: s.score}
		if s.phrase >= 0 {
			h.Found = r.phrases[s.phrase].Text
			if f := r.phrases[s.phrase].Fragment; f != "" {
				h.Path += "#" + f
			}
		}
		hits = append(hits, h)
	}
	return hits
}

// sub returns the number that a phrase begins with, if it has a point.
func (r *Reader) sub(ph phrase) string {
	if ph.Kind != Number || !strings.Contains(r.words[ph.words[0]].text, ".") {
		return ""
	}
	return r.words[ph.words[0]].text
}

// numbers returns what a page gets for its numbers.
func (r *Reader) numbers(q query, p *Page) int {
	score := 0
	if q.field != "" && p.Path == q.field {
		return byNumber
	}
	for _, n := range p.Numbers {
		text := r.form.Number(n)
		if slices.Contains(q.numbers, text) {
			score += byNumber * len(p.Numbers)
		} else if len(p.Numbers) == 1 && r.prefixed.MatchString(q.alone) && strings.HasPrefix(text, strings.TrimRight(q.alone, "x")) {
			return byPrefix
		} else {
			return 0
		}
	}
	if score == 0 && len(q.numbers) == 1 && q.numbers[0] == q.alone && !r.knows(q.alone) && inClass(p.Path, q.alone) {
		return byClass
	}
	return score
}

var classPath = regexp.MustCompile(`^([1-9][0-9]*)x+/$`)

// inClass reports whether a path is that of the class of a number.
func inClass(path, number string) bool {
	m := classPath.FindStringSubmatch(path)
	return m != nil && len(path) == len(number)+1 && strings.HasPrefix(number, m[1])
}
