package entry

import (
	"bytes"
	"regexp"
	"strings"

	"statuswiki/internal/diag"
)

// Unanswered begins a question to the author in an entry that is not written yet:
// a value of the front matter, or a line of the body, behind the mark of its
// heading, step or description if it has one.
const Unanswered = "??? "

// questionLine finds questions in a body, in fences as well. No language has a
// line that begins so.
var questionLine = regexp.MustCompile(`(?m)^(?:#+ |: |[0-9]+[.)] |[-*+] )?(\?\?\?) `)

// unanswered reports the questions in the body that begins at the offset from.
func unanswered(src *source, from int, list *diag.List) {
	if !bytes.Contains(src.text[from:], []byte(Unanswered)) {
		return // as in every entry but the one that is begun
	}
	for _, m := range questionLine.FindAllSubmatchIndex(src.text[from:], -1) {
		openQuestion(src.pos(from+m[2]), list)
	}
}

// isQuestion reports whether a text is none yet, but a question to its author.
func isQuestion(text string) bool { return strings.HasPrefix(text, Unanswered) }

func openQuestion(at diag.Pos, list *diag.List) {
	list.Hintf(at, "unanswered", "write the answer over ??? and the question", "this question has no answer yet")
}
