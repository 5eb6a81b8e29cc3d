package doctor

import "statuswiki/internal/httpmsg"

// Rules about the response to a request that is known.
var requestRules = []Rule{
	{ID: "allow-lists-refused-method", Severity: Warning, Spec: "RFC 9110 §15.5.6", check: allowListsRefusedMethod,
		Why:  "Allow names the method that was refused. Two configurations contradict each other, or another part of the server has refused it.",
		Sick: "DELETE /orders HTTP/1.1\nHost: www.example.com\n\nHTTP/1.1 405 Method Not Allowed" + date + "\nAllow: GET, DELETE",
		Well: "DELETE /orders HTTP/1.1\nHost: www.example.com\n\nHTTP/1.1 405 Method Not Allowed" + date + "\nAllow: GET"},
	{ID: "range-not-asked", Severity: Warning, Spec: "RFC 9110 §14.2, §15.3.7", check: rangeNotAsked,
		Why:  "A 206 answers Range. A client that did not ask for a part takes it for the whole.",
		Sick: "GET /tides.csv HTTP/1.1\nHost: www.example.com\n\nHTTP/1.1 206 Partial Content" + date + "\nContent-Range: bytes 0-3/20" + gone,
		Well: "GET /tides.csv HTTP/1.1\nHost: www.example.com\nRange: bytes=0-3\n\nHTTP/1.1 206 Partial Content" + date + "\nContent-Range: bytes 0-3/20" + gone},
	{ID: "not-modified-not-asked", Severity: Warning, Spec: "RFC 9110 §15.4.5", check: notModifiedNotAsked,
		Why:  "A 304 answers a conditional request. A client that has nothing stored is left with an empty page.",
		Sick: "GET /prices HTTP/1.1\nHost: www.example.com\n\nHTTP/1.1 304 Not Modified" + date,
		Well: "GET /prices HTTP/1.1\nHost: www.example.com\nIf-None-Match: \"prices-41\"\n\nHTTP/1.1 304 Not Modified" + date},
	{ID: "credentials-refused", Severity: Info, Spec: "RFC 9110 §15.5.2", check: credentialsRefused,
		Why:  "A 401 to a request with Authorization means that these credentials were refused, and not that some were missing.",
		Sick: "GET /orders HTTP/1.1\nHost: www.example.com\nAuthorization: Basic ZmFrZTpmYWtl\n\n" + noAccess + "\nWWW-Authenticate: Basic realm=\"Orders\"",
		Well: "GET /orders HTTP/1.1\nHost: www.example.com\n\n" + noAccess + "\nWWW-Authenticate: Basic realm=\"Orders\""},
}

// askedWith reports whether the request has a field.
func (x *exam) askedWith(name string) bool {
	_, ok := x.Request.Get(name)
	return ok
}

func allowListsRefusedMethod(x *exam) {
	if x.status() != 405 || !x.asked() {
		return
	}
	for _, f := range x.lines("allow") {
		for _, method := range httpmsg.ParseList(f.Value) {
			if method == x.Request.Start.Method { // methods have case (RFC 9110 §9.1)
				x.say(at(f), "Allow names %s, the method that was refused", quote(method))
				return
			}
		}
	}
}

func rangeNotAsked(x *exam) {
	if x.status() == 206 && x.asked() && !x.askedWith("Range") {
		x.say(x.start(), "this is a part, and the request has no Range")
	}
}

func notModifiedNotAsked(x *exam) {
	if x.status() == 304 && x.asked() && !x.askedWith("If-None-Match") && !x.askedWith("If-Modified-Since") {
		x.say(x.start(), "the request has neither If-None-Match nor If-Modified-Since, so there is nothing that is not modified")
	}
}

func credentialsRefused(x *exam) {
	if x.status() == 401 && x.asked() && x.askedWith("Authorization") {
		x.say(x.start(), "the request has Authorization, so the credentials were refused, and not missing")
	}
}
