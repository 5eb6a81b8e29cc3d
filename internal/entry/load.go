package entry

import (
	"bytes"
	"cmp"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"statuswiki/internal/diag"
)

// Set is the whole content.
type Set struct {
	Settings Settings
	Logo     []byte   // an SVG file, or nil
	Entries  []*Entry // ascending by code
	Fields   []*Field // ascending by name, without case
	Tags     []*Tag   // ascending by slug
	Classes  []*Class // ascending
	Registry []Registered
	Measured []*Measured // ascending by slug
	Pages    []*Page     // ascending by slug
	Programs []Program   // that were measured, in the order of the file
	Subs     *SubstatusList
	Support  *Support
	Choose   *Choose // has no questions if the file is not there
	Proofs   *ProvenList
	Moves    []Move // what has another address than once, in the order of the file

	byCode  map[int]*Entry
	byField map[string]*Field
	byTag   map[string]*Tag
	byClass map[string]*Class
	inReg   map[int]Registered
	sources map[string][]byte
	proven  map[string]*Proven // by the line that names the sample

	// unread are the files, codes/401 for instance, that are there and could
	// not be understood. What leads to them is not wrong for that.
	unread map[string]bool

	form                    Form
	subsFile, supportFile   *source // nil, like the others, if the file is not there
	regFile, chooseFile     *source
	settingsFile, wordsFile *source
	movedFile               *source
	oldPlaces               map[string][]OldPlace // by page
	regAt                   map[int]int           // code → offset of its line in registry.json

	cache *Cache                            // while it is loaded
	again func(file string) ([]byte, error) // reads a file anew, if entries are light

	pairs   pairs
	classes map[int]string // of the codes of entries
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
	if !ok && s.again != nil {
		text, err := s.again(file)
		return text, err == nil
	}
	return text, ok
}

// Load reads the content below fsys: the folders codes, headers, tags, classes,
// measured and pages, and the files beside them. shown is put before each name in findings,
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
		byClass: make(map[string]*Class), inReg: make(map[int]Registered), regAt: make(map[int]int), sources: make(map[string][]byte),
		unread: make(map[string]bool),
	}
	list := &diag.List{}
	if cache == nil {
		cache = &Cache{}
	}
	if s, list, ok := cache.patch(fsys, shown); ok {
		return s, list, nil
	}
	cache.sound = nil
	s.cache = cache
	defer func() { s.cache = nil }()
	cache.begin()
	defer cache.end()
	if _, err := readDir(fsys, "codes"); err != nil {
		return nil, list, err
	}
	s.loadSettings(fsys, shown, list)
	cache.of(s.form)
	if s.form.HTTP() { // it is that of HTTP's codes
		s.loadRegistry(fsys, shown, list)
	}

	if cache.Light {
		s.again = func(file string) ([]byte, error) { return fs.ReadFile(fsys, strings.TrimPrefix(file, shown)) }
	}
	asEntry := func(src *source, slug string, list *diag.List) *Entry {
		e := parseEntry(src, slug, s.form, list)
		if cache.Light {
			e = e.lightened()
		}
		return e
	}
	inEntries := &diag.List{}
	each(s, fsys, shown, "codes", list, inEntries, asEntry, func(e *Entry, slug string) {
		s.Entries = append(s.Entries, e)
		switch _, twice := s.byCode[e.Code.Value]; {
		case !e.Code.Given() || e.Code.Value == unreadable:
			s.unread["codes/"+slug] = true
		case !twice:
			s.byCode[e.Code.Value] = e
		}
	})
	docs(s, fsys, shown, "headers", list, func(f *Field) {
		s.Fields = append(s.Fields, f)
		if !f.Facts.Name.Given() {
			s.unread["headers/"+f.Slug] = true
		}
		s.byField[strings.ToLower(f.Facts.Name.Value)] = f
		if name := f.Facts.Name; name.Given() && strings.ToLower(name.Value) != f.Slug {
			list.Hintf(f.src.at(name.Line, name.Col), "file-name", "call the file "+strings.ToLower(name.Value)+".md", "the field is %s, the file is %s.md", name.Value, f.Slug)
		}
	})
	docs(s, fsys, shown, "tags", list, func(t *Tag) {
		s.Tags = append(s.Tags, t)
		s.byTag[t.Slug] = t
	})
	docs(s, fsys, shown, "classes", list, func(c *Class) {
		s.Classes = append(s.Classes, c)
		s.byClass[c.Slug] = c
		if name := c.Facts.Class; name.Given() && name.Value != c.Slug {
			list.Errorf(c.src.at(name.Line, name.Col), "file-name", "the class is %s, the file is %s.md", name.Value, c.Slug)
		}
	})
	docs(s, fsys, shown, "measured", list, func(m *Measured) { s.Measured = append(s.Measured, m) })
	docs(s, fsys, shown, "pages", list, func(p *Page) { s.Pages = append(s.Pages, p) })
	_, programs := single[programList](s, fsys, shown, "programs.yaml", list)
	s.Programs = programs.Programs
	s.subsFile, s.Subs = single[SubstatusList](s, fsys, shown, "substatuses.yaml", list)
	s.supportFile, s.Support = single[Support](s, fsys, shown, "support.yaml", list)
	s.chooseFile, s.Choose = single[Choose](s, fsys, shown, "choose.yaml", list)
	var moves *moveList
	s.movedFile, moves = single[moveList](s, fsys, shown, "moved.yaml", list)
	s.Moves = moves.Moved
	proofs, all := single[ProvenList](s, fsys, shown, "proofs.json", list) // JSON is YAML
	s.Proofs = all
	s.keepProofs(proofs, list)
	if src, _, ok := s.readSingle(fsys, shown, wordsName, list); ok {
		s.wordsFile = cached(s.cache, src, list, func(*diag.List) *source { return src })
	}
	slices.SortFunc(s.Entries, func(a, b *Entry) int { return cmp.Compare(a.Code.Value, b.Code.Value) })
	s.pairs = s.findPairs()
	s.classes = make(map[int]string, len(s.Entries))
	for _, e := range s.Entries {
		s.classes[e.Code.Value] = s.classOf(e.Code.Value)
	}
	ofEntries, ofOthers := s.check()
	if cache.Light {
		s.letGo()
	}
	cache.last = s
	return s, cache.stand(inEntries, list, ofEntries, ofOthers), nil
}

// maxFindings is how many findings one file may have. Nobody reads more, and a
// file of signs that are all wrong has a hundred thousand.
const maxFindings = 100

// fewer leaves out findings beyond the limit and says how many.
func fewer(list *diag.List) *diag.List {
	out := &diag.List{}
	all := list.Sorted()
	for len(all) > 0 {
		file := all[0].Pos.File
		n := 1
		for n < len(all) && all[n].Pos.File == file {
			n++
		}
		out.Add(all[:min(n, maxFindings)]...)
		if n > maxFindings {
			out.Hintf(diag.Pos{File: file}, "too-many", "mend these first", "%d more findings in this file are left out", n-maxFindings)
		}
		all = all[n:]
	}
	return out
}

// frontMatter decodes the facts at the head of a file into dst and returns the
// offset at which the body begins.
func frontMatter(src *source, list *diag.List, dst any, form Form) (bodyAt int, ok bool) {
	first, rest, _ := bytes.Cut(src.text, []byte("\n"))
	if !isFence(first) {
		list.Hintf(src.at(1, 1), "front-matter", "begin with a line ---, then «code: 401»", "the file does not begin with front matter")
		return 0, false
	}
	from := len(src.text) - len(rest)
	for at := from; at < len(src.text); {
		line, _, _ := bytes.Cut(src.text[at:], []byte("\n"))
		next := min(at+len(line)+1, len(src.text))
		if isFence(line) {
			decodeYAML(src, string(src.text[from:at]), 2, list, dst, form)
			return next, true
		}
		at = next
	}
	list.Hintf(src.at(1, 1), "front-matter", "close it with a line ---", "the front matter has no end")
	return 0, false
}

// isFence reports whether a line opens or closes front matter. Editors leave
// spaces behind it that nobody sees.
func isFence(line []byte) bool {
	return string(bytes.TrimRight(line, " \t")) == "---"
}

// parseEntry reads the file of one code.
func parseEntry(src *source, slug string, form Form, list *diag.List) *Entry {
	e := &Entry{File: src.file, src: src, Parts: &Parts{}}
	bodyAt, ok := frontMatter(src, list, &e.Facts, form)
	if c := e.Code; c.Given() && c.Value != unreadable && strconv.Itoa(c.Value) != slug {
		list.Hintf(src.at(c.Line, c.Col), "file-name", "call the file "+strconv.Itoa(c.Value)+".md", "the code is %d, the file is %s.md", c.Value, slug)
	}
	if !ok {
		return e
	}
	root, ok := e.parseParts(src, bodyAt, list)
	if !ok {
		return e
	}
	e.said.says, e.said.paras = sentences(src, root)
	e.said.keys = keysOf(e.said.says)
	e.said.plain = firstMentions(src, root, form)
	if e.Code.Given() && e.Code.Value != unreadable {
		e.owed(form, list)
	}
	return e
}

// owed reports the sections that the entry has to have, where they should stand.
func (e *Entry) owed(form Form, list *diag.List) {
	at := e.src.pos(e.src.size)
	for _, info := range slices.Backward(Sections) {
		sec := e.Section(info.ID)
		switch {
		case sec != nil:
			at = sec.Pos
		case info.Owes(form, e.Code.Value, e.Status.Value):
			list.Hintf(at, "missing-section", "add ## "+info.Title, "the section %s is missing here", info.Title)
		}
	}
}

// parseParts fills in what stands below the front matter. It reports false when
// that cannot be read.
func (e *Entry) parseParts(src *source, bodyAt int, list *diag.List) (root ast.Node, ok bool) {
	root, blanked, ok := readBody(src, bodyAt, list)
	if !ok {
		return nil, false
	}
	e.bodyAt = bodyAt
	e.Blocks = replaceFences(src, root, blanked, list)
	e.said = walk(src, root, blanked, list)
	sp := newSplitter(src, blanked, list)
	e.Sections = sp.sections(root)
	e.fill(sp)
	e.nameSamples()
	return root, true
}

// readBody parses the Markdown behind the front matter. It reports false when
// there is more of something than the limits allow.
func readBody(src *source, at int, list *diag.List) (root ast.Node, blanked []byte, ok bool) {
	unanswered(src, at, list)
	root, blanked, found := parseMarkdown(src, at)
	for _, e := range found {
		list.Errorf(src.pos(e.offset), "too-deep", "%s", e.text)
	}
	return root, blanked, len(found) == 0
}
