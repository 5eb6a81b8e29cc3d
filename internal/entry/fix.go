package entry

import (
	"bytes"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"go.yaml.in/yaml/v4"

	"statuswiki/internal/diag"
)

// What a machine can mend, it mends: line ends, spaces behind lines, the order
// of keys, cross references at the first mention, the padding of tables. Each
// change is tried on a copy, and kept only if facts and text are read from it
// as before; so a rule of YAML or Markdown that these lines forget costs a
// change that is not made, and never a page.

// factsOf is the type of the front matter in each folder.
var factsOf = map[string]reflect.Type{
	"codes": reflect.TypeFor[Facts](), "headers": reflect.TypeFor[FieldFacts](), "tags": reflect.TypeFor[TagFacts](),
	"classes": reflect.TypeFor[ClassFacts](), "pages": reflect.TypeFor[PageFacts](), "measured": reflect.TypeFor[MeasuredFacts](),
}

// Files returns the names, as findings use them, of the files that could be
// read, whatever is in them. They are sorted.
func (s *Set) Files() []string {
	out := make([]string, 0, len(s.sources))
	for name := range s.sources {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// Fix returns the text of a file, one of [Set.Files], with what is mechanical
// mended, and whether that differs from what was read. The page says the same
// as before, but for new links. A file whose facts are no YAML, or that is no
// text, comes back as it is.
//
// A file that could not be understood before has its say in other files only
// once it is loaded again: repeat [Load] and Fix until nothing changes.
func (s *Set) Fix(file string) (text []byte, changed bool) {
	old := s.sources[file]
	f := &fixer{set: s, file: file, facts: factsOf[path.Base(path.Dir(file))]}
	if !strings.HasSuffix(file, ".md") {
		f.facts = nil
	}
	text = f.fix(old)
	return text, !bytes.Equal(text, old)
}

type fixer struct {
	set   *Set
	file  string
	facts reflect.Type // nil for a file that is all YAML
}

// crlf is more than one carriage return too, for a second run must find nothing.
var crlf = regexp.MustCompile(`\r+\n`)

func (f *fixer) fix(old []byte) []byte {
	text := crlf.ReplaceAllLiteral(old, []byte("\n"))
	if !newSource(f.file, text).checkEncoding(&diag.List{}) {
		return old
	}
	d := f.read(text)
	if d == nil {
		return old
	}
	front, body := d.trailing()
	d = f.apply(d, body, (*draft).exactly) // the later first: places before it stay
	d = f.apply(d, front, (*draft).exactly)
	if f.facts == nil {
		return d.src.text
	}
	d = f.keyOrder(d)
	d = f.apply(d, f.links(d), (*draft).butForLinks)
	d = f.apply(d, d.tables(), (*draft).exactly)
	return d.src.text
}

// draft is a text as it is read.
type draft struct {
	src    *source
	bodyAt int // offset; the length of a file that is all YAML
	facts  *yaml.Node
	data   any // the facts whatever their order
	root   ast.Node
	text   []byte // the body, what stands before it blanked
}

// notYAML are the findings about facts that leave open what was meant.
var notYAML = []string{"yaml", "yaml-alias", "duplicate-key", "front-matter", "too-deep", "too-large"}

// read reads a text, or returns nil if it is not to be touched.
func (f *fixer) read(text []byte) *draft {
	if len(text) > maxFileBytes {
		return nil
	}
	d := &draft{src: newSource(f.file, text), bodyAt: len(text), facts: &yaml.Node{}}
	facts := text
	if f.facts != nil {
		list := &diag.List{}
		at, ok := frontMatter(d.src, list, reflect.New(f.facts).Interface(), f.set.form)
		if !ok || slices.ContainsFunc(list.Sorted(), func(f diag.Finding) bool { return slices.Contains(notYAML, f.Rule) }) {
			return nil
		}
		var found []excess
		d.bodyAt = at
		if d.root, d.text, found = parseMarkdown(d.src, at); len(found) > 0 {
			return nil
		}
		// The lines --- are blanked, so that places in the facts are those in the file.
		_, facts, _ = bytes.Cut(text[:at], []byte("\n"))
		facts = append([]byte("\n"), facts[:bytes.LastIndexByte(bytes.TrimRight(facts, " \t\n"), '\n')+1]...)
	}
	// Loaded as values, a text with anchors would be as large as its author likes.
	if yaml.Load(facts, d.facts, yaml.WithPlugin(depthLimit)) != nil || hasAlias(d.facts) || yaml.Load(facts, &d.data, yaml.WithPlugin(depthLimit)) != nil {
		return nil
	}
	return d
}

func hasAlias(n *yaml.Node) bool {
	return n.Kind == yaml.AliasNode || n.Anchor != "" || slices.ContainsFunc(n.Content, hasAlias)
}

// exactly reports whether two drafts say the same.
func (d *draft) exactly(o *draft) bool {
	return reflect.DeepEqual(d.data, o.data) && said(d.root, d.text, false) == said(o.root, o.text, false)
}

// butForLinks reports whether two drafts say the same if a reference to a code
// is as good as its number.
func (d *draft) butForLinks(o *draft) bool {
	return reflect.DeepEqual(d.data, o.data) && said(d.root, d.text, true) == said(o.root, o.text, true)
}

// edit puts a text in the place of the bytes from one offset to another.
type edit struct {
	from, to int
	text     string
}

// maxEdits is how many edits are tried one by one.
const maxEdits = 200

// apply makes edits, which stand in order and apart. If together they change
// what the text says, those are made that do not.
func (f *fixer) apply(d *draft, edits []edit, same func(*draft, *draft) bool) *draft {
	if len(edits) == 0 {
		return d
	}
	if next := f.read(edited(d.src.text, edits)); next != nil && same(d, next) {
		return next
	}
	if len(edits) > maxEdits || len(edits) == 1 {
		return d
	}
	for _, e := range slices.Backward(edits) {
		d = f.apply(d, []edit{e}, same)
	}
	return d
}

func edited(text []byte, edits []edit) []byte {
	var b bytes.Buffer
	at := 0
	for _, e := range edits {
		b.Write(text[at:e.from])
		b.WriteString(e.text)
		at = e.to
	}
	b.Write(text[at:])
	return b.Bytes()
}

// trailing takes away the spaces behind lines. Within code they may be meant,
// and two of them can be a line break.
func (d *draft) trailing() (front, body []edit) {
	meant := d.meantSpaces()
	for i := range d.src.lines {
		start := d.src.begin(i + 1)
		line := d.src.line(i + 1)
		short := len(bytes.TrimRight(line, " \t"))
		if short == len(line) || meant[i+1] {
			continue
		}
		e := edit{start + short, start + len(line), ""}
		if start < d.bodyAt {
			front = append(front, e)
		} else {
			body = append(body, e)
		}
	}
	return front, body
}

func (d *draft) meantSpaces() map[int]bool {
	meant := make(map[int]bool)
	if d.root == nil {
		return meant
	}
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && t.HardLineBreak() {
			meant[d.src.pos(t.Segment.Stop).Line] = true
		}
		if entering && n.Type() == ast.TypeBlock && n.IsRaw() {
			for i := range n.Lines().Len() {
				meant[d.src.pos(n.Lines().At(i).Start).Line] = true
			}
		}
		return ast.WalkContinue, nil
	})
	return meant
}

// links puts brackets around the first mentions that [Set.check] warns of.
func (f *fixer) links(d *draft) []edit {
	var out []edit
	for _, m := range firstMentions(d.src, d.root, f.set.form) {
		e := f.set.Entry(m.code)
		if e == nil || e.File == f.file {
			continue
		}
		at := d.src.begin(m.pos.Line) + m.pos.Col - 1
		number := strconv.Itoa(m.code)
		out = append(out, edit{at, at + len(number), "[" + number + "]"})
	}
	slices.SortFunc(out, func(a, b edit) int { return a.from - b.from })
	return out
}
