package entry

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// costly are texts of which one tenth of a file is harmless and a whole one
// could be quadratic. Each is repeated without end, and with line ends.
var costly = []string{
	"[", "![", "*", "_", "`", "<", "&", "]", "[]", "[a]", "[a](", "[a][", "*a", "a*", "_a ", "**a ", "*a_ ", "*a **b ",
	"``` ", "`a``", "`` ` ", "<a", "<!--", "<![CDATA[", "<?", "</a ", "<a b=\"", "<http:", "<x y='", "a<b>c", "&a", "&#1", "&amp;",
	"\\[", "\\`", "(", "[a](b", "[a](<b", "[a](b \"", "[![", "[a]: b\n", "[a]: <", "[a]:\n", "> ", "- ", "* ", "1. ", ">", "* * ",
	"a\n: ", "> a\n", "- a\n", "a\n: b\n", "a\n: b\n\n", "a\n\n: b\n\n", "|", "|a", "|-", "a|b\n-|-\n", "a|b\n-|-\nc\n\n", "|\n",
	"a\n-\n", "a\n===\n", "# a\n", "### a\n", "## {#a\n", "# a {", "{#a ", "### {#a}\n", "    a\n", "\ta\n", "```\n", "```x\na\n```\n",
	"```http request\nGET / HTTP/1.1\n```\n", "```http response\nHTTP/1.1 401 x\n```\n", "```x a=", "~~~", "<div>\n", "<a>", "  \n", "a  \n",
	"a\\\n", " \t", "\"", "- \n  ", ">\n", "\u00a0*", ":\n", "[Ab] ", "[404](/401/#x) ", "[x](/nowhere/) ", "## Security\n", "### x\n\n```sh\n```\n",
	"|a|\n|-|\n|`\\|`|\n\n", "[a\n", "é", "&#8238;", "a:\n  - ",
}

// shapes are texts that grow in two directions.
var shapes = map[string]func(n int) string{
	"lists in lists, line by line": func(n int) string {
		var b strings.Builder
		for i := 0; b.Len() < n; i++ {
			b.WriteString(strings.Repeat("  ", i%1900) + "- a\n")
		}
		return b.String()
	},
	"quotations in quotations, line by line": func(n int) string {
		var b strings.Builder
		for i := 0; b.Len() < n; i++ {
			b.WriteString(strings.Repeat(">", i%3800) + " a\n")
		}
		return b.String()
	},
	"quotations, then lazy lines":    func(n int) string { return strings.Repeat(">", n/2) + " a\n" + strings.Repeat("b\n", n/4) },
	"lists, then lazy lines":         func(n int) string { return strings.Repeat("- ", n/8) + " a\n" + strings.Repeat("b\n", n/4) },
	"lists, then empty lines":        func(n int) string { return strings.Repeat("- ", n/8) + " a\n" + strings.Repeat("\n", n/4) },
	"twelve lists, then empty lines": func(n int) string { return strings.Repeat("- ", 12) + "a\n" + strings.Repeat("\n", n) },
	"a wide table with short rows":   func(n int) string { return wide(n/20) + strings.Repeat("b\n", n/3) },
	"many tables with short rows":    func(n int) string { return strings.Repeat(wide(50)+strings.Repeat("b\n", 97)+"\n", n/500) },
	"a table as wide as the file":    func(n int) string { return wide(n / 5) },
	"a table with pipes in its code": func(n int) string { return "|a|\n|-|\n" + strings.Repeat("|`a\\|`|\n", n/8) },
	"cells with pipes in their code, and one with very many": func(n int) string {
		return "|a|\n|-|\n" + strings.Repeat("|`\\|`|\n", maxCells-10) + "|`" + strings.Repeat("\\|", max(1, n/2-4*maxCells)) + "`|\n"
	},
	"a cell with pipes in its code":   func(n int) string { return "|a|\n|-|\n|" + strings.Repeat("`a\\|`", n/8) },
	"brackets up to the limit, often": func(n int) string { return strings.Repeat(strings.Repeat("[", maxMarks-1)+"\n\n", n/maxMarks) },
	"stars up to the limit, often":    func(n int) string { return strings.Repeat(strings.Repeat("*a _b", maxMarks/2-1)+"\n\n", n/maxMarks/3) },
	"code up to the limit, in one long line": func(n int) string {
		return strings.Repeat("`a``b", maxMarks/4) + strings.Repeat("x", n)
	},
	"links up to the limit, in one long line": func(n int) string {
		return strings.Repeat("[a](<b", maxMarks/4) + strings.Repeat("x", n)
	},
	"one long line of JSON in a fence": func(n int) string {
		return "```json\n[" + strings.Repeat(`{"a":[1,2,{"b":"<*_[x]>"}]},`, n/30) + "]\n```\n"
	},
}

func wide(columns int) string {
	return strings.Repeat("|a", columns) + "\n" + strings.Repeat("|-", columns) + "\n"
}

// TestCost puts costly texts of half the size that a file may have, and shapes
// of nearly all of it, into an entry and makes sure that none costs more than a moment.
func TestCost(t *testing.T) {
	const size = (maxFileBytes - 8<<10) / slow
	texts := make(map[string]string)
	for _, s := range costly {
		texts[fmt.Sprintf("%q", s)] = strings.Repeat(s, size/2/len(s))
		if !strings.Contains(s, "\n") {
			line := strings.Repeat(s, max(1, 60/len(s))) + "\n"
			texts[fmt.Sprintf("lines of %q", s)] = strings.Repeat(line, size/2/len(line))
		}
	}
	for name, shape := range shapes {
		texts[name] = shape(size * 9 / 10)
	}
	tree := validTree(t)
	head, tail, _ := strings.Cut(string(tree["codes/401.md"].Data), "It MUST say how")
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			frugally(t, func() {
				tree["codes/401.md"] = &fstest.MapFile{Data: []byte(head + text + "\n\nIt MUST say how" + tail)}
				set, found := load(t, tree)
				checkPlaces(t, set, found)
				if _, ok := set.Source("codes/401.md"); !ok {
					t.Error("the text was not read; is it too long?")
				}
			})
		})
	}
}

// TestCostOfFacts does the same to the facts.
func TestCostOfFacts(t *testing.T) {
	const size = (maxFrontBytes - 4<<10) / slow
	tree := validTree(t)
	facts, body, _ := strings.Cut(string(tree["codes/401.md"].Data), "verified: ")
	for _, s := range []string{
		"a: b\n", "a%d: b\n", "? ", "? a\n", "- ", "[", "[a,", "{a: ", "{", "a: {b: c}\n", "'", "\"", "a: 'b\n", "&a ", "&a%d b%d: c\n", "*a ", "*a , ", "!!str ",
		"!a ", "# c\n", "\\u0041", "|\n", "a: |\n  b\n", "a: >\n", "a, ", "%", "%YAML 1.2\n", "...\n", "a:\n", "a: b: c\n", " ", "\n", " a: b\n", "\t", "summary: x\n",
		"a%d, ", "{code: 4%d, as: next to}, ", "{name: Allow, in: response, level: MUST}, ", "<<: *a\n", "@", "a: [b]\n", "--- a\n", "0", "1e", "é: é\n",
	} {
		for _, before := range []string{"", "relations: [", "aliases:\n"} {
			t.Run(fmt.Sprintf("%s%q", before, s), func(t *testing.T) {
				var b strings.Builder
				for i := 0; b.Len() < size; i++ {
					b.WriteString(strings.ReplaceAll(s, "%d", fmt.Sprint(i)))
				}
				tree["codes/401.md"] = &fstest.MapFile{Data: []byte(facts + before + b.String() + "\nverified: " + body)}
				frugally(t, func() {
					set, found := load(t, tree)
					checkPlaces(t, set, found)
				})
			})
		}
	}
}
