package entry

import (
	"strings"
	"testing"
	"testing/fstest"
)

// fixAll mends a tree until nothing changes, and returns what it is then.
func fixAll(t testing.TB, tree fstest.MapFS) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	for name, file := range tree {
		out[name] = file
	}
	for round := 0; ; round++ {
		set, _ := load(t, out)
		changes := 0
		for _, file := range set.Files() {
			if text, changed := set.Fix(file); changed {
				out[file] = &fstest.MapFile{Data: text}
				changes++
			}
		}
		if changes == 0 {
			return out
		}
		if round == 3 {
			t.Fatal("the fourth round still changes something")
		}
	}
}

func TestFix(t *testing.T) {
	const head = "---\ntitle: A\nsummary: A.\n---\n"
	for _, c := range []struct{ name, file, text, want string }{
		{"nothing", "tags/a.md", head + "Words.\n", head + "Words.\n"},
		{"line ends", "tags/a.md", strings.ReplaceAll(head, "\n", "\r\n") + "a\r\r\nb\r\n", head + "a\nb\n"},
		{"spaces", "tags/a.md", "--- \ntitle: A  \nsummary: A.\n---\t\na \nb\t\n \t\nc  \n", head + "a\nb\n\nc\n"},
		{"a line break", "tags/a.md", head + "a  \nb \nc\n", head + "a  \nb\nc\n"},
		{"spaces in code", "tags/a.md", head + "```text \na  \n  \n```\nb `c \nd` e \n", head + "```text\na  \n  \n```\nb `c \nd` e\n"},
		{"spaces in a block of YAML", "tags/a.md", "---\ntitle: A\nsummary: |\n  a  \n  b\n---\na \n", "---\ntitle: A\nsummary: |\n  a  \n  b\n---\na\n"},
		{"keys", "tags/a.md", "---\nsummary: A. # why\ntitle: A\n---\n", "---\ntitle: A\nsummary: A. # why\n---\n"},
		{"a folded value moves whole", "tags/a.md", "---\nsummary: >\n  A\n\n  b.\ntitle: A\n---\n", "---\ntitle: A\nsummary: >\n  A\n\n  b.\n---\n"},
		{"a comment of its own", "tags/a.md", "---\nsummary: A.\n# why\ntitle: A\n---\n", "---\nsummary: A.\n# why\ntitle: A\n---\n"},
		{"keys in braces", "headers/a.md", "---\nsources: [{checked: 2026-11-21, url: \"https://a/,}\", title: it's 'a', }]\n---\n", "---\nsources: [{title: it's 'a', url: \"https://a/,}\", checked: 2026-11-21, }]\n---\n"},
		{"keys in a list", "headers/a.md", "---\nsources:\n- url: https://a/\n  title: A\n- checked: 2026-11-21\n  title: \"x: \\\"\"\nverified: 2026-11-21\n---\n", "---\nsources:\n- title: A\n  url: https://a/\n- title: \"x: \\\"\"\n  checked: 2026-11-21\nverified: 2026-11-21\n---\n"},
		{"keys within keys", "codes/409.md", "---\nbody: {spec: RFC 9110 §1, rule: allowed}\ncache:\n  spec: RFC 9110 §1\n  rule: größer\ncode: 409\n---\n", "---\ncode: 409\ncache:\n  rule: größer\n  spec: RFC 9110 §1\nbody: {rule: allowed, spec: RFC 9110 §1}\n---\n"},
		{"an unknown key", "tags/a.md", "---\nsummary: A.\ntitel: A\ntitle: A\n---\n", "---\nsummary: A.\ntitel: A\ntitle: A\n---\n"},
		{"a key twice", "tags/a.md", "---\nsummary: A.  \ntitle: A\ntitle: A\n---\na \n", "---\nsummary: A.  \ntitle: A\ntitle: A\n---\na \n"},
		{"no YAML", "tags/a.md", "---\r\nsummary: A: b\r\n---\r\na \r\n", "---\r\nsummary: A: b\r\n---\r\na \r\n"},
		{"an anchor", "tags/a.md", "---\nsummary: &a A. \ntitle: *a\n---\n", "---\nsummary: &a A. \ntitle: *a\n---\n"},
		{"no text", "tags/a.md", head + "\xff\r\n", head + "\xff\r\n"},
		{"first mentions", "tags/a.md", head + "A 401 and 403, 401 again, 409, 403 ms, `403`.\n", head + "A [401] and [403], 401 again, 409, 403 ms, `403`.\n"},
		{"its own code", "codes/401.md", "---\ncode: 401\n---\n## Overview\nA 401, not 403.\n", "---\ncode: 401\n---\n## Overview\nA 401, not [403].\n"},
		{"brackets would make a definition", "tags/a.md", head + "401: /x\n\nA 403.\n", head + "[401]: /x\n\nA [403].\n"},
		{"brackets would make a link", "tags/a.md", head + "A 401(b) and 403.\n", head + "A 401(b) and [403].\n"},
		{"a table", "tags/a.md", head + "|A|größer|C|\n|:-|-:|---|\n|a `\\|`|b| 401 |\n||x|\n\nb\n", head + "|A|größer|C|\n|:-|-:|---|\n|a `\\|`|b| [401] |\n||x|\n\nb\n"},
		{"a table of equal rows", "tags/a.md", head + "|A|größer|C|D|\n|:-|-:|---|:-:|\n|a `\\|`|b| 401 |e\u0301|\n||x|||\n\nb\n",
			head + "| A      | größer | C     | D |\n|:-------|-------:|-------|:-:|\n| a `\\|` |      b | [401] | e\u0301 |\n|        |      x |       |   |\n\nb\n"},
		{"a table in a list", "tags/a.md", head + "- a\n\n  |A|B|\n  |-|-|\n  |ab|c|\n", head + "- a\n\n  | A  | B |\n  |----|---|\n  | ab | c |\n"},
		{"a table without bars", "tags/a.md", head + "A|B\n-|-\nab|c\n", head + "A|B\n-|-\nab|c\n"},
		{"a wide table", "tags/a.md", head + "|A|B|\n|-|-|\n|" + strings.Repeat("a", 201) + "|c|\n", head + "|A|B|\n|-|-|\n|" + strings.Repeat("a", 201) + "|c|\n"},
		{"a table in code", "tags/a.md", head + "```text\n|A|B|\n|-|-|\n|ab|c|\n```\n", head + "```text\n|A|B|\n|-|-|\n|ab|c|\n```\n"},
		{"YAML alone", "site.yaml", "title: a \r\ntagline: |\r\n  b\r\n", "title: a\ntagline: |\n  b\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree := validTree(t)
			tree[c.file] = &fstest.MapFile{Data: []byte(c.text)}
			if got := string(fixAll(t, tree)[c.file].Data); got != c.want {
				t.Errorf("got:\n%q\nwant:\n%q", got, c.want)
			}
		})
	}
}

// What was wrong only for its form is not wrong any more, and what could not be
// read before is led to by others.
func TestFixReads(t *testing.T) {
	tree := validTree(t)
	text := strings.Replace(string(tree["codes/403.md"].Data), "code: 403\nname: Forbidden\n", "name: Forbidden\ncode: 403\n", 1)
	tree["codes/403.md"] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(text, "\n", "\r\n"))}
	const tag = "---\ntitle: B\nsummary: B.\n---\n\nNot a 403 here.\n"
	tree["tags/b.md"] = &fstest.MapFile{Data: []byte(tag)}
	if _, found := load(t, tree); len(found) == 0 {
		t.Fatal("nothing is wrong before")
	}
	tree = fixAll(t, tree)
	if _, found := load(t, tree); len(found) > 0 {
		t.Error(lines(found))
	}
	if got := string(tree["tags/b.md"].Data); got != strings.Replace(tag, "Not a 403", "Not a [403]", 1) {
		t.Error(got)
	}
}

// FuzzFix mends any text as an entry and as a tag: a second run finds nothing,
// and the text and the facts are read as before. That pages stay the same is
// tried with the whole site, in internal/cli.
func FuzzFix(f *testing.F) {
	for _, text := range seeds(f) {
		f.Add(text)
	}
	valid := validTree(f)
	f.Fuzz(func(t *testing.T, text string) {
		tree := fstest.MapFS{"registry.json": valid["registry.json"], "site.yaml": valid["site.yaml"], "codes/401.md": valid["codes/401.md"]}
		names := []string{"codes/403.md", "tags/authentication.md"}
		for _, name := range names {
			tree[name] = &fstest.MapFile{Data: []byte(text)}
		}
		out := fixAll(t, tree)
		set, _ := load(t, out)
		for _, name := range names {
			fixer := &fixer{set: set, file: name, facts: factsOf[name[:strings.IndexByte(name, '/')]]}
			was := fixer.read([]byte(strings.ReplaceAll(text, "\r", "")))
			is := fixer.read(out[name].Data)
			if string(out[name].Data) != text && !strings.Contains(text, "\r") && (was == nil || is == nil || !was.butForLinks(is)) {
				t.Errorf("%s says something else:\n%q\n%q", name, text, out[name].Data)
			}
		}
	})
}
