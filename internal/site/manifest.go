// The list of our files that a written site carries with it, and a look at a
// folder by the light of that list: what in it is ours, and what is foreign.

package site

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// manifestName is the file that lists the others. It has a first line that
// names its format, then a line for each file: SHA-256, two spaces, path, in
// ascending order of paths. It holds no date, so the same site has the same
// manifest. "sha256sum -c" can read it, to which the first line is a comment.
const manifestName = ".statuswiki-manifest"

const manifestHead = "# statuswiki manifest 1"

// manifest returns the text of the site's manifest. All files have been made.
func (s *Site) manifest() []byte {
	var b strings.Builder
	b.WriteString(manifestHead + "\n")
	for _, p := range s.Paths() {
		fmt.Fprintf(&b, "%x  %s\n", s.files[p].file.sum, p)
	}
	return []byte(b.String())
}

// parseManifest returns the hashes by path. The paths are used to delete files,
// so anything that manifest would not have written makes the whole invalid.
func parseManifest(text []byte) (map[string]string, error) {
	head, rest, _ := strings.Cut(string(text), "\n")
	if head != manifestHead {
		return nil, fmt.Errorf("it does not begin with %q", manifestHead)
	}
	if rest != "" && !strings.HasSuffix(rest, "\n") {
		return nil, errors.New("its last line is cut short")
	}
	sums := make(map[string]string)
	last, n := "", 1
	for line := range strings.Lines(rest) {
		n++
		sum, p, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		raw, err := hex.DecodeString(sum)
		if !ok || err != nil || len(raw) != sha256.Size || ValidPath(p) != nil || p <= last {
			return nil, fmt.Errorf("its line %d is not in order", n)
		}
		sums[p], last = sum, p
	}
	return sums, nil
}

// holding is what a look at a folder finds.
type holding struct {
	exists   bool
	empty    bool
	manifest []byte          // its text, when it is there and valid
	invalid  string          // what is wrong with it otherwise
	files    map[string]bool // files that it lists and that are there
	dirs     []string        // folders that these lie in, parents first
	foreign  []string        // everything else, sorted; a folder ends in a slash
}

// inspect looks at the folder name in beside. It is no error if there is none.
// Symbolic links are not followed, pipes and devices not opened: we make none,
// so they are foreign whatever their names.
func inspect(beside *os.Root, name string) (holding, error) {
	info, err := beside.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return holding{}, nil
	}
	if err != nil {
		return holding{}, err
	}
	if !info.IsDir() {
		return holding{}, fmt.Errorf("%s is not a folder any more", name)
	}
	root, err := beside.OpenRoot(name)
	if err != nil {
		return holding{}, err
	}
	defer root.Close()
	h := holding{exists: true, empty: true, files: make(map[string]bool)}
	listed, err := h.readManifest(root)
	if err != nil {
		return holding{}, err
	}
	return h, h.walk(root, listed)
}

// readManifest fills in what the manifest says of itself, and returns the paths
// it lists. There are none when it is missing or invalid.
func (h *holding) readManifest(root *os.Root) (map[string]string, error) {
	info, err := root.Lstat(manifestName)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
		h.invalid = "it has no list of them, " + manifestName
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	text, err := root.ReadFile(manifestName)
	if err != nil {
		return nil, err
	}
	listed, err := parseManifest(text)
	if err != nil {
		h.invalid = fmt.Sprintf("its list of them, %s, cannot be trusted: %v", manifestName, err)
		return nil, nil
	}
	h.manifest = text
	return listed, nil
}

// walk sorts what the folder holds into ours and foreign.
func (h *holding) walk(root *os.Root, listed map[string]string) error {
	parents := make(map[string]bool)
	for p := range listed {
		for dir := parent(p); dir != ""; dir = parent(dir) {
			parents[dir] = true
		}
	}
	return fs.WalkDir(root.FS(), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || p == "." {
			return err
		}
		h.empty = false
		_, file := listed[p]
		switch {
		case d.IsDir() && parents[p]:
			h.dirs = append(h.dirs, p)
		case d.IsDir():
			h.foreign = append(h.foreign, p+"/")
			return fs.SkipDir
		case d.Type().IsRegular() && file:
			h.files[p] = true
		case !d.Type().IsRegular() || p != manifestName:
			h.foreign = append(h.foreign, p)
		}
		return nil
	})
}

// refusal returns the error that keeps us from replacing this folder, which is
// at dir, or nil.
func (h holding) refusal(dir string) error {
	switch {
	case !h.exists || h.empty:
		return nil
	case h.invalid != "" && len(h.foreign) == 0:
		return refuse(dir, "%s does not seem to hold files of ours only: %s; choose another output folder, or empty this one", h.invalid)
	case h.invalid != "":
		return refuse(dir, "%s does not seem to hold files of ours only: %s; it holds %s; choose another output folder, or move them away", h.invalid, some(h.foreign))
	case len(h.foreign) > 0:
		return refuse(dir, "%s holds what is not of our making: %s; choose another output folder, or move them away", some(h.foreign))
	}
	return nil
}

// some names the first five of names, quoted, for they may hold anything.
func some(names []string) string {
	quoted := make([]string, 0, 5)
	for _, n := range names[:min(5, len(names))] {
		quoted = append(quoted, fmt.Sprintf("%q", n))
	}
	text := strings.Join(quoted, ", ")
	if more := len(names) - len(quoted); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
