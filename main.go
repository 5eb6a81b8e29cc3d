// Statuswiki makes an HTTP status-code reference out of Markdown entries.
//
//	statuswiki serve    preview the wiki; every save shows at once
//	statuswiki build    write the static site to public/
//	statuswiki check    say what is wrong with the content
//
// Inside a checkout it reads content/, templates/ and static/ there; anywhere
// else it uses the copies inside the binary. Exit status: 0 done, 1 the content
// has findings, 2 the command was called wrongly, 3 it could not be done.
package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
	"golang.org/x/term"

	"statuswiki/internal/build"
	"statuswiki/internal/diag"
	"statuswiki/internal/entry"
	"statuswiki/internal/serve"
	"statuswiki/internal/site"
)

//go:embed content templates static
var embedded embed.FS

// The exit codes.
const (
	exitDone     = 0
	exitFindings = 1
	exitUsage    = 2
	exitCould    = 3
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// cli is the command line.
type cli struct {
	Build   buildCmd         `cmd:"" help:"Write the static site to a folder."`
	Serve   serveCmd         `cmd:"" help:"Preview the wiki in the browser; every save shows at once."`
	Check   checkCmd         `cmd:"" help:"Say what is wrong with the content."`
	Version kong.VersionFlag `help:"Print the version and the commit."`
}

// contentFlag is shared by all verbs.
type contentFlag struct {
	Content string `placeholder:"DIR" type:"path" help:"Folder with the content (codes/, headers/, …). Default: content/ of the checkout, else the copy in the program."`
}

type buildCmd struct {
	contentFlag
	Output     string `short:"o" default:"public" type:"path" placeholder:"DIR" help:"Folder to write to. It must be new, empty or made by an earlier build. Default: public."`
	BaseURL    string `name:"base-url" placeholder:"URL" help:"Address at which the site will stand, for absolute links: https://host/wiki/."`
	Repository string `placeholder:"URL" help:"Address of the repository, for «edit this page». Default: the one in site.yaml."`
}

// Validate is called by kong; its error is a wrong call.
func (c *buildCmd) Validate() error { return build.CheckBaseURL(c.BaseURL) }

type serveCmd struct {
	contentFlag
	Addr       string   `default:"127.0.0.1:8401" placeholder:"HOST:PORT" help:"Address to listen on. Port 0 takes a free one. Default: 127.0.0.1:8401."`
	AllowHost  []string `placeholder:"NAME" help:"Answer to this host name, too."`
	Repository string   `placeholder:"URL" help:"Address of the repository, for «edit this page»."`
}

type checkCmd struct {
	contentFlag
}

const description = `Makes an HTTP status-code reference out of Markdown entries.`

const examples = `
Examples:
  statuswiki serve                        preview at http://127.0.0.1:8401/
  statuswiki serve --addr 127.0.0.1:0     on any free port
  statuswiki build                        write the site to public/
  statuswiki build -o /srv/www --base-url https://example.com/codes/
  statuswiki check                        what is wrong, as file:line:col
  statuswiki check --content ~/my-codes   the same for a folder of your own

Exit status: 0 done, 1 the content has findings, 2 wrong call, 3 could not.
`

// env is what a verb may use of the outside.
type env struct {
	ctx      context.Context
	out, err io.Writer
}

// exitError ends the program with a code; what it is about has been said.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// run parses args, does what they say and returns the exit code.
func run(ctx context.Context, args []string, out, errOut io.Writer) int {
	var c cli
	exited := false
	parser, err := kong.New(&c,
		kong.Name("statuswiki"),
		kong.Description(description),
		kong.UsageOnError(),
		kong.Writers(out, errOut),
		kong.Exit(func(int) { exited = true }),
		kong.Vars{"version": version()},
		kong.Help(func(options kong.HelpOptions, kctx *kong.Context) error {
			if err := kong.DefaultHelpPrinter(options, kctx); err != nil {
				return err
			}
			_, err := io.WriteString(kctx.Stdout, examples)
			return err
		}),
	)
	if err != nil {
		panic(err) // the declaration above is wrong; a test parses every verb
	}
	kctx, err := parser.Parse(args)
	switch {
	case exited: // --help or --version has been printed
		return exitDone
	case err != nil:
		fmt.Fprintf(errOut, "statuswiki: %v\nTry statuswiki --help.\n", err)
		return exitUsage
	}
	err = kctx.Run(&env{ctx, out, errOut})
	var code exitError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &code):
		return int(code)
	}
	fmt.Fprintf(errOut, "statuswiki: %v\n", err)
	return exitCould
}

// version tells the module's version and the commit it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "statuswiki (unknown)"
	}
	v := "statuswiki " + info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			v += " " + s.Value
		}
	}
	return v
}

// tree is where the content, the templates and the static files come from.
type tree struct {
	content, templates, static fs.FS
	shown                      string   // put before the names of content files
	disk                       []string // the folders, if they are on the disk
	roots                      []*os.Root
}

func (t *tree) close() {
	for _, r := range t.roots {
		r.Close()
	}
}

// openTree finds the input: the checkout around the working directory, or the
// copies in the program. contentDir, if given, takes the place of content/.
func openTree(contentDir string) (*tree, error) {
	t := &tree{shown: "content/"}
	root, inCheckout := findCheckout()
	open := func(name string) (fs.FS, error) {
		if !inCheckout {
			return fs.Sub(embedded, name)
		}
		return t.openDir(filepath.Join(root, name))
	}
	var err error
	if contentDir != "" {
		t.shown = shownAs(contentDir)
		if t.content, err = t.openDir(contentDir); err != nil {
			return nil, fmt.Errorf("the content folder cannot be opened: %w", err)
		}
	} else {
		if inCheckout {
			t.shown = shownAs(filepath.Join(root, "content"))
		}
		if t.content, err = open("content"); err != nil {
			return nil, err
		}
	}
	if t.templates, err = open("templates"); err != nil {
		return nil, err
	}
	if t.static, err = open("static"); err != nil {
		return nil, err
	}
	return t, nil
}

// openDir opens a folder so that nothing outside it can be reached through it.
func (t *tree) openDir(dir string) (fs.FS, error) {
	r, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	t.disk, t.roots = append(t.disk, dir), append(t.roots, r)
	return r.FS(), nil
}

// findCheckout looks for a folder with content/codes, templates and static, from
// the working directory upwards.
func findCheckout() (string, bool) {
	dir, err := os.Getwd()
	if err != nil {
		return "", false
	}
	for {
		if isDir(filepath.Join(dir, "content", "codes")) && isDir(filepath.Join(dir, "templates")) && isDir(filepath.Join(dir, "static")) {
			return dir, true
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", false
		}
		dir = up
	}
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// shownAs returns how a folder is named in findings: relative to the working
// directory where that is shorter, with a slash at the end.
func shownAs(dir string) string {
	if wd, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(wd, dir); err == nil && !strings.HasPrefix(rel, "../..") {
			dir = rel
		}
	}
	return filepath.ToSlash(dir) + "/"
}

// report prints findings with their source lines.
func (e *env) report(fs []diag.Finding, source func(string) ([]byte, bool)) {
	p := diag.Printer{W: e.err, Source: source, Color: useColor(e.err)}
	_ = p.Print(fs) // where findings cannot be printed, neither can that error
}

// useColor follows https://no-color.org.
func useColor(w io.Writer) bool { return isTerminal(w) && os.Getenv("NO_COLOR") == "" }

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// Run writes the site.
func (c *buildCmd) Run(e *env) error {
	t, err := openTree(c.Content)
	if err != nil {
		return err
	}
	opt := build.Options{
		Content: t.content, Templates: t.templates, Static: t.static, Shown: t.shown,
		BaseURL: c.BaseURL, Repository: c.Repository,
	}
	if isTerminal(e.err) {
		opt.Progress = progress(e.err, time.Now())
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
	done, err := res.Site.WriteTo(e.ctx, c.Output, site.WriteOptions{Protect: t.disk})
	if err != nil {
		return err
	}
	fmt.Fprintf(e.out, "%s: %s (%d new, %d changed, %d removed)\n", shownAs(c.Output), count(res.Site.Len(), "file"), done.Added, done.Updated, done.Removed)
	return nil
}

const clearLine = "\r\x1b[K"

// progress tells how far a build is once it takes longer than a moment. The
// function it returns may be called from several goroutines.
func progress(w io.Writer, start time.Time) func(done, all int) {
	var mu sync.Mutex
	last := start
	return func(done, all int) {
		mu.Lock()
		defer mu.Unlock()
		if now := time.Now(); now.Sub(start) > time.Second/2 && now.Sub(last) > time.Second/10 {
			last = now
			fmt.Fprintf(w, "%s%d of %d pages", clearLine, done, all)
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

// Run serves the wiki until it is interrupted.
func (c *serveCmd) Run(e *env) error {
	t, err := openTree(c.Content)
	if err != nil {
		return err
	}
	cache := &build.Cache{}
	var source atomic.Pointer[func(string) ([]byte, bool)] // of the last build
	return serve.Run(e.ctx, serve.Options{
		Addr: c.Addr, AllowHosts: c.AllowHost, Watch: t.disk,
		Log: e.err, Color: useColor(e.err),
		Ready: func(url string) { fmt.Fprintf(e.out, "The wiki stands at %s\nStop with Ctrl-C.\n", url) },
		Source: func(file string) ([]byte, bool) {
			if f := source.Load(); f != nil {
				return (*f)(file)
			}
			return nil, false
		},
		Build: func(ctx context.Context) (*site.Site, []diag.Finding, error) {
			// Opened anew, because a folder may have been swapped for another.
			t, err := openTree(c.Content)
			if err != nil {
				return nil, nil, err
			}
			defer t.close()
			res, err := build.Build(ctx, build.Options{
				Content: t.content, Templates: t.templates, Static: t.static, Shown: t.shown, Repository: c.Repository, Cache: cache,
			})
			if res == nil {
				return nil, nil, err
			}
			source.Store(&res.Source)
			return res.Site, res.Findings, err
		},
	})
}

// Run checks the content and prints what is wrong.
func (c *checkCmd) Run(e *env) error {
	t, err := openTree(c.Content)
	if err != nil {
		return err
	}
	set, list, err := entry.Load(t.content, t.shown, nil)
	if err != nil {
		return fmt.Errorf("%s holds no content: %w", t.shown, err)
	}
	list.Add(set.Alike().Sorted()...)
	found := list.Sorted()
	e.report(found, set.Source)
	if n := list.Errors(); n > 0 {
		fmt.Fprintf(e.err, "%s in %s\n", count(n, "error"), t.shown)
		return exitError(exitFindings)
	}
	fmt.Fprintf(e.out, "%s: %s, %s, nothing wrong%s\n", t.shown, count(len(set.Entries), "entry"), count(len(set.Fields), "header field"), also(len(found)))
	return nil
}

func also(warnings int) string {
	if warnings == 0 {
		return ""
	}
	return ", " + count(warnings, "warning")
}

// count writes a number with its noun.
func count(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case strings.HasSuffix(noun, "y"):
		return fmt.Sprintf("%d %sies", n, strings.TrimSuffix(noun, "y"))
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
