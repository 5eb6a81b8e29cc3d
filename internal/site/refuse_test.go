package site

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWriteToRefusesPlaces(t *testing.T) {
	top, err := filepath.EvalSymlinks(t.TempDir())
	must(t, err)
	in := func(p string) string { return filepath.Join(top, filepath.FromSlash(p)) }
	put(t, in("home/me/notes.txt"), "mine")
	put(t, in("work/project/content/401.md"), "source")
	put(t, in("work/file"), "a file")
	must(t, os.Mkdir(in("work/link-target"), 0o755))
	must(t, os.Symlink(in("work/project/content"), in("work/to-content")))
	must(t, os.Symlink("project", in("work/to-project")))
	must(t, os.Symlink("nowhere", in("work/to-nowhere")))
	must(t, os.Symlink("loop", in("work/loop")))
	t.Setenv("HOME", in("home/me"))
	t.Setenv("USERPROFILE", in("home/me"))
	t.Chdir(in("work/project"))
	root := filepath.VolumeName(top) + string(filepath.Separator)

	tests := []struct {
		name, dir string
		want      string // in the error; "" when it is to be written
	}{
		{"no name", "", "no name"},
		{"root", root, "root of a file system"},
		{"root by dots", strings.Repeat("../", 40), "root of a file system"},
		{"home", in("home/me"), "home folder"},
		{"above home", in("home"), "home folder"},
		{"current", ".", "current folder"},
		{"current by name", in("work/project"), "current folder"},
		{"current by link", in("work/to-project"), "current folder"},
		{"above current", "..", "current folder"},
		{"far above current", top, "holds it"},
		{"content", "content", "is a folder that the site is made from"},
		{"content by link", in("work/to-content"), "is a folder that the site is made from"},
		{"in content", "content/public", "lies in " + in("work/project/content")},
		{"in content, deep", "content/a/b/c/public", "lies in"},
		{"in content by link", in("work/to-content/public"), "lies in"},
		{"above what is not there", in("data"), "holds " + in("data/static")},
		{"file", in("work/file"), "is a file"},
		{"below a file", in("work/file/public"), "cannot be found"},
		{"device", os.DevNull, "neither"},
		{"link to nowhere", in("work/to-nowhere"), "leads nowhere"},
		{"link to itself", in("work/loop"), "cannot be found"},
		{"in home", in("home/me/public"), ""},
		{"in current", "public", ""},
		{"like content, but not", "content2", ""},
	}
	opt := WriteOptions{Protect: []string{"content", in("data/static")}}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.name == "device" && os.DevNull == "NUL" {
				t.Skip("devices have no place in the file system here")
			}
			before := folder(t, top)
			_, err := variant(t, "a").WriteTo(t.Context(), tt.dir, opt)
			if tt.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
			if !maps.Equal(before, folder(t, top)) {
				t.Error("something was changed")
			}
		})
	}
}

func TestWriteToRefusesForeignFiles(t *testing.T) {
	old := siteOf(t, map[string]string{"index.html": "old", "401/index.html": "old"})
	now := siteOf(t, map[string]string{"index.html": "new"})
	tests := []struct {
		name  string
		plant func(t *testing.T, dir, outside string)
		want  []string // in the error
	}{
		{"file", func(t *testing.T, dir, _ string) { put(t, dir+"/CNAME", "x") },
			[]string{`"CNAME"`, "not of our making", "choose another output folder"}},
		{"file in our folder", func(t *testing.T, dir, _ string) { put(t, dir+"/401/notes.txt", "x") },
			[]string{`"401/notes.txt"`}},
		{"folder with files", func(t *testing.T, dir, _ string) { put(t, dir+"/.git/HEAD", "x") },
			[]string{`".git/"`}},
		{"empty folder", func(t *testing.T, dir, _ string) { must(t, os.MkdirAll(dir+"/401/empty", 0o755)) },
			[]string{`"401/empty/"`}},
		{"seven files", func(t *testing.T, dir, _ string) {
			for _, n := range []string{"1", "2", "3", "4", "5", "6", "7"} {
				put(t, dir+"/"+n, "x")
			}
		}, []string{`"1", "2", "3", "4", "5" and 2 more`}},
		{"link", func(t *testing.T, dir, outside string) { must(t, os.Symlink(outside, dir+"/link")) },
			[]string{`"link"`}},
		{"link for our file", func(t *testing.T, dir, outside string) {
			must(t, os.Remove(dir+"/index.html"))
			must(t, os.Symlink(outside+"/index.html", dir+"/index.html"))
		}, []string{`"index.html"`}},
		{"link for our folder", func(t *testing.T, dir, outside string) {
			must(t, os.RemoveAll(dir+"/401"))
			must(t, os.Symlink(outside, dir+"/401"))
		}, []string{`"401"`}},
		{"folder for our file", func(t *testing.T, dir, _ string) {
			must(t, os.Remove(dir+"/index.html"))
			must(t, os.Mkdir(dir+"/index.html", 0o755))
		}, []string{`"index.html/"`}},
		{"file for our folder", func(t *testing.T, dir, _ string) {
			must(t, os.RemoveAll(dir+"/401"))
			put(t, dir+"/401", "x")
		}, []string{`"401"`}},
		{"no list", func(t *testing.T, dir, _ string) { must(t, os.Remove(dir+"/"+manifestName)) },
			[]string{"no list", `"401/", "index.html"`}},
		{"link for our list", func(t *testing.T, dir, outside string) {
			must(t, os.Rename(dir+"/"+manifestName, outside+"/list"))
			must(t, os.Symlink(outside+"/list", dir+"/"+manifestName))
		}, []string{"no list"}},
		{"another list", func(t *testing.T, dir, _ string) { put(t, dir+"/"+manifestName, "index.html\n") },
			[]string{"cannot be trusted", `"index.html"`}},
		{"a list alone", func(t *testing.T, dir, _ string) {
			must(t, os.RemoveAll(dir))
			put(t, dir+"/"+manifestName, "")
		}, []string{"cannot be trusted", "empty this one"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			top := t.TempDir()
			dir, outside := filepath.Join(top, "public"), filepath.Join(top, "outside")
			put(t, filepath.Join(outside, "index.html"), "old")
			write(t, old, dir)
			tt.plant(t, dir, outside)
			wantRefused(t, now, top, tt.want...)
		})
	}
}

// wantRefused fails unless top/public is refused with each of texts in the
// error, and nothing in top is changed.
func wantRefused(t *testing.T, s *Site, top string, texts ...string) {
	t.Helper()
	before := folder(t, top)
	_, err := s.WriteTo(t.Context(), filepath.Join(top, "public"), WriteOptions{})
	var refused *RefusedError
	if !errors.As(err, &refused) {
		t.Fatalf("not refused: %v", err)
	}
	for _, text := range texts {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("error %v, want one with %q", err, text)
		}
	}
	if strings.ContainsFunc(err.Error(), func(r rune) bool { return r < ' ' }) {
		t.Errorf("control characters in %q", err)
	}
	if !maps.Equal(before, folder(t, top)) {
		t.Error("something was changed")
	}
}
