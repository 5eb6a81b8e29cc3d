package cli

import (
	"fmt"
	"path/filepath"
	"testing"
)

func TestBelow(t *testing.T) {
	for _, test := range []struct {
		dir   string
		files []string
		want  string
	}{
		{"/w/content", []string{"/w/content/codes/401.md"}, "[codes/401.md]"},
		{"content/", []string{"content/codes/401.md", "content/site.yaml"}, "[codes/401.md site.yaml]"},
		{"/w/content", []string{"/w/content/codes/401.md", "/w/templates/home.html"}, "[]"},
		{"/w/content", []string{"/w/content-old/401.md"}, "[]"},
		{"/w/content", []string{"codes/401.md"}, "[]"},
	} {
		var files []string
		for _, f := range test.files {
			files = append(files, filepath.FromSlash(f))
		}
		got := below(filepath.FromSlash(test.dir), files)
		if fmt.Sprint(got) != test.want || (got == nil) != (test.want == "[]") {
			t.Errorf("%v below %s: %v", test.files, test.dir, got)
		}
	}
}
