package build

import (
	"fmt"
	"html/template"
	"strings"

	"statuswiki/internal/entry"
)

// facts lists what the front matter says, for the box beside the quick answer.
func (r *renderer) facts(e *entry.Entry) []termView {
	var out []termView
	for _, line := range e.Lines() {
		var body strings.Builder
		body.WriteString(r.at(line.Line))
		for i, p := range line.Parts {
			if i > 0 {
				body.WriteString("; ")
			}
			if p.Clause != "" {
				body.WriteString(string(anchor(clauseLink(p.Clause))))
			} else {
				body.WriteString(string(r.text(p.Text)))
			}
		}
		out = append(out, termView{line.Name, template.HTML(body.String())})
	}
	return out
}

// constants lists what languages call the code.
func (r *renderer) constants(e *entry.Entry) []termView {
	var out []termView
	lines := e.Constants.Lines()
	for language, names := range e.Constants.All() {
		for i, s := range names {
			if s != "none" {
				names[i] = string(codeHTML(s))
			}
		}
		out = append(out, termView{r.at(lines[len(out)]) + language, template.HTML(strings.Join(names, ", "))})
	}
	return out
}

func anchor(l *link) template.HTML {
	return template.HTML(fmt.Sprintf(`<a href=%s>%s</a>`, attribute(l.Href), words(l.Text)))
}
