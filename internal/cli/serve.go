package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"sync/atomic"

	"statuswiki/internal/build"
	"statuswiki/internal/diag"
	"statuswiki/internal/entry"
	"statuswiki/internal/serve"
	"statuswiki/internal/site"
)

type serveCmd struct {
	contentFlag
	Addr       string   `default:"127.0.0.1:8401" placeholder:"HOST:PORT" help:"Address to listen on. Port 0 takes a free one. Default: 127.0.0.1:8401."`
	AllowHost  []string `placeholder:"NAME" help:"Answer to this host name, too."`
	NoReload   bool     `help:"Answer as a host will: watch nothing, and put no script for live reload into pages."`
	Repository string   `placeholder:"URL" help:"Address of the repository, for «edit this page» and «report a mistake»."`
}

// Run serves the wiki until it is interrupted.
func (c *serveCmd) Run(e *env) error {
	t, err := e.openTree(c.Content)
	if err != nil {
		return err
	}
	watch := t.disk
	if c.NoReload {
		watch = nil
	}
	ready := func(url string) { fmt.Fprintf(e.out, "The wiki stands at %s\nStop with Ctrl-C.\n", url) }
	if c.NoReload && entries(t) <= manyEntries {
		// No build comes any more, and a site is small beside what a machine that
		// answers so many requests has. Collecting the garbage of requests, which
		// is all there is, can wait.
		announce := ready
		ready = func(url string) { debug.SetGCPercent(gcPercent); announce(url) }
	}
	cache, speller := &build.Cache{}, &entry.Speller{}
	var source atomic.Pointer[func(string) ([]byte, bool)] // of the last build
	make := func(ctx context.Context, changed []string) (*site.Site, []diag.Finding, error) {
		// Opened anew, because a folder may have been swapped for another.
		t, err := e.openTree(c.Content)
		if err != nil {
			return nil, nil, err
		}
		defer t.close()
		res, err := build.Build(ctx, build.Options{
			Lazy: true, Changed: changed,
			Content: t.content, Templates: t.templates, Static: t.static, Shown: t.shown, Repository: c.Repository, Cache: cache, Speller: speller,
		})
		if res == nil {
			return nil, nil, err
		}
		source.Store(&res.Source)
		return res.Site, res.Findings, err
	}
	return serve.Run(e.ctx, serve.Options{
		Addr: c.Addr, AllowHosts: c.AllowHost, Watch: watch,
		Log: e.err, Color: useColor(e.err),
		Ready: ready,
		Source: func(file string) ([]byte, bool) {
			if f := source.Load(); f != nil {
				return (*f)(file)
			}
			return nil, false
		},
		Build: func(ctx context.Context) (*site.Site, []diag.Finding, error) { return make(ctx, nil) },
		BuildChanged: func(ctx context.Context, files []string) (*site.Site, []diag.Finding, error) {
			return make(ctx, below(watch[0], files))
		},
	})
}

// below names files as they are below a folder, or nil if one lies elsewhere.
func below(dir string, files []string) []string {
	names := []string{}
	for _, f := range files {
		rel, err := filepath.Rel(dir, f)
		if err != nil || !filepath.IsLocal(rel) {
			return nil
		}
		names = append(names, filepath.ToSlash(rel))
	}
	return names
}
