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

// cssToken matches, in this order: a comment; what white space and signs mean
// nothing in (a string, an address, an escape); white space; a sign that white
// space around it means nothing to; a colon and the white space behind it.
var cssToken = regexp.MustCompile(`(?is)(/\*.*?\*/)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|url\(\s*[^"'\s)](?:[^)\\]|\\.)*\)|\\[0-9a-f]{1,6}\s?|\\.)|(\s+)|([{};,>])|(:\s*)`)

// minifyCSS removes comments and the white space that means nothing.
func minifyCSS(s string) string {
	var out []byte
	space := false // white space stood here, and may mean something
	apart := false // a comment did, and keeps two words from being one
	tight := true  // what was written last needs no white space behind it
	add := func(text string) {
		switch {
		case space && !tight:
			out = append(out, ' ')
		case apart && !tight:
			out = append(out, "/**/"...)
		}
		out = append(out, text...)
		space, apart, tight = false, false, false
	}
	from := 0
	for _, m := range cssToken.FindAllStringSubmatchIndex(s, -1) {
		if m[0] > from {
			add(s[from:m[0]])
		}
		from = m[1]
		switch token := s[m[0]:m[1]]; {
		case m[2] >= 0:
			apart = true
		case m[4] >= 0:
			add(token)
		case m[6] >= 0:
			space = true
		case m[8] >= 0:
			if n := len(out); token == "}" && n > 0 && out[n-1] == ';' && tight {
				out = out[:n-1]
			}
			out = append(out, token...)
			space, apart, tight = false, false, true
		default:
			add(":")
			tight = len(token) > 1
		}
	}
	if from < len(s) {
		add(s[from:])
	}
	return string(out)
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
	for _, need := range [][2]string{{"style.css", string(a.style)}, {"theme.js", string(a.theme)}, {"site.js", a.script}, {"print.css", a.print}} {
		if need[1] == "" { // else every page would load the home page as a script
			return nil, fmt.Errorf("static files: %s is not there or is empty", need[0])
		}
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
