package build_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"statuswiki/internal/build"
	"statuswiki/internal/diag"
)

// TestErrors: what is wrong with the input that is no content is an error that
// names the file, and there is no site then.
func TestErrors(t *testing.T) {
	withoutFolder := func(from fstest.MapFS, folder string) fstest.MapFS {
		from = maps.Clone(from)
		maps.DeleteFunc(from, func(name string, _ *fstest.MapFile) bool { return strings.HasPrefix(name, folder) })
		return from
	}
	without := func(from fstest.MapFS, name string) fstest.MapFS {
		out := maps.Clone(from)
		delete(out, name)
		return out
	}
	with := func(from fstest.MapFS, name, text string) fstest.MapFS {
		out := maps.Clone(from)
		out[name] = &fstest.MapFile{Data: []byte(text)}
		return out
	}
	const small = "{{define \"main\"}}%s{{end}}"
	for _, c := range []struct {
		name string
		mend func(*build.Options)
		want []string // words of the error
	}{
		{"template does not parse", func(o *build.Options) {
			o.Templates = with(realTemplates(), "entry.html", "{{define \"main\"}}\n{{if}}{{end}}")
		}, []string{"template", "entry.html:2"}},
		{"template names no field", func(o *build.Options) {
			o.Templates = with(realTemplates(), "tag.html", fmt.Sprintf(small, "\n\n{{.NoSuchField}}"))
		}, []string{"tag.html:3", "NoSuchField", "tags/authentication.md"}},
		{"template calls no block", func(o *build.Options) {
			o.Templates = with(realTemplates(), "class.html", fmt.Sprintf(small, `{{template "nothing"}}`))
		}, []string{"class.html", "nothing"}},
		{"template tears a tag", func(o *build.Options) {
			o.Templates = with(realTemplates(), "home.html", fmt.Sprintf(small, `<a href="{{.Site}}`))
		}, []string{"template", "home"}},
		{"template puts words into a script", func(o *build.Options) {
			o.Templates = with(realTemplates(), "list.html", fmt.Sprintf(small, "<script>x = `{{if .Site}}`{{end}}</script>"))
		}, []string{"list"}},
		{"template is missing", func(o *build.Options) { o.Templates = without(realTemplates(), "notfound.html") }, []string{"notfound.html"}},
		{"layout is missing", func(o *build.Options) { o.Templates = without(realTemplates(), "layout.html") }, []string{"layout.html"}},
		{"no templates", func(o *build.Options) { o.Templates = fstest.MapFS{} }, []string{"template", "layout.html"}},
		{"no static folder", func(o *build.Options) { o.Static = missing{} }, []string{"static files"}},
		{"empty static folder", func(o *build.Options) { o.Static = fstest.MapFS{} }, []string{"static files", "style.css"}},
		{"no script", func(o *build.Options) { o.Static = without(realStatic(), "site.js") }, []string{"static files", "site.js"}},
		{"no doctor", func(o *build.Options) { o.Static = withoutFolder(realStatic(), "doctor/") }, []string{"static files", "doctor/*.js"}},
		{"no print style", func(o *build.Options) { o.Static = without(realStatic(), "print.css") }, []string{"static files", "print.css"}},
		{"static file with a bad name", func(o *build.Options) { o.Static = with(realStatic(), "a b.txt", "x") }, []string{"static files", "a b.txt"}},
		{"static file in the way of a page", func(o *build.Options) { o.Static = with(realStatic(), "index.html", "x") }, []string{"home page", "index.html"}},
		{"static folder in the way of a page", func(o *build.Options) { o.Static = with(realStatic(), "404.html/x.txt", "x") }, []string{"404.html"}},
		{"a link among the static files", func(o *build.Options) {
			o.Static = with(realStatic(), "link.txt", "/etc/passwd")
			o.Static.(fstest.MapFS)["link.txt"].Mode = fs.ModeSymlink
		}, []string{"static files", "link.txt"}},
		{"no content", func(o *build.Options) { o.Content = fstest.MapFS{} }, []string{"content/"}},
		{"no content folder", func(o *build.Options) { o.Content = missing{} }, []string{"content/"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			opt := smallOptions(smallContent())
			c.mend(&opt)
			res, err := build.Build(context.Background(), opt)
			if err == nil {
				t.Fatal("it was built")
			}
			for _, w := range c.want {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("%v: does not say %q", err, w)
				}
			}
			var found *diag.FindingsError
			if errors.As(err, &found) {
				t.Errorf("a finding about the content: %v", err)
			}
			if res != nil && res.Site != nil {
				t.Error("an error and a site")
			}
		})
	}
}

// missing is a folder that is not there.
type missing struct{}

func (missing) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

func TestBaseURL(t *testing.T) {
	for _, base := range []string{
		"example.com/", "//example.com/", "/wiki/", "https://", "https:///", "https://example.com", "https://example.com/a",
		"ftp://example.com/", "javascript:alert(1)/", "https://example.com/?a=/", "https://example.com/?", "https://example.com/#", "https://example.com/#/",
		"https://user:word@example.com/", "https://example.com/a//b/", "https://example.com//evil.example/", "https://example.com/%zz/",
		"https://example.com/a b/", "https://example.com/\"/", "https://exa\nmple.com/", "https://example.com/\\evil/",
	} {
		opt := smallOptions(smallContent())
		opt.BaseURL = base
		if res, err := build.Build(context.Background(), opt); err == nil || res != nil && res.Site != nil {
			t.Errorf("%q was taken", base)
		} else if !strings.Contains(err.Error(), "https://host/wiki/") {
			t.Errorf("%q: %v does not say what one looks like", base, err)
		}
	}
	for base, root := range map[string]string{
		"": "/", "https://example.com/": "/", "http://localhost:8080/w/": "/w/", "https://[::1]:8401/": "/",
		"https://example.com/a%20b/%3F/": "/a%20b/%3F/", "https://example.com/ü/": "/%C3%BC/", "https://example.com/%22onx=1%3E/": "/%22onx=1%3E/",
	} {
		opt := smallOptions(smallContent())
		opt.BaseURL = base
		s, err := makeSite(opt)
		if err != nil {
			t.Errorf("%q: %v", base, err)
			continue
		}
		f, _ := s.Get("404.html")
		for n := range parsePage("404.html", f.Body).elements("body") {
			if !is(n, "data-root", root) {
				t.Errorf("%q: the not-found page's root in %v, want %q", base, n.Attr, root)
			}
		}
		for n := range parsePage("404.html", f.Body).elements("a") {
			href, _ := attr(n, "href")
			if strings.HasPrefix(href, "https://creativecommons.org/") || strings.HasPrefix(href, "#") {
				continue
			}
			if !strings.HasPrefix(href, root) || strings.HasPrefix(href, "//") {
				t.Errorf("%q: %q does not begin with %q", base, href, root)
			}
		}
	}
}

// TestFindings: content with errors gives every finding, with its source, and
// no site; warnings alone come along with the site.
func TestFindings(t *testing.T) {
	tree := smallContent()
	tree["codes/401.md"].Data = []byte(strings.Replace(string(tree["codes/401.md"].Data), "standing: standard", "standing: nonsense", 1))
	tree["tags/authentication.md"].Data = append(tree["tags/authentication.md"].Data, "\nSee [498].\n"...)
	res, err := build.Build(context.Background(), smallOptions(tree))
	var found *diag.FindingsError
	if !errors.As(err, &found) {
		t.Fatal(err)
	}
	if res == nil || res.Site != nil {
		t.Fatalf("result %+v", res)
	}
	var files []string
	for _, f := range found.Findings {
		files = append(files, f.Pos.File)
		if text, ok := res.Source(f.Pos.File); !ok || len(text) == 0 {
			t.Errorf("%v has no source", f)
		}
	}
	if want := []string{"content/codes/401.md", "content/registry.json", "content/tags/authentication.md"}; !slices.Equal(slices.Compact(files), want) {
		t.Errorf("findings %v", found.Findings)
	}

	tree = smallContent()
	tree["codes/403.md"].Data = []byte(strings.Replace(string(tree["codes/403.md"].Data), "code: 403\nname: Forbidden\n", "name: Forbidden\ncode: 403\n", 1))
	res, err = build.Build(context.Background(), smallOptions(tree))
	if err != nil || res.Site == nil || len(res.Findings) == 0 {
		t.Fatalf("keys in another order are worth a warning: %v", err)
	}
	if f := res.Findings[0]; f.Level == diag.Error || f.Pos.File != "content/codes/403.md" || f.Pos.Line == 0 {
		t.Errorf("%v", f)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	res, err := build.Build(ctx, smallOptions(smallContent()))
	if !errors.Is(err, context.Canceled) || res != nil && res.Site != nil {
		t.Errorf("%v", err)
	}
}
