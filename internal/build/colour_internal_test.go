package build

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"statuswiki/internal/colour"
)

// checkColour fails when coloured code does not say what the code says, or
// holds more than the six kinds of <i>.
func checkColour(t *testing.T, lang, text string) {
	t.Helper()
	out := colour.HTML(lang, text)
	var said strings.Builder
	open := false
	z := html.NewTokenizerFragment(strings.NewReader(out), "code")
	for {
		switch z.Next() {
		case html.ErrorToken: // the end
			if open {
				t.Errorf("%s: the last <i> stays open in %q", lang, out)
			}
			if said.String() != text {
				t.Errorf("%s: coloured code says\n%q, not\n%q", lang, said.String(), text)
			}
			return
		case html.TextToken:
			said.Write(z.Text())
		case html.StartTagToken:
			tag := z.Token()
			if open || tag.Data != "i" || len(tag.Attr) != 1 || tag.Attr[0].Key != "class" ||
				!slices.Contains([]string{"k", "s", "n", "f", "c", "a"}, tag.Attr[0].Val) {
				t.Errorf("%s: %v in %q", lang, tag, out)
			}
			open = true
		case html.EndTagToken:
			if tag := z.Token(); !open || tag.Data != "i" {
				t.Errorf("%s: %v in %q", lang, tag, out)
			}
			open = false
		default:
			t.Errorf("%s: %v in %q", lang, z.Token(), out)
		}
	}
}

// fences are the blocks of the real content, by language. They are cut out
// without package entry, so that what it does with them does not matter.
func fences(tb testing.TB) map[string][]string {
	out := make(map[string][]string)
	block := regexp.MustCompile("(?ms)^ *```([a-z][a-z0-9+-]*)[^\n]*\n(.*?)^ *```")
	files, err := filepath.Glob("../../content/*/*.md")
	if err != nil || len(files) < 5 {
		tb.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		for _, m := range block.FindAllSubmatch(text, -1) {
			out[string(m[1])] = append(out[string(m[1])], string(m[2]))
		}
	}
	return out
}

var odd = []string{
	"", "\n", "\n\n", " ", "\t", "x", "x\n", "x\n\n", "\nx", " \n \n", "<i class=k>&amp;</i>", "</code></pre><script>",
	"\"", "'", "`", "/*", "//", "#", "\\", "{{.}}", "${x}", "$(", "<<EOF\n", "<?php", "<!--", "]]>", "%w{", "'''", `"""`, "r#\"", "@\"",
	"ünïcode 日本語 🎉 \u202e \u2028", "\x00", "\x7f\x1b[31m", strings.Repeat("(", 200), strings.Repeat("a ", 300),
	"if (x) {", "server {\n\treturn 401;\n", "<Location \"/\">\n  Require", "key: [a, {b: *c", "{\"a\": [1, 2.5e-3, null", "HTTP/1.1 200 OK\n\n",
}

func TestColour(t *testing.T) {
	t.Parallel()
	all := fences(t)
	for lang, texts := range all {
		for _, text := range texts {
			checkColour(t, lang, strings.TrimSuffix(text, "\n")) // as package entry hands it on
		}
		if _, known := captions[lang]; !known && lang != "http" {
			t.Errorf("the content has blocks of %s, which has no caption", lang)
		}
	}
	for lang := range captions {
		for _, text := range odd {
			checkColour(t, lang, text)
		}
		if lang == "text" || lang == "haproxy" { // Chroma knows no HAProxy
			continue
		}
		any := len(all[lang]) == 0
		for _, text := range all[lang] {
			any = any || strings.Contains(colour.HTML(lang, text), "<i class=")
			if len(text) > colour.Max {
				t.Errorf("a block of %d bytes in %s has no colour", len(text), lang)
			}
		}
		if !any {
			t.Errorf("%s has no colour at all", lang)
		}
	}
	for _, lang := range []string{"", "no-such-language", "html", "text"} {
		if got := colour.HTML(lang, "<b>&"); lang != "html" && got != "&lt;b&gt;&amp;" {
			t.Errorf("%q: %q", lang, got)
		}
		checkColour(t, lang, "<b onclick=x>&</b>\n")
	}
}

func FuzzColour(f *testing.F) {
	for lang, texts := range fences(f) {
		for i, text := range texts {
			if i < 3 && lang != "http" {
				f.Add(lang, text)
			}
		}
	}
	for _, text := range odd {
		f.Add("js", text)
	}
	f.Fuzz(func(t *testing.T, lang, text string) {
		// Content is UTF-8, in lines that end in LF, and at most as long as a file.
		if !utf8.ValidString(text) || strings.ContainsAny(text, "\x00\r") || len(text) > 4000 {
			return
		}
		if _, known := captions[lang]; !known {
			langs := []string{"apache", "caddyfile", "csharp", "go", "haproxy", "ini", "java", "js", "json", "nginx", "php", "python", "ruby", "sh", "sql", "text", "yaml"}
			lang = langs[len(lang)%len(langs)]
		}
		checkColour(t, lang, text)
	})
}
