// The place a site is written to: finding it, and putting one folder in the
// place of another.

package site

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
)

// output is the folder that a site is written to. It need not exist; the one
// it lies in does.
type output struct {
	WriteOptions
	dir    string   // absolute, and no element of it a symbolic link
	parent string   // the folder that dir lies in
	name   string   // the name of dir in there
	beside *os.Root // parent, opened
	sure   bool     // what is written has to outlive a crash of the machine
}

// openOutput finds the folder that dir means, refuses what is not to be
// written (see place.go), and makes and opens the folder it lies in.
func openOutput(dir string, opt WriteOptions) (*output, error) {
	place, err := findPlace(dir, opt.Protect)
	if err != nil {
		return nil, err
	}
	out := &output{WriteOptions: opt, dir: place, parent: filepath.Dir(place), name: filepath.Base(place)}
	if err := os.MkdirAll(out.parent, 0o755); err != nil {
		return nil, out.explain(err)
	}
	if out.beside, err = os.OpenRoot(out.parent); err != nil {
		return nil, out.explain(err)
	}
	return out, nil
}

func (o *output) close() { o.beside.Close() }

// prefix is how the names of all our folders and files beside the output begin.
func (o *output) prefix() string { return "." + o.name + ".statuswiki-" }

// aside ends the name of an old site that was moved out of the way.
const aside = ".old"

// leaving matches what follows the prefix in the name of a work folder.
var leaving = regexp.MustCompile(`^[A-Z2-7]{26}(\.old)?$`)

// tidy clears what killed builds left beside the output. The lock is held, so
// no living build owns it. An old site that was moved aside, and whose build
// was killed before the new one took its place, is put back. What cannot be
// cleared does not keep us from building.
func (o *output) tidy() {
	entries, _ := fs.ReadDir(o.beside.FS(), ".")
	for _, e := range entries {
		rest, ours := strings.CutPrefix(e.Name(), o.prefix())
		if !ours || !e.IsDir() || !leaving.MatchString(rest) {
			continue
		}
		if strings.HasSuffix(rest, aside) && !o.exists() {
			o.beside.Rename(e.Name(), o.name)
			continue
		}
		removeOurs(o.beside, e.Name())
	}
}

// exists reports whether anything is at the output's place. When it cannot be
// told, something is.
func (o *output) exists() bool {
	_, err := o.beside.Lstat(o.name)
	return !errors.Is(err, fs.ErrNotExist)
}

// replaceBy puts the folder work in the output's place and removes the old one.
func (o *output) replaceBy(work string, old holding) error {
	if !old.exists {
		return o.beside.Rename(work, o.name) // never replaces more than an empty folder
	}
	was, undo, err := o.swap(work)
	if err != nil {
		return err
	}
	// Somebody may have put a file there since we looked. Nobody adds one by
	// the public path any more, so this look is the last word.
	late, err := inspect(o.beside, was)
	if err == nil {
		err = late.refusal(o.dir)
	}
	if err != nil {
		return both(err, undo())
	}
	// The old folder goes only when the exchange is sure to outlive a crash of
	// the machine. Otherwise it waits for the next build to clear it.
	if syncDir(o.beside, ".") == nil {
		removeOurs(o.beside, was)
	}
	return nil
}

// swap puts the folder work in the place of the one that is there. It gives the
// name that the old folder has now, and the way back.
func (o *output) swap(work string) (was string, undo func() error, err error) {
	a, b := filepath.Join(o.parent, work), o.dir
	switch err := o.exchange(a, b); {
	case err == nil:
		return work, func() error { return displaced(a, o.exchange(a, b)) }, nil
	case !errors.Is(err, errors.ErrUnsupported):
		return "", nil, err
	}
	was = work + aside
	if err := o.beside.Rename(o.name, was); err != nil {
		return "", nil, err
	}
	if err := o.beside.Rename(work, o.name); err != nil {
		return "", nil, both(err, o.putBack(was))
	}
	undo = func() error {
		return both(o.beside.Rename(o.name, work), o.putBack(was))
	}
	return was, undo, nil
}

// putBack undoes moving the old site aside.
func (o *output) putBack(was string) error {
	return displaced(filepath.Join(o.parent, was), o.beside.Rename(was, o.name))
}

// errDisplaced marks an error that leaves the old site elsewhere.
var errDisplaced = errors.New("could not be put back")

// displaced returns an error when err kept the folder, now at was, from being put back.
func displaced(was string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("what was there is now at %s and %w: %w; move it back by hand", was, errDisplaced, err)
}

// both makes one error of two, either of which may be nil.
func both(err, second error) error {
	if err == nil || second == nil {
		return cmp.Or(err, second)
	}
	return fmt.Errorf("%w; %w", err, second)
}

// explain makes a sentence of what kept a site from being written: what stands,
// what happened and what to try.
func (o *output) explain(err error) error {
	var refused *RefusedError
	switch {
	case isAny(err, errDisplaced):
		return fmt.Errorf("the site was not written to %s: %w", o.dir, err)
	case errors.As(err, &refused):
		return err
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return stopped(o.dir, err)
	}
	try := "look into that and build again, or choose another output folder"
	switch {
	case isAny(err, syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG):
		try = "make room there, or choose an output folder on another disk"
	case isAny(err, syscall.EROFS, fs.ErrPermission):
		try = fmt.Sprintf("get leave to write in %s, or choose another output folder", o.parent)
	case isAny(err, syscall.EBUSY, syscall.EXDEV):
		try = "it cannot be moved, perhaps because it is a mount point; choose a folder inside it"
	case isAny(err, syscall.ENAMETOOLONG):
		try = "choose an output folder with a shorter name"
	case isAny(err, errLocked):
		try = "wait for it or end it, and build again"
	}
	return fmt.Errorf("the site was not written to %s, which is as it was: %w; %s", o.dir, err, try)
}

// isAny reports whether err is one of targets.
func isAny(err error, targets ...error) bool {
	for _, t := range targets {
		if errors.Is(err, t) {
			return true
		}
	}
	return false
}

// stopped says that ctx ended before the new site was in place.
func stopped(dir string, err error) error {
	return fmt.Errorf("writing the site was stopped; %s is as it was: %w", dir, err)
}
