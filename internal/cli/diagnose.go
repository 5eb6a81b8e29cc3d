package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"statuswiki/internal/doctor"
	"statuswiki/internal/entry"
	"statuswiki/internal/export"
	"statuswiki/internal/httpmsg"
	"statuswiki/internal/paste"
)

// Diagnosis is what the doctor says of a text.
type Diagnosis struct {
	Form string `json:"form"` // of the text; see package paste

	// Status is the number of the diagnosed response, or null: the text has
	// header fields alone, or a log says that there was no response.
	Status *int   `json:"status"`
	Name   string `json:"name,omitempty"`

	// Summary says what the status means, as its entry does.
	Summary string `json:"summary,omitempty"`
	Page    string `json:"page,omitempty"`  // path of the entry
	Cause   *Cause `json:"cause,omitempty"` // that fits best

	Notes    []string  `json:"notes,omitempty"` // from a log line
	Findings []Finding `json:"findings"`

	lines []string // of the text
}

// Cause is a cause in an entry.
type Cause struct {
	Title string `json:"title"`
	Page  string `json:"page"` // path with the place on it
}

// Finding is one remark of the doctor. Line and Column are places in the text,
// or 0.
type Finding struct {
	Severity string `json:"severity"` // error, warning or info
	Rule     string `json:"rule"`
	Message  string `json:"message"`
	Spec     string `json:"spec,omitempty"`
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
	Fix      string `json:"fix,omitempty"`
}

// Ill reports whether an error or a warning was found.
func (d *Diagnosis) Ill() bool {
	for _, f := range d.Findings {
		if f.Severity != "info" {
			return true
		}
	}
	return false
}

// Diagnose reads a text and says what is wrong with the response in it. The
// error is a [*paste.NoResponse]. exact says that the text is the response octet
// for octet.
func Diagnose(set *entry.Set, text string, exact bool) (*Diagnosis, error) {
	p, err := paste.Parse(text)
	if err != nil {
		return nil, err
	}
	d := &Diagnosis{Form: string(p.Form), Findings: []Finding{}, lines: strings.Split(text, "\n")}
	if p.Entry != nil {
		d.log(set, p.Entry)
		return d, nil
	}
	last := p.Responses[len(p.Responses)-1]
	if p.Form != paste.Fields && last.Kind == httpmsg.Response {
		d.about(set, last.Start.Status)
		d.Cause = fitting(set.Status(last.Start.Status), last)
	}
	x := doctor.Exchange{Request: p.Request, Responses: p.Responses, Exact: exact}
	for _, f := range doctor.Diagnose(x, set.CodeFacts()) {
		line, col := p.Place(f.Line, f.Col)
		if p.Form == paste.HAR {
			line, col = 0, 0 // the file is one line mostly
		}
		if p.Form == paste.Fields && f.Line < 1 {
			continue // about the status line that was not pasted
		}
		d.Findings = append(d.Findings, Finding{f.Severity.String(), f.Rule, f.Message, f.Spec, line, col, f.Fix})
	}
	return d, nil
}

// about fills in what the entry of a status says.
func (d *Diagnosis) about(set *entry.Set, status int) {
	d.Status = &status
	if e := set.Status(status); e != nil {
		d.Name, d.Summary, d.Page = e.Name.Value, e.Summary.Value, "/"+e.Path()
		return
	}
	if u, ok := set.Unknown(status); ok && set.Form().HTTP() {
		d.Summary = fmt.Sprintf("nobody registered it; a client treats it like %d", u.As)
		d.Page = fmt.Sprintf("/%d/", u.As)
	}
}

// log says what a line of a log means.
func (d *Diagnosis) log(set *entry.Set, e *paste.LogEntry) {
	d.about(set, e.Status)
	if e.Status == 0 {
		d.Status = nil
	}
	d.Notes = append([]string{e.Source + ": " + strings.TrimSpace(e.Method+" "+e.Target)}, e.Notes...)
}

// fitting returns the cause of an entry that a response speaks of, if one stands
// out.
func fitting(e *entry.Entry, m *httpmsg.Message) *Cause {
	if e == nil {
		return nil
	}
	said := make(map[string]bool)
	for _, f := range m.Fields {
		entry.AddWords(said, f.Value)
	}
	const enough = 4000 // octets of content that are read
	entry.AddWords(said, string(m.Body[:min(len(m.Body), enough)]))
	c := e.Likely(said)
	if c == nil {
		return nil
	}
	return &Cause{c.Title, "/" + e.Path() + "#" + c.ID}
}

// Write writes the diagnosis in the format: Text or JSON.
func (d *Diagnosis) Write(w io.Writer, style export.Style, format string) error {
	if format == JSON {
		return json.NewEncoder(w).Encode(d)
	}
	_, err := io.WriteString(w, d.text(style))
	return err
}

func (d *Diagnosis) text(style export.Style) string {
	var b strings.Builder
	if d.Status != nil {
		b.WriteString(style.Title(*d.Status, d.Name) + "\n")
	} else {
		b.WriteString(style.Title(0, "No status") + "\n")
	}
	if d.Summary != "" {
		b.WriteString(style.Paragraph(0, d.Summary))
	}
	for _, n := range d.Notes {
		b.WriteString(style.Paragraph(2, n))
	}
	if d.Cause != nil {
		b.WriteString(style.Paragraph(0, "Most like: "+d.Cause.Title+" ("+d.Cause.Page+")"))
	}
	for _, f := range d.Findings {
		b.WriteString("\n")
		head := f.Severity + ": " + f.Message
		if f.Spec != "" {
			head += " (" + f.Spec + ")"
		}
		b.WriteString(style.Paragraph(0, head+" ["+f.Rule+"]"))
		if f.Line > 0 && f.Line <= len(d.lines) {
			b.WriteString(style.Quote(f.Line, d.lines[f.Line-1]))
		}
		if f.Fix != "" {
			b.WriteString(style.Quote(0, f.Fix))
		}
	}
	if len(d.Findings) == 0 && d.Notes == nil {
		b.WriteString("\nNothing is wrong with it.\n")
	}
	if d.Status != nil && d.Page != "" {
		b.WriteString(fmt.Sprintf("\nAll about it: statuswiki explain %s\n", strings.Trim(d.Page, "/")))
	}
	return b.String()
}
