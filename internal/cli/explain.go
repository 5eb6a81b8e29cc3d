package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/term"

	"statuswiki/internal/entry"
	"statuswiki/internal/export"
	"statuswiki/internal/paste"
)

type explainCmd struct {
	contentFlag
	What    string        `arg:"" help:"A code (401), an address (https://host/path) to ask, or - for a response on standard input: raw, curl -i, curl -v, HAR, a line of an access log."`
	Section string        `placeholder:"ID" help:"Of a code, this section only: fix, causes, handling …"`
	Method  string        `short:"X" placeholder:"METHOD" help:"Of an address: ask with this method. Default: GET."`
	Header  []string      `short:"H" sep:"none" placeholder:"FIELD" help:"Of an address: send this header field."`
	Expect  string        `placeholder:"2xx" help:"Of an address: the status or class that is right; another is a finding."`
	Every   time.Duration `placeholder:"30s" help:"Of an address: keep asking, and tell of each change."`
	Then    string        `name:"run" placeholder:"COMMAND" help:"With --every: run this when the expectation is no longer met, and when it is again. $STATUSWIKI_STATUS, $STATUSWIKI_WAS and $STATUSWIKI_URL tell what changed."`
	Format  string        `default:"text" enum:"text,json" help:"How to print it: text or json. Default: text."`
}

// leastEvery keeps a typing error from becoming an attack.
const leastEvery = time.Second

// Validate is called by kong; its error is a wrong call.
func (c *explainCmd) Validate() error {
	address := isAddress(c.What)
	switch {
	case !address && (c.Method != "" || c.Header != nil || c.Expect != "" || c.Every != 0 || c.Then != ""):
		return errors.New("--method, --header, --expect, --every and --run go with an address")
	case c.Every != 0 && c.Every < leastEvery:
		return fmt.Errorf("--every %v is too often; give 1s or more", c.Every)
	case c.Then != "" && c.Every == 0:
		return errors.New("--run goes with --every")
	case c.Every != 0 && c.Format != Text:
		return errors.New("--every prints lines of text")
	case c.Section != "" && (address || c.What == "-"):
		return errors.New("--section goes with a code")
	}
	if c.Expect != "" {
		_, err := ParseExpectation(c.Expect)
		return err
	}
	return nil
}

func isAddress(s string) bool {
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}

// Run explains.
func (c *explainCmd) Run(e *env) error {
	set, err := e.load(c.Content)
	if err != nil {
		return err
	}
	switch {
	case c.What == "-":
		text, err := io.ReadAll(io.LimitReader(e.in, paste.MaxText))
		if err != nil {
			return err
		}
		return e.diagnose(set, string(text), false, c)
	case !isAddress(c.What):
		return Explain(e.out, set, c.What, c.Section, e.style(), c.Format)
	}
	request := Request{URL: c.What, Method: c.Method, Fields: c.Header}
	if c.Every != 0 {
		expect, err := ParseExpectation(orElse(c.Expect, "2xx"))
		if err != nil {
			return err
		}
		w := &Watch{Request: request, Every: c.Every, Expect: expect, Command: c.Then, Out: e.out, Now: time.Now}
		return w.Run(e.ctx)
	}
	text, err := Ask(e.ctx, request)
	if err != nil {
		return err
	}
	return e.diagnose(set, text, true, c)
}

func (e *env) diagnose(set *entry.Set, text string, exact bool, c *explainCmd) error {
	d, err := Diagnose(set, text, exact)
	if none, ok := errors.AsType[*paste.NoResponse](err); ok {
		return &UsageError{none.Error()}
	} else if err != nil {
		return err
	}
	if err := d.Write(e.out, e.style(), c.Format); err != nil {
		return err
	}
	if c.Expect != "" {
		expect, err := ParseExpectation(c.Expect)
		if err != nil {
			return err
		}
		if d.Status == nil || !expect.Met(*d.Status) {
			fmt.Fprintf(e.err, "statuswiki: %s was expected\n", c.Expect)
			return exitError(exitFindings)
		}
	}
	if d.Ill() {
		return exitError(exitFindings)
	}
	return nil
}

// load reads the content of a verb that only looks things up. Findings are for
// check to tell.
func (e *env) load(dir string) (*entry.Set, error) {
	t, err := e.openTree(dir)
	if err != nil {
		return nil, err
	}
	defer t.close()
	set, _, err := entry.Load(t.content, t.shown, nil)
	if err != nil {
		return nil, noContent(t.shown, err)
	}
	return set, nil
}

// style is what the reader of standard output can show: the terminal's width and
// colour, or plain text of the usual width.
func (e *env) style() export.Style {
	s := export.Style{Colour: useColor(e.out)}
	if f, ok := e.out.(*os.File); ok {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil {
			const widest = 100 // longer lines are hard to read
			s.Width = min(width, widest)
		}
	}
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); s.Width == 0 && err == nil && n > 0 {
		s.Width = n
	}
	return s
}

type listCmd struct {
	contentFlag
	Words  []string `arg:"" optional:"" name:"words" help:"4xx, unofficial, authentication, nginx … All of them have to fit."`
	Format string   `default:"text" enum:"text,json,csv" help:"How to print it: text, json or csv. Default: text."`
}

// Run lists codes.
func (c *listCmd) Run(e *env) error {
	set, err := e.load(c.Content)
	if err != nil {
		return err
	}
	return List(e.out, set, c.Words, e.style(), c.Format)
}
