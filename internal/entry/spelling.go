package entry

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"statuswiki/internal/diag"
	"statuswiki/internal/spell"
)

// Speller reports misspelled and doubled words. It keeps what it found in a
// file, so that the same one can be asked again and again while somebody
// writes. The zero value is ready to use, also by several goroutines, one of
// which then waits for the other.
type Speller struct {
	begun   atomic.Bool
	mu      sync.Mutex // guards what follows
	set     *Set       // that was asked about last, and what was found in it:
	kept    map[*source][]doubt
	own     *ownWords
	found   *diag.List
	english map[string]bool // answers of the dictionary
	hints   map[string]string
	hintsOf *source // the words.txt that they are from
}

// doubt is a word in which something may be wrong.
type doubt struct {
	word   string
	offset int
	again  bool // it stands twice
}

// Check returns the findings about the words of a set. Words are held against
// the dictionary if the content has a words.txt, for without it there is no
// telling which language this is.
func (sp *Speller) Check(s *Set) *diag.List {
	sp.begun.Store(true)
	sp.mu.Lock()
	defer sp.mu.Unlock()
	if sp.english == nil {
		sp.english = make(map[string]bool)
	}
	if edited, ok := s.Edited(sp.set); !ok {
		sp.all(s)
	} else if len(edited) > 0 {
		sp.again(s, edited)
	}
	sp.set = s
	found := &diag.List{}
	found.Add(sp.found.Sorted()...)
	sp.own.unused(found)
	return fewer(found)
}

// again looks at entries that were edited since the last time.
func (sp *Speller) again(s *Set, edited []int) {
	gone := make(map[string]bool, len(edited))
	for _, i := range edited {
		src := sp.set.Entries[i].src
		gone[src.file] = true
		for _, d := range sp.kept[src] {
			if !d.again && sp.own != nil {
				sp.own.use(d.word, -1)
			}
		}
		delete(sp.kept, src)
	}
	was := sp.found.Sorted()
	sp.found = &diag.List{}
	sp.found.Add(slices.DeleteFunc(was, func(f diag.Finding) bool { return gone[f.Pos.File] })...)
	for _, i := range edited {
		w := s.Entries[i].written()
		sp.kept[w.src] = sp.read(w)
		sp.judge(w.src)
	}
}

// all looks at all files.
func (sp *Speller) all(s *Set) {
	sp.found = &diag.List{}
	sp.own = readWords(s, sp.found)
	if sp.hints == nil || sp.hintsOf != s.wordsFile || len(sp.hints) >= maxHints {
		sp.hints, sp.hintsOf = make(map[string]string), s.wordsFile
	}
	next := make(map[*source][]doubt)
	for w := range s.written() {
		doubts, known := sp.kept[w.src]
		if !known {
			doubts = sp.read(w)
		}
		next[w.src] = doubts
	}
	sp.kept = next
	for w := range s.written() { // anew, since what was meant is guessed from all that was read
		sp.judge(w.src)
	}
}

// Begin reports whether nobody has begun to ask yet, and takes it that the
// caller does now. To look at all files for the first time takes a moment that
// not everybody has to wait for.
func (sp *Speller) Begin() bool { return !sp.begun.Swap(true) }

// judge reports the doubts in a file that the content's own words do not settle.
func (sp *Speller) judge(src *source) {
	for _, d := range sp.kept[src] {
		switch {
		case d.again:
			src.warning(sp.found, d.offset, "word-twice", "leave one of them out", fmt.Sprintf("%q stands twice", cut(d.word, 40)))
		case sp.own != nil && !sp.own.use(d.word, 1):
			src.warning(sp.found, d.offset, "spelling", sp.hint(d.word, sp.own), fmt.Sprintf("%q is in neither the dictionary nor words.txt", cut(d.word, 40)))
		}
	}
}

// maxHints is how many words of one run get a hint that names others. A text in
// another language, in which every word is unknown, should not cost a minute.
const maxHints = 300

// warning reports what may be wrong at an offset.
func (s *source) warning(found *diag.List, offset int, rule, hint, text string) {
	found.Add(diag.Finding{Pos: s.pos(offset), Level: diag.Warning, Rule: rule, Text: text, Hint: hint})
}

// hint names what may have been meant. To find out costs more than anything
// else here, so that it is remembered.
func (sp *Speller) hint(word string, own *ownWords) string {
	const add = "if it is right, add it to " + wordsName
	if h, ok := sp.hints[word]; ok {
		return h
	}
	if len(sp.hints) >= maxHints {
		return add
	}
	h := add
	if near := own.words.Suggest(word, func(w string) bool { return sp.english[w] }); len(near) > 0 {
		h = "did you mean `" + strings.Join(near, "`, `") + "`? Or " + add
	}
	sp.hints[word] = h
	return h
}

// read looks at all words of a file.
func (sp *Speller) read(w written) []doubt {
	var out []doubt
	for f := range facts(w.facts) {
		if text, ok := f.value.(string); ok && f.prose && !isQuestion(text) {
			out = append(out, sp.readFact(w.src, f, text)...)
		}
	}
	if root := w.root(); root != nil {
		out = append(out, sp.readBody(w.src, root)...)
	}
	return out
}

// doubts lists the doubtful words of a text.
func (sp *Speller) doubts(text []byte) []doubt {
	var out []doubt
	for w := range spell.All(text) {
		if w.Again {
			out = append(out, doubt{string(w.Text), w.Offset, true})
		}
		if w.Name {
			continue
		}
		known, seen := sp.english[string(w.Text)]
		if !seen {
			known = new(spell.Words).Known(string(w.Text))
			sp.english[string(w.Text)] = known
		}
		if !known {
			out = append(out, doubt{string(w.Text), w.Offset, false})
		}
	}
	return out
}

// readFact finds the doubtful words of one value. The file may have it in
// quotes or over several lines, so that the place of a word is that of its n-th
// mention behind the place of the value.
func (sp *Speller) readFact(src *source, f fact, value string) []doubt {
	text := []byte(value)
	for i, part := range bytes.Split(text, []byte("`")) {
		if i%2 == 1 {
			for j := range part {
				part[j] = spell.Gap // parts share the bytes of text
			}
		}
	}
	out := sp.doubts(text)
	begin := src.begin(f.line) + f.col - 1
	for i, d := range out {
		at := begin
		for range 1 + strings.Count(value[:d.offset], d.word) {
			if j := bytes.Index(src.text[min(at, len(src.text)):], []byte(d.word)); j >= 0 {
				out[i].offset = at + j
				at += j + len(d.word)
			}
		}
		out[i].offset = max(out[i].offset, begin)
	}
	return out
}

// readBody finds the doubtful words of the Markdown: in paragraphs, headings,
// terms and cells, without code, addresses and cross references.
func (sp *Speller) readBody(src *source, root ast.Node) []doubt {
	shown := make([]byte, len(src.text)) // what is to be read, where it stands
	var out []doubt
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n.(type) {
		case *CodeNode:
			return ast.WalkSkipChildren, nil
		case *ast.Paragraph, *ast.TextBlock, *ast.Heading, *east.DefinitionTerm, *east.TableCell:
			from, to := show(n, src.text, shown)
			for _, d := range sp.doubts(shown[from:to]) {
				d.offset += from
				out = append(out, d)
			}
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return out
}

// show copies the running text of a block to where it stands in the file, and
// puts gaps where something else stood. It returns where the block begins and
// ends.
func show(block ast.Node, text, shown []byte) (from, to int) {
	from = len(text)
	put := func(start, stop int, gap bool) {
		from, to = min(from, start), max(to, stop)
		copy(shown[start:stop], text[start:stop])
		for i := start; gap && i < stop; i++ {
			shown[i] = spell.Gap
		}
	}
	_ = ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			code := n.Parent() != nil && n.Parent().Kind() == ast.KindCodeSpan
			put(n.Segment.Start, n.Segment.Stop, code || isQuestion(string(n.Segment.Value(text))))
		case *CrossRef:
			put(n.Offset, n.Offset+1, true)
		case *ast.AutoLink:
			if at := offsetOf(n); at < len(text) {
				put(at, at+1, true)
			}
		case *ast.CodeSpan:
			if n.FirstChild() == nil {
				return ast.WalkSkipChildren, nil
			}
		}
		return ast.WalkContinue, nil
	})
	return min(from, to), to
}

// sortedBefore orders words without case, as a reader looks them up.
func sortedBefore(a, b string) bool {
	return slices.Compare([]rune(strings.ToLower(a)), []rune(strings.ToLower(b))) <= 0
}
