package spell

import (
	"slices"
	"sort"
	"strings"
	"testing"
)

// TestList holds the embedded list to what the search relies on.
func TestList(t *testing.T) {
	words := strings.Split(strings.TrimSuffix(english, "\n"), "\n")
	if len(words) < 50_000 || !sort.StringsAreSorted(words) || len(slices.Compact(slices.Clone(words))) != len(words) {
		t.Fatalf("%d words, which are not sorted or stand twice", len(words))
	}
	for _, w := range words {
		if !English(w) {
			t.Fatalf("%q is in the list and not found", w)
		}
		if strings.HasSuffix(w, "'s") || strings.TrimSpace(w) != w || len(w) < 2 {
			t.Errorf("%q has no place in the list", w)
		}
	}
	for _, w := range []string{"", "\n", "A", "aaaa", "zzzz", "recieve", "colour\n", words[0] + "x", "éz"} {
		if English(w) {
			t.Errorf("%q is found", w)
		}
	}
}

func TestKnown(t *testing.T) {
	var w Words
	for _, word := range []string{"webhook", "gzip", "proxify", "nginx", "Firefox", "render", "chmod", "cache-bust", "upsert"} {
		w.Add(word)
	}
	for _, word := range strings.Fields(`the The server's servers' colour recognised isn't isn’t Monday well-known client-side's I a webhook webhooks Webhook webhook's
		gzipped gzipping gzips proxified proxifies nginx Nginx nginx's Firefox Firefox's chmods rendered nginx-like x upserted`) {
		if !w.Known(word) {
			t.Errorf("%s is not known", word)
		}
	}
	for _, word := range strings.Fields(`recieve Recieve color recognized monday firefox teh well-knwon gziped isnt`) {
		if w.Known(word) {
			t.Errorf("%s is known", word)
		}
	}
	if got := w.Own("Webhooks"); got != "webhook" {
		t.Errorf("Webhooks is a form of %q", got)
	}
	if got := w.Own("server"); got != "" {
		t.Errorf("server is a form of %q", got)
	}
	if new(Words).Known("webhook") || !new(Words).Known("server") {
		t.Error("the zero value knows something else than the language")
	}
}

func TestSuggest(t *testing.T) {
	var w Words
	w.Add("webhook")
	w.Add("Firefox")
	for word, want := range map[string]string{
		"recieve": "receive", "Recieve": "Receive", "teh": "the", "webhok": "webhook", "Firefx": "Firefox", "firefox": "Firefox", "color": "colour",
		"recognize": "recognise", "seperate": "separate", "atleast": "at least", "occurence": "occurrence", "recieve's": "receive", "": "", "x": "",
		"qqqqqqqqqq": "", strings.Repeat("a", 31): "", "éa": "", "Authorizaton": "Authorisation",
	} {
		got := w.Suggest(word, nil)
		if want == "" && len(got) > 0 || want != "" && !slices.Contains(got, want) || len(got) > 3 {
			t.Errorf("for %q: %q, without %q", word, got, want)
		}
		if again := w.Suggest(word, nil); !slices.Equal(got, again) {
			t.Errorf("for %q first %q, then %q", word, got, again)
		}
	}
}

func TestSuggestCommon(t *testing.T) {
	var w Words
	common := func(word string) bool { return word == "with" || word == "these" }
	for word, want := range map[string]string{"wih": "with", "Wih": "With", "thes": "these"} {
		if got := w.Suggest(word, common); len(got) == 0 || got[0] != want {
			t.Errorf("for %q: %q, and %q is common", word, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"a", "", 1}, {"abc", "acb", 1}, {"abcd", "badc", 2}, {"kitten", "sitting", 3}, {"recieve", "receive", 1}, {"a", "abcd", 3}, {"abcdef", "badcfe", 3}} {
		if got, back := distance(c.a, c.b), distance(c.b, c.a); got != c.want || back != c.want {
			t.Errorf("from %q to %q: %d, back %d, not %d", c.a, c.b, got, back, c.want)
		}
	}
}

// words writes what All gives: names in parentheses, repetitions with a plus.
func words(text string) string {
	var out []string
	for w := range All([]byte(text)) {
		s := string(w.Text)
		if w.Name {
			s = "(" + s + ")"
		}
		if w.Again {
			s += "+"
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestAll(t *testing.T) {
	for text, want := range map[string]string{
		"":                                "",
		"One, two-three; it's don’t.":     "One two-three it's don’t",
		"the the The\nTHE THE":            "the the+ The+ (THE) (THE)+",
		"it had had that that":            "it had had that that",
		"the, the. the \x01 the\x00the":   "the the the the the+",
		"MUST HTTPServer GitHub IDs eBay": "(MUST) (HTTPServer) (GitHub) (IDs) (eBay)",
		"example.com, e.g. Node.js; .net": "(example) (com) (e) (g) (Node) (js) (net)",
		"see /etc/hosts and/or this":      "see (etc) hosts and or this",
		"from host.tld/path or a/teh":     "from (host) (tld) (path) or a teh",
		"https://host a:b key: value f()": "(https) (host) (a) (b) key value (f)",
		"x_y $HOME a=b 4xx h2 user@host":  "(x) (y) (HOME) (a) (b) (xx) (h) (user) (host)",
		"--flag -x --content=a":           "(flag) (x) (content) (a)",
		"end. Begin":                      "end Begin",
		"größer naïve":                    "größer naïve",
		"say \"teh teh\" but \"open":      "say but open",
		"say “teh” «teh» „teh“ “open":     "say open",
		"200-ish RFC-7231 one-":           "(ish) (RFC) one",
		"a 'quoted' word’":                "a quoted word",
		"Keep-Alive X-Api-Key Two-fold":   "(Keep-Alive) (X-Api-Key) Two-fold",
	} {
		if got := words(text); got != want {
			t.Errorf("%q has %s, not %s", text, got, want)
		}
	}
}

// FuzzAll asserts that words are parts of the text, in order, and that looking
// for what they were meant to be ends well.
func FuzzAll(f *testing.F) {
	for _, s := range []string{"the the", "a-b-'c", "«« “” \"x\"", "é’s \xff a\x00b", "/a/.b:c@d", "AA-A\x00A-AA"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end, asked := 0, 0
		var w Words
		for word := range All([]byte(text)) {
			if word.Offset < end || len(word.Text) == 0 || text[word.Offset:word.Offset+len(word.Text)] != string(word.Text) {
				t.Fatalf("%q: the word %q at %d", text, word.Text, word.Offset)
			}
			end = word.Offset + len(word.Text)
			known := w.Known(string(word.Text))
			if asked++; asked > 3 { // to suggest takes its time, and the content asks for few
				continue
			}
			for _, s := range w.Suggest(string(word.Text), nil) {
				for part := range strings.FieldsSeq(s) {
					if !w.Known(part) && !w.Known(strings.ToLower(part)) {
						t.Fatalf("%q: the suggestion %q is not known", word.Text, s)
					}
				}
			}
			w.Add(string(word.Text))
			if !known && !w.Known(string(word.Text)) {
				t.Fatalf("%q was added and is not known", word.Text)
			}
		}
	})
}
