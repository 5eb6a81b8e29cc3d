package build

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"strconv"
	"strings"

	"statuswiki/internal/site"
)

// assets is what the static files become. The style stands inside every page,
// because a page with its style fits into one round trip; script and the style
// that comes late have names that change with what they hold, so that they may be
// kept for ever.
//
// There are few different styles in pages (those of entries, others, the
// doctor's), since a policy against foreign styles names each by its hash.
type assets struct {
	style  template.CSS // of every page; all that pages of entries have
	pages  template.CSS // of the others, besides
	theme  template.JS  // runs before the first paint
	script string       // path of the script
	search string       // path of the script that it loads for searching
	late   string       // path of the style for paper, and for what scripts bring

	ahead   string // rules for what to fetch ahead, which the script adds
	worker  []byte // the service worker, which wants to know what it keeps
	offline bool   // browsers may keep the site

	// Of the page of the response doctor: the path of its script, and its style.
	doctor, doctorStyle string
}

// aheadPath is the static file with the speculation rules.
const aheadPath = "ahead.json"

// workerPath is where the service worker stands, whatever is in it.
const workerPath = "sw.js"

// minifyCSS removes comments and the white space that means nothing. It reads
// signs, not rules: white space goes from around { } ; , > and from behind a
// colon, all other is one space. Strings, addresses and escapes stay as they are.
func minifyCSS(s string) string {
	out := make([]byte, 0, len(s))
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
	for len(s) > 0 {
		n := 1
		switch c := s[0]; c {
		case '/':
			if n = commentCSS(s); n > 0 {
				apart = true
				break
			}
			n = 1
			add("/")
		case '"', '\'':
			n = untilCSS(s, 1, c)
			add(s[:n])
		case '\\':
			n = escapeCSS(s)
			add(s[:n])
		case ' ', '\t', '\n', '\r', '\f':
			space = true
		case '{', '}', ';', ',', '>':
			if last := len(out) - 1; c == '}' && tight && last >= 0 && out[last] == ';' {
				out = out[:last]
			}
			out = append(out, c)
			space, apart, tight = false, false, true
		case ':':
			add(":")
			tight = len(s) > 1 && strings.IndexByte(" \t\n\r\f", s[1]) >= 0
		default:
			if len(s) > 4 && strings.EqualFold(s[:4], "url(") && !quoted(strings.TrimLeft(s[4:], " \t\n\r\f")) {
				n = untilCSS(s, 4, ')')
			} else {
				for n < len(s) && strings.IndexByte("/\"'\\ \t\n\r\f{};,>:", s[n]) < 0 && !(s[n]|0x20 == 'u' && len(s) > n+3 && s[n+3] == '(') {
					n++
				}
			}
			add(s[:n])
		}
		s = s[n:]
	}
	return string(out)
}

// commentCSS returns the length of the comment that s begins with, or 0.
func commentCSS(s string) int {
	if !strings.HasPrefix(s, "/*") {
		return 0
	}
	if end := strings.Index(s[2:], "*/"); end >= 0 {
		return end + 4
	}
	return len(s)
}

func quoted(s string) bool { return s != "" && (s[0] == '"' || s[0] == '\'') }

// untilCSS returns the offset behind the first end at or behind from that has no
// backslash before it.
func untilCSS(s string, from int, end byte) int {
	for i := from; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case end:
			return i + 1
		}
	}
	return len(s)
}

// escapeCSS returns the length of the escape that s begins with: a backslash and
// a sign, or up to six hexadecimal digits and the white space that ends them.
func escapeCSS(s string) int {
	n := 1
	for n < min(len(s), 7) && strings.IndexByte("0123456789abcdefABCDEF", s[n]) >= 0 {
		n++
	}
	if n == 1 || n < len(s) && strings.IndexByte(" \t\n\r\f", s[n]) >= 0 {
		n++
	}
	return min(n, len(s))
}

// keptAssets are the static files of the last build and what they became.
type keptAssets struct {
	texts  map[string]string
	assets *assets
	site   *site.Site
}

// assets returns what the static files become: that of the last build, if they are
// the same. A logo, if not nil, takes the place of the icon.
func (c *Cache) assets(fsys fs.FS, offline bool, logo []byte) (*assets, error) {
	texts, err := readStatic(fsys)
	if err != nil {
		return nil, fmt.Errorf("static files: %w", err)
	}
	texts["the logo"] = string(logo)
	if c.static == nil || c.static.assets.offline != offline || !maps.Equal(c.static.texts, texts) {
		made := &keptAssets{texts: texts, site: &site.Site{}}
		if made.assets, err = addAssets(fsys, made.site, offline, logo); err != nil {
			return nil, err
		}
		c.static = made
	}
	return c.static.assets, nil
}

// addTo puts the static files into the site.
func (k *keptAssets) addTo(s *site.Site) error {
	for name, file := range k.site.Lazies() {
		if err := s.AddLazy(name, file); err != nil {
			return fmt.Errorf("static files: %w", err)
		}
	}
	return nil
}

// readStatic returns the texts of all static files by name, and an empty one for
// what is no plain file.
func readStatic(fsys fs.FS) (map[string]string, error) {
	texts := make(map[string]string)
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		texts[name] = ""
		if !d.Type().IsRegular() {
			return nil
		}
		text, err := fs.ReadFile(fsys, name)
		texts[name] = string(text)
		return err
	})
	return texts, err
}

// addAssets puts the static files into the site.
func addAssets(fsys fs.FS, s *site.Site, offline bool, logo []byte) (*assets, error) {
	a := &assets{offline: offline}
	var late, print string
	var doctor []byte // its script, which has many files, joined in the order of their names
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
		if path.Dir(name) == "doctor" && path.Ext(name) == ".js" {
			doctor = append(doctor, trimScript(text)...)
			return nil
		}
		switch name {
		case "favicon.svg":
			if logo != nil {
				text = logo
			}
		case "style.css":
			a.style = template.CSS(minifyCSS(string(text)))
			return nil
		case "theme.js":
			a.theme = template.JS(strings.TrimSpace(string(text)))
			return nil
		case "search.js":
			text = trimScript(text)
			name = fingerprint(name, text)
			a.search = name
		case "site.js": // comes after search.js, whose name it has to know
			text = bytes.ReplaceAll(trimScript(text), []byte("search.js"), []byte(a.search))
			text = bytes.ReplaceAll(text, []byte("'"+aheadPath+"'"), []byte(strconv.Quote(a.ahead)))
			if !offline {
				text = bytes.ReplaceAll(text, []byte(offlinePath), nil)
			}
			name = fingerprint(name, text)
			a.script = name
		case aheadPath: // comes before site.js
			var rules bytes.Buffer
			if err := json.Compact(&rules, text); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			a.ahead = rules.String()
			return nil
		case workerPath:
			a.worker = trimScript(text)
			return nil
		case "doctor.css":
			a.doctorStyle = minifyCSS(string(text))
			return nil
		case "pages.css":
			a.pages = template.CSS(minifyCSS(string(text)))
			return nil
		case "late.css":
			late = minifyCSS(string(text))
			return nil
		case "print.css":
			print = minifyCSS(string(text))
			return nil
		}
		return s.Add(name, mediaType(name), text)
	})
	if err != nil {
		return nil, fmt.Errorf("static files: %w", err)
	}
	if len(doctor) > 0 {
		a.doctor = fingerprint("doctor.js", doctor)
		if err := s.Add(a.doctor, mediaType(a.doctor), doctor); err != nil {
			return nil, fmt.Errorf("static files: %w", err)
		}
	}
	if late != "" && print != "" {
		text := []byte(string(a.pages) + late + "@media print{" + print + "}")
		a.late = fingerprint("late.css", text)
		if err := s.Add(a.late, mediaType(a.late), text); err != nil {
			return nil, fmt.Errorf("static files: %w", err)
		}
	}
	for _, need := range [][2]string{{"style.css", string(a.style)}, {"theme.js", string(a.theme)}, {aheadPath, a.ahead}, {"site.js", a.script}, {"search.js", a.search}, {"pages.css", string(a.pages)}, {"late.css", late}, {"print.css", print}, {"doctor/*.js", a.doctor}, {"doctor.css", a.doctorStyle}} {
		if need[1] == "" { // else every page would load the home page as a script
			return nil, fmt.Errorf("static files: %s is not there or is empty", need[0])
		}
	}
	return a, nil
}

// aside is what scripts hold for those who write them: lines with nothing but a
// comment, and indentation.
var aside = regexp.MustCompile(`(?m)^[ \t]*(?://.*\n)?`)

// trimScript takes that from a script. It knows nothing of the language, so no
// text of several lines may depend on how its lines begin.
func trimScript(text []byte) []byte { return aside.ReplaceAll(text, nil) }

// fingerprint puts a hash of what the file holds into its name.
func fingerprint(name string, text []byte) string {
	sum := sha256.Sum256(text)
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + "-" + hex.EncodeToString(sum[:5]) + ext
}

// mediaType names the type of a file by its ending.
func mediaType(name string) string { return site.MediaType(name) }
