package build_test

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"
)

var update = flag.Bool("update", false, "write what is built into the golden files")

// golden compares got with a file, or writes it there.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; go test ./internal/build -update writes it", err)
	}
	if got == string(want) {
		return
	}
	g, w := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(g), len(w)) {
		if i >= len(g) || i >= len(w) || g[i] != w[i] {
			t.Errorf("%s:%d\n got %q\nwant %q", file, i+1, slices.Concat(g, []string{""})[min(i, len(g))], slices.Concat(w, []string{""})[min(i, len(w))])
			return
		}
	}
}

// bare are templates that show nothing but the part of a page that a test looks
// at, so that a change of the real ones changes no golden file.
func bare(kind, body string) fstest.MapFS {
	out := fstest.MapFS{}
	for name := range realTemplates() {
		text := ""
		if name == kind+".html" {
			text = body
		}
		out[name] = &fstest.MapFile{Data: []byte(`{{define "main"}}` + text + `{{end}}`)}
	}
	out["layout.html"] = &fstest.MapFile{Data: []byte(`{{template "main" .}}`)}
	return out
}

// bodyOf builds the small tree with a file replaced and returns one page.
func bodyOf(t *testing.T, templates fstest.MapFS, file, text, page string) string {
	t.Helper()
	tree := maps.Clone(smallContent())
	tree[file] = &fstest.MapFile{Data: []byte(text)}
	opt := smallOptions(tree)
	opt.Templates = templates
	s, err := makeSite(opt)
	if err != nil {
		t.Fatal(err)
	}
	f, ok := s.Get(page)
	if !ok {
		t.Fatalf("there is no %s", page)
	}
	return string(f.Body)
}

// TestRender holds each construct of Markdown against the HTML that it becomes.
func TestRender(t *testing.T) {
	files, err := filepath.Glob("testdata/render/*.md")
	if err != nil || len(files) == 0 {
		t.Fatal("no pairs", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			const front = "---\ntitle: Sample\nsummary: A sample.\n---\n\n"
			got := bodyOf(t, bare("tag", "{{.Body}}"), "tags/authentication.md", front+string(text), "tags/authentication/index.html")
			golden(t, strings.TrimSuffix(file, ".md")+".html", lines(got))
			d := parsePage(file, []byte(got))
			for n := range d.elements("a") {
				for c := range n.Descendants() {
					if c.Data == "a" {
						t.Errorf("a link in a link: %s", words(n))
					}
				}
			}
		})
	}
}

// TestLargeCode: code that costs a lexer minutes is shown without colour, and
// so is what follows once a page has had its share. None of it is lost.
func TestLargeCode(t *testing.T) {
	large := strings.Repeat("<", 60_000)
	var text strings.Builder
	text.WriteString("---\ntitle: Sample\nsummary: A sample.\n---\n\n```apache\n")
	for i := range 10 { // in lines, since those have a limit, too
		text.WriteString(large[i*6000:(i+1)*6000] + "\n")
	}
	text.WriteString("```\n")
	code := strings.Repeat("return 1 // one\n", 100)
	for range 20 {
		text.WriteString("\n```go\n" + code + "```\n")
	}
	got := bodyOf(t, bare("tag", "{{.Body}}"), "tags/authentication.md", text.String(), "tags/authentication/index.html")
	coloured, plain := 0, 0
	for n := range parsePage("", []byte(got)).elements("pre") {
		text := words(n)
		switch {
		case strings.ReplaceAll(text, "\n", "") == large:
			if n.FirstChild.FirstChild.NextSibling != nil {
				t.Error("the large block has colour")
			}
		case text+"\n" != code:
			t.Errorf("a block says %.80q", text)
		case n.FirstChild.FirstChild.NextSibling != nil:
			coloured++
			if plain > 0 {
				t.Error("colour comes back")
			}
		default:
			plain++
		}
	}
	if coloured == 0 || plain == 0 || coloured+plain != 20 {
		t.Errorf("%d blocks with colour, %d without", coloured, plain)
	}
}

// lines breaks HTML before blocks, which makes a golden file readable. It
// leaves what stands in a pre alone.
func lines(s string) string {
	var out strings.Builder
	for i, part := range strings.SplitAfter(s, "</pre>") {
		text, pre, found := strings.Cut(part, "<pre")
		for _, tag := range []string{"<p>", "<h", "<ul", "<ol", "<li", "<dl", "<dt", "<dd", "<div", "<tr", "<figure", "<blockquote", "</ul", "</ol", "</dl", "</figure", "</blockquote", "</table", "<svg", "<g ", "</svg"} {
			text = strings.ReplaceAll(text, tag, "\n"+tag)
		}
		if i == 0 {
			text = strings.TrimPrefix(text, "\n")
		}
		out.WriteString(text)
		if found {
			out.WriteString("\n<pre" + pre)
		}
	}
	return out.String() + "\n"
}

// TestDiagram draws exchanges and compares the drawing, and what it says in
// words, with the messages.
func TestDiagram(t *testing.T) {
	for _, c := range []struct {
		name, messages string
		who            []string
		alternative    []string // each message in words, in order
	}{
		{"two", "```http request\nGET /orders HTTP/1.1\nHost: a.example\n\n```\n\n" +
			"```http response\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer realm=\"orders & more\"\nContent-Length: 0\n\n```\n\n" +
			"```http request\nGET /orders HTTP/1.1\nHost: a.example\nAuthorization: Bearer x\n\n```\n\n" +
			"```http response\nHTTP/1.1 200 OK\nContent-Length: 0\n\n```\n",
			[]string{"client", "server"},
			[]string{"Client to server: GET /orders.", `Server to client: 401 Unauthorized WWW-Authenticate: Bearer realm="orders`,
				"Client to server: GET /orders Authorization: Bearer x.", "Server to client: 200 OK."}},
		{"three", "```http request to=\"proxy\"\nCONNECT a.example:443 HTTP/1.1\nHost: a.example:443\n\n```\n\n" +
			"```http request from=\"proxy\" to=\"origin\"\nGET /a-rather-long-target/that-does-not-fit HTTP/1.1\nHost: a.example\n\n```\n\n" +
			"```http response from=\"origin\" to=\"proxy\"\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=r\nContent-Length: 0\n\n```\n\n" +
			"```http response from=\"proxy\"\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=r\nContent-Length: 0\n\n```\n",
			[]string{"client", "proxy", "origin"},
			[]string{"Client to proxy: CONNECT a.example:443.", "Proxy to origin: GET /a-rather-long-target/that", "Origin to proxy: 401 Unauthorized", "Proxy to client: 401 Unauthorized"}},
		{"unusual", "```http request from=\"écran <1>\" to=\"ünser & proxy\"\nOPTIONS * HTTP/1.1\nHost: a.example\n\n```\n\n" +
			"```http response from=\"ünser & proxy\" to=\"écran <1>\"\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Negotiate\nContent-Length: 0\n\n```\n",
			[]string{"écran <1>", "ünser & proxy"},
			[]string{"Écran <1> to ünser & proxy: OPTIONS *.", "Ünser & proxy to écran <1>: 401 Unauthorized"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := string(smallContent()["codes/401.md"].Data)
			from, to := strings.Index(text, "## HTTP example"), strings.Index(text, "## Common causes")
			text = text[:from] + "## HTTP example\n\n### An exchange\n\n" + c.messages + "\n" + text[to:]
			got := bodyOf(t, bare("entry", "{{range .Sections}}{{range .Items}}{{.Diagram}}{{end}}{{end}}"), "codes/401.md", text, "401/index.html")
			golden(t, "testdata/diagram-"+c.name+".html", lines(got))
			checkDiagram(t, parsePage("diagram", []byte(got)), c.who, c.alternative)
		})
	}
}

func checkDiagram(t *testing.T, d *doc, who, alternative []string) {
	t.Helper()
	var drawn []string
	svgs := 0
	for n := range d.elements("svg", "text", "path", "g") {
		if n.Namespace != "svg" {
			t.Errorf("<%s> is not in the drawing", n.Data)
		}
		if n.Data == "text" && n.Parent.Data == "svg" {
			drawn = append(drawn, words(n))
		}
		if n.Data != "svg" {
			continue
		}
		svgs++
		if !is(n, "role", "img") {
			t.Error("the drawing has no role")
		}
		label, _ := attr(n, "aria-label")
		for _, w := range alternative {
			_, rest, found := strings.Cut(label, w)
			if !found {
				t.Errorf("%q does not say %q, or not in its turn", label, w)
			}
			label = rest
		}
	}
	if svgs != 1 {
		t.Errorf("%d drawings", svgs)
	}
	if !slices.Equal(drawn, who) {
		t.Errorf("%q take part, want %q", drawn, who)
	}
	for n := range d.elements() {
		if n.Type == html.ElementNode && !slices.Contains([]string{"html", "head", "body", "svg", "g", "path", "text"}, n.Data) {
			t.Errorf("<%s> in a drawing", n.Data)
		}
	}
}

// TestRealDiagrams: in the real content every drawing names each message that
// stands below it, in its order, and each exchange has a drawing.
func TestRealDiagrams(t *testing.T) {
	drawings := 0
	for p, d := range realPages(t) {
		label, open := "", false
		for n := range d.elements("h2", "h3", "svg", "figure") {
			class, _ := attr(n, "class")
			kinds := strings.Fields(class)
			switch {
			case n.Data == "svg":
				label, _ = attr(n, "aria-label")
				open = true
				drawings++
			case n.Data != "figure":
				open = false
			case open && (slices.Contains(kinds, "req") || slices.Contains(kinds, "res")):
				first := "" // the method or the status
				for c := range n.Descendants() {
					if c.Data == "b" && first == "" {
						first = words(c)
					}
				}
				_, rest, found := strings.Cut(label, ": "+first)
				found = found && strings.IndexAny(rest, " .") == 0 // HTTP/2 has no phrase
				if !found || first == "" {
					t.Errorf("%s: the drawing does not name %q, or not in its turn: %q", p, first, label)
				}
				label = rest
			}
		}
	}
	if drawings < 10 {
		t.Errorf("only %d drawings", drawings)
	}
}
