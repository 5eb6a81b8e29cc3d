package story

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// repository makes a repository of the checkout's files in dir, with one commit
// and the tag v0.1.0, and returns the commit.
func repository(t *testing.T, dir string) (commit string) {
	t.Helper()
	for _, program := range []string{"git", "bash"} {
		if _, err := exec.LookPath(program); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatal(err)
			}
			t.Skip(err)
		}
	}
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		rel, _ := filepath.Rel(root, path)
		switch {
		case err != nil:
			return err
		case rel == ".git" || rel == "public" || rel == "release" || rel == "statuswiki" || strings.HasPrefix(rel, ".public."):
			if d.IsDir() {
				return filepath.SkipDir
			}
			return nil
		case d.IsDir():
			return os.MkdirAll(filepath.Join(dir, rel), 0o777)
		case !d.Type().IsRegular():
			return fmt.Errorf("%s is no plain file", rel)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, rel), text, 0o666)
	})
	if err != nil {
		t.Fatal(err)
	}
	git := func(args ...string) string { return command(t, dir, "git", args...) }
	git("init", "-q", "-b", "main")
	git("add", "-A")
	git("-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-qm", "all")
	git("tag", "v0.1.0")
	return strings.TrimSpace(git("rev-parse", "HEAD"))
}

// command runs a program in dir and returns what it prints. The commit's time is
// always the same, and no configuration of the machine's owner counts.
func command(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	const when = "2026-11-21T12:00:00Z"
	cmd.Env = append(os.Environ(), "GOFLAGS=-trimpath", "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_DATE="+when, "GIT_COMMITTER_DATE="+when)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %q: %v\n%s%s", name, args, err, out, said.String())
	}
	return string(out)
}

// TestVersion: however the program was made, it tells the commit, and whether
// the files were those of the commit.
func TestVersion(t *testing.T) {
	t.Parallel()
	dir, bin := t.TempDir(), t.TempDir()
	commit := repository(t, dir)
	program := filepath.Join(bin, "statuswiki.exe")
	ways := func(suffix string) {
		t.Helper()
		command(t, dir, "go", "build", "-buildvcs=true", "-o", program, ".")
		if got := command(t, bin, program, "--version"); !strings.HasPrefix(got, "statuswiki v0.1.") || !strings.HasSuffix(got, " "+commit+suffix+"\n") {
			t.Errorf("go build: %q, and the commit is %s", got, commit)
		}
		if got, want := command(t, dir, "go", "run", ".", "--version"), "statuswiki (devel) in a checkout at "+commit+suffix+"\n"; got != want {
			t.Errorf("go run: %q, not %q", got, want)
		}
	}
	ways("")
	gobin := filepath.Join(bin, "gobin")
	command(t, dir, "bash", "-c", `GOBIN="$1" go install -buildvcs=true .`, "-", gobin)
	if got, want := command(t, bin, filepath.Join(gobin, "statuswiki"), "--version"), "statuswiki v0.1.0 "+commit+"\n"; got != want {
		t.Errorf("go install: %q, not %q", got, want)
	}
	if err := os.WriteFile(filepath.Join(dir, "content", "site.yaml"), []byte("title: Another\ntagline: Wiki\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	ways(", modified")
}

// TestRelease builds a release twice, in two places, and wants the same bytes;
// the program in it tells the version.
func TestRelease(t *testing.T) {
	t.Parallel()
	here := runtime.GOOS + "/" + runtime.GOARCH
	name := "statuswiki_v0.1.0_" + runtime.GOOS + "_" + runtime.GOARCH
	var sums, commit string
	for range 2 {
		dir := t.TempDir()
		commit = repository(t, dir)
		command(t, dir, "bash", ".ci/release", "-o", "out", here, "windows/amd64")
		got, err := os.ReadFile(filepath.Join(dir, "out", "SHA256SUMS"))
		if err != nil {
			t.Fatal(err)
		}
		if sums == "" {
			sums = string(got)
			checkRelease(t, filepath.Join(dir, "out"), name, sums, commit)
		} else if sums != string(got) {
			t.Errorf("the same commit gives\n%s and\n%s", sums, got)
		}
		// What is there is not written over, and what is no commit is not released.
		for what, change := range map[string]func(){
			"not empty": func() {},
			"modified":  func() { _ = os.WriteFile(filepath.Join(dir, "go.mod"), []byte("x"), 0o666) },
		} {
			change()
			cmd := exec.Command("bash", ".ci/release", "-o", "out", here)
			cmd.Dir = dir
			if said, err := cmd.CombinedOutput(); err == nil || what == "modified" && !strings.Contains(string(said), what) {
				t.Errorf("%s: %v %s", what, err, said)
			}
		}
	}
}

func checkRelease(t *testing.T, dir, name, sums, commit string) {
	t.Helper()
	var want []string
	for _, archive := range []string{name + ".tar.gz", "statuswiki_v0.1.0_windows_amd64.zip"} {
		text, err := os.ReadFile(filepath.Join(dir, archive))
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, fmt.Sprintf("%x  %s\n", sha256.Sum256(text), archive))
	}
	if strings.Join(want, "") != sums {
		t.Errorf("SHA256SUMS says\n%s, the files are\n%s", sums, want)
	}
	program := filepath.Join(t.TempDir(), "statuswiki")
	if names := unpack(t, filepath.Join(dir, name+".tar.gz"), name+"/statuswiki", program); names != "CHANGELOG.md LICENSE README.md statuswiki" {
		t.Errorf("the archive holds %s", names)
	}
	if got, want := command(t, t.TempDir(), program, "--version"), "statuswiki v0.1.0 "+commit+"\n"; got != want {
		t.Errorf("the program says %q, not %q", got, want)
	}
	z, err := zip.OpenReader(filepath.Join(dir, "statuswiki_v0.1.0_windows_amd64.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	if len(z.File) != 4 || z.File[3].Name != "statuswiki_v0.1.0_windows_amd64/statuswiki.exe" || z.File[3].UncompressedSize64 < 1<<20 {
		t.Errorf("the zip holds %v", z.File)
	}
}

// unpack writes one file of an archive as a program and returns the names of all,
// without their folder.
func unpack(t *testing.T, archive, wanted, to string) (names string) {
	t.Helper()
	f, err := os.Open(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			return strings.Join(all, " ")
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Typeflag == tar.TypeReg {
			all = append(all, filepath.Base(h.Name))
		}
		if h.Name == wanted {
			text, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(to, text, h.FileInfo().Mode()); err != nil {
				t.Fatal(err)
			}
		}
	}
}
