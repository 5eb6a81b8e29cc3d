package corpus_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"statuswiki/internal/corpus"
	"statuswiki/internal/entry"
)

// Content of any size is sound, and holds as many entries as were asked for.
func TestSound(t *testing.T) {
	t.Parallel()
	for _, n := range []int{10, 100, 250} {
		dir := filepath.Join(t.TempDir(), "content")
		if err := corpus.Write(dir, os.DirFS("../../content"), n); err != nil {
			t.Fatal(err)
		}
		set, list, err := entry.Load(os.DirFS(dir), "content/", nil)
		if err != nil {
			t.Fatal(err)
		}
		list.Add(set.Alike().Sorted()...)
		for i, f := range list.Sorted() {
			if i < 20 {
				t.Errorf("%d entries: %v", n, f)
			}
		}
		if len(set.Entries) != n {
			t.Errorf("%d entries, not %d", len(set.Entries), n)
		}
	}
}

// The same input gives the same bytes, and relations lead within their copy.
func TestCopies(t *testing.T) {
	t.Parallel()
	write := func() fs.FS {
		dir := filepath.Join(t.TempDir(), "content")
		if err := corpus.Write(dir, os.DirFS("../../content"), 303); err != nil {
			t.Fatal(err)
		}
		return os.DirFS(dir)
	}
	a, b := write(), write()
	err := fs.WalkDir(a, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		one, err := fs.ReadFile(a, name)
		if err != nil {
			return err
		}
		two, err := fs.ReadFile(b, name)
		if !bytes.Equal(one, two) {
			t.Errorf("%s differs from one time to the next", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	set, _, err := entry.Load(a, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	statuses := make(map[int]int) // how many codes a status carries
	for _, e := range set.Entries {
		statuses[e.Status.Value]++
		for _, r := range e.Relations {
			if set.Entry(r.Code.Value) == nil {
				t.Errorf("%s is related to %s, which is not there", e.Code, r.Code)
			}
		}
	}
	if statuses[401] != 3 {
		t.Errorf("401 carries %d codes, not 3", statuses[401])
	}
	one, three := set.Entry(40001), set.Entry(40001+88)
	if one == nil || three == nil || three.Status.Value != 401 || len(one.Relations) != len(three.Relations) || one.Summary.Value == three.Summary.Value {
		t.Error("the third copy of 401 is not one")
	}
}

// What cannot be written is said before anything is.
func TestRefuses(t *testing.T) {
	t.Parallel()
	for _, n := range []int{-1, 0, 100_000} {
		dir := filepath.Join(t.TempDir(), "content")
		if err := corpus.Write(dir, os.DirFS("../../content"), n); err == nil {
			t.Errorf("%d entries were written", n)
		}
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("%d: something was written", n)
		}
	}
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "mine"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := corpus.Write(full, os.DirFS("../../content"), 10); err == nil {
		t.Error("a folder with something in it was written to")
	}
}
