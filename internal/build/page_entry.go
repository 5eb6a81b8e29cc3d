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
	Try      bool // «Try it» has an answer, and not because the code is a status
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
	return page{path: path, tmpl: "entry", of: e.File, file: true, view: func(r *renderer) any { return b.entryView(r, i, path) }, self: e}
}

func (b *builder) entryView(r *renderer, i int, path string) entryView {
	e, form := b.full(b.set.Entries[i]), b.set.Form()
	v := entryView{
		layoutView: b.layout(r, path, form.Label(e.Code.Value)+" "+e.Name.Value, e.Summary.Value),
		Code:       r.at(e.Code.Line) + form.Label(e.Code.Value), Name: r.at(e.Name.Line) + e.Name.Value, Summary: r.at(e.Summary.Line) + e.Summary.Value,
		Standing: r.at(e.Standing.Line) + e.Standing.Value.Words(), Severity: e.Severity.Level.Value.Words(),
	}
	v.Official = e.Standing.Value.Registered()
	v.Class, v.Kind, v.Style = b.set.CodeAccent(e.Code.Value), "entry", b.assets.style+template.CSS(b.set.Style())
	v.Verified = string(e.Verified.Value)
	v.source(b, e.File)
	b.share(&v.layoutView, v.Title, "article", entryCard(e), v.Title+": "+e.Summary.Value)
	v.neighbours(b, r, i)
	v.Others = b.alternates(r, e)
	if form.HTTP() {
		v.ClassRef = link{Text: "Outside the classes"}
	}
	if c := b.set.Class(b.set.ClassOf(e.Code.Value)); c != nil {
		v.ClassRef = link{Href: r.rel(c.Slug + "/"), Text: c.Slug + " " + c.Facts.Title.Value}
		v.Crumbs = append(v.Crumbs, v.ClassRef)
	}
	if quick := e.Section("quick"); quick != nil {
		v.Quick = []termView{
			r.term(quick.Terms, "What happened", r.inline(e.Quick.What)), r.term(quick.Terms, "Who acts", r.inline(e.Quick.Who)),
			r.term(quick.Terms, "Retry", r.inline(e.Quick.Retry)),
		}
	}
	v.Facts = r.facts(e)
	v.Try = b.tries(e)
	for _, m := range e.Meanings {
		v.Meanings = append(v.Meanings, meaningView{r.at(m.Owner.Line) + m.Owner.Value, r.rel(vendorsPath) + "#" + entry.Slug(m.Owner.Value), m.Name.Value, string(m.Seen.Value), string(m.Source.Value), r.text(m.Summary.Value)})
	}
	for _, t := range e.Tags {
		v.Tags = append(v.Tags, link{Href: r.rel("tags/" + t.Value + "/"), Text: r.at(t.Line) + b.set.Tag(t.Value).Facts.Title.Value})
	}
	for _, rel := range e.Relations {
		v.Related = append(v.Related, relatedView{link{r.codeURL(rel.Code.Value), r.at(rel.Code.Line) + form.Short(rel.Code.Value) + " " + nameIn(b.set, rel.Code.Value), b.set.CodeAccent(rel.Code.Value)}, string(rel.As.Value)})
	}
	for _, info := range entry.Sections {
		if info.ID == "quick" {
			continue
		}
		if s, ok := r.section(e, info); ok {
			v.Sections = append(v.Sections, s)
			v.TOC = append(v.TOC, link{Href: "#" + s.ID, Text: info.Title})
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
		return &link{Href: r.rel(e.Path()), Text: b.set.Form().Short(e.Code.Value) + " " + e.Name.Value}
	}
	v.Prev, v.Next = to(i-1), to(i+1)
}

// section makes one section of the page, out of the file, the facts, or both.
func (r *renderer) section(e *entry.Entry, info entry.SectionInfo) (sectionView, bool) {
	v := sectionView{ID: info.ID, Title: info.Title}
	sec := e.Section(info.ID)
	if sec != nil {
		v.Title = r.at(sec.Pos.Line) + v.Title
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
			it.Terms = []termView{r.term(c.Terms, "Confirm", r.inline(c.Confirm)), r.term(c.Terms, "Fix", r.inline(c.Fix)), r.term(c.Terms, "Who", r.text(roles(c.Who)))}
			v.Items = append(v.Items, it)
		}
	case "mistakes":
		for _, m := range e.Mistakes {
			it := r.item(m.Item)
			for _, t := range []termView{r.term(m.Terms, "Why it hurts", r.inline(m.Hurts)), r.term(m.Terms, "Instead", r.inline(m.Instead)), r.term(m.Terms, "In fact", r.inline(m.Fact))} {
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
				Heading: template.HTML(r.headingAt(sec, c.ID) + template.HTMLEscapeString(r.set.Form().Short(e.Code.Value)+" or "+r.set.Form().Short(code)+" "+nameIn(r.set, code))),
				Body:    template.HTML("<p class=decide>"+r.at(c.Decide.Line)) + r.refText(c.Decide.Value, code) + r.html(c.Body),
				More:    r.compareURL(e, code),
			})
		}
		if len(v.Items) == 0 {
			return v, false
		}
		return v, true
	case "in-code":
		v.Constants = r.constants(e)
		v.items(r, sec)
		return v, sec != nil || v.Constants != nil
	case "history":
		v.history(r, e)
		v.items(r, sec)
		return v, sec != nil || len(v.Specs)+len(v.Former)+len(v.Sources)+len(v.Equal) > 0
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
	v := itemView{ID: it.ID, Heading: r.headingWords(it)}
	v.Body = r.html(it.Body)
	return v
}

// exchange renders an exchange: the sentence before the first message, the
// diagram, the messages.
func (r *renderer) exchange(x *entry.Exchange) itemView {
	v := itemView{ID: x.ID, Heading: r.headingWords(x.Item), Diagram: diagram(x)}
	first := slices.IndexFunc(x.Body.Nodes, func(n ast.Node) bool { return n.Kind() == entry.KindCodeNode })
	lead, rest := x.Body, x.Body
	lead.Nodes, rest.Nodes = x.Body.Nodes[:max(0, first)], x.Body.Nodes[max(0, first):]
	v.Lead, v.Body = r.html(lead), r.html(rest)
	return v
}

// headingWords renders the inline nodes of an item's heading.
func (r *renderer) headingWords(it entry.Item) template.HTML {
	r.inHeading = true
	words := r.html(it.Heading)
	r.inHeading = false
	return template.HTML(r.at(it.Pos.Line)) + words
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
			Name: r.at(f.Name.Line) + f.Name.Value, Href: r.fieldURL(f.Name.Value), In: string(f.In.Value), Level: string(f.Level.Value),
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

func (v *sectionView) history(r *renderer, e *entry.Entry) {
	if e.Spec.Given() {
		v.Specs = append(v.Specs, *clauseLink(e.Spec.Value))
	}
	for _, s := range e.FormerSpecs {
		v.Former = append(v.Former, *clauseLink(s.Value))
	}
	for _, s := range e.Sources {
		v.Sources = append(v.Sources, sourceView{link{Href: string(s.URL.Value), Text: r.at(s.Title.Line) + s.Title.Value}, string(s.Checked.Value)})
	}
	for _, q := range e.Equivalents {
		v.Equal = append(v.Equal, equalView{r.at(q.System.Line) + q.System.Value, q.Name.Value, string(q.Source.Value)})
	}
}
