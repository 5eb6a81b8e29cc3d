package build

import (
	"encoding/json"
	"html"
	"html/template"
	"regexp"
	"strings"
)

// The parts of the data for machines (JSON-LD 1.1, schema.org). A page says
// nothing in it that readers do not see, and nothing twice: it counts towards
// the page's budget. Search engines take the address from the canonical one.
type (
	ldGraph struct {
		Context string `json:"@context"`
		Graph   []any  `json:"@graph"`
	}
	ldArticle struct {
		Type        string `json:"@type"`
		Headline    string `json:"headline"`
		Description string `json:"description"`
		Modified    string `json:"dateModified,omitempty"`
	}
	ldFAQ struct {
		Type     string       `json:"@type"`
		Entities []ldQuestion `json:"mainEntity"`
	}
	ldQuestion struct {
		Type   string   `json:"@type"`
		Name   string   `json:"name"`
		Answer ldAnswer `json:"acceptedAnswer"`
	}
	ldAnswer struct {
		Type string `json:"@type"`
		Text string `json:"text"`
	}
	ldCrumbs struct {
		Type  string    `json:"@type"`
		Items []ldCrumb `json:"itemListElement"`
	}
	ldCrumb struct {
		Type     string `json:"@type"`
		Position int    `json:"position"`
		Name     string `json:"name"`
		Item     string `json:"item,omitempty"` // the page itself needs none
	}
	ldSite struct {
		Type        string   `json:"@type"`
		Name        string   `json:"name"`
		Description string   `json:"description"`
		URL         string   `json:"url"`
		Search      ldSearch `json:"potentialAction"`
	}
	ldSearch struct {
		Type   string   `json:"@type"`
		Target ldTarget `json:"target"`
		Query  string   `json:"query-input"`
	}
	ldTarget struct {
		Type     string `json:"@type"`
		Template string `json:"urlTemplate"`
	}
)

// data writes the parts into the page. They hold absolute addresses, so that
// they are left out without a base URL.
func (b *builder) data(v *layoutView, parts ...any) {
	if b.opt.BaseURL == "" {
		return
	}
	text, err := json.Marshal(ldGraph{"https://schema.org", parts}) // which writes < > & so that no script ends early
	if err != nil {
		panic(err) // strings and numbers only
	}
	v.Data = template.JS(text)
}

// describe writes the parts and the trail to the page.
func (b *builder) describe(v *layoutView, parts ...any) {
	b.data(v, append(parts, b.crumbs(v))...)
}

// website describes the site as a whole, with the address of its search.
func (b *builder) website(v *layoutView) ldSite {
	search := ldSearch{"SearchAction", ldTarget{"EntryPoint", b.opt.BaseURL + "?q={search_term_string}"}, "required name=search_term_string"}
	return ldSite{"WebSite", v.Site, v.Tagline, b.opt.BaseURL, search}
}

// article describes a page whose text is about one thing.
func (v *layoutView) article() ldArticle {
	a := ldArticle{Type: "TechArticle", Headline: v.Title, Description: v.Description}
	if v.Changed != nil {
		a.Modified = v.Changed.Date
	}
	return a
}

// crumbs says where a page stands: below the home page and what v.Crumbs names.
func (b *builder) crumbs(v *layoutView) ldCrumbs {
	out := ldCrumbs{Type: "BreadcrumbList"}
	add := func(name, address string) {
		out.Items = append(out.Items, ldCrumb{"ListItem", len(out.Items) + 1, name, address})
	}
	add("Codes", b.opt.BaseURL)
	for _, c := range v.Crumbs {
		add(c.Text, b.opt.BaseURL+strings.TrimLeft(c.Href, "./"))
	}
	add(v.Title, "")
	return out
}

// questions are those of the section FAQ, with the words that readers see.
func questions(sections []sectionView) (out ldFAQ, ok bool) {
	out.Type = "FAQPage"
	for _, s := range sections {
		if s.ID != "faq" {
			continue
		}
		for _, it := range s.Items {
			out.Entities = append(out.Entities, ldQuestion{"Question", visible(it.Heading), ldAnswer{"Answer", visible(it.Body)}})
		}
	}
	return out, len(out.Entities) > 0
}

var tag = regexp.MustCompile(`<[^>]*>|\x01[0-9]*\x02`)

// visible returns the words of what the renderer made, in which < and > stand
// for nothing but tags, and control characters for nothing but marks.
func visible(h template.HTML) string {
	return strings.Join(strings.Fields(html.UnescapeString(tag.ReplaceAllString(string(h), ""))), " ")
}
