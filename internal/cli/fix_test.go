package cli_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"statuswiki/internal/build"
	"statuswiki/internal/diag"
	"statuswiki/internal/entry"
)

const smallContent = "../entry/testdata/valid"

func mendable(t testing.TB) fstest.MapFS {
	t.Helper()
	tree := fstest.MapFS{}
	err := filepath.WalkDir(smallContent, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		tree[filepath.ToSlash(strings.TrimPrefix(path, filepath.Clean(smallContent)+string(filepath.Separator)))] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// fixTree mends a tree as check --fix does and returns the findings before and
// after.
func fixTree(t testing.TB, tree fstest.MapFS) (before, after *diag.List) {
	t.Helper()
	for round := range 5 {
		set, list, err := entry.Load(tree, "", nil)
		if err != nil {
			t.Fatal(err)
		}
		if round == 0 {
			before = list
		}
		changed := false
		for _, file := range set.Files() {
			if text, ok := set.Fix(file); ok {
				tree[file], changed = &fstest.MapFile{Data: text}, true
			}
		}
		if !changed {
			return before, list
		}
	}
	t.Fatal("it does not come to an end")
	return nil, nil
}

// linkTags are what a new cross reference adds to a page, and its brackets to
// an export in Markdown.
var linkTags = regexp.MustCompile(`</?a\b[^>]*>|[\[\]]|\]\([^)]*\)`)

// pagesOf builds a site and returns its HTML pages without links. It reports
// false if the content has errors.
func pagesOf(t testing.TB, tree fs.FS, cache *build.Cache) (map[string]string, bool) {
	t.Helper()
	res, err := build.Build(context.Background(), build.Options{Content: tree, Templates: os.DirFS("../../templates"), Static: os.DirFS("../../static"), Cache: cache})
	if err != nil {
		return nil, false
	}
	out := make(map[string]string)
	for _, name := range res.Site.Paths() {
		if file, _ := res.Site.Get(name); strings.HasSuffix(name, ".html") {
			out[name] = linkTags.ReplaceAllString(string(file.Body), "")
		}
	}
	return out, true
}

// FuzzFix mends any text as an entry: a second run finds nothing, no error is
// new, and the site is the same but for links.
func FuzzFix(f *testing.F) {
	valid := string(mendable(f)["codes/403.md"].Data)
	f.Add(valid)
	for _, change := range [][2]string{
		{"\n", "\r\n"}, {"\n", " \n"}, {"\n", "  \n"}, {"\n", "\t\n"}, {"code: 403\nname: Forbidden\n", "name: Forbidden\ncode: 403\n"},
		{"No means no.", "A 401 and 200(x), 401: no.\n\n401: /x\n\n[401]: y 200"}, {"No means no.", "a  \nb \n\n- 401  \n  `c \n  d`\n"},
		{"| größer", "> | größer"}, {"| State | Code |\n|---|---|", "State|Code\n:-|-:"}, {"\\|", "\\\\|"}, {"| [401] |", "| 401 | x |"},
		{"{rule: explicit only}", "{note: \"a, b}\", rule: explicit only, spec: RFC 9110 §1}"}, {"{may: never, methods: any}", "{methods: any, note: it's, may: never}"},
		{"Never.", "```text \n a \n\n  \n```"}, {"summary: ", "summary: |\n  a  \n  "},
	} {
		f.Add(strings.ReplaceAll(valid, change[0], change[1]))
	}
	cache := &build.Cache{}
	f.Fuzz(func(t *testing.T, text string) {
		tree := mendable(t)
		tree["codes/403.md"] = &fstest.MapFile{Data: []byte(text)}
		want, built := pagesOf(t, tree, cache)
		before, after := fixTree(t, tree)
		if !strings.Contains(text, "\r") && after.Errors() != before.Errors() {
			t.Errorf("%d errors became %d:\n%v\n%v", before.Errors(), after.Errors(), before.Sorted(), after.Sorted())
		}
		set, _, err := entry.Load(tree, "", nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range set.Files() {
			if _, again := set.Fix(file); again {
				t.Errorf("%s is fixed twice", file)
			}
		}
		if !built {
			return
		}
		got, ok := pagesOf(t, tree, cache)
		if !ok || len(got) != len(want) {
			t.Fatalf("the site is no longer built, or has %d pages and not %d", len(got), len(want))
		}
		for name, page := range want {
			if got[name] != page {
				t.Errorf("%s differs:\n%s\n---\n%s", name, got[name], page)
			}
		}
	})
}
