package doctor

import (
	"strings"

	"statuswiki/internal/httpmsg"
)

// Rules about the challenges of WWW-Authenticate and Proxy-Authenticate.
var challengeRules = []Rule{
	{ID: "challenge-syntax", Severity: Error, Spec: "RFC 9110 §11.2, §11.3", check: challengeSyntax,
		Why:  "A challenge is a scheme, then name=value pairs parted by commas; a value with spaces is quoted. Clients skip a scheme that they cannot read, or all of the field.",
		Sick: noAccess + "\nWWW-Authenticate: Basic realm=Orders of today",
		Well: noAccess + "\nWWW-Authenticate: Basic realm=\"Orders of today\""},
	{ID: "basic-realm", Severity: Error, Spec: "RFC 7617 §2", check: basicRealm,
		Why:  "The realm says what the password is for. Browsers show it, and keep passwords apart by it.",
		Sick: noAccess + "\nWWW-Authenticate: Basic charset=\"UTF-8\"",
		Well: noAccess + "\nWWW-Authenticate: Basic realm=\"Orders\", charset=\"UTF-8\""},
	{ID: "basic-charset", Severity: Warning, Spec: "RFC 7617 §2.1", check: basicCharset,
		Why:  "UTF-8 is the only value there is. Clients ignore another one and send names with accents as they like.",
		Sick: noAccess + "\nWWW-Authenticate: Basic realm=\"Orders\", charset=\"ISO-8859-1\"",
		Well: noAccess + "\nWWW-Authenticate: Basic realm=\"Orders\", charset=\"UTF-8\""},
	{ID: "digest-params", Severity: Error, Spec: "RFC 7616 §3.3", check: digestParams,
		Why:  "The answer to Digest is computed from realm and nonce. Without them there is nothing to compute.",
		Sick: noAccess + "\nWWW-Authenticate: Digest realm=\"Orders\", qop=\"auth\"",
		Well: noAccess + "\nWWW-Authenticate: Digest realm=\"Orders\", qop=\"auth\", nonce=\"b79c51\""},
	{ID: "bearer-params", Severity: Warning, Spec: "RFC 6750 §3", check: bearerParams,
		Why:  "Bearer must be followed by a parameter at least. The realm, or resource_metadata, tells the client where to get a token.",
		Sick: noAccess + "\nWWW-Authenticate: Bearer", Well: noAccess + "\nWWW-Authenticate: Bearer realm=\"orders\""},
}

// challenge is one challenge and the line it stands in.
type challenge struct {
	httpmsg.Challenge
	line  httpmsg.Field
	proxy bool  // of Proxy-Authenticate
	err   error // the first fault of the line
}

func (x *exam) challenges() []challenge {
	return x.auth.get(func() (out []challenge) {
		for _, name := range []string{"www-authenticate", "proxy-authenticate"} {
			for _, f := range x.lines(name) {
				list, err := httpmsg.ParseChallenges(f.Value)
				for _, c := range list {
					out = append(out, challenge{c, f, name[0] == 'p', err})
				}
				if len(list) == 0 && err != nil {
					out = append(out, challenge{line: f, err: err})
				}
			}
		}
		return out
	})
}

// is reports whether the challenge is of a scheme. In a line that could not be
// read to its end, nothing is said of what may be missing.
func (c challenge) is(scheme string) bool { return strings.EqualFold(c.Scheme, scheme) }

// place is where the challenge begins.
func (c challenge) place() place { return within(c.line, c.Offset) }

func challengeSyntax(x *exam) {
	line := 0
	for _, c := range x.challenges() {
		if c.err != nil && c.line.Line != line {
			line = c.line.Line
			x.say(within(c.line, httpmsg.Offset(c.err)), "the challenge cannot be read: %v", c.err)
		}
	}
}

func basicRealm(x *exam) {
	for _, c := range x.challenges() {
		if _, ok := c.Param("realm"); c.is("Basic") && !ok && c.err == nil {
			x.say(c.place(), "Basic needs a realm")
		}
	}
}

func basicCharset(x *exam) {
	for _, c := range x.challenges() {
		if v, ok := c.Param("charset"); c.is("Basic") && ok && !strings.EqualFold(v, "UTF-8") {
			x.say(c.place(), "Basic has the charset %s, and only UTF-8 is allowed", quote(v))
		}
	}
}

func digestParams(x *exam) {
	for _, c := range x.challenges() {
		if !c.is("Digest") || c.err != nil {
			continue
		}
		var missing []string
		for _, name := range []string{"realm", "nonce"} {
			if _, ok := c.Param(name); !ok {
				missing = append(missing, name)
			}
		}
		if len(missing) > 0 {
			x.say(c.place(), "Digest needs %s", enumerate(missing))
		}
	}
}

func bearerParams(x *exam) {
	for _, c := range x.challenges() {
		if c.is("Bearer") && len(c.Params) == 0 && c.err == nil {
			x.say(c.place(), "Bearer has no parameter, and it must have one, such as realm")
		}
	}
}
