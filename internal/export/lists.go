package export

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"

	"statuswiki/internal/entry"
)

// summaryOf is a code in the list of all codes.
type summaryOf struct {
	Code     int      `json:"code"`
	Name     string   `json:"name"`
	Class    string   `json:"class,omitempty"`
	Standing string   `json:"standing,omitempty"`
	Summary  string   `json:"summary"`
	Spec     string   `json:"spec,omitempty"`
	Status   int      `json:"status,omitempty"` // that carries a code of another form
	OnWire   bool     `json:"on-wire"`
	Tags     []string `json:"tags"`
	Page     string   `json:"page"`
	JSON     string   `json:"json"`
}

func (l Links) summary(e *entry.Entry) summaryOf {
	s := summaryOf{
		Code: e.Code.Value, Name: e.Name.Value, Class: l.Set.ClassOf(e.Code.Value), Standing: string(e.Standing.Value),
		Summary: e.Summary.Value, Spec: string(e.Spec.Value), Status: e.Status.Value, OnWire: e.OnWire.Value || e.Status.Given(), Tags: []string{},
		Page: l.Page(e.Path()), JSON: l.Page(File(e, "json")),
	}
	for _, t := range e.Tags {
		s.Tags = append(s.Tags, t.Value)
	}
	return s
}

// File returns the path of an entry in another form, below the site's root:
// 401.json.
func File(e *entry.Entry, form string) string { return e.Code.String() + "." + form }

// CodesJSON writes all codes with their summaries as one JSON object.
func (l Links) CodesJSON() ([]byte, error) {
	list := struct {
		Version int         `json:"version"`
		Codes   []summaryOf `json:"codes"`
	}{Version, []summaryOf{}}
	for _, e := range l.Set.Entries {
		list.Codes = append(list.Codes, l.summary(e))
	}
	var b bytes.Buffer
	err := encode(&b, list)
	b.WriteByte('\n')
	return b.Bytes(), err
}

// CodesCSV writes all codes with their summaries as CSV with a header line
// (RFC 4180).
func (l Links) CodesCSV() ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	rows := [][]string{{"code", "name", "class", "standing", "summary", "spec", "on-wire", "tags", "page"}}
	for _, e := range l.Set.Entries {
		s := l.summary(e)
		rows = append(rows, []string{Number(l.Set, e), s.Name, s.Class, s.Standing, s.Summary, s.Spec, fmt.Sprint(s.OnWire), strings.Join(s.Tags, " "), s.Page})
	}
	err := w.WriteAll(rows)
	return b.Bytes(), err
}

// LLMs writes llms.txt: what the site is and where each code stands as Markdown,
// for programs that read the web for people.
func (l Links) LLMs() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n\n> %s\n\n", l.Set.Settings.Title, l.Set.Settings.Tagline)
	fmt.Fprintf(&b, "Each code is also at /CODE.json (all facts; the schema is at %s), /CODE.md and /CODE.txt. All codes: %s, %s.\n",
		l.Page(SchemaPath), l.Page("codes.json"), l.Page("codes.csv"))
	class := "none yet"
	for _, e := range l.Set.Entries {
		if c := l.Set.ClassOf(e.Code.Value); c != class {
			class = c
			title := "Outside the classes"
			if k := l.Set.Class(c); k != nil {
				title = c + " " + k.Facts.Title.Value
			}
			fmt.Fprintf(&b, "\n## %s\n\n", title)
		}
		fmt.Fprintf(&b, "- [%s %s](%s): %s\n", l.Set.Form().Label(e.Code.Value), e.Name, l.Page(File(e, "md")), e.Summary)
	}
	return b.Bytes()
}

// SchemaPath is where the schema of an entry's JSON stands below the root. The
// number is [Version].
const SchemaPath = "schema/entry-1.json"
