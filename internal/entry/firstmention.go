package entry

import (
	"regexp"
	"strconv"

	"github.com/yuin/goldmark/ast"

	"statuswiki/internal/diag"
)

// Readers who meet a number that they do not know want to follow it, so the
// first mention of another code in a text is a cross reference.

// plainCode is a number in running text that looks like a status code.
var plainCode = regexp.MustCompile(`(^|[^\w.,:/#§$%+*=&"“«-])([1-5][0-9]{2})($|[^\w.%°-]|\.($|[^0-9]))`)

// plainNumber is the same for codes of other forms.
var plainNumber = regexp.MustCompile(`(^|[^\w.,:/#§$%+*=&"“«-])([1-9][0-9]{0,5})($|[^\w.%°-]|\.($|[^0-9]))`)

// amountBehind and amountBefore are what makes such a number an amount or the
// end of a range: 300 ms, 100 to 599, port 443.
var (
	amountBehind = regexp.MustCompile(`^[  ](%|(ms|s|px|[kKMG]i?[bB]|bytes?|octets?|seconds?|minutes?|hours?|days?|weeks?|years?|times|requests?|connections?|characters?|letters|lines|entries|items|files|users|people|clients|servers|sites|pages|million|thousand|messages|rows|results|tries|attempts|MHz|bits?|cores|concurrent|words|euros|dollars|points|ids|to [1-9][0-9]{2}|and [1-9][0-9]{2} octets|news)\b)`)
	amountBefore = regexp.MustCompile(`([1-9][0-9]{2} to|\b(port|RFC|ends? at|above|below|over|under|number|page|chapter|issue|line|version|option))[  ]$`)
)

// codeMention is a code named in plain digits.
type codeMention struct {
	code int
	pos  diag.Pos
}

// firstMentions lists the codes whose first mention in the running text below n
// is in plain digits. What is an amount, or the number of something else, is
// passed over, and so are headings, code, tables and the words of links.
func firstMentions(src *source, n ast.Node, form Form) []codeMention {
	number := plainCode
	least, _ := form.Digits()
	if !form.HTTP() {
		number = plainNumber
	}
	var out []codeMention
	linked := make(map[int]bool)
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading, *ast.CodeSpan, *CodeNode:
			return ast.WalkSkipChildren, nil
		case *ast.Link:
			return ast.WalkSkipChildren, nil
		case *CrossRef:
			if code, err := strconv.Atoi(n.Target); err == nil {
				linked[code] = true
			}
		case *ast.Text:
			text := n.Segment.Value(src.text)
			if !mayNameCode(text, least) {
				break
			}
			for _, m := range number.FindAllSubmatchIndex(text, -1) {
				code, _ := strconv.Atoi(string(text[m[4]:m[5]]))
				if linked[code] || !form.Holds(code) || amountBehind.Match(text[m[5]:min(m[5]+20, len(text))]) || amountBefore.Match(text[max(0, m[4]-20):m[4]]) {
					continue
				}
				linked[code] = true
				out = append(out, codeMention{code, src.pos(n.Segment.Start + m[4])})
			}
		}
		return ast.WalkContinue, nil
	})
	return out
}

// mayNameCode reports whether a text holds as many digits in a row as a code has,
// without which there is nothing to look for.
func mayNameCode(text []byte, least int) bool {
	run := 0
	for _, c := range text {
		if run++; c < '0' || c > '9' {
			run = 0
		}
		if run == least {
			return true
		}
	}
	return false
}
