package doctor

import (
	"fmt"
	"slices"
	"strings"

	"statuswiki/internal/httpmsg"
)

// Rules about Location.
var redirectRules = []Rule{
	{ID: "location-missing", Severity: Warning, Spec: "RFC 9110 §15.4.2-4, §15.4.8-9", check: locationMissing,
		Why:  "A redirect without Location leads nowhere; clients show its body, if it has one.",
		Sick: "HTTP/1.1 302 Found" + date, Well: "HTTP/1.1 302 Found" + date + "\nLocation: /sale"},
	{ID: "location-syntax", Severity: Warning, Spec: "RFC 9110 §10.2.2, RFC 3986", check: locationSyntax,
		Why:  "Location is a URI, absolute or relative, in ASCII. What has to be percent-encoded and is not, each client mends in its own way.",
		Sick: "HTTP/1.1 302 Found" + date + "\nLocation: /winter sale", Well: "HTTP/1.1 302 Found" + date + "\nLocation: /winter%20sale"},
	{ID: "location-scheme", Severity: Warning, Spec: "Fetch, HTTP-redirect fetch", check: locationScheme,
		Why:  "No client follows a redirect to a script or to data; it would run in the name of the site.",
		Sick: "HTTP/1.1 302 Found" + date + "\nLocation: javascript:alert(1)", Well: "HTTP/1.1 302 Found" + date + "\nLocation: /alert"},
	{ID: "created-location-advice", Severity: Info, Spec: "RFC 9110 §15.3.2", check: createdLocationAdvice,
		Why:  "Without Location, a 201 says that what was made stands at the address of the request. After a POST that is seldom so.",
		Sick: "HTTP/1.1 201 Created" + date, Well: "HTTP/1.1 201 Created" + date + "\nLocation: /orders/17"},
}

// locationMissing looks at the redirects whose facts name Location without a
// condition; 300 and 304 do not.
func locationMissing(x *exam) {
	f, ok := x.code.field("Location")
	if ok && f.Level != MustNot && x.status()/100 == 3 && !x.has("location") {
		x.say(x.start(), "Location is missing, so this %d leads nowhere", x.status())
	}
}

func locationSyntax(x *exam) {
	for _, f := range x.lines("location") {
		if err := httpmsg.CheckReference(f.Value); err != nil {
			x.say(within(f, httpmsg.Offset(err)), "Location %s is no URI: %v", quote(f.Value), err).fix("Location: " + encoded(f.Value))
		}
	}
}

// encoded percent-encodes what may not stand in a URI.
func encoded(v string) string {
	var b strings.Builder
	for len(v) > 0 && b.Len() <= maxFix {
		n := len(v)
		err := httpmsg.CheckReference(v)
		if err != nil {
			n = httpmsg.Offset(err)
		}
		b.WriteString(v[:n])
		if v = v[n:]; v != "" {
			fmt.Fprintf(&b, "%%%02X", v[0])
			v = v[1:]
		}
	}
	return b.String() + v
}

// locationScheme names the schemes that no redirect may have. Those of
// applications (RFC 8252 §7.1) are left alone: a browser hands them on.
func locationScheme(x *exam) {
	f, ok := x.first("location")
	if !ok || x.status()/100 != 3 {
		return
	}
	scheme := httpmsg.Scheme(strings.TrimSpace(f.Value))
	if slices.Contains([]string{"javascript", "vbscript", "data", "blob", "file", "about", "view-source"}, scheme) {
		x.say(within(f, 0), "clients do not follow a redirect to %s", quote(scheme+":"))
	}
}

func createdLocationAdvice(x *exam) {
	if x.status() == 201 && !x.has("location") {
		x.say(x.start(), "Location is not there, so what was made stands at the address of the request")
	}
}
