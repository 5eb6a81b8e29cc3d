package build_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// data returns what a page holds for machines.
func data(t *testing.T, d *doc) []map[string]any {
	t.Helper()
	var out []map[string]any
	for n := range d.elements("script") {
		if !is(n, "type", "application/ld+json") {
			continue
		}
		var graph struct {
			Context string           `json:"@context"`
			Graph   []map[string]any `json:"@graph"`
		}
		dec := json.NewDecoder(strings.NewReader(words(n)))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&graph); err != nil {
			t.Errorf("%s: %v in %s", d.path, err, words(n))
		}
		if graph.Context != "https://schema.org" || out != nil {
			t.Errorf("%s: context %q", d.path, graph.Context)
		}
		out = graph.Graph
	}
	return out
}

func typed(parts []map[string]any, kind string) map[string]any {
	for _, p := range parts {
		if p["@type"] == kind {
			return p
		}
	}
	return nil
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// TestData holds what a page tells machines against what readers see.
func TestData(t *testing.T) {
	entries := 0
	eachPage(t, realPagesAt(t), func(t *testing.T, d *doc) {
		parts := data(t, d)
		if article := typed(parts, "TechArticle"); article != nil {
			title := ""
			for n := range d.elements("h1") {
				title = oneLine(words(n))
			}
			if article["headline"] != title {
				t.Errorf("headline %q, the page is called %q", article["headline"], title)
			}
			if article["description"] != metas(d)["description"] {
				t.Errorf("description %q", article["description"])
			}
		}
		if regexp.MustCompile(`^\d+/index.html$`).MatchString(d.path) && d.path != "000/index.html" {
			entries++
			if typed(parts, "TechArticle") == nil || typed(parts, "BreadcrumbList") == nil {
				t.Errorf("an entry says %v", parts)
			}
			sameQuestions(t, d, typed(parts, "FAQPage"))
		}
		sameTrail(t, d, typed(parts, "BreadcrumbList"))
	})
	if entries < 50 {
		t.Errorf("%d entries", entries)
	}
	home := typed(data(t, realPagesAt(t)["index.html"]), "WebSite")
	if home["url"] != somewhere || fmt.Sprint(home["potentialAction"]) != "map[@type:SearchAction query-input:required name=search_term_string target:map[@type:EntryPoint urlTemplate:"+somewhere+"?q={search_term_string}]]" {
		t.Errorf("the home page says %v", home)
	}
}

// sameQuestions compares questions and answers, word for word.
func sameQuestions(t *testing.T, d *doc, faq map[string]any) {
	t.Helper()
	var seen, told []string
	for n := range d.elements("section") {
		if !is(n, "aria-labelledby", "faq") {
			continue
		}
		for c := range n.Descendants() {
			switch {
			case c.Type == html.ElementNode && c.Data == "summary":
				seen = append(seen, oneLine(words(c)))
			case c.Type == html.ElementNode && c.Data == "div" && c.Parent.Data == "details":
				seen = append(seen, oneLine(words(c)))
			}
		}
	}
	list, _ := faq["mainEntity"].([]any)
	for _, q := range list {
		question := q.(map[string]any)
		answer := question["acceptedAnswer"].(map[string]any)
		told = append(told, question["name"].(string), answer["text"].(string))
		if question["@type"] != "Question" || answer["@type"] != "Answer" {
			t.Errorf("%v", question)
		}
	}
	if !slices.Equal(seen, told) {
		t.Errorf("readers see %q, machines are told %q", seen, told)
	}
}

// sameTrail compares the breadcrumbs, whose last one is the page itself.
func sameTrail(t *testing.T, d *doc, list map[string]any) {
	t.Helper()
	if list == nil {
		return
	}
	var seen []string
	for n := range d.elements("nav") {
		if is(n, "aria-label", "Breadcrumb") {
			for c := range n.Descendants() {
				if href, ok := attr(c, "href"); ok {
					seen = append(seen, words(c)+" "+strings.TrimLeft(href, "./"))
				}
			}
		}
	}
	items, _ := list["itemListElement"].([]any)
	var told []string
	for i, item := range items {
		m := item.(map[string]any)
		if m["position"] != float64(i+1) || m["@type"] != "ListItem" {
			t.Errorf("%v is not at %d", m, i+1)
		}
		if address, ok := m["item"].(string); ok {
			told = append(told, m["name"].(string)+" "+strings.TrimPrefix(address, somewhere))
		} else if i != len(items)-1 {
			t.Errorf("%v leads nowhere", m)
		}
	}
	if !slices.Equal(seen, told) || len(items) != len(told)+1 {
		t.Errorf("readers see %q, machines are told %q", seen, told)
	}
}
