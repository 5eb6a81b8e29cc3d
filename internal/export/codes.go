package export

import (
	"fmt"
	"strings"

	"statuswiki/internal/entry"
)

// Codes writes codes with their names and summaries, one below the other. form
// says what a code looks like.
func (s Style) Codes(form entry.Form, list []*entry.Entry) string {
	s.form = form
	var b strings.Builder
	wide, number := 0, 0
	for _, e := range list {
		wide, number = max(wide, columnsOf(e.Name.Value)), max(number, len(form.Label(e.Code.Value))+columnGap)
	}
	beside := s.width()-number-wide-columnGap >= minWidth*2
	for _, e := range list {
		label := form.Label(e.Code.Value)
		fmt.Fprintf(&b, "%s%s%s", s.accent(e.Code.Value, label), strings.Repeat(" ", number-len(label)), s.paint(bold, visible(e.Name.Value)))
		in := number
		lines := wrap(visible(e.Summary.Value), s.width()-in)
		if beside {
			in += wide + columnGap
			lines = wrap(visible(e.Summary.Value), s.width()-in)
			fmt.Fprintf(&b, "%s%s", strings.Repeat(" ", wide-columnsOf(e.Name.Value)+columnGap), lines[0])
			lines = lines[1:]
		}
		b.WriteByte('\n')
		for _, line := range lines {
			fmt.Fprintf(&b, "%s%s\n", strings.Repeat(" ", in), line)
		}
	}
	return b.String()
}

// Unknown writes what can be said of a number without an entry. form says what a
// code looks like.
func (s Style) Unknown(form entry.Form, u entry.Unknown) string {
	s.form = form
	var b strings.Builder
	para := func(text string) {
		b.WriteString(strings.Join(wrap(text, s.width()), "\n") + "\n")
	}
	switch {
	case u.Registered != nil:
		fmt.Fprintf(&b, "%s %s\n", s.accent(u.Code, fmt.Sprint(u.Code)), s.paint(bold, u.Registered.Phrase))
		para(fmt.Sprintf("Registered in %s; nobody has written its entry yet.", u.Registered.Spec))
	case !form.HTTP():
		fmt.Fprintf(&b, "%s %s\n", form.Short(u.Code), s.paint(bold, "No entry"))
		para("Nobody has written what it means.")
	case u.Valid:
		fmt.Fprintf(&b, "%s %s\n", s.accent(u.Code, fmt.Sprint(u.Code)), s.paint(bold, "Not registered"))
		para(fmt.Sprintf("Nobody registered it. A client that meets it treats it like %d, the first of its class (RFC 9110 §15).", u.As))
	default:
		fmt.Fprintf(&b, "%s %s\n", s.accent(u.Code, fmt.Sprint(u.Code)), s.paint(bold, "Out of range"))
		para(fmt.Sprintf("Status codes go from 100 to 599. A client that meets another should treat it like a server error, %d (RFC 9110 §15).", u.As))
	}
	if len(u.Near) > 0 {
		b.WriteString("\nThe nearest that have an entry:\n\n")
		b.WriteString(s.Codes(form, u.Near))
	}
	return b.String()
}

// Title writes a status and its name, as the head of what follows.
func (s Style) Title(status int, name string) string {
	return strings.TrimSpace(s.accent(status, fmt.Sprintf("%03d", status)) + " " + s.paint(bold, visible(name)))
}

// Paragraph writes a text broken into lines, set in by some columns, with a line
// end.
func (s Style) Paragraph(in int, text string) string {
	pad := strings.Repeat(" ", in)
	return pad + strings.Join(wrap(visible(text), s.width()-in), "\n"+pad) + "\n"
}

// Quote writes a line of somebody's text, cut to the width, with its number, or
// with an arrow if it is 0 and the line is what should stand there.
func (s Style) Quote(number int, text string) string {
	mark, code := "  → ", green
	if number > 0 {
		mark, code = fmt.Sprintf("%4d| ", number), dim
	}
	text = visible(strings.TrimRight(text, "\r"))
	if room := s.width() - columnsOf(mark) - 1; columnsOf(text) > room {
		text = string([]rune(text)[:room]) + "…"
	}
	return s.paint(dim, mark) + s.paint(code, text) + "\n"
}
