//go:build linux || darwin

package site

import (
	"bufio"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Killed at a moment that is known, a build leaves what it was to leave, and
// the next one clears it.
func TestWriteToDies(t *testing.T) {
	a, b := variant(t, "a"), variant(t, "b")
	tests := []struct {
		role  string
		stays *Site
	}{
		{"die-writing 1", a},
		{"die-writing 11", a},
		{"die-before-exchange", a},
		{"die-after-exchange", b},
	}
	for _, tt := range tests {
		t.Run(tt.role, func(t *testing.T) {
			top := t.TempDir()
			dir := filepath.Join(top, "public")
			write(t, a, dir)
			text, err := newChild(t, tt.role, dir).CombinedOutput()
			if !wasKilled(err) {
				t.Fatalf("%v: %s", err, text)
			}
			wantOneOf(t, dir, tt.stays)
			if left := leavings(t, top); len(left) != 2 { // work folder and lock
				t.Errorf("left: %q", left)
			}
			write(t, tt.stays, dir)
			wantOneOf(t, dir, tt.stays)
			wantNoLeavings(t, top)
		})
	}
}

// Killed while it makes the work folder, before there is a list in it.
func TestWriteToClearsBeginnings(t *testing.T) {
	top := t.TempDir()
	for name, list := range map[string]string{
		".public.statuswiki-AAAAAAAAAAAAAAAAAAAAAAAAAA": "",
		".public.statuswiki-BBBBBBBBBBBBBBBBBBBBBBBBBB": manifestHead + "\n0123",
	} {
		put(t, filepath.Join(top, name, manifestName), list)
	}
	must(t, os.Mkdir(filepath.Join(top, ".public.statuswiki-CCCCCCCCCCCCCCCCCCCCCCCCCC"), 0o755))
	write(t, variant(t, "a"), filepath.Join(top, "public"))
	wantNoLeavings(t, top)
}

// Killed at moments that are not known.
func TestWriteToKilled(t *testing.T) {
	a, b := variant(t, "a"), variant(t, "b")
	for _, tt := range []struct {
		role     string
		kills    int
		mayBeOut bool // there is an instant without a site
	}{{"loop", 50, false}, {"loop-without-exchange", 12, true}} {
		t.Run(tt.role, func(t *testing.T) {
			top := t.TempDir()
			dir := filepath.Join(top, "public")
			write(t, a, dir)
			messes, missing := 0, 0
			for range tt.kills {
				killAtRandom(t, newChild(t, tt.role, dir))
				messes += min(1, len(leavings(t, top)))
				if _, err := os.Stat(dir); os.IsNotExist(err) && tt.mayBeOut {
					missing++
				} else {
					wantOneOf(t, dir, a, b)
				}
				next := []*Site{a, b}[rand.IntN(2)]
				write(t, next, dir)
				wantOneOf(t, dir, next)
				wantNoLeavings(t, top)
			}
			t.Logf("%d of %d kills left something to clear; the site was missing %d times", messes, tt.kills, missing)
			if messes == 0 {
				t.Error("no kill came while a site was written")
			}
		})
	}
}

// killAtRandom starts a process, waits until it says something, and then a
// little longer, and kills it.
func killAtRandom(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	go io.Copy(io.Discard, out)
	time.Sleep(rand.N(30 * time.Millisecond))
	cmd.Process.Kill()
	if werr := cmd.Wait(); err != nil || line != "written\n" || !wasKilled(werr) {
		t.Fatalf("the child said %q, %v, %v", line, err, werr)
	}
}

// wasKilled reports whether a process ended by SIGKILL.
func wasKilled(err error) bool {
	exit, ok := err.(*exec.ExitError)
	return ok && exit.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL
}

// Two processes at once take turns too.
func TestWriteToBesideAnotherProcess(t *testing.T) {
	a, b, top := variant(t, "a"), variant(t, "b"), t.TempDir()
	dir := filepath.Join(top, "public")
	cmd := newChild(t, "polite-loop", dir)
	must(t, cmd.Start())
	for i := range 10 {
		write(t, []*Site{a, b}[i%2], dir)
	}
	cmd.Process.Kill()
	if err := cmd.Wait(); !wasKilled(err) {
		t.Errorf("the child had ended: %v", err)
	}
	wantOneOf(t, dir, a, b)
	write(t, a, dir)
	wantNoLeavings(t, top)
}

// A disk that is full is played by a limit on the size of files.
func TestWriteToDiskFull(t *testing.T) {
	a := variant(t, "a")
	for _, role := range []string{"small-files 100", "small-files 1200", "small-files 100000"} {
		t.Run(role, func(t *testing.T) {
			top := t.TempDir()
			dir := filepath.Join(top, "public")
			if text := failingChild(t, role, dir); !strings.Contains(text, "make room") {
				t.Errorf("first build said %q", text)
			}
			if got := folder(t, dir); got != nil {
				t.Errorf("half a site was left: %v", got)
			}
			wantNoLeavings(t, top)
			write(t, a, dir)
			if text := failingChild(t, role, dir); !strings.Contains(text, "as it was") {
				t.Errorf("second build said %q", text)
			}
			wantOneOf(t, dir, a)
			wantNoLeavings(t, top)
		})
	}
}

// A folder that one may not write in is tried by somebody who is not root.
func TestWriteToReadOnly(t *testing.T) {
	a, top := variant(t, "a"), t.TempDir()
	must(t, os.Chmod(filepath.Dir(top), 0o755)) // t.TempDir lets only its owner in
	must(t, os.Chmod(top, 0o755))
	dir := filepath.Join(top, "site", "public")
	write(t, a, dir)
	must(t, os.Chmod(filepath.Dir(dir), 0o555))
	defer os.Chmod(filepath.Dir(dir), 0o755)
	for _, d := range []string{dir, filepath.Join(top, "site", "new"), filepath.Join(top, "site", "new", "deep")} {
		if text := failingChild(t, "nobody", d); !strings.Contains(text, "get leave to write in "+filepath.Dir(d)) {
			t.Errorf("%s: %q", d, text)
		}
	}
	wantOneOf(t, dir, a)
	wantNoLeavings(t, filepath.Dir(dir))
}

// failingChild runs a child that is to fail, and returns what it said.
func failingChild(t *testing.T, role, dir string) string {
	t.Helper()
	text, err := newChild(t, role, dir).CombinedOutput()
	if exit, ok := err.(*exec.ExitError); !ok || exit.ExitCode() != 1 {
		t.Fatalf("%v: %s", err, text)
	}
	return string(text)
}

func TestWriteToModes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	defer syscall.Umask(syscall.Umask(0o027))
	write(t, siteOf(t, map[string]string{"401/index.html": "x"}), dir)
	for p, want := range map[string]os.FileMode{"": 0o750, "401": 0o750, "401/index.html": 0o640, manifestName: 0o640} {
		if info, err := os.Stat(filepath.Join(dir, p)); err != nil || info.Mode().Perm() != want {
			t.Errorf("%q: %v, %v", p, info.Mode(), err)
		}
	}
}

// Pipes would hang whoever opens them; names may hold commands to a terminal.
func TestWriteToRefusesOddFiles(t *testing.T) {
	s, top := variant(t, "a"), t.TempDir()
	dir := filepath.Join(top, "public")
	write(t, s, dir)
	must(t, os.Remove(filepath.Join(dir, "index.html")))
	must(t, syscall.Mkfifo(filepath.Join(dir, "index.html"), 0o644))
	put(t, filepath.Join(dir, "\x1b[2J\xff\n"), "x")
	put(t, filepath.Join(dir, "folder\xff", "file"), "x")
	wantRefused(t, s, top, `"\x1b[2J\xff\n"`, `"folder\xff/"`, `"index.html"`)
}
