package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"statuswiki/internal/cache"
)

// A build that would write what stands there already is not made. Like make, it
// goes by names, sizes and times: those of all that a site is made from, the
// program among it, and those of the files that were written. --no-cache makes
// the site in any case.

// seal tells what a site was made from and what was written.
type seal struct {
	From  string // hash of names, sizes and times of the input, and of the options
	Texts string // hash of the input itself, where the times cannot be relied upon
	Wrote string // hash of names, sizes and times in the output
	Files int
}

// coarse is how long a file may be written to without getting another time.
const coarse = 3 * time.Second

// sealKey names the seal of an output folder in the cache.
func sealKey(output string) (string, bool) {
	abs, err := filepath.Abs(output)
	return cache.Key("built 1", []byte(abs)), err == nil
}

// input describes what a build is made from. It reports false if that cannot be
// told by looking, or has been changed so lately that looking does not tell.
func (c *buildCmd) input(t *tree, head string) (from string, sure bool) {
	sum := sha256.New()
	program, err := os.Executable()
	if err != nil {
		return "", false
	}
	info, err := os.Stat(program)
	if err != nil {
		return "", false
	}
	fmt.Fprintf(sum, "%s %d %d\n%q %q %t %t %t %s\n", program, info.Size(), info.ModTime().UnixNano(),
		c.BaseURL, c.Repository, c.NoHistory, c.NoOffline, c.Compress, head)
	newest := time.Time{}
	for _, tree := range []fs.FS{t.content, t.templates, t.static} {
		if err := list(sum, tree, &newest); err != nil {
			return "", false
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), time.Since(newest) > coarse
}

// list writes what can be seen of the files of a tree, without reading them.
func list(w io.Writer, tree fs.FS, newest *time.Time) error {
	return fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if info.ModTime().After(*newest) {
			*newest = info.ModTime()
		}
		_, err = fmt.Fprintf(w, "%s %v %d %d\n", name, info.Mode(), info.Size(), info.ModTime().UnixNano())
		return err
	})
}

// texts is a hash of all that the files of the input hold.
func texts(t *tree) (string, bool) {
	sum := sha256.New()
	for _, tree := range []fs.FS{t.content, t.templates, t.static} {
		err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			text, err := fs.ReadFile(tree, name)
			fmt.Fprintf(sum, "%s %d\n", name, len(text))
			sum.Write(text)
			return err
		})
		if err != nil {
			return "", false
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), true
}

// output describes the files of the folder that was written.
func output(dir string) (string, bool) {
	sum := sha256.New()
	var newest time.Time
	root, err := os.OpenRoot(dir)
	if err != nil {
		return "", false
	}
	defer root.Close()
	if err := list(sum, root.FS(), &newest); err != nil {
		return "", false
	}
	return hex.EncodeToString(sum.Sum(nil)), true
}

// stands reports whether the output holds what this build would write, and how
// many files that is. from and sure are what input says.
func (c *buildCmd) stands(t *tree, kept *cache.Cache, from string) (files int, ok bool) {
	key, ok := sealKey(c.Output)
	if !ok || from == "" {
		return 0, false
	}
	value, ok := kept.Get(key)
	var s seal
	if !ok || json.Unmarshal(value, &s) != nil || s.From != from {
		return 0, false
	}
	if s.Texts != "" {
		if now, ok := texts(t); !ok || now != s.Texts {
			return 0, false
		}
	}
	wrote, ok := output(c.Output)
	return s.Files, ok && wrote == s.Wrote
}

// seal remembers what was written. from and sure are what input said before the
// build.
func (c *buildCmd) seal(t *tree, kept *cache.Cache, from string, sure bool, files int) {
	key, ok := sealKey(c.Output)
	if !ok || from == "" {
		return
	}
	s := seal{From: from, Files: files}
	if !sure {
		if s.Texts, ok = texts(t); !ok {
			return
		}
	}
	if s.Wrote, ok = output(c.Output); !ok {
		return
	}
	if text, err := json.Marshal(s); err == nil {
		kept.Put(key, text)
	}
}
