package cli

import (
	"fmt"
	"strings"

	"statuswiki/internal/search"
)

type searchCmd struct {
	contentFlag
	Words  []string `arg:"" name:"words" help:"What to look for: 404.13, token expired, StatusTeapot, a line of a log."`
	Limit  int      `default:"10" placeholder:"N" help:"How many pages to show at most. Default: 10."`
	Format string   `default:"text" enum:"text,json" help:"How to print them: text or json. Default: text."`
}

// Validate is called by kong; its error is a wrong call.
func (c *searchCmd) Validate() error {
	if c.Limit < 1 {
		return fmt.Errorf("--limit %d shows nothing; give 1 or more", c.Limit)
	}
	return nil
}

// Run finds pages and prints them.
func (c *searchCmd) Run(e *env) error {
	t, err := e.openTree(c.Content)
	if err != nil {
		return err
	}
	set, err := e.sound(t, "nothing was looked for")
	if err != nil {
		return err
	}
	words := strings.Join(c.Words, " ")
	hits := search.New(set).Reader().Find(words, c.Limit)
	if c.Format == "json" {
		err = search.WriteJSON(e.out, hits)
	} else {
		err = search.WriteText(e.out, hits)
	}
	if err == nil && len(hits) == 0 {
		fmt.Fprintf(e.err, "nothing fits %q; try fewer or other words\n", words)
		return exitError(exitFindings)
	}
	return err
}
