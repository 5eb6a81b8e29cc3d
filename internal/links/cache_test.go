package links

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const day = 24 * time.Hour

// A good answer is good for a week, a bad one for a day, and both through the
// file.
func TestCached(t *testing.T) {
	s := serve(t, site)
	path := filepath.Join(t.TempDir(), "deep", "links.json")
	links := at(s.URL+"/page#new", s.URL+"/404", s.URL+"/301/page", s.URL+"/a#gone", s.URL+"/204")
	const all = "GET /page, HEAD /404, GET /404, HEAD /301/page, HEAD /page, GET /a, HEAD /204"
	const bad = "HEAD /404, GET /404, HEAD /301/page, HEAD /page, GET /a"
	var first string
	for i, step := range []struct {
		after time.Duration
		asked string
	}{{0, all}, {day, ""}, {day + time.Second, bad}, {7 * day, bad}, {7*day + time.Second, "GET /page, HEAD /204"}, {-day, all}} {
		cache, err := ReadCache(path)
		if err != nil {
			t.Fatal(err)
		}
		opt := options()
		now := friday.Add(step.after)
		opt.Cache, opt.Now = cache, func() time.Time { return now }
		report := Check(t.Context(), links, opt)
		if got := s.was(); got != step.asked {
			t.Errorf("after %v asked %s, not %s", step.after, got, step.asked)
		}
		if report.Asked+report.Known != 5 {
			t.Errorf("after %v: %+v", step.after, report)
		}
		if first == "" {
			first = said(report, s)
		}
		if got := said(report, s); got != first || strings.Count(got, "\n") != 3 {
			t.Errorf("run %d says\n%snot\n%s", i, got, first)
		}
		if err := cache.Write(path, now); err != nil {
			t.Fatal(err)
		}
	}
}

// Another place on a page that is known is looked for; one for which the page
// was too long is not looked for again and again.
func TestCachedFragments(t *testing.T) {
	s := serve(t, site)
	opt := options()
	opt.Cache = &Cache{}
	for _, step := range []struct{ path, asked string }{
		{"/page", "HEAD /page"}, {"/page#new", "GET /page"}, {"/page#new", ""}, {"/page", ""}, {"/page#old", "GET /page"},
		{"/huge#gone", "GET /huge"}, {"/huge#gone", ""}, {"/404", "HEAD /404, GET /404"}, {"/404#x", ""},
	} {
		Check(t.Context(), at(s.URL+step.path), opt)
		if got := s.was(); got != step.asked {
			t.Errorf("%s: asked %q, not %q", step.path, got, step.asked)
		}
	}
}

func TestCacheFile(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"entry.md": "---\ncode: 401\n", "other.json": `{"answers":{}}`, "list.json": "[]", "later.json": `{"statuswiki-links":2}`, "cut.json": `{"statuswiki-links":1,"answers":{"a`,
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadCache(path); !errors.Is(err, ErrNoCache) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ReadCache(dir); !errors.Is(err, ErrNoCache) {
		t.Error(err)
	}
	empty := filepath.Join(dir, "empty.json")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if c, err := ReadCache(empty); err != nil || len(c.answers) != 0 {
		t.Error(c, err)
	}
	if err := new(Cache).Write(filepath.Join(empty, "links.json"), friday); err == nil {
		t.Error("written below a file")
	}
	c := &Cache{}
	c.keep("http://a/", Answer{Asked: friday, Status: 200})
	c.keep("http://b/", Answer{Asked: friday.Add(-8 * day), Status: 200})
	c.keep("http://c/", Answer{Asked: friday, Fault: "x", refused: true})
	path := filepath.Join(dir, "links.json")
	if err := c.Write(path, friday); err != nil {
		t.Fatal(err)
	}
	const want = `{
 "statuswiki-links": 1,
 "answers": {
  "http://a/": {
   "asked": "2026-11-20T12:00:00Z",
   "status": 200
  }
 }
}
`
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("%v %s", err, got)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".links-*")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}
