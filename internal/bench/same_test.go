package main

import (
	"compress/gzip"
	"io"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/brotli"
)

const (
	entryText = "---\ncode: 404\nname: Not Found\n---\n\n## Overview\n\nNothing stands at [this address](/x/), says the server. It may come back; nobody knows when.\n\n### Go {#go}\n\n```go prove=\"GET /\"\nreturn nil\n```\n"
	prose     = "<h2 id=overview>Overview</h2><p>Nothing stands at <a href=/x/>this address</a>, says the server. It may come back; nobody knows when.<h3>Go</h3>"
	sample    = "<pre><code><i class=k>return</i> nil</code></pre>"
	filler    = "<!--" // pages of other kinds only have to be there
)

func pageOfText(main string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte("<!doctype html><title>x</title><main>" + main + "</main>" + filler + strings.Repeat(" ", 600) + "-->")}
}

func threeTrees() (content, ours, theirs fstest.MapFS) {
	content = fstest.MapFS{
		"codes/404.md": {Data: []byte(entryText)}, "tags/routing.md": {}, "classes/4xx.md": {}, "headers/allow.md": {}, "measured/retry.md": {},
	}
	site := func() fstest.MapFS {
		s := fstest.MapFS{"404/index.html": pageOfText(prose + sample)}
		for _, p := range []string{"tags/routing", "4xx", "headers/allow", "measured/retry"} {
			s[p+"/index.html"] = pageOfText("")
		}
		return s
	}
	return content, site(), site()
}

func TestCompareFindsEveryUnfairness(t *testing.T) {
	if err := compare(threeTrees()); err != nil {
		t.Fatalf("two equal sites differ: %v", err)
	}
	for name, c := range map[string]struct {
		spoil func(content, ours, theirs fstest.MapFS)
		want  string
	}{
		"no tag page": {func(_, _, theirs fstest.MapFS) { delete(theirs, "tags/routing/index.html") }, "theirs has no page for tags/routing.md"},
		"an empty class page": {func(_, ours, _ fstest.MapFS) { ours["4xx/index.html"] = &fstest.MapFile{} },
			"ours has no page for classes/4xx.md"},
		"no entry page": {func(_, _, theirs fstest.MapFS) { delete(theirs, "404/index.html") }, "theirs has no page for codes/404.md"},
		"a sample less": {func(_, _, theirs fstest.MapFS) { theirs["404/index.html"] = pageOfText(prose) }, "1 samples in ours, 0 in theirs"},
		"another sample": {func(_, _, theirs fstest.MapFS) {
			theirs["404/index.html"] = pageOfText(prose + strings.Replace(sample, "nil", "err", 1))
		}, "theirs lacks the sample"},
		"no colour": {func(_, _, theirs fstest.MapFS) {
			theirs["404/index.html"] = pageOfText(prose + "<pre class=chroma><code class=language-go><span class=line><span class=cl>return nil</span></span></code></pre>")
		}, "of 1 samples 0 have no colour in ours, 1 in theirs"},
		"half the text in theirs": {func(_, _, theirs fstest.MapFS) {
			theirs["404/index.html"] = pageOfText(prose[:90] + sample)
		}, "theirs has"},
		"half the text in ours": {func(_, ours, _ fstest.MapFS) {
			ours["404/index.html"] = pageOfText(prose[:90] + sample)
		}, "ours has"},
		"more in theirs": {func(_, _, theirs fstest.MapFS) {
			theirs["404/index.html"] = pageOfText(prose + sample + "<table><tr><td>Facts that only the other site tells</table>")
		}, "% of their words"},
		"no entries": {func(content, _, _ fstest.MapFS) { delete(content, "codes/404.md") }, "no entry"},
	} {
		content, ours, theirs := threeTrees()
		c.spoil(content, ours, theirs)
		if err := compare(content, ours, theirs); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// What Hugo gets is what we read: front matter and prose byte for byte, but for
// the two rules in writeProject.
func TestProject(t *testing.T) {
	content := os.DirFS("../../content")
	dir := t.TempDir()
	plan, err := writeProject(dir, content, os.DirFS("../../static"), "<style>p{}</style>")
	if err != nil {
		t.Fatal(err)
	}
	if plan.Entries < 90 || plan.Distinct < plan.Blocks/2 || plan.Distinct > plan.Blocks {
		t.Errorf("%+v", plan)
	}
	read := func(name string) string {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	ours, theirs := read("../../content/codes/401.md"), read(dir+"/content/codes/401.md")
	body, definitions, ok := strings.Cut(theirs, "\n\n[")
	for ok && !strings.HasPrefix(definitions, "4") && !strings.HasPrefix(definitions, "2") && !strings.HasPrefix(definitions, "3") {
		var more string
		more, definitions, ok = strings.Cut(definitions, "\n\n[")
		body += "\n\n[" + more
	}
	if want := fenceInfo.ReplaceAllString(ours, "$1"); strings.TrimSpace(body) != strings.TrimSpace(want) {
		t.Error("the entry is not the same text")
	}
	for _, line := range []string{
		"[403]: /403/\n", "[4xx]: /4xx/\n", "[WWW-Authenticate]: /headers/www-authenticate/\n",
		"[RFC 9110 §15.5.2]: https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.2\n",
	} {
		if !strings.Contains(theirs, "\n"+line) {
			t.Errorf("no definition %q", line)
		}
	}
	if strings.Contains(theirs, "```js call=") || !strings.Contains(theirs, "```js\n") {
		t.Error("fences keep what Hugo cannot read")
	}
	for _, name := range []string{"/content/tags/authentication/_index.md", "/content/codes/_index.md", "/layouts/codes/page.html", "/static/site.js"} {
		read(dir + name)
	}
	if got := read(dir + "/layouts/_partials/inline.html"); got != "<style>p{}</style>" {
		t.Errorf("inline is %q", got)
	}
}

func TestMarks(t *testing.T) {
	text := "---\ncode: 404\n---\n\n## Overview\n\nFirst\nparagraph.\n\nSecond.\n"
	got, err := withMark(text, markOf(7))
	if want := "## Overview\n\nFirst\nparagraph.\nIt says save-mark-0007.\n\nSecond."; err != nil || !strings.Contains(got, want) {
		t.Errorf("%q %v", got, err)
	}
	if got, err := withMark("## Overview\n\nAll.\n", markOf(1)); err != nil || got != "## Overview\n\nAll.\nIt says save-mark-0001.\n" {
		t.Errorf("%q %v", got, err)
	}
	if _, err := withMark("## Else\n\nx\n", markOf(1)); err == nil {
		t.Error("a text without an overview was marked")
	}
}

func TestInlined(t *testing.T) {
	page := "<title>x</title>\n<script>a()</script>\n<style>p{}</style>\n<script src=x.js defer></script>"
	if got, err := inlined(page); err != nil || got != "<script>a()</script><style>p{}</style>" {
		t.Errorf("%q %v", got, err)
	}
	for _, bad := range []string{"", "<style>p{}</style><script>a()</script>", "<script src=x></script><style>p{}</style>"} {
		if got, err := inlined(bad); err == nil {
			t.Errorf("inlined takes %q: %q", bad, got)
		}
	}
}

func TestPrecompress(t *testing.T) {
	page := t.TempDir() + "/index.html"
	text := strings.Repeat("status ", 500)
	if err := writeFile(page, []byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := precompress(page); err != nil {
		t.Fatal(err)
	}
	for ext, reader := range map[string]func(io.Reader) (io.Reader, error){
		".br": func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil },
		".gz": func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
	} {
		f, err := os.Open(page + ext)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		r, err := reader(f)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || string(got) != text {
			t.Errorf("%s holds %d bytes, %v", ext, len(got), err)
		}
	}
}
