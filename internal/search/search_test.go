package search_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"statuswiki/internal/search"
)

// TestExactFirst: whoever types a phrase as it stands in the index gets a page
// first that has the very phrase, in any case and with any signs around.
func TestExactFirst(t *testing.T) {
	ix := realIndex(t)
	reader := ix.Reader()
	n := 0
	for _, p := range ix.Pages {
		for _, ph := range p.Phrases {
			if utf8.RuneCountInString(ph.Text) > 400 || strings.Contains(ph.Text, "(1") {
				continue // cut off, or with an errno, which is no word
			}
			for _, text := range []string{ph.Text, "  " + strings.ToLower(ph.Text) + "!"} {
				hits := reader.Find(text, 1)
				if len(hits) == 0 || hits[0].Score < 100_000 {
					t.Errorf("%q of %s leads to %v first", text, p.Path, hits)
				}
				n++
			}
		}
	}
	if n < 2000 {
		t.Errorf("only %d phrases", n)
	}
}

// TestParts: titles of causes and numbers of sub-statuses lead to their places.
func TestParts(t *testing.T) {
	ix := realIndex(t)
	reader := ix.Reader()
	causes := 0
	for _, p := range ix.Pages {
		for _, ph := range p.Phrases {
			if ph.Fragment == "" || ph.Kind != search.Cause && ph.Kind != search.Number {
				continue
			}
			text := ph.Text
			if ph.Kind == search.Number {
				text, _, _ = strings.Cut(text, " ")
			}
			causes++
			hits := reader.Find(text, 3)
			at := -1
			for i, h := range hits {
				if h.Path == p.Path+"#"+ph.Fragment && h.Title == p.Title() {
					at = i
				}
			}
			if at < 0 || at > 0 && hits[0].Score > hits[at].Score && hits[0].Found != hits[at].Found {
				t.Errorf("%q leads to %v and not to %s#%s", text, hits, p.Path, ph.Fragment)
			}
		}
	}
	if causes < 300 {
		t.Errorf("only %d causes and sub-statuses", causes)
	}
}

func TestNumbers(t *testing.T) {
	reader := realIndex(t).Reader()
	first := func(text string, n int) (out []string) {
		for _, h := range reader.Find(text, n) {
			out = append(out, h.Path)
		}
		return out
	}
	for text, want := range map[string][]string{
		"40":                    {"400/", "401/", "402/", "403/", "404/"},
		"4xx":                   {"4xx/", "400/", "401/"},
		"42x":                   {"420/", "421/", "422/"},
		"42X":                   {"420/", "421/", "422/"},
		"468":                   {"4xx/"}, // a client treats it like 400
		"401 403":               {"compare/401-vs-403/"},
		"403, not 401":          {"compare/401-vs-403/"},
		"HTTP/1.1\" 499 404":    {"499/"},
		"404.13":                {"404/#iis-404-13"},
		"(104: Connection)":     {first("connection", 1)[0]}, // an errno and no 104
		"vary: accept-encoding": {"headers/vary/"},
		"":                      nil,
		"?!":                    nil,
		"zzzz":                  nil,
	} {
		if got := first(text, len(want)); !reflect.DeepEqual(got, want) {
			t.Errorf("%q leads to %v, want %v", text, got, want)
		}
	}
	if got := reader.Find("teapot", 0); len(got) != 0 {
		t.Errorf("none were asked for: %v", got)
	}
}

// TestJSON: the file says all that the index holds, and is the same each time.
func TestJSON(t *testing.T) {
	ix := realIndex(t)
	one, err := ix.JSON()
	if err != nil {
		t.Fatal(err)
	}
	two, _ := ix.JSON()
	if string(one) != string(two) {
		t.Error("the same index is written in two ways")
	}
	var got struct {
		Pages []struct {
			Path string `json:"p"`
			L    string
		}
	}
	if err := json.Unmarshal(one, &got); err != nil || len(got.Pages) != len(ix.Pages) {
		t.Fatalf("%d pages of %d: %v", len(got.Pages), len(ix.Pages), err)
	}
	for i, p := range ix.Pages {
		if lines := strings.Split(got.Pages[i].L, "\n"); got.Pages[i].Path != p.Path || len(lines) != len(p.Phrases) {
			t.Errorf("%s has %d lines for %d phrases", p.Path, len(lines), len(p.Phrases))
		}
	}
}

// FuzzFind: whatever is asked, there is an answer: no more hits than asked for,
// every page once, the best first, and the same on asking again.
func FuzzFind(f *testing.F) {
	reader := realIndex(f).Reader()
	for _, text := range odd {
		f.Add(text, 10)
	}
	for _, a := range queries(f) {
		f.Add(a.text, 3)
	}
	f.Fuzz(func(t *testing.T, text string, most int) {
		most &= 0xff
		hits := reader.Find(text, most)
		if len(hits) > most {
			t.Errorf("%d hits of at most %d", len(hits), most)
		}
		seen := make(map[string]bool)
		for i, h := range hits {
			page, _, _ := strings.Cut(h.Path, "#")
			if seen[page] || h.Score <= 0 || h.Title == "" || i > 0 && h.Score > hits[i-1].Score {
				t.Errorf("hit %d of %q: %v", i, text, hits)
			}
			seen[page] = true
		}
		if again := reader.Find(text, most); !reflect.DeepEqual(hits, again) {
			t.Errorf("%q: first %v, then %v", text, hits, again)
		}
	})
}
