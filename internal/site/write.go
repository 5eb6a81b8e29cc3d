// Writing a site to a folder. The new site is made whole in a hidden folder
// beside the output and then put in its place by one system call, so that
// whoever looks, and whenever the program is killed, there is one whole site.
//
// Everything that is looked at or changed beside the output happens under a
// lock (lock.go). That keeps two builds apart, and it lets a build clear what a
// killed one left: nobody who is alive can be at work in it.

package site

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"

	"golang.org/x/sync/errgroup"
)

// writers bounds the files that are open at a time.
const writers = 8

// WriteOptions says what WriteTo must keep its hands off.
// The zero value protects what WriteTo protects by itself.
type WriteOptions struct {
	// Protect lists folders that the output must not be, hold or lie inside:
	// those the site is made from. They need not exist. The home folder does
	// not belong here: WriteTo knows it, and lets the output lie inside it.
	Protect []string

	exchange func(a, b string) error // for tests, in place of the system's
	wrote    func(path string)       // for tests, called after each file
}

// WriteResult counts files, by how they differ from the site that was there.
type WriteResult struct {
	Added     int // were not there
	Updated   int // had other bytes
	Removed   int // are not there any more
	Unchanged int // had the same bytes, and keep their modification time
}

// WriteTo makes the folder dir hold this site and nothing else. Folders above
// dir are made as needed; where dir is a symbolic link, the folder it leads to
// is written.
//
// The site that is there stands, whole, until the new one takes its place in
// one step, and stands for good when WriteTo fails, is killed, or when ctx ends
// before that step. On Linux and macOS nobody sees the path missing, either;
// on other systems, and on file systems that cannot exchange two folders, it is
// missing for an instant, and a build killed in that instant leaves the old
// site aside, where the next build finds it and puts it back. Files are
// replaced and never written into, so a program that works inside the folder
// (its current directory, say) keeps the old one, which is then emptied.
//
// WriteTo deletes only what an earlier WriteTo made. The folder lists our files
// in .statuswiki-manifest; when it holds anything else, WriteTo refuses. A file
// of ours that was edited is replaced. When nothing differs nothing is touched.
//
// Two calls for the same dir, in one process or two, take turns.
//
// The error is a [*RefusedError] when dir is not a folder to write a site to.
// It wraps ctx's when ctx ended, and is otherwise what went wrong and what to
// try. In each case the result is zero.
func (s *Site) WriteTo(ctx context.Context, dir string, opt WriteOptions) (WriteResult, error) {
	s = s.flat()
	if _, file := s.files[manifestName]; file || s.dirs[manifestName] {
		return WriteResult{}, fmt.Errorf("the site holds %s itself, which is where the list of its files goes; name that file otherwise", manifestName)
	}
	if opt.exchange == nil {
		opt.exchange = exchange
	}
	if err := ctx.Err(); err != nil {
		return WriteResult{}, stopped(dir, err)
	}
	out, err := openOutput(dir, opt)
	if err != nil {
		return WriteResult{}, err
	}
	defer out.close()
	unlock, err := out.lock(ctx)
	if err != nil {
		return WriteResult{}, out.explain(err)
	}
	defer unlock()
	res, err := s.replace(ctx, out)
	if err != nil {
		return WriteResult{}, out.explain(err)
	}
	return res, nil
}

// replace is WriteTo for one who holds the lock.
func (s *Site) replace(ctx context.Context, out *output) (WriteResult, error) {
	out.tidy()
	old, err := inspect(out.beside, out.name)
	if err != nil {
		return WriteResult{}, err
	}
	if err := old.refusal(out.dir); err != nil {
		return WriteResult{}, err
	}
	same, res, err := s.compare(ctx, out, old)
	if err != nil {
		return WriteResult{}, err
	}
	list := s.manifest()
	if res == (WriteResult{Unchanged: res.Unchanged}) && bytes.Equal(old.manifest, list) {
		return res, nil
	}
	work := out.prefix() + rand.Text()
	out.sure = old.exists
	err = s.fill(ctx, out, work, list, same)
	if err == nil {
		err = out.replaceBy(work, old)
	}
	if err != nil {
		removeOurs(out.beside, work)
		return WriteResult{}, err
	}
	return res, nil
}

// compare finds the paths whose bytes the old folder holds already. It reads
// them: times and sizes can lie, and an edited file is to be replaced.
func (s *Site) compare(ctx context.Context, out *output, old holding) (same map[string]bool, res WriteResult, err error) {
	paths := s.Paths()
	equal := make([]bool, len(paths))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(writers)
	for i, p := range paths {
		group.Go(func() error {
			if err := cmp.Or(s.files[p].Make(), ctx.Err()); err != nil || !old.files[p] {
				return err
			}
			f, err := s.files[p].File()
			equal[i] = err == nil && holds(out.beside, path.Join(out.name, p), f.Body)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, res, err
	}
	same = make(map[string]bool)
	for i, p := range paths {
		switch {
		case equal[i]:
			same[p] = true
			res.Unchanged++
		case old.files[p]:
			res.Updated++
		default:
			res.Added++
		}
	}
	res.Removed = len(old.files) - res.Unchanged - res.Updated
	return same, res, nil
}

// holds reports whether the file name can be read and has these bytes.
func holds(root *os.Root, name string, body []byte) bool {
	info, err := root.Lstat(name)
	if err != nil || info.Size() != int64(len(body)) {
		return false
	}
	got, err := root.ReadFile(name)
	return err == nil && bytes.Equal(got, body)
}

// fill makes the folder work beside the output and puts the whole site in it.
// The manifest comes first, so that removeOurs knows every file that may follow.
func (s *Site) fill(ctx context.Context, out *output, work string, list []byte, same map[string]bool) error {
	if err := out.beside.Mkdir(work, 0o755); err != nil {
		return err
	}
	root, err := out.beside.OpenRoot(work)
	if err != nil {
		return err
	}
	defer root.Close()
	manifest := func(w io.Writer) error {
		_, err := w.Write(list)
		return err
	}
	if err := out.create(root, manifestName, manifest); err != nil {
		return err
	}
	for _, d := range slices.Sorted(maps.Keys(s.dirs)) { // parents first
		if err := root.Mkdir(d, 0o755); err != nil {
			return err
		}
	}
	group, gctx := errgroup.WithContext(ctx)
	group.SetLimit(writers)
	for _, p := range s.Paths() {
		group.Go(func() error {
			if err := gctx.Err(); err != nil {
				return err
			}
			if err := s.place(out, root, work, p, same[p]); err != nil {
				return err
			}
			if out.wrote != nil {
				out.wrote(p)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	if out.sure {
		if err := s.syncDirs(root); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// syncDirs brings the names in all folders of the site to the disk.
func (s *Site) syncDirs(root *os.Root) error {
	var group errgroup.Group
	group.SetLimit(writers)
	for d := range s.dirs {
		group.Go(func() error { return syncDir(root, d) })
	}
	return cmp.Or(group.Wait(), syncDir(root, "."))
}

// place puts one file into the work folder. One that is the same as the old is
// carried over by a hard link, which keeps its modification time. Where there
// are no such links, or not for us, it is written like the others.
func (s *Site) place(out *output, root *os.Root, work, p string, same bool) error {
	if same && out.beside.Link(path.Join(out.name, p), path.Join(work, p)) == nil {
		return nil
	}
	return out.create(root, p, s.files[p].writeTo)
}

// create writes a file that is not there yet. If the site takes the place of
// another, it brings it to the disk: if the machine crashed, the exchange could be
// on the disk before the bytes are, and the site be one of empty files. Where
// there was none, there is none to lose.
//
// Each file is synced for itself. One syncfs for all is quicker while the disk is
// at rest (30 against 60 ms for 400 files), but it waits for everything that other
// programs write, which can take seconds.
func (o *output) create(root *os.Root, name string, write func(io.Writer) error) error {
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	err = write(f)
	if o.sure {
		err = cmp.Or(err, f.Sync())
	}
	return cmp.Or(err, f.Close())
}

// removeOurs removes a folder that WriteTo made, file by file as its manifest says.
// A folder that holds anything else is left alone, and so is what cannot be
// removed: the next build tries again.
func removeOurs(beside *os.Root, name string) {
	h, err := inspect(beside, name)
	if err != nil || !h.exists || len(h.foreign) > 0 {
		return
	}
	root, err := beside.OpenRoot(name)
	if err != nil {
		return
	}
	for p := range h.files {
		root.Remove(p)
	}
	for _, d := range slices.Backward(h.dirs) { // children first
		root.Remove(d)
	}
	// Last, for without it a removal that was killed could not be taken up again.
	if left, err := fs.ReadDir(root.FS(), "."); err == nil && len(left) == 1 {
		root.Remove(manifestName)
	}
	root.Close()
	beside.Remove(name)
}
