package build_test

import (
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"statuswiki/internal/build"
)

// footLinks returns the addresses of the links of a page whose words begin so.
func footLinks(d *doc, text string) []string {
	var out []string
	for a := range d.elements("a") {
		if strings.HasPrefix(strings.ToLower(words(a)), strings.ToLower(text)) {
			href, _ := attr(a, "href")
			out = append(out, href)
		}
	}
	return out
}

// TestRepository builds the small site with each form of addresses and reads
// the links back as the hosting service does.
func TestRepository(t *testing.T) {
	for name, c := range map[string]struct {
		settings, flag, base string
		edit, create, new    string
		title, text, page    string
	}{
		"GitHub": {
			settings: "repository: https://github.com/you/wiki/\n",
			edit:     "https://github.com/you/wiki/edit/main/content/codes/401.md", create: "https://github.com/you/wiki/new/main/content/codes?filename=468.md",
			new: "https://github.com/you/wiki/issues/new", title: "title", text: "body", page: "/401/",
		},
		"GitLab, by a flag": {
			flag: "https://gitlab.example.com/you/wiki", base: somewhere,
			edit: "https://gitlab.example.com/you/wiki/-/edit/main/content/codes/401.md", create: "https://gitlab.example.com/you/wiki/-/new/main/content/codes?file_name=468.md",
			new: "https://gitlab.example.com/you/wiki/-/issues/new", title: "issue[title]", text: "issue[description]", page: somewhere + "401/",
		},
		"Codeberg": {
			settings: "repository: https://codeberg.org/you/wiki\n",
			edit:     "https://codeberg.org/you/wiki/_edit/main/content/codes/401.md", create: "https://codeberg.org/you/wiki/_new/main/content/codes?filename=468.md",
			new: "https://codeberg.org/you/wiki/issues/new", title: "title", text: "body", page: "/401/",
		},
		"a host whose name does not tell": {
			settings: "repository: https://git.example.com/you/wiki\nhosting: forgejo\n",
			edit:     "https://git.example.com/you/wiki/_edit/main/content/codes/401.md", create: "https://git.example.com/you/wiki/_new/main/content/codes?filename=468.md",
			new: "https://git.example.com/you/wiki/issues/new", title: "title", text: "body", page: "/401/",
		},
	} {
		t.Run(name, func(t *testing.T) {
			tree := smallContent()
			tree["site.yaml"] = &fstest.MapFile{Data: append(tree["site.yaml"].Data, c.settings...)}
			opt := smallOptions(tree)
			opt.Repository, opt.BaseURL = c.flag, c.base
			s, err := makeSite(opt)
			if err != nil {
				t.Fatal(err)
			}
			pages := parseSite(s)
			if got := footLinks(pages["401/index.html"], "Edit this page"); len(got) != 1 || got[0] != c.edit {
				t.Errorf("edit: %q", got)
			}
			f, ok := s.Missing("468/")
			if !ok || len(footLinks(parsePage("404.html", f.Body), "Write")) != 1 || footLinks(parsePage("404.html", f.Body), "Write")[0] != c.create {
				t.Errorf("create: %v %q, not %s", ok, footLinks(parsePage("404.html", f.Body), "Write"), c.create)
			}
			reported := footLinks(pages["401/index.html"], "Report a mistake")
			if len(reported) != 1 {
				t.Fatalf("report: %q", reported)
			}
			u, err := url.Parse(reported[0])
			if err != nil {
				t.Fatal(err)
			}
			q := u.Query()
			if got := u.Scheme + "://" + u.Host + u.Path; got != c.new || len(q) != 2 {
				t.Errorf("report leads to %s with %q", got, q)
			}
			if got := q.Get(c.title); got != "401 Unauthorized: " {
				t.Errorf("the issue is called %q", got)
			}
			if got := q.Get(c.text); !strings.HasPrefix(got, "Page: "+c.page+" (content/codes/401.md)\n") {
				t.Errorf("the issue says %q", got)
			}
			if !strings.HasPrefix(u.RawQuery[strings.LastIndex(u.RawQuery, "&")+1:], url.QueryEscape(c.text)+"=") {
				t.Errorf("the text is not the last parameter: %s", u.RawQuery)
			}
			for _, page := range []string{"index.html", "404.html"} {
				if got := append(footLinks(pages[page], "Edit"), footLinks(pages[page], "Report")...); got != nil {
					t.Errorf("%s is made from no file and leads to %q", page, got)
				}
			}
		})
	}
}

// TestNoRepository: without the setting nothing leads there.
func TestNoRepository(t *testing.T) {
	for p, d := range smallPages(t) {
		if got := append(footLinks(d, "Edit this"), footLinks(d, "Report a")...); got != nil {
			t.Errorf("%s leads to %q", p, got)
		}
	}
	tree := smallContent()
	tree["site.yaml"] = &fstest.MapFile{Data: append(tree["site.yaml"].Data, "hosting: sourceforge\n"...)}
	if _, err := build.Build(t.Context(), smallOptions(tree)); err == nil || !strings.Contains(err.Error(), "site.yaml") {
		t.Errorf("an unknown hosting: %v", err)
	}
}

// TestRepositoryBudget: the links fit into the largest pages as well.
func TestRepositoryBudget(t *testing.T) {
	t.Parallel()
	opt := at("https://you.example.com/statuswiki/")
	opt.Repository = "https://git.example.com/somebody/statuswiki"
	s, err := makeSite(opt)
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{"503/index.html", "500/index.html", "400/index.html"} {
		f, ok := s.Get(page)
		if !ok || !strings.Contains(string(f.Body), "Report a mistake") {
			t.Fatal(page, ok)
		}
		fits(t, page+" with a repository", pageBudget, compressed(t, f.Body, 11))
	}
}
