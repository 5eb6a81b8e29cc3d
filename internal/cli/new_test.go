package cli_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"statuswiki/internal/cli"
	"statuswiki/internal/diag"
	"statuswiki/internal/entry"
)

// scaffoldTree is content about which nothing is to be said, but that 425 is
// registered and has no entry.
func scaffoldTree(t *testing.T) fstest.MapFS {
	t.Helper()
	tree := fstest.MapFS{}
	root := os.DirFS("../entry/testdata/valid")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(root, name)
		if name == "registry.json" {
			text = []byte(strings.Replace(string(text), `"codes": [`, `"codes": [{"code": 425, "phrase": "Too Early", "spec": "RFC 8470 §5.2", "standing": "standard"}, `, 1))
		}
		tree[name] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func checkedTree(t *testing.T, tree fs.FS) (*entry.Set, []diag.Finding) {
	t.Helper()
	set, list, err := entry.Load(tree, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	list.Add(set.Alike().Sorted()...)
	return set, list.Sorted()
}

var (
	factQuestion = regexp.MustCompile(`"\?\?\? ([^"]*)"`)
	textQuestion = regexp.MustCompile(`(?m)\?\?\? (.*?)( \{#.*)?$`)
)

// answered writes an answer over each question, as an author does. number
// keeps the answers of two entries apart.
func answered(text string, number int) string {
	front, body, _ := strings.Cut(text[4:], "\n---\n")
	n := 0
	answer := func(question string) string {
		n++
		for begin, answer := range map[string]string{
			"Who sends it":             "origin server",
			"Can a client":             "true",
			"May a cache":              "explicit only",
			"May the request":          "never",
			"Which of ":                "authentication",
			"Where is it met":          "in logs",
			"Where does the owner":     "https://www.example.com/owner",
			"At which address":         "https://www.example.com/source",
			"On which day":             "2026-11-21",
			"As of which day":          "2026-11-21",
			"The constant":             "none",
			"Who can do that: visitor": "visitor, CDN",
		} {
			if strings.HasPrefix(question, begin) {
				return answer
			}
		}
		return fmt.Sprintf("It is %c%c%c%c.", 'A'+n/26, 'a'+n%26, 'a'+number/26%26, 'a'+number%26)
	}
	front = factQuestion.ReplaceAllStringFunc(front, func(q string) string { return answer(factQuestion.FindStringSubmatch(q)[1]) })
	body = textQuestion.ReplaceAllStringFunc(body, func(q string) string {
		m := textQuestion.FindStringSubmatch(q)
		return answer(m[1]) + m[2]
	})
	return "---\n" + front + "\n---\n" + body
}

func TestScaffold(t *testing.T) {
	tree := scaffoldTree(t)
	var all []int
	for _, c := range []struct {
		code int
		name string
	}{
		{100, "First"}, {199, "Some Hint"}, {299, `Größe: "so" \ # {x}`}, {399, "Elsewhere"}, {425, ""}, {468, "``` <b>&"}, {599, "'Last'"}, {600, "Beyond"}, {999, "- none"},
	} {
		t.Run(fmt.Sprint(c.code), func(t *testing.T) {
			set, _ := checkedTree(t, tree)
			number := fmt.Sprint(c.code)
			text, err := cli.Scaffold(set, number, c.name)
			if err != nil {
				t.Fatal(err)
			}
			file := "codes/" + number + ".md"
			tree[file] = &fstest.MapFile{Data: text}
			_, found := checkedTree(t, tree)
			asked := 0
			for _, f := range found {
				if f.Pos.File == file {
					asked++
				}
				if f.Pos.File == file && f.Rule != "unanswered" {
					t.Errorf("before the answers: %v", f)
				}
			}
			if want := strings.Count(string(text), entry.Unanswered); asked != want || asked < 20 {
				t.Errorf("%d questions are reported, there are %d", asked, want)
			}
			tree[file] = &fstest.MapFile{Data: []byte(answered(string(text), c.code))}
			set, found = checkedTree(t, tree)
			for _, f := range found {
				if f.Pos.File == file {
					t.Errorf("after the answers: %v\n%s", f, tree[file].Data)
				}
			}
			e := set.Entry(c.code)
			want := c.name
			if c.code == 425 {
				want = "Too Early"
				if e.Spec.Value != "RFC 8470 §5.2" || e.Standing.Value != "standard" || len(e.Meanings) != 0 {
					t.Errorf("registered: %+v", e.Facts)
				}
			} else if e.Standing.Value != "unofficial" || len(e.Meanings) != 1 || e.Meanings[0].Name.Value != c.name {
				t.Errorf("unofficial: %+v", e.Facts)
			}
			if e.Name.Value != want {
				t.Errorf("the name is %q, not %q", e.Name.Value, want)
			}
			all = append(all, c.code)
		})
	}
	// All of them together: what is the same in each is not said twice.
	_, found := checkedTree(t, tree)
	for _, f := range found {
		if f.Rule != "unreached-code" { // no question leads to 425, and that is for the author to see
			t.Errorf("%v: %v", all, f)
		}
	}
}

// Two entries that are begun ask the same questions, which is no repetition.
func TestScaffoldTwice(t *testing.T) {
	tree := scaffoldTree(t)
	set, _ := checkedTree(t, tree)
	for _, number := range []string{"468", "469"} {
		text, err := cli.Scaffold(set, number, "Name")
		if err != nil {
			t.Fatal(err)
		}
		tree["codes/"+number+".md"] = &fstest.MapFile{Data: text}
	}
	_, found := checkedTree(t, tree)
	for _, f := range found {
		if strings.HasPrefix(f.Pos.File, "codes/46") && f.Rule != "unanswered" {
			t.Error(f)
		}
	}
}

func TestScaffoldRefuses(t *testing.T) {
	set, _ := checkedTree(t, scaffoldTree(t))
	for _, c := range []struct{ number, name, want string }{
		{"401", "", "codes/401.md is about 401 already"},
		{"0", "x", "0 is not a code"},
		{"99", "x", "100 to 999"},
		{"1000", "x", "100 to 999"},
		{"-468", "x", "100 to 999"},
		{"+468", "x", "100 to 999"},
		{"0468", "x", "100 to 999"},
		{"4x8", "x", "100 to 999"},
		{"../x", "x", "100 to 999"},
		{"468", "", "not registered"},
		{"468", "a\nb", "control characters"},
		{"468", "a\x1b[2J", "control characters"},
		{"468", "a\u202eb", "control characters"},
		{"468", "a\xffb", "control characters"},
		{"468", " a", "blanks"},
		{"468", "??? a", "question"},
		{"468", strings.Repeat("a", 81), "81 bytes"},
		{"425", "Too Late", `registered as "Too Early"`},
	} {
		_, err := cli.Scaffold(set, c.number, c.name)
		if _, usage := errors.AsType[*cli.UsageError](err); !usage || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}
