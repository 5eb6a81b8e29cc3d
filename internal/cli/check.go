package cli

import (
	"fmt"
	"statuswiki/internal/entry"
)

type checkCmd struct {
	contentFlag
}

// Run checks the content and prints what is wrong.
func (c *checkCmd) Run(e *env) error {
	t, err := e.openTree(c.Content)
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
