package search

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"statuswiki/internal/entry"
)

// A Kind says what a phrase is of its page.
type Kind byte

// The kinds of phrases.
const (
	Number   Kind = '#' // the number itself, sub-statuses of servers included
	Name     Kind = 'n'
	Former   Kind = 'f' // an earlier name
	Alias    Kind = 'a' // what people say
	Message  Kind = 'm' // what programs say
	Constant Kind = 'k'
	Vendor   Kind = 'v' // what an owner calls it or uses it for
	Cause    Kind = 'c'
	Question Kind = 'q'
	Field    Kind = 'h' // a header field that belongs to it
	Summary  Kind = 's'
	Tag      Kind = 't'
	Listed   Kind = 'l' // what the page is about, where others are more to the point
)

// Kinds says what a phrase of each kind is worth.
var Kinds = map[Kind]int{
	Number: 10, Name: 10, Former: 9, Alias: 9, Message: 9, Constant: 8, Vendor: 4,
	Cause: 7, Question: 6, Field: 4, Summary: 4, Tag: 3, Listed: 5,
}

// Phrase is something that people may type to find a page.
type Phrase struct {
	Kind     Kind
	Text     string
	Fragment string // where it stands on the page, or empty
}

// Page is a page that can be found. Its first phrase is its title; that of a page
// about one code goes without the number, see [Page.Title].
type Page struct {
	Path    string // below the site's root: 401/
	Numbers []int  // the codes that it is about
	Phrases []Phrase

	// Facts of a code, for the table of codes.
	Standing string
	Tags     []int // indexes in the list of the index
	Vendors  []int // indexes of phrases of the page of vendors

	form    entry.Form // of its numbers
	class   int        // of its number among those of the index, counted from 1; 0 is none
	keys    []string   // of the phrases, while the index is made
	telling [][]string // their words that tell the page from others
}

// Title returns what a list of pages shows.
func (p *Page) Title() string {
	if len(p.Numbers) == 1 {
		return p.form.Label(p.Numbers[0]) + " " + p.Phrases[0].Text
	}
	return p.Phrases[0].Text
}

// Index is all that can be found.
type Index struct {
	Pages []Page
	Tags  [][2]string // slug and title

	form    entry.Form
	others  string
	classes [][2]string // name and class of the style, for codes of another form than HTTP's
}

// put adds a page that has all its phrases.
func (ix *Index) put(p Page) {
	p.keys, p.telling = nil, nil
	ix.Pages = append(ix.Pages, p)
}

// JSON writes the index as static/search.js reads it: search.json.
func (ix *Index) JSON() ([]byte, error) {
	type page struct {
		Path     string `json:"p"`
		Numbers  []int  `json:"n,omitempty"`
		Class    int    `json:"c,omitempty"` // of codes, counted from 1
		Standing string `json:"s,omitempty"`
		Tags     []int  `json:"g,omitempty"`
		Vendors  []int  `json:"v,omitempty"`
		Phrases  string `json:"l"` // a line each: the kind's letter, the text, a tab and the fragment
	}
	type codes struct {
		Least   int         `json:"least"`
		Most    int         `json:"most"`
		Prefix  string      `json:"prefix"`
		Classes [][2]string `json:"classes"`
		Others  string      `json:"others"` // style of the codes of no class
	}
	out := struct {
		Codes *codes            `json:"codes,omitempty"`
		Kinds map[string]int    `json:"kinds"`
		Stop  string            `json:"stop"`
		Units string            `json:"units"`
		Same  map[string]string `json:"same"`
		Tags  [][2]string       `json:"tags"`
		Pages []page            `json:"pages"`
	}{nil, make(map[string]int), stop, units, same, ix.Tags, nil}
	if !ix.form.HTTP() {
		c := codes{Prefix: ix.form.Prefix, Classes: ix.classes, Others: ix.others}
		c.Least, c.Most = ix.form.Digits()
		out.Codes = &c
	}
	for k, worth := range Kinds {
		out.Kinds[string(rune(k))] = worth
	}
	for _, p := range ix.Pages {
		lines := make([]string, len(p.Phrases))
		for i, ph := range p.Phrases {
			lines[i] = string(rune(ph.Kind)) + ph.Text
			if ph.Fragment != "" {
				lines[i] += "\t" + ph.Fragment
			}
		}
		out.Pages = append(out.Pages, page{p.Path, p.Numbers, p.class, p.Standing, p.Tags, p.Vendors, strings.Join(lines, "\n")})
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	if err := enc.Encode(out); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// add adds phrases of a kind, on one line each, without what is there already
// in the same words.
func (p *Page) add(kind Kind, texts ...string) {
	for _, text := range texts {
		p.at("", kind, text)
	}
}

// at adds a phrase that stands at a fragment of the page.
func (p *Page) at(fragment string, kind Kind, text string) {
	text = strings.Join(strings.Fields(strings.ReplaceAll(text, "`", "")), " ")
	words, key := indexed(text, kind == Constant), key(text)
	if key == "" && p.Phrases != nil { // a title without a word has to be shown all the same
		return
	}
	for i, old := range p.Phrases {
		if old.Fragment == fragment && (p.keys[i] == key || kind == Constant && p.keys[i] == bare(key)) {
			return
		}
	}
	p.Phrases = append(p.Phrases, Phrase{kind, text, fragment})
	p.keys, p.telling = append(p.keys, key), append(p.telling, p.tell(words))
}

// news adds those phrases that are more than the page's number and the words of
// an earlier phrase: «nginx 499» is no news beside «nginx closed».
func (p *Page) news(kind Kind, texts ...string) {
	for _, text := range texts {
		words := p.tell(indexed(text, kind == Constant))
		if !slices.ContainsFunc(p.telling, func(old []string) bool { return within(words, old) }) {
			p.add(kind, text)
		}
	}
}

// tell returns those words that tell the page from others.
func (p *Page) tell(words []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool {
		return isStop[w] || len(p.Numbers) == 1 && w == p.form.Number(p.Numbers[0])
	})
}

func within(words, others []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(others, w) })
}

// key is the same for two texts that differ only in what is no word, and in
// capitals.
func key(text string) string {
	var b strings.Builder
	for _, r := range runs(text) {
		b.WriteString(r.whole)
	}
	return b.String()
}

var around = regexp.MustCompile(`^(?:http)?(?:status)?(?:code)?(.*?)(?:codes?|errors?)?$`)

// bare takes from a key what stands around the name in constants, HTTP_, Status,
// HttpStatusCode, and behind it in what people say: nginx codes, 404 error.
func bare(key string) string { return around.ReplaceAllString(key, "$1") }
