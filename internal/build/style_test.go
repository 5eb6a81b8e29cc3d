package build_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// madeAtOnce are the classes, ids and roles of what the script makes when it
// starts; their style has to be there before, or the page would move.
var madeAtOnce = []string{".on", "#help", "#say"}

// TestStyleOfEntries: the style in the pages of entries has no rule that none of
// them can need, since every one of them pays for it. Such a rule belongs to
// pages.css or late.css.
func TestStyleOfEntries(t *testing.T) {
	t.Parallel()
	has := make(map[string]bool)
	for p, d := range realPages(t) {
		if _, entry := strings.CutSuffix(p, "/index.html"); !entry || !hasClass(d, "entry") {
			continue
		}
		for n := range d.elements() {
			if id, ok := attr(n, "id"); ok {
				has["#"+id] = true
			}
			class, _ := attr(n, "class")
			for c := range strings.FieldsSeq(class) {
				has["."+c] = true
			}
		}
	}
	style, err := os.ReadFile("../../static/style.css")
	if err != nil {
		t.Fatal(err)
	}
	names := styleNames(string(style))
	if len(names) < 30 {
		t.Fatalf("only %d names in style.css: %q", len(names), names)
	}
	for _, name := range names {
		if !has[name] && !slices.Contains(madeAtOnce, name) {
			t.Errorf("style.css has a rule for %s, which no page of an entry has", name)
		}
	}
}

// styleNames lists the classes and ids in the selectors of a style.
func styleNames(css string) []string {
	css = regexp.MustCompile(`(?s)/\*.*?\*/`).ReplaceAllString(css, "")
	var names []string
	for _, selector := range regexp.MustCompile(`[^{};]+\{`).FindAllString(css, -1) {
		if !strings.HasPrefix(strings.TrimSpace(selector), "@") {
			names = append(names, regexp.MustCompile(`[.#][a-z][-a-z0-9]*`).FindAllString(selector, -1)...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func hasClass(d *doc, class string) bool {
	for n := range d.elements("body") {
		return is(n, "class", class)
	}
	return false
}

// TestStyles: there are three styles in pages, not one for each, so that a policy
// can name them all; every page loads the late one for paper.
func TestStyles(t *testing.T) {
	t.Parallel()
	kinds := make(map[string]string)
	for p, d := range realPages(t) {
		for n := range d.elements("style") {
			kind := "other"
			for _, k := range []string{"entry", "doctor"} {
				if hasClass(d, k) {
					kind = k
				}
			}
			if first, ok := kinds[kind]; ok && first != words(n) {
				t.Errorf("%s has another style than other pages of its kind", p)
			}
			kinds[kind] = words(n)
		}
		late := 0
		for n := range d.elements("link") {
			if href, _ := attr(n, "href"); strings.Contains(href, "late-") && is(n, "media", "print") {
				late++
			}
		}
		if late != 1 {
			t.Errorf("%s loads the late style %d times", p, late)
		}
	}
	if len(kinds) != 3 || kinds["entry"] == kinds["other"] || !strings.HasPrefix(kinds["doctor"], kinds["other"]) || !strings.HasPrefix(kinds["other"], kinds["entry"]) {
		t.Errorf("%d kinds of styles, which do not build on each other", len(kinds))
	}
}
