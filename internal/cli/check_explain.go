package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"statuswiki/internal/diag"
	"statuswiki/internal/doctor"
	"statuswiki/internal/entry"
)

// ruleNames lists the rules of entries and of messages, sorted.
func ruleNames() []string {
	var names []string
	for _, r := range entry.Rules {
		names = append(names, r.ID)
	}
	for _, r := range doctor.Rules {
		names = append(names, r.ID)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// ExplainRules writes why each of the rules is there, with a wrong and a right
// example, or, without names, a line about every rule. An unknown name is a
// [UsageError], and nothing is written.
func ExplainRules(w io.Writer, names []string) error {
	known := ruleNames()
	var b strings.Builder
	if len(names) == 0 {
		width := 0
		for _, name := range known {
			width = max(width, len(name))
		}
		for _, name := range known {
			r, _ := entry.Explain(name)
			first, _, _ := strings.Cut(r.Why, ". ")
			fmt.Fprintf(&b, "%-*s  %s\n", width, name, strings.TrimSuffix(first, "."))
		}
	}
	for i, name := range names {
		r, ok := entry.Explain(name)
		if !ok {
			hint := "check --explain lists them"
			if near := diag.Nearest(name, known); near != "" {
				hint = "did you mean " + near + "?"
			}
			return &UsageError{fmt.Sprintf("there is no rule %q; %s", name, hint)}
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%s\n\n%s\n", r.ID, r.Why)
		if d, ok := doctor.ByID(name); ok && d.Spec != "" {
			fmt.Fprintf(&b, "See %s.\n", d.Spec)
		}
		fmt.Fprintf(&b, "\nWrong:\n%s\nRight:\n%s", indented(r.Wrong), indented(r.Right))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// indented sets off each line of a text.
func indented(s string) string {
	var b strings.Builder
	for line := range strings.Lines(strings.TrimSuffix(s, "\n")) {
		b.WriteString(strings.TrimRight("  "+strings.TrimRight(line, "\r\n"), " ") + "\n")
	}
	return b.String()
}
