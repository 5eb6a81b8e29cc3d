package doctor

import (
	"strconv"

	"statuswiki/internal/httpmsg"
)

// Rules about where a message ends: whether it has a body and of what length.
var framingRules = []Rule{
	{ID: "transfer-encoding-forbidden", Severity: Error, Spec: "RFC 9112 §6.1", check: transferEncodingForbidden,
		Why:  "A 1xx and a 204 end with the header section, so there is nothing that could be transferred in chunks.",
		Sick: "HTTP/1.1 204 No Content" + date + "\nTransfer-Encoding: chunked", Well: "HTTP/1.1 204 No Content" + date},
	{ID: "body-forbidden", Severity: Error, Spec: "RFC 9110 §15.2, §15.3.5, §15.3.6, §15.4.5", check: bodyForbidden,
		Why:  "The recipient knows from the code that no content follows. It takes the octets for the beginning of the next response, or drops the connection.",
		Sick: "HTTP/1.1 204 No Content" + date + "\n\nsaved", Well: "HTTP/1.1 204 No Content" + date},
	{ID: "body-length", Severity: Warning, Spec: "RFC 9112 §6.3, §8", check: bodyLength, requests: true,
		Why:  "A Content-Length that is too small cuts the content off, one that is too large lets the client wait. It counts octets and not characters.",
		Sick: okay + "\nContent-Type: text/plain; charset=utf-8\nContent-Length: 6\n\nMüller",
		Well: okay + "\nContent-Type: text/plain; charset=utf-8\nContent-Length: 7\n\nMüller"},
	{ID: "content-length-and-transfer-encoding", Severity: Error, Spec: "RFC 9112 §6.2", check: lengthAndCoding, requests: true,
		Why:  "Two answers to the question where the message ends are how requests and responses are smuggled past a proxy.",
		Sick: okay + "\nContent-Length: 4\nTransfer-Encoding: chunked", Well: okay + "\nTransfer-Encoding: chunked"},
	{ID: "chunked-repeated", Severity: Error, Spec: "RFC 9112 §6.1", check: chunkedRepeated, requests: true,
		Why:  "A body is chunked once. Recipients that take one layer off are left with the other, and others refuse the message.",
		Sick: okay + "\nTransfer-Encoding: chunked, chunked", Well: okay + "\nTransfer-Encoding: chunked"},
	{ID: "chunked-old-version", Severity: Warning, Spec: "RFC 9112 §6.1", check: chunkedOldVersion, requests: true,
		Why:  "HTTP/1.0 does not know Transfer-Encoding, so it is read as a body full of numbers, or refused.",
		Sick: "HTTP/1.0 200 OK" + date + "\nTransfer-Encoding: chunked", Well: okay + "\nTransfer-Encoding: chunked"},
}

// Rules about Content-Length.
var contentLengthRules = []Rule{
	{ID: "content-length-forbidden", Severity: Error, Spec: "RFC 9110 §8.6", check: contentLengthForbidden,
		Why:  "A 1xx and a 204 never have content, so they have no length to tell, not even 0. (205 and 304 may.)",
		Sick: "HTTP/1.1 204 No Content" + date + "\nContent-Length: 0", Well: "HTTP/1.1 204 No Content" + date},
	{ID: "content-length-conflict", Severity: Error, Spec: "RFC 9112 §6.3, RFC 9110 §8.6", check: contentLengthConflict, requests: true,
		Why:  "Of two lengths one is wrong, and two programs on the way may believe different ones. Recipients have to refuse the message.",
		Sick: okay + "\nContent-Length: 4\nContent-Length: 5", Well: okay + "\nContent-Length: 4"},
	{ID: "content-length-syntax", Severity: Error, Spec: "RFC 9110 §8.6", check: contentLengthSyntax, requests: true,
		Why:  "It is one number of octets, in digits; a recipient must treat anything else as a broken message.",
		Sick: okay + "\nContent-Length: 4 bytes", Well: okay + "\nContent-Length: 4"},
	{ID: "content-length-repeated", Severity: Warning, Spec: "RFC 9110 §8.6, §5.3", check: contentLengthRepeated, requests: true,
		Why:  "Two programs have both added the field. Some recipients refuse it even when the values are the same.",
		Sick: okay + "\nContent-Length: 4, 4", Well: okay + "\nContent-Length: 4"},
}

// noLength reports whether no length may be told: with a 1xx, by the facts of
// the code, and in a success to CONNECT (RFC 9110 §8.6, RFC 9112 §6.1).
func (x *exam) noLength(name string) bool {
	return x.m.Kind == httpmsg.Response &&
		(x.interim() || x.code.says(MustNot, name) || x.method() == "CONNECT" && x.status()/100 == 2)
}

func contentLengthForbidden(x *exam) {
	if f, ok := x.first("content-length"); ok && x.noLength("Content-Length") {
		x.say(at(f), "a %d%s must not carry Content-Length", x.status(), x.toConnect())
	}
}

func transferEncodingForbidden(x *exam) {
	if f, ok := x.first("transfer-encoding"); ok && x.noLength("Transfer-Encoding") {
		x.say(at(f), "a %d%s must not carry Transfer-Encoding", x.status(), x.toConnect())
	}
}

// toConnect says that the response is so by its request.
func (x *exam) toConnect() string {
	if x.method() == "CONNECT" {
		return " to CONNECT"
	}
	return ""
}

func bodyForbidden(x *exam) {
	why, spec := x.withoutBody()
	if why != "" && x.bodyShown() {
		x.say(x.bodyAt(0), "%s, and here follow %d octets", why, len(x.m.Body)).spec(spec)
	}
}

func bodyLength(x *exam) {
	n, given, err := x.m.ContentLength()
	if !given || err != nil || x.m.Truncated || x.has("transfer-encoding") || x.noLength("Content-Length") {
		return
	}
	switch {
	case x.method() == "HEAD", x.m.Kind == httpmsg.Response && x.status() == 304:
		return // it tells the length of what was not sent (RFC 9110 §8.6)
	case !x.Exact && (!x.bodyShown() || x.encoded()):
		return // the tool has kept the body to itself, or decoded it
	case x.fits(n):
		return
	}
	size := int64(len(x.m.Body))
	var f *note
	switch p := at(x.lines("content-length")[0]); {
	case x.characters(n):
		f = x.say(p, "Content-Length says %d and counts characters; in octets the content has %d", n, size)
	case size < n:
		f = x.say(p, "Content-Length says %d, the content has %d octets: it was cut short, or the length was counted wrongly", n, size)
	default:
		f = x.say(p, "Content-Length says %d, the content has %d octets: recipients take the rest for another message", n, size)
	}
	if x.Exact {
		f.fix("Content-Length: " + strconv.FormatInt(size, 10))
	}
}

func lengthAndCoding(x *exam) {
	if f, ok := x.first("content-length"); ok && x.has("transfer-encoding") && x.text() {
		x.say(at(f), "Content-Length and Transfer-Encoding are both there, and a sender must not send both")
	}
}

func chunkedRepeated(x *exam) {
	n := 0
	for _, f := range x.lines("transfer-encoding") {
		n += countFold(httpmsg.ParseList(f.Value), "chunked")
	}
	if n > 1 && x.text() {
		x.say(at(x.lines("transfer-encoding")[0]), "chunked stands %d times in Transfer-Encoding", n).fix("Transfer-Encoding: chunked")
	}
}

func chunkedOldVersion(x *exam) {
	if f, ok := x.first("transfer-encoding"); ok && (x.m.Start.Version == "1.0" || x.m.Start.Version == "0.9") {
		x.say(at(f), "HTTP/%s does not know Transfer-Encoding", x.m.Start.Version)
	}
}

// length returns what is wrong with Content-Length.
func (x *exam) length() (httpmsg.LengthError, bool) {
	_, _, err := x.m.ContentLength()
	if e, ok := err.(*httpmsg.LengthError); ok {
		return *e, true
	}
	return httpmsg.LengthError{}, false
}

func contentLengthConflict(x *exam) {
	if e, ok := x.length(); ok && e.Conflict {
		x.say(place{e.Line, e.Col}, "%s, so nobody knows where the message ends", e.Text)
	}
}

func contentLengthSyntax(x *exam) {
	if e, ok := x.length(); ok && !e.Conflict {
		x.say(place{e.Line, e.Col}, "%s", e.Text)
	}
}

func contentLengthRepeated(x *exam) {
	n := 0
	for _, f := range x.lines("content-length") {
		n += len(httpmsg.ParseList(f.Value))
	}
	if value, _, err := x.m.ContentLength(); err == nil && n > 1 {
		lines := x.lines("content-length")
		x.say(at(lines[len(lines)-1]), "Content-Length is given %d times", n).fix("Content-Length: " + strconv.FormatInt(value, 10))
	}
}
