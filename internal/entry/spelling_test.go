package entry

import (
	"strings"
	"testing"
	"testing/fstest"
)

// Without words.txt there is no telling which language it is; that a word
// stands twice can be seen in any.
func TestNoWords(t *testing.T) {
	tree := validTree(t)
	delete(tree, "words.txt")
	tree["pages/nein.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Nein\nsummary: Was nicht geht.\n---\n\n## Nein\n\nNein heißt heißt nein.\n")}
	_, _, words := loadSpelled(t, tree)
	if got := lines(words); got != "pages/nein.md:8:13: warning: \"heißt\" stands twice [word-twice]\n\thint: leave one of them out\n" {
		t.Error(got)
	}
}

// A Speller that is asked again says the same, of what has changed as well,
// and reads no file again that has not.
func TestSpellerAgain(t *testing.T) {
	tree, cache, sp := validTree(t), &Cache{}, &Speller{}
	spelled := func() string {
		t.Helper()
		set, _, err := Load(tree, "", cache)
		if err != nil {
			t.Fatal(err)
		}
		got := lines(sp.Check(set).Sorted())
		if fresh := lines(new(Speller).Check(set).Sorted()); got != fresh {
			t.Errorf("asked again:\n%swith a new one:\n%s", got, fresh)
		}
		return got
	}
	if got := spelled(); got != "" {
		t.Errorf("in the beginning:\n%s", got)
	}
	for _, step := range []struct{ file, from, to, want string }{
		{"codes/403.md", "No means no.", "No meens no no.", "403.md:33:4"},
		{"words.txt", "nginx\n", "", "401.md:134:5"},
		{"words.txt", "Müller\n", "Müller\nnginx\n", "403.md:33:13"},
		{"codes/403.md", "No meens no no.", "No webhok no.", "403.md:33:4"},
		{"words.txt", "nginx\n", "nginx\nwebhook\n", "`webhook`"},
		{"words.txt", "nginx\nwebhook\n", "nginx\n", "403.md:33:4"},
		{"words.txt", "nginx\n", "nginx\nwebhok\n", ""},
		{"codes/403.md", "No webhok no.", "No means no.", "webhok is used nowhere"},
		{"codes/403.md", "No means no.", "No webhok no.", ""},
		{"codes/403.md", "No webhok no.", "No means no.", "webhok is used nowhere"},
		{"words.txt", "nginx\nwebhok\n", "nginx\n", ""},
	} {
		text := string(tree[step.file].Data)
		if !strings.Contains(text, step.from) {
			t.Fatalf("%s has no %q", step.file, step.from)
		}
		tree[step.file] = &fstest.MapFile{Data: []byte(strings.Replace(text, step.from, step.to, 1))}
		if got := spelled(); !strings.Contains(got, step.want) || (got == "") != (step.want == "") {
			t.Errorf("after %q for %q:\n%s", step.to, step.from, got)
		}
	}
	kept := sp.kept
	spelled()
	for src, doubts := range kept {
		if again, ok := sp.kept[src]; !ok || len(again) > 0 && &again[0] != &doubts[0] {
			t.Errorf("%s was read again", src.file)
		}
	}
}

// A text in a language of its own costs no more than a moment, and no file has
// more than a hundred findings.
func TestForeign(t *testing.T) {
	tree := validTree(t)
	var b strings.Builder
	b.WriteString("---\ntitle: Fremd\nsummary: Was nicht geht.\n---\n\n## Nein\n")
	for i := 0; b.Len() < maxFileBytes/2/slow; i++ {
		b.WriteString("\nzw" + strings.Repeat(string(rune('a'+i%26)), 1+i%9) + string(rune('a'+i/26%26)) + string(rune('a'+i/676%26)) + "x geht « nicht.\n")
	}
	tree["pages/fremd.md"] = &fstest.MapFile{Data: []byte(b.String())}
	frugally(t, func() {
		set, _, words := loadSpelled(t, tree)
		checkPlaces(t, set, words)
		if n := len(words); n != maxFindings+1 {
			t.Errorf("%d findings", n)
		}
	})
}

func TestSortedBefore(t *testing.T) {
	sorted := []string{"akka", "Ana", "größer", "n-th", "navigations", "npm", "zstd", "Öl"}
	for i, a := range sorted {
		for _, b := range sorted[i+1:] {
			if !sortedBefore(a, b) || sortedBefore(b, a) {
				t.Errorf("%s does not stand before %s", a, b)
			}
		}
	}
	if !sortedBefore("NPM", "npm") || !sortedBefore("npm", "NPM") {
		t.Error("case makes an order")
	}
}
