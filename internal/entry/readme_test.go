package entry

import (
	"os"
	"strings"
	"testing"

	"github.com/yuin/goldmark/ast"
)

// TestReadme holds the section Rules of content/README.md and the table
// together. go test -update writes the section anew.
func TestReadme(t *testing.T) {
	const file, heading = "../../content/README.md", "\n## Rules\n"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, old, _ := strings.Cut(string(text), heading)
	section := rulesSection()
	if old == section {
		return
	}
	if !*update {
		t.Fatal("the section Rules is not that of the table; run go test ./internal/entry -update")
	}
	if err := os.WriteFile(file, []byte(strings.TrimRight(before, "\n")+"\n"+heading+section), 0o666); err != nil {
		t.Fatal(err)
	}
}

// TestReadmeHeadings makes sure that nothing in the section is a heading by
// accident.
func TestReadmeHeadings(t *testing.T) {
	root, text, _ := parseMarkdown(newSource("README.md", []byte(rulesSection())), 0)
	i := 0
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		if !ok {
			continue
		}
		if title := plainText(h, text); h.Level != 3 || i >= len(Rules) || title != Rules[i].ID {
			t.Errorf("a heading %q of level %d", title, h.Level)
		}
		i++
	}
	if i != len(Rules) {
		t.Errorf("%d headings for %d rules", i, len(Rules))
	}
}

// rulesSection writes the rules as Markdown: a heading each, so that a rule has
// an address wherever Markdown is shown, why, and a sample before and after.
func rulesSection() string {
	var b strings.Builder
	b.WriteString(`
What the checks can find, by the name in brackets behind a finding. Lines with a minus are wrong, those with a plus
right. ` + "`go test ./internal/entry -update`" + ` writes this section; the table is in internal/entry/rules.go.
`)
	for _, r := range Rules {
		fence := "```"
		for strings.Contains(r.Wrong+r.Right, fence) {
			fence += "`"
		}
		b.WriteString("\n### " + r.ID + "\n\n" + wrap(r.Why, 118) + "\n\n" + fence + "diff\n")
		for _, side := range []struct{ sign, text string }{{"-", r.Wrong}, {"+", r.Right}} {
			for line := range strings.SplitSeq(side.text, "\n") {
				b.WriteString(strings.TrimRight(side.sign+" "+line, " ") + "\n")
			}
		}
		b.WriteString(fence + "\n")
	}
	return b.String()
}

func wrap(text string, width int) string {
	var b strings.Builder
	col := 0
	for i, word := range strings.Fields(text) {
		n := len([]rune(word))
		switch {
		case i == 0:
		case col+1+n > width:
			b.WriteByte('\n')
			col = 0
		default:
			b.WriteByte(' ')
			col++
		}
		b.WriteString(word)
		col += n
	}
	return b.String()
}
