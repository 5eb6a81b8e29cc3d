package build_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
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

// everyKind is the small tree with files of all the kinds of content that it
// does not need: experiments, pages, programs, finer numbers, support.
func everyKind() fstest.MapFS {
	tree := smallContent()
	maps.Copy(tree, copyFS(os.DirFS("testdata/more")))
	return tree
}

var (
	everySite  = sync.OnceValues(func() (*site.Site, error) { return makeSite(smallOptions(everyKind())) })
	everyPages = parsed(everySite)
)

// TestHostileText puts every payload into every place: into the front matter,
// into prose as it is, and into prose so that Markdown takes its signs for text.
func TestHostileText(t *testing.T) {
	t.Parallel()
	tree := everyKind()
	clean, err := everySite()
	if err != nil {
		t.Fatal(err)
	}
	places := slots(tree)
	if len(places) < 120 {
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
				// Package entry does not look for unseen characters behind the
				// escapes of registry.json, which is IANA's and not an author's.
				if s.file != "registry.json" || !strings.ContainsFunc(p, unseen) {
					front[i] = p + number(i)
				}
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

// TestHostileAddresses writes every address in each way that Markdown knows,
// and into the front matter.
func TestHostileAddresses(t *testing.T) {
	t.Parallel()
	tree := everyKind()
	clean, err := everySite()
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

// TestHostileClauses: the name of a draft is free text behind its first word,
// and becomes an address.
func TestHostileClauses(t *testing.T) {
	tree := everyKind()
	clean, err := everySite()
	if err != nil {
		t.Fatal(err)
	}
	const place = "spec: RFC 9110 §15.1,"
	text := string(tree["codes/401.md"].Data)
	if !strings.Contains(text, place) {
		t.Fatal("there is no " + place)
	}
	for _, p := range append(slices.Clone(payloads), "../../../evil", "/../../@evil.example/") {
		changed := maps.Clone(tree)
		changed["codes/401.md"] = &fstest.MapFile{Data: []byte(strings.Replace(text, place, "spec: "+strconv.QuoteToASCII("draft-"+p)+",", 1))}
		res, err := build.Build(context.Background(), smallOptions(changed))
		var found *diag.FindingsError
		if err == nil {
			inert(t, "draft-"+p, clean, res.Site)
		} else if !errors.As(err, &found) {
			t.Errorf("%q: %v", p, err)
		}
	}
}

// TestHostileReferences: character references say what source text may not hold.
func TestHostileReferences(t *testing.T) {
	t.Parallel()
	tree := everyKind()
	clean, err := everySite()
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
	s, err := everySite()
	if err != nil {
		t.Fatal(err)
	}
	text := everything(s)
	var hidden []string
	for _, sl := range slots(everyKind()) {
		if sl.front && !strings.Contains(text, plain(sl.old)) {
			hidden = append(hidden, sl.old)
		}
	}
	// Aliases, products' messages and notes on equivalents are for the search and
	// other products.
	want := []string{"an alias of it", "a message of a product", "another note"}
	if !slices.Equal(hidden, want) {
		t.Errorf("no page shows %q", hidden)
	}
	for _, d := range everyPages(t) {
		for n := range d.elements() {
			if n.Type == html.ElementNode && !slices.Contains(allowedElements, n.Data) {
				t.Errorf("%s: allow <%s> above, if it is right", d.path, n.Data)
			}
		}
	}
}
