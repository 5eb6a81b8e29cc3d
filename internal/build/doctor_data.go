package build

import (
	"encoding/json"
	"reflect"
	"strings"

	"statuswiki/internal/doctor"
	"statuswiki/internal/entry"
)

// doctorDataPath is what static/doctor knows of rules and codes, which it does
// not know by itself.
const doctorDataPath = "doctor.json"

type doctorData struct {
	Rules    [][3]string         `json:"rules"`    // ID, severity, clauses
	Unlisted string              `json:"unlisted"` // standing of all other codes
	Codes    map[int]*doctorCode `json:"codes"`
}

// doctorCode is [doctor.Code], and what the entry says of it.
type doctorCode struct {
	Name      string      `json:"name,omitempty"`
	Phrase    bool        `json:"phrase,omitempty"`   // the name is a registered phrase
	Standing  string      `json:"standing,omitempty"` // unless it is that of unlisted codes
	Uses      [][2]string `json:"uses,omitempty"`     // owner and name
	Fields    [][3]string `json:"fields,omitempty"`   // name, level, clause
	NoContent *string     `json:"noContent,omitempty"`
	NoStore   *string     `json:"noStore,omitempty"` // the clause, which may be empty

	Entry   string      `json:"entry,omitempty"` // its name, if it is another
	Page    string      `json:"page,omitempty"`  // path of the entry
	Summary string      `json:"summary,omitempty"`
	Causes  [][3]string `json:"causes,omitempty"` // title, address, telling words
}

var standings = map[doctor.Standing]string{
	doctor.Unknown: "unknown", doctor.Registered: "registered", doctor.Deprecated: "deprecated",
	doctor.Unused: "unused", doctor.Unregistered: "unregistered",
}

// DoctorData returns doctor.json: all that static/doctor has to be told to say
// of a text what the command line says.
func DoctorData(set *entry.Set) ([]byte, error) {
	const nobodys = 1000 // a number of four digits, which no code has
	facts := set.CodeFacts()
	unlisted := facts.Code(nobodys)
	d := doctorData{Unlisted: standings[unlisted.Standing], Codes: make(map[int]*doctorCode)}
	for _, r := range doctor.Rules {
		d.Rules = append(d.Rules, [3]string{r.ID, r.Severity.String(), r.Spec})
	}
	for status := range nobodys {
		known, e := facts.Code(status), set.Entry(status)
		if e == nil && reflect.DeepEqual(known, unlisted) {
			continue
		}
		c := newDoctorCode(known)
		if known.Standing != unlisted.Standing {
			c.Standing = standings[known.Standing]
		}
		if of, ok := facts.ByPhrase(known.Name); ok && of == status {
			c.Phrase = true
		}
		if e != nil {
			full, err := set.Full(e)
			if err != nil {
				return nil, err
			}
			c.about(full)
		}
		d.Codes[status] = c
	}
	return json.Marshal(d)
}

func newDoctorCode(known doctor.Code) *doctorCode {
	c := &doctorCode{Name: known.Name}
	for _, u := range known.Uses {
		c.Uses = append(c.Uses, [2]string{u.Owner, u.Name})
	}
	for _, f := range known.Fields {
		c.Fields = append(c.Fields, [3]string{f.Name, string(f.Level), f.Spec})
	}
	if known.NoContent {
		c.NoContent = &known.NoContentSpec
	}
	if known.NoStore {
		c.NoStore = &known.NoStoreSpec
	}
	return c
}

// about fills in what the entry says.
func (c *doctorCode) about(e *entry.Entry) {
	c.Page, c.Summary = "/"+e.Path(), e.Summary.Value
	if e.Name.Value != c.Name {
		c.Entry = e.Name.Value
	}
	words := e.TellingWords()
	for i, cause := range e.Causes {
		c.Causes = append(c.Causes, [3]string{cause.Title, cause.ID, strings.Join(words[i], " ")})
	}
}
