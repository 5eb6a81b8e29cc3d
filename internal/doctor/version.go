package doctor

import (
	"slices"
	"strings"
)

// Rules about fields that stand in the wrong kind of message or version.
var versionRules = []Rule{
	{ID: "request-field", Severity: Info, Spec: "RFC 9110 §7.2, §10.1, §13.1", check: requestField,
		Why:  "These fields are for requests; in a response nobody reads them. Often a request was copied, or a proxy mixes the two up.",
		Sick: okay + "\nHost: www.example.com", Well: okay},
	{ID: "h2-connection-field", Severity: Error, Spec: "RFC 9113 §8.2.2, RFC 9114 §4.2", check: h2ConnectionField,
		Why:  "HTTP/2 and HTTP/3 handle the connection themselves. A message with these fields is malformed, and browsers reset the stream.",
		Sick: "HTTP/2 200\ndate: Sat, 21 Nov 2026 09:30:00 GMT\nconnection: keep-alive", Well: "HTTP/2 200\ndate: Sat, 21 Nov 2026 09:30:00 GMT"},
	{ID: "h2-101", Severity: Error, Spec: "RFC 9113 §8.6, RFC 9114 §4.5", check: h2SwitchingProtocols,
		Why:  "HTTP/2 and HTTP/3 cannot switch to another protocol. WebSocket begins with an extended CONNECT and a 200 there.",
		Sick: "HTTP/2 101", Well: "HTTP/2 200\ndate: Sat, 21 Nov 2026 09:30:00 GMT"},
}

// requestFields are fields that mean something in requests only. Accept and
// Accept-Encoding tell in a response what would have been taken (RFC 9110
// §12.5.1, §12.5.3).
var requestFields = []string{
	"Access-Control-Request-Headers", "Access-Control-Request-Method", "Accept-Charset", "Accept-Language", "Authorization",
	"Cookie", "Expect", "Host", "If-Match", "If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since",
	"Max-Forwards", "Origin", "Proxy-Authorization", "Range", "Referer", "TE", "Upgrade-Insecure-Requests", "User-Agent",
}

func requestField(x *exam) {
	found := requestFields
	if x.status() != 415 && x.status() != 406 {
		found = slices.Concat(found, []string{"Accept"})
	}
	for _, name := range found {
		if f, ok := x.first(strings.ToLower(name)); ok {
			x.say(at(f), "%s is a field of requests and means nothing here", name)
		}
	}
}

func h2ConnectionField(x *exam) {
	if x.text() {
		return
	}
	for _, name := range []string{"Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Upgrade"} {
		if f, ok := x.first(strings.ToLower(name)); ok {
			x.say(at(f), "%s must not be sent over HTTP/%s", name, x.m.Start.Version)
		}
	}
}

func h2SwitchingProtocols(x *exam) {
	if x.status() == 101 && !x.text() {
		x.say(x.start(), "there is no 101 over HTTP/%s", x.m.Start.Version)
	}
}
