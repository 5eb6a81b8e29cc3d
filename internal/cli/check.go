package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"statuswiki/internal/diag"
	"statuswiki/internal/entry"
)

// GitHub is a format for findings: workflow commands.
const GitHub = "github"

type checkCmd struct {
	contentFlag
	Paths   []string `arg:"" optional:"" name:"path" help:"Report only what is wrong in these files and folders. Behind --explain: names of rules."`
	Format  string   `default:"text" enum:"text,github,json" help:"How to print findings: text, github (workflow commands) or json. Default: text."`
	Explain bool     `help:"Say why a rule is there, with a wrong and a right example; without a name, list all rules."`
	Fix     bool     `help:"Mend what is mechanical: line ends, spaces behind lines, the order of keys, links at first mentions, the padding of tables."`
	Strict  bool     `help:"Warnings count as findings, too."`
	externalFlags
}

// Validate is called by kong; its error is a wrong call.
func (c *checkCmd) Validate() error {
	if c.Explain && (c.Fix || c.Strict || c.Format != Text) {
		return errors.New("--explain goes with names of rules and nothing else")
	}
	if c.Explain && c.External {
		return errors.New("--explain asks nobody, so it does not go with --external")
	}
	return c.externalFlags.validate()
}

// Run checks the content and prints what is wrong, or explains rules.
func (c *checkCmd) Run(e *env) error {
	if c.Explain {
		return ExplainRules(e.out, c.Paths)
	}
	t, err := e.openTree(c.Content)
	if err != nil {
		return err
	}
	defer t.close()
	in, err := t.within(c.Paths)
	if err != nil {
		return err
	}
	// All is read whatever the paths are: what is wrong in one file can depend
	// on any other.
	set, list, err := t.load()
	if err == nil && c.Fix {
		set, list, err = c.fix(e, t, set, list, in)
	}
	if err != nil {
		return err
	}
	list.Add(set.Alike().Sorted()...)
	list.Add(new(entry.Speller).Check(set).Sorted()...)
	if c.External {
		asked, err := c.ask(e, set, in)
		if err != nil {
			return err
		}
		list.Add(asked.Sorted()...)
	}
	found := slices.DeleteFunc(list.Sorted(), func(f diag.Finding) bool { return !in(f.Pos.File) })
	if err := c.print(e, t, found, set); err != nil {
		return err
	}
	return c.conclude(e, t, found, set, in)
}

// load reads the content.
func (t *tree) load() (*entry.Set, *diag.List, error) {
	set, list, err := entry.Load(t.content, t.shown, nil)
	if err != nil {
		return nil, nil, noContent(t.shown, err)
	}
	return set, list, nil
}

func (c *checkCmd) print(e *env, t *tree, found []diag.Finding, set *entry.Set) error {
	switch c.Format {
	case JSON:
		return diag.WriteJSON(e.out, found)
	case GitHub:
		return diag.WriteGitHub(e.out, found, t.inRepository())
	}
	e.report(found, set.Source)
	return nil
}

// conclude says how it went and gives the exit code.
func (c *checkCmd) conclude(e *env, t *tree, found []diag.Finding, set *entry.Set, in func(string) bool) error {
	errs, warnings := errorsIn(found), 0
	for _, f := range found {
		if f.Level == diag.Warning {
			warnings++
		}
	}
	where := t.shown
	if len(c.Paths) > 0 {
		where = strings.Join(c.Paths, ", ")
	}
	switch {
	case errs > 0:
		fmt.Fprintf(e.err, "%s in %s\n", count(errs, "error"), where)
		return exitError(exitFindings)
	case c.Strict && warnings > 0:
		fmt.Fprintf(e.err, "%s in %s\n", count(warnings, "warning"), where)
		return exitError(exitFindings)
	case c.Format != Text:
	case len(c.Paths) > 0:
		n := len(slices.DeleteFunc(set.Files(), func(file string) bool { return !in(file) }))
		fmt.Fprintf(e.out, "%s: %s read, nothing wrong%s\n", where, count(n, "file"), also(warnings))
	default:
		fmt.Fprintf(e.out, "%s: %s, %s, nothing wrong%s\n", where, count(len(set.Entries), "entry"), count(len(set.Fields), "header field"), also(warnings))
	}
	return nil
}

func also(warnings int) string {
	if warnings == 0 {
		return ""
	}
	return ", " + count(warnings, "warning")
}

// within returns what tells whether a file, named as in findings, is one of the
// paths or below one; without paths, all are. Paths are as seen from the
// working directory, and must be there, in the content.
func (t *tree) within(paths []string) (func(file string) bool, error) {
	var names []string
	for _, p := range paths {
		name, err := t.nameOf(p)
		if err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return func(file string) bool {
		file = strings.TrimPrefix(file, t.shown)
		return len(paths) == 0 || slices.ContainsFunc(names, func(name string) bool {
			return name == "." || file == name || strings.HasPrefix(file, name+"/")
		})
	}, nil
}

// nameOf turns a path into a name below the content folder.
func (t *tree) nameOf(p string) (string, error) {
	outside := &UsageError{fmt.Sprintf("%s is not in the content folder %s", p, t.shown)}
	if len(t.disk) == 0 {
		return "", &UsageError{fmt.Sprintf("%s is not in the content, which is the copy in the program; name a folder by --content", p)}
	}
	real, err := filepath.Abs(p)
	if err == nil {
		real, err = filepath.EvalSymlinks(real)
	}
	if err != nil {
		return "", &UsageError{fmt.Sprintf("there is no %s", p)}
	}
	root, err := filepath.EvalSymlinks(t.disk[0])
	if err != nil {
		return "", outside
	}
	name, err := filepath.Rel(root, real)
	if err != nil || !filepath.IsLocal(name) {
		return "", outside
	}
	return filepath.ToSlash(name), nil
}

// inRepository returns what turns the name of a file, as in findings, into its
// path in the repository around the content. Without one the name stays.
func (t *tree) inRepository() func(file string) string {
	if len(t.disk) == 0 {
		return func(file string) string { return file }
	}
	content, err := filepath.EvalSymlinks(t.disk[0])
	for dir := content; err == nil; dir = filepath.Dir(dir) {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil { // a file in a worktree
			prefix, err := filepath.Rel(dir, content)
			if err != nil {
				break
			}
			return func(file string) string {
				return filepath.ToSlash(filepath.Join(prefix, strings.TrimPrefix(file, t.shown)))
			}
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	return func(file string) string { return file }
}
