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

func anchor(l *link) template.HTML {
	return template.HTML(fmt.Sprintf(`<a href=%s>%s</a>`, attribute(l.Href), words(l.Text)))
}

func threeDigits(code int) string { return fmt.Sprintf("%03d", code) }
