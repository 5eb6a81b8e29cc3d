package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"runtime/debug"
	"statuswiki/internal/build"
	"statuswiki/internal/cache"
	"statuswiki/internal/diag"
	"statuswiki/internal/history"
	"statuswiki/internal/hosting"
	"statuswiki/internal/site"
	"sync"
	"time"
)

type buildCmd struct {
	contentFlag
	Output     string `short:"o" default:"public" type:"path" placeholder:"DIR" help:"Folder to write to. It must be new, empty or made by an earlier build. Default: public."`
	BaseURL    string `name:"base-url" placeholder:"URL" help:"Address at which the site will stand, for absolute links: https://host/wiki/."`
	NoPictures bool   `name:"no-pictures" help:"Draw no pictures for previews of shared links."`
	NoHistory  bool   `name:"no-history" help:"Do not ask git when pages were changed and by whom."`
	NoOffline  bool   `name:"no-offline" help:"Let no browser keep the site; those that do forget it."`
	Repository string `placeholder:"URL" help:"Address of the repository, for «edit this page» and «report a mistake». Default: the one in site.yaml."`
	Compress   bool   `default:"true" negatable:"" env:"STATUSWIKI_COMPRESS" help:"Write .br and .gz beside what gets smaller, for servers that send them. Hosts that compress by themselves need none."`
	CacheDir   string `name:"cache" xor:"cache" type:"path" placeholder:"DIR" help:"Folder that keeps what is costly to make for the next build. Default: statuswiki in the user's cache folder."`
	NoCache    bool   `xor:"cache" help:"Make everything anew and keep nothing."`
}

// cache returns the cache to use, nil for none.
func (c *buildCmd) cache() *cache.Cache {
	switch {
	case c.NoCache:
		return nil
	case c.CacheDir != "":
		return cache.Open(c.CacheDir)
	}
	return cache.Open(cache.Default())
}

// Validate is called by kong; its error is a wrong call.
func (c *buildCmd) Validate() error { return build.CheckBaseURL(c.BaseURL) }

// Run writes the site.
func (c *buildCmd) Run(e *env) error {
	t, err := e.openTree(c.Content)
	if err != nil {
		return err
	}
	kept := c.cache()
	defer kept.Close()
	opt := build.Options{
		Content: t.content, Templates: t.templates, Static: t.static, Shown: t.shown,
		BaseURL: c.BaseURL, Repository: c.Repository, Pictures: !c.NoPictures, Blobs: kept, Offline: !c.NoOffline, Whole: true,
	}
	if !c.NoHistory {
		opt.History = e.history(t, kept)
	}
	debug.SetGCPercent(gcPercent)
	if n := entries(t); n > manyEntries {
		// Beyond that, nobody prints all on one page or keeps it in a browser, and
		// the memory is for other things.
		opt.Whole, opt.Offline = false, false
		opt.Spill = site.NewSpill(spillLimit)
		defer opt.Spill.Close()
		debug.SetGCPercent(gcPercentMany(n * eachLoading))
		opt.Loaded = func() { debug.SetGCPercent(gcPercentMany(n * eachLoaded)) }
	}
	from, sure := c.input(t, opt.History.Head())
	if files, ok := c.stands(t, kept, from); ok {
		fmt.Fprintf(e.out, "%s: %s, as they were\n", shownAs(c.Output), count(files, "file"))
		return nil
	}
	if isTerminal(e.err) {
		opt.Progress = progress(e.err, time.Now(), "pages")
	}
	res, err := build.Build(e.ctx, opt)
	if opt.Progress != nil {
		fmt.Fprint(e.err, clearLine)
	}
	if res != nil {
		e.report(res.Findings, res.Source)
	}
	var found *diag.FindingsError
	switch {
	case errors.As(err, &found):
		fmt.Fprintf(e.err, "%s in %s; %s stands as it was\n", count(errorsIn(found.Findings), "error"), t.shown, shownAs(c.Output))
		return exitError(exitFindings)
	case err != nil:
		return err
	}
	if err := c.dress(e, res.Site, kept); err != nil {
		return err
	}
	done, err := res.Site.WriteTo(e.ctx, c.Output, site.WriteOptions{Protect: t.disk})
	if err != nil {
		return err
	}
	fmt.Fprintf(e.out, "%s: %s (%d new, %d changed, %d removed)\n", shownAs(c.Output), count(res.Site.Len(), "file"), done.Added, done.Updated, done.Removed)
	if len(res.Findings) == 0 { // those would have to be told again
		c.seal(t, kept, from, sure, res.Site.Len())
	}
	return nil
}

const (
	manyEntries = 500
	spillLimit  = 4 << 20 // bytes of files that stay in memory

	gcPercent = 400 // a build ends soon, so that collecting garbage can wait
)

// eachLoading and eachLoaded are how many bytes an entry takes, about, until the
// content has been checked and after that.
const eachLoading, eachLoaded = 30 << 10, 27 << 10

// gcPercentMany is the same for many entries, which take so many bytes: there is
// about as much in memory for a thousand as for ten thousand.
func gcPercentMany(entries int) int {
	const all, others = 600 << 20, 50 << 20 // bytes
	return min(max(100*all/(others+entries)-100, 35), 250)
}

// entries is how many files the content has for entries, which decides how
// careful with memory a build has to be.
func entries(t *tree) int {
	files, _ := fs.ReadDir(t.content, "codes") // the build will say why not
	return len(files)
}

// gitTime is how long git may take. A log of 10,000 commits takes it a second.
const gitTime = time.Minute

// history asks git about the content. A site without is as good, so that
// whatever goes wrong is said and no more.
func (e *env) history(t *tree, kept *cache.Cache) *history.History {
	dir, ok := t.contentDir()
	if !ok {
		return nil // the copy in the program has none
	}
	ctx, cancel := context.WithTimeout(e.ctx, gitTime)
	defer cancel()
	h, err := history.Read(ctx, dir, kept)
	if err != nil && e.ctx.Err() == nil {
		fmt.Fprintf(e.err, "statuswiki: pages will not say when they were changed: %v; --no-history leaves git alone\n", err)
	}
	return h
}

// dress adds to a site what hosts want beside its files.
func (c *buildCmd) dress(e *env, s *site.Site, kept *cache.Cache) error {
	if err := hosting.AddFiles(s, c.BaseURL); err != nil {
		return err
	}
	if !c.Compress {
		return nil
	}
	var tell func(done, all int)
	if isTerminal(e.err) {
		tell = progress(e.err, time.Now(), "files compressed")
		defer fmt.Fprint(e.err, clearLine)
	}
	return hosting.Compress(e.ctx, s, kept, tell)
}

const clearLine = "\r\x1b[K"

// progress tells how far a build is once it takes longer than a moment. The
// function it returns may be called from several goroutines.
func progress(w io.Writer, start time.Time, what string) func(done, all int) {
	var mu sync.Mutex
	last := start
	return func(done, all int) {
		mu.Lock()
		defer mu.Unlock()
		if now := time.Now(); now.Sub(start) > time.Second/2 && now.Sub(last) > time.Second/10 {
			last = now
			fmt.Fprintf(w, "%s%d of %d %s", clearLine, done, all, what)
		}
	}
}

func errorsIn(fs []diag.Finding) int {
	n := 0
	for _, f := range fs {
		if f.Level == diag.Error {
			n++
		}
	}
	return n
}
