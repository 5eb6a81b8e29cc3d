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

	"golang.org/x/net/html"

	"statuswiki/internal/build"
	"statuswiki/internal/diag"
	"statuswiki/internal/site"
)

// payloads are texts that some layer could take for more than text: HTML,
// addresses, the template language, the end of a raw element, quotes, CSS,
// Markdown's own signs, and characters that turn the direction of a line.
var payloads = []string{
	`<script>alert(1)</script>`,
	`"><img src=x onerror=alert(1)>`,
	`' onmouseover='alert(1)`,
	`</script></style></title></textarea></svg><svg onload=alert(1)>`,
	`<!--><b>--!><![CDATA[<i>]]>`,
	`{{.}} {{template "main"}} ${alert(1)} #{1} <%= 1 %>`,
	`javascript:alert(1)`,
	`&lt;script&gt; &#60;b&#62; &quot; onx=1 &colon;`,
	`}</style>* { color: red } @import url(//evil.example)`,
	`x` + "`" + ` onclick=alert(1) y`,
	"a \u200f\u05d0 \u061c b\u2028c", // marks that are allowed, and a line separator
	"a\u202eb\u2066c",
	`<b onx=1>'&{{.}}`, // short enough for the name of who sends a message
	`[x](javascript:alert(1)) <javascript:alert(1)> ![i](data:,) {#i onclick=alert(1)}`,
}

// addresses are destinations of links; none of them may become one.
var addresses = []string{
	`javascript:alert(1)`, `JaVaScRiPt:alert(1)`, `javascript&colon;alert(1)`, `&#106;avascript:alert(1)`,
	`java\&Tab;script:alert(1)`, `vbscript:x`, `data:text/html,<b>`, `data:text/html;base64,AAAA`, `blob:https://example.com/1`,
	`view-source:https://example.com`, `file:///etc/passwd`, `filesystem:x`, `//evil.example/`, `\\evil.example\`, `/\evil.example/`,
	`https:evil.example`, `about:blank`, `ws://evil.example`, `https://user:word@evil.example/`, `../../secret`, `x" onclick="y`,
	`&#x2f;&#x2f;evil.example`, `/%2e%2e/x/`, `intent://x#Intent;end`, `/401/"onclick="x`,
}

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
			delete(texts, blamed(t, f, places, texts))
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

// TestHostileText puts every payload into every place: into the front matter,
// into prose as it is, and into prose so that Markdown takes its signs for text.
func TestHostileText(t *testing.T) {
	t.Parallel()
	tree := smallContent()
	clean, err := smallSite()
	if err != nil {
		t.Fatal(err)
	}
	places := slots(tree)
	if len(places) < 90 {
		t.Fatalf("only %d places", len(places))
	}
	cleanText := everything(clean)
	accepted := make([]bool, len(places))
	var cache build.Cache
	try := func(p string, texts map[int]string, literal bool) {
		t.Helper()
		got := settle(t, &cache, tree, places, texts)
		inert(t, fmt.Sprintf("%q", p), clean, got)
		text := everything(got)
		for i := range texts {
			accepted[i] = true
			said := !places[i].front || strings.Contains(cleanText, plain(places[i].old))
			if literal && said && !strings.Contains(text, plain(p+number(i))) {
				t.Errorf("%v: no page says %q", places[i], p)
			}
		}
	}
	for _, p := range payloads {
		front, escaped := make(map[int]string), make(map[int]string)
		const apart = 4 // what one payload leaves open shall not swallow the next
		var raw [apart]map[int]string
		for i, s := range places {
			if s.front {
				front[i] = p + number(i)
				continue
			}
			if !s.code {
				escaped[i] = markdownText(p) + number(i)
			}
			if raw[i%apart] == nil {
				raw[i%apart] = make(map[int]string)
			}
			raw[i%apart][i] = p + number(i)
		}
		try(p, front, true)
		// Unescape resolves \&lt; twice; what it gives is escaped all the same.
		try(p, escaped, !strings.Contains(p, "&"))
		for _, texts := range raw {
			try(p, texts, false) // Markdown may mean something else by it
		}
	}
	for i, s := range places {
		if !accepted[i] && !strings.HasPrefix(s.old, "https:") {
			t.Errorf("%v refuses every payload, so it shows nothing", s)
		}
	}
}

// number makes the text of a slot unlike that of every other.
func number(i int) string { return fmt.Sprintf("n%dn", i) }

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
var allowedAttributes = strings.Fields(`href src class id name content charset lang rel type media defer title data-root data-w
	data-tabs aria-label aria-labelledby role tabindex open hidden start for autocomplete spellcheck placeholder
	viewbox viewBox width d x y`)

var allowedElements = strings.Fields(`html head body meta title link script style a abbr header nav main footer section
	article div span p h1 h2 h3 ul ol li dl dt dd table tbody tr th td code pre i b em strong small blockquote br hr
	figure figcaption details summary time input label svg path text g`)

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
		if strings.ContainsFunc(string(f.Body), unseen) {
			t.Errorf("%s: %s holds a control character", what, c.Path)
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

// TestHostileAddresses writes every address in each way that Markdown knows,
// and into the front matter.
func TestHostileAddresses(t *testing.T) {
	t.Parallel()
	tree := smallContent()
	clean, err := smallSite()
	if err != nil {
		t.Fatal(err)
	}
	inline := []string{
		"[words](%s)", "[words](<%s>)", "<%s>", "![words](%s)", "[words](%s 'title')", "%s", "[403](%s)", "*[a](%s)*", "[a](/403/ \"%s\")", "[`a`](%s)",
	}
	const references = "[a][r1] [r2] [b][r3] ![c][r1]\n\n[r1]: %[1]s\n[r2]: %[1]s 'title'\n[r3]: <%[1]s>\n\n"
	places := slots(tree)
	var cache build.Cache
	for _, a := range addresses {
		texts := make(map[int]string)
		n := 0
		for i, s := range places {
			switch {
			case s.file == "tags/authentication.md" && !s.front:
				texts[i] = fmt.Sprintf(references, a)
			case s.front && strings.HasPrefix(s.old, "https:"):
				texts[i] = a
			case !s.front && !s.code:
				texts[i] = fmt.Sprintf(inline[n%len(inline)], a)
				n++
			}
		}
		if n < len(inline) {
			t.Fatal("not every form has a place")
		}
		inert(t, a, clean, settle(t, &cache, tree, places, texts))
		settings := maps.Clone(tree)
		settings["site.yaml"] = &fstest.MapFile{Data: append(tree["site.yaml"].Data[:len(tree["site.yaml"].Data):len(tree["site.yaml"].Data)], "repository: "+strconv.QuoteToASCII(a)+"\n"...)}
		if res, err := build.Build(context.Background(), smallOptions(settings)); err == nil {
			inert(t, "repository: "+a, clean, res.Site)
		}
	}
}

// TestHostileReferences: character references say what source text may not hold.
func TestHostileReferences(t *testing.T) {
	t.Parallel()
	tree := smallContent()
	clean, err := smallSite()
	if err != nil {
		t.Fatal(err)
	}
	places := slots(tree)
	var cache build.Cache
	for _, ref := range []string{"&#x202e;", "&#8238;", "&#x2066;", "&#1;", "&#0;", "&#x7f;", "&#x85;", "&#xd800;", "&#x110000;", "&lt;script&gt;", "&#60;b&#62;", "&Tab;", "&NewLine;", "&zwnj;"} {
		texts := make(map[int]string)
		for i, s := range places {
			if !s.front {
				texts[i] = "a" + ref + "b" + number(i)
			}
		}
		inert(t, ref, clean, settle(t, &cache, tree, places, texts))
	}
}

// TestSmallTreeIsShown guards the tests above: a place whose text no page shows
// proves nothing there.
func TestSmallTreeIsShown(t *testing.T) {
	s, err := smallSite()
	if err != nil {
		t.Fatal(err)
	}
	text := everything(s)
	var hidden []string
	for _, sl := range slots(smallContent()) {
		if sl.front && !strings.Contains(text, plain(sl.old)) {
			hidden = append(hidden, sl.old)
		}
	}
	// The former name's clause, products' messages and notes on equivalents are
	// for the search and other products.
	want := []string{"a message of a product", "another note"}
	if !slices.Equal(hidden, want) {
		t.Errorf("no page shows %q", hidden)
	}
	for _, d := range smallPages(t) {
		for n := range d.elements() {
			if n.Type == html.ElementNode && !slices.Contains(allowedElements, n.Data) {
				t.Errorf("%s: allow <%s> above, if it is right", d.path, n.Data)
			}
		}
	}
}
