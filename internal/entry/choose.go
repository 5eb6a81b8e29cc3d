package entry

import (
	"slices"
	"strconv"
	"strings"
)

// Choose is choose.yaml: the questions of /choose/, whose answers lead to the
// code that fits. They are a tree, so that the way to a question is known from
// its address alone and the pages work without script; a code may be the end of
// several ways.
type Choose struct {
	Title     At[string] `yaml:"title" need:"yes" prose:"yes"`
	Summary   At[string] `yaml:"summary" need:"yes" prose:"yes"`
	Questions []Question `yaml:"questions" need:"yes"`
}

// Question is one question and its answers.
type Question struct {
	Slug    At[string] `yaml:"slug"` // the first question has none
	Ask     At[string] `yaml:"ask" need:"yes" prose:"yes"`
	Why     At[string] `yaml:"why" need:"yes" prose:"yes"` // it matters
	Answers []Answer   `yaml:"answers" need:"yes"`
}

// Answer leads to the next question or ends at a code.
type Answer struct {
	Say     At[string] `yaml:"say" need:"yes" prose:"yes"`
	Next    At[string] `yaml:"next"` // slug of a question
	Code    At[int]    `yaml:"code"`
	Because At[string] `yaml:"because" need:"yes" prose:"yes"`
}

// Ends reports whether the answer ends at a code.
func (a *Answer) Ends() bool { return a.Code.Given() }

// Step is an answer that was given to a question on the way to somewhere.
type Step struct {
	Question *Question
	Answer   *Answer
}

// MaxAnswers is how many answers at most lead to a code. Nobody goes on for
// longer.
const MaxAnswers = 7

// choosePath is the folder of the questions below the site's root, and mapSlug
// the page with the picture of all of them.
const (
	choosePath = "choose/"
	mapSlug    = "map"
)

// Path returns the URL path of the question below the site's root.
func (q *Question) Path() string {
	if q.Slug.Value == "" {
		return choosePath
	}
	return choosePath + q.Slug.Value + "/"
}

// End returns the URL path of the page on which an answer ends. A code ends a
// question once, so it names the answer.
func (q *Question) End(code int) string { return q.Path() + strconv.Itoa(code) + "/" }

// MapPath returns the URL path of the picture of all questions.
func (c *Choose) MapPath() string { return choosePath + mapSlug + "/" }

// First returns the question at which everybody begins, or nil if there are no
// questions.
func (c *Choose) First() *Question {
	if len(c.Questions) == 0 {
		return nil
	}
	return &c.Questions[0]
}

// Question returns the question with the slug, or nil.
func (c *Choose) Question(slug string) *Question {
	i := slices.IndexFunc(c.Questions, func(q Question) bool { return q.Slug.Value == slug })
	if i < 0 {
		return nil
	}
	return &c.Questions[i]
}

// Trails returns, for each question that can be reached, the answers that lead
// there; for the first question there are none.
func (c *Choose) Trails() map[*Question][]Step {
	trails := make(map[*Question][]Step)
	var visit func(q *Question, trail []Step)
	visit = func(q *Question, trail []Step) {
		if _, seen := trails[q]; q == nil || seen {
			return
		}
		trails[q] = trail
		for i := range q.Answers {
			a := &q.Answers[i]
			if !a.Ends() && a.Next.Given() {
				visit(c.Question(a.Next.Value), append(slices.Clip(trail), Step{q, a}))
			}
		}
	}
	visit(c.First(), nil)
	return trails
}

// page reports whether a path below the site's root is a page of the questions.
func (c *Choose) page(path string) bool {
	if c.First() == nil {
		return false
	}
	if path == choosePath || path == c.MapPath() {
		return true
	}
	return slices.ContainsFunc(c.Questions, func(q Question) bool {
		return path == q.Path() || slices.ContainsFunc(q.Answers, func(a Answer) bool { return a.Ends() && path == q.End(a.Code.Value) })
	})
}

// lower writes the first letter of an answer small, as within a sentence,
// unless it begins with a word in capitals or the speaker.
func lower(s string) string {
	if len(s) < 2 || s[0] < 'A' || s[0] > 'Z' || s[1] >= 'A' && s[1] <= 'Z' || strings.HasPrefix(s, "I ") {
		return s
	}
	return string(s[0]+'a'-'A') + s[1:]
}

// Words returns the answer as part of a sentence.
func (a *Answer) Words() string { return lower(a.Say.Value) }
