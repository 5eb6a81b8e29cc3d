package build

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"statuswiki/internal/entry"
)

// entryView is what entry.html shows.
type entryView struct {
	layoutView
	Code     string
	Name     string
	Summary  string
	ClassRef link
	Standing string
	Severity string
	Quick    []termView
	Facts    []termView
	Meanings []meaningView
	Official bool // in the IANA registry
	TOC      []link
	Sections []sectionView
	Tags     []link
	Related  []relatedView
	Others   []alternate
}

type termView struct {
	Name string
	Body template.HTML
}

type meaningView struct {
	Owner, Href, Name, Seen, Source string
	Summary                         template.HTML
}

type relatedView struct {
	link
	As string
}

// itemView is a part of a section under a heading.
type itemView struct {
	ID      string
	Heading template.HTML
	Lead    template.HTML // what stands before the diagram
	Body    template.HTML
	Terms   []termView
	Diagram template.HTML
	More    string // address of a page with more
}

type sectionView struct {
	ID, Title string
	Intro     template.HTML
	Items     []itemView
	Fields    []fieldView
	Constants []termView
	Specs     []link
	Former    []link
	Sources   []sourceView
	Equal     []equalView
	Subs      *subsView
	Support   *supportView
	Measured  []experimentView
	Programs  []programView // whose behaviour Measured shows
}

type fieldView struct {
	Name, Href, In, Level, Sample string
	Spec                          *link
	Note                          template.HTML
}

type sourceView struct {
	link
	Checked string
}

type equalView struct {
	System, Name, Source string
}

func (b *builder) entryPage(i int) page {
	e := b.set.Entries[i]
	path := e.Path() + "index.html"
	return page{path: path, tmpl: "entry", of: e.File, view: func(r *renderer) any { return b.entryView(r, i, path) }, self: e}
}

func (b *builder) entryView(r *renderer, i int, path string) entryView {
	e := b.set.Entries[i]
	v := entryView{
		layoutView: b.layout(r, path, threeDigits(e.Code.Value)+" "+e.Name.Value, e.Summary.Value),
		Code:       threeDigits(e.Code.Value), Name: e.Name.Value, Summary: e.Summary.Value,
		Standing: e.Standing.Value.Words(), Severity: e.Severity.Level.Value.Words(),
	}
	v.Official = e.Standing.Value.Registered()
	v.Class, v.Kind, v.Style = accent(e.Code.Value), "entry", b.assets.style
	v.Verified = string(e.Verified.Value)
	v.source(b, e.File)
	b.share(&v.layoutView, v.Title, "article", entryCard(e), v.Title+": "+v.Summary)
	v.neighbours(b, r, i)
	v.Others = b.alternates(r, e)
	v.ClassRef = link{Text: "Outside the classes"}
	if c := b.set.Class(e.Class()); c != nil {
		v.ClassRef = link{Href: r.rel(e.Class() + "/"), Text: e.Class() + " " + c.Facts.Title.Value}
		v.Crumbs = append(v.Crumbs, v.ClassRef)
	}
	v.Quick = []termView{
		{"What happened", r.inline(e.Quick.What)}, {"Who acts", r.inline(e.Quick.Who)}, {"Retry", r.inline(e.Quick.Retry)},
	}
	v.Facts = r.facts(e)
	for _, m := range e.Meanings {
		v.Meanings = append(v.Meanings, meaningView{m.Owner.Value, r.rel(vendorsPath) + "#" + entry.Slug(m.Owner.Value), m.Name.Value, string(m.Seen.Value), string(m.Source.Value), r.text(m.Summary.Value)})
	}
	for _, t := range e.Tags {
		v.Tags = append(v.Tags, link{Href: r.rel("tags/" + t.Value + "/"), Text: b.set.Tag(t.Value).Facts.Title.Value})
	}
	for _, rel := range e.Relations {
		v.Related = append(v.Related, relatedView{link{r.codeURL(rel.Code.Value), rel.Code.String() + " " + nameIn(b.set, rel.Code.Value), accent(rel.Code.Value)}, string(rel.As.Value)})
	}
	for _, info := range entry.Sections {
		if info.ID == "quick" {
			continue
		}
		if s, ok := r.section(e, info); ok {
			v.Sections = append(v.Sections, s)
			v.TOC = append(v.TOC, link{Href: "#" + s.ID, Text: s.Title})
		}
	}
	parts := []any{v.article()}
	if faq, ok := questions(v.Sections); ok {
		parts = append(parts, faq)
	}
	b.describe(&v.layoutView, parts...)
	return v
}

func (v *layoutView) neighbours(b *builder, r *renderer, i int) {
	to := func(i int) *link {
		if i < 0 || i >= len(b.set.Entries) {
			return nil
		}
		e := b.set.Entries[i]
		return &link{Href: r.rel(e.Path()), Text: e.Code.String() + " " + e.Name.Value}
	}
	v.Prev, v.Next = to(i-1), to(i+1)
}

// section makes one section of the page, out of the file, the facts, or both.
func (r *renderer) section(e *entry.Entry, info entry.SectionInfo) (sectionView, bool) {
	v := sectionView{ID: info.ID, Title: info.Title}
	sec := e.Section(info.ID)
	if sec != nil {
		v.Intro = r.html(sec.Intro)
	}
	switch info.ID {
	case "example":
		for _, x := range e.Exchanges {
			v.Items = append(v.Items, r.exchange(&x))
		}
	case "causes":
		for _, c := range e.Causes {
			it := r.item(c.Item)
			it.Terms = []termView{{"Confirm", r.inline(c.Confirm)}, {"Fix", r.inline(c.Fix)}, {"Who", r.text(roles(c.Who))}}
			v.Items = append(v.Items, it)
		}
	case "mistakes":
		for _, m := range e.Mistakes {
			it := r.item(m.Item)
			for _, t := range []termView{{"Why it hurts", r.inline(m.Hurts)}, {"Instead", r.inline(m.Instead)}, {"In fact", r.inline(m.Fact)}} {
				if t.Body != "" {
					it.Terms = append(it.Terms, t)
				}
			}
			v.Items = append(v.Items, it)
		}
	case "headers":
		v.Fields = r.fields(e)
		v.items(r, sec)
		if len(v.Fields) == 0 && sec == nil {
			return v, false
		}
		return v, true
	case "compared":
		for _, c := range e.Compared {
			code := c.Code.Value
			v.Items = append(v.Items, itemView{
				ID:      c.ID,
				Heading: template.HTML(template.HTMLEscapeString(e.Code.String() + " or " + c.Code.String() + " " + nameIn(r.set, code))),
				Body:    template.HTML("<p class=decide>") + r.refText(c.Decide.Value, code) + r.html(c.Body),
				More:    r.compareURL(e, code),
			})
		}
		if len(v.Items) == 0 {
			return v, false
		}
		return v, true
	case "in-code":
		v.Constants = constants(e)
		v.items(r, sec)
		return v, true
	case "history":
		v.history(e)
		v.items(r, sec)
		return v, true
	case "platforms":
		v.items(r, sec)
		v.Subs = r.substatuses(e.Code.Value)
		return v, sec != nil || v.Subs != nil
	case "browsers":
		v.items(r, sec)
		v.Support = r.support(e.Code.Value)
		return v, sec != nil || v.Support != nil
	case "measured":
		v.items(r, sec)
		v.Measured, v.Programs = r.measured(e.Code.Value)
		return v, sec != nil || v.Measured != nil
	default:
		v.items(r, sec)
	}
	return v, sec != nil
}

func (v *sectionView) items(r *renderer, sec *entry.Section) {
	if sec == nil {
		return
	}
	for _, it := range sec.Items {
		v.Items = append(v.Items, r.item(it))
	}
}

// item renders an item: its heading, which links to itself, and its body.
func (r *renderer) item(it entry.Item) itemView {
	v := itemView{ID: it.ID, Heading: r.headingWords(it.Heading)}
	v.Body = r.html(it.Body)
	return v
}

// exchange renders an exchange: the sentence before the first message, the
// diagram, the messages.
func (r *renderer) exchange(x *entry.Exchange) itemView {
	v := itemView{ID: x.ID, Heading: r.headingWords(x.Heading), Diagram: diagram(x)}
	first := slices.IndexFunc(x.Body.Nodes, func(n ast.Node) bool { return n.Kind() == entry.KindCodeNode })
	lead, rest := x.Body, x.Body
	lead.Nodes, rest.Nodes = x.Body.Nodes[:max(0, first)], x.Body.Nodes[max(0, first):]
	v.Lead, v.Body = r.html(lead), r.html(rest)
	return v
}

// headingWords renders a heading's inline nodes.
func (r *renderer) headingWords(p entry.Prose) template.HTML {
	r.inHeading = true
	words := r.html(p)
	r.inHeading = false
	return words
}

// refText writes a deciding sentence and links the other code in it, once.
func (r *renderer) refText(s string, code int) template.HTML {
	escaped := string(r.text(s))
	number := fmt.Sprint(code)
	if href := r.codeURL(code); href != "" {
		if before, after, found := strings.Cut(escaped, number); found {
			escaped = before + `<a href="` + template.HTMLEscapeString(href) + `">` + number + "</a>" + after
		}
	}
	return template.HTML(escaped)
}

// nameIn returns the reason phrase of a code.
func nameIn(set *entry.Set, code int) string {
	if e := set.Entry(code); e != nil {
		return e.Name.Value
	}
	reg, _ := set.Lookup(code)
	return reg.Phrase
}

func roles(who []entry.Role) string {
	words := make([]string, len(who))
	for i, w := range who {
		words[i] = string(w)
	}
	return strings.Join(words, ", ")
}

func (r *renderer) fields(e *entry.Entry) []fieldView {
	var out []fieldView
	for _, f := range e.Fields {
		v := fieldView{
			Name: f.Name.Value, Href: r.fieldURL(f.Name.Value), In: string(f.In.Value), Level: string(f.Level.Value),
			Sample: f.Sample.Value, Note: r.text(f.Note.Value),
		}
		if f.When.Given() {
			v.Note = r.text(strings.TrimPrefix(f.Note.Value+"; when "+f.When.Value, "; "))
		}
		if f.Spec.Given() {
			v.Spec = clauseLink(f.Spec.Value)
		}
		out = append(out, v)
	}
	return out
}

func clauseLink(c entry.Clause) *link { return &link{Href: c.URL(), Text: string(c)} }

// constants lists what languages call the code.
func constants(e *entry.Entry) []termView {
	var out []termView
	for language, names := range e.Constants.All() {
		for i, s := range names {
			if s != "none" {
				names[i] = string(codeHTML(s))
			}
		}
		out = append(out, termView{language, template.HTML(strings.Join(names, ", "))})
	}
	return out
}

func (v *sectionView) history(e *entry.Entry) {
	if e.Spec.Given() {
		v.Specs = append(v.Specs, *clauseLink(e.Spec.Value))
	}
	for _, s := range e.FormerSpecs {
		v.Former = append(v.Former, *clauseLink(s.Value))
	}
	for _, s := range e.Sources {
		v.Sources = append(v.Sources, sourceView{link{Href: string(s.URL.Value), Text: s.Title.Value}, string(s.Checked.Value)})
	}
	for _, q := range e.Equivalents {
		v.Equal = append(v.Equal, equalView{q.System.Value, q.Name.Value, string(q.Source.Value)})
	}
}
