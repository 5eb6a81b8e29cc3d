package build_test

import (
	"strings"
	"testing"

	"statuswiki/internal/try"
)

// answersOf reads the data file of a site.
func answersOf(t *testing.T) try.Answers {
	t.Helper()
	s, err := realSite()
	if err != nil {
		t.Fatal(err)
	}
	f, ok := s.Get(try.File)
	if !ok {
		t.Fatalf("there is no %s", try.File)
	}
	answers, err := try.Decode(f.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answers
}

// The answers are the examples, word for word, with what they owe.
func TestAnswers(t *testing.T) {
	answers := answersOf(t)
	for code, fields := range map[int][]string{
		401: {"WWW-Authenticate"}, 405: {"Allow"}, 407: {"Proxy-Authenticate"}, 416: {"Content-Range"}, 426: {"Upgrade"},
		429: {"Retry-After"}, 503: {"Retry-After"}, 301: {"Location"}, 302: {"Location"}, 307: {"Location"}, 308: {"Location"},
		206: {"Content-Range"}, 304: {"ETag"}, 520: {"CF-RAY"},
	} {
		a := answers[code]
		if a.Example == nil || a.Example.Status != code {
			t.Errorf("%d has no example", code)
			continue
		}
		for _, name := range fields {
			found := false
			for _, f := range a.Example.Fields {
				found = found || f.Name == name && f.Value != ""
			}
			if !found {
				t.Errorf("%d has no %s: %v", code, name, a.Example.Fields)
			}
		}
	}
	a := answers[401]
	text := string(realContent()["codes/401.md"].Data)
	start := strings.Index(text, "```http response")
	if first, _, _ := strings.Cut(text[start:], "\n```\n"); a.Example.Phrase != "Unauthorized" || !strings.HasSuffix(first, "\n\n"+a.Example.Content) {
		t.Errorf("401 is not its first response: %+v\n%s", a.Example, first)
	}
	early := answers[103]
	if len(early.Interim) != 1 || early.Interim[0].Status != 103 || early.Example == nil || early.Example.Status != 200 {
		t.Errorf("103: %+v", early)
	}
	if n := len(answers[102].Interim); n != 2 {
		t.Errorf("102 goes before %d times, want 2", n)
	}
	for code, a := range answers {
		if code < 100 || code > 599 || a.Name == "" {
			t.Errorf("%d is called %q", code, a.Name)
		}
	}
	if len(answers) < 90 {
		t.Errorf("only %d answers", len(answers))
	}
}

// The page about /try/ leads to every code that has an example.
func TestTryPage(t *testing.T) {
	page := realPages(t)["try/index.html"]
	if page == nil {
		t.Fatal("there is no page")
	}
	leads := make(map[string]bool)
	for n := range page.elements("a") {
		href, _ := attr(n, "href")
		leads[strings.TrimSuffix(strings.TrimPrefix(href, "../"), "/#example")] = true
	}
	for _, code := range []string{"103", "200", "401", "499", "503", "599"} {
		if !leads[code] {
			t.Errorf("nothing leads to %s", code)
		}
	}
}
