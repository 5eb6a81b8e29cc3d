package entry

import (
	"fmt"
	"strconv"

	"statuswiki/internal/diag"
)

// chooser checks the questions of choose.yaml.
type chooser struct {
	*checker
	src     *source
	choose  *Choose
	parents map[string]*Question // slug → the question that leads there
	whole   bool                 // every question stands in the tree
}

// choose checks that the questions are a tree, that its ends are codes, and
// that it reaches every registered one.
func (c *checker) choose() {
	if c.set.chooseFile == nil || c.set.unread["choose.yaml"] {
		return // says so itself
	}
	h := &chooser{checker: c, src: c.set.chooseFile, choose: c.set.Choose, parents: make(map[string]*Question), whole: true}
	c.summary(h.src, h.choose.Summary)
	h.slugs()
	for i := range h.choose.Questions {
		h.answers(&h.choose.Questions[i])
	}
	h.reached()
}

// errorf reports an error at a value; from then on the tree has holes.
func (h *chooser) errorf(line, col int, rule, hint, format string, args ...any) {
	h.whole = false
	h.list.Hintf(h.src.at(line, col), rule, hint, format, args...)
}

// slugs checks the addresses of the questions.
func (h *chooser) slugs() {
	seen := make(map[string]bool)
	for i, q := range h.choose.Questions {
		slug := q.Slug
		switch {
		case i == 0 && slug.Given():
			h.errorf(slug.Line, slug.Col, "question-address", "remove the slug, or put the first question first", "the first question stands at /choose/ itself")
		case i > 0 && !slug.Given():
			h.errorf(q.Ask.Line, q.Ask.Col, "question-address", "add slug: a-word", "a question behind the first has no address")
		case i == 0 || slug.Value == "":
			// no address, or says so itself
		case Slug(slug.Value) != slug.Value || slug.Value == mapSlug || codeRef.MatchString(slug.Value):
			h.errorf(slug.Line, slug.Col, "question-address", "use lower-case letters, digits and hyphens; map and codes are taken", "%q cannot be the address of a question", cut(slug.Value, 40))
		case seen[slug.Value]:
			h.errorf(slug.Line, slug.Col, "question-twice", "", "there is a question %s already", slug.Value)
		}
		seen[slug.Value] = true
	}
}

// answers checks where the answers of a question lead.
func (h *chooser) answers(q *Question) {
	said, codes := make(map[string]bool), make(map[int]bool)
	for i := range q.Answers {
		a := &q.Answers[i]
		code, next := a.Code, a.Next
		switch {
		case code.Given() == next.Given():
			h.errorf(a.Say.Line, a.Say.Col, "answer-leads", "write next: the slug of a question, or code: a status code", "the answer must lead to a question or a code, and to one of them only")
		case code.Given() && code.Value == unreadable:
			h.whole = false // says so itself
		case code.Given() && !h.known(code.Value):
			h.errorf(code.Line, code.Col, "unknown-code", "answers end at registered codes and at those with an entry", "there is no code %d", code.Value)
		case code.Given() && codes[code.Value]:
			h.errorf(code.Line, code.Col, "answer-twice", "join the two answers", "an answer of this question ends at %d already", code.Value)
		case next.Given():
			h.leads(q, a)
		}
		codes[code.Value] = true
		if said[a.Say.Value] {
			h.errorf(a.Say.Line, a.Say.Col, "answer-twice", "say what is different", "the question has this answer already")
		}
		said[a.Say.Value] = true
	}
}

// leads checks an answer that leads to another question.
func (h *chooser) leads(from *Question, a *Answer) {
	next := a.Next
	to := h.choose.Question(next.Value)
	switch {
	case next.Value == "":
		h.whole = false // says so itself
	case to == nil:
		var known []string
		for _, q := range h.choose.Questions[1:] {
			known = append(known, q.Slug.Value)
		}
		h.errorf(next.Line, next.Col, "unknown-question", didYouMean(next.Value, known), "there is no question %s", cut(next.Value, 40))
	case h.above(from, next.Value):
		h.errorf(next.Line, next.Col, "question-circle", "end at a code, or lead on", "%s has been asked on the way here", cut(next.Value, 40))
	case h.parents[next.Value] != nil:
		h.errorf(next.Line, next.Col, "question-parent", "end at the codes themselves; they may stand in several places", "an answer in /%s leads to %s already", h.parents[next.Value].Path(), cut(next.Value, 40))
	default:
		h.parents[next.Value] = from
	}
}

// above reports whether the question with the slug is asked on the way to q, or
// is q itself.
func (h *chooser) above(q *Question, slug string) bool {
	for range h.choose.Questions { // parents hold no circle, but none is trusted
		if q == nil {
			break
		}
		if q.Slug.Value == slug {
			return true
		}
		q = h.parents[q.Slug.Value]
	}
	return false
}

// reached checks what the answers reach, and after how many.
func (h *chooser) reached() {
	trails := h.choose.Trails()
	ends := make(map[int]bool)
	for i := range h.choose.Questions {
		q := &h.choose.Questions[i]
		trail, reached := trails[q]
		if !reached && h.parents[q.Slug.Value] == nil && q.Slug.Value != "" && h.choose.Question(q.Slug.Value) == q {
			h.errorf(q.Slug.Line, q.Slug.Col, "question-lost", "add an answer with next: "+q.Slug.Value, "no answer leads to %s", cut(q.Slug.Value, 40))
		}
		for _, a := range q.Answers {
			if reached && len(trail)+1 == MaxAnswers+1 {
				h.errorf(a.Say.Line, a.Say.Col, "too-many-answers", "ask fewer questions before it", "this is answer %d in a row, at most %d are allowed", len(trail)+1, MaxAnswers)
			}
			ends[a.Code.Value] = reached && a.Ends() || ends[a.Code.Value]
		}
	}
	if !h.whole {
		return // what is missing follows from what is wrong
	}
	for _, r := range h.set.Registry {
		if !ends[r.Code] && h.set.Entry(r.Code) != nil { // else the entry comes first
			h.list.Add(diag.Finding{
				Pos: diag.Pos{File: h.src.file}, Level: diag.Warning, Rule: "unreached-code",
				Text: fmt.Sprintf("no answer ends at %d %s", r.Code, r.Phrase),
				Hint: "add an answer with code: " + strconv.Itoa(r.Code),
			})
		}
	}
}
