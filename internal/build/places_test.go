package build_test

import (
	"bytes"
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"statuswiki/internal/build"
	"statuswiki/internal/site"
)

// The pages whose origin is known are those that are served, byte for byte, and
// no page tells where it comes from.
func TestPlacesLeaveNoTrace(t *testing.T) {
	for name, made := range map[string]func() (*site.Site, error){"": realSite, "at an address": realSiteAt} {
		s, err := made()
		if err != nil {
			t.Fatal(err)
		}
		known := 0
		for path, f := range s.All() {
			if strings.Contains(f.Type, "html") && strings.ContainsAny(string(f.Body), "\x01\x02") {
				t.Errorf("%s holds a mark", path)
			}
			o, ok := s.Origin(path)
			if !ok {
				continue
			}
			known++
			if !bytes.Equal(o.Page, f.Body) {
				t.Errorf("%s: the places are those of another page than %s", name, path)
			}
		}
		if known < 100 {
			t.Errorf("%s: the origin of %d pages is known", name, known)
		}
	}
}

var (
	aWord   = regexp.MustCompile(`[A-Za-z]{4,}`)
	address = regexp.MustCompile(`\{#[^}]*\}|\]\([^)]*\)`)
)

// Each mark leads to the element that shows what stands at its line, on every
// page that a file of content has.
func TestPlaces(t *testing.T) {
	kept, err := realSite()
	if err != nil {
		t.Fatal(err)
	}
	kinds := make(map[string]int)
	for path, d := range parseSite(kept) {
		o, ok := kept.Origin(path)
		if !ok {
			continue
		}
		kinds[strings.Split(strings.TrimPrefix(o.File, "content/"), "/")[0]]++
		lines := strings.Split(string(o.Text), "\n")
		body := slices.Index(lines[1:], "---") + 2
		all := slices.Collect(d.elements(strings.Split(site.MarkedElements, ",")...))
		if !slices.IsSortedFunc(o.Marks, func(a, b site.Mark) int { return int(a.Line - b.Line) }) {
			t.Errorf("%s: the marks are in no order", path)
		}
		inBody := 0
		for _, m := range o.Marks {
			el, line := all[m.Nth], lines[m.Line-1]
			switch {
			case strings.HasPrefix(line, "```"):
				if el.Data != "figure" {
					t.Errorf("%s:%d: a block of code shows as %s", o.File, m.Line, el.Data)
				}
			case strings.HasPrefix(line, "summary: ") && el.Data != "p",
				strings.HasPrefix(line, "name: ") && el.Data != "h1",
				strings.HasPrefix(line, "|") && el.Data != "tr":
				t.Errorf("%s:%d: %q shows as %s", o.File, m.Line, line, el.Data)
			case int(m.Line) > body:
				for _, word := range aWord.FindAllString(address.ReplaceAllString(line, " "), 3) {
					if !strings.Contains(words(el), word) {
						t.Errorf("%s:%d: %q is said to stand in <%s> %.80q", o.File, m.Line, line, el.Data, words(el))
						break
					}
				}
			}
			if int(m.Line) > body {
				inBody++
			}
		}
		if inBody == 0 {
			t.Errorf("%s: nothing of the text of %s is marked", path, o.File)
		}
	}
	for _, kind := range []string{"codes", "headers", "tags", "classes", "measured", "pages"} {
		if kinds[kind] == 0 {
			t.Errorf("no page of %s is known", kind)
		}
	}
}

// Every paragraph, item, row and heading of the text begins at a marked line.
func TestPlacesAreComplete(t *testing.T) {
	kept, err := realSite()
	if err != nil {
		t.Fatal(err)
	}
	o, ok := kept.Origin("401/index.html")
	if !ok {
		t.Fatal("the page of 401 has no origin")
	}
	marked := make(map[int]bool)
	for _, m := range o.Marks {
		marked[int(m.Line)] = true
	}
	lines := strings.Split(string(o.Text), "\n")
	fenced, quiet := false, true
	for i, line := range lines {
		opens := strings.HasPrefix(line, "```") && !fenced
		begins := opens || !fenced && line != "" && (lines[max(i-1, 0)] == "" || strings.HasPrefix(line, "|") && !strings.HasPrefix(line, "|-"))
		if strings.HasPrefix(line, "```") {
			fenced = !fenced
		}
		if line == "## Quick answer" {
			quiet = false // behind the front matter; the quick answer has no heading on the page
		} else if begins && !quiet && !marked[i+1] {
			t.Errorf("%s:%d is not marked: %.60q", o.File, i+1, line)
		}
	}
}

// A file whose lines have moved is shown at its new ones, though its page is the
// same.
func TestPlacesAndCache(t *testing.T) {
	content := smallContent()
	opt := smallOptions(content)
	opt.Cache, opt.Lazy = &build.Cache{}, true
	get := func() site.Origin {
		res, err := build.Build(context.Background(), opt)
		if err != nil {
			t.Fatal(err)
		}
		o, ok := res.Site.Origin("401/index.html")
		f, _ := res.Site.Get("401/index.html")
		if !ok || len(o.Marks) == 0 || !bytes.Equal(o.Page, f.Body) {
			t.Fatalf("%v, %d marks", ok, len(o.Marks))
		}
		return o
	}
	before := get()
	text := string(content["codes/401.md"].Data)
	content["codes/401.md"].Data = []byte(strings.Replace(text, "\n---\n", "\n---\n\n\n", 1))
	after := get()
	moved := int32(strings.Count(text[:strings.Index(text, "\n---\n")], "\n"))
	if len(after.Marks) != len(before.Marks) {
		t.Fatalf("%d marks, and %d after two empty lines more", len(before.Marks), len(after.Marks))
	}
	for i, m := range after.Marks {
		want := before.Marks[i]
		if want.Line > moved {
			want.Line += 2
		}
		if m != want {
			t.Errorf("mark %d is %v, want %v", i, m, want)
		}
	}
}
