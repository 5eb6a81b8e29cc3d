package entry

import (
	"fmt"
	"io/fs"
	"math"
	"regexp"
	"strconv"
	"strings"

	"statuswiki/internal/diag"
)

// Settings is site.yaml: what a copy of the wiki for another purpose changes.
type Settings struct {
	Title      At[string] `yaml:"title" need:"yes"`
	Tagline    At[string] `yaml:"tagline" need:"yes" prose:"yes"`
	Repository At[URL]    `yaml:"repository"`
	Security   Security   `yaml:"security"`
	Offline    At[bool]   `yaml:"offline"` // browsers may keep the wiki; not given means yes

	// Hosting is the software at the repository's address, where its host's name
	// does not tell.
	Hosting At[Hosting] `yaml:"hosting"`

	// Logo is the name of an SVG file beside site.yaml.
	Logo    At[string] `yaml:"logo"`
	Colours []Colour   `yaml:"colours"`

	// Codes says what a code looks like; see [Form]. Without it they are HTTP's.
	Codes CodeRange `yaml:"codes"`
}

// Hosting is software that hosts repositories, as far as its addresses differ.
type Hosting string

// Choices implements [Choice].
func (Hosting) Choices() []string { return []string{"github", "gitlab", "forgejo"} }

// CodeRange is the form of codes as site.yaml has it.
type CodeRange struct {
	From   At[int]    `yaml:"from" need:"yes"`
	To     At[int]    `yaml:"to" need:"yes"`
	Prefix At[string] `yaml:"prefix"`
}

// Colour is the accent of a class, or of all that have none of their own, for
// each colour scheme.
type Colour struct {
	Class At[string] `yaml:"class"`
	Light At[string] `yaml:"light" need:"yes"` // #rrggbb
	Dark  At[string] `yaml:"dark" need:"yes"`
}

// colour returns the colour of a class, or for "" that of all others.
func (s *Settings) colour(class string) (Colour, bool) {
	for _, c := range s.Colours {
		if c.Class.Value == class {
			return c, true
		}
	}
	return Colour{}, false
}

// Grounds are the colours on which an accent stands as text, in the light and in
// the dark scheme: that of the page and that of boxes. static/style.css has them;
// a test holds the two together.
var Grounds = [2][2]string{{"#fdfdfb", "#f3f3ee"}, {"#14161a", "#1d2026"}}

// leastContrast is what WCAG 2.2, success criterion 1.4.6, asks for text (AAA).
const leastContrast = 7.0

// loadSettings reads site.yaml and what it names.
func (s *Set) loadSettings(fsys fs.FS, shown string, list *diag.List) {
	src, there, ok := s.readSingle(fsys, shown, "site.yaml", list)
	switch {
	case !there:
		s.Settings.Title.Value, s.Settings.Tagline.Value = "statuswiki", "HTTP status codes, explained"
		return
	case !ok:
		return
	}
	s.settingsFile = src
	s.Settings = *cached(s.cache, src, list, func(list *diag.List) *Settings { // a copy, which builds change
		out := &Settings{}
		decodeYAML(src, string(src.text), 1, list, out, Form{})
		return out
	})
	s.form = s.Settings.checkForm(src, list)
	s.Settings.checkColours(src, list)
	s.loadLogo(fsys, shown, list)
}

var hexColour = regexp.MustCompile(`^#[0-9a-f]{6}$`)

// checkColours reports colours that cannot be read, as addresses are, or on the
// page by people.
func (s *Settings) checkColours(src *source, list *diag.List) {
	seen := make(map[string]bool)
	for i := range s.Colours {
		c := &s.Colours[i]
		if seen[c.Class.Value] {
			at := c.Class
			if !at.Given() {
				at = c.Light
			}
			list.Hintf(src.at(at.Line, at.Col), "wrong-value", "keep one", "the colour of %s stands here already", orAll(c.Class.Value))
		}
		seen[c.Class.Value] = true
		for scheme, v := range []At[string]{c.Light, c.Dark} {
			if v.Given() {
				checkColour(src, v, scheme, list)
			}
		}
	}
}

func orAll(class string) string {
	if class == "" {
		return "all classes"
	}
	return class
}

func checkColour(src *source, v At[string], scheme int, list *diag.List) {
	at := src.at(v.Line, v.Col)
	if !hexColour.MatchString(v.Value) {
		list.Hintf(at, "wrong-value", `write six digits in quotes: "#7d3400"`, "%q is no colour", cut(v.Value, 20))
		return
	}
	worst, on := math.Inf(1), ""
	for _, ground := range Grounds[scheme] {
		if c := Contrast(v.Value, ground); c < worst {
			worst, on = c, ground
		}
	}
	if worst < leastContrast {
		hint := "take a darker one"
		if scheme == 1 {
			hint = "take a lighter one"
		}
		list.Hintf(at, "contrast", hint, "%s on %s has a contrast of %s:1, and text needs 7:1", v.Value, on, ratio(worst))
	}
}

// ratio writes a contrast, cut and not rounded, so that 6.998 is no 7.
func ratio(c float64) string { return strconv.FormatFloat(math.Floor(c*100)/100, 'f', 2, 64) }

// Contrast returns the contrast ratio of two colours in the form #rrggbb, from 1
// to 21 (WCAG 2.2, contrast ratio).
func Contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(colour string) float64 {
	sum := 0.0
	for i, share := range []float64{0.2126, 0.7152, 0.0722} {
		n, _ := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8) // its form has been checked
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += share * c
	}
	return sum
}

// Style returns the rules that the colours add to the style, or nothing. They
// stand behind the page's own and go before them.
func (s *Set) Style() string {
	var b strings.Builder
	rule := func(of string, c Colour) {
		fmt.Fprintf(&b, "%s{--accent:light-dark(%s,%s)}", of, c.Light.Value, c.Dark.Value)
	}
	if c, ok := s.Settings.colour(""); ok {
		rule(":root,.k0,.c1,.c2,.c3,.c4,.c5", c)
	}
	for _, k := range s.Classes {
		if c, ok := s.Settings.colour(k.Slug); ok {
			rule("."+s.Accent(k.Slug), c)
		}
	}
	return b.String()
}

// checkSettings reports what only the whole set can tell of the settings.
func (c *checker) checkSettings() {
	for _, k := range c.set.Settings.Colours {
		if name := k.Class; name.Given() && name.Value != "" && c.set.Class(name.Value) == nil && !c.set.unread["classes/"+name.Value] {
			var known []string
			for _, class := range c.set.Classes {
				known = append(known, class.Slug)
			}
			c.list.Hintf(c.set.settingsFile.at(name.Line, name.Col), "wrong-value", didYouMean(name.Value, known), "there is no classes/%s.md", cut(name.Value, 40))
		}
	}
	c.checkClasses()
}
