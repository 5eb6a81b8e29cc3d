package story

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestForkLines holds the lines of the README for a copy of the wiki with codes
// of another form against those that the story runs. The story's server is the
// last line.
func TestForkLines(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(readme), "\n## For your own codes\n")
	_, block, _ := strings.Cut(section, "\n```sh\n")
	block, _, _ = strings.Cut(block, "```\n")
	story, err := txtar.ParseFile(filepath.Join("testdata", "fork.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range story.Files {
		if f.Name == "fork.sh" {
			if want := string(f.Data) + "statuswiki serve --content acme\n"; block != want {
				t.Errorf("the README says\n%s\nand the story runs\n%s", block, want)
			}
			if n := strings.Count(block, "\n"); n != 6 {
				t.Errorf("the README promises six lines and has %d", n)
			}
			return
		}
	}
	t.Error("the story has no fork.sh")
}
