package build_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"statuswiki/internal/build"
	"statuswiki/internal/site"
)

// sameSite fails when two sites differ in a path, a byte or a type.
func sameSite(t *testing.T, want, got *site.Site) {
	t.Helper()
	for _, c := range got.Changed(want) {
		a, _ := want.Get(c.Path)
		b, _ := got.Get(c.Path)
		i := 0
		for i < min(len(a.Body), len(b.Body)) && a.Body[i] == b.Body[i] {
			i++
		}
		t.Errorf("%s was %s; from byte %d on: %.60q and %.60q", c.Path, c.Kind, i, a.Body[min(i, len(a.Body)):], b.Body[min(i, len(b.Body)):])
	}
}

func TestSameBytesWithOtherProcessors(t *testing.T) {
	want, err := realSite()
	if err != nil {
		t.Fatal(err)
	}
	old := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(old)
	got, err := makeSite(realOptions())
	if err != nil {
		t.Fatal(err)
	}
	sameSite(t, want, got)
}

// shuffledFS is a file system whose folders list their files in any order, as
// those of the operating system do.
type shuffledFS struct{ fs.FS }

func (s shuffledFS) Open(name string) (fs.File, error) {
	f, err := s.FS.Open(name)
	if d, ok := f.(fs.ReadDirFile); ok && err == nil {
		return shuffledDir{d}, nil
	}
	return f, err
}

type shuffledDir struct{ fs.ReadDirFile }

func (d shuffledDir) ReadDir(n int) ([]fs.DirEntry, error) {
	list, err := d.ReadDirFile.ReadDir(n)
	rand.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list, err
}

func TestSameBytesFromShuffledFolders(t *testing.T) {
	want, err := realSite()
	if err != nil {
		t.Fatal(err)
	}
	opt := realOptions()
	opt.Content, opt.Templates, opt.Static = shuffledFS{opt.Content}, shuffledFS{opt.Templates}, shuffledFS{opt.Static}
	got, err := makeSite(opt)
	if err != nil {
		t.Fatal(err)
	}
	sameSite(t, want, got)
}

const digestVariable = "STATUSWIKI_TEST_DIGEST_OF"

// TestMain lets the test binary build a site and print its digest instead of
// running tests: the zone and the language of a process are read at its start.
func TestMain(m *testing.M) {
	if dir := os.Getenv(digestVariable); dir != "" {
		if err := printDigest(os.Stdout, dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func printDigest(w io.Writer, dir string) error {
	folder := func(name string) fs.FS { return os.DirFS(filepath.Join(dir, name)) }
	res, err := build.Build(context.Background(), build.Options{
		Content: folder("content"), Templates: folder("templates"), Static: folder("static"), Shown: "content/",
	})
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, digest(res.Site))
	return err
}

// digest has a line for every file, so that a difference names its page.
func digest(s *site.Site) string {
	var b strings.Builder
	for p, f := range s.All() {
		fmt.Fprintf(&b, "%x %s %s\n", sha256.Sum256(f.Body), f.Type, p)
	}
	return b.String()
}

func TestSameBytesOnAnotherMachine(t *testing.T) {
	t.Parallel()
	s, err := realSite()
	if err != nil {
		t.Fatal(err)
	}
	want := digest(s)
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := filepath.Join(t.TempDir(), "another folder", "with ünusual <name>")
	opt := realOptions()
	for name, from := range map[string]fs.FS{"content": opt.Content, "templates": opt.Templates, "static": opt.Static} {
		if err := os.CopyFS(filepath.Join(elsewhere, name), from); err != nil {
			t.Fatal(err)
		}
	}
	for name, env := range map[string][]string{
		"Kiritimati, Turkish": {"TZ=Pacific/Kiritimati", "LANG=tr_TR.UTF-8", "LC_ALL=tr_TR.UTF-8", "GOMAXPROCS=1", "HOME=/nonexistent", "USER=somebody"},
		"St. John's, C":       {"TZ=America/St_Johns", "LANG=C", "LC_ALL=C", "GOMAXPROCS=3", "SOURCE_DATE_EPOCH=0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(exe)
			cmd.Dir = t.TempDir()
			cmd.Env = append(env, digestVariable+"="+elsewhere)
			cmd.Stderr = os.Stderr
			got, err := cmd.Output()
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != want {
				t.Errorf("with %v the site differs:\n%s", env, differences(want, string(got)))
			}
		})
	}
}

func differences(a, b string) string {
	have := make(map[string]bool)
	for line := range strings.Lines(a) {
		have[line] = true
	}
	var out strings.Builder
	for line := range strings.Lines(b) {
		if !have[line] {
			out.WriteString(line)
		}
	}
	return out.String()
}
