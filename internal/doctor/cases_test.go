package doctor_test

import (
	"slices"
	"strings"
	"testing"

	"statuswiki/internal/doctor"
)

const (
	ok     = "HTTP/1.1 200 OK\nDate: Sat, 21 Nov 2026 09:30:00 GMT\n"
	denied = "HTTP/1.1 401 Unauthorized\nDate: Sat, 21 Nov 2026 09:30:00 GMT\n"
	part   = "HTTP/1.1 206 Partial Content\nDate: Sat, 21 Nov 2026 09:30:00 GMT\n"
	flags  = "; Secure; HttpOnly; SameSite=Lax"
)

// cases are messages and all that is said about them, in the order of the
// rules' names.
var cases = []struct{ name, text, want string }{
	// Challenges
	{"nothing in the field", denied + "WWW-Authenticate:", "challenge-missing"},
	{"commas in the field", denied + "WWW-Authenticate: , ,", "challenge-missing"},
	{"the proxy's field", denied + "Proxy-Authenticate: Basic realm=\"x\"", "challenge-missing"},
	{"the site's field of a proxy", "HTTP/1.1 407 x\nDate: Sat, 21 Nov 2026 09:30:00 GMT\nWWW-Authenticate: Basic realm=\"x\"", "proxy-challenge-missing"},
	{"a second line has it", denied + "WWW-Authenticate:\nWWW-Authenticate: Basic realm=\"x\"", ""},
	{"schemes without parameters", denied + "WWW-Authenticate: Negotiate, NTLM", ""},
	{"a token68", denied + "WWW-Authenticate: Negotiate oYG2MIGzoAMKAQE=", ""},
	{"several on a line", denied + "WWW-Authenticate: Digest realm=\"x, y\", qop=\"auth, auth-int\", nonce=\"a\\\"b\", Basic realm=\"x\", charset=\"utf-8\"", ""},
	{"white space around the equals sign", denied + "WWW-Authenticate: Basic realm = \"x\"", ""},
	{"a challenge on another status", ok + "WWW-Authenticate: Basic realm=\"x\"", ""},
	{"a parameter without a scheme", denied + "WWW-Authenticate: realm=\"x\"", "challenge-syntax"},
	{"a semicolon", denied + "WWW-Authenticate: Basic realm=\"x\"; charset=\"UTF-8\"", "challenge-syntax"},
	{"a quote not closed", denied + "WWW-Authenticate: Basic realm=\"x", "challenge-syntax"},
	{"no comma", denied + "WWW-Authenticate: Digest realm=\"x\" nonce=\"y\"", "challenge-syntax"},
	{"a colon", denied + "WWW-Authenticate: Basic: realm=\"x\"", "challenge-syntax"},
	{"two lines with a slip each", denied + "WWW-Authenticate: Basic realm=x y\nWWW-Authenticate: Digest a=b c", "challenge-syntax challenge-syntax"},
	{"Basic in small letters", denied + "WWW-Authenticate: basic", "basic-realm"},
	{"Digest with nothing", denied + "WWW-Authenticate: Digest", "digest-params"},
	{"Bearer of a proxy", "HTTP/1.1 407 x\nDate: Sat, 21 Nov 2026 09:30:00 GMT\nProxy-Authenticate: Bearer", "bearer-params"},
	{"invalid_request", denied + "WWW-Authenticate: Bearer error=\"invalid_request\"", "bearer-error-meaning bearer-error-status"},
	{"insufficient_scope", denied + "WWW-Authenticate: bearer error=insufficient_scope, scope=\"a b\"", "bearer-error-meaning bearer-error-status"},
	{"step up", denied + "WWW-Authenticate: Bearer error=\"insufficient_user_authentication\", max_age=5", "bearer-error-meaning"},
	{"a nonce for DPoP", denied + "WWW-Authenticate: DPoP error=\"use_dpop_nonce\"", "bearer-error-meaning"},
	{"a code of the token endpoint", denied + "WWW-Authenticate: Bearer error=\"invalid_client\"", ""},
	{"an error of another scheme", denied + "WWW-Authenticate: Custom error=\"x\"", ""},

	// Cookies
	{"SameSite=none in small letters", ok + "Set-Cookie: a=1; samesite=none; secure; httponly", ""},
	{"the last SameSite counts", ok + "Set-Cookie: a=1; SameSite=Lax; SameSite=None; HttpOnly", "cookie-samesite-none"},
	{"__Secure- without Secure", ok + "Set-Cookie: __Secure-a=1; HttpOnly; SameSite=Lax", "cookie-prefix"},
	{"__secure- in small letters", ok + "Set-Cookie: __secure-a=1; HttpOnly; SameSite=Lax", "cookie-prefix"},
	{"__Host- with Domain", ok + "Set-Cookie: __Host-a=1; Path=/; Domain=example.com" + flags, "cookie-prefix"},
	{"__Host- below a path", ok + "Set-Cookie: __Host-a=1; Path=/a" + flags, "cookie-prefix"},
	{"a cookie-date with dashes", ok + "Set-Cookie: a=1; Expires=Wed, 09-Jun-2027 10:18:14 GMT" + flags, ""},
	{"a cookie-date in another order", ok + "Set-Cookie: a=1; Expires=2027 Jun 9 10:18:14" + flags, ""},
	{"a cookie-date of ISO 8601", ok + "Set-Cookie: a=1; Expires=2027-06-09T10:18:14Z" + flags, "cookie-date"},
	{"Expires=0", ok + "Set-Cookie: a=1; Expires=0" + flags, "cookie-date"},
	{"a negative Max-Age", ok + "Set-Cookie: a=1; Max-Age=-1" + flags, ""},
	{"an empty Max-Age", ok + "Set-Cookie: a=1; Max-Age=" + flags, "cookie-max-age"},
	{"a quoted Max-Age", ok + "Set-Cookie: a=1; Max-Age=\"60\"" + flags, "cookie-max-age"},
	{"joined", ok + "Set-Cookie: a=1, b=2" + flags, "cookie-joined"},
	{"joined behind a date", ok + "Set-Cookie: a=1; Expires=Wed, 09 Jun 2027 10:18:14 GMT, b=2" + flags, "cookie-joined"},
	{"a date is not joined", ok + "Set-Cookie: a=1; Expires=Wed, 09 Jun 2027 10:18:14 GMT" + flags, ""},
	{"a comma in the value", ok + "Set-Cookie: a=x:1,y=2" + flags, ""},
	{"a cookie and public", ok + "Cache-Control: public\nSet-Cookie: a=1" + flags, "cookie-shared-cache"},
	{"a cookie and s-maxage", ok + "Cache-Control: max-age=0, s-maxage=9\nSet-Cookie: a=1" + flags, "cookie-shared-cache"},
	{"a cookie, private for the field", ok + "Cache-Control: max-age=9, private=\"set-cookie\"\nSet-Cookie: a=1" + flags, ""},
	{"a cookie, private for another field", ok + "Cache-Control: max-age=9, private=\"x\"\nSet-Cookie: a=1" + flags, "cookie-shared-cache"},
	{"a cookie and max-age=0", ok + "Cache-Control: public, max-age=0\nSet-Cookie: a=1" + flags, ""},
	{"a cookie, no-cache", ok + "Cache-Control: no-cache, max-age=9\nSet-Cookie: a=1" + flags, ""},
	{"no cookie at all", ok + "Set-Cookie: a", ""},

	// Caching
	{"no-store with no seconds", ok + "Cache-Control: no-store, no-cache, must-revalidate, max-age=0", ""},
	{"no-store and public", ok + "Cache-Control: public, no-store", "cache-control-conflict"},
	{"no-store and s-maxage", ok + "Cache-Control: no-store\nCache-Control: s-maxage=1", "cache-control-conflict"},
	{"public and private", ok + "Cache-Control: public, PRIVATE", "cache-control-conflict"},
	{"public and private for a field", ok + "Cache-Control: public, private=\"x\"", ""},
	{"no value", ok + "Cache-Control: max-age", "cache-control-value"},
	{"a value below zero", ok + "Cache-Control: max-age=-1", "cache-control-value"},
	{"a fraction", ok + "Cache-Control: s-maxage=0.5", "cache-control-value"},
	{"a colon for the equals sign", ok + "Cache-Control: max-age: 60", "cache-control-value"},
	{"quoted and no number", ok + "Cache-Control: stale-if-error=\"x\"", "cache-control-value"},
	{"more seconds than any number holds", ok + "Cache-Control: max-age=99999999999999999999", ""},
	{"a directive of one's own", ok + "Cache-Control: a=b, c=\"d,e\", immutable", ""},
	{"twice on a line", ok + "Cache-Control: no-cache, max-age=1, No-Cache", "cache-control-repeated"},
	{"three times", ok + "Cache-Control: a, a, a", "cache-control-repeated"},
	{"a semicolon in quotes", ok + "Cache-Control: no-cache=\"a;b\"", ""},
	{"429 and private", "HTTP/1.1 429 x\nDate: Sat, 21 Nov 2026 09:30:00 GMT\nRetry-After: 1\nCache-Control: private, max-age=1", "must-not-store"},
	{"429 and Expires", "HTTP/1.1 429 x\nDate: Sat, 21 Nov 2026 09:30:00 GMT\nRetry-After: 1\nExpires: Sat, 21 Nov 2026 09:30:01 GMT", "must-not-store"},
	{"429 and Expires in the past", "HTTP/1.1 429 x\nDate: Sat, 21 Nov 2026 09:30:00 GMT\nRetry-After: 1\nExpires: Sat, 21 Nov 2026 09:30:00 GMT", ""},
	{"429 and Expires behind max-age", "HTTP/1.1 429 x\nDate: Sat, 21 Nov 2026 09:30:00 GMT\nRetry-After: 1\nCache-Control: max-age=0\nExpires: Sat, 21 Nov 2026 09:30:01 GMT", ""},
	{"a compressed response and Vary", ok + "Cache-Control: public\nContent-Encoding: br\nVary: Origin\nVary: accept-encoding", ""},

	// Dates
	{"a leap second", ok + "Last-Modified: Sat, 31 Dec 2016 23:59:60 GMT", ""},
	{"an offset", ok + "Expires: Sat, 21 Nov 2026 09:30:00 +0100", "date-syntax"},
	{"UTC for GMT", ok + "Expires: Sat, 21 Nov 2026 09:30:00 UTC", "date-syntax"},
	{"a day that is none", ok + "Last-Modified: Mon, 30 Feb 2026 09:30:00 GMT", "date-syntax"},
	{"no date in Date", "HTTP/1.1 200 OK\nDate: now", "date-syntax"},
	{"Expires: -1", ok + "Expires: -1", "expires-zero"},
	{"Expires: never", ok + "Expires: never", "date-syntax"},
	{"asctime", ok + "Last-Modified: Sun Nov  6 08:49:37 1994", "date-obsolete"},
	{"an old form and a wrong day", ok + "Last-Modified: Monday, 06-Nov-94 08:49:37 GMT", "date-obsolete date-weekday"},
	{"a wait in a date", ok + "Retry-After: Sat, 21 Nov 2026 09:31:00 GMT", ""},
	{"a wait in an old date", ok + "Retry-After: Saturday, 21-Nov-26 09:31:00 GMT", "date-obsolete"},
	{"a wait in a date with an offset", ok + "Retry-After: Sat, 21 Nov 2026 09:31:00 +0100", "date-syntax"},
	{"a wait in ISO 8601", ok + "Retry-After: 2026-11-21T09:31:00Z", "retry-after-syntax"},
	{"a wait below zero", ok + "Retry-After: -5", "retry-after-syntax"},
	{"a wait in words", ok + "Retry-After: soon", "retry-after-syntax"},
	{"a wait until a day", ok + "Retry-After: Monday", "retry-after-syntax"},
	{"half a second", ok + "Retry-After: 0.5", "retry-after-syntax"},
	{"no wait", ok + "Retry-After:", "retry-after-syntax"},
	{"changed when it was sent", ok + "Last-Modified: Sat, 21 Nov 2026 09:30:00 GMT", ""},
	{"a weak tag", ok + "ETag: W/\"a\"", ""},
	{"a weak tag in small letters", ok + "ETag: w/\"a\"", "etag-syntax"},
	{"no date in a 500", "HTTP/1.1 500 x", ""},

	// Ranges
	{"a part without an end", part + "Content-Range: bytes 0-3/*", ""},
	{"another unit", part + "Content-Range: rows 0-3/9\nContent-Length: 50", ""},
	{"the length is the last position", part + "Content-Range: bytes 0-9/9", "content-range-invalid"},
	{"backwards", part + "Content-Range: bytes 9-0/20", "content-range-invalid"},
	{"no unit", part + "Content-Range: 0-3/20", "content-range-syntax"},
	{"a length that is not that of the part", part + "Content-Range: bytes 0-3/20\nContent-Length: 20", "content-range-length"},
	{"a body that is not the part", part + "Content-Range: bytes 0-3/20\nContent-Type: text/plain\n\ngone.", "content-range-length"},
	{"a body with a line end of the editor", part + "Content-Range: bytes 0-3/20\nContent-Type: text/plain\n\ngone\n", ""},
	{"several parts", part + "Content-Type: multipart/byteranges; boundary=\"a b\"", ""},
	{"416 without it", "HTTP/1.1 416 x\nDate: Sat, 21 Nov 2026 09:30:00 GMT", "content-range-missing-416"},
	{"416 with nonsense", "HTTP/1.1 416 x\nDate: Sat, 21 Nov 2026 09:30:00 GMT\nContent-Range: none", "content-range-syntax"},
	{"416 with an impossible range", "HTTP/1.1 416 x\nDate: Sat, 21 Nov 2026 09:30:00 GMT\nContent-Range: bytes 5-2/84", "content-range-form-416 content-range-invalid"},

	// Framing
	{"204 with nothing but lines", "HTTP/1.1 204 No Content\nDate: Sat, 21 Nov 2026 09:30:00 GMT\n\n\n", ""},
	{"205 with a length", "HTTP/1.1 205 Reset Content\nDate: Sat, 21 Nov 2026 09:30:00 GMT\nContent-Length: 0\n\n", ""},
	{"304 with a length", "HTTP/1.1 304 Not Modified\nDate: Sat, 21 Nov 2026 09:30:00 GMT\nContent-Length: 500\n\n", ""},
	{"304 with a body", "HTTP/1.1 304 Not Modified\nDate: Sat, 21 Nov 2026 09:30:00 GMT\n\nx", "body-forbidden"},
	{"103 with a length", "HTTP/1.1 103 Early Hints\nContent-Length: 0\n\n" + ok, "content-length-forbidden"},
	{"199, which nobody knows, with a length", "HTTP/1.1 199 x\nTransfer-Encoding: chunked\n\n" + ok, "transfer-encoding-forbidden"},
	{"the answer to HEAD", "HEAD / HTTP/1.1\nHost: x\n\n" + ok + "Content-Length: 5\n\n", ""},
	{"the answer to HEAD with content", "HEAD / HTTP/1.1\nHost: x\n\n" + ok + "Content-Type: text/plain\nContent-Length: 5\n\nhello", "body-forbidden"},
	{"a tunnel with a length", "CONNECT x:443 HTTP/1.1\nHost: x:443\n\n" + ok + "Content-Length: 0", "content-length-forbidden"},
	{"lengths that differ in a list", ok + "Content-Length: 4, 5", "content-length-conflict"},
	{"a signed length", ok + "Content-Length: +4", "content-length-syntax"},
	{"an empty length", ok + "Content-Length:", "content-length-syntax"},
	{"a length beyond 63 bits", ok + "Content-Length: 9223372036854775808", "content-length-syntax"},
	{"a hexadecimal length", ok + "Content-Length: 0x4", "content-length-syntax"},
	{"a length on two lines", ok + "Content-Length: 4\nContent-Length: 4", "content-length-repeated"},
	{"chunks over HTTP/1.0", "HTTP/1.0 200 OK\nDate: Sat, 21 Nov 2026 09:30:00 GMT\nTransfer-Encoding: chunked", "chunked-old-version"},
	{"chunks that the tool has put together", ok + "Transfer-Encoding: chunked\nContent-Type: application/json\n\n{}", ""},
	{"chunks as they were sent", ok + "Transfer-Encoding: chunked\nContent-Type: application/json\n\n1\n{\n1\n}\n0\n\n", ""},
	{"chunks as they were sent, of bad JSON", ok + "Transfer-Encoding: chunked\nContent-Type: application/json\n\n1\n{\n1\n{\n0\n\n", "content-type-body"},
	{"no content shown", ok + "Content-Length: 500\n\n", ""},
	{"a body with CRLF that the editor took away", ok + "Content-Type: text/plain\nContent-Length: 4\n\na\nb\n", ""},
	{"a body that the tool has decompressed", ok + "Content-Type: text/plain\nContent-Encoding: gzip\nContent-Length: 4\n\nhello", ""},

	// Form and versions
	{"fields without a status line", "ETag: a\nContent-Range: bytes 0-1/2\nWWW-Authenticate: Bearer error=\"invalid_token\"\nSet-Cookie: a=1" + flags, "bearer-error-meaning etag-syntax not-a-response"},
	{"a status that cannot be read", "HTTP/1.1 OK\nContent-Range: bytes 0-1/2\nContent-Type: application/problem+json\n\n{\"status\":400}", "status-range"},
	{"HTTP/2 with a phrase", "HTTP/2 404 OK\ndate: Sat, 21 Nov 2026 09:30:00 GMT", ""},
	{"another phrase", "HTTP/1.1 404 Gone Fishing\nDate: Sat, 21 Nov 2026 09:30:00 GMT", ""},
	{"the phrase of another", "HTTP/1.1 404 ok\nDate: Sat, 21 Nov 2026 09:30:00 GMT", "reason-contradicts"},
	{"418", "HTTP/1.1 418 I'm a teapot\nDate: Sat, 21 Nov 2026 09:30:00 GMT", ""},
	{"306", "HTTP/1.1 306 x\nDate: Sat, 21 Nov 2026 09:30:00 GMT", "status-deprecated"},
	{"303 without Location", "HTTP/1.1 303 See Other\nDate: Sat, 21 Nov 2026 09:30:00 GMT", "location-missing"},
	{"an unregistered code", "HTTP/1.1 520 x", "status-unregistered"},
	{"HTTP/2 has no Upgrade", "HTTP/2 426\ndate: Sat, 21 Nov 2026 09:30:00 GMT", ""},
	{"HTTP/3 has no Upgrade", "HTTP/3 426\ndate: Sat, 21 Nov 2026 09:30:00 GMT\nupgrade: h2c", "h2-connection-field"},
	{"an application's scheme", "HTTP/1.1 302 Found\nDate: Sat, 21 Nov 2026 09:30:00 GMT\nLocation: com.example.app:/callback", ""},
	{"an umlaut in Location", "HTTP/1.1 302 Found\nDate: Sat, 21 Nov 2026 09:30:00 GMT\nLocation: /größe", "field-value-not-ascii location-syntax"},
	{"Accept in a 415", "HTTP/1.1 415 x\nDate: Sat, 21 Nov 2026 09:30:00 GMT\nAccept: application/json", ""},
	{"no method allowed", "HTTP/1.1 405 x\nDate: Sat, 21 Nov 2026 09:30:00 GMT\nAllow:", ""},
	{"CORS is not Allow", "HTTP/1.1 405 x\nDate: Sat, 21 Nov 2026 09:30:00 GMT\nAccess-Control-Allow-Methods: GET", "allow-missing"},
	{"methods have case", "get / HTTP/1.1\nHost: x\n\nHTTP/1.1 405 x\nDate: Sat, 21 Nov 2026 09:30:00 GMT\nAllow: GET", ""},

	// CORS
	{"any origin", ok + "Access-Control-Allow-Origin: *", ""},
	{"the opaque origin", ok + "Access-Control-Allow-Origin: null", ""},
	{"a port", ok + "Access-Control-Allow-Origin: http://[::1]:8080", ""},
	{"a list of origins", ok + "Access-Control-Allow-Origin: https://a.example, https://b.example", "cors-origin-syntax"},
	{"a pattern", ok + "Access-Control-Allow-Origin: https://*.example.com", "cors-origin-syntax"},
	{"no scheme", ok + "Access-Control-Allow-Origin: example.com", "cors-origin-syntax"},
	{"two lines of origins", ok + "Access-Control-Allow-Origin: *\nAccess-Control-Allow-Origin: *", "singleton-repeated"},
	{"credentials that are none", ok + "Access-Control-Allow-Origin: *\nAccess-Control-Allow-Credentials: false", "cors-credentials-value"},

	// Content
	{"a part for a client that knows the type", "GET / HTTP/1.1\nHost: x\nRange: bytes=0-3\nIf-Range: \"a\"\n\n" + part + "Content-Range: bytes 0-3/20\n\ngone", ""},
	{"a part for one that does not", "GET / HTTP/1.1\nHost: x\nRange: bytes=0-3\n\n" + part + "Content-Range: bytes 0-3/20\n\ngone", "content-type-missing"},
	{"a part for somebody", part + "Content-Range: bytes 0-3/20\n\ngone", ""},
	{"a type with parameters", ok + "Content-Type: text/html; charset=\"utf-8\"; a=b", ""},
	{"a parameter without a value", ok + "Content-Type: text/html; charset", "content-type-syntax"},
	{"JSON cut short", ok + "Content-Type: application/json\nContent-Length: 9\n\n{\"a\":", "body-length"},
	{"JSON that ends too early", ok + "Content-Type: application/json\n\n{\"a\":", "content-type-body"},
	{"half of a JSON text", part + "Content-Range: bytes 0-1/9\nContent-Type: application/json\n\n{\"", ""},
	{"JSON for a page", ok + "Content-Type: text/html\n\n{\"a\":1}", "content-type-body"},
	{"a page for an image", ok + "Content-Type: image/png\n\n<html>", "content-type-body"},
	{"a page for XML", ok + "Content-Type: application/xml\n\n<!doctype html>", "content-type-body"},
	{"XML with a byte order mark", ok + "Content-Type: application/rss+xml\n\n\ufeff<rss/>", ""},
	{"text for XML", ok + "Content-Type: text/xml\n\nno", "content-type-body"},
	{"anything for text", ok + "Content-Type: text/plain\n\n{\"a\":1}", ""},
	{"a problem that is a list", "HTTP/1.1 404 x\nDate: Sat, 21 Nov 2026 09:30:00 GMT\nContent-Type: application/problem+json\n\n[]", "problem-members"},
	{"a problem with wrong members", "HTTP/1.1 404 x\nDate: Sat, 21 Nov 2026 09:30:00 GMT\nContent-Type: application/problem+json\n\n{\"type\":1,\"detail\":null,\"status\":404.5,\"other\":[]}", "problem-members problem-members problem-members"},
	{"a problem that is no JSON", "HTTP/1.1 404 x\nDate: Sat, 21 Nov 2026 09:30:00 GMT\nContent-Type: application/problem+json\n\nno", "content-type-body"},
	{"two links, one without rel", ok + "Link: </a>; rel=next, </b>; title=\"x, y\"", "link-rel"},
	{"a quoted max-age of HSTS", ok + "Strict-Transport-Security: max-age=\"1\"; preload", ""},
	{"HSTS with commas", ok + "Strict-Transport-Security: max-age=1, includeSubDomains", "hsts-max-age"},
	{"nosniff twice", ok + "X-Content-Type-Options: NOSNIFF, nosniff", ""},
}

func TestCases(t *testing.T) {
	for _, c := range cases {
		found := diagnose(c.text)
		if got := strings.Join(ids(found), " "); got != c.want {
			t.Errorf("%s: said %q, want %q\n%s\n%+v", c.name, got, c.want, c.text, found)
		}
	}
}

// ids returns the rules of the findings, sorted.
func ids(found []doctor.Finding) (out []string) {
	for _, f := range found {
		out = append(out, f.Rule)
	}
	slices.Sort(out)
	return out
}
