package try

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"statuswiki/internal/httpmsg"
)

// File is the name of the data file, below the root of a site.
const File = "try.json"

// Answers holds what is known of the codes from 100 to 599, or of codes of
// another form, which name the status that carries them. All else is passed over,
// and so is an example with another status; that of a 1xx is a 200.
type Answers map[int]Answer

// Answer is what is known of one code.
type Answer struct {
	Name    string     `json:"name"`              // what the code is called
	Status  int        `json:"status,omitempty"`  // carries the code, where that is no status itself
	Interim []Response `json:"interim,omitempty"` // go before the example (RFC 9110 §15.2)
	Example *Response  `json:"example,omitempty"` // for 1xx the final response; may be nil
}

// maxCode is the largest number of a code that is no status.
const maxCode = 999_999

func isStatus(code int) bool { return code >= 100 && code <= 599 }

// own reports whether the code is none of HTTP.
func (a Answer) own() bool { return a.Status != 0 }

// carrier returns the status of the answer to a code.
func (a Answer) carrier(code int) int {
	if a.own() {
		return a.Status
	}
	return code
}

// Response is a response without its framing.
type Response struct {
	Status  int     `json:"status"`
	Phrase  string  `json:"phrase"` // of the status line; may be empty
	Fields  []Field `json:"fields,omitempty"`
	Content string  `json:"content,omitempty"`
}

// Field is one field line.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Encode writes answers as the data file, without what is never sent. Same
// answers, same bytes; markup and whatever a reader cannot see are escaped.
func Encode(a Answers) ([]byte, error) {
	plain, err := json.Marshal(a.sendable()) // keys are sorted
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	for _, r := range string(plain) {
		if r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			fmt.Fprintf(&b, `\u%04x`, r)
			continue
		}
		b.WriteRune(r)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// Decode reads the data file.
func Decode(file []byte) (Answers, error) {
	var a Answers
	if err := json.Unmarshal(file, &a); err != nil {
		return nil, fmt.Errorf("%s: %w", File, err)
	}
	return a, nil
}

// framing are the fields that say how a message travels. They are the server's
// to write. Date is among them, and Cache-Control, which [Handler] decides.
var framing = set("Content-Length Transfer-Encoding Trailer Connection Keep-Alive Proxy-Connection TE Date Cache-Control")

// originWide are fields by which a browser would change what it does with the
// whole origin, which is the wiki's.
var originWide = set("Strict-Transport-Security Clear-Site-Data Alt-Svc NEL Report-To Reporting-Endpoints Service-Worker-Allowed Accept-CH Critical-CH Origin-Agent-Cluster Public-Key-Pins Expect-CT")

func set(names string) map[string]bool {
	m := make(map[string]bool)
	for name := range strings.FieldsSeq(names) {
		m[strings.ToLower(name)] = true
	}
	return m
}

// sendable returns a copy of the answers with what may be sent.
func (a Answers) sendable() Answers {
	out := make(Answers, len(a))
	for code, known := range a {
		if !known.own() && !isStatus(code) || known.own() && (code < 1 || code > maxCode || !isStatus(known.Status) || known.Status < 200) {
			continue
		}
		clean := Answer{Name: oneLine(known.Name), Status: known.Status}
		for _, r := range known.Interim {
			if r.Status >= 102 && r.Status <= 199 { // 100 and 101 are not for telling
				clean.Interim = append(clean.Interim, r.sendable())
			}
		}
		if e := known.Example; e != nil && (e.Status == known.carrier(code) || !known.own() && code < 200 && e.Status == 200) {
			r := e.sendable()
			clean.Example = &r
		}
		out[code] = clean
	}
	return out
}

// sendable returns the response with the fields that may be sent.
func (r Response) sendable() Response {
	var out []Field
	for _, f := range r.Fields {
		f.Value = oneLine(f.Value)
		switch name := strings.ToLower(f.Name); {
		case name == "connection":
			f.Value = connectionOptions(f.Value)
			if f.Value == "" {
				continue
			}
		case !httpmsg.IsToken(name) || framing[name] || originWide[name] || strings.HasPrefix(name, "access-control-") || strings.HasPrefix(name, "statuswiki-"):
			continue
		case name == "set-cookie":
			f.Value = belowPath(f.Value)
		}
		out = append(out, f)
	}
	r.Fields, r.Phrase = out, oneLine(r.Phrase)
	return r
}

// connectionOptions keeps of Connection what comes true: close, and Upgrade.
func connectionOptions(value string) string {
	var out []string
	for _, o := range httpmsg.ParseList(value) {
		if o = strings.ToLower(o); o == "close" || o == "upgrade" {
			out = append(out, o)
		}
	}
	return strings.Join(out, ", ")
}

// belowPath returns a Set-Cookie value whose cookie is sent to [Path] only.
func belowPath(value string) string {
	pair, rest, _ := strings.Cut(value, ";")
	out := strings.TrimSpace(pair)
	for attr := range strings.SplitSeq(rest, ";") {
		name, _, _ := strings.Cut(attr, "=")
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "", "path", "domain":
		default:
			out += "; " + strings.TrimSpace(attr)
		}
	}
	return out + "; Path=" + Path
}

// oneLine returns s without what may not stand in a field value or a reason
// phrase (RFC 9110 §5.5). What is not ASCII would be read in one way by one
// client and in another by the next.
func oneLine(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r > 0x7e:
			return '?'
		case r < ' ' && r != '\t':
			return ' '
		}
		return r
	}, s))
}
