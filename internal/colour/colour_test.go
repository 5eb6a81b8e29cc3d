package colour

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"

	"statuswiki/internal/entry"
)

type sample struct{ lang, text string }

// samples are all code blocks of the content.
func samples(t testing.TB) []sample {
	t.Helper()
	set, list, err := entry.Load(os.DirFS("../../content"), "content/", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	var out []sample
	for _, e := range set.Entries {
		for _, b := range e.Blocks {
			out = append(out, sample{b.Lang, b.Text})
		}
	}
	if len(out) < 1000 {
		t.Fatalf("only %d blocks", len(out))
	}
	return out
}

// chromas is what Chroma itself makes of a text.
func chromas(t testing.TB, lang, text string) []chroma.Token {
	t.Helper()
	if n, ok := names[lang]; ok {
		lang = n
	}
	lexer, ok := lexers.Get(lang).(*chroma.RegexLexer)
	if !ok {
		return nil
	}
	next, err := lexer.Tokenise(&chroma.TokeniseOptions{State: "root"}, text)
	if err != nil {
		t.Fatal(err)
	}
	return next.Tokens()
}

func ours(lang, text string) []chroma.Token {
	var out []chroma.Token
	tokens(lang, text, func(t chroma.Token) bool {
		out = append(out, t)
		return true
	})
	return out
}

// same compares the tokens of a text with Chroma's.
func same(t *testing.T, lang, text string) {
	t.Helper()
	want, got := chromas(t, lang, text), ours(lang, text)
	if slices.Equal(want, got) {
		return
	}
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			t.Fatalf("%s: token %d of %d is %v, of ours %v, in %q", lang, i, len(want), want[i], got[min(i, len(got)):min(i+1, len(got))], text)
		}
	}
	t.Fatalf("%s: %d tokens, of ours %d, in %q", lang, len(want), len(got), text)
}

// TestTokens holds the tokens of every block of the content to Chroma's, each in
// its own language and the smaller in all others.
func TestTokens(t *testing.T) {
	all := samples(t)
	langs := make(map[string]bool)
	for _, s := range all {
		langs[s.lang] = true
	}
	for lang := range langs {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			for i, s := range all {
				if s.lang == lang || i%20 == 0 && len(s.text) < 600 {
					same(t, lang, s.text)
				}
			}
		})
	}
}

// TestFewer shows that rules are left out at all, and that few patterns are left
// to the package: without that, all this would be for nothing.
func TestFewer(t *testing.T) {
	for _, lang := range []string{"go", "javascript", "python", "bash", "nginx", "diff"} {
		l := lexerOf(lang)
		if l == nil {
			t.Errorf("%s: no lexer", lang)
			continue
		}
		rules, tried, slow := 0, 0, 0
		for name := range l.states {
			s, err := l.state(name)
			if err != nil {
				t.Fatal(err)
			}
			for c := 'a'; c <= 'z'; c++ {
				rules, tried = rules+len(s.all), tried+len(s.first[c])
			}
			for _, r := range s.rules {
				if r.slow != nil {
					slow++
				}
			}
		}
		t.Logf("%s: %d of %d rules tried at a letter, %d left to the package", lang, tried, rules, slow)
		if lang != "diff" && tried > rules*2/3 {
			t.Errorf("%s: %d of %d rules are tried at a letter", lang, tried, rules)
		}
		if slow > 2 {
			t.Errorf("%s: %d patterns are left to the package", lang, slow)
		}
	}
}

// FuzzTokens compares with Chroma on any text.
func FuzzTokens(f *testing.F) {
	langs := []string{"go", "js", "python", "sh", "nginx", "apache", "caddyfile", "haproxy", "json", "yaml", "php", "ruby", "java", "csharp", "diff", "ini", "sql"}
	for i, s := range samples(f) {
		if i%10 == 0 {
			f.Add(byte(slices.Index(langs, s.lang)), s.text)
		}
	}
	f.Fuzz(func(t *testing.T, lang byte, text string) {
		if len(text) < 120 { // some patterns need time that grows with the square
			same(t, langs[int(lang)%len(langs)], text)
		}
	})
}

func TestHTML(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"js", "// <b>\nlet a = 1", "<i class=c>// &lt;b&gt;\n</i><i class=k>let </i>a = <i class=n>1</i>"},
		{"unheard-of", "a < b", "a &lt; b"},
		{"json", `{"a": 1}` + "\n", `{<i class=f>"a"</i>: <i class=n>1</i>}` + "\n"},
		{"go", "x" + strings.Repeat(" ", Max), "x" + strings.Repeat(" ", Max)}, // too long
	} {
		if got := HTML(c.lang, c.text); got != c.want {
			t.Errorf("%s: %q is %s, want %s", c.lang, c.text, got, c.want)
		}
	}
}

func BenchmarkHTML(b *testing.B) {
	all := samples(b)
	bytes := 0
	for _, s := range all {
		bytes += len(s.text)
	}
	b.Run("ours", func(b *testing.B) {
		b.SetBytes(int64(bytes))
		for b.Loop() {
			for _, s := range all {
				HTML(s.lang, s.text)
			}
		}
	})
	b.Run("chroma", func(b *testing.B) {
		b.SetBytes(int64(bytes))
		for b.Loop() {
			for _, s := range all {
				chromas(b, s.lang, s.text)
			}
		}
	})
}
