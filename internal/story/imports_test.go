package story

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rooms is the drawing of the house: what each package may import of the
// project, and of others. Arrows point one way; whoever needs a new one draws
// it here first.
var rooms = map[string][]string{
	".":                {"internal/cli"},
	"internal/diag":    {},
	"internal/httpmsg": {"internal/diag"},
	"internal/doctor":  {"internal/diag", "internal/httpmsg"},
	"internal/draw":    {"golang.org/x/image"},
	"internal/entry":   {"internal/diag", "internal/httpmsg", "internal/doctor", "github.com/yuin/goldmark", "go.yaml.in/yaml/v4", "internal/spell"},
	"internal/cache":   {},
	"internal/layered": {},
	"internal/site":    {"internal/layered", "golang.org/x/sys", "golang.org/x/sync"},
	"internal/build":   {"internal/diag", "internal/doctor", "internal/httpmsg", "internal/entry", "internal/export", "internal/search", "internal/site", "internal/try", "internal/colour", "github.com/yuin/goldmark", "golang.org/x/sync", "internal/draw", "internal/history", "internal/hosting", "golang.org/x/net/html"},
	"internal/cli":     {"internal/build", "internal/diag", "internal/doctor", "internal/entry", "internal/export", "internal/httpmsg", "internal/paste", "internal/prove", "internal/search", "internal/serve", "internal/site", "github.com/alecthomas/kong", "github.com/rogpeppe/go-internal/diff", "golang.org/x/net/html", "golang.org/x/term", "internal/history", "internal/cache", "internal/hosting", "internal/links"},
	"internal/colour":  {"github.com/alecthomas/chroma/v2", "github.com/dlclark/regexp2/v2"},
	"internal/spell":   {},
	"internal/links":   {"internal/diag", "golang.org/x/net/html", "golang.org/x/sync"},
	"internal/paste":   {"internal/httpmsg"},
	"internal/search":  {"internal/entry"},
	"internal/export":  {"internal/entry", "internal/httpmsg", "github.com/yuin/goldmark"},
	"internal/prove":   {"internal/diag", "internal/httpmsg", "internal/entry", "golang.org/x/sync"},
	"internal/serve":   {"internal/layered", "internal/site", "internal/diag", "internal/hosting", "internal/try", "github.com/fsnotify/fsnotify", "github.com/andybalholm/brotli", "golang.org/x/sync"},
	"internal/try":     {"internal/httpmsg"},
	"internal/corpus":  {},
	"internal/bench":   {"internal/corpus", "github.com/chromedp", "github.com/andybalholm/brotli", "golang.org/x/net/html"},
	"internal/story":   {},
	"internal/browser": {},
	"internal/history": {},
	"internal/hosting": {"internal/cache", "internal/site", "github.com/andybalholm/brotli", "golang.org/x/sync"},
}

func TestImports(t *testing.T) {
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && path != root) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		room := filepath.ToSlash(filepath.Dir(rel))
		allowed, known := rooms[room]
		if !known {
			t.Errorf("%s: the room %s is not in the drawing", rel, room)
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			name = strings.TrimPrefix(name, "statuswiki/")
			standard := !strings.HasPrefix(name, "internal/") && !strings.Contains(strings.Split(name, "/")[0], ".")
			if !standard && !slices.ContainsFunc(allowed, func(a string) bool { return name == a || strings.HasPrefix(name, a+"/") }) {
				t.Errorf("%s: the room %s may not import %s", rel, room, name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The top level is fixed: what stands there is the first thing a reader sees.
func TestTopLevel(t *testing.T) {
	want := []string{
		".ci", ".gitattributes", ".github", ".gitignore", ".vscode", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md",
		"content", "go.mod", "go.sum", "internal", "main.go", "static", "templates",
	}
	here, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range here {
		name := d.Name()
		if name == ".git" || name == "public" || strings.HasPrefix(name, ".public.") || name == "statuswiki" {
			continue // not part of the repository
		}
		if !slices.Contains(want, name) {
			t.Errorf("%s does not belong at the top level", name)
		}
	}
}
