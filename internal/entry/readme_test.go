package entry

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/yuin/goldmark/ast"

	"statuswiki/internal/doctor"
)

// TestReadme holds the sections about rules of content/README.md and the tables
// together. go test -update writes the section anew.
func TestReadme(t *testing.T) {
	const file, heading = "../../content/README.md", "\n## Rules\n" // and all that follows
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

// TestReadmeHeadings makes sure that nothing in the sections is a heading by
// accident.
func TestReadmeHeadings(t *testing.T) {
	var want []string
	for _, r := range Rules {
		want = append(want, "3 "+r.ID)
	}
	want = append(want, "2 Rules about messages")
	for _, r := range doctor.Rules {
		want = append(want, "3 "+r.ID)
	}
	root, text, _ := parseMarkdown(newSource("README.md", []byte(rulesSection())), 0)
	var got []string
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok {
			got = append(got, strconv.Itoa(h.Level)+" "+plainText(h, text))
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("the headings are %q, not %q", got, want)
	}
}

// rulesSection writes the rules as Markdown: a heading each, so that a rule has
// an address wherever Markdown is shown, why, and a sample before and after.
func rulesSection() string {
	var b strings.Builder
	b.WriteString(`
What the checks can find, by the name in brackets behind a finding. Lines with a minus are wrong, those with a plus
right. ` + "`go test ./internal/entry -update`" + ` writes this section and the next; the table is in
internal/entry/rules.go.
`)
	for _, r := range Rules {
		b.WriteString("\n### " + r.ID + "\n\n" + wrap(r.Why, 118) + "\n\n" + sample(strings.Split(r.Wrong, "\n"), strings.Split(r.Right, "\n"), false))
	}
	b.WriteString(`
## Rules about messages

What is said of an HTTP response, in an example as well as in one that a reader brings along. An error breaks a MUST or
will be misread, a warning is nearly always a mistake, an info is advice, which the checks of examples leave out. The
table is in internal/doctor.
`)
	for _, r := range doctor.Rules {
		b.WriteString("\n### " + r.ID + "\n\n" + wrap(r.Why, 118) + "\n\n" + wrap("*"+r.Severity.String()+"*, "+r.Spec, 118) + "\n\n")
		b.WriteString(sample(visible(r.Sick), visible(r.Well), true))
	}
	return b.String()
}

// sample writes a fence with what is wrong and what is right. Lines that the
// two have in common at their beginning and end may stand once.
func sample(wrong, right []string, joined bool) string {
	fence := "```"
	for strings.Contains(strings.Join(wrong, "\n")+strings.Join(right, "\n"), fence) {
		fence += "`"
	}
	from, end := 0, 0
	for joined && from < min(len(wrong), len(right)) && wrong[from] == right[from] {
		from++
	}
	for joined && end < min(len(wrong), len(right))-from && wrong[len(wrong)-1-end] == right[len(right)-1-end] {
		end++
	}
	var b strings.Builder
	b.WriteString(fence + "diff\n")
	write := func(sign string, lines []string) {
		for i, line := range lines {
			if i == 5 && len(lines) > 10 {
				b.WriteString(sign + " … " + strconv.Itoa(len(lines)-5) + " more\n")
				return
			}
			b.WriteString(strings.TrimRight(sign+" "+line, " ") + "\n")
		}
	}
	write(" ", wrong[:from])
	write("-", wrong[from:len(wrong)-end])
	write("+", right[from:len(right)-end])
	write(" ", wrong[len(wrong)-end:])
	b.WriteString(fence + "\n")
	return b.String()
}

// visible splits a message into lines in which control characters can be seen.
func visible(message string) []string {
	lines := strings.Split(message, "\n")
	for i, line := range lines {
		if strings.ContainsFunc(line, isControl) {
			lines[i] = strings.ReplaceAll(strings.Trim(strconv.Quote(line), `"`), `\"`, `"`)
		}
	}
	return lines
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
