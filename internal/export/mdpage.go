package export

import (
	"fmt"
	"strings"

	"statuswiki/internal/entry"
)

// EntryMarkdown writes a whole entry as Markdown that stands alone: what is made
// from the facts is written out, and every reference is a link.
func (l Links) EntryMarkdown(e *entry.Entry) string {
	p := &markdownPage{Links: l, e: e}
	p.head()
	for _, info := range entry.Sections {
		if info.ID != "quick" {
			p.section(info)
		}
	}
	p.line("\n## Sources\n")
	for _, s := range e.Sources {
		p.line("- [%s](%s), as of %s", s.Title, s.URL, s.Checked)
	}
	return p.b.String()
}

type markdownPage struct {
	Links
	e *entry.Entry
	b strings.Builder
}

func (p *markdownPage) line(format string, args ...any) { fmt.Fprintf(&p.b, format+"\n", args...) }

func (p *markdownPage) prose(text entry.Prose) {
	if !text.Empty() {
		p.line("\n%s", p.Markdown(text))
	}
}

func (p *markdownPage) head() {
	e := p.e
	p.line("# %s %s\n\n%s\n", p.Set.Form().Label(e.Code.Value), e.Name, e.Summary)
	p.line("- **What happened:** %s", p.Markdown(e.Quick.What))
	p.line("- **Who acts:** %s", p.Markdown(e.Quick.Who))
	p.line("- **Retry:** %s", p.Markdown(e.Quick.Retry))
	p.line("\n| Fact | |\n|---|---|")
	if words := e.Standing.Value.Words(); words != "" {
		p.line("| Standing | %s |", words)
	}
	for _, f := range e.Lines() {
		var parts []string
		for _, part := range f.Parts {
			if part.Clause != "" {
				parts = append(parts, "["+string(part.Clause)+"]("+part.Clause.URL()+")")
			} else {
				parts = append(parts, cell(part.Text))
			}
		}
		p.line("| %s | %s |", f.Name, strings.Join(parts, "; "))
	}
	for _, m := range e.Meanings {
		p.line("\n**%s** uses the number, too: %s", m.Owner, m.Summary)
	}
}

// cell keeps a text within its cell of a table.
func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

func (p *markdownPage) section(info entry.SectionInfo) {
	e, sec := p.e, p.e.Section(info.ID)
	made := info.ID == "in-code" || info.ID == "headers" && len(e.Fields) > 0 || info.ID == "compared" && len(e.Compared) > 0
	if sec == nil && !made {
		return
	}
	p.line("\n## %s", info.Title)
	if sec != nil {
		p.prose(sec.Intro)
	}
	switch info.ID {
	case "causes":
		for _, c := range e.Causes {
			p.item(c.Item)
			var who []string
			for _, r := range c.Who {
				who = append(who, string(r))
			}
			p.terms("Confirm", p.Markdown(c.Confirm), "Fix", p.Markdown(c.Fix), "Who", strings.Join(who, ", "))
		}
		return
	case "mistakes":
		for _, m := range e.Mistakes {
			p.item(m.Item)
			p.terms("Why it hurts", p.Markdown(m.Hurts), "Instead", p.Markdown(m.Instead), "In fact", p.Markdown(m.Fact))
		}
		return
	case "compared":
		for _, v := range e.Compared {
			p.line("\n### %s or %s\n\n%s", p.Set.Form().Short(e.Code.Value), p.Set.Form().Short(v.Code.Value), v.Decide)
			p.prose(v.Body)
		}
		return
	case "headers":
		p.fields()
	case "in-code":
		p.constants()
	}
	if sec != nil {
		for _, it := range sec.Items {
			p.item(it)
		}
	}
}

func (p *markdownPage) item(it entry.Item) {
	p.line("\n### %s", p.heading(it.Heading))
	p.prose(it.Body)
}

// heading writes the inline nodes of a heading.
func (p *markdownPage) heading(words entry.Prose) string {
	m := &markdown{links: p.Links, src: words.Source()}
	var b strings.Builder
	for _, n := range words.Nodes {
		m.span(&b, n)
	}
	return b.String()
}

// terms writes pairs of a name and a text; what is empty is left out.
func (p *markdownPage) terms(pairs ...string) {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			p.line("\n**%s:** %s", pairs[i], pairs[i+1])
		}
	}
}

func (p *markdownPage) fields() {
	p.line("\n| Field | In | Level | Clause | What for |\n|---|---|---|---|---|")
	for _, f := range p.e.Fields {
		clause := ""
		if f.Spec.Given() {
			clause = "[" + string(f.Spec.Value) + "](" + f.Spec.Value.URL() + ")"
		}
		p.line("| %s | %s | %s | %s | %s |", f.Name, f.In, f.Level, clause, cell(f.Note.Value))
	}
}

func (p *markdownPage) constants() {
	p.line("\n| Language | Constant |\n|---|---|")
	for language, names := range p.e.Constants.All() {
		for i, n := range names {
			if n != "none" {
				names[i] = codeSpan(n)
			}
		}
		p.line("| %s | %s |", language, cell(strings.Join(names, ", ")))
	}
}
