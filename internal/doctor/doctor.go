// Package doctor says what is wrong with an HTTP response, in words for a
// person.
//
// All it knows is one table, [Rules]: each rule has a name, says why it
// matters and where that is written, shows a message that breaks it and one
// that does not, and holds the function that looks. The rules stand in files by
// topic (status.go, framing.go, cookies.go, …), each above its functions.
// Nothing else reports anything, so whatever is said can be looked up.
//
//	m, _ := httpmsg.Parse(text, 1)
//	for _, f := range doctor.Diagnose(doctor.Exchange{Responses: []*httpmsg.Message{m}}, facts) {
//		fmt.Println(f.Severity, f.Rule, f.Message, f.Spec)
//	}
//
// # Facts
//
// What a status code demands (405 needs Allow, 204 has no content, 520 is
// Cloudflare's) is not known here: it is the front matter of the code's entry.
// [Facts] is how it comes in. Here is what belongs to a class of codes (a 1xx
// never has content) and to the grammar of a field.
//
// # What is not known
//
// A rule that needs what was not given is silent: the request, the content, the
// facts. There is no clock and no network; the same input gives the same
// findings.
//
// # Hostile input
//
// Messages come from strangers. What is quoted from them is cut to a readable
// length, valid UTF-8 and without control characters; it is not HTML. The work
// is linear in the size of the input, and the findings are bounded: of one
// rule only the first few are listed, and the others are counted.
//
// # In the browser
//
// static/doctor is a port of all this for the page /doctor/: a function per
// rule, with the same name and words. A test in package cli holds the two against
// each other, so a rule that is new or changed here has to be so there.
package doctor

import (
	"statuswiki/internal/diag"
	"statuswiki/internal/httpmsg"
)

// Severity says how much a finding matters.
type Severity = diag.Level

// The severities.
const (
	Error   = diag.Error   // a MUST is broken, or recipients will reject or misread the message
	Warning = diag.Warning // a SHOULD is broken, recipients ignore it, or it contradicts itself
	Info    = diag.Info    // advice, explanation, history; nothing is broken
)

// Exchange is one response and what is known around it.
type Exchange struct {
	Request *httpmsg.Message // the request that the last response answers; nil if unknown

	// Responses end with the one that is asked about. Before it stand interim
	// responses, redirects and refusals that led to it; they are examined, too.
	// Header lines without a status line are examined as far as they go.
	Responses []*httpmsg.Message

	// HeadRequest says that the request was a HEAD, though it is not given.
	HeadRequest bool

	// Exact says that the messages are given octet for octet and to their end.
	// Without it they are what somebody pasted: the tool may have decoded the
	// content or left it out, and an editor may have added a line end.
	Exact bool
}

// Finding is one thing about the response that is wrong or worth saying. All
// text is on one line, valid UTF-8 and without control characters.
type Finding struct {
	Rule      string // the ID of the rule
	Severity  Severity
	Message   string // one sentence without a full stop
	Spec      string // the clauses behind it; may be empty with Info
	Line, Col int    // the place in the text, counted as by httpmsg.Parse
	Fix       string // the corrected line, where one can be given
	More      int    // further findings of the rule that are not listed; Message counts them, too
}

// Diagnose examines the responses of an exchange, and what the form of the
// messages says. Facts may be nil: then the rules that need them are silent.
//
// The gravest findings stand first, and then the first in the text. There are
// never more than a hundred.
func Diagnose(x Exchange, facts Facts) []Finding {
	r := &report{}
	if len(x.Responses) == 0 && x.Request != nil {
		newExam(x, x.Request, facts, r).examine(func(rule *Rule) bool { return rule.ID == "not-a-response" })
	}
	for i, m := range x.Responses {
		e := newExam(x, m, facts, r)
		e.last = i == len(x.Responses)-1
		fields := m.Kind == httpmsg.Unknown && len(m.Fields) > 0
		e.examine(func(rule *Rule) bool { return m.Kind == httpmsg.Response || fields || rule.form })
	}
	return r.findings()
}

// DiagnoseRequest examines a request by those rules that hold for requests,
// too: its length and whether its content is what it claims to be.
func DiagnoseRequest(m *httpmsg.Message, exact bool) []Finding {
	r := &report{}
	newExam(Exchange{Exact: exact}, m, nil, r).examine(func(rule *Rule) bool { return rule.requests })
	return r.findings()
}

// examine applies the rules that are wanted.
func (x *exam) examine(wanted func(*Rule) bool) {
	for i := range Rules {
		if wanted(&Rules[i]) {
			x.rule = &Rules[i]
			x.rule.check(x)
		}
	}
}
