package serve

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// shows waits until path is served with text.
func (s *server) shows(t *testing.T, path, text string) {
	t.Helper()
	until(t, path+" with "+text, func() bool {
		code, body := s.get(t, path)
		return code == 200 && strings.Contains(body, text)
	})
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Each way in which an editor saves is one rebuild, and what was saved is
// served.
func TestEditors(t *testing.T) {
	f, srv := watched(t)
	path := filepath.Join(f.dir, "401.txt")
	write := func(name, text string) {
		t.Helper()
		must(t, os.WriteFile(filepath.Join(f.dir, name), []byte(text), 0o666))
	}
	for _, test := range []struct {
		name string
		save func(t *testing.T, text string)
	}{
		{"truncate and write", func(t *testing.T, text string) { write("401.txt", text) }},
		{"truncate, write in pieces, sync", func(t *testing.T, text string) {
			file, err := os.Create(path)
			must(t, err)
			for _, piece := range strings.SplitAfter(text, " ") {
				_, err := file.WriteString(piece)
				must(t, err)
			}
			must(t, file.Sync(), file.Close())
		}},
		{"write beside and rename", func(t *testing.T, text string) {
			write(".401.txt.tmp", text)
			must(t, os.Rename(filepath.Join(f.dir, ".401.txt.tmp"), path))
		}},
		{"vim: probe, backup, swap file", func(t *testing.T, text string) {
			write(".401.txt.swp", "swap")
			write("4913", "")
			must(t, os.Remove(filepath.Join(f.dir, "4913")), os.Rename(path, path+"~"))
			write("401.txt", text)
			must(t, os.Chmod(path, 0o644), os.Remove(path+"~"), os.Remove(filepath.Join(f.dir, ".401.txt.swp")))
		}},
		{"emacs: lock, backup by rename, autosave", func(t *testing.T, text string) {
			must(t, os.Symlink("me@host.1", filepath.Join(f.dir, ".#401.txt")))
			write("#401.txt#", "auto")
			must(t, os.Rename(path, path+"~"))
			write("401.txt", text)
			must(t, os.Remove(filepath.Join(f.dir, "#401.txt#")), os.Remove(filepath.Join(f.dir, ".#401.txt")))
		}},
		{"rename a backup over it", func(t *testing.T, text string) {
			write("401.txt~", text)
			must(t, os.Rename(path+"~", path))
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			before := f.settled()
			text := "saved by: " + test.name + "."
			test.save(t, text)
			srv.shows(t, "/401/", text)
			if n := f.settled() - before; n > 2 {
				t.Errorf("%d rebuilds", n)
			}
		})
	}
	before := f.settled()
	write(".401.txt.swp", "swap")
	write("notes.txt~", "backup")
	must(t, os.Chmod(path, 0o600), os.Chtimes(path, time.Now(), time.Now()))
	if n := f.settled() - before; n != 0 {
		t.Errorf("%d rebuilds for nothing", n)
	}
}

// Everything changes at once, as when another branch is checked out.
func TestCheckout(t *testing.T) {
	f, srv := watched(t)
	for i := range 60 {
		f.write(t, fmt.Sprintf("d%d/%d.txt", i%6, i), "old")
	}
	srv.shows(t, "/d5/59/", "old")
	before := f.settled()
	s := srv.subscribe(t)
	s.want(t, "hello")
	for i := range 60 { // Git removes a file and writes it anew
		path := filepath.Join(f.dir, fmt.Sprintf("d%d/%d.txt", i%6, i))
		must(t, os.Remove(path), os.WriteFile(path, []byte("new"), 0o666))
	}
	if e := s.want(t, "built"); len(e.Changed) != 60 {
		t.Logf("the first event tells of %d changes", len(e.Changed))
	}
	srv.shows(t, "/d5/59/", "new")
	if n := f.settled() - before; n > 2 {
		t.Errorf("%d rebuilds", n)
	}
}

// Folders come, go and are renamed, with what is in them.
func TestFolders(t *testing.T) {
	f, srv := watched(t)
	sub := func(name string) string { return filepath.Join(f.dir, name) }
	must(t, os.MkdirAll(sub("a/b/c"), 0o777))
	f.settled()
	f.write(t, "a/b/c/one.txt", "one")
	srv.shows(t, "/a/b/c/one/", "one")

	must(t, os.Rename(sub("a/b"), sub("a/x"))) // the watch on c has an old name now
	srv.shows(t, "/a/x/c/one/", "one")
	f.write(t, "a/x/c/one.txt", "two")
	srv.shows(t, "/a/x/c/one/", "two")
	must(t, os.Mkdir(sub("a/x/c/d"), 0o777))
	f.write(t, "a/x/c/d/deep.txt", "deep")
	srv.shows(t, "/a/x/c/d/deep/", "deep")

	must(t, os.RemoveAll(sub("a")))
	until(t, "404", func() bool { code, _ := srv.get(t, "/a/x/c/one/"); return code == 404 })
	f.write(t, "a/again.txt", "again")
	srv.shows(t, "/a/again/", "again")
	f.settled()
	f.write(t, "a/again.txt", "and again")
	srv.shows(t, "/a/again/", "and again")
}

// The watched folder itself is exchanged, removed, and set by a symlink.
func TestRootSwapped(t *testing.T) {
	f, srv := watched(t)
	swap := func(text string) {
		t.Helper()
		other := &folder{dir: f.dir + ".new"}
		other.write(t, "401.txt", text)
		other.write(t, "sub/x.txt", text)
		must(t, os.RemoveAll(f.dir+".old"), os.Rename(f.dir, f.dir+".old"), os.Rename(other.dir, f.dir))
	}
	for i := range 3 {
		text := fmt.Sprintf("swap %d.", i)
		swap(text)
		srv.shows(t, "/sub/x/", text)
		f.settled()
		f.write(t, "sub/x.txt", text+" edited") // watched again, below as well
		srv.shows(t, "/sub/x/", text+" edited")
	}
	// In one step: a folder that is removed file by file is, for a moment, a
	// smaller site and no broken one.
	must(t, os.Rename(f.dir, f.dir+".gone"))
	until(t, "broken", func() bool { return strings.Contains(srv.log.String(), "no such file") })
	srv.shows(t, "/401/", "swap 2.") // the last good site stands
	began := time.Now()
	f.write(t, "401.txt", "back")
	srv.shows(t, "/401/", "back")
	if d := time.Since(began); d > time.Second {
		t.Error("back after", d)
	}
	f.settled()
	f.write(t, "401.txt", "back and edited")
	srv.shows(t, "/401/", "back and edited")
}

func TestRootIsSymlink(t *testing.T) {
	dir := t.TempDir()
	one, two := &folder{dir: filepath.Join(dir, "one")}, &folder{dir: filepath.Join(dir, "two")}
	one.write(t, "401.txt", "one")
	two.write(t, "401.txt", "two")
	f := &folder{dir: filepath.Join(dir, "content") + "/"}
	must(t, os.Symlink("one", filepath.Join(dir, "content")))
	srv := startServer(t, Options{Build: f.build, Source: f.source, Watch: []string{f.dir}}, defaultLimits)
	srv.shows(t, "/401/", "one")
	one.write(t, "401.txt", "one edited")
	srv.shows(t, "/401/", "one edited")
	must(t, os.Symlink("two", filepath.Join(dir, "next")), os.Rename(filepath.Join(dir, "next"), filepath.Join(dir, "content")))
	srv.shows(t, "/401/", "two")
	two.write(t, "401.txt", "two edited")
	srv.shows(t, "/401/", "two edited")
}

// Many quick saves: the last one is served, and nobody starves meanwhile though
// each build takes longer than there is between two saves.
func TestQuickSaves(t *testing.T) {
	f, srv := watched(t)
	f.slow.Store(int64(15 * time.Millisecond))
	seen := make(map[string]bool)
	for i := range 200 {
		f.write(t, "401.txt", fmt.Sprintf("save %d.", i))
		if i%20 == 0 {
			_, body := srv.get(t, "/401/")
			seen[body] = true
		}
		time.Sleep(4 * time.Millisecond)
	}
	if len(seen) < 2 {
		t.Error("nothing new was served in all the time of saving")
	}
	srv.shows(t, "/401/", "save 199.")
	f.settled()
	if _, body := srv.get(t, "/401/"); !strings.Contains(body, "save 199.") {
		t.Error("an older save came back")
	}
}

// From the save to the page, and to the event. The bound is for a busy machine;
// the usual figure is in the log.
func TestLatency(t *testing.T) {
	f, srv := watched(t)
	s := srv.subscribe(t)
	s.want(t, "hello")
	var worst, sum time.Duration
	const n = 20
	for i := range n {
		time.Sleep(7 * time.Millisecond)
		began := time.Now()
		f.write(t, "401.txt", fmt.Sprintf("edit %d", i))
		s.want(t, "built")
		d := time.Since(began)
		worst, sum = max(worst, d), sum+d
	}
	t.Logf("save to event: %v on average, %v at worst", sum/n, worst)
	if sum/n > 100*time.Millisecond {
		t.Error("too slow:", sum/n)
	}
}
