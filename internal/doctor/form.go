package doctor

import (
	"strings"
	"unicode/utf8"

	"statuswiki/internal/httpmsg"
)

// Rules about the form of the text. What breaks most of them is found by the
// reader, package httpmsg; here they get their weight and their words.
var formRules = []Rule{
	{ID: "status-line-syntax", Severity: Warning, Spec: "RFC 9112 §2.3, §4", check: formProblem, form: true,
		Why:  "A status line is version, code and phrase with one space between each, and HTTP is written in capitals.",
		Sick: "HTTP/1.1  200 OK" + date, Well: okay},
	{ID: "status-range", Severity: Error, Spec: "RFC 9110 §15, RFC 9112 §4", check: formProblem, form: true,
		Why:  "A status code has three digits, from 100 to 599. Programs have no idea what to do with another one.",
		Sick: "HTTP/1.1 999 Request denied" + date, Well: "HTTP/1.1 429 Too Many Requests" + date + "\nRetry-After: 60"},
	{ID: "version-unknown", Severity: Error, Spec: "RFC 9110 §2.5, RFC 9112 §2.3", check: formProblem, form: true,
		Why:  "There are HTTP/0.9, 1.0, 1.1, 2 and 3.",
		Sick: "HTTP/1.2 200 OK" + date, Well: okay},
	{ID: "not-a-response", Severity: Error, Spec: "RFC 9112 §4", check: notAResponse, form: true,
		Why:  "A response begins with its status line. What stands there is something else.",
		Sick: "404 Not Found", Well: "HTTP/1.1 404 Not Found" + date},
	{ID: "second-status-line", Severity: Error, Spec: "RFC 9112 §5", check: formProblem, form: true,
		Why:  "A status line among the header lines is the next response, and the empty line before it is missing.",
		Sick: "HTTP/1.1 302 Found" + date + "\nLocation: /sale\nHTTP/1.1 200 OK", Well: "HTTP/1.1 302 Found" + date + "\nLocation: /sale\n\n" + okay},
	{ID: "field-line-syntax", Severity: Error, Spec: "RFC 9112 §5", check: formProblem, form: true,
		Why:  "A header line is a name, a colon and a value.",
		Sick: okay + "\nRetry-After 120", Well: okay + "\nRetry-After: 120"},
	{ID: "field-name-syntax", Severity: Error, Spec: "RFC 9110 §5.1, §5.6.2", check: formProblem, form: true,
		Why:  "A field name is letters, digits and some signs, without spaces.",
		Sick: okay + "\nRetry After: 120", Well: okay + "\nRetry-After: 120"},
	{ID: "field-space-before-colon", Severity: Error, Spec: "RFC 9112 §5.1", check: formProblem, form: true,
		Why:  "White space between a field's name and the colon was used to smuggle messages: one program sees the field, another does not.",
		Sick: okay + "\nServer : example", Well: okay + "\nServer: example"},
	{ID: "field-fold", Severity: Error, Spec: "RFC 9112 §5.2", check: formProblem, form: true,
		Why:  "A header line that begins with white space continues the one above. Folding is obsolete, and recipients refuse it or read it differently.",
		Sick: okay + "\nVary: Accept,\n  Cookie", Well: okay + "\nVary: Accept, Cookie"},
	{ID: "field-value-control", Severity: Error, Spec: "RFC 9110 §5.5, RFC 9112 §2.2", check: formProblem, form: true,
		Why:  "A CR or NUL within a value ends the field for one program and not for another. It comes from data that was put into a field unchecked.",
		Sick: okay + "\nServer: exam\rple", Well: okay + "\nServer: example"},
	{ID: "pseudo-field", Severity: Error, Spec: "RFC 9113 §8.3", check: formProblem, form: true,
		Why:  "HTTP/2 and HTTP/3 know a few fields with a colon in front, and a response just one of them, :status.",
		Sick: ":code: 200\n:status: 200" + date, Well: ":status: 200" + date},
	{ID: "too-many-fields", Severity: Warning, Spec: "RFC 9110 §5.4", check: formProblem, form: true,
		Why:  "No client takes a header section of more than a thousand lines. What lies behind was not read.",
		Sick: okay + strings.Repeat("\nx: 1", httpmsg.MaxFieldLines), Well: okay + "\nx: 1"},
	{ID: "field-value-not-ascii", Severity: Info, Spec: "RFC 9110 §5.5", check: fieldValueNotASCII,
		Why:  "Which characters octets above 127 are is not defined; clients guess, and guess differently.",
		Sick: okay + "\nX-Author: Müller", Well: okay + "\nX-Author: Mueller"},
	{ID: "singleton-repeated", Severity: Error, Spec: "RFC 9110 §5.3, §5.5", check: singletonRepeated,
		Why:  "These fields have one value. Of several lines one client takes the first, another the last, and a third refuses the message.",
		Sick: okay + "\nETag: \"a\"\nETag: \"b\"", Well: okay + "\nETag: \"a\""},
}

// formProblem tells what the reader has found.
func formProblem(x *exam) {
	for _, p := range x.m.Problems() {
		if p.ID == x.rule.ID {
			x.say(place{p.Line, p.Col}, "%s", p.Text).spec(p.Spec)
		}
	}
}

func notAResponse(x *exam) {
	formProblem(x)
	if x.m.Kind == httpmsg.Request {
		x.say(x.start(), "this is a request (%s), and the response to it is missing", quote(x.m.Start.String()))
	}
}

func fieldValueNotASCII(x *exam) {
	for _, f := range x.m.Fields {
		for i := range len(f.Value) {
			if f.Value[i] >= utf8.RuneSelf {
				x.say(within(f, i), "%s holds octets that are no ASCII: %s", quote(f.Name), quote(f.Value[i:]))
				break
			}
		}
	}
}

// singletons are the fields of a response that have one value. Content-Length
// and Strict-Transport-Security have rules of their own.
var singletons = []string{
	"Access-Control-Allow-Origin", "Age", "Content-Location", "Content-Range", "Content-Type", "Date", "ETag", "Expires",
	"Last-Modified", "Location", "Retry-After", "Server", "Upload-Complete", "Upload-Offset",
}

func singletonRepeated(x *exam) {
	for _, name := range singletons {
		if lines := x.lines(strings.ToLower(name)); len(lines) > 1 {
			x.say(at(lines[1]), "%s stands on %d lines, and it has one value", name, len(lines))
		}
	}
}

// countFold returns how many of the words are a word, in any case.
func countFold(words []string, word string) int {
	n := 0
	for _, w := range words {
		if strings.EqualFold(w, word) {
			n++
		}
	}
	return n
}
