package build

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"statuswiki/internal/entry"
	"statuswiki/internal/site"
)

// WholePath is the page with all entries, to be printed or kept as one file. It says
// nothing that the other pages do not say.
const WholePath = "all.html"

type wholeView struct {
	layoutView
	Heading, Summary string
	Classes          []classView
	Entries          []wholeEntry
}

type wholeEntry struct {
	ID, Class string
	Body      template.HTML
}

// addWhole makes one page out of those of all entries, as they stand in the site.
// Every place of an entry gets the entry's name before its own, links between
// entries lead to places of this page, and what is folded is open. It has no
// script, and search engines are asked to pass it over: it says nothing that
// the pages of the entries do not say.
func (b *builder) addWhole(tmpl *templates, s *site.Site) error {
	r := &renderer{set: b.set, root: b.rootOf(WholePath), hl: b.hl}
	v := wholeView{layoutView: b.layout(r, WholePath, "All codes on one page", "Every entry in one file, to print or to keep."), Heading: b.set.Settings.Title.Value, Summary: b.set.Settings.Tagline.Value}
	v.Kind, v.Index, v.Script, v.Canonical = "whole", false, "", ""
	for _, name := range b.classNames() {
		c := b.others()
		if class := b.set.Class(name); class != nil {
			c = classView{Name: name, Title: class.Facts.Title.Value, Class: b.set.Accent(name)}
		}
		for _, e := range b.set.Entries {
			if b.set.ClassOf(e.Code.Value) != name {
				continue
			}
			row := r.entryRow(e)
			row.Href = "#" + wholeID(e)
			c.Codes = append(c.Codes, row)
		}
		if len(c.Codes) > 0 {
			v.Classes = append(v.Classes, c)
		}
	}
	for _, e := range b.set.Entries {
		f, _ := s.Get(e.Path() + "index.html")
		body, err := b.wholeEntry(e, f.Body)
		if err != nil {
			return fmt.Errorf("%s: %w", WholePath, err)
		}
		v.Entries = append(v.Entries, wholeEntry{wholeID(e), b.set.CodeAccent(e.Code.Value), body})
	}
	text, err := tmpl.render("whole", v, "the page of all entries")
	if err != nil {
		return err
	}
	return s.Add(WholePath, mediaType(WholePath), text)
}

func wholeID(e *entry.Entry) string { return "c" + e.Code.String() }

// wholeEntry takes the main part from the page of an entry and makes it a part of
// the page of all. What it need not change it passes on as it is.
func (b *builder) wholeEntry(e *entry.Entry, page []byte) (template.HTML, error) {
	_, rest, _ := bytes.Cut(page, []byte("<main id=main>"))
	main, _, ok := bytes.Cut(rest, []byte("</main>"))
	if !ok {
		return "", fmt.Errorf("the page of %s has no main part", e.File)
	}
	var out strings.Builder
	out.Grow(len(main))
	z := html.NewTokenizer(bytes.NewReader(main))
	hidden := false // in the table of contents of the entry
	for {
		kind := z.Next()
		if kind == html.TextToken {
			if !hidden {
				out.Write(z.Raw())
			}
			continue
		}
		raw := string(z.Raw()) // before TagName changes it
		name, more := z.TagName()
		tag := string(name)
		switch {
		case kind == html.ErrorToken && z.Err() == io.EOF:
			return template.HTML(out.String()), nil
		case kind == html.ErrorToken:
			return "", z.Err()
		case tag == "nav":
			hidden = kind == html.StartTagToken
		case hidden:
		case kind == html.EndTagToken && headings[tag] != "":
			out.WriteString("</" + headings[tag] + ">")
		case kind == html.StartTagToken && (headings[tag] != "" || tag == "details" || tag == "section" || wantsChange(raw)):
			out.WriteString(b.wholeTag(e, tag, z, more))
		default:
			out.WriteString(raw)
		}
	}
}

// headings are one level lower than on a page of their own.
var headings = map[string]string{"h1": "h2", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6"}

// wantsChange reports whether a tag names a place.
func wantsChange(tag string) bool {
	return strings.Contains(tag, " id=") || strings.Contains(tag, " href=") || strings.Contains(tag, " aria-")
}

// wholeTag writes a start tag anew.
func (b *builder) wholeTag(e *entry.Entry, tag string, z *html.Tokenizer, more bool) string {
	name := tag
	if lower := headings[tag]; lower != "" {
		name = lower
	}
	out := "<" + name
	for more {
		var key, val []byte
		key, val, more = z.TagAttr()
		k, v := string(key), string(val)
		switch {
		case tag == "details", tag == "section" && k == "aria-labelledby":
			continue // open below; a hundred landmarks of the same name help nobody
		case k == "id":
			v = wholeID(e) + "-" + v
		case k == "href":
			v = b.wholeHref(e, v)
		case k == "viewbox":
			k = "viewBox"
		}
		out += " " + k + "=" + attribute(v)
	}
	if tag == "details" {
		out += " open"
	}
	return out + ">"
}

// wholeHref returns where a link of an entry's page leads on the page of all.
func (b *builder) wholeHref(e *entry.Entry, href string) string {
	if place, here := strings.CutPrefix(href, "#"); here {
		return "#" + wholeID(e) + "-" + place
	}
	to, inside := strings.CutPrefix(href, "../")
	if !inside {
		return href
	}
	path, place, _ := strings.Cut(to, "#")
	code, err := strconv.Atoi(strings.TrimSuffix(path, "/"))
	other := b.set.Entry(code)
	switch {
	case err != nil || other == nil || other.Path() != path:
		return relative("", to)
	case place == "":
		return "#" + wholeID(other)
	}
	return "#" + wholeID(other) + "-" + place
}
