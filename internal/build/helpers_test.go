package build_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/net/html"

	"statuswiki/internal/build"
	"statuswiki/internal/history"
	"statuswiki/internal/site"
)

const somewhere = "https://example.com/a/b/"

// The repository's own input is read once, so that whoever writes an entry
// while the tests run does not make them fail.
var (
	realContent   = sync.OnceValue(func() fstest.MapFS { return copyFS(os.DirFS("../../content")) })
	realTemplates = sync.OnceValue(func() fstest.MapFS { return copyFS(os.DirFS("../../templates")) })
	realStatic    = sync.OnceValue(func() fstest.MapFS { return copyFS(os.DirFS("../../static")) })
)

func realOptions() build.Options {
	return build.Options{Content: realContent(), Templates: realTemplates(), Static: realStatic(), Shown: "content/"}
}

// hosted are the options of a site as it stands on a host: with an address,
// with pictures, and with a history in which three people wrote each file.
func hosted() build.Options {
	opt := at(somewhere)
	opt.Pictures, opt.History = true, writtenByThree(realContent())
	return opt
}

func writtenByThree(content fstest.MapFS) *history.History {
	files := slices.Sorted(maps.Keys(content))
	var commits []history.Commit
	for i, who := range []string{"Ada Example", "Grace Sample", "Edsger Placeholder"} {
		commits = append(commits, history.Commit{
			ID: strings.Repeat(fmt.Sprint(i), 40), Time: time.Date(2026, 11, 21-i, 9, 30, 0, 0, time.UTC),
			Subject: "subject " + fmt.Sprint(i), People: []string{who}, Files: files,
		})
	}
	return history.New(commits)
}

// Each site is built and parsed once for all tests; they only read it.
var (
	realSite    = sync.OnceValues(func() (*site.Site, error) { return makeSite(realOptions()) })
	realSiteAt  = sync.OnceValues(func() (*site.Site, error) { return makeSite(hosted()) })
	smallSite   = sync.OnceValues(func() (*site.Site, error) { return makeSite(smallOptions(smallContent())) })
	realPages   = parsed(realSite)
	realPagesAt = parsed(realSiteAt)
	smallPages  = parsed(smallSite)
)

// parsed returns the pages of a site, or ends the test that asks for them when
// the site cannot be built.
func parsed(from func() (*site.Site, error)) func(*testing.T) map[string]*doc {
	once := sync.OnceValues(func() (map[string]*doc, error) {
		s, err := from()
		if err != nil {
			return nil, err
		}
		return parseSite(s), nil
	})
	return func(t *testing.T) map[string]*doc {
		t.Helper()
		pages, err := once()
		if err != nil {
			t.Fatal(err)
		}
		return pages
	}
}

func at(base string) build.Options {
	opt := realOptions()
	opt.BaseURL = base
	return opt
}

func makeSite(opt build.Options) (*site.Site, error) {
	res, err := build.Build(context.Background(), opt)
	if err != nil {
		return nil, err
	}
	return res.Site, nil
}

// smallContent is a valid tree of two codes in which every text that a page can
// show stands once: tests break one thing in it.
func smallContent() fstest.MapFS { return copyFS(os.DirFS("testdata/small")) }

func smallOptions(content fs.FS) build.Options {
	return build.Options{Content: content, Templates: realTemplates(), Static: realStatic(), Shown: "content/"}
}

func copyFS(from fs.FS) fstest.MapFS {
	out := fstest.MapFS{}
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(from, name)
		out[name] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		panic(err) // the tree is part of this repository
	}
	return out
}

// doc is a parsed page.
type doc struct {
	path string
	root *html.Node
	ids  map[string]int // how often each stands there
}

func parseSite(s *site.Site) map[string]*doc {
	out := make(map[string]*doc)
	for p, f := range s.All() {
		if path.Ext(p) == ".html" {
			out[p] = parsePage(p, f.Body)
		}
	}
	return out
}

func parsePage(p string, body []byte) *doc {
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		panic(err) // only a reader can fail
	}
	d := &doc{p, root, make(map[string]int)}
	for n := range d.elements() {
		if id, ok := attr(n, "id"); ok {
			d.ids[id]++
		}
	}
	return d
}

// elements yields the page's elements in their order; with names only those.
func (d *doc) elements(names ...string) iter.Seq[*html.Node] {
	return func(yield func(*html.Node) bool) {
		for n := range d.root.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			ok := len(names) == 0
			for _, name := range names {
				ok = ok || n.Data == name
			}
			if ok && !yield(n) {
				return
			}
		}
	}
}

func attr(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

// words returns the text of a node.
func words(n *html.Node) string {
	var b strings.Builder
	if n.Type == html.TextNode {
		return n.Data
	}
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

// eachPage runs f as a subtest for every page, named by its path.
func eachPage(t *testing.T, pages map[string]*doc, f func(t *testing.T, d *doc)) {
	t.Helper()
	if len(pages) < 5 {
		t.Fatalf("only %d pages", len(pages))
	}
	for p, d := range pages {
		t.Run(strings.ReplaceAll(p, "/", "_"), func(t *testing.T) { f(t, d) })
	}
}
