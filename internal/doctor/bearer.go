package doctor

import (
	"fmt"
	"strings"
)

// Rules about the error codes of OAuth 2.0 in a challenge.
var bearerRules = []Rule{
	{ID: "bearer-error-meaning", Severity: Info, Spec: "RFC 6750 §3.1", check: bearerErrorMeaning,
		Why:  "The code says what to do: get a new token, ask for more rights, or mend the request.",
		Sick: noAccess + "\nWWW-Authenticate: Bearer realm=\"orders\", error=\"invalid_token\"",
		Well: noAccess + "\nWWW-Authenticate: Bearer realm=\"orders\""},
	{ID: "bearer-error-status", Severity: Warning, Spec: "RFC 6750 §3.1", check: bearerErrorStatus,
		Why:  "Libraries decide by the status whether to fetch a new token, so it has to agree with the code beside it.",
		Sick: "HTTP/1.1 403 Forbidden" + date + "\nWWW-Authenticate: Bearer error=\"invalid_token\"",
		Well: "HTTP/1.1 403 Forbidden" + date + "\nWWW-Authenticate: Bearer error=\"insufficient_scope\""},
	{ID: "bearer-error-unknown", Severity: Info, Spec: "RFC 6750 §3.1", check: bearerErrorUnknown,
		Why:  "No RFC defines this code, so only a client that was written for this server can act on it.",
		Sick: noAccess + "\nWWW-Authenticate: Bearer error=\"token_expired\"",
		Well: noAccess + "\nWWW-Authenticate: Bearer realm=\"orders\""},
}

// bearerError is what an error code means.
type bearerError struct {
	means  string
	status int // that goes with it; 0 if any may
	spec   string
}

var bearerErrors = map[string]bearerError{
	"invalid_request":    {"a parameter is missing, repeated or malformed, or two ways of sending the token were mixed", 400, "RFC 6750 §3.1"},
	"invalid_token":      {"the token is expired, revoked, malformed or invalid for another reason; get a new one and try again", 401, "RFC 6750 §3.1"},
	"insufficient_scope": {"the token is good but does not carry the privileges", 403, "RFC 6750 §3.1"},
	"insufficient_user_authentication": {
		"log in again, more strongly or more recently", 0, "RFC 9470 §3"},
	"invalid_dpop_proof": {"the DPoP proof is bad", 0, "RFC 9449 §7.1"},
	"use_dpop_nonce":     {"the DPoP proof must carry the nonce of the field DPoP-Nonce", 0, "RFC 9449 §9"},
}

// otherErrors are codes of OAuth 2.0 that are meant for other endpoints
// (RFC 6749 §4.1.2.1, §5.2). They are defined, and no more is said of them.
var otherErrors = map[string]bool{
	"access_denied": true, "unsupported_response_type": true, "invalid_scope": true, "server_error": true,
	"temporarily_unavailable": true, "invalid_client": true, "invalid_grant": true, "unauthorized_client": true,
	"unsupported_grant_type": true,
}

// bearerErrorCode returns the error code of a challenge for a token. DPoP has
// taken the codes over (RFC 9449 §7.1).
func (c challenge) bearerErrorCode() (string, bool) {
	if c.proxy || !c.is("Bearer") && !c.is("DPoP") {
		return "", false
	}
	return c.Param("error")
}

func bearerErrorMeaning(x *exam) {
	for _, c := range x.challenges() {
		code, ok := c.bearerErrorCode()
		e, known := bearerErrors[code]
		if !ok || !known {
			continue
		}
		text := code + " means: " + e.means
		for _, more := range []struct{ name, says string }{
			{"error_description", "the server adds"},
			{"scope", "the scope that is needed"},
			{"acr_values", "the kind of login that is needed"},
			{"max_age", "the login may be so many seconds old"},
			{"resource_metadata", "where to find the authorization server"},
		} {
			if v, ok := c.Param(more.name); ok && v != "" {
				text += fmt.Sprintf("; %s: %s", more.says, quote(v))
			}
		}
		x.say(c.place(), "%s", text).spec(e.spec)
	}
}

func bearerErrorStatus(x *exam) {
	for _, c := range x.challenges() {
		code, _ := c.bearerErrorCode()
		if want := bearerErrors[code].status; want != 0 && x.status() != 0 && want != x.status() && c.is("Bearer") {
			x.say(c.place(), "%s goes with %d, and this is a %d", code, want, x.status())
		}
	}
}

func bearerErrorUnknown(x *exam) {
	for _, c := range x.challenges() {
		code, ok := c.bearerErrorCode()
		if _, known := bearerErrors[code]; ok && !known && !otherErrors[strings.ToLower(code)] {
			x.say(c.place(), "no RFC defines the error code %s", quote(code))
		}
	}
}
