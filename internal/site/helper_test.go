package site

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// siteOf makes a site of paths and texts.
func siteOf(t testing.TB, files map[string]string) *Site {
	t.Helper()
	s := new(Site)
	for p, text := range files {
		if err := s.Add(p, "text/plain", []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// variant makes one of several sites that differ in every way that sites can:
// some paths are only theirs, some have other bytes, some are the same in all.
func variant(t testing.TB, name string) *Site {
	t.Helper()
	files := map[string]string{
		"index.html":                        "index of " + name,
		"only-" + name + "/index.html":      name,
		"only-" + name + "/deep/down/a.txt": name,
	}
	for i := range 6 {
		files[fmt.Sprintf("same/%d.html", i)] = strings.Repeat("same ", 300)
		files[fmt.Sprintf("4%02d/index.html", i)] = strings.Repeat(name+" ", 500)
	}
	return siteOf(t, files)
}

// contents is what a folder of this site is to hold, as folder returns it.
func contents(s *Site) map[string]string {
	all := map[string]string{manifestName: string(s.manifest())}
	for p, f := range s.All() {
		all[p] = string(f.Body)
	}
	for d := range s.dirs {
		all[d+"/"] = ""
	}
	return all
}

// folder reads all of a folder. The names of folders end in a slash; symbolic
// links are not followed. It returns nil when there is no folder.
func folder(t testing.TB, dir string) map[string]string {
	t.Helper()
	if _, err := os.Lstat(dir); os.IsNotExist(err) {
		return nil
	}
	all := make(map[string]string)
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || p == dir {
			return err
		}
		name, err := filepath.Rel(dir, p)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		switch {
		case d.IsDir():
			all[name+"/"] = ""
		case d.Type().IsRegular():
			text, err := os.ReadFile(p)
			all[name] = string(text)
			return err
		case d.Type()&fs.ModeSymlink != 0:
			to, err := os.Readlink(p)
			all[name] = "-> " + to
			return err
		default:
			all[name] = d.Type().String()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// wantOneOf fails unless dir holds exactly one of the sites. It returns which.
func wantOneOf(t testing.TB, dir string, sites ...*Site) *Site {
	t.Helper()
	got := folder(t, dir)
	for _, s := range sites {
		if maps.Equal(got, contents(s)) {
			return s
		}
	}
	t.Fatalf("%s holds none of the %d sites, but %d files and folders: %q",
		dir, len(sites), len(got), slices.Sorted(maps.Keys(got)))
	return nil
}

// wantNoLeavings fails if anything of ours is left in the folder parent.
func wantNoLeavings(t testing.TB, parent string) {
	t.Helper()
	if left := leavings(t, parent); len(left) > 0 {
		t.Errorf("left in %s: %q", parent, left)
	}
}

func leavings(t testing.TB, parent string) []string {
	t.Helper()
	left, err := filepath.Glob(filepath.Join(parent, ".*.statuswiki-*"))
	if err != nil {
		t.Fatal(err)
	}
	return left
}

// write writes a site that must be written.
func write(t testing.TB, s *Site, dir string) WriteResult {
	t.Helper()
	res, err := s.WriteTo(t.Context(), dir, WriteOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// put writes a file, and the folders above it, past the code under test.
func put(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// must fails on an error of a step that only prepares a test.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
