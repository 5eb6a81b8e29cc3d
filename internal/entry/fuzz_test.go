package entry

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// seeds are the files of the small tree, whole and broken, and the wiki's own.
func seeds(f *testing.F) (texts []string) {
	for name, file := range validTree(f) {
		if strings.HasSuffix(name, ".md") {
			texts = append(texts, string(file.Data))
		}
	}
	cases, _ := filepath.Glob("testdata/broken/*.txt")
	for _, file := range cases {
		_, broken := readCases(f, file)
		for _, c := range broken {
			tree := validTree(f)
			c.apply(f, tree)
			for name, file := range tree {
				if strings.HasPrefix(name, "codes/") {
					texts = append(texts, string(file.Data))
				}
			}
		}
	}
	own, _ := filepath.Glob("../../content/codes/*.md")
	for _, name := range own {
		if text, err := os.ReadFile(name); err == nil {
			texts = append(texts, string(text))
		}
	}
	for _, s := range costly {
		texts = append(texts, front403+"## Overview\n\n"+strings.Repeat(s, 20))
	}
	for _, c := range hostileFiles {
		if len(c.text) < 10000 {
			texts = append(texts, c.text)
		}
	}
	return texts
}

// FuzzEntry reads any text as an entry, a field, a tag and a class: it never
// panics, is done in a moment, and every finding has a place in the file.
func FuzzEntry(f *testing.F) {
	for _, text := range seeds(f) {
		f.Add(text)
	}
	valid := validTree(f)
	f.Fuzz(func(t *testing.T, text string) {
		tree := fstest.MapFS{"registry.json": valid["registry.json"], "site.yaml": valid["site.yaml"], "codes/401.md": valid["codes/401.md"]}
		for _, name := range []string{"codes/403.md", "headers/www-authenticate.md", "tags/authentication.md", "classes/4xx.md"} {
			tree[name] = &fstest.MapFile{Data: []byte(text)}
		}
		start := time.Now()
		set, found := load(t, tree)
		if d := time.Since(start); d > 10*time.Second {
			t.Errorf("it took %v", d)
		}
		checkPlaces(t, set, found)
		for _, e := range set.Entries {
			for _, id := range e.Anchors() {
				if len(found) == 0 && Slug(id) != id {
					t.Errorf("the address %q", id)
				}
			}
			for _, b := range e.Blocks {
				b.Participants()
			}
		}
	})
}

// FuzzDecode reads any text as the facts of an entry.
func FuzzDecode(f *testing.F) {
	for _, text := range seeds(f) {
		facts, _, _ := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n")
		f.Add(facts)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, "\x00") {
			return
		}
		tree := fstest.MapFS{"site.yaml": {Data: []byte(text)}, "codes/403.md": {Data: []byte("---\n" + text + "\n---\n")}}
		set, found := load(t, tree)
		checkPlaces(t, set, found)
		for _, f := range found {
			if f.Pos.Line == 0 && f.Rule != "too-many" {
				t.Errorf("%v: no line", f)
			}
		}
	})
}
