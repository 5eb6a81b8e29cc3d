package build

import (
	"fmt"
	"html/template"
	"strings"

	"statuswiki/internal/entry"
)

// The words for the values of facts, as a page shows them.
var (
	standingWords = map[entry.Standing]string{
		"standard": "Standard", "temporary": "Temporary registration", "deprecated": "Deprecated",
		"unused": "Registered, unused", "unofficial": "Unofficial", "reported": "Reported, not documented by its owner",
	}
	cacheWords = map[entry.Caching]string{
		"heuristic": "Yes, by default", "explicit only": "Only when told to", "must not be stored": "Must not be stored",
	}
	bodyWords = map[entry.Content]string{
		"allowed": "Allowed", "expected": "Expected", "forbidden": "None, ever",
	}
	retryWords = map[entry.Retry]string{
		"never": "No", "unchanged": "As it is", "after a change": "After a change", "after a delay": "After a delay", "not needed": "Not needed",
	}
	alarmWords = map[entry.Alarm]string{
		"normal": "Normal operation", "watch": "Watch the rate", "urgent": "Urgent",
	}
	methodWords = map[entry.Methods]string{
		"safe": "safe methods", "idempotent": "idempotent methods", "non-idempotent": "POST and other methods that are not idempotent",
	}
)

// facts lists what the front matter says, for the box beside the quick answer.
func (r *renderer) facts(e *entry.Entry) []termView {
	var out []termView
	add := func(name string, parts ...template.HTML) {
		var body strings.Builder
		for _, p := range parts {
			if p != "" {
				if body.Len() > 0 {
					body.WriteString("; ")
				}
				body.WriteString(string(p))
			}
		}
		if body.Len() > 0 {
			out = append(out, termView{name, template.HTML(body.String())})
		}
	}
	clause := func(c entry.At[entry.Clause]) template.HTML {
		if !c.Given() {
			return ""
		}
		return anchor(clauseLink(c.Value))
	}
	add("Defined in", clause(e.Spec))
	if len(e.Formerly) > 0 {
		var names []string
		for _, f := range e.Formerly {
			names = append(names, f.Name.Value)
		}
		add("Formerly", r.text(strings.Join(names, ", ")))
	}
	var senders []string
	for _, s := range e.SentBy {
		senders = append(senders, string(s.Value))
	}
	add("Sent by", r.text(strings.Join(senders, ", ")))
	if e.OnWire.Given() && !e.OnWire.Value {
		add("On the wire", "Never: a client cannot receive it")
	}
	add("Retry", r.retry(e.Retry)...)
	add("Severity", r.text(alarmWords[e.Severity.Level.Value]), r.text(e.Severity.Note.Value))
	add("Cacheable", r.text(cacheWords[e.Cache.Rule.Value]), r.text(e.Cache.Note.Value), clause(e.Cache.Spec))
	add("Content", r.text(bodyWords[e.Body.Rule.Value]), r.text(e.Body.Note.Value), clause(e.Body.Spec))
	return out
}

func (r *renderer) retry(rules []entry.RetryRule) []template.HTML {
	var out []template.HTML
	for _, rule := range rules {
		s := retryWords[rule.May.Value]
		if m := methodWords[rule.Methods.Value]; m != "" {
			s = capital(m) + ": " + strings.ToLower(s)
		}
		if rule.Note.Given() {
			s += ", " + rule.Note.Value
		}
		out = append(out, r.text(s))
	}
	return out
}

func anchor(l *link) template.HTML {
	return template.HTML(fmt.Sprintf(`<a href="%s">%s</a>`, template.HTMLEscapeString(l.Href), template.HTMLEscapeString(l.Text)))
}

func threeDigits(code int) string { return fmt.Sprintf("%03d", code) }
