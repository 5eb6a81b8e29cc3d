package build_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"statuswiki/internal/build"
	"statuswiki/internal/diag"
	"statuswiki/internal/site"
)

// What the tests of hostile content share: the places of the small tree, and
// what must never come of a text that stands there.

// slot is one place of the small tree where an author's text stands. Each has
// a line of its own, so that the line of a finding names the slot.
type slot struct {
	file     string
	line     int
	from, to int
	old      string
	front    bool // in YAML, between double quotes; else in Markdown
	code     bool // in a fence or behind it, where a backslash is one
}

var (
	quoted   = regexp.MustCompile(`"[^"\n]*"`)
	mark     = regexp.MustCompile(`SLOT`)
	bodyFrom = regexp.MustCompile(`(?s)^---\n.*?\n---\n`)
)

// slots finds every place: quoted strings in YAML, the word SLOT in prose.
func slots(tree fstest.MapFS) []slot {
	var out []slot
	for _, file := range slices.Sorted(maps.Keys(tree)) {
		text := string(tree[file].Data)
		head := len(bodyFrom.FindString(text))
		switch {
		case strings.HasSuffix(file, ".yaml"):
			head = len(text)
		case strings.HasSuffix(file, ".json"): // one phrase, of a code without an entry
			const phrase = `"Not Found"`
			at := strings.Index(text, phrase)
			out = append(out, slot{file, strings.Count(text[:at], "\n") + 1, at, at + len(phrase), "Not Found", true, false})
			continue
		}
		line := func(at int) int { return strings.Count(text[:at], "\n") + 1 }
		for _, m := range quoted.FindAllStringIndex(text[:head], -1) {
			out = append(out, slot{file, line(m[0]), m[0], m[1], text[m[0]+1 : m[1]-1], true, false})
		}
		for _, m := range mark.FindAllStringIndex(text[head:], -1) {
			m[0], m[1] = m[0]+head, m[1]+head
			code := strings.Count(text[:m[0]], "```")%2 == 1
			out = append(out, slot{file, line(m[0]), m[0], m[1], "SLOT", false, code})
		}
	}
	return out
}

func (s slot) String() string { return fmt.Sprintf("%s:%d (%s)", s.file, s.line, s.old) }

// fill returns the tree with other texts in some of its slots.
func fill(tree fstest.MapFS, places []slot, texts map[int]string) fstest.MapFS {
	out := maps.Clone(tree)
	for i := len(places) - 1; i >= 0; i-- { // from behind, so that offsets stay true
		text, ok := texts[i]
		if !ok {
			continue
		}
		s := places[i]
		if s.front {
			text = strconv.QuoteToASCII(text) // whose escapes are YAML's, too
		}
		old := string(out[s.file].Data)
		out[s.file] = &fstest.MapFile{Data: []byte(old[:s.from] + text + old[s.to:])}
	}
	return out
}

// settle builds the tree with the texts in its slots, and takes out those that
// are refused with a finding until the rest is a site. It fails on any error
// that is no finding.
func settle(t *testing.T, cache *build.Cache, tree fstest.MapFS, places []slot, texts map[int]string) *site.Site {
	t.Helper()
	for {
		opt := smallOptions(fill(tree, places, texts))
		opt.Cache = cache // for speed; TestCacheChangesNothing says that it may
		res, err := build.Build(context.Background(), opt)
		var found *diag.FindingsError
		switch {
		case err == nil:
			return res.Site
		case !errors.As(err, &found):
			t.Fatalf("neither a site nor findings: %v", err)
		case res.Site != nil:
			t.Fatal("findings, and a site all the same")
		}
		before := len(texts)
		for _, f := range found.Findings {
			if f.Level == diag.Error {
				delete(texts, blamed(t, f, places, texts))
			}
		}
		if len(texts) == before {
			t.Fatalf("a finding about nothing that was put in: %v", err)
		}
	}
}

// blamed returns the slot that a finding is about: the one in its line, else
// one in the prose, since what is open there swallows what stands around it.
func blamed(t *testing.T, f diag.Finding, places []slot, texts map[int]string) int {
	t.Helper()
	if f.Pos.File == "" {
		t.Errorf("a finding without a place: %v", f)
	}
	before, behind := -1, -1
	for i, s := range places {
		if _, filled := texts[i]; !filled || "content/"+s.file != f.Pos.File {
			continue
		}
		switch {
		case s.line == f.Pos.Line:
			return i
		case s.front && f.Pos.Line > 0: // has a line of its own
		case s.line < f.Pos.Line:
			before = i
		case behind < 0:
			behind = i
		}
	}
	if before < 0 {
		return behind
	}
	return before
}

func markdownText(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r > ' ' && r < 0x7f && !(r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// plain evens out what may differ between a source and a page: backquotes mark
// code in notes, the filter of the home page is in lower case.
func plain(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(strings.ReplaceAll(s, "`", ""))), " ")
}

// everything is all that the pages of a site say, in words and attributes.
func everything(s *site.Site) string {
	var b strings.Builder
	for p, f := range s.All() {
		if !strings.HasSuffix(p, ".html") {
			continue
		}
		d := parsePage(p, f.Body)
		b.WriteString(words(d.root))
		for n := range d.elements() {
			for _, a := range n.Attr {
				b.WriteString(" " + a.Val)
			}
		}
	}
	return plain(b.String())
}

// allowedAttributes are those that the templates and the renderer write.
var allowedAttributes = strings.Fields(`http-equiv href src class id name content charset lang rel type media defer title data-root data-w
	data-tabs aria-label aria-labelledby role tabindex open hidden start for autocomplete spellcheck placeholder
	rows autocapitalize aria-live viewbox viewBox width height d x y dy fill stroke font-size font-weight text-decoration aria-describedby`)

var allowedElements = strings.Fields(`html head body meta title link script style a abbr header nav main footer section
	article div span p h1 h2 h3 ul ol li dl dt dd table tbody tr th td code pre i b em strong small blockquote br hr
	figure figcaption details summary time input label form textarea button svg path text g desc tspan`)

// inert fails when a changed page holds anything that can act: an element or
// an attribute that the templates do not have, another script or style, or an
// address of a scheme that the wiki does not use.
func inert(t *testing.T, what string, clean, got *site.Site) {
	t.Helper()
	for _, c := range got.Changed(clean) {
		f, _ := got.Get(c.Path)
		was, known := clean.Get(c.Path)
		if !known {
			t.Errorf("%s: there is a new file %s", what, c.Path)
			continue
		}
		text := string(f.Body)
		if strings.HasSuffix(c.Path, ".csv") {
			text = strings.ReplaceAll(text, "\r\n", "\n") // as RFC 4180 has it
		}
		if strings.ContainsFunc(text, unseen) {
			t.Errorf("%s: %s holds a control character", what, c.Path)
		}
		if !strings.HasSuffix(c.Path, ".html") {
			// Text and Markdown may say <script>: their media type and nosniff keep
			// it a text. JSON gets put into pages.
			if strings.HasSuffix(c.Path, ".json") && strings.ContainsAny(string(f.Body), "<>&") {
				t.Errorf("%s: %s holds a sign of markup that is not escaped", what, c.Path)
			}
			continue
		}
		d, before := parsePage(c.Path, f.Body), parsePage(c.Path, was.Body)
		if a, b := active(before), active(d); a != b {
			t.Errorf("%s: scripts and styles of %s were\n%.200s\nand are\n%.200s", what, c.Path, a, b)
		}
		for n := range d.elements() {
			if !slices.Contains(allowedElements, n.Data) {
				t.Errorf("%s: %s holds <%s>", what, c.Path, n.Data)
			}
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") || !slices.Contains(allowedAttributes, a.Key) {
					t.Errorf("%s: %s holds <%s %s=%q>", what, c.Path, n.Data, a.Key, a.Val)
				}
				if (a.Key == "href" || a.Key == "src") && !harmless(a.Val) {
					t.Errorf("%s: %s leads to %q", what, c.Path, a.Val)
				}
			}
		}
	}
}

// unseen are characters that a reader of the source or the page cannot see and
// that change what stands around them.
func unseen(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

func active(d *doc) string {
	var b strings.Builder
	for n := range d.elements("script", "style", "meta", "link", "base") {
		if n.Data == "meta" && is(n, "name", "description") {
			continue
		}
		fmt.Fprintln(&b, n.Data, n.Attr, words(n))
	}
	return b.String()
}

func harmless(address string) bool {
	if strings.HasPrefix(address, "https://datatracker.ietf.org/doc/draft-") {
		return !strings.ContainsAny(address, "\t\n\\") // whatever package entry takes for a draft's name
	}
	u, err := url.Parse(address)
	if err != nil || strings.ContainsAny(address, "\\ \t\n") {
		return false
	}
	switch u.Scheme {
	case "http", "https":
		return u.Host != "" && u.User == nil && !strings.Contains(u.Host, "evil")
	case "mailto":
		return true
	case "":
		return u.Host == "" && !strings.HasPrefix(address, "//")
	}
	return false
}
