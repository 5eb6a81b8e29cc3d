package cli

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"statuswiki/internal/build"
	"statuswiki/internal/diag"
	"statuswiki/internal/hosting"
)

type diffCmd struct {
	Old    string `arg:"" type:"path" help:"Folder with the site as it was."`
	New    string `arg:"" type:"path" help:"Folder with the site as it is now."`
	Lines  int    `default:"40" placeholder:"N" help:"Show at most so many lines of a page. Default: 40."`
	Format string `default:"text" enum:"text,markdown" help:"How to print it: text, or markdown for a comment below a change. Default: text."`
}

// Markdown is the form of differences for a comment below a change.
const Markdown = "markdown"

// Validate is called by kong; its error is a wrong call.
func (c *diffCmd) Validate() error {
	if c.Lines < 1 {
		return fmt.Errorf("--lines %d would show nothing", c.Lines)
	}
	for _, dir := range []string{c.Old, c.New} {
		if !isDir(dir) {
			return fmt.Errorf("%s is no folder", dir)
		}
		if _, err := os.Stat(filepath.Join(dir, "index.html")); err != nil {
			return fmt.Errorf("%s is no built site: it has no index.html", dir)
		}
	}
	return nil
}

// Run compares two built sites.
func (c *diffCmd) Run(e *env) error {
	var sites [2]map[string][]byte
	for i, dir := range []string{c.Old, c.New} {
		root, err := os.OpenRoot(dir)
		if err != nil {
			return err
		}
		sites[i], err = readSite(root.FS())
		root.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", shownAs(dir), err)
		}
	}
	d := Compare(sites[0], sites[1])
	if err := d.Write(e.out, c.Lines, c.Format); err != nil {
		return err
	}
	if !d.Same() {
		return exitError(exitFindings)
	}
	return nil
}

// isForm reports whether a file is a compressed form of another one.
func isForm(fsys fs.FS, name string) bool {
	plain, ok := hosting.Compressed(name)
	if ok {
		_, err := fs.Stat(fsys, plain)
		ok = err == nil
	}
	return ok
}

// readSite reads the files of a built site by their paths. Those that begin
// with a dot are about the site, not of it: the list of its files, for instance.
// Compressed forms say nothing that the plain ones do not.
func readSite(fsys fs.FS) (map[string][]byte, error) {
	files := make(map[string][]byte)
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		hidden := strings.HasPrefix(d.Name(), ".") && name != "."
		switch {
		case err != nil:
			return err
		case hidden && d.IsDir():
			return fs.SkipDir
		case hidden || d.IsDir() || isForm(fsys, name):
			return nil
		case !d.Type().IsRegular():
			return fmt.Errorf("%s is no plain file", diag.Clean(name))
		}
		files[name], err = fs.ReadFile(fsys, name)
		return err
	})
	return files, err
}

// Difference is what two built sites do not have in common. Names are paths of
// files, but addresses for pages (/401/), all in ascending order.
type Difference struct {
	Added, Removed []string // pages
	Changed        []Change // pages
	Files          []Change // that are no pages, with nothing but their names
}

// Change is a file that is another one in the new site.
type Change struct {
	Name string

	// How is added, removed or changed.
	How string

	// Hunks are the changed words of a page; none if only its markup changed.
	Hunks []Hunk
}

// Same reports whether there is no difference.
func (d *Difference) Same() bool {
	return len(d.Added)+len(d.Removed)+len(d.Changed)+len(d.Files) == 0
}

// Compare compares two sites, given as the contents of their files by path.
func Compare(old, new map[string][]byte) *Difference {
	d := &Difference{}
	var names []string
	for name := range old {
		names = append(names, name)
	}
	for name := range new {
		if _, both := old[name]; !both {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		before, was := old[name]
		after, is := new[name]
		how := "changed"
		switch {
		case was && is && bytes.Equal(before, after):
			continue
		case !was:
			how = "added"
		case !is:
			how = "removed"
		}
		switch page, isPage := pageAddress(name); {
		case !isPage:
			d.Files = append(d.Files, Change{Name: name, How: how})
		case !was:
			d.Added = append(d.Added, page)
		case !is:
			d.Removed = append(d.Removed, page)
		default:
			d.Changed = append(d.Changed, Change{page, how, hunks(pageWords(before), pageWords(after))})
		}
	}
	return d
}

// pageAddress returns the address of a page by the path of its file. The page of
// all entries counts as a file: it differs whenever another page does.
func pageAddress(name string) (string, bool) {
	if !strings.HasSuffix(name, ".html") || name == build.WholePath {
		return "", false
	}
	if folder, ok := strings.CutSuffix("/"+name, "/index.html"); ok {
		return folder + "/", true
	}
	return "/" + name, true
}
