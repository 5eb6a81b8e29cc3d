package entry

import (
	"os"
	"slices"
	"testing"
	"testing/fstest"

	"statuswiki/internal/diag"
)

// TestChoose walks all ways through the wiki's own questions.
func TestChoose(t *testing.T) {
	set, _, err := Load(os.DirFS("../../content"), "content/", nil)
	if err != nil {
		t.Fatal(err)
	}
	c := set.Choose
	trails := c.Trails()
	if len(trails) != len(c.Questions) || len(trails) < 10 {
		t.Errorf("%d of %d questions are reached", len(trails), len(c.Questions))
	}
	ends := make(map[int]int) // code → fewest answers
	for i := range c.Questions {
		q := &c.Questions[i]
		if n := len(q.Answers); n < 2 || n > 7 {
			t.Errorf("%s has %d answers", q.Path(), n)
		}
		for _, a := range q.Answers {
			if n := len(trails[q]) + 1; a.Ends() && (ends[a.Code.Value] == 0 || n < ends[a.Code.Value]) {
				ends[a.Code.Value] = n
			}
		}
	}
	for _, r := range set.Registry {
		if n := ends[r.Code]; n == 0 || n > MaxAnswers {
			t.Errorf("%d is reached after %d answers", r.Code, n)
		}
	}
	for _, group := range [][]int{{401, 403, 404}, {400, 409, 422}, {301, 302, 303, 307, 308}, {502, 503, 504}} {
		if !slices.ContainsFunc(c.Questions, func(q Question) bool { return len(trails[c.Question(q.Slug.Value)]) < 4 && q.tells(group) }) {
			t.Errorf("no question within four answers tells %v apart", group)
		}
	}
}

// tells reports whether the codes are answers of the question.
func (q *Question) tells(codes []int) bool {
	for _, code := range codes {
		if !slices.ContainsFunc(q.Answers, func(a Answer) bool { return a.Code.Value == code }) {
			return false
		}
	}
	return true
}

func TestChooseWithout(t *testing.T) {
	tree := validTree(t)
	delete(tree, "choose.yaml")
	set, found := load(t, tree)
	if len(found) > 0 || set.Choose.First() != nil || len(set.Choose.Trails()) > 0 || set.Choose.page("choose/map/") {
		t.Errorf("content without questions has some, or findings:\n%s", lines(found))
	}
}

func TestAnswerWords(t *testing.T) {
	for in, want := range map[string]string{"It worked": "it worked", "XML is wanted": "XML is wanted", "“Quoted”": "“Quoted”", "I wait": "I wait", "": "", "A": "A", "Äh": "Äh"} {
		if got := lower(in); got != want {
			t.Errorf("lower(%q) = %q, not %q", in, got, want)
		}
	}
}

// FuzzChoose reads any text as the questions. If nothing is said against them,
// they are a tree of which every part can be shown.
func FuzzChoose(f *testing.F) {
	f.Add(string(validTree(f)["choose.yaml"].Data))
	_, cases := readCases(f, "testdata/broken/choose.txt")
	for _, c := range cases {
		tree := validTree(f)
		c.apply(f, tree)
		f.Add(string(tree["choose.yaml"].Data))
	}
	if own, err := os.ReadFile("../../content/choose.yaml"); err == nil {
		f.Add(string(own))
	}
	f.Fuzz(func(t *testing.T, text string) {
		tree := validTree(t)
		tree["choose.yaml"] = &fstest.MapFile{Data: []byte(text)}
		set, found := load(t, tree)
		checkPlaces(t, set, found)
		c := set.Choose
		trails := c.Trails()
		if slices.ContainsFunc(found, func(f diag.Finding) bool { return f.Pos.File == "choose.yaml" }) {
			return
		}
		paths := make(map[string]bool)
		add := func(path string) {
			if paths[path] || !c.page(path) {
				t.Errorf("%s stands twice, or is no page", path)
			}
			paths[path] = true
		}
		add(c.MapPath())
		for i := range c.Questions {
			q := &c.Questions[i]
			trail, reached := trails[q]
			if !reached || len(trail) >= MaxAnswers {
				t.Errorf("%s: reached %v, after %d answers", q.Path(), reached, len(trail))
			}
			add(q.Path())
			for _, a := range q.Answers {
				if a.Ends() {
					add(q.End(a.Code.Value))
				} else if c.Question(a.Next.Value) == nil {
					t.Errorf("%q leads nowhere", a.Say.Value)
				}
			}
		}
	})
}
