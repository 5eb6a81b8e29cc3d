package build

import (
	"fmt"
	"html/template"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
)

// templates holds one parsed set per kind of page: layout.html with the page's
// own blocks.
type templates struct {
	byName map[string]*template.Template
}

var pageTemplates = []string{"home", "entry", "class", "tag", "header", "list", "notfound"}

// indentation is the white space between the lines of a template. It means
// nothing in HTML outside of pre, which no template holds, and is not sent.
var indentation = regexp.MustCompile(`\n\s*`)

func loadTemplates(fsys fs.FS) (*templates, error) {
	t := &templates{make(map[string]*template.Template)}
	read := func(name string) (string, error) {
		b, err := fs.ReadFile(fsys, name+".html")
		return indentation.ReplaceAllString(string(b), "\n"), err
	}
	layout, err := read("layout")
	if err != nil {
		return nil, fmt.Errorf("template: %w", err)
	}
	base, err := template.New("layout.html").Parse(layout)
	if err != nil {
		return nil, fmt.Errorf("template: %w", err)
	}
	for _, name := range pageTemplates {
		text, err := read(name)
		if err != nil {
			return nil, fmt.Errorf("template: %w", err)
		}
		set, err := base.Clone()
		if err == nil {
			set, err = set.New(name + ".html").Parse(text)
		}
		if err != nil {
			return nil, fmt.Errorf("template: %w", err)
		}
		t.byName[name] = set
	}
	return t, nil
}

// render executes the page's template. An error names the template and the
// content that it was rendering.
func (t *templates) render(name string, view any, of string) ([]byte, error) {
	var b strings.Builder
	if err := t.byName[name].ExecuteTemplate(&b, "layout.html", view); err != nil {
		return nil, fmt.Errorf("template for %s: %w", of, err)
	}
	return []byte(b.String()), nil
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
