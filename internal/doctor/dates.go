package doctor

import (
	"errors"
	"regexp"
	"strings"
	"time"

	"statuswiki/internal/httpmsg"
)

// Rules about dates and validators.
var dateRules = []Rule{
	{ID: "date-syntax", Severity: Error, Spec: "RFC 9110 §5.6.7", check: dateSyntax,
		Why:  "HTTP has one way to write a date, in GMT. Clients ignore what they cannot read, and caches take a wrong Expires for the past.",
		Sick: okay + "\nLast-Modified: 2026-11-20T08:00:00Z", Well: okay + "\nLast-Modified: Fri, 20 Nov 2026 08:00:00 GMT"},
	{ID: "expires-zero", Severity: Warning, Spec: "RFC 9111 §5.3, RFC 9110 §5.6.7", check: expiresZero,
		Why:  "Expires is a date. Caches read a number as «expired already», which Cache-Control says in words.",
		Sick: okay + "\nExpires: 0", Well: okay + "\nCache-Control: no-cache"},
	{ID: "date-obsolete", Severity: Warning, Spec: "RFC 9110 §5.6.7", check: dateObsolete,
		Why:  "The two older forms have to be understood and must not be sent any more. One of them has a year of two digits.",
		Sick: okay + "\nLast-Modified: Friday, 20-Nov-26 08:00:00 GMT", Well: okay + "\nLast-Modified: Fri, 20 Nov 2026 08:00:00 GMT"},
	{ID: "date-weekday", Severity: Warning, Spec: "RFC 9110 §5.6.7, RFC 5322 §3.3", check: dateWeekday,
		Why:  "The day of the week has to be that of the date. A wrong one shows that the date was put together by hand, and strict parsers refuse it.",
		Sick: okay + "\nLast-Modified: Mon, 20 Nov 2026 08:00:00 GMT", Well: okay + "\nLast-Modified: Fri, 20 Nov 2026 08:00:00 GMT"},
	{ID: "date-missing", Severity: Info, Spec: "RFC 9110 §6.6.1", check: dateMissing,
		Why:  "A server with a clock sends Date with 2xx, 3xx and 4xx; caches count the age of a response from it.",
		Sick: "HTTP/1.1 200 OK", Well: okay},
	{ID: "last-modified-future", Severity: Error, Spec: "RFC 9110 §8.8.2.1", check: lastModifiedFuture,
		Why:  "Nothing was changed after the moment at which it was sent. A client that asks with such a date gets 304 for what it does not have.",
		Sick: okay + "\nLast-Modified: Sun, 22 Nov 2026 09:30:00 GMT", Well: okay + "\nLast-Modified: Fri, 20 Nov 2026 09:30:00 GMT"},
	{ID: "etag-syntax", Severity: Error, Spec: "RFC 9110 §8.8.3", check: etagSyntax,
		Why:  "An entity tag stands in double quotes, perhaps behind a capital W and a slash. Otherwise If-None-Match never matches.",
		Sick: okay + "\nETag: abc123", Well: okay + "\nETag: \"abc123\""},
}

// imfFixdate is the form of an HTTP-date (RFC 9110 §5.6.7), as package time
// takes it.
const imfFixdate = "Mon, 02 Jan 2006 15:04:05 GMT"

var (
	dateWord = regexp.MustCompile(`(?i)^(mon|tue|wed|thu|fri|sat|sun)[a-z]*,? .*[0-9]`)
	integer  = regexp.MustCompile(`^[+-]?[0-9]+$`)
	waitUnit = regexp.MustCompile(`(?i)^([0-9]{1,9}) ?(s|sec|secs|second|seconds)$`)
)

// dateNames are the names of the fields in dateLine.
var dateNames = map[string]string{"date": "Date", "expires": "Expires", "last-modified": "Last-Modified", "retry-after": "Retry-After"}

// meansDate reports whether a value of Retry-After is meant as a date.
func meansDate(v string) bool { return dateWord.MatchString(v[:min(len(v), 100)]) }

func dateSyntax(x *exam) {
	for _, d := range x.dates() {
		if d.form != httpmsg.NotDate || d.name == "expires" && integer.MatchString(d.line.Value) {
			continue
		}
		n := x.say(within(d.line, httpmsg.Offset(d.err)), "%s %s is no HTTP-date: %v", dateNames[d.name], quote(d.line.Value), d.err)
		if t, ok := otherDate(d.line.Value); ok {
			n.fix(dateNames[d.name] + ": " + t.UTC().Format(imfFixdate))
		}
	}
}

func expiresZero(x *exam) {
	for _, d := range x.dates() {
		if d.name == "expires" && integer.MatchString(d.line.Value) {
			x.say(within(d.line, 0), "Expires %s is no date; caches take the response for expired", quote(d.line.Value))
		}
	}
}

func dateObsolete(x *exam) {
	for _, d := range x.dates() {
		if d.form.Obsolete() {
			x.say(within(d.line, 0), "%s has a form that must not be sent any more: %s", dateNames[d.name], quote(d.line.Value)).
				fix(dateNames[d.name] + ": " + d.time.Format(imfFixdate))
		}
	}
}

func dateWeekday(x *exam) {
	for _, d := range x.dates() {
		if _, ok := errors.AsType[*httpmsg.WeekdayError](d.err); !ok {
			continue
		}
		n := x.say(within(d.line, 0), "%s %s names the wrong day: %v", dateNames[d.name], quote(d.line.Value), d.err)
		if !strings.Contains(d.line.Value, ":60") { // the time is then the second after it
			n.fix(dateNames[d.name] + ": " + d.time.Format(imfFixdate))
		}
	}
}

func dateMissing(x *exam) {
	if class := x.status() / 100; class >= 2 && class <= 4 && !x.has("date") {
		x.say(x.start(), "Date is missing")
	}
}

func lastModifiedFuture(x *exam) {
	modified, ok := x.date("last-modified")
	if now, there := x.date("date"); ok && there && modified.After(now) {
		x.say(at(x.lines("last-modified")[0]), "Last-Modified is later than Date")
	}
}

// otherDate reads dates as they are written elsewhere, to mend them.
func otherDate(v string) (time.Time, bool) {
	if len(v) > 40 {
		return time.Time{}, false
	}
	for _, layout := range []string{
		time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", time.RFC1123Z,
		"Mon, 2 Jan 2006 15:04:05 GMT", "Mon, 2 Jan 2006 15:04:05 UTC", "Mon, 2 Jan 2006 15:04:05 Z",
	} {
		if t, err := time.Parse(layout, v); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// repairedWait returns what a value of Retry-After was meant to be.
func repairedWait(v string) (string, bool) {
	if m := waitUnit.FindStringSubmatch(v); m != nil {
		return m[1], true
	}
	if t, ok := otherDate(v); ok {
		return t.UTC().Format(imfFixdate), true
	}
	return "", false
}

func etagSyntax(x *exam) {
	for _, f := range x.lines("etag") {
		if _, err := httpmsg.ParseETag(f.Value); err != nil {
			n := x.say(within(f, httpmsg.Offset(err)), "ETag %s is no entity tag: %v", quote(f.Value), err)
			if fix := repairedTag(f.Value); fix != "" {
				n.fix("ETag: " + fix)
			}
		}
	}
}

// repairedTag puts the quotes where they belong.
func repairedTag(v string) string {
	weak := ""
	if len(v) > 1 && strings.EqualFold(v[:2], "W/") {
		weak, v = "W/", v[2:]
	}
	tag := weak + `"` + strings.Trim(v, `"'`) + `"`
	if _, err := httpmsg.ParseETag(tag); err != nil || tag == `""` {
		return ""
	}
	return tag
}
