package build_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"statuswiki/internal/build"
)

func BenchmarkBuild(b *testing.B) {
	opt := realOptions()
	for b.Loop() {
		if _, err := makeSite(opt); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSave is what a server does after the save of one entry, up to the
// page of that entry.
func BenchmarkSave(b *testing.B) {
	dir := b.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../content")); err != nil {
		b.Fatal(err)
	}
	name := filepath.Join(dir, "codes", "401.md")
	text, err := os.ReadFile(name)
	if err != nil {
		b.Fatal(err)
	}
	opt := build.Options{Content: os.DirFS(dir), Templates: os.DirFS("../../templates"), Static: os.DirFS("../../static"), Cache: &build.Cache{}, Lazy: true}
	save := func(n int) {
		if err := os.WriteFile(name, fmt.Appendf(text, "\nSave number %d.\n", n), 0o666); err != nil {
			b.Fatal(err)
		}
		res, err := build.Build(b.Context(), opt)
		if err != nil {
			b.Fatal(err)
		}
		if _, ok := res.Site.Get("401/index.html"); !ok {
			b.Fatal("no page")
		}
	}
	save(0)
	n := 0
	for b.Loop() {
		n++
		save(n)
	}
}

// BenchmarkRender makes every page anew from files that are parsed and samples
// that are coloured already, as after the save of a template.
func BenchmarkRender(b *testing.B) {
	opt := realOptions()
	opt.Cache = &build.Cache{}
	layout := realTemplates()["layout.html"]
	var forms [2]fstest.MapFS
	for i := range forms {
		forms[i] = maps.Clone(realTemplates())
		forms[i]["layout.html"] = &fstest.MapFile{Data: fmt.Appendf(nil, "%s<!-- %d -->", layout.Data, i)}
	}
	n := 0
	for b.Loop() {
		opt.Templates = forms[n%2]
		n++
		if _, err := makeSite(opt); err != nil {
			b.Fatal(err)
		}
	}
}
