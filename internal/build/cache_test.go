package build_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"statuswiki/internal/build"
	"statuswiki/internal/diag"
	"statuswiki/internal/site"
)

// TestCacheChangesNothing edits the small tree many times, well and badly, and
// builds it with one cache and without any: both say the same.
func TestCacheChangesNothing(t *testing.T) {
	t.Parallel()
	var cache build.Cache
	rng := rand.New(rand.NewPCG(4, 2))
	tree := smallContent()
	templates, static := maps.Clone(realTemplates()), maps.Clone(realStatic())
	options := []func(*build.Options){
		func(*build.Options) {},
		func(o *build.Options) { o.BaseURL = somewhere },
		func(o *build.Options) { o.Repository = "https://example.com/repository" },
		func(o *build.Options) { o.Shown = "elsewhere/" },
	}
	places := slots(tree)
	sites, refused := 0, 0
	for i := range 60 {
		content := maps.Clone(tree)
		edit := "nothing"
		switch s := places[rng.IntN(len(places))]; rng.IntN(8) {
		case 0:
		case 1: // an entry goes
			edit = "remove 403"
			delete(content, "codes/403.md")
		case 2: // a page of another name comes
			edit = "add a tag"
			content["tags/another.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Another\nsummary: Another tag.\n---\n\nText.\n")}
		case 3: // what all pages show changes
			edit = "style"
			static["style.css"] = &fstest.MapFile{Data: fmt.Appendf(nil, "a { color: #%06x }", i)}
		case 4:
			edit = "template"
			templates["tag.html"] = &fstest.MapFile{Data: append(realTemplates()["tag.html"].Data, fmt.Sprintf("<!-- %d -->", i%3)...)}
		case 5: // broken
			edit = "broken"
			content["codes/401.md"] = &fstest.MapFile{Data: []byte("---\ncode: 401\n---\n")}
		default:
			edit = s.String()
			content = fill(tree, places, map[int]string{rng.IntN(len(places)): fmt.Sprintf("other words %d", i%7)})
		}
		opt := smallOptions(content)
		opt.Templates, opt.Static = templates, static
		which := rng.IntN(len(options))
		options[which](&opt)
		want, wantErr := build.Build(context.Background(), opt)
		opt.Cache = &cache
		got, gotErr := build.Build(context.Background(), opt)
		if fmt.Sprint(wantErr) != fmt.Sprint(gotErr) {
			t.Fatalf("%d (%s): without the cache %v, with it %v", i, edit, wantErr, gotErr)
		}
		var found *diag.FindingsError
		if errors.As(wantErr, &found) {
			refused++
			if fmt.Sprint(want.Findings) != fmt.Sprint(got.Findings) {
				t.Fatalf("%d (%s): without the cache %v, with it %v", i, edit, want.Findings, got.Findings)
			}
			continue
		}
		if wantErr != nil {
			t.Fatalf("%d (%s): %v", i, edit, wantErr)
		}
		sites++
		sameSite(t, want.Site, got.Site)
		if t.Failed() {
			t.Fatalf("after edit %d: %s, options %d", i, edit, which)
		}
	}
	t.Logf("%d sites, %d refused", sites, refused)
	if sites < 30 || refused < 5 {
		t.Error("that proves little")
	}
}

// TestCacheDoesNotReachBack: a site that was given away stays as it was.
func TestCacheDoesNotReachBack(t *testing.T) {
	var cache build.Cache
	one := func(tree fstest.MapFS) *site.Site {
		opt := smallOptions(tree)
		opt.Cache = &cache
		s, err := makeSite(opt)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	first := one(smallContent())
	before := digest(first)
	tree := smallContent()
	tree["site.yaml"].Data = []byte(strings.Replace(string(tree["site.yaml"].Data), "a site of two codes", "another title", 1))
	second := one(tree)
	if digest(first) != before {
		t.Error("the first site has changed")
	}
	if n := strings.Count(before, ".html\n") + len([]string{"llms.txt", "search.json", "search-index.js", "site.webmanifest"}); len(second.Changed(first)) != n {
		t.Errorf("the title stands on every page, in llms.txt, in the search and in the manifest, but %d changed", len(second.Changed(first)))
	}
}
