package cli_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"statuswiki/internal/cli"
	"statuswiki/internal/diag"
)

func pages(body string) map[string][]byte { return map[string][]byte{"index.html": []byte(body)} }

func written(t testing.TB, d *cli.Difference, lines int, format string) string {
	t.Helper()
	var b strings.Builder
	if err := d.Write(&b, lines, format); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestCompareWords(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"a sentence under its heading", "<h2>Fix</h2><p>Log in. Wait a <b>day</b>. Ask.", "<h2>Fix</h2><p>Log in. Wait an <b>hour</b>. Ask.",
			"@@ Fix @@\n Fix\n Log in.\n-Wait a day.\n+Wait an hour.\n Ask.\n"},
		{"the heading of what went is the old one", "<h2>A</h2><p>a<p>gone<h2>B</h2><p>b", "<h2>A</h2><p>a<h2>B</h2><p>b",
			"@@ A @@\n A\n a\n-gone\n B\n b\n"},
		{"a row is a line", "<table><tr><th>401<td>log in</table>", "<table><tr><th>401<td>log out</table>",
			"@@ @@\n-401 log in\n+401 log out\n"},
		{"code keeps its lines and blanks", "<pre><code>if <i>x</i> {\n  a\n}\n</code></pre>", "<pre><code>if <i>x</i> {\n  b\n}\n</code></pre>",
			"@@ @@\n if x {\n-  a\n+  b\n }\n"},
		{"title and description", "<title>A</title><meta name=description content=b>", "<title>C</title><meta name=description content=d>",
			"@@ @@\n-A\n-b\n+C\n+d\n"},
		{"what stands there without scripts", "<noscript><p>a <b>b</b></noscript>", "<noscript><p>a <b>c</b></noscript>", "@@ @@\n-a b\n+a c\n"},
		{"all words are new", "", "<p>words", "@@ @@\n+words\n"},
		{"all words are gone", "<h1>h</h1><p>words", "", "@@ h @@\n-h\n-words\n"},
		{"marks of a diff in the text", "<p>@@ -1,1 +1,1 @@<p>-- a", "<p>@@ -1,1 +1,1 @@<p>++ b", "@@ @@\n @@ -1,1 +1,1 @@\n--- a\n+++ b\n"},
	} {
		d := cli.Compare(pages(c.old), pages(c.new))
		want := "changed: /\n  " + strings.ReplaceAll(strings.TrimSuffix(c.want, "\n"), "\n", "\n  ") + "\n1 page changed\n"
		if got := written(t, d, 40, cli.Text); got != want {
			t.Errorf("%s:\n%s---\n%s", c.name, got, want)
		}
	}
	for name, c := range map[string][2]string{
		"markup": {"<p>a <b>b</b>", "<p class=x>a <i>b</i>"}, "script": {"<script>1</script>", "<script>2</script>"},
		"blanks": {"<p>a b", "<p>a\n  b"}, "style": {"<style>a{}</style>", ""},
	} {
		d := cli.Compare(pages(c[0]), pages(c[1]))
		if got := written(t, d, 40, cli.Text); got != "changed in markup only: /\n1 page changed in markup only\n" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestCompareFiles(t *testing.T) {
	old := map[string][]byte{"index.html": nil, "401/index.html": nil, "404.html": nil, "a.css": []byte("a"), "c.js": nil}
	now := map[string][]byte{"index.html": nil, "468/index.html": nil, "404.html": nil, "a.css": []byte("b"), "b.json": nil}
	got := cli.Compare(old, now)
	want := &cli.Difference{
		Added: []string{"/468/"}, Removed: []string{"/401/"},
		Files: []cli.Change{{Name: "a.css", How: "changed"}, {Name: "b.json", How: "added"}, {Name: "c.js", How: "removed"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	if d := cli.Compare(old, old); !d.Same() || written(t, d, 1, cli.Text) != "no difference\n" || written(t, d, 1, cli.Markdown) != "**no difference**\n" {
		t.Errorf("%+v", d)
	}
}

func TestDiffBounded(t *testing.T) {
	var many strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&many, "<p>Line %d", i)
	}
	d := cli.Compare(pages(""), pages(many.String()))
	got := written(t, d, 10, cli.Text)
	if n := strings.Count(got, "\n"); n != 13 || !strings.Contains(got, "  … 991 more lines\n") {
		t.Errorf("%d lines: %s", n, got)
	}
	old, now := map[string][]byte{}, map[string][]byte{}
	for i := range 400 {
		name := fmt.Sprintf("%d/index.html", i)
		old[name], now[name] = nil, []byte("<p>"+strings.Repeat("x", 1000))
		now[name+".txt"] = nil
	}
	got = written(t, cli.Compare(old, now), 40, cli.Markdown)
	if len(got) > 65000 || !strings.Contains(got, " more changed pages are left out") || !strings.Contains(got, "and 350 more\n") {
		t.Errorf("%d bytes: %.200s", len(got), got)
	}
	// Elements without end, and a line without end.
	deep := cli.Compare(pages(strings.Repeat("<div>", 100000)+"a"), pages(strings.Repeat("<b>", 100000)+strings.Repeat("b", 1<<20)))
	if got := written(t, deep, 5, cli.Text); len(got) > 5000 {
		t.Errorf("%d bytes", len(got))
	}
}

// plainMarkdown fails if anything from the pages has become markup.
func plainMarkdown(t testing.TB, d *cli.Difference) {
	t.Helper()
	src := []byte(written(t, d, 40, cli.Markdown))
	fences := 0
	root := goldmark.DefaultParser().Parse(text.NewReader(src))
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n.Kind() {
		case ast.KindFencedCodeBlock:
			fences++
		case ast.KindDocument, ast.KindParagraph, ast.KindText, ast.KindEmphasis, ast.KindCodeSpan:
		default:
			t.Errorf("a %s in\n%s", n.Kind(), src)
		}
		return ast.WalkContinue, nil
	})
	worded := 0
	for _, c := range d.Changed {
		if len(c.Hunks) > 0 {
			worded++
		}
	}
	if fences != worded {
		t.Errorf("%d fences for %d pages in\n%s", fences, worded, src)
	}
	for line := range strings.Lines(string(src)) {
		if line = strings.TrimSuffix(line, "\n"); diag.Clean(line) != line {
			t.Errorf("a control character in %q", line)
		}
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("a.html", "<h2>A</h2><p>x", "<h2>B</h2><pre>```\n~~~\n````\n</pre>")
	f.Add("`a`\n# b.html", "<p>```<p>&lt;script>", "<p>[a](javascript:b)<p>@all \x1b[2J\u202e")
	f.Add("<img src=x>.css", "", "x")
	f.Add("`<b>.html", "<p>```<p>x", "<p>```<p>&lt;i>")
	f.Add("a``b.html", "<svg><text>a</text></svg>", "<table><tr><td>a<template><p>b")
	f.Fuzz(func(t *testing.T, name, old, now string) {
		if name == "" {
			return
		}
		d := cli.Compare(map[string][]byte{name: []byte(old)}, map[string][]byte{name: []byte(now)})
		if d.Same() != (old == now) {
			t.Errorf("same: %v", d.Same())
		}
		for _, c := range d.Changed {
			for _, h := range c.Hunks {
				for _, line := range h.Lines {
					if line == "" || !strings.Contains(" +-", line[:1]) {
						t.Errorf("a line %q", line)
					}
				}
			}
		}
		plainMarkdown(t, d)
		plainMarkdown(t, cli.Compare(nil, map[string][]byte{name: nil}))
	})
}
