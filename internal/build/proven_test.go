package build_test

import (
	"context"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"statuswiki/internal/build"
	"statuswiki/internal/entry"
)

// TestProven shows at a sample with what it was run: as long as it is the sample
// that was run, and in a preview as soon as the record changes.
func TestProven(t *testing.T) {
	const small = "<small>proven with Go 1.26.8 &lt;x&gt;</small>"
	content := smallContent()
	set, _, err := entry.Load(content, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	item := set.Entry(401).Sending[0]
	key := set.Entry(401).ProofKey("sending", item.Code)
	proofs := entry.WriteProofs([]entry.Proven{{
		Program: entry.At[string]{Value: "Go 1.26.8 <x>"}, Date: entry.At[entry.Date]{Value: "2026-11-21"},
		Samples: []entry.At[string]{{Value: entry.ProofLine(401, item.ID, key)}},
	}})
	var cache build.Cache
	shows := func(step string, content fstest.MapFS, want int) {
		t.Helper()
		opt := smallOptions(content)
		opt.Cache = &cache
		res, err := build.Build(context.Background(), opt)
		if err != nil {
			t.Fatal(err)
		}
		f, ok := res.Site.Get("401/index.html")
		if !ok {
			t.Fatal("no page of 401")
		}
		if got := strings.Count(string(f.Body), small); got != want {
			t.Errorf("%s: the page says it %d times, not %d", step, got, want)
		}
	}
	shows("nothing was run", content, 0)
	with := maps.Clone(content)
	with["proofs.json"] = &fstest.MapFile{Data: proofs}
	shows("run", with, 1)
	changed := maps.Clone(with)
	text := string(content["codes/401.md"].Data)
	changed["codes/401.md"] = &fstest.MapFile{Data: []byte(strings.Replace(text, item.Code.Text, item.Code.Text+"\n", 1))}
	shows("changed since", changed, 0)
	shows("as it was", with, 1)
	shows("the record is gone", content, 0)
}
