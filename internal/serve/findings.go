package serve

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"statuswiki/internal/diag"
	"statuswiki/internal/site"
)

// A finding is a diag.Finding as the live script gets it, with its source line.
type finding struct {
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`
	Col    int    `json:"col,omitempty"`
	Level  string `json:"level"`
	Rule   string `json:"rule,omitempty"`
	Text   string `json:"text"`
	Hint   string `json:"hint,omitempty"`
	Source string `json:"source,omitempty"` // the line itself
	Caret  string `json:"caret,omitempty"`  // spaces and a caret, under the place
}

// maxFindings is how many findings go into a browser. Nobody mends more at
// once, and the terminal has them all.
const maxFindings = 50

// report turns findings into what the browser gets, errors first, and says how
// many were left out.
func report(printer diag.Printer, found []diag.Finding) (out []finding, more int) {
	for _, errorsNow := range []bool{true, false} {
		for _, f := range found {
			if (f.Level == diag.Error) != errorsNow {
				continue
			}
			if len(out) == maxFindings {
				more++
				continue
			}
			line, caret, _ := printer.Frame(f.Pos)
			out = append(out, finding{
				File: f.Pos.File, Line: f.Pos.Line, Col: f.Pos.Col,
				Level: f.Level.String(), Rule: f.Rule, Text: f.Text, Hint: f.Hint,
				Source: line, Caret: caret,
			})
		}
	}
	return out, more
}

// findingsOf returns what a failed build says: the findings in err, or err
// itself as the only one.
func findingsOf(err error) []diag.Finding {
	var wrong *diag.FindingsError
	if errors.As(err, &wrong) && len(wrong.Findings) > 0 {
		return wrong.Findings
	}
	return []diag.Finding{{Level: diag.Error, Text: printable(err.Error())}}
}

// printable returns s without control characters other than newlines. An error
// may quote what it failed on, and goes to a terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(s, string(unicode.ReplacementChar)))
}

// printFindings writes findings to the terminal.
func printFindings(p diag.Printer, found []diag.Finding) {
	for _, f := range found {
		if f.Pos.File == "" { // an error that is not about a place
			fmt.Fprintf(p.W, "error: %s\n", f.Text)
			continue
		}
		p.Print([]diag.Finding{f})
	}
}

// failingPage is what every path shows while there has been no good build. It
// says what is wrong without script, and the live script in it brings the site
// as soon as there is one.
func failingPage(found []finding, more int) *resource {
	var b strings.Builder
	b.WriteString("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n" +
		"<meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"color-scheme\" content=\"light dark\">\n" +
		"<title>The site could not be built</title>\n<body>\n<h1>The site could not be built</h1>\n" +
		"<p>This page turns into the site as soon as it can be.</p>\n<pre>\n")
	for _, f := range found {
		place := diag.Pos{File: f.File, Line: f.Line, Col: f.Col}.String()
		lines := []string{strings.TrimPrefix(place+": ", ": ") + f.Level + ": " + f.Text}
		if f.Source != "" {
			lines = append(lines, "  "+f.Source, "  "+f.Caret)
		}
		if f.Hint != "" {
			lines = append(lines, "  hint: "+f.Hint)
		}
		b.WriteString(escapeText.Replace(strings.Join(lines, "\n")) + "\n\n")
	}
	if more > 0 {
		fmt.Fprintf(&b, "and %d more\n", more)
	}
	b.WriteString("</pre>\n</body>\n</html>\n")
	return &resource{lazy: resourceOf(site.NewFile(htmlText.val[0], []byte(b.String()))).lazy, live: true}
}

var escapeText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
