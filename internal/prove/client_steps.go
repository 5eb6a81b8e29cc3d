package prove

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"time"

	"statuswiki/internal/entry"
	"statuswiki/internal/httpmsg"
)

// step is one request of an entry's example, with what answers it.
type step struct {
	exchange int // which of the entry's exchanges it stands in

	method, host, target string
	fields               map[string]string // by name in lower case
	content              []byte

	interim []reply // 1xx
	final   *reply  // nil: the connection is closed without an answer
}

// reply is a response as it goes over the wire.
type reply struct {
	status     int
	raw        []byte
	framed     bool // it says where it ends, so the connection can go on
	retryAfter string
	date       time.Time
}

// stepsOf reads an entry's example: its requests in order, each with the
// responses that answer it. Where a gateway asks somebody else before it
// answers, a response belongs to the last open request between the same two.
// Messages of HTTP/2 are left out: the replay speaks HTTP/1.1.
func stepsOf(e *entry.Entry) []*step {
	var steps []*step
	var asker []string // who asked whom, of each step
	for n, exchange := range e.Exchanges {
		first := len(steps)
		for _, b := range exchange.Messages {
			m := b.Message
			if m == nil || len(m.Start.Pseudo) > 0 {
				continue
			}
			from, to := b.Participants()
			if m.Kind == httpmsg.Request {
				if s := newStep(n, m); s != nil {
					steps, asker = append(steps, s), append(asker, from+"\n"+to)
				}
				continue
			}
			for i := len(steps) - 1; i >= first; i-- {
				s := steps[i]
				if s.final == nil && asker[i] == to+"\n"+from {
					s.answer(m)
					break
				}
			}
		}
	}
	return steps
}

func newStep(exchange int, m *httpmsg.Message) *step {
	if m.Start.Method == "" || m.Start.Target == "" {
		return nil
	}
	host, _ := m.Get("Host")
	s := &step{exchange: exchange, method: m.Start.Method, host: bareHost(host), target: m.Start.Target, fields: map[string]string{}, content: m.Body}
	for _, f := range m.Fields {
		s.fields[strings.ToLower(f.Name)] = f.Value
	}
	return s
}

// bareHost takes the port of https from a host.
func bareHost(host string) string { return strings.TrimSuffix(strings.ToLower(host), ":443") }

func (s *step) answer(m *httpmsg.Message) {
	var raw bytes.Buffer
	line := strings.TrimRight(m.Start.Raw, " ")
	if strings.Count(line, " ") < 2 {
		line += " " // no phrase: the space stays (RFC 9112 §4)
	}
	raw.WriteString(line + "\r\n")
	for _, f := range m.Fields {
		raw.WriteString(f.Raw + "\r\n")
	}
	raw.WriteString("\r\n")
	a := reply{status: m.Start.Status}
	length, given, _ := m.ContentLength()
	body := m.Body
	if given && int64(len(body)) > length {
		body = body[:length]
	}
	raw.Write(body)
	a.raw = raw.Bytes()
	closes, _ := m.Get("Connection")
	a.framed = (given || a.status < 200 || a.status == 204 || a.status == 304) && !strings.EqualFold(closes, "close")
	a.retryAfter, _ = m.Get("Retry-After")
	if date, ok := m.Get("Date"); ok {
		a.date, _ = http.ParseTime(date)
	}
	if a.status < 200 && a.status != http.StatusSwitchingProtocols {
		s.interim = append(s.interim, a)
		return
	}
	s.final = &a
}

// status is that of the final response; 0 when there is none.
func (s *step) status() int {
	if s.final == nil {
		return 0
	}
	return s.final.status
}

// shows reports whether one of the step's responses has the code.
func (s *step) shows(code int) bool {
	for _, a := range s.interim {
		if a.status == code {
			return true
		}
	}
	return s.status() == code
}

// passing are fields in which a client may differ from the example, since they
// name the client or the connection.
var passing = map[string]bool{"host": true, "content-length": true, "user-agent": true, "connection": true, "date": true}

// alike counts in how many of the given fields a request and a step agree.
func (s *step) alike(r *asked, names []string, contents bool) int {
	n := 0
	for _, name := range names {
		mine, has := s.fields[name]
		theirs, sent := r.fields[name]
		if has == sent && mine == theirs {
			n++
		}
	}
	if contents && sameContent(s.content, r.content) {
		n++
	}
	return n
}

// telling returns the fields in which steps differ from one another, and
// whether their contents do.
func telling(steps []*step) (names []string, contents bool) {
	seen := map[string]bool{}
	for _, s := range steps {
		contents = contents || !sameContent(s.content, steps[0].content)
		for _, t := range steps {
			for name, value := range s.fields {
				other, has := t.fields[name]
				if (!has || other != value) && !passing[name] && !seen[name] {
					seen[name] = true
					names = append(names, name)
				}
			}
		}
	}
	return names, contents
}

// sameContent compares JSON by what it means, forms by their parts, and
// anything else by its octets without the white space around them.
func sameContent(a, b []byte) bool {
	var x, y any
	if json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil {
		return reflect.DeepEqual(x, y)
	}
	a, b = bytes.TrimSpace(a), bytes.TrimSpace(b)
	if bytes.Equal(a, b) {
		return true
	}
	p, errP := url.ParseQuery(string(a))
	q, errQ := url.ParseQuery(string(b))
	return errP == nil && errQ == nil && bytes.ContainsRune(a, '=') && bytes.ContainsRune(b, '=') && reflect.DeepEqual(p, q)
}

// sameTarget compares two request targets: in the absolute form by what follows
// the host, and queries by what they mean.
func sameTarget(a, b string) bool {
	if a == b {
		return true
	}
	x, errX := url.ParseRequestURI(a)
	y, errY := url.ParseRequestURI(b)
	return errX == nil && errY == nil && x.Path == y.Path && reflect.DeepEqual(x.Query(), y.Query())
}

// clock is the time at which the sample's program believes to run: that of the
// first response to a request whose path the sample names.
func clock(steps []*step, text string) time.Time {
	var first time.Time
	for _, s := range steps {
		if s.final == nil || s.final.date.IsZero() {
			continue
		}
		path, _, _ := strings.Cut(s.target, "?")
		if len(path) > 1 && strings.Contains(text, path) {
			return s.final.date
		}
		if first.IsZero() {
			first = s.final.date
		}
	}
	if first.IsZero() {
		first = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	}
	return first
}
