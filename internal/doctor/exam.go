package doctor

import (
	"strings"
	"time"

	"statuswiki/internal/httpmsg"
)

// exam is one message under examination: what a rule sees. What is read of it
// is read once, however many rules ask.
type exam struct {
	Exchange
	m    *httpmsg.Message
	last bool // it is the last response, so the request is the one it answers
	code Code // what is known of its status

	facts  Facts
	report *report
	rule   *Rule // at hand

	fields map[string][]httpmsg.Field // by name in lower case
	read   int                        // octets that were handed to a grammar; a test holds them against the size of the input

	control    memo[[]directive]
	auth       memo[[]challenge]
	jar        memo[[]cookie]
	written    memo[[]dateLine]
	mediaType  memo[mediaType]
	rangeField memo[contentRange]
	plain      memo[content]
}

func newExam(x Exchange, m *httpmsg.Message, facts Facts, r *report) *exam {
	e := &exam{Exchange: x, m: m, facts: facts, report: r, fields: make(map[string][]httpmsg.Field, len(m.Fields))}
	for _, f := range m.Fields {
		name := strings.ToLower(f.Name)
		e.fields[name] = append(e.fields[name], f)
	}
	if facts != nil && m.Kind == httpmsg.Response {
		e.code = facts.Code(m.Start.Status)
	}
	return e
}

// memo is a value that is made when it is first asked for.
type memo[T any] struct {
	value T
	done  bool
}

func (m *memo[T]) get(make func() T) T {
	if !m.done {
		m.value, m.done = make(), true
	}
	return m.value
}

// status is 0 when there is no status line, or none that can be read.
func (x *exam) status() int { return x.m.Start.Status }

// interim reports whether it is a 1xx, which is a class with rules of its own
// (RFC 9110 §15.2).
func (x *exam) interim() bool { return x.status() >= 100 && x.status() < 200 }

// text reports whether the version has messages of text lines: HTTP/1.x, or one
// that could not be read.
func (x *exam) text() bool { return x.m.Start.Version == "" || x.m.Start.Version[0] < '2' }

// lines returns the field lines of a name, which is given in lower case.
func (x *exam) lines(name string) []httpmsg.Field {
	lines := x.fields[name]
	for _, f := range lines {
		x.read += len(f.Value)
	}
	return lines
}

func (x *exam) has(name string) bool { return len(x.fields[name]) > 0 }

// first returns the first field line of a name.
func (x *exam) first(name string) (httpmsg.Field, bool) {
	if !x.has(name) {
		return httpmsg.Field{}, false
	}
	return x.lines(name)[0], true
}

// listed reports whether the lists in the lines of a name hold a word, in any
// case.
func (x *exam) listed(name, word string) bool {
	for _, f := range x.lines(name) {
		for _, e := range httpmsg.ParseList(f.Value) {
			if strings.EqualFold(e, word) {
				return true
			}
		}
	}
	return false
}

// method returns the method of the request, if it is known.
func (x *exam) method() string {
	switch {
	case x.Request != nil && x.last:
		return x.Request.Start.Method
	case x.HeadRequest:
		return "HEAD"
	}
	return ""
}

// asked reports whether the request that this response answers is known.
func (x *exam) asked() bool {
	return x.last && x.Request != nil && x.Request.Kind == httpmsg.Request
}

// directive is one of Cache-Control and the line it stands in.
type directive struct {
	httpmsg.Directive
	line httpmsg.Field
}

func (x *exam) directives() []directive {
	return x.control.get(func() (out []directive) {
		for _, f := range x.lines("cache-control") {
			list, _ := httpmsg.ParseCacheControl(f.Value)
			for _, d := range list {
				out = append(out, directive{d, f})
			}
		}
		return out
	})
}

// directive returns the first directive of a name.
func (x *exam) directive(name string) (directive, bool) {
	for _, d := range x.directives() {
		if d.Name == name {
			return d, true
		}
	}
	return directive{}, false
}

// seconds returns the value of max-age or s-maxage; 0 when there is none.
func (x *exam) seconds(name string) int64 {
	d, ok := x.directive(name)
	if !ok {
		return 0
	}
	n, _ := d.Seconds()
	return n
}

// whole reports whether there is a directive of a name that is about the whole
// response. private="set-cookie" is about one field.
func (x *exam) whole(name string) bool {
	d, ok := x.directive(name)
	return ok && !d.HasValue
}

// storable says by which words the response tells some cache to keep it, or
// nothing (RFC 9111 §3).
func (x *exam) storable() string {
	switch {
	case x.whole("no-store"):
		return ""
	case x.seconds("max-age") > 0:
		return "max-age"
	case x.seconds("s-maxage") > 0:
		return "s-maxage"
	case x.whole("public"):
		return "public"
	}
	if _, ok := x.directive("max-age"); ok {
		return "" // Expires does not count beside it
	}
	expires, ok := x.date("expires")
	if now, there := x.date("date"); ok && there && expires.After(now) {
		return "Expires"
	}
	return ""
}

// dateLine is a field that holds a date.
type dateLine struct {
	name string // in lower case
	line httpmsg.Field
	time time.Time
	form httpmsg.DateForm
	err  error
}

func (x *exam) dates() []dateLine {
	return x.written.get(func() (out []dateLine) {
		for _, name := range []string{"date", "expires", "last-modified", "retry-after"} {
			for _, f := range x.lines(name) {
				if name == "retry-after" && !meansDate(f.Value) {
					continue
				}
				d := dateLine{name: name, line: f}
				d.time, d.form, d.err = httpmsg.ParseDate(f.Value)
				out = append(out, d)
			}
		}
		return out
	})
}

// date returns the moment in the first line of a name.
func (x *exam) date(name string) (time.Time, bool) {
	for _, d := range x.dates() {
		if d.name == name {
			return d.time, d.form != httpmsg.NotDate
		}
	}
	return time.Time{}, false
}

// mediaType is what Content-Type says.
type mediaType struct {
	httpmsg.MediaType
	line httpmsg.Field
	err  error
	ok   bool // there is such a field and its type can be read
}

func (x *exam) contentType() mediaType {
	return x.mediaType.get(func() (t mediaType) {
		f, ok := x.first("content-type")
		if !ok {
			return t
		}
		t.line = f
		t.MediaType, t.err = httpmsg.ParseMediaType(f.Value)
		t.ok = t.Type != ""
		return t
	})
}

// is reports whether the type is application/NAME or has +NAME at its end.
func (t mediaType) is(name string) bool {
	return t.ok && (t.Subtype == name && t.Type != "image" || strings.HasSuffix(t.Subtype, "+"+name))
}
