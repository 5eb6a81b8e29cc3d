package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// A watcher calls changed whenever something below its roots may have changed,
// with its name or, when that is not known, without.
// It watches folders, never files: editors replace files, and a watch on one
// would stay with the old.
//
// A root that is replaced as a whole (a folder swap, a checkout, a symlink that
// is set anew) takes its watch along with it, so the roots are also looked at
// every rootPoll. That is a stat each, and only finds what no event told.
type watcher struct {
	events  *fsnotify.Watcher
	roots   []root
	dirs    map[string]bool // every folder that is watched
	changed func(file string)
	say     func(string)
	said    bool // that the system's watches ran out
}

type root struct {
	path string
	info fs.FileInfo // of the folder that is watched; nil while there is none
}

const rootPoll = 250 * time.Millisecond

func newWatcher(roots []string, changed func(file string), say func(string)) (*watcher, error) {
	events, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	w := &watcher{events: events, dirs: make(map[string]bool), changed: changed, say: say}
	for _, path := range roots {
		w.roots = append(w.roots, root{path: filepath.Clean(path)})
	}
	w.rescan()
	return w, nil
}

func (w *watcher) close() { w.events.Close() }

// run works until ctx is done or the watcher is closed.
func (w *watcher) run(ctx context.Context) {
	poll := time.NewTicker(rootPoll)
	defer poll.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case ev, ok := <-w.events.Events:
			if !ok {
				return
			}
			w.handle(ev)
		case err, ok := <-w.events.Errors:
			if !ok {
				return
			}
			if errors.Is(err, fsnotify.ErrEventOverflow) { // events were lost, of what we cannot know
				w.rescan()
				w.changed("")
			}
		case <-poll.C:
			if w.replaced() {
				w.rescan()
				w.changed("")
			}
		}
	}
}

// handle deals with one event.
func (w *watcher) handle(ev fsnotify.Event) {
	// Attributes are not content, and indexers and backups touch them for ever.
	if ev.Name == "" || ev.Op&^fsnotify.Chmod == 0 || passedOver(filepath.Base(ev.Name)) {
		return
	}
	name := filepath.Clean(ev.Name)
	if ev.Has(fsnotify.Remove) || ev.Has(fsnotify.Rename) {
		if w.dirs[name] {
			w.drop(name)
			if w.isRoot(name) {
				w.rescan() // it may be back already
			}
		}
	}
	if ev.Has(fsnotify.Create) {
		switch info, err := os.Lstat(name); {
		case err == nil && info.IsDir():
			w.add(name)
		case err != nil && !exists(filepath.Dir(name)):
			// The event has a name from before a folder was renamed.
			w.rescan()
		}
	}
	w.changed(name)
}

// replaced reports whether some root is not the folder that is watched.
func (w *watcher) replaced() bool {
	for _, r := range w.roots {
		info := stat(r.path)
		if (info == nil) != (r.info == nil) || info != nil && !os.SameFile(info, r.info) {
			return true
		}
	}
	return false
}

// rescan watches exactly the folders that are there.
func (w *watcher) rescan() {
	for name := range w.dirs {
		if !exists(name) {
			w.drop(name)
		}
	}
	for i, r := range w.roots {
		info := stat(r.path)
		if r.info != nil && (info == nil || !os.SameFile(info, r.info)) {
			w.drop(r.path) // watches stay with the old folder, wherever it is now
		}
		w.roots[i].info = info
		if info != nil {
			w.add(r.path)
		}
	}
}

// add watches dir and all folders below it. The watch comes before the look, so
// that nothing appears in between unseen.
func (w *watcher) add(dir string) {
	if err := w.events.Add(dir); err != nil {
		if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fsnotify.ErrClosed) && !w.said {
			w.said = true
			hint := ""
			if errors.Is(err, syscall.ENOSPC) {
				hint = "; the system's limit is fs.inotify.max_user_watches"
			}
			w.say(fmt.Sprintf("cannot watch %s, changes in it will not be seen: %v%s", dir, err, hint))
		}
		return
	}
	w.dirs[dir] = true
	entries, err := os.ReadDir(dir)
	if err != nil {
		return // gone again, and an event will say so
	}
	for _, e := range entries {
		if e.IsDir() && !passedOver(e.Name()) {
			w.add(filepath.Join(dir, e.Name()))
		}
	}
}

// drop forgets dir and what lies below it.
func (w *watcher) drop(dir string) {
	below := dir + string(filepath.Separator)
	for name := range w.dirs {
		if name == dir || strings.HasPrefix(name, below) {
			w.events.Remove(name) // an error says that the system was quicker
			delete(w.dirs, name)
		}
	}
}

func (w *watcher) isRoot(name string) bool {
	for _, r := range w.roots {
		if r.path == name {
			return true
		}
	}
	return false
}

// stat returns what is at path, symlinks followed, nil when that is no folder.
func stat(path string) fs.FileInfo {
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		return nil
	}
	return info
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// passedOver reports whether a file name is one that editors and version control
// make for themselves: Vim's swap files, backups and its probe "4913", the locks
// and autosaves of Emacs, the folders of Git and others.
func passedOver(name string) bool {
	switch name {
	case ".git", ".hg", ".svn", ".jj", ".DS_Store", "4913":
		return true
	}
	ext := filepath.Ext(name)
	return strings.HasSuffix(name, "~") ||
		strings.HasPrefix(name, ".#") ||
		len(name) > 1 && name[0] == '#' && name[len(name)-1] == '#' ||
		name[0] == '.' && len(ext) == 4 && strings.HasPrefix(ext, ".sw") ||
		ext == ".swp" || ext == ".swx"
}
