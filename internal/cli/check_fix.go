package cli

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"strings"

	"statuswiki/internal/diag"
	"statuswiki/internal/entry"
)

// maxRounds is how often the content is mended and read again. The second round
// links to what could not be read before the first; a third finds nothing.
const maxRounds = 4

// fix mends the files that in lets through, says how many, and returns the
// content as it is then.
func (c *checkCmd) fix(e *env, t *tree, set *entry.Set, list *diag.List, in func(string) bool) (*entry.Set, *diag.List, error) {
	if len(t.disk) == 0 {
		return nil, nil, &UsageError{"--fix needs content on the disk, not the copy in the program"}
	}
	fixed := make(map[string]bool)
	for range maxRounds {
		changes := 0
		for _, file := range set.Files() {
			if !in(file) {
				continue
			}
			text, changed := set.Fix(file)
			if !changed {
				continue
			}
			old, _ := set.Source(file)
			// roots[0], like disk[0], is the content.
			if err := replaceIn(t.roots[0], strings.TrimPrefix(file, t.shown), old, text); err != nil {
				return nil, nil, fmt.Errorf("%s cannot be fixed: %w", file, err)
			}
			fixed[file] = true
			changes++
		}
		if changes == 0 {
			break
		}
		var err error
		if set, list, err = t.load(); err != nil {
			return nil, nil, err
		}
	}
	out := e.out
	if c.Format != Text { // standard output is for a program
		out = e.err
	}
	for _, file := range set.Files() {
		if fixed[file] {
			fmt.Fprintf(out, "fixed %s\n", diag.Clean(file))
		}
	}
	fmt.Fprintf(out, "%s fixed\n", count(len(fixed), "file"))
	return set, list, nil
}

// replaceIn puts a text in the place of a file's at once, so that nobody reads
// half of it and a crash leaves one or the other. It keeps the file's mode, and
// refuses if the file is no longer the one that was read.
func replaceIn(root *os.Root, name string, old, text []byte) error {
	info, err := root.Lstat(name)
	if err != nil {
		return err
	}
	if now, err := root.ReadFile(name); err != nil || !info.Mode().IsRegular() || !bytes.Equal(now, old) {
		return fmt.Errorf("it has changed meanwhile; run it again")
	}
	temp := path.Join(path.Dir(name), fmt.Sprintf(".%s.%d", path.Base(name), os.Getpid()))
	f, err := root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer root.Remove(temp) // fails once it has its name
	_, err = f.Write(text)
	if err == nil {
		err = f.Chmod(info.Mode().Perm())
	}
	if err == nil {
		err = f.Sync()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	return root.Rename(temp, name)
}
