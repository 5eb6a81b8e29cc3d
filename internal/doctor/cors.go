package doctor

import (
	"strings"

	"statuswiki/internal/httpmsg"
)

// Rules about the CORS protocol. Whether a response is one to a preflight is
// not known, so fields that are for preflights only are no fault.
var corsRules = []Rule{
	{ID: "cors-credentials-star", Severity: Warning, Spec: "Fetch, CORS protocol and credentials", check: corsCredentialsStar,
		Why:  "With credentials, browsers refuse `*`: the response has to name the one origin.",
		Sick: okay + "\nAccess-Control-Allow-Origin: *\nAccess-Control-Allow-Credentials: true",
		Well: okay + "\nAccess-Control-Allow-Origin: https://app.example.com\nAccess-Control-Allow-Credentials: true"},
	{ID: "cors-origin-syntax", Severity: Error, Spec: "Fetch, CORS HTTP responses", check: corsOriginSyntax,
		Why:  "Browsers compare the value with their origin as it is: one origin without a path, `*` or `null`. There are no lists and no patterns.",
		Sick: okay + "\nAccess-Control-Allow-Origin: https://app.example.com/", Well: okay + "\nAccess-Control-Allow-Origin: https://app.example.com"},
	{ID: "cors-credentials-value", Severity: Warning, Spec: "Fetch, CORS HTTP responses", check: corsCredentialsValue,
		Why:  "Only `true` in lower case counts; to say no, the field is left out.",
		Sick: okay + "\nAccess-Control-Allow-Origin: https://app.example.com\nAccess-Control-Allow-Credentials: True",
		Well: okay + "\nAccess-Control-Allow-Origin: https://app.example.com\nAccess-Control-Allow-Credentials: true"},
	{ID: "cors-star-literal", Severity: Warning, Spec: "Fetch, CORS protocol and credentials", check: corsStarLiteral,
		Why:  "With credentials, `*` in a list is the name of a header or method called `*`, and lets nothing else through.",
		Sick: okay + "\nAccess-Control-Allow-Origin: https://app.example.com\nAccess-Control-Allow-Credentials: true\nAccess-Control-Expose-Headers: *",
		Well: okay + "\nAccess-Control-Allow-Origin: https://app.example.com\nAccess-Control-Allow-Credentials: true\nAccess-Control-Expose-Headers: X-Total"},
	{ID: "cors-vary-advice", Severity: Info, Spec: "Fetch, CORS protocol and HTTP caches", check: corsVaryAdvice,
		Why:  "A cache hands the answer for one origin to a page of another, which refuses it, unless Vary names Origin.",
		Sick: okay + "\nCache-Control: max-age=60\nAccess-Control-Allow-Origin: https://app.example.com",
		Well: okay + "\nCache-Control: max-age=60\nAccess-Control-Allow-Origin: https://app.example.com\nVary: Origin"},
}

// withCredentials reports whether the response allows credentials.
func (x *exam) withCredentials() bool {
	f, ok := x.first("access-control-allow-credentials")
	return ok && f.Value == "true"
}

func corsCredentialsStar(x *exam) {
	if f, ok := x.first("access-control-allow-origin"); ok && f.Value == "*" && x.withCredentials() {
		x.say(at(f), "browsers refuse Access-Control-Allow-Origin: * together with credentials")
	}
}

func corsOriginSyntax(x *exam) {
	for _, f := range x.lines("access-control-allow-origin") {
		if _, err := httpmsg.ParseOrigin(f.Value); err != nil {
			i := httpmsg.Offset(err)
			n := x.say(within(f, i), "Access-Control-Allow-Origin %s is not one origin, * or null: %v", quote(f.Value), err)
			if _, err := httpmsg.ParseOrigin(f.Value[:i]); err == nil && strings.HasPrefix(f.Value[i:], "/") {
				n.fix("Access-Control-Allow-Origin: " + f.Value[:i])
			}
		}
	}
}

func corsCredentialsValue(x *exam) {
	for _, f := range x.lines("access-control-allow-credentials") {
		if f.Value != "true" {
			n := x.say(within(f, 0), "Access-Control-Allow-Credentials %s means nothing; only true does", quote(f.Value))
			if strings.EqualFold(f.Value, "true") {
				n.fix("Access-Control-Allow-Credentials: true")
			}
		}
	}
}

func corsStarLiteral(x *exam) {
	if !x.withCredentials() {
		return
	}
	for _, name := range []string{"Access-Control-Allow-Methods", "Access-Control-Allow-Headers", "Access-Control-Expose-Headers"} {
		if x.listed(strings.ToLower(name), "*") {
			x.say(at(x.lines(strings.ToLower(name))[0]), "with credentials, * in %s is taken literally", name)
		}
	}
}

func corsVaryAdvice(x *exam) {
	f, ok := x.first("access-control-allow-origin")
	if !ok || x.storable() == "" || x.listed("vary", "Origin") || x.listed("vary", "*") {
		return
	}
	if o, err := httpmsg.ParseOrigin(f.Value); err == nil && !o.Any && !o.Null {
		x.say(at(f), "the response can be stored and names one origin, and Vary does not name Origin")
	}
}
