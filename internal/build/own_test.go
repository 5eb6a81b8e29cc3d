package build_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"statuswiki/internal/corpus"
	"statuswiki/internal/entry"
	"statuswiki/internal/site"
	"statuswiki/internal/try"
)

// ownSite is made of codes that are none of HTTP: five digits and a prefix, with
// all that real entries have.
var (
	ownSite = sync.OnceValues(func() (*site.Site, error) {
		parent, err := os.MkdirTemp("", "statuswiki-own")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(parent)
		dir := filepath.Join(parent, "content")
		if err := corpus.Write(dir, realContent(), 120); err != nil {
			return nil, err
		}
		settings := "title: Acme\ntagline: Codes\ncolours:\n  - {light: \"#5a1fb0\", dark: \"#cdb4ff\"}\n  - {class: 4xxxx, light: \"#7d3400\", dark: \"#f3b567\"}\ncodes: {from: 10000, to: 99999, prefix: ACME-}\n"
		if err := os.WriteFile(filepath.Join(dir, "site.yaml"), []byte(settings), 0o666); err != nil {
			return nil, err
		}
		opt := realOptions()
		opt.Content = os.DirFS(dir)
		return makeSite(opt)
	})
	ownPages = parsed(ownSite)
)

// TestOwnCodes follows every address of a site with codes of another form, and
// looks at what the form decides.
func TestOwnCodes(t *testing.T) {
	s, err := ownSite()
	if err != nil {
		t.Fatal(err)
	}
	pages := ownPages(t)
	eachPage(t, pages, func(t *testing.T, d *doc) {
		for n := range d.elements() {
			for _, a := range n.Attr {
				if a.Key == "href" || a.Key == "src" {
					follow(t, s, pages, d, "/", n, a.Val)
				}
			}
		}
	})
	text := func(path string) string {
		f, ok := s.Get(path)
		if !ok {
			t.Fatalf("there is no %s", path)
		}
		return string(f.Body)
	}
	for path, wants := range map[string][]string{
		"index.html":       {`<a href="4xxxx/">4xxxx Client error</a>`, "<b>ACME-40001</b>", `data-codes="5-5"`, `placeholder="ACME-10000, `},
		"40001/index.html": {"<title>ACME-40001 Unauthorized · Acme</title>", `<html lang=en class="k4">`, ".k4{--accent:light-dark(#7d3400,#f3b567)}", "data-try"},
		"10000/index.html": {`<html lang=en class="k0">`, ":root,.k0,"},
		"search.json":      {`"codes":{"least":5,"most":5,"prefix":"ACME-"`, `["4xxxx","k4"]`},
		"codes.csv":        {"40001,Unauthorized,4xxxx,"},
		"40001.txt":        {"ACME-40001 Unauthorized\n"},
		"40001.md":         {"# ACME-40001 Unauthorized\n"},
		"llms.txt":         {"[ACME-40001 Unauthorized]", "## 4xxxx Client error"},
	} {
		for _, want := range wants {
			if !strings.Contains(text(path), want) {
				t.Errorf("%s: no %q", path, want)
			}
		}
	}
	for _, path := range []string{"doctor/index.html", "doctor.json", "choose/index.html"} {
		if _, there := s.Get(path); there {
			t.Errorf("%s is about HTTP's codes", path)
		}
	}
	var answers try.Answers
	if err := json.Unmarshal([]byte(text(try.File)), &answers); err != nil {
		t.Fatal(err)
	}
	if a := answers[40001]; a.Status != 401 || a.Example == nil || a.Example.Status != 401 {
		t.Errorf("/try/40001 is answered with %+v", a)
	}
	if f, ok := s.Missing("40999/"); !ok || !strings.Contains(string(f.Body), "Nobody has written what ACME-40999 means") {
		t.Error("nothing is said of a number without an entry")
	}
	if _, ok := s.Missing("404/"); ok {
		t.Error("404 is no code there, and something is said of it")
	}
}

// TestGrounds holds the colours that accents are checked against to those of the
// style.
func TestGrounds(t *testing.T) {
	style := string(realStatic()["style.css"].Data)
	for i, name := range []string{"--paper", "--box"} {
		want := name + ": light-dark(" + entry.Grounds[0][i] + ", " + entry.Grounds[1][i] + ")"
		if !strings.Contains(style, want) {
			t.Errorf("the style does not say %q", want)
		}
	}
}
