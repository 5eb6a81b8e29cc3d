package build

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"regexp"
	"strings"

	"statuswiki/internal/site"
)

// assets is what the static files become. The style stands inside every page,
// because a page with its style fits into one round trip; script and print
// style have names that change with what they hold, so that they may be kept
// for ever.
type assets struct {
	style  template.CSS
	theme  template.JS // runs before the first paint
	script string      // path of the script
	print  string      // path of the print style
}

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssSpace   = regexp.MustCompile(`\s+`)
	cssTight   = regexp.MustCompile(` ?([{};,>]) ?`)
)

// minifyCSS removes comments and the white space that means nothing.
func minifyCSS(s string) string {
	s = cssComment.ReplaceAllString(s, "")
	s = cssSpace.ReplaceAllString(s, " ")
	s = cssTight.ReplaceAllString(s, "$1")
	return strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(s, ": ", ":"), ";}", "}"))
}

// addAssets puts the static files into the site.
func addAssets(fsys fs.FS, s *site.Site) (*assets, error) {
	a := &assets{}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() || strings.HasPrefix(d.Name(), "."):
			return nil
		case !d.Type().IsRegular():
			return fmt.Errorf("%s is no plain file", name)
		}
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		switch name {
		case "style.css":
			a.style = template.CSS(minifyCSS(string(text)))
			return nil
		case "theme.js":
			a.theme = template.JS(strings.TrimSpace(string(text)))
			return nil
		case "site.js":
			name = fingerprint(name, text)
			a.script = name
		case "print.css":
			text = []byte(minifyCSS(string(text)))
			name = fingerprint(name, text)
			a.print = name
		}
		return s.Add(name, mediaType(name), text)
	})
	if err != nil {
		return nil, fmt.Errorf("static files: %w", err)
	}
	return a, nil
}

// fingerprint puts a hash of what the file holds into its name.
func fingerprint(name string, text []byte) string {
	sum := sha256.Sum256(text)
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + "-" + hex.EncodeToString(sum[:5]) + ext
}

// mediaType names the type of a file by its ending. The table is our own: the
// one of the mime package grows with the machine it runs on.
func mediaType(name string) string {
	if t, ok := mediaTypes[path.Ext(name)]; ok {
		return t
	}
	return "application/octet-stream"
}

var mediaTypes = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".json": "application/json",
	".svg": "image/svg+xml", ".png": "image/png", ".txt": "text/plain; charset=utf-8", ".ico": "image/x-icon",
	".xml": "application/xml", ".webmanifest": "application/manifest+json", ".md": "text/markdown; charset=utf-8",
}
