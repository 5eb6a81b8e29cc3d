package entry

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"statuswiki/internal/diag"
)

// Set is the whole content.
type Set struct {
	Settings Settings
	Entries  []*Entry // ascending by code
	Fields   []*Field // ascending by name, without case
	Tags     []*Tag   // ascending by slug
	Classes  []*Class // ascending
	Registry []Registered

	byCode  map[int]*Entry
	byField map[string]*Field
	byTag   map[string]*Tag
	byClass map[string]*Class
	inReg   map[int]Registered
	sources map[string][]byte
}

// Settings is site.yaml: what a copy of the wiki for another purpose changes.
type Settings struct {
	Title      At[string] `yaml:"title" need:"yes"`
	Tagline    At[string] `yaml:"tagline" need:"yes"`
	Repository At[URL]    `yaml:"repository"`
}

// Registered is a line of the IANA HTTP Status Code Registry.
type Registered struct {
	Code     int      `json:"code"`
	Phrase   string   `json:"phrase"`
	Spec     Clause   `json:"spec"`
	Standing Standing `json:"standing"`
}

// Entry returns the entry for a code, or nil.
func (s *Set) Entry(code int) *Entry { return s.byCode[code] }

// Field returns the file of a header field by its name in any case, or nil.
func (s *Set) Field(name string) *Field { return s.byField[strings.ToLower(name)] }

// Tag returns the tag with the slug, or nil.
func (s *Set) Tag(slug string) *Tag { return s.byTag[slug] }

// Class returns the class, 4xx for instance, or nil.
func (s *Set) Class(name string) *Class { return s.byClass[name] }

// Lookup returns the registry's line for a code.
func (s *Set) Lookup(code int) (Registered, bool) {
	r, ok := s.inReg[code]
	return r, ok
}

// Source returns the text of a file by the name that findings use.
func (s *Set) Source(file string) ([]byte, bool) {
	text, ok := s.sources[file]
	return text, ok
}

// Load reads the content below fsys: codes/, headers/, tags/ and classes/,
// registry.json and site.yaml. shown is put before each name in findings,
// content/ for instance.
//
// cache, if not nil, keeps what was read for the next Load: a file that has not
// changed is not parsed again. It changes nothing in what Load returns.
//
// It returns whatever could be read and everything that is wrong with it. The
// error is about the content as a whole: its folder cannot be listed.
func Load(fsys fs.FS, shown string, cache *Cache) (*Set, *diag.List, error) {
	s := &Set{
		byCode: make(map[int]*Entry), byField: make(map[string]*Field), byTag: make(map[string]*Tag),
		byClass: make(map[string]*Class), inReg: make(map[int]Registered), sources: make(map[string][]byte),
	}
	list := &diag.List{}
	if cache == nil {
		cache = &Cache{}
	}
	cache.begin()
	defer cache.end()
	if _, err := fs.ReadDir(fsys, "codes"); err != nil {
		return nil, list, err
	}
	s.loadSettings(fsys, shown, list)
	s.loadRegistry(fsys, shown, list)

	s.each(fsys, shown, "codes", list, func(src *source, slug string) {
		e := cached(cache, src, list, func(list *diag.List) *Entry { return parseEntry(src, slug, list) })
		s.Entries = append(s.Entries, e)
		if _, twice := s.byCode[e.Code.Value]; !twice && e.Code.Given() {
			s.byCode[e.Code.Value] = e
		}
	})
	s.each(fsys, shown, "headers", list, func(src *source, slug string) {
		f := cached(cache, src, list, func(list *diag.List) *Field { return parseDoc[FieldFacts](src, slug, list) })
		s.Fields = append(s.Fields, f)
		s.byField[strings.ToLower(f.Facts.Name.Value)] = f
		if name := f.Facts.Name; name.Given() && strings.ToLower(name.Value) != slug {
			list.Hintf(src.at(name.Line, name.Col), "file-name", "call the file "+strings.ToLower(name.Value)+".md", "the field is %s, the file is %s.md", name.Value, slug)
		}
	})
	s.each(fsys, shown, "tags", list, func(src *source, slug string) {
		t := cached(cache, src, list, func(list *diag.List) *Tag { return parseDoc[TagFacts](src, slug, list) })
		s.Tags = append(s.Tags, t)
		s.byTag[slug] = t
	})
	s.each(fsys, shown, "classes", list, func(src *source, slug string) {
		c := cached(cache, src, list, func(list *diag.List) *Class { return parseDoc[ClassFacts](src, slug, list) })
		s.Classes = append(s.Classes, c)
		s.byClass[slug] = c
		if name := c.Facts.Class; name.Given() && name.Value != slug {
			list.Errorf(src.at(name.Line, name.Col), "file-name", "the class is %s, the file is %s.md", name.Value, slug)
		}
	})
	slices.SortFunc(s.Entries, func(a, b *Entry) int { return cmp.Compare(a.Code.Value, b.Code.Value) })
	s.check(list)
	return s, list, nil
}

// each calls use for every Markdown file of a folder, in order of their names.
// Names that cannot be part of an address are findings.
func (s *Set) each(fsys fs.FS, shown, dir string, list *diag.List, use func(src *source, slug string)) {
	files, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return // only codes/ has to be there, and Load has looked
	}
	for _, f := range files {
		name := path.Join(dir, f.Name())
		file := shown + name
		slug, isMarkdown := strings.CutSuffix(f.Name(), ".md")
		if !isMarkdown || strings.HasPrefix(f.Name(), ".") || f.Name() == "README.md" {
			continue
		}
		if Slug(slug) != slug || slug == "" {
			list.Hintf(diag.Pos{File: file}, "file-name", "use lower-case letters, digits and hyphens", "the name cannot be part of an address")
			continue
		}
		src := readFile(fsys, name, file, f.Type(), list)
		if src == nil {
			continue
		}
		s.sources[file] = src.text
		use(src, slug)
	}
}

func (s *Set) loadSettings(fsys fs.FS, shown string, list *diag.List) {
	const name = "site.yaml"
	info, err := fs.Lstat(fsys, name)
	if err != nil {
		s.Settings.Title.Value, s.Settings.Tagline.Value = "statuswiki", "HTTP status codes, explained"
		return
	}
	if src := readFile(fsys, name, shown+name, info.Mode(), list); src != nil {
		s.sources[src.file] = src.text
		decodeYAML(src, string(src.text), 1, list, &s.Settings)
	}
}

func (s *Set) loadRegistry(fsys fs.FS, shown string, list *diag.List) {
	const name = "registry.json"
	info, err := fs.Lstat(fsys, name)
	if err != nil {
		return // another purpose's codes need no registry
	}
	src := readFile(fsys, name, shown+name, info.Mode(), list)
	if src == nil {
		return
	}
	var file struct {
		Registry, URL, Updated, Checked string
		Codes                           []Registered
	}
	dec := json.NewDecoder(bytes.NewReader(src.text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&file); err != nil {
		list.Errorf(src.pos(int(dec.InputOffset())), "registry", "cannot be read: %v", err)
		return
	}
	s.Registry = file.Codes
	for _, r := range file.Codes {
		s.inReg[r.Code] = r
	}
}

// frontMatter decodes the facts at the head of a file into dst and returns the
// offset at which the body begins.
func frontMatter(src *source, list *diag.List, dst any) (bodyAt int, ok bool) {
	text := string(src.text)
	const fence = "---\n"
	if !strings.HasPrefix(text, fence) {
		list.Hintf(src.at(1, 1), "front-matter", "begin with a line ---, then «code: 401»", "the file does not begin with front matter")
		return 0, false
	}
	end := strings.Index(text[len(fence)-1:], "\n"+fence)
	if end < 0 {
		list.Hintf(src.at(1, 1), "front-matter", "close it with a line ---", "the front matter has no end")
		return 0, false
	}
	yamlText := text[len(fence) : len(fence)+end]
	if len(yamlText) > maxFrontBytes {
		list.Errorf(src.at(2, 1), "too-large", "the front matter has %d bytes, at most %d are allowed", len(yamlText), maxFrontBytes)
		return 0, false
	}
	decodeYAML(src, yamlText, 2, list, dst)
	return 2*len(fence) + end, true
}

// parseEntry reads the file of one code.
func parseEntry(src *source, slug string, list *diag.List) *Entry {
	e := &Entry{File: src.file, src: src}
	bodyAt, ok := frontMatter(src, list, &e.Facts)
	if c := e.Code; c.Given() && strconv.Itoa(c.Value) != slug {
		list.Hintf(src.at(c.Line, c.Col), "file-name", "call the file "+strconv.Itoa(c.Value)+".md", "the code is %d, the file is %s.md", c.Value, slug)
	}
	if !ok || !checkDepth(src, list) {
		return e
	}
	root, blanked := parseMarkdown(src, bodyAt)
	e.tree = root
	e.Blocks = replaceFences(src, root, blanked, list)
	e.said = walk(src, root, blanked, list)
	sp := &splitter{src, blanked, list, make(map[string]int)}
	e.Sections = sp.sections(root)
	e.fill(sp)
	return e
}
