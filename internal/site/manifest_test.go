package site

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestManifest(t *testing.T) {
	s := siteOf(t, map[string]string{"index.html": "", "401/index.html": "abc"})
	want := "# statuswiki manifest 1\n" +
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  401/index.html\n" +
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  index.html\n"
	if got := string(s.manifest()); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	listed, err := parseManifest([]byte(want))
	if err != nil || !slices.Equal(slices.Sorted(maps.Keys(listed)), s.Paths()) {
		t.Errorf("%v, %v", listed, err)
	}
	if _, err := parseManifest(new(Site).manifest()); err != nil {
		t.Errorf("an empty site's: %v", err)
	}
}

// What is listed is deleted, so a list is trusted wholly or not at all.
func TestParseManifestRefuses(t *testing.T) {
	sum := strings.Repeat("0", 64)
	for name, text := range map[string]string{
		"nothing":       "",
		"another head":  "# statuswiki manifest 2\n",
		"climbing":      manifestHead + "\n" + sum + "  ../index.html\n",
		"absolute":      manifestHead + "\n" + sum + "  /etc/passwd\n",
		"backslash":     manifestHead + "\n" + sum + "  a\\b\n",
		"twice":         manifestHead + "\n" + sum + "  a\n" + sum + "  a\n",
		"out of order":  manifestHead + "\n" + sum + "  b\n" + sum + "  a\n",
		"short sum":     manifestHead + "\n" + sum[2:] + "  a\n",
		"odd sum":       manifestHead + "\n" + sum[1:] + "x  a\n",
		"one space":     manifestHead + "\n" + sum + " a\n",
		"empty line":    manifestHead + "\n\n",
		"cut in a path": manifestHead + "\n" + sum + "  a",
		"cut in a sum":  manifestHead + "\n" + sum[:9],
		"CRLF":          manifestHead + "\r\n" + sum + "  a\r\n",
	} {
		if listed, err := parseManifest([]byte(text)); err == nil {
			t.Errorf("%s: %v", name, listed)
		}
	}
}
