package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"statuswiki/internal/prove"
	"strings"
	"time"
)

type proveCmd struct {
	contentFlag
	Codes  []int    `arg:"" optional:"" name:"code" help:"Codes whose samples to run. Default: all."`
	Only   []string `placeholder:"NAME,…" help:"Only the samples for these programs: nginx,curl."`
	Record bool     `help:"Write to proofs.json of the content which samples were proven."`
	Format string   `default:"text" enum:"text,json" help:"How to print the results: text or json. Default: text."`
}

// Validate is called by kong; its error is a wrong call.
func (c *proveCmd) Validate() error {
	for _, name := range c.Only {
		if !slices.Contains(prove.Names(), name) {
			return fmt.Errorf("nothing is proven with %q; there are %s", name, strings.Join(prove.Names(), ", "))
		}
	}
	return nil
}

// Run runs the samples and prints what became of them.
func (c *proveCmd) Run(e *env) error {
	t, err := e.openTree(c.Content)
	if err != nil {
		return err
	}
	set, err := e.sound(t, "nothing was run")
	if err != nil {
		return err
	}
	for _, code := range c.Codes {
		if set.Entry(code) == nil {
			fmt.Fprintf(e.err, "statuswiki: there is no entry %d\n", code)
			return exitError(exitUsage)
		}
	}
	if c.Record && len(t.disk) == 0 {
		fmt.Fprintln(e.err, "statuswiki: --record needs content on the disk, not the copy in the program")
		return exitError(exitUsage)
	}
	opt := prove.Options{Only: c.Only}
	if c.Format == "text" {
		opt.Each = func(r prove.Result) { fmt.Fprintln(e.out, r) }
	}
	results, err := prove.Run(e.ctx, prove.Samples(set, c.Codes...), opt)
	if err != nil {
		return err
	}
	if c.Format == "json" {
		err = prove.WriteJSON(e.out, results)
	} else {
		err = prove.WriteSummary(e.out, results)
	}
	if err == nil && c.Record { // disk[0] is the content
		err = prove.Record(filepath.Join(t.disk[0], "proofs.json"), set, results, time.Now())
	}
	if err != nil {
		return err
	}
	if !prove.Good(results, os.Getenv("CI") == "true") {
		return exitError(exitFindings)
	}
	return nil
}
