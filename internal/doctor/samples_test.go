package doctor_test

import (
	"strings"
	"testing"

	"statuswiki/internal/doctor"
	"statuswiki/internal/httpmsg"
)

// registry is what the tests know of codes; the wiki's own facts are tried in
// content_test.go.
type registry map[int]doctor.Code

func (r registry) Code(status int) doctor.Code {
	if c, ok := r[status]; ok {
		return c
	}
	return doctor.Code{Standing: doctor.Registered}
}

func (r registry) ByPhrase(phrase string) (int, bool) {
	for status, c := range r {
		if strings.EqualFold(c.Name, phrase) && c.Standing != doctor.Unregistered {
			return status, true
		}
	}
	return 0, false
}

func fields(level doctor.Level, names ...string) (out []doctor.FieldFact) {
	for _, n := range names {
		out = append(out, doctor.FieldFact{Name: n, Level: level, Spec: "RFC 0 §1"})
	}
	return out
}

var facts = registry{
	200: {Name: "OK", Standing: doctor.Registered},
	204: {Name: "No Content", Standing: doctor.Registered, Fields: fields(doctor.MustNot, "Content-Length", "Transfer-Encoding"), NoContent: true, NoContentSpec: "RFC 9110 §15.3.5"},
	205: {Name: "Reset Content", Standing: doctor.Registered, NoContent: true},
	226: {Name: "IM Used", Standing: doctor.Registered, Fields: fields(doctor.Must, "ETag")},
	299: {Fields: fields(doctor.MustNot, "ETag")},
	302: {Name: "Found", Standing: doctor.Registered, Fields: fields("SHOULD", "Location")},
	303: {Name: "See Other", Standing: doctor.Registered, Fields: fields("related", "Location")},
	304: {Name: "Not Modified", Standing: doctor.Registered, NoContent: true},
	305: {Name: "Use Proxy", Standing: doctor.Deprecated},
	306: {Name: "(Unused)", Standing: doctor.Unused},
	401: {Name: "Unauthorized", Standing: doctor.Registered, Fields: fields(doctor.Must, "WWW-Authenticate")},
	403: {Name: "Forbidden", Standing: doctor.Registered},
	404: {Name: "Not Found", Standing: doctor.Registered},
	405: {Name: "Method Not Allowed", Standing: doctor.Registered, Fields: fields(doctor.Must, "Allow")},
	407: {Name: "Proxy Authentication Required", Standing: doctor.Registered, Fields: fields(doctor.Must, "Proxy-Authenticate")},
	418: {Name: "(Unused)", Standing: doctor.Unused},
	426: {Name: "Upgrade Required", Standing: doctor.Registered, Fields: fields(doctor.Must, "Upgrade", "Connection")},
	101: {Name: "Switching Protocols", Standing: doctor.Registered, Fields: fields(doctor.Must, "Upgrade", "Connection"), NoContent: true, NoStore: true},
	429: {Name: "Too Many Requests", Standing: doctor.Registered, Fields: fields(doctor.May, "Retry-After"), NoStore: true, NoStoreSpec: "RFC 6585 §4"},
	502: {Name: "Bad Gateway", Standing: doctor.Registered},
	503: {Name: "Service Unavailable", Standing: doctor.Registered, Fields: fields(doctor.May, "Retry-After")},
	520: {Standing: doctor.Unregistered, Uses: []doctor.Use{{Owner: "Cloudflare", Name: "Web server returns an unknown error"}, {Owner: "Somebody"}}},
}

// sample reads messages that stand below one another: a request, if there is
// one, then responses. Each begins with its start line behind an empty line.
func sample(text string) (x doctor.Exchange) {
	line := 1
	for text != "" {
		end := len(text)
		for i := 1; i < len(text); i++ {
			if strings.HasPrefix(text[i:], "\n\nHTTP/") {
				end = i + 2
				break
			}
		}
		part := text[:end]
		if end < len(text) {
			part = part[:end-1] // the empty line parts the messages and begins no body
		}
		m, _ := httpmsg.Parse(part, line)
		if m.Kind == httpmsg.Request {
			x.Request = m
		} else {
			x.Responses = append(x.Responses, m)
		}
		line += strings.Count(text[:end], "\n")
		text = text[end:]
	}
	return x
}

func diagnose(text string) []doctor.Finding { return doctor.Diagnose(sample(text), facts) }

// companions are rules that cannot but speak together.
var companions = map[string]string{"bearer-error-status": "bearer-error-meaning"}

// TestRules makes sure of each rule that its sick sample is sick of it and of
// nothing else, and that the other one is well.
func TestRules(t *testing.T) {
	seen := make(map[string]bool)
	for i, r := range doctor.Rules {
		if i > 0 && doctor.Rules[i-1].ID >= r.ID {
			t.Errorf("%s is out of order or stands twice", r.ID)
		}
		if r.Why == "" || r.Sick == "" || r.Well == "" || r.Severity > doctor.Info && r.Spec == "" {
			t.Errorf("%s is not whole: %+v", r.ID, r)
		}
		if got, ok := doctor.ByID(r.ID); !ok || got.Why != r.Why {
			t.Errorf("ByID(%q) = %v", r.ID, got)
		}
		if seen[r.Why] {
			t.Errorf("%s gives the reason of another rule", r.ID)
		}
		seen[r.Why] = true
		for _, f := range diagnose(r.Sick) {
			if f.Rule != r.ID && f.Rule != companions[r.ID] {
				t.Errorf("%s: the sick sample says %s, too: %s", r.ID, f.Rule, f.Message)
			}
			if f.Rule == r.ID && (f.Severity != r.Severity || f.Spec == "" && r.Spec != "") {
				t.Errorf("%s: %+v", r.ID, f)
			}
		}
		if n := count(diagnose(r.Sick), r.ID); n != 1 {
			t.Errorf("%s is found %d times in its sick sample", r.ID, n)
		}
		if found := diagnose(r.Well); len(found) > 0 && r.ID != "bearer-error-status" {
			t.Errorf("%s: the well sample has %+v", r.ID, found)
		}
	}
	if _, ok := doctor.ByID("zzz"); ok {
		t.Error("ByID knows what is not there")
	}
}

func count(found []doctor.Finding, id string) int {
	n := 0
	for _, f := range found {
		if f.Rule == id {
			n++
		}
	}
	return n
}
