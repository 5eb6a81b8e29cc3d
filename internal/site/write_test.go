package site

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

func TestWriteToCounts(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "not", "there", "yet", "public")
	steps := []struct {
		files map[string]string
		want  WriteResult
	}{
		{map[string]string{"index.html": "1", "401/index.html": "1"}, WriteResult{Added: 2}},
		{map[string]string{"index.html": "1", "401/index.html": "1"}, WriteResult{Unchanged: 2}},
		{map[string]string{"index.html": "2", "402/index.html": "1"}, WriteResult{Added: 1, Updated: 1, Removed: 1}},
		{map[string]string{"index.html": "2", "402": "a file now"}, WriteResult{Added: 1, Removed: 1, Unchanged: 1}},
		{map[string]string{"index.html/index.html": "a folder now"}, WriteResult{Added: 1, Removed: 2}},
		{nil, WriteResult{Removed: 1}},
		{nil, WriteResult{}},
		{map[string]string{"index.html": ""}, WriteResult{Added: 1}},
	}
	for i, step := range steps {
		s := siteOf(t, step.files)
		if got := write(t, s, dir); got != step.want {
			t.Errorf("step %d: %+v, want %+v", i, got, step.want)
		}
		wantOneOf(t, dir, s)
		wantNoLeavings(t, filepath.Dir(dir))
	}
}

func TestWriteToEmptyFolder(t *testing.T) {
	s, dir := variant(t, "a"), filepath.Join(t.TempDir(), "public")
	must(t, os.Mkdir(dir, 0o700))
	write(t, s, dir)
	wantOneOf(t, dir, s)
	wantNoLeavings(t, filepath.Dir(dir))
}

// Folders of other outputs, and of people with odd tastes, are not cleared.
func TestWriteToLeavesStrangersAlone(t *testing.T) {
	top := t.TempDir()
	strangers := []string{
		".public.statuswiki-notes/a.txt",
		".public.statuswiki-ABCDEFGHIJKLMNOPQRSTUVWXYZ/mine.txt", // our name, not our manifest
		".other.statuswiki-ABCDEFGHIJKLMNOPQRSTUVWXYZ/.statuswiki-manifest",
	}
	for _, p := range strangers {
		put(t, filepath.Join(top, p), "keep")
	}
	write(t, variant(t, "a"), filepath.Join(top, "public"))
	write(t, variant(t, "b"), filepath.Join(top, "public"))
	for _, p := range strangers {
		if _, err := os.Stat(filepath.Join(top, p)); err != nil {
			t.Error(err)
		}
	}
}

func TestWriteToSymlinkedOutput(t *testing.T) {
	top := t.TempDir()
	real, link := filepath.Join(top, "real", "public"), filepath.Join(top, "public")
	must(t, os.MkdirAll(real, 0o755))
	must(t, os.Symlink(filepath.Join("real", "public"), link))
	for _, name := range []string{"a", "b"} {
		s := variant(t, name)
		write(t, s, link)
		wantOneOf(t, real, s)
	}
	if to, err := os.Readlink(link); err != nil || to != filepath.Join("real", "public") {
		t.Errorf("the link leads to %q, %v", to, err)
	}
	wantNoLeavings(t, top)
	wantNoLeavings(t, filepath.Dir(real))
}

func TestWriteToKeepsUnchangedFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	write(t, siteOf(t, map[string]string{"a.html": "a", "b/b.html": "b", "c.html": "c"}), dir)
	long := time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)
	stat := func(name string) os.FileInfo {
		info, err := os.Stat(filepath.Join(dir, name))
		must(t, err)
		return info
	}
	for _, name := range []string{"a.html", "b/b.html", "c.html"} {
		must(t, os.Chtimes(filepath.Join(dir, name), long, long))
	}
	top, a, b, c := stat("."), stat("a.html"), stat("b/b.html"), stat("c.html")

	write(t, siteOf(t, map[string]string{"a.html": "a", "b/b.html": "b", "c.html": "C"}), dir)
	for name, was := range map[string]os.FileInfo{"a.html": a, "b/b.html": b} {
		if now := stat(name); !os.SameFile(was, now) || !now.ModTime().Equal(long) {
			t.Errorf("%s is another file now, of %v", name, now.ModTime())
		}
	}
	if now := stat("c.html"); os.SameFile(c, now) || now.ModTime().Equal(long) {
		t.Error("c.html was written into")
	}
	if os.SameFile(top, stat(".")) {
		t.Error("the folder was not exchanged")
	}

	top = stat(".")
	write(t, siteOf(t, map[string]string{"a.html": "a", "b/b.html": "b", "c.html": "C"}), dir)
	if now := stat("."); !os.SameFile(top, now) || !now.ModTime().Equal(top.ModTime()) {
		t.Error("nothing differed, and the folder was touched")
	}
}

// What is ours may be edited and removed; it is made as it should be.
func TestWriteToMendsEditedFiles(t *testing.T) {
	s, dir := variant(t, "a"), filepath.Join(t.TempDir(), "public")
	write(t, s, dir)
	info, err := os.Stat(filepath.Join(dir, "index.html"))
	must(t, err)
	put(t, filepath.Join(dir, "index.html"), "index of b") // as long as before
	must(t, os.Chtimes(filepath.Join(dir, "index.html"), info.ModTime(), info.ModTime()))
	must(t, os.Remove(filepath.Join(dir, "same", "1.html")))
	must(t, os.RemoveAll(filepath.Join(dir, "only-a")))
	want := WriteResult{Added: 3, Updated: 1, Unchanged: s.Len() - 4}
	if got := write(t, s, dir); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	wantOneOf(t, dir, s)
}

func TestWriteToWhereLinksCannotBeMade(t *testing.T) {
	s, top := variant(t, "a"), t.TempDir()
	out, err := openOutput(filepath.Join(top, "public"), WriteOptions{})
	must(t, err)
	defer out.close()
	same := make(map[string]bool) // says all are there, which they are not
	for _, p := range s.Paths() {
		same[p] = true
	}
	must(t, s.fill(t.Context(), out, "work", s.manifest(), same))
	wantOneOf(t, filepath.Join(top, "work"), s)
}

func TestWriteToStopped(t *testing.T) {
	a, b, dir := variant(t, "a"), variant(t, "b"), filepath.Join(t.TempDir(), "public")
	write(t, a, dir)
	for _, after := range []int{0, 1, 7, b.Len()} {
		ctx, cancel := context.WithCancel(t.Context())
		var mu sync.Mutex
		n := 0
		opt := WriteOptions{wrote: func(string) {
			mu.Lock()
			defer mu.Unlock()
			if n++; n == after {
				cancel()
			}
		}}
		if after == 0 {
			cancel()
		}
		res, err := b.WriteTo(ctx, dir, opt)
		if !errors.Is(err, context.Canceled) || res != (WriteResult{}) {
			t.Errorf("stopped after %d files: %+v, %v", after, res, err)
		}
		if n > after+writers {
			t.Errorf("stopped after %d files, and wrote %d", after, n)
		}
		wantOneOf(t, dir, a)
		wantNoLeavings(t, filepath.Dir(dir))
		cancel()
	}
}

func TestWriteToRefusesItsOwnListAsAPage(t *testing.T) {
	for _, p := range []string{manifestName, manifestName + "/index.html"} {
		s := siteOf(t, map[string]string{p: "x"})
		if _, err := s.WriteTo(t.Context(), filepath.Join(t.TempDir(), "public"), WriteOptions{}); err == nil {
			t.Errorf("%s was written", p)
		}
	}
}

func ExampleSite_WriteTo() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	s := new(Site)
	if err := s.Add("index.html", "text/html; charset=utf-8", []byte("<!doctype html>")); err != nil {
		panic(err)
	}
	res, err := s.WriteTo(context.Background(), filepath.Join(dir, "public"), WriteOptions{})
	fmt.Printf("%+v %v\n", res, err)
	// Output: {Added:1 Updated:0 Removed:0 Unchanged:0} <nil>
}
