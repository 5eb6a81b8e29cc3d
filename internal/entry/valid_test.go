package entry

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"statuswiki/internal/diag"
)

// validTree is the small content of testdata/valid, about which nothing is to
// be said. Tests break one thing in it.
func validTree(t testing.TB) fstest.MapFS {
	t.Helper()
	tree := fstest.MapFS{}
	root := os.DirFS("testdata/valid")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(root, name)
		tree[name] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// load loads a tree and returns the findings, but for those about words, of
// which tests that break something else are full. They are only looked at.
func load(t testing.TB, tree fs.FS) (*Set, []diag.Finding) {
	t.Helper()
	set, found, words := loadSpelled(t, tree)
	checkPlaces(t, set, words)
	return set, found
}

func loadSpelled(t testing.TB, tree fs.FS) (set *Set, found, words []diag.Finding) {
	t.Helper()
	set, list, err := Load(tree, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	list.Add(set.Alike().Sorted()...)
	return set, list.Sorted(), new(Speller).Check(set).Sorted()
}

// lightly loads a tree whose entries are light, of which the same is to be said.
func lightly(t *testing.T, tree fs.FS) {
	t.Helper()
	_, list, err := Load(tree, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	_, light, err := Load(tree, "", &Cache{Light: true})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := lines(light.Sorted()), lines(list.Sorted()); got != want {
		t.Errorf("light entries have other findings:\n%swant:\n%s", got, want)
	}
}

func lines(found []diag.Finding) string {
	var b strings.Builder
	for _, f := range found {
		b.WriteString(f.String() + "\n")
		if f.Hint != "" {
			b.WriteString("\thint: " + f.Hint + "\n")
		}
	}
	return b.String()
}

func TestValid(t *testing.T) {
	_, found, words := loadSpelled(t, validTree(t))
	if found = append(found, words...); len(found) > 0 {
		t.Errorf("the valid tree has findings:\n%s", lines(found))
	}
}

// checkPlaces asserts what holds for every finding: it has a file, a line of
// the file if any, a column of the line or the one behind it, a rule that is
// explained, and its text is one line.
func checkPlaces(t testing.TB, set *Set, found []diag.Finding) {
	t.Helper()
	for _, f := range found {
		if _, ok := Explain(f.Rule); !ok {
			t.Errorf("%v: the rule is not in the table", f)
		}
		if strings.Contains(f.Text+f.Hint, "\n") || strings.Contains(f.Text, "%!") || f.Text == "" {
			t.Errorf("%v: the text is no line: %q, %q", f, f.Text, f.Hint)
		}
		if f.Pos.File == "" || f.Pos.Line < 0 || f.Pos.Col < 0 {
			t.Errorf("%v: no place", f)
		}
		text, ok := set.Source(f.Pos.File)
		if !ok || f.Pos.Line == 0 {
			continue
		}
		all := strings.Split(string(text), "\n")
		if f.Pos.Line > len(all) {
			t.Errorf("%v: the file has %d lines", f, len(all))
		} else if width := len(all[f.Pos.Line-1]); f.Pos.Col > width+1 {
			t.Errorf("%v: the line has %d columns", f, width)
		}
	}
}
