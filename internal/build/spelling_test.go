package build_test

import (
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"statuswiki/internal/build"
	"statuswiki/internal/diag"
	"statuswiki/internal/entry"
)

// With a speller its findings are among those of each build but the first, which
// does not wait for them, and neither the site nor a build without one knows of
// it.
func TestSpeller(t *testing.T) {
	content := maps.Clone(smallContent())
	content["words.txt"] = &fstest.MapFile{Data: []byte("# Words\n")}
	content["pages/slip.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Slip\nsummary: A slip of the pen.\n---\n\n## Slip\n\nIt did not recieve the the answer.\n")}
	opt := smallOptions(content)
	spelled := func() (*build.Result, string) {
		t.Helper()
		res, err := build.Build(t.Context(), opt)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, f := range res.Findings {
			if strings.HasSuffix(f.Pos.File, "pages/slip.md") && f.Level == diag.Warning {
				out = append(out, f.Rule)
			}
		}
		return res, strings.Join(out, " ")
	}
	plain, got := spelled()
	if got != "" {
		t.Errorf("without a speller: %s", got)
	}
	opt.Speller, opt.Cache = &entry.Speller{}, &build.Cache{}
	for i, want := range []string{"", "spelling word-twice", "spelling word-twice"} {
		res, got := spelled()
		if got != want {
			t.Errorf("build %d with a speller: %q, not %q", i, got, want)
		}
		if len(res.Site.Changed(plain.Site)) > 0 {
			t.Error("the site is another")
		}
	}
}
