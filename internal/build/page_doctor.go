package build

import (
	"bytes"
	"html/template"
	"sync"

	"statuswiki/internal/doctor"
)

// doctorView is the page on which a response is diagnosed.
type doctorView struct {
	layoutView
	Heading, Summary string
	Doctor           string   // path of the script
	Examples         []string // names of texts that the script has
	Rules            int
}

const doctorPath = "doctor/"

// doctorExamples are the examples of static/doctor/80-page.js, in its words.
var doctorExamples = []string{"a 401 without a challenge", "curl -v", "header fields", "a log line"}

// doctorPages are the page of the response doctor and the data behind it, also as
// a script for a site that is opened from disk, where no page may read a file.
func (b *builder) doctorPages() []page {
	if !b.set.Form().HTTP() {
		return nil // it knows the codes by their status
	}
	path := doctorPath + "index.html"
	const title = "The response doctor"
	const summary = "Paste a response, curl -v, a HAR file or a log line: what the status means here, what is wrong with it, and the line that would be right."
	data := sync.OnceValues(func() ([]byte, error) { return DoctorData(b.set) })
	return []page{
		{path: path, tmpl: "doctor", of: "the page of the response doctor", view: func(r *renderer) any {
			v := doctorView{layoutView: b.layout(r, path, title, summary), Heading: title, Summary: summary, Rules: len(doctor.Rules)}
			v.Kind = "doctor"
			v.Style += template.CSS(b.assets.doctorStyle)
			v.Doctor, v.Examples = r.rel(b.assets.doctor), doctorExamples
			return v
		}},
		{path: doctorDataPath, of: "the facts for the response doctor", raw: data, bodies: true},
		{path: "doctor-data.js", of: "the facts for the response doctor", raw: func() ([]byte, error) {
			text, err := data()
			return append(append([]byte("statuswikiDoctorData("), bytes.TrimSpace(text)...), ");\n"...), err
		}, bodies: true},
	}
}
