package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"statuswiki/internal/diag"
	"strings"

	"github.com/alecthomas/kong"
	"golang.org/x/term"
)

// The exit codes.
const (
	exitDone     = 0
	exitFindings = 1
	exitUsage    = 2
	exitCould    = 3
)

// commandLine is what kong reads the arguments into.
type commandLine struct {
	Build      buildCmd      `cmd:"" help:"Write the static site to a folder."`
	Serve      serveCmd      `cmd:"" help:"Preview the wiki in the browser; every save shows at once."`
	Hosting    hostingCmd    `cmd:"" help:"Print the configuration of nginx or Caddy for a built site."`
	Check      checkCmd      `cmd:"" help:"Say what is wrong with the content."`
	Prove      proveCmd      `cmd:"" help:"Run the samples with the programs they are for."`
	Explain    explainCmd    `cmd:"" help:"Explain a code, or say what is wrong with a response."`
	List       listCmd       `cmd:"" help:"List codes: of a class, a standing, a task or an owner."`
	New        newCmd        `cmd:"" help:"Begin an entry: the facts that are known, and questions for the rest."`
	Diff       diffCmd       `cmd:"" help:"Say what differs between two built sites, in words."`
	Search     searchCmd     `cmd:"" help:"Find the page for a number, a name, a message, a log line."`
	Completion completionCmd `cmd:"" help:"Print the script that teaches a shell to complete."`
	Complete   completeCmd   `cmd:"" hidden:"" help:"Print what a word can be; shells call this."`

	Version versionFlag `help:"Print the version and the commit."`
}

// contentFlag is shared by all verbs.
type contentFlag struct {
	Content string `placeholder:"DIR" type:"path" help:"Folder with the content (codes/, headers/, …). Default: content/ of the checkout, else the copy in the program."`
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
  statuswiki prove 401 --only nginx,curl  do the samples do what they say?
  statuswiki new 468 --name "No Room"     begin an entry
  statuswiki diff before/ public/         what has changed, in words
  statuswiki search upload too big        which code is that?

Exit status: 0 done, 1 the content has findings, 2 wrong call, 3 could not.
A sample that fails is a finding, and so is a search without a result, and
a difference between two sites.
`

// env is what a verb may use of the outside.
type env struct {
	ctx      context.Context
	embedded fs.FS // content/, templates/ and static/ as they were when the program was built
	in       io.Reader
	out, err io.Writer
}

// exitError ends the program with a code; what it is about has been said.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// Run parses args, does what they say and returns the exit code: 0 done, 1 there
// are findings, 2 a wrong call, 3 it could not be done. embedded holds content/,
// templates/ and static/ for use outside a checkout.
func Run(ctx context.Context, embedded fs.FS, args []string, in io.Reader, out, errOut io.Writer) int {
	var c commandLine
	exited := false
	parser, err := kong.New(&c,
		kong.Name("statuswiki"),
		kong.Description(description),
		kong.UsageOnError(),
		kong.Writers(out, errOut),
		kong.Exit(func(int) { exited = true }),
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
	err = kctx.Run(&env{ctx, embedded, in, out, errOut}, parser)
	var code exitError
	var usage *UsageError
	switch {
	case errors.As(err, &usage):
		fmt.Fprintf(errOut, "statuswiki: %v\n", err)
		return exitUsage
	case err == nil:
		return exitDone
	case errors.As(err, &code):
		return int(code)
	}
	fmt.Fprintf(errOut, "statuswiki: %v\n", err)
	return exitCould
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
