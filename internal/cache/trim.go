// Keeping a cache to its size.

package cache

import (
	"cmp"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"
)

// workPrefix begins the names of files that are being written.
const workPrefix = "work-"

// abandoned is how old a file in the making must be to be nobody's any more.
const abandoned = time.Hour

// kept is one value on the disk.
type kept struct {
	name string
	size int64
	used time.Time
}

// trim removes values, those not used longest first, until no more than limit
// octets are left, and files that were never finished. It touches nothing else.
func trim(root *os.Root, limit int64, now time.Time) {
	var all []kept
	sum := int64(0)
	for _, dir := range folders(root) {
		files, err := fs.ReadDir(root.FS(), dir)
		if err != nil {
			continue
		}
		for _, f := range files {
			info, err := f.Info()
			if err != nil || !info.Mode().IsRegular() {
				continue
			}
			name := path.Join(dir, f.Name())
			switch {
			case isKey(f.Name()) && strings.HasPrefix(f.Name(), dir):
				all = append(all, kept{name, info.Size(), info.ModTime()})
				sum += info.Size()
			case strings.HasPrefix(f.Name(), workPrefix) && now.Sub(info.ModTime()) > abandoned:
				root.Remove(name)
			}
		}
	}
	slices.SortFunc(all, func(a, b kept) int {
		return cmp.Or(a.used.Compare(b.used), strings.Compare(a.name, b.name))
	})
	for _, k := range all {
		if sum <= limit {
			return
		}
		if root.Remove(k.name) == nil {
			sum -= k.size
		}
	}
}

// folders returns the folders that values lie in.
func folders(root *os.Root) []string {
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		if e.IsDir() && len(e.Name()) == 2 && strings.Trim(e.Name(), "0123456789abcdef") == "" {
			out = append(out, e.Name())
		}
	}
	return out
}
