// Package corpus makes large content out of the real one, for tests of what grows
// with the number of entries and for benchmarks: [Write].
//
// The entries are copied as often as needed. Their codes get five digits, and
// whatever names a code names the one of the same copy: relations, cross
// references, links, headings. What stands once on a site has to differ from copy
// to copy, so the first copy says what the real content does and the others say
// other words of it, each as long as the one it stands for; pages are as large,
// and texts as varied, as real ones. The same input gives the same bytes.
package corpus

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// family is one copy of the entries.
type family struct {
	c  *content
	no int
}

// content is the real content and what becomes of its codes.
type content struct {
	fsys    fs.FS
	n       int         // entries to write
	members []int       // codes, in the order in which they are copied
	place   map[int]int // code → index in members
	inClass map[int]int // code → how many codes of its class stand before it
	classes map[int]int // first digit of new codes → codes of the class in one copy
	words   *vocabulary
}

// perClass is how many codes begin with the same digit.
const perClass = 10_000

// outside is the first digit of the copies of codes that HTTP has no class for.
const outside = 9

// Write writes content with n entries to dir, which must not be there or be
// empty. content holds codes/ and the rest of real content. Errors are those of
// files, and n that is not from 1 to some 18,000.
func Write(dir string, contents fs.FS, n int) error {
	c, err := read(contents, n)
	if err != nil {
		return err
	}
	if old, err := os.ReadDir(dir); err == nil && len(old) > 0 {
		return fmt.Errorf("%s is not empty", dir)
	}
	for i := range n {
		f, code := family{c, i / len(c.members)}, c.members[i%len(c.members)]
		text, err := fs.ReadFile(contents, fmt.Sprintf("codes/%d.md", code))
		if err != nil {
			return err
		}
		if err := write(dir, fmt.Sprintf("codes/%d.md", f.number(code)), f.entry(code, string(text))); err != nil {
			return err
		}
	}
	return c.writeRest(dir)
}

// read looks at what there is to copy.
func read(contents fs.FS, n int) (*content, error) {
	c := &content{fsys: contents, n: n, place: make(map[int]int), inClass: make(map[int]int), classes: make(map[int]int), words: &vocabulary{}}
	files, err := fs.Glob(contents, "codes/*.md")
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("there are no entries to copy (%w)", fs.ErrNotExist)
	}
	for _, file := range files {
		code, err := strconv.Atoi(strings.TrimSuffix(path.Base(file), ".md"))
		if err != nil {
			return nil, fmt.Errorf("%s is not called after a code", file)
		}
		text, err := fs.ReadFile(contents, file)
		if err != nil {
			return nil, err
		}
		c.members = append(c.members, code)
		c.words.learn(string(text))
	}
	c.words.sort()
	// Those of no class come last, so that a small corpus goes without them.
	slices.SortFunc(c.members, func(a, b int) int {
		return (classOf(a)-classOf(b))*1000 + a - b
	})
	for i, code := range c.members {
		c.place[code], c.inClass[code] = i, c.classes[classOf(code)]
		c.classes[classOf(code)]++
	}
	copies := (n + len(c.members) - 1) / len(c.members)
	for class, codes := range c.classes {
		if n < 1 || codes*copies > perClass {
			return nil, fmt.Errorf("%d entries cannot be made: there is no number for all of class %d", n, class)
		}
	}
	return c, nil
}

// classOf returns the first digit of the copies of a code.
func classOf(code int) int {
	if code >= 100 && code <= 599 {
		return code / 100
	}
	return outside
}

// number returns the code of a member of the family.
func (f family) number(code int) int {
	class := classOf(code)
	return class*perClass + f.no*f.c.classes[class] + f.c.inClass[code]
}

// has reports whether a code has a copy in the family.
func (f family) has(code int) bool {
	place, ok := f.c.place[code]
	return ok && f.no*len(f.c.members)+place < f.c.n
}

// lookup returns what stands for a code in texts: the copy in the family, else
// the first.
func (f family) lookup(digits string) (number string, ok bool) {
	code, err := strconv.Atoi(digits)
	for _, of := range []family{f, {f.c, 0}} {
		if err == nil && of.has(code) {
			return strconv.Itoa(of.number(code)), true
		}
	}
	return "", false
}

const settings = `title: A large copy
tagline: Many codes, made out of the real ones
codes: {from: 10000, to: 99999}
`

// writeRest writes what there is besides entries. Of what belongs to HTTP's codes
// alone nothing is left: the registry, the questions, the record of proofs.
func (c *content) writeRest(dir string) error {
	if err := write(dir, "site.yaml", settings); err != nil {
		return err
	}
	first := family{c, 0}
	return fs.WalkDir(c.fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		folder, base := path.Split(name)
		text, err := fs.ReadFile(c.fsys, name)
		if err != nil {
			return err
		}
		switch {
		case folder == "classes/":
			name = folder + strings.Replace(base, "xx", "xxxx", 1)
		case name == "substatuses.yaml" || name == "support.yaml":
			text = first.list(text)
		case name == "programs.yaml" || folder == "headers/" || folder == "tags/" || folder == "pages/" || folder == "measured/":
		default:
			return nil
		}
		if text == nil {
			return nil
		}
		if path.Ext(name) == ".md" {
			text = []byte(first.doc(string(text)))
		}
		return write(dir, name, string(text))
	})
}

// list keeps the items of a YAML file that are about a code of the family.
// Without one it returns nil.
func (f family) list(text []byte) []byte {
	var out bytes.Buffer
	keep, any := true, false
	for line := range strings.Lines(string(text)) {
		if m := itemCode.FindStringSubmatchIndex(line); m != nil {
			number, ok := f.lookup(line[m[2]:m[3]])
			keep, any = ok, any || ok
			line = line[:m[2]] + number + line[m[3]:]
		}
		if keep {
			out.WriteString(line)
		}
	}
	if !any {
		return nil
	}
	return out.Bytes()
}

func write(dir, name, text string) error {
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(text), 0o666)
}
