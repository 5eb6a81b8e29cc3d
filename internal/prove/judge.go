package prove

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"statuswiki/internal/entry"
	"statuswiki/internal/httpmsg"
)

// judge holds an answer against the facts of the sample's code. The error lists
// all that differs.
func (s *Sample) judge(a *answer, p entry.Proof) error {
	if p.Answers == entry.NoAnswer {
		return fmt.Errorf("it answers with %s instead of closing the connection", a.statuses())
	}
	want := s.Entry.Code.Value
	if p.Answers != 0 {
		want = p.Answers
	}
	shown := a.final
	if want < 200 && want != 101 {
		i := slices.IndexFunc(a.interim, func(m *httpmsg.Message) bool { return m.Start.Status == want })
		if i < 0 {
			return fmt.Errorf("no %d came, only %s", want, a.statuses())
		}
		shown = a.interim[i]
	}
	if got := shown.Start.Status; got != want {
		return fmt.Errorf("the status is %d, not %d%s", got, want, quoted(a.content))
	}
	wrong := wellFormed(shown)
	facts := s.Set.Entry(want)
	if facts == nil {
		return join(wrong)
	}
	for _, f := range facts.Fields {
		if f.In.Value != "response" || f.When.Given() {
			continue
		}
		_, there := shown.Get(f.Name.Value)
		switch {
		case f.Level.Value == "MUST" && !there:
			wrong = append(wrong, fmt.Errorf("a %d must carry %s, and it does not", want, f.Name.Value))
		case f.Level.Value == "MUST NOT" && there:
			wrong = append(wrong, fmt.Errorf("a %d must not carry %s, and it does", want, f.Name.Value))
		}
	}
	if facts.Body.Rule.Value == "forbidden" && shown == a.final && want != 101 && len(a.content)+len(a.after) > 0 {
		wrong = append(wrong, fmt.Errorf("a %d has no content, and this one has%s", want, quoted(append(a.content, a.after...))))
	} else if len(a.after) > 0 {
		wrong = append(wrong, fmt.Errorf("octets follow the end of the response%s", quoted(a.after)))
	}
	if err := partial(shown); err != nil {
		wrong = append(wrong, err)
	}
	return join(wrong)
}

// partial is the one condition among the facts that a program can tell: a 206
// of one part says which it is (RFC 9110 §15.3.7.1).
func partial(m *httpmsg.Message) error {
	kind, _ := m.Get("Content-Type")
	_, says := m.Get("Content-Range")
	if several := strings.HasPrefix(strings.ToLower(kind), "multipart/byteranges"); m.Start.Status == 206 && says == several {
		return errors.New("a 206 carries Content-Range, unless it has several parts")
	}
	return nil
}

// grammars are the fields whose values can be read, each with its reader.
var grammars = map[string]func(string) error{
	"WWW-Authenticate":   challenges,
	"Proxy-Authenticate": challenges,
	"Allow":              of(httpmsg.ParseAllow),
	"Accept":             list,
	"Cache-Control":      of(httpmsg.ParseCacheControl),
	"Connection":         list,
	"Content-Range":      of(httpmsg.ParseContentRange),
	"Content-Type":       of(httpmsg.ParseMediaType),
	"ETag":               of(httpmsg.ParseETag),
	"Link":               of(httpmsg.ParseLinks),
	"Location":           reference,
	"Retry-After":        of(httpmsg.ParseRetryAfter),
	"Set-Cookie":         of(httpmsg.ParseSetCookie),
	"Upgrade":            list,
	"Vary":               list,
	"Date":               date,
	"Expires":            nil, // anything that is no date means the past (RFC 9111 §5.3)
	"Last-Modified":      date,
}

// wellFormed reads every field whose grammar is known.
func wellFormed(m *httpmsg.Message) []error {
	var wrong []error
	for _, f := range m.Fields {
		if read := grammars[httpmsg.CanonicalName(f.Name)]; read != nil {
			if err := read(f.Value); err != nil {
				wrong = append(wrong, fmt.Errorf("%s: %s is no valid value: %w", f.Name, cut(f.Value), err))
			}
		}
	}
	return wrong
}

func of[T any](parse func(string) (T, error)) func(string) error {
	return func(v string) error {
		_, err := parse(v)
		return err
	}
}

func challenges(v string) error {
	found, err := httpmsg.ParseChallenges(v)
	if err == nil && len(found) == 0 {
		err = errors.New("there is no challenge in it")
	}
	return err
}

func list(v string) error {
	if len(httpmsg.ParseList(v)) == 0 {
		return errors.New("the list is empty")
	}
	return nil
}

func date(v string) error {
	_, _, err := httpmsg.ParseDate(v)
	return err
}

func reference(v string) error {
	if v == "" || strings.ContainsAny(v, " \"<>\\") {
		return errors.New("it is no reference to a resource")
	}
	_, err := url.Parse(v)
	return err
}

func (a *answer) statuses() string {
	var out []string
	for _, m := range append(slices.Clone(a.interim), a.final) {
		out = append(out, fmt.Sprint(m.Start.Status))
	}
	return strings.Join(out, ", ")
}

// quoted shows the beginning of a content: it often says what went wrong.
func quoted(content []byte) string {
	text := strings.Join(strings.Fields(strings.ToValidUTF8(string(content), "?")), " ")
	if text == "" {
		return ""
	}
	return fmt.Sprintf(": %q", cut(text))
}

// join makes one error of several, on one line.
func join(errs []error) error {
	var out []string
	for _, err := range errs {
		if err != nil {
			out = append(out, err.Error())
		}
	}
	if len(out) == 0 {
		return nil
	}
	return errors.New(strings.Join(out, "; "))
}
