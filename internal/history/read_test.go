package history

import (
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// repo is a scratch repository. No setting of the machine reaches it.
type repo struct {
	t   *testing.T
	dir string
	day string // of the commits to come
}

func newRepo(t *testing.T) *repo {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	dir := t.TempDir()
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	t.Setenv("GIT_CEILING_DIRECTORIES", filepath.Dir(dir))
	r := &repo{t, dir, "2026-01-01"}
	r.git("init", "-q", "-b", "main")
	return r
}

func (r *repo) git(args ...string) string {
	r.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = r.dir
	at := r.day + "T23:30:00-05:00" // the next day in UTC
	cmd.Env = append(os.Environ(), "GIT_AUTHOR_DATE=2001-01-01T00:00:00Z", "GIT_COMMITTER_DATE="+at, "GIT_COMMITTER_NAME=Committer", "GIT_COMMITTER_EMAIL=c@example.com")
	out, err := cmd.CombinedOutput()
	if err != nil {
		r.t.Fatalf("git %q: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func (r *repo) write(name, text string) {
	r.t.Helper()
	file := filepath.Join(r.dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)); err != nil {
		r.t.Fatal(err)
	}
}

// commit commits everything as author, «Name <address>».
func (r *repo) commit(day, author, message string) string {
	r.t.Helper()
	r.day = day
	r.git("add", "-A")
	r.git("commit", "-q", "--allow-empty", "--allow-empty-message", "--cleanup=verbatim", "--author", author, "-m", message)
	return r.git("rev-parse", "HEAD")
}

func (r *repo) read() *History {
	r.t.Helper()
	h, err := Read(r.t.Context(), filepath.Join(r.dir, "content"), nil)
	if err != nil {
		r.t.Fatal(err)
	}
	return h
}

const anna, bert = "Anna <anna@example.com>", "Bert <bert@example.com>"

func wantFile(t *testing.T, h *History, path, changed string, who ...string) {
	t.Helper()
	f, ok := h.File(path)
	if !ok || f.Changed != changed || !slices.Equal(f.People, who) {
		t.Errorf("%s: %t, %s by %q; want %s by %q", path, ok, f.Changed, f.People, changed, who)
	}
}

func TestRead(t *testing.T) {
	r := newRepo(t)
	text := strings.Repeat("A line of an entry.\n", 20)
	r.write("content/codes/401.md", text)
	r.write("content/codes/403.md", "short\n")
	r.write("main.go", "package main\n")
	r.commit("2026-01-01", bert, "first")
	r.write("content/codes/401.md", text+"More.\n")
	r.commit("2026-02-01", anna, "401: more\n\nWhy.\n\nCo-authored-by: Carla B. <carla@example.com>\nCo-authored-by: helper[bot] <bot@example.com>\n")
	r.write("content/codes/401.md", text+"Even more.\n")
	id := r.commit("2026-03-01", anna, "401: even more")
	r.write("main.go", "package main // not content\n")
	r.commit("2026-04-01", "Dora <dora@example.com>", "elsewhere")
	r.write("content/codes/403.md", "shorter, by a machine\n")
	r.commit("2026-05-01", "fixer[bot] <bot@example.com>", "403: mended")
	r.write("content/codes/401.md", "not committed")
	r.write("content/codes/404.md", "not committed")

	h := r.read()
	wantFile(t, h, "codes/401.md", "2026-03-02", "Anna", "Bert", "Carla B.")
	wantFile(t, h, "codes/403.md", "2026-05-02", "Bert")
	if _, ok := h.File("codes/404.md"); ok {
		t.Error("a file that was never committed has a history")
	}
	var subjects []string
	for _, c := range h.Commits() {
		subjects = append(subjects, c.Subject)
	}
	if want := []string{"403: mended", "401: even more", "401: more", "first"}; !slices.Equal(subjects, want) {
		t.Errorf("commits %q, want %q", subjects, want)
	}
	if c := h.Commits()[1]; c.ID != id || c.Time.String() != "2026-03-02 04:30:00 +0000 UTC" || !slices.Equal(c.Files, []string{"codes/401.md"}) || !slices.Equal(c.People, []string{"Anna"}) {
		t.Errorf("%+v", c)
	}
}

func TestReadFollowsRenames(t *testing.T) {
	r := newRepo(t)
	text := strings.Repeat("A line of an entry.\n", 20)
	r.write("content/codes/460.md", text)
	r.commit("2026-01-01", bert, "first")
	r.git("mv", "content/codes/460.md", "content/codes/461.md")
	r.commit("2026-02-01", anna, "renamed")
	r.write("content/codes/460.md", "Another entry altogether.\n")
	r.commit("2026-03-01", "Carla <carla@example.com>", "the number is used again")
	h := r.read()
	wantFile(t, h, "codes/461.md", "2026-02-02", "Anna", "Bert")
	wantFile(t, h, "codes/460.md", "2026-03-02", "Carla")
	if c := h.Commits()[2]; !slices.Equal(c.Files, []string{"codes/461.md"}) {
		t.Errorf("the first commit is about %q, by today's names", c.Files)
	}
}

// A file that was deleted, and one that took its name later, are two.
func TestReadDeleted(t *testing.T) {
	r := newRepo(t)
	r.write("content/codes/419.md", "one\n")
	r.write("content/codes/420.md", "stays\n")
	r.commit("2026-01-01", bert, "first")
	r.git("rm", "-q", "content/codes/419.md")
	r.commit("2026-02-01", bert, "gone")
	r.write("content/codes/419.md", "quite another text\n")
	r.commit("2026-03-01", anna, "back")
	h := r.read()
	wantFile(t, h, "codes/419.md", "2026-03-02", "Anna")
	wantFile(t, h, "codes/420.md", "2026-01-02", "Bert")
}

func TestReadMailmap(t *testing.T) {
	r := newRepo(t)
	r.write(".mailmap", "Anna Old <anna@example.com>\nBerta <berta@example.com> <bert@example.com>\n")
	r.write("content/a.md", "a")
	r.commit("2026-01-01", anna, "a\n\nCo-authored-by: Bert <bert@example.com>")
	r.write(".mailmap", "Nobody <anna@example.com>\n") // not committed
	wantFile(t, r.read(), "a.md", "2026-01-02", "Anna Old", "Berta")
}

// Names and subjects come from strangers.
func TestReadHostile(t *testing.T) {
	r := newRepo(t)
	r.write("content/a.md", "a")
	r.commit("2026-01-01", "Eve & \x1b[31m\u202eevil\x01 <e@example.com>", "subject\x1f \u202e</title>\x1b]0;x\x07\n\nCo-authored-by: <b>Mallory</b> <m@example.com>\nCo-authored-by: nobody")
	r.write("content/a.md", "b")
	r.commit("2026-01-02", "mail@example.com <mail@example.com>", "")
	r.write("content/odd\tname\n\".md", "c")
	r.commit("2026-01-03", strings.Repeat("long ", 50)+"<l@example.com>", "commit")
	h := r.read()
	wantFile(t, h, "a.md", "2026-01-03", "<b>Mallory</b>", "Eve & [31mevil")
	wantFile(t, h, "odd\tname\n\".md", "2026-01-04", strings.Repeat("long ", 11)+"long…")
	for i, want := range []string{"commit", "", "subject </title>]0;x"} {
		if got := h.Commits()[i].Subject; got != want {
			t.Errorf("subject %q, want %q", got, want)
		}
	}
	for _, c := range h.Commits() {
		if strings.Contains(strings.Join(c.People, " "), "@") {
			t.Errorf("an address among %q", c.People)
		}
	}
}

// Where there is nothing to tell of, nothing is told, and that is no error.
func TestReadNothing(t *testing.T) {
	r := newRepo(t)
	r.write("content/a.md", "a")
	t.Run("no commit", func(t *testing.T) { wantNothing(t, r.read()) })
	r.commit("2026-01-01", anna, "a")
	r.write("content/a.md", "b")
	r.commit("2026-01-02", anna, "b")
	if _, ok := r.read().File("a.md"); !ok {
		t.Fatal("no history where there is one")
	}
	t.Run("no repository", func(t *testing.T) {
		dir := t.TempDir()
		t.Setenv("GIT_CEILING_DIRECTORIES", filepath.Dir(dir))
		h, err := Read(t.Context(), dir, nil)
		if err != nil {
			t.Error(err)
		}
		wantNothing(t, h)
	})
	t.Run("shallow", func(t *testing.T) {
		clone := filepath.Join(t.TempDir(), "clone")
		r.git("clone", "-q", "--depth=1", "file://"+r.dir, clone)
		h, err := Read(t.Context(), filepath.Join(clone, "content"), nil)
		if err != nil {
			t.Error(err)
		}
		wantNothing(t, h)
	})
	t.Run("not in the repository", func(t *testing.T) {
		r.write("other/content/a.md", "a")
		h, err := Read(t.Context(), filepath.Join(r.dir, "other", "content"), nil)
		if err != nil {
			t.Error(err)
		}
		wantNothing(t, h)
	})
	t.Run("no git", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		wantNothing(t, r.read())
	})
}

func wantNothing(t *testing.T, h *History) {
	t.Helper()
	if _, ok := h.File("a.md"); ok || len(h.Commits()) > 0 {
		t.Errorf("a history of %d commits", len(h.Commits()))
	}
}

// What the one who builds has set up, and the hook that runs the build, change
// nothing.
func TestReadSameForEverybody(t *testing.T) {
	r := newRepo(t)
	r.write("content/codes/401.md", strings.Repeat("line\n", 20))
	r.commit("2026-01-01", anna, "a")
	r.git("mv", "content/codes/401.md", "content/codes/402.md")
	r.commit("2026-01-02", bert, "b")
	want := r.read()
	config := filepath.Join(t.TempDir(), "config")
	text := "[log]\n\tshowSignature = true\n\tdate = relative\n\tdecorate = full\n\tfollow = true\n[diff]\n\trenames = false\n\trelative = false\n\tnoprefix = true\n" +
		"[color]\n\tui = always\n[mailmap]\n\tfile = " + config + ".map\n[core]\n\tquotePath = true\n[format]\n\tpretty = oneline\n[i18n]\n\tlogOutputEncoding = UTF-16\n"
	if err := errors.Join(os.WriteFile(config, []byte(text), 0o644), os.WriteFile(config+".map", []byte("Wrong <anna@example.com>\n"), 0o644)); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GIT_CONFIG_GLOBAL", config)
	t.Setenv("TZ", "Pacific/Kiritimati")
	t.Setenv("LC_ALL", "tr_TR.UTF-8")
	t.Setenv("GIT_DIR", filepath.Join(t.TempDir(), "elsewhere"))
	t.Setenv("GIT_INDEX_FILE", "none")
	got := r.read()
	if !slices.EqualFunc(want.Commits(), got.Commits(), sameCommit) {
		t.Errorf("%+v, want %+v", got.Commits(), want.Commits())
	}
	wantFile(t, got, "codes/402.md", "2026-01-03", "Anna", "Bert")
}

func sameCommit(a, b Commit) bool {
	return a.ID == b.ID && a.Time.Equal(b.Time) && a.Subject == b.Subject && slices.Equal(a.People, b.People) && slices.Equal(a.Files, b.Files)
}

type blobs map[string][]byte

func (b blobs) Get(key string) ([]byte, bool) { v, ok := b[key]; return v, ok }
func (b blobs) Put(key string, v []byte)      { b[key] = v }

// The log is kept by the commit that it leads to, and asked for again when
// there is another.
func TestReadKeeps(t *testing.T) {
	r := newRepo(t)
	r.write("content/a.md", "a")
	r.commit("2026-01-01", anna, "a")
	kept := make(blobs)
	read := func() *History {
		t.Helper()
		h, err := Read(t.Context(), filepath.Join(r.dir, "content"), kept)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	wantFile(t, read(), "a.md", "2026-01-02", "Anna")
	if len(kept) != 1 {
		t.Fatalf("%d things are kept", len(kept))
	}
	for key, v := range maps.Clone(kept) { // what is kept is what is read
		kept[key] = []byte(strings.ReplaceAll(string(v), "Anna", "Zoe"))
	}
	wantFile(t, read(), "a.md", "2026-01-02", "Zoe")
	r.write("content/a.md", "b")
	r.commit("2026-02-01", bert, "b")
	wantFile(t, read(), "a.md", "2026-02-02", "Anna", "Bert")
}

func FuzzParseLog(f *testing.F) {
	id := strings.Repeat("a", 40)
	head := "\x00commit\x00" + id + "\x001700000000\x00Anna\x00a@example.com\x00subject\x00B <b@example.com>\x1fC <c@example.com>\x00"
	f.Add(head + "\x00\nM\x00codes/401.md\x00" + head + "\x00\nR100\x00a\x00b\x00D\x00c\x00A\x00d\x00")
	f.Add(head)
	f.Add("\x00commit\x00")
	f.Fuzz(func(t *testing.T, text string) {
		log, err := parseLog(text)
		if err != nil {
			return
		}
		h := gather(log, nil)
		if len(h.Commits()) != len(log) {
			t.Errorf("%d commits out of %d", len(h.Commits()), len(log))
		}
		for _, c := range h.Commits() {
			if strings.ContainsAny(c.Subject, "\n\x1b\u202e") {
				t.Errorf("subject %q", c.Subject)
			}
			for _, name := range c.Files {
				if file, ok := h.File(name); !ok || name == "" || file.Changed == "" {
					t.Errorf("%q has no date", name)
				}
			}
		}
	})
}
