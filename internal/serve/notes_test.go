package serve

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"statuswiki/internal/diag"
	"statuswiki/internal/site"
)

const wasText = `---
name: A
summary: B
tags:
  - one
  - two
---

First.

Second
goes on.

Third.
`

// Each block of wasText is element 10 and following; of the facts, name and tags
// are shown.
func wasOrigin() site.Origin {
	return site.Origin{File: "a.md", Text: []byte(wasText), Marks: []site.Mark{
		{Line: 2, Nth: 0}, {Line: 4, Nth: 1}, {Line: 9, Nth: 10}, {Line: 11, Nth: 11}, {Line: 14, Nth: 12},
	}}
}

func TestPlacer(t *testing.T) {
	edited := func(old, new string) string {
		if !strings.Contains(wasText, old) {
			t.Fatalf("there is no %q", old)
		}
		return strings.Replace(wasText, old, new, 1)
	}
	two := strings.Replace(edited("First.\n", "New.\n\nFirst.\n"), "Third.", "Turd.", 1)
	for _, c := range []struct {
		name, now, at string // at stands where the finding is
		want          int
	}{
		{"the same text", wasText, "Second", 11},
		{"the second line of a block", wasText, "goes on", 11},
		{"an empty line", wasText, "\n\nThird", 11},
		{"a fact", wasText, "name:", 0},
		{"a fact that nothing shows", wasText, "summary:", -1},
		{"below a key", wasText, "- two", 1},
		{"the first line", wasText, "---", -1},
		{"edited in place", edited("Second", "2nd"), "2nd", 11},
		{"a new block", edited("Second", "New.\n\nSecond"), "New.", 10},
		{"behind a new block", edited("Second", "New.\n\nSecond"), "goes on", 11},
		{"a block that became two", edited("Second\ngoes on.", "2nd\n\nbegins."), "begins", 11},
		{"between two edits", two, "First.", 10},
		{"behind them", two, "Turd", 12},
		{"a new first block", two, "New.", -1},
		{"behind what went", edited("First.\n\n", ""), "Third.", 12},
		{"all of it is new", "---\nname: Q\n---\n\nX\n\nY\n\nZ\n\nQ\n\nR\n\nS\n\nT\n", "T\n", 12},
		{"the end of a longer file", wasText + "\nMore.\n", "More.", 12},
	} {
		now := []byte(c.now)
		p := newPlacer(wasOrigin(), func(string) ([]byte, bool) { return now, true })
		line := 1 + strings.Count(c.now[:strings.Index(c.now, c.at)], "\n")
		if strings.HasPrefix(c.at, "\n") {
			line++
		}
		if got := p.of(line); got != c.want {
			t.Errorf("%s: line %d is shown by %d, want %d", c.name, line, got, c.want)
		}
	}
}

// Whatever the texts and the line, there is a place, and it is one of the page.
func FuzzPlacer(f *testing.F) {
	f.Add(wasText, wasText, 3)
	f.Add("", "a\nb\n", 2)
	f.Add("a\na\n", "a", 0)
	f.Add("---\n", "---\n\n", -4)
	f.Fuzz(func(t *testing.T, old, now string, line int) {
		o := site.Origin{Text: []byte(old)}
		for i := range strings.Count(old, "\n") {
			o.Marks = append(o.Marks, site.Mark{Line: int32(i + 1), Nth: int32(i)})
		}
		p := newPlacer(o, func(string) ([]byte, bool) { return []byte(now), true })
		if nth := p.of(line); nth < -1 || nth >= max(1, len(o.Marks)) {
			t.Errorf("line %d is shown by %d of %d", line, nth, len(o.Marks))
		}
	})
}

// A page asks for what is wrong with its own file, and gets no other.
func TestNotes(t *testing.T) {
	found := []diag.Finding{
		{Pos: diag.Pos{File: "a.md", Line: 11, Col: 2}, Level: diag.Warning, Rule: "hmm", Text: "<b>hmm</b>", Hint: "say so"},
		{Pos: diag.Pos{File: "b.md", Line: 1}, Level: diag.Warning, Rule: "hmm", Text: "not here"},
		{Pos: diag.Pos{File: "a.md"}, Level: diag.Warning, Rule: "all", Text: "the whole file"},
	}
	made := newSite(t, testFiles())
	made.Origin = func(path string) (site.Origin, bool) { return wasOrigin(), path == "401/index.html" }
	s := startServer(t, Options{
		Build:  func(context.Context) (*site.Site, []diag.Finding, error) { return made, found, nil },
		Source: func(string) ([]byte, bool) { return []byte(wasText), true },
		Watch:  []string{t.TempDir()},
	}, defaultLimits)
	ask := func(page string) (n notes) {
		status, body := s.get(t, "/_live/notes?page="+url.QueryEscape(page))
		if status != 200 {
			t.Fatalf("%s: %d %s", page, status, body)
		}
		if err := json.Unmarshal([]byte(body), &n); err != nil {
			t.Fatalf("%s: %v in %s", page, err, body)
		}
		if n.Notes == nil {
			t.Errorf("%s: no list: %s", page, body)
		}
		return n
	}
	n := ask("/401/")
	if len(n.Notes) != 2 || n.Notes[0].Nth != 11 || n.Notes[0].Text != "<b>hmm</b>" || n.Notes[0].Hint != "say so" || n.Notes[1].Nth != -1 {
		t.Errorf("the notes of /401/ are %+v", n.Notes)
	}
	if _, page := s.get(t, "/401/"); n.Page == "" || !strings.Contains(page, fmt.Sprintf("data-page=%q", n.Page)) {
		t.Errorf("the notes are for page %q, which is not the one that is served", n.Page)
	}
	for _, other := range []string{"/", "/404/", "/nowhere/", "", "/401", "../../etc/passwd", "/401/\x00"} {
		if n := ask(other); len(n.Notes) > 0 {
			t.Errorf("the notes of %q are %+v", other, n.Notes)
		}
	}
	resp, _, err := raw(s.addr, "GET /_live/notes?page=/401/ HTTP/1.1\r\nHost: "+s.addr+"\r\nOrigin: http://evil.example\r\nConnection: close\r\n\r\n")
	if err != nil || resp.StatusCode != 403 {
		t.Errorf("a stranger's page gets %v %v", resp, err)
	}
}

// Without live reload there are no notes.
func TestNoNotes(t *testing.T) {
	s := startServer(t, Options{Build: fixed(newSite(t, testFiles()))}, defaultLimits)
	if status, body := s.get(t, "/_live/notes?page=/401/"); status != 404 {
		t.Errorf("%d %s", status, body)
	}
}
