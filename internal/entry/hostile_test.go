package entry

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"statuswiki/internal/diag"
)

// What one broken file may cost. The promise is 20 s and 1 GiB; this is what
// keeps an author waiting.
const (
	maxCost  = 4 * time.Second
	maxAlloc = 1 << 30 // in all, so at most that much at any time
)

// frugally fails when f costs too much.
func frugally(t *testing.T, f func()) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := busy()
	f()
	cost := busy() - start
	runtime.ReadMemStats(&after)
	alloc := after.TotalAlloc - before.TotalAlloc
	if cost > maxCost*slow || alloc > maxAlloc {
		t.Errorf("it took %v and %d MiB", cost, alloc>>20)
	}
}

// writeTree puts a tree into a folder of the disk.
func writeTree(t testing.TB, tree fstest.MapFS) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, tree); err != nil {
		t.Fatal(err)
	}
	return dir
}

// loadDir loads a folder as main does and returns the findings.
func loadDir(t *testing.T, dir string) (*Set, []diag.Finding) {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	var set *Set
	var found []diag.Finding
	frugally(t, func() { set, found = load(t, root.FS()) })
	checkPlaces(t, set, found)
	return set, found
}

const front403 = `---
code: 403
---
`

// hostileFiles are files that nobody writes on purpose, or just one. Each is
// put in the place of one in the valid tree, and is a finding at the place.
var hostileFiles = []struct {
	name string
	file string
	text string
	at   string // line and column, or nothing
	rule string
}{
	{"NUL", "codes/403.md", "---\ncode: 403\x00\n---\n", ":2:10", "encoding"},
	{"a byte of Latin-1", "codes/403.md", "---\ncode: 403\n---\nGr\xf6\xdfe\n", ":4:3", "encoding"},
	{"half a character", "codes/403.md", "---\ncode: 403\n---\nä\xe2\x82", ":4:3", "encoding"},
	{"an overlong form", "codes/403.md", "\xc0\xaf", ":1:1", "encoding"},
	{"UTF-16", "codes/403.md", "\xff\xfe-\x00-\x00-\x00", ":1:1", "encoding"},
	{"CRLF", "codes/403.md", "---\r\ncode: 403\r\n---\r\n", ":1:4", "encoding"},
	{"a byte order mark", "tags/authentication.md", "\ufeff---\ntitle: x\n---\n", ":1:1", "encoding"},
	{"an escape sequence", "codes/403.md", "---\ncode: 403\n---\n\x1b[2J", ":4:1", "encoding"},
	{"bidirectional overrides", "site.yaml", "title: a\u202eb", ":1:9", "encoding"},
	{"20 MB", "codes/403.md", strings.Repeat("x", 20<<20), "", "too-large"},
	{"20 MB of registry", "registry.json", strings.Repeat("[", 20<<20), "", "too-large"},
	{"70 KB of facts", "codes/403.md", "---\n" + strings.Repeat("a: b\n", 14000) + "---\n", ":2:1", "too-large"},
	{"70 KB of settings", "site.yaml", strings.Repeat("[", 70000), ":1:1", "too-large"},
	{"nothing", "codes/403.md", "", ":1:1", "front-matter"},
	{"only a fence", "codes/403.md", "---", ":1:1", "front-matter"},
	{"only two fences", "codes/403.md", "---\n---", ":2:1", "front-matter"},
	{"ten thousand brackets in YAML", "codes/403.md", "---\na: " + strings.Repeat("[", 10000) + strings.Repeat("]", 10000) + "\n---\n", ":2:104", "too-deep"},
	{"ten thousand braces in YAML", "codes/403.md", "---\na: " + strings.Repeat("{a: ", 10000) + "\n---\n", ":2:401", "too-deep"},
	{"ten thousand levels of YAML", "codes/403.md", "---\n" + strings.Repeat("- ", 10000) + "a\n---\n", ":2:201", "too-deep"},
	{"ten thousand brackets", "codes/403.md", front403 + "\n## Overview\n\n" + strings.Repeat("[", 10000) + strings.Repeat("]", 10000), ":7:251", "too-deep"},
	{"ten thousand brackets in a heading", "codes/403.md", front403 + "## Overview\n### " + strings.Repeat("[", 10000), ":5:255", "too-deep"},
	{"ten thousand quotations", "tags/authentication.md", "---\ntitle: x\nsummary: y\n---\n" + strings.Repeat(">", 10000), ":5:13", "too-deep"},
	{"ten thousand lists", "classes/4xx.md", "---\nclass: 4xx\n---\n" + strings.Repeat("1. ", 10000), ":4:37", "too-deep"},
	{"ten thousand brackets in a message", "codes/403.md", front403 + "## HTTP example\n### x\n```http request\nPOST / HTTP/1.1\nContent-Type: application/json\n\n" + strings.Repeat("[", 10000) + "\n```\n", ":10:10000", "content-type-body"},
	{"twenty thousand brackets in a message", "codes/403.md", front403 + "## HTTP example\n### x\n```http request\nPOST / HTTP/1.1\nContent-Type: application/json\n\n" + strings.Repeat("[", 20000) + "\n```\n", ":10:10001", "content-type-body"},
	{"a billion laughs", "codes/403.md", "---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\nname: [*d,*d,*d,*d,*d,*d,*d,*d,*d]\ntags: *d\n---\n", ":7:7", "yaml-alias"},
	{"an alias of itself", "codes/403.md", "---\ntags: &a [*a]\n---\n", ":2:7", "yaml-alias"},
	{"merge keys", "codes/403.md", "---\ncode: 403\n<<: {name: x}\n---\n", ":3:1", "unknown-key"},
	{"keys that are lists", "codes/403.md", "---\n? [a, b]\n: c\n---\n", ":2:3", "unknown-key"},
	{"a hundred thousand faults", "codes/403.md", front403 + "## Overview\n" + strings.Repeat("a <b>\n\n", 35000), "", "too-many"},
	{"a thousand and one header lines", "codes/403.md", front403 + "## HTTP example\n### x\n```http request\nGET / HTTP/1.1\n" + strings.Repeat("a: b\n", 1001) + "```\n", ":1008:1", "too-many-fields"},
	{"a JSON number beyond all bounds", "registry.json", `{"codes": [{"code": 1e999}]}`, ":1:12", "registry"},
	{"JSON that is none", "registry.json", "\x7fELF", ":1:1", "encoding"},
	{"JSON of another kind", "registry.json", "[]", ":1:1", "registry"},
	{"no JSON at all", "registry.json", "", ":1:1", "registry"},
	{"a file without a name", "codes/.md", "x", "", ""},
	{"a name that climbs", "tags/..md", "x", "", ""},
	{"a name with a line end", "tags/a\nb.md", "x", "", "file-name"},
	{"a name in capitals", "codes/ABC.md", "x", "", "file-name"},
	{"no number", "codes/abc.md", "---\ncode: 403\n---\n", ":2:7", "file-name"},

	// These are made by other means, below.
	{rule: "not-a-file"}, {rule: "unreadable"},
}

func TestHostileFiles(t *testing.T) {
	for _, c := range hostileFiles {
		if c.file == "" {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			tree := validTree(t)
			tree[c.file] = &fstest.MapFile{Data: []byte(c.text)}
			_, found := loadDir(t, writeTree(t, tree))
			expect(t, found, c.file, c.at, c.rule)
		})
	}
}

// expect looks for a finding. Without a rule, the file is passed over.
func expect(t *testing.T, found []diag.Finding, file, at, rule string) {
	t.Helper()
	for _, f := range found {
		if f.Pos.File == file && (rule == "" || f.Rule == rule && f.Pos.String() == file+at) {
			if rule == "" {
				t.Errorf("%v", f)
			}
			return
		}
	}
	if rule != "" {
		t.Errorf("no finding %s%s […] [%s]; but\n%.2000s", file, at, rule, lines(found))
	}
}

// TestHostileKinds puts what is no file where a file should stand.
func TestHostileKinds(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "outside.md")
	if err := os.WriteFile(outside, []byte(front403+"SECRET"), 0o666); err != nil {
		t.Fatal(err)
	}
	link := func(to string) func(string) error {
		return func(name string) error { return os.Symlink(to, name) }
	}
	socket := func(name string) error {
		l, err := net.Listen("unix", name)
		if err == nil {
			t.Cleanup(func() { l.Close() })
		}
		return err
	}
	mkdir := func(name string) error { return os.Mkdir(name, 0o777) }
	file := func(name string) error { return os.WriteFile(name, []byte("x"), 0o666) }
	for _, c := range []struct {
		name, file string
		make       func(name string) error
		rule       string
	}{
		{"a link out of the folder", "codes/403.md", link(outside), "not-a-file"},
		{"a relative link out", "codes/403.md", link("../../../../../../../../etc/passwd"), "not-a-file"},
		{"a link to a neighbour", "codes/403.md", link("401.md"), "not-a-file"},
		{"a link to itself", "codes/403.md", link("403.md"), "not-a-file"},
		{"a link to nothing", "codes/403.md", link("nothing"), "not-a-file"},
		{"a link to its folder", "codes/403.md", link("."), "not-a-file"},
		{"a link to a device", "codes/403.md", link("/dev/zero"), "not-a-file"},
		{"a folder", "codes/401.md", mkdir, "not-a-file"},
		{"a pipe", "tags/authentication.md", mkfifo, "not-a-file"},
		{"a socket", "tags/authentication.md", socket, "not-a-file"},
		{"settings that are a link", "site.yaml", link(outside), "not-a-file"},
		{"settings that are a folder", "site.yaml", mkdir, "not-a-file"},
		{"a registry that is a pipe", "registry.json", mkfifo, "not-a-file"},
		{"a folder that is a link out", "tags", link(filepath.Dir(outside)), "unreadable"},
		{"a folder that is a link to itself", "tags", link("tags"), "unreadable"},
		{"a folder that is a file", "classes", file, "unreadable"},
		{"a folder that is a pipe", "headers", mkfifo, "unreadable"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := writeTree(t, validTree(t))
			name := filepath.Join(dir, filepath.FromSlash(c.file))
			if err := os.RemoveAll(name); err != nil {
				t.Fatal(err)
			}
			if err := c.make(name); err != nil {
				t.Skip(err)
			}
			set, found := loadDir(t, dir)
			expect(t, found, c.file, "", c.rule)
			for name, text := range set.sources {
				if strings.Contains(string(text), "SECRET") {
					t.Errorf("%s was read from outside", name)
				}
			}
		})
	}
}

// refusing is a file system in which one file cannot be opened, as for a user
// without the right to.
type refusing struct {
	fstest.MapFS
	file string
}

func (r refusing) Open(name string) (fs.File, error) {
	if name == r.file {
		return nil, &fs.PathError{Op: "open", Path: "/home/somebody/" + name, Err: fs.ErrPermission}
	}
	return r.MapFS.Open(name)
}

func TestUnreadable(t *testing.T) {
	for _, file := range []string{"codes/401.md", "site.yaml", "registry.json"} {
		set, found := load(t, refusing{validTree(t), file})
		expect(t, found, file, "", "unreadable")
		if got := lines(found); len(found) != 1 || strings.Contains(got, "/home") {
			t.Errorf("more than that, or a path of the machine: %s", got)
		}
		checkPlaces(t, set, found)
	}
	if os.Getuid() != 0 { // who may read everything
		dir := writeTree(t, validTree(t))
		for _, name := range []string{"codes/403.md", "tags"} {
			if err := os.Chmod(filepath.Join(dir, name), 0); err != nil {
				t.Fatal(err)
			}
			_, found := loadDir(t, dir)
			expect(t, found, name, "", "unreadable")
			if err := os.Chmod(filepath.Join(dir, name), 0o777); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, _, err := Load(fstest.MapFS{}, "", nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without codes: %v", err)
	}
}

// TestManyFaults makes sure that the findings of one file are bounded, and that
// none of another file is lost for that.
func TestManyFaults(t *testing.T) {
	tree := validTree(t)
	tree["codes/403.md"].Data = []byte(front403 + "\n## Overview\n\n" + strings.Repeat("[nowhere] ", 400))
	tree["tags/zebra.md"] = &fstest.MapFile{Data: []byte("x")}
	_, found := load(t, tree)
	n := 0
	for _, f := range found {
		if f.Pos.File == "codes/403.md" {
			n++
		}
	}
	if n != maxFindings+1 {
		t.Errorf("%d findings", n)
	}
	expect(t, found, "tags/zebra.md", ":1:1", "front-matter")
	if !regexp.MustCompile(`codes/403\.md: error: 3\d\d more findings in this file are left out`).MatchString(lines(found)) {
		t.Errorf("it is not said how many are left out: %s", lines(found))
	}
}
