package entry

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// notStyle are the rules that whoever follows the form never meets, or that are
// about facts, files and limits. Every other rule is about how entries are
// written, and CONTRIBUTING.md says so. A new rule belongs to one of the two.
var notStyle = strings.Fields(`
	address-taken answer-leads answer-twice code-twice contrast control-character dead-fragment dead-link duplicate-key empty-term empty-value encoding
	example fence-attribute field-twice file-name front-matter logo message-kind missing-entry missing-key missing-meaning
	missing-section missing-term moved moved-link no-message no-sample not-a-file phrase proof question-address question-circle
	question-lost question-parent question-twice registry relation relation-mutual request-line-syntax result-twice
	section-form section-twice standing substatus-twice term-twice text-outside too-deep too-large too-many
	too-many-answers unknown-code unknown-field unknown-key unknown-program unknown-question unknown-relation
	unknown-role unknown-section unknown-tag unknown-term unreached-code unreadable word-list word-unused wrong-type wrong-value yaml
	yaml-alias
`)

var styleRow = regexp.MustCompile("(?m)^\\| `([a-z0-9-]+)` \\| ..")

// TestStyleGuide holds the table of CONTRIBUTING.md and the rules together.
func TestStyleGuide(t *testing.T) {
	text, err := os.ReadFile("../../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	var named []string
	for _, m := range styleRow.FindAllStringSubmatch(string(text), -1) {
		named = append(named, m[1])
	}
	if !slices.IsSorted(named) || len(slices.Compact(slices.Clone(named))) != len(named) {
		t.Errorf("the rows are not in order, or one stands twice: %q", named)
	}
	for _, id := range slices.Concat(named, notStyle) {
		if _, ok := Explain(id); !ok {
			t.Errorf("there is no rule %s", id)
		}
	}
	for _, r := range Rules {
		if slices.Contains(named, r.ID) == slices.Contains(notStyle, r.ID) {
			t.Errorf("%s belongs either into the table under Style of CONTRIBUTING.md or into notStyle, by what it is about", r.ID)
		}
	}
}
