package build

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"statuswiki/internal/entry"
)

// templates holds one parsed set per kind of page: layout.html with the page's
// own blocks.
type templates struct {
	texts  map[string]string // as they stand in the files
	byName map[string]*template.Template
}

var pageTemplates = []string{"home", "entry", "class", "tag", "header", "list", "compare", "vendors", "tables", "choose", "choose_end", "choose_map", "measured", "try", "doctor", "prose", "moved", "notfound", "whole"}

// indentation is the white space before the lines of a template. It means
// nothing in HTML outside of pre, which no template holds, and is not sent.
var indentation = regexp.MustCompile(`(?m)^[ \t]+`)

// gap is a line end, or several with conditions between them, before a tag
// around which white space means nothing either. A page has hundreds.
var gap = regexp.MustCompile(`\n(?:\n|\{\{(?:if|range|with|end|else|block|template)\b[^{}]*\}\})*</?(?:p|div|section|h[1-6]|dl|dt|dd|ul|ol|li|table|nav|main|header|footer|details|meta|link|script|style|title|body)\b`)

// dense takes from a template what would be sent for nothing.
func dense(text string) string {
	return gap.ReplaceAllStringFunc(indentation.ReplaceAllString(text, ""), func(s string) string { return strings.ReplaceAll(s, "\n", "") })
}

// loadTemplates parses the templates. If last was made from the same texts, it
// is returned as it is.
func loadTemplates(fsys fs.FS, last *templates) (*templates, error) {
	t := &templates{texts: make(map[string]string), byName: make(map[string]*template.Template)}
	for _, name := range append([]string{"layout"}, pageTemplates...) {
		b, err := fs.ReadFile(fsys, name+".html")
		if err != nil {
			return nil, fmt.Errorf("template: %w", err)
		}
		t.texts[name] = string(b)
	}
	if last != nil && maps.Equal(last.texts, t.texts) {
		return last, nil
	}
	layout, err := t.parse(template.New("layout.html"), "layout")
	if err != nil {
		return nil, err
	}
	for _, name := range pageTemplates {
		set, err := layout.Clone()
		if err == nil {
			_, err = t.parse(set.New(name+".html"), name)
		}
		if err != nil {
			return nil, err
		}
		t.byName[name] = set
	}
	return t, nil
}

func (t *templates) parse(into *template.Template, name string) (*template.Template, error) {
	parsed, err := into.Parse(dense(t.texts[name]))
	if err != nil {
		return nil, fmt.Errorf("template: %w", err)
	}
	return parsed, nil
}

// render executes the page's template. An error names the template and the
// content that it was rendering.
func (t *templates) render(name string, view any, of string) ([]byte, error) {
	b := drafts.Get().(*bytes.Buffer)
	defer drafts.Put(b)
	b.Reset()
	if err := t.byName[name].ExecuteTemplate(b, "layout.html", view); err != nil {
		return nil, fmt.Errorf("template for %s: %w", of, err)
	}
	if v, ok := view.(interface{ oldPlaces() []entry.OldPlace }); ok {
		return leaveOld(bytes.Clone(b.Bytes()), v.oldPlaces(), of)
	}
	return bytes.Clone(b.Bytes()), nil
}

// drafts are buffers for pages, each as large as the largest that it held.
var drafts = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
