package entry

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"statuswiki/internal/diag"
)

// beside are the files that stand beside the folders, and one of each kind that
// stands in one.
var beside = []string{
	"site.yaml", "choose.yaml", "programs.yaml", "substatuses.yaml", "support.yaml", "proofs.json", "registry.json",
	"measured/prompt.md", "pages/surprises.md", "headers/authorization.md", "tags/authentication.md", "classes/4xx.md",
}

// nonsense is wrong in every file of content.
var nonsense = map[string]string{
	"NUL":                     "a: \x00",
	"UTF-16":                  "\xff\xfea\x00",
	"an escape sequence":      "title: \x1b]0;owned\x07",
	"an override":             "title: a\u202eb",
	"300 KB":                  strings.Repeat("# x\n", 75_000),
	"ten thousand brackets":   "a: " + strings.Repeat("[", 10_000),
	"ten thousand levels":     strings.Repeat("- ", 10_000) + "a",
	"fifty thousand braces":   strings.Repeat("{a: ", 50_000),
	"a billion laughs":        "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ntitle: [*d,*d,*d,*d,*d,*d,*d,*d,*d]",
	"an alias of itself":      "title: &a [*a]",
	"a list":                  "- a\n- b",
	"a number":                "42",
	"a tag":                   "title: !!binary aGk=",
	"two documents":           "title: a\n---\ntitle: b",
	"a template":              "{{template \"main\"}}",
	"a script":                "<script>alert(1)</script>",
	"a number beyond bounds":  "codes: [1e999]\nproofs: 1e999\nquestions: 1e999\nfeatures: 1e999",
	"ten thousand wrong keys": strings.Repeat("x: y\n", 10_000),
}

// Whatever stands in a file of any kind, it costs little and is named by its
// place, as an error of that file.
func TestHostileInEveryKind(t *testing.T) {
	for _, file := range beside {
		for name, text := range nonsense {
			forms := map[string]string{"": text}
			if strings.HasSuffix(file, ".md") {
				forms = map[string]string{"": text, " as front matter": "---\n" + text + "\n---\n\nText.\n"}
			}
			for form, text := range forms {
				t.Run(file+" is "+name+form, func(t *testing.T) {
					tree := validTree(t)
					tree[file] = &fstest.MapFile{Data: []byte(text)}
					set, found := loadTree(t, tree)
					for _, f := range found {
						if f.Pos.File == file && f.Level == diag.Error {
							return
						}
					}
					t.Errorf("no error in %s (%d entries); but\n%.500s", file, len(set.Entries), lines(found))
				})
			}
		}
	}
}

// loadTree loads a tree from memory, frugally.
func loadTree(t *testing.T, tree fstest.MapFS) (set *Set, found []diag.Finding) {
	t.Helper()
	frugally(t, func() { set, found = load(t, tree) })
	checkPlaces(t, set, found)
	return set, found
}

// What is no file is not opened, whatever kind it should be.
func TestHostileKindsBeside(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "outside")
	if err := os.WriteFile(outside, []byte("title: SECRET\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, file := range beside {
		for kind, make := range map[string]func(string) error{
			"a link out":       func(name string) error { return os.Symlink(outside, name) },
			"a link to itself": func(name string) error { return os.Symlink(filepath.Base(name), name) },
			"a device":         func(name string) error { return os.Symlink("/dev/zero", name) },
			"a pipe":           mkfifo,
			"a folder":         func(name string) error { return os.Mkdir(name, 0o777) },
		} {
			t.Run(file+" is "+kind, func(t *testing.T) {
				dir := writeTree(t, validTree(t))
				name := filepath.Join(dir, filepath.FromSlash(file))
				if err := os.RemoveAll(name); err != nil {
					t.Fatal(err)
				}
				if err := make(name); err != nil {
					t.Skip(err)
				}
				set, found := loadDir(t, dir)
				expect(t, found, file, "", "not-a-file")
				for name, text := range set.sources {
					if strings.Contains(string(text), "SECRET") {
						t.Errorf("%s was read from outside", name)
					}
				}
			})
		}
	}
}

// Slugs, names and addresses cannot climb out of the site, or out of their line.
func TestHostileSlugs(t *testing.T) {
	for _, slug := range []string{
		"../evil", "..", ".", "a/b", "/a", `a\b`, "a%2fb", "a b", "A", "ä", "a.html", "map", "401", "a\u202eb", "javascript:x", "<b>", "-", "", strings.Repeat("a", 5000),
	} {
		quoted := fmt.Sprintf("%q", slug)
		for file, change := range map[string][2]string{
			"choose.yaml":        {"slug: ", "slug: " + quoted + " # "},
			"codes/401.md":       {"tags: [", "tags: [" + quoted + ", "},
			"support.yaml":       {"code: 401", "code: " + quoted},
			"substatuses.yaml":   {`sub: "1"`, "sub: " + quoted},
			"measured/prompt.md": {"codes: [401]", "codes: [" + quoted + "]"},
		} {
			if slug == "401" && file != "choose.yaml" && file != "codes/401.md" {
				continue // it is a code
			}
			tree := validTree(t)
			text := string(tree[file].Data)
			if !strings.Contains(text, change[0]) {
				t.Fatalf("%s has no %q", file, change[0])
			}
			tree[file] = &fstest.MapFile{Data: []byte(strings.Replace(text, change[0], change[1], 1))}
			_, found := loadTree(t, tree)
			wrong := false
			for _, f := range found {
				wrong = wrong || f.Pos.File == file && f.Level == diag.Error && f.Pos.Line > 0
			}
			if !wrong {
				t.Errorf("%s takes %.40s", file, quoted)
			}
		}
	}
}
