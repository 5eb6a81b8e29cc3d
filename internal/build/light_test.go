package build_test

import (
	"testing"

	"statuswiki/internal/build"
	"statuswiki/internal/site"
)

// A build that puts aside what the memory should not hold gives the same site,
// and the same findings.
func TestLight(t *testing.T) {
	t.Parallel()
	opt := realOptions()
	want, err := makeSite(opt)
	if err != nil {
		t.Fatal(err)
	}
	spill := site.NewSpill(0)
	defer spill.Close()
	opt.Spill = spill
	got, err := build.Build(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	same(t, got.Site, want)
}
