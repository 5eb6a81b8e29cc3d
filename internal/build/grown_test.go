package build_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"statuswiki/internal/build"
	"statuswiki/internal/site"
)

// same compares two sites file by file.
func same(t *testing.T, got, want *site.Site) {
	t.Helper()
	for _, c := range got.Changed(want) {
		g, _ := got.Get(c.Path)
		w, _ := want.Get(c.Path)
		i := 0
		for i < min(len(g.Body), len(w.Body)) && g.Body[i] == w.Body[i] {
			i++
		}
		cut := func(b []byte) []byte { return b[max(0, min(i, len(b))-60):min(i+60, len(b))] }
		t.Errorf("%s is %s: %q, want %q", c.Path, c.Kind, cut(g.Body), cut(w.Body))
	}
}

// TestGrown edits, renames and deletes files at random, and holds the site that
// grew by it to one that is built at once. In between some files are asked for
// and others not.
func TestGrown(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../content")); err != nil {
		t.Fatal(err)
	}
	opt := build.Options{Content: os.DirFS(dir), Templates: os.DirFS("../../templates"), Static: os.DirFS("../../static"), Shown: "content/", BaseURL: "https://example.org/"}
	grown := opt
	grown.Cache, grown.Lazy = &build.Cache{}, true
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(401, 403))
	good, bad := 0, 0
	for round := range 40 {
		name := files[rnd.IntN(len(files))]
		old, err := os.ReadFile(name)
		if errors.Is(err, fs.ErrNotExist) { // it went, and comes back
			old, err = os.ReadFile(strings.Replace(name, dir, "../../content", 1))
		}
		if err != nil {
			t.Fatal(err)
		}
		what := edit(t, rnd, name, old)
		res, err := build.Build(t.Context(), grown)
		if round%8 == 0 {
			at, err2 := build.Build(t.Context(), opt)
			if fmt.Sprint(err) != fmt.Sprint(err2) {
				t.Fatalf("round %d, %s: grown %v, at once %v", round, what, err, err2)
			}
			if err == nil {
				same(t, res.Site, at.Site)
				if got, want := fmt.Sprint(res.Findings), fmt.Sprint(at.Findings); got != want {
					t.Errorf("round %d, %s: found %s, want %s", round, what, got, want)
				}
			}
		}
		if err != nil {
			bad++
			if err := os.WriteFile(name, old, 0o666); err != nil { // what is broken is mended
				t.Fatal(err)
			}
			continue
		}
		good++
		paths := res.Site.Paths()
		for range 20 {
			res.Site.Get(paths[rnd.IntN(len(paths))])
		}
	}
	if good < 15 || bad < 3 {
		t.Errorf("%d edits were good and %d bad", good, bad)
	}
	res, err := build.Build(t.Context(), grown)
	if err != nil {
		t.Fatal(err)
	}
	at, err := build.Build(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	same(t, res.Site, at.Site)
}

// TestGrownByEntries is the same for entries alone, with the names of what changed
// given or not, and looks at how many sites were made out of the last one.
func TestGrownByEntries(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../content")); err != nil {
		t.Fatal(err)
	}
	opt := build.Options{Content: os.DirFS(dir), Templates: os.DirFS("../../templates"), Static: os.DirFS("../../static"), Shown: "content/"}
	grown := opt
	grown.Cache, grown.Lazy = &build.Cache{}, true
	files, err := filepath.Glob(filepath.Join(dir, "codes", "4*.md"))
	if err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(5, 3))
	var last *site.Site
	var changed []string
	patched, good, bad := 0, 0, 0
	for round := range 60 {
		name := files[rnd.IntN(len(files))]
		old, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		what, text := editEntry(rnd, string(old), filepath.Base(files[rnd.IntN(len(files))]))
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		changed = append(changed, "codes/"+filepath.Base(name))
		if grown.Changed = nil; rnd.IntN(2) == 0 {
			grown.Changed = changed
		}
		res, err := build.Build(t.Context(), grown)
		if round%4 == 0 || err != nil {
			at, err2 := build.Build(t.Context(), opt)
			if fmt.Sprint(err) != fmt.Sprint(err2) {
				t.Fatalf("round %d, %s of %s: grown %v, at once %v", round, what, name, err, err2)
			}
			if err == nil {
				same(t, res.Site, at.Site)
				if got, want := fmt.Sprint(res.Findings), fmt.Sprint(at.Findings); got != want {
					t.Errorf("round %d, %s of %s: found %s, want %s", round, what, name, got, want)
				}
			}
		}
		if err != nil {
			bad++
			if err := os.WriteFile(name, old, 0o666); err != nil {
				t.Fatal(err)
			}
			continue
		}
		good++
		changed = nil
		if last != nil {
			if _, ok := res.Site.Since(last); ok {
				patched++
			}
		}
		last = res.Site
		for range 20 {
			paths := res.Site.Paths()
			res.Site.Get(paths[rnd.IntN(len(paths))])
		}
	}
	if good < 30 || bad < 5 || patched < 20 {
		t.Errorf("%d edits were good and %d bad, %d sites were made out of the last one", good, bad, patched)
	}
}

// editEntry changes the text of an entry in one of several ways and says in which.
func editEntry(rnd *rand.Rand, text, other string) (what, edited string) {
	replace := func(what, old, now string) (string, string) { return what, strings.Replace(text, old, now, 1) }
	other = strings.TrimSuffix(other, ".md")
	n := rnd.IntN(1000)
	switch rnd.IntN(12) {
	case 0:
		return replace("the summary", "summary: ", fmt.Sprintf("summary: %d ", n))
	case 1:
		return replace("a line before all facts", "---\n", fmt.Sprintf("---\n# %d\n", n))
	case 2:
		return replace("an alias", "aliases: [", fmt.Sprintf("aliases: [alias %d, ", n%20)) // which another may have
	case 3:
		return replace("the facts about caching", "cache: {rule: ", "cache: {rule: must not be stored, note: no, spec: RFC 9111 §3} #")
	case 4:
		return replace("a cause", "## Causes\n", fmt.Sprintf("## Causes\n\n### Cause %d\n\nIt is so for the reason number %d, of which there are many.\n\nConfirm\n: By looking.\n\nFix\n: By doing.\n\nWho\n: developer\n", n, n))
	case 5:
		return "a link to a place", text + fmt.Sprintf("\nSee [there](/%s/#%s).\n", other, []string{"causes", "facts", "history", "nowhere"}[rnd.IntN(4)])
	case 6:
		return "a sentence that may stand twice", text + fmt.Sprintf("\nThis is a sentence that somebody has written in file %d.\n", n%10)
	case 7:
		return "a code in plain digits", text + "\nIt is not like " + other + " at all.\n"
	case 8:
		return replace("a relation", "relations:\n", fmt.Sprintf("relations:\n  - {code: %s, as: next to, decide: \"It depends on %d.\"}\n", other, n))
	case 9:
		return replace("no front matter", "---\n", "--\n")
	default:
		return "a paragraph", text + fmt.Sprintf("\nParagraph %d stands here for a while, and says so.\n", n)
	}
}

// edit changes a file in one of several ways and says in which.
func edit(t *testing.T, rnd *rand.Rand, name string, old []byte) string {
	t.Helper()
	write := func(name string, text []byte) {
		if err := os.WriteFile(name, text, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	base := filepath.Base(name)
	switch n := rnd.IntN(10); {
	case n < 4: // a paragraph more
		write(name, append(bytes.Clone(old), "\nOne more sentence about it.\n"...))
		return base + ": a paragraph"
	case n < 7: // other facts
		text := strings.Replace(string(old), "summary: ", "summary: Now ", 1)
		write(name, []byte(text))
		return base + ": the summary"
	case n < 8:
		write(name, bytes.Replace(old, []byte("```"), []byte("```js\nlet a = 1;\n```\n\n```"), 1))
		return base + ": a block"
	case n < 9: // it goes
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		return base + ": removed"
	default: // it is broken
		write(name, append([]byte("---\ncode: [\n---\n"), old...))
		return base + ": broken"
	}
}
