package cli

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"statuswiki/internal/entry"
	"strings"
)

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
func (e *env) openTree(contentDir string) (*tree, error) {
	t := &tree{shown: "content/"}
	root, inCheckout := findCheckout()
	open := func(name string) (fs.FS, error) {
		if !inCheckout {
			return fs.Sub(e.embedded, name)
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

// contentDir returns the folder of the content, if it is on the disk.
func (t *tree) contentDir() (string, bool) {
	if len(t.disk) == 0 {
		return "", false
	}
	return t.disk[0], true // it is opened before the others
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

// sound reads content that has to be right. If it is not, the findings are
// reported, with what was not done because of them.
func (e *env) sound(t *tree, instead string) (*entry.Set, error) {
	set, list, err := entry.Load(t.content, t.shown, nil)
	if err != nil {
		return nil, noContent(t.shown, err)
	}
	if n := list.Errors(); n > 0 {
		e.report(list.Sorted(), set.Source)
		fmt.Fprintf(e.err, "%s in %s; %s\n", count(n, "error"), t.shown, instead)
		return nil, exitError(exitFindings)
	}
	return set, nil
}
