package export

import (
	"fmt"
	"strings"

	"statuswiki/internal/entry"
)

// Entry writes an entry as text, from its number to its sources. section, if not
// empty, is the ID of the one section to write; it is an error if the entry has
// none such, and the error names those that it has.
func (s Style) Entry(set *entry.Set, e *entry.Entry, section string) (string, error) {
	s.form = set.Form()
	p := &textPage{Style: s, set: set, e: e}
	if section != "" {
		if !p.section(section) {
			return "", fmt.Errorf("%s has no section %q; there are %s", s.form.Short(e.Code.Value), section, strings.Join(p.known(), ", "))
		}
		return strings.TrimLeft(p.b.String(), "\n"), nil
	}
	p.head()
	for _, info := range entry.Sections {
		p.section(info.ID)
	}
	p.sources()
	return p.b.String(), nil
}

type textPage struct {
	Style
	set *entry.Set
	e   *entry.Entry
	b   strings.Builder
}

func (p *textPage) line(format string, args ...any) { fmt.Fprintf(&p.b, format+"\n", args...) }

// para writes lines set in by some columns.
func (p *textPage) para(in int, text string) {
	for _, line := range wrap(text, p.width()-in) {
		p.line("%s%s", strings.Repeat(" ", in), line)
	}
}

func (p *textPage) prose(in int, prose entry.Prose) {
	if prose.Empty() {
		return
	}
	narrow := p.Style
	narrow.Width = p.width() - in
	for _, line := range strings.Split(narrow.Text(prose), "\n") {
		if line == "" {
			p.line("")
		} else {
			p.line("%s%s", strings.Repeat(" ", in), line)
		}
	}
}

func (p *textPage) heading(title string) {
	p.line("\n%s", p.paint(bold, strings.ToUpper(title)))
}

// accent is the colour of a class: what is well, what leads on, what is wrong.
func (s Style) accent(code int, text string) string {
	class := code / 100
	if !s.form.HTTP() {
		class = 0 // what is well and what is wrong is not told by the number
	}
	switch class {
	case 2:
		return s.paint(green+";"+bold, text)
	case 3:
		return s.paint(cyan+";"+bold, text)
	case 4:
		return s.paint(yellow+";"+bold, text)
	case 5:
		return s.paint("31;"+bold, text)
	}
	return s.paint(bold, text)
}

// Number returns the code as logs write it, an HTTP status code with three digits.
func Number(set *entry.Set, e *entry.Entry) string { return set.Form().Number(e.Code.Value) }

func (p *textPage) head() {
	p.line("%s %s", p.accent(p.e.Code.Value, p.form.Label(p.e.Code.Value)), p.paint(bold, p.e.Name.Value))
	p.para(0, visible(p.e.Summary.Value))
	p.line("")
	var rows [][2]string
	for _, q := range []struct {
		name string
		text entry.Prose
	}{{"What happened", p.e.Quick.What}, {"Who acts", p.e.Quick.Who}, {"Retry", p.e.Quick.Retry}} {
		rows = append(rows, [2]string{q.name, strings.ReplaceAll(Style{Width: 1 << 20, Colour: p.Colour}.Text(q.text), "\n", " ")})
	}
	if words := p.e.Standing.Value.Words(); words != "" {
		rows = append(rows, [2]string{"Standing", words})
	}
	for _, line := range p.e.Lines() {
		if line.Name == "Retry" {
			line.Name = "Retry, exactly"
		}
		var parts []string
		for _, part := range line.Parts {
			parts = append(parts, visible(part.Text+string(part.Clause)))
		}
		rows = append(rows, [2]string{line.Name, strings.Join(parts, "; ")})
	}
	p.terms(0, rows)
	for _, m := range p.e.Meanings {
		p.line("")
		p.para(0, p.paint(bold, m.Owner.Value)+": "+visible(m.Summary.Value))
	}
}

// terms writes names with their texts beside them, or below them where there is
// little room.
func (p *textPage) terms(in int, rows [][2]string) {
	wide := 0
	for _, r := range rows {
		wide = max(wide, columnsOf(r[0]))
	}
	beside := p.width()-in-wide-2 >= minWidth
	for _, r := range rows {
		if r[1] == "" {
			continue
		}
		if !beside {
			p.line("%s%s", strings.Repeat(" ", in), p.paint(bold, r[0]))
			p.para(in+2, r[1])
			continue
		}
		for i, line := range wrap(r[1], p.width()-in-wide-2) {
			name := ""
			if i == 0 {
				name = r[0]
			}
			p.line("%s%s%s  %s", strings.Repeat(" ", in), p.paint(bold, name), strings.Repeat(" ", wide-columnsOf(name)), line)
		}
	}
}

// known lists the sections that the entry has.
func (p *textPage) known() []string {
	var out []string
	for _, info := range entry.Sections {
		probe := &textPage{Style: p.Style, set: p.set, e: p.e}
		if probe.section(info.ID) {
			out = append(out, info.ID)
		}
	}
	return out
}

// section writes a section and reports whether there is one.
func (p *textPage) section(id string) bool {
	e, sec := p.e, p.e.Section(id)
	made := map[string]bool{
		"headers": len(e.Fields) > 0, "compared": len(e.Compared) > 0, "in-code": true,
		"platforms": len(p.set.Substatuses(e.Code.Value)) > 0,
	}
	if sec == nil && !made[id] || id == "quick" {
		return false
	}
	p.heading(entry.SectionTitle(id))
	if sec != nil {
		p.prose(0, sec.Intro)
	}
	switch id {
	case "causes":
		for i, c := range e.Causes {
			p.item(fmt.Sprintf("%d. %s", i+1, c.Title), c.Body)
			p.term("Confirm", c.Confirm)
			p.term("Fix", c.Fix)
			p.line("   %s %s", p.paint(bold, "Who"), rolesOf(c.Who))
		}
	case "mistakes":
		for _, m := range e.Mistakes {
			p.item(m.Title, m.Body)
			p.term("Why it hurts", m.Hurts)
			p.term("Instead", m.Instead)
			p.term("In fact", m.Fact)
		}
	case "headers":
		p.fields()
		p.items(sec)
	case "compared":
		for _, v := range e.Compared {
			p.item(p.form.Short(e.Code.Value)+" or "+p.form.Short(v.Code.Value), entry.Prose{})
			p.para(3, visible(v.Decide.Value))
			p.prose(3, v.Body)
		}
	case "in-code":
		p.constants()
		p.items(sec)
	case "platforms":
		p.items(sec)
		p.substatuses()
	default:
		p.items(sec)
	}
	return true
}

func rolesOf(who []entry.Role) string {
	words := make([]string, len(who))
	for i, w := range who {
		words[i] = string(w)
	}
	return strings.Join(words, ", ")
}

func (p *textPage) items(sec *entry.Section) {
	if sec == nil {
		return
	}
	for _, it := range sec.Items {
		p.item(it.Title, it.Body)
	}
}

func (p *textPage) item(title string, body entry.Prose) {
	p.line("\n%s", p.paint(bold, visible(title)))
	p.prose(3, body)
}

func (p *textPage) term(name string, text entry.Prose) {
	if text.Empty() {
		return
	}
	p.line("   %s", p.paint(bold, name))
	p.prose(5, text)
}

func (p *textPage) fields() {
	rows := [][]string{{"Field", "In", "Level", "Clause", "What for"}}
	for _, f := range p.e.Fields {
		note := f.Note.Value
		if f.When.Given() {
			note = strings.TrimPrefix(note+"; when "+f.When.Value, "; ")
		}
		rows = append(rows, []string{f.Name.Value, string(f.In.Value), string(f.Level.Value), string(f.Spec.Value), visible(note)})
	}
	for _, line := range p.columns(rows, p.width()) {
		p.line("%s", line)
	}
}

func (p *textPage) constants() {
	var rows [][2]string
	for language, names := range p.e.Constants.All() {
		rows = append(rows, [2]string{language, strings.Join(names, ", ")})
	}
	p.terms(0, rows)
}

func (p *textPage) substatuses() {
	list := p.set.Substatuses(p.e.Code.Value)
	if len(list) == 0 {
		return
	}
	p.item(p.set.Subs.Owner.Value+" sub-statuses", entry.Prose{})
	var rows [][2]string
	for _, s := range list {
		rows = append(rows, [2]string{s.String(), visible(s.Means.Value)})
	}
	p.terms(3, rows)
}

func (p *textPage) sources() {
	p.heading("Sources")
	for _, s := range p.e.Sources {
		p.line("- %s, %s\n  %s", visible(s.Title.Value), s.Checked, s.URL)
	}
}
