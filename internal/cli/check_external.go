package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"statuswiki/internal/diag"
	"statuswiki/internal/entry"
	"statuswiki/internal/links"
)

// externalFlags say whether and how links that lead out are asked.
type externalFlags struct {
	External  bool          `help:"Ask where links lead that go out of the site, a few at a time, and keep the answers: good ones a week, bad ones a day. robots.txt is for programs that wander; this one asks for each address that stands in the content, once."`
	Within    time.Duration `default:"10m" placeholder:"TIME" help:"With --external: the time that asking may take. What is left then is asked by the next run. Default: 10m."`
	Pause     time.Duration `default:"1s" placeholder:"TIME" help:"With --external: the time between two requests to a host. Default: 1s."`
	Private   bool          `help:"With --external: ask addresses that are not public, too, as for links within a company. Not for content that strangers can change."`
	LinkCache string        `placeholder:"FILE" type:"path" env:"STATUSWIKI_LINK_CACHE" help:"With --external: where answers are kept. Default: statuswiki/links.json in the user's folder for caches."`
}

func (f *externalFlags) validate() error {
	switch {
	case f.Within <= 0:
		return errors.New("--within is a time like 10m")
	case f.Pause < 0:
		return errors.New("--pause is a time like 1s, or 0")
	case f.Private && !f.External:
		return errors.New("--private goes with --external")
	}
	return nil
}

// ask asks where the links of some files lead.
func (f *externalFlags) ask(e *env, set *entry.Set, in func(file string) bool) (*diag.List, error) {
	path, cache, err := f.openCache()
	if err != nil {
		return nil, err
	}
	var all []links.Link
	for _, l := range set.External() {
		if in(l.Pos.File) {
			all = append(all, links.Link{URL: l.To, Pos: l.Pos})
		}
	}
	opt := links.Options{
		Agent: agent(set), Private: f.Private, Pause: f.Pause, Now: time.Now, Cache: cache,
	}
	if isTerminal(e.err) {
		opt.Progress = func(done, all int) { fmt.Fprintf(e.err, "%s%d of %d links", clearLine, done, all) }
	}
	ctx, cancel := context.WithTimeout(e.ctx, f.Within)
	defer cancel()
	report := links.Check(ctx, all, opt)
	if opt.Progress != nil {
		fmt.Fprint(e.err, clearLine)
	}
	if report.Asked > 0 && path != "" { // of an interrupted run as well
		if err := cache.Write(path, time.Now()); err != nil {
			fmt.Fprintf(e.err, "statuswiki: the answers are not kept: %v\n", err)
		}
	}
	if e.ctx.Err() != nil {
		return nil, fmt.Errorf("interrupted, with %s still to ask; the next run goes on from here", count(report.Left, "link"))
	}
	fmt.Fprintf(e.err, "%s asked, %d known from before\n", count(report.Asked, "link"), report.Known)
	if report.Left > 0 {
		fmt.Fprintf(e.err, "%s not asked: the time was over, or the host wants to be left alone for now; the next run goes on from here\n", count(report.Left, "link"))
	}
	return report.Findings, nil
}

// openCache reads the answers of earlier runs. Without a folder for caches
// there is no path, and nothing is kept.
func (f *externalFlags) openCache() (path string, cache *links.Cache, err error) {
	path = f.LinkCache
	if path == "" {
		dir, err := os.UserCacheDir()
		if err != nil {
			return "", &links.Cache{}, nil
		}
		path = filepath.Join(dir, "statuswiki", "links.json")
	}
	cache, err = links.ReadCache(path)
	if errors.Is(err, links.ErrNoCache) {
		return "", nil, &UsageError{err.Error()}
	}
	return path, cache, err
}

// agent says who asks, and where to complain.
func agent(set *entry.Set) string {
	name := "statuswiki-linkcheck"
	if repo := set.Settings.Repository.Value; repo != "" {
		name += " (+" + string(repo) + ")"
	}
	return name
}
