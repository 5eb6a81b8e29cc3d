// Where a site may be written. A mistyped -o must not cost anybody a folder, so
// the places that matter are refused by name, before anything is touched, and
// all others by what they hold (see manifest.go).

package site

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// RefusedError says that a site is not written to a folder because of what the
// folder is or holds. Nothing was changed, and nothing will be by trying again.
type RefusedError struct {
	Dir    string // the folder
	Reason string // a sentence that names the folder and says what to do
}

// Error returns the reason.
func (e *RefusedError) Error() string { return e.Reason }

// refuse returns a RefusedError for dir. The format gets dir first.
func refuse(dir, format string, args ...any) error {
	return &RefusedError{dir, fmt.Sprintf(format, append([]any{dir}, args...)...)}
}

// findPlace returns the real path of the folder that dir means, or refuses it.
func findPlace(dir string, protect []string) (string, error) {
	if dir == "" {
		return "", &RefusedError{dir, "the output folder has no name; give one, for example public"}
	}
	place, err := realPath(dir)
	if err != nil {
		return "", fmt.Errorf("the output folder %s cannot be found: %w; choose another", dir, err)
	}
	if filepath.Dir(place) == place {
		return "", refuse(place, "%s is the root of a file system and is never written to; choose a folder of its own for the site")
	}
	if err := refuseKind(place); err != nil {
		return "", err
	}
	if home, err := os.UserHomeDir(); err == nil {
		if home, err = realPath(home); err == nil && within(home, place) {
			return "", refuse(place, "%s is the home folder or holds it; choose a folder of its own for the site")
		}
	}
	if here, err := realPath("."); err == nil && within(here, place) {
		return "", refuse(place, "%s is the current folder or holds it; choose a folder of its own for the site, for example public")
	}
	for _, p := range protect {
		if err := refuseNear(place, p); err != nil {
			return "", err
		}
	}
	return place, nil
}

// refuseKind refuses a place that is taken by something else than a folder.
// Opening it to find out could hang (a pipe) or do harm (a device).
func refuseKind(place string) error {
	info, err := os.Lstat(place)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("the output folder cannot be looked at: %w; choose another", err)
	case info.Mode()&fs.ModeSymlink != 0: // realPath follows those that lead anywhere
		return refuse(place, "%s is a symbolic link that leads nowhere; remove it or choose another output folder")
	case info.Mode().IsRegular():
		return refuse(place, "%s is a file; choose another name for the output folder")
	case !info.IsDir():
		return refuse(place, "%s is neither a folder nor a file; choose another output folder")
	}
	return nil
}

// refuseNear refuses a place that is a protected folder, holds it or lies in it.
func refuseNear(place, protected string) error {
	p, err := realPath(protected)
	if err != nil {
		return fmt.Errorf("cannot tell whether the output folder %s is apart from %s: %w; choose another output folder", place, protected, err)
	}
	in, around := within(place, p), within(p, place)
	switch {
	case in && around:
		return refuse(place, "%s is a folder that the site is made from; choose another output folder")
	case around:
		return refuse(place, "%s holds %s, which the site is made from; choose another output folder", p)
	case in:
		return refuse(place, "%s lies in %s, which the site is made from; choose another output folder", p)
	}
	return nil
}

// realPath returns path made absolute, with the symbolic links followed in as
// much of it as exists.
func realPath(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	followed, err := filepath.EvalSymlinks(abs)
	if !errors.Is(err, fs.ErrNotExist) {
		return followed, err
	}
	dir := filepath.Dir(abs)
	if dir == abs {
		return "", err
	}
	if dir, err = realPath(dir); err != nil {
		return "", err
	}
	return filepath.Join(dir, filepath.Base(abs)), nil
}

// within reports whether path is dir or lies in it. Both are real paths. Folders
// are compared as the system knows them, for names can differ only in case.
func within(path, dir string) bool {
	want, err := os.Stat(dir)
	for {
		if path == dir {
			return true
		}
		if err == nil {
			if info, err := os.Stat(path); err == nil && os.SameFile(info, want) {
				return true
			}
		}
		up := filepath.Dir(path)
		if up == path {
			return false
		}
		path = up
	}
}
