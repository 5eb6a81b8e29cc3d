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
