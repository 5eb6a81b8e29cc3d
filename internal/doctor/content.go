package doctor

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"statuswiki/internal/httpmsg"
)

// Rules about the content and what it is said to be.
var contentRules = []Rule{
	{ID: "content-type-missing", Severity: Warning, Spec: "RFC 9110 §8.3", check: contentTypeMissing,
		Why:  "Without a type the client guesses, and a guess can turn a text into a page with a script in it.",
		Sick: okay + "\nContent-Length: 4\n\ngone", Well: okay + gone},
	{ID: "content-type-syntax", Severity: Error, Spec: "RFC 9110 §8.3.1", check: contentTypeSyntax, requests: true,
		Why:  "A media type is type/subtype, then parameters behind semicolons. Clients guess where they cannot read it.",
		Sick: okay + "\nContent-Type: json", Well: okay + "\nContent-Type: application/json"},
	{ID: "content-type-body", Severity: Warning, Spec: "RFC 9110 §8.3", check: contentTypeBody, requests: true,
		Why:  "The content is not what its type says. Mostly an error page of a server in front stands where an API promised JSON.",
		Sick: okay + "\nContent-Type: application/json\n\n<!DOCTYPE html><title>Oops</title>",
		Well: okay + "\nContent-Type: text/html\n\n<!DOCTYPE html><title>Oops</title>"},
	{ID: "not-modified-metadata", Severity: Info, Spec: "RFC 9110 §15.4.5", check: notModifiedMetadata,
		Why:  "A 304 is about a response that the client has. Fields that describe content it does not carry are of no use, and some caches take them over.",
		Sick: "HTTP/1.1 304 Not Modified" + date + "\nContent-Type: text/html", Well: "HTTP/1.1 304 Not Modified" + date + "\nETag: \"prices-41\""},
}

func notModifiedMetadata(x *exam) {
	if x.status() != 304 {
		return
	}
	for _, name := range []string{"Content-Type", "Content-Encoding", "Content-Language"} {
		if f, ok := x.first(strings.ToLower(name)); ok {
			x.say(at(f), "%s describes content that a 304 does not carry", name)
		}
	}
}

// contentTypeMissing passes over parts for a client that knows the type: with
// If-Range in the request it should not come again (RFC 9110 §15.3.7).
func contentTypeMissing(x *exam) {
	why, _ := x.withoutBody()
	if why != "" || !x.bodyShown() || x.has("content-type") {
		return
	}
	if x.status() == 206 && (!x.asked() || x.askedWith("If-Range")) {
		return
	}
	x.say(x.start(), "Content-Type is missing, and there is content")
}

func contentTypeSyntax(x *exam) {
	for _, f := range x.lines("content-type") {
		if _, err := httpmsg.ParseMediaType(f.Value); err != nil {
			x.say(within(f, httpmsg.Offset(err)), "Content-Type %s is no media type: %v", quote(f.Value), err)
		}
	}
}

// contentTypeBody holds the content against the types whose beginning or
// grammar tells: JSON, XML, HTML, and what is certainly no text.
func contentTypeBody(x *exam) {
	t, c := x.contentType(), x.content()
	if why, _ := x.withoutBody(); why != "" || !t.ok || !c.ok {
		return
	}
	name := quote(t.String())
	switch {
	case t.is("json"):
		x.notJSON(c, name)
	case t.is("xml"):
		switch first := firstOctet(c.octets); {
		case html(c.octets) && t.String() != "application/xhtml+xml":
			x.say(c.at(x, 0), "the content is HTML, and Content-Type says %s", name)
		case first != '<':
			x.say(c.at(x, 0), "the content is no XML, as Content-Type says with %s", name)
		}
	case t.String() == "text/html":
		if first := firstOctet(c.octets); (first == '{' || first == '[') && json.Valid(c.octets) {
			x.say(c.at(x, 0), "the content is JSON, and Content-Type says %s", name)
		}
	case t.Type == "image" || t.Type == "audio" || t.Type == "video" || t.Type == "font",
		t.Subtype == "css", t.Subtype == "javascript", t.Subtype == "pdf", t.Subtype == "zip":
		if html(c.octets) {
			x.say(c.at(x, 0), "the content is HTML, and Content-Type says %s", name)
		}
	}
}

// notJSON reports content that is none. When it was cut short, body-length
// says so.
func (x *exam) notJSON(c content, name string) {
	err := jsonError(c.octets)
	if err == nil {
		return
	}
	n, given, _ := x.m.ContentLength()
	at, isSyntax := errors.AsType[*json.SyntaxError](err)
	ended := isSyntax && int(at.Offset) >= len(bytes.TrimSpace(c.octets))
	switch {
	case html(c.octets):
		x.say(c.at(x, 0), "the content is HTML, and Content-Type says %s", name)
	case ended && given && n > int64(len(x.m.Body)):
	case isSyntax:
		x.say(c.at(x, int(at.Offset)-1), "the content is no JSON: %s", quoteless(err))
	default:
		x.say(c.at(x, 0), "the content is no JSON: %s", quoteless(err))
	}
}

// quoteless returns the words of an error of package json, which quotes one
// character at most.
func quoteless(err error) string { return shorten(err.Error(), maxQuoted+40) }

// jsonError tells why octets are no JSON, without building what they hold.
func jsonError(b []byte) error {
	var raw json.RawMessage
	return json.Unmarshal(b, &raw)
}

var byteOrderMark = []byte("\ufeff")

// firstOctet returns the first octet behind white space and a byte order mark,
// or 0.
func firstOctet(b []byte) byte {
	b = bytes.TrimLeft(bytes.TrimPrefix(b, byteOrderMark), " \t\r\n")
	if len(b) == 0 {
		return 0
	}
	return b[0]
}

// html reports whether octets begin as a page does.
func html(b []byte) bool {
	b = bytes.TrimLeft(bytes.TrimPrefix(b, byteOrderMark), " \t\r\n")
	for _, begin := range []string{"<!doctype html", "<html", "<head>", "<body"} {
		if len(b) >= len(begin) && bytes.EqualFold(b[:len(begin)], []byte(begin)) {
			return true
		}
	}
	return false
}
