package doctor_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"statuswiki/internal/doctor"
	"statuswiki/internal/httpmsg"
)

// TestFindings looks at whole findings: place, words, weight and the line that
// is right.
func TestFindings(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{denied, "error challenge-missing 1:1 WWW-Authenticate is missing, in which a 401 must say how to log in (RFC 9110 §11.6.1, §15.5.2)"},
		{denied + "Proxy-Authenticate: Basic realm=\"x\"", "error challenge-missing 1:1 WWW-Authenticate is missing, in which a 401 must say how to log in; Proxy-Authenticate does not count for it (RFC 9110 §11.6.1, §15.5.2)"},
		{"\n" + ok + "Cache-Control:  private ; max-age=60", "warning cache-control-separator 4:25 directives are parted by commas, not by semicolons (RFC 9111 §5.2) fix Cache-Control: private , max-age=60"},
		{ok + "Cache-Control: a,\n max-age=1h", "error field-fold 4:1 the field \"Cache-Control\" is folded over several lines (RFC 9112 §5.2) | error cache-control-value 4:2 max-age needs a number of seconds: \"1h\" is not a number of seconds (RFC 9111 §1.2.2, §5.2.2)"},
		{ok + "Cache-Control: max-age=\"60\", x", "warning cache-control-quoted 3:24 the value of max-age must not be quoted (RFC 9111 §5.2.2.1) fix Cache-Control: max-age=60, x"},
		{ok + "ETag: 'a b'", "error etag-syntax 3:7 ETag \"'a b'\" is no entity tag: expected a double quote; an entity tag is quoted, found \"'\" (RFC 9110 §8.8.3)"},
		{ok + "ETag: W/abc", "error etag-syntax 3:9 ETag \"W/abc\" is no entity tag: expected a double quote; an entity tag is quoted, found \"a\" (RFC 9110 §8.8.3) fix ETag: W/\"abc\""},
		{ok + "Expires: 2026-11-21T09:30:00+01:00", "error date-syntax 3:10 Expires \"2026-11-21T09:30:00+01:00\" is no HTTP-date: this is a date of ISO 8601 and not an HTTP-date (RFC 9110 §5.6.7) fix Expires: Sat, 21 Nov 2026 08:30:00 GMT"},
		{"HTTP/1.1 302 Found\nDate: Sat, 21 Nov 2026 09:30:00 GMT\nLocation: /a b%\x7f", "error field-value-control 3:16 the control character \"\\x7f\" in a field value (RFC 9110 §5.5) | warning location-syntax 3:13 Location \"/a b%\\x7f\" is no URI: \" \" may not stand in a URI unless percent-encoded (RFC 9110 §10.2.2, RFC 3986) fix Location: /a%20b%25%7F"},
		{"HTTP/1.1 520 x\nDate: x", "error date-syntax 2:7 Date \"x\" is no HTTP-date: expected the day of the week, as in \"Sun, 06 Nov 1994 08:49:37 GMT\" (RFC 9110 §5.6.7) | info status-unregistered 1:1 520 is not registered; a client that does not know it treats it like 500; it is used by Cloudflare for «Web server returns an unknown error» and Somebody (RFC 9110 §15)"},
		{denied + "WWW-Authenticate: Bearer error=\"invalid_token\", error_description=\"<b>\\\"x\\\"\"", "info bearer-error-meaning 3:19 invalid_token means: the token is expired, revoked, malformed or invalid for another reason; get a new one and try again; the server adds: `<b>\"x\"` (RFC 6750 §3.1)"},
		{"HTTP/1.1 404 Forbidden\nDate: Sat, 21 Nov 2026 09:30:00 GMT", "info reason-contradicts 1:14 the phrase \"Forbidden\" is that of 403, and the code is 404 (RFC 9112 §4) fix HTTP/1.1 404 Not Found"},
		{ok + "Content-Type: application/json\n\n{\"a\":\n x}", "warning content-type-body 6:2 the content is no JSON: invalid character 'x' looking for beginning of value (RFC 9110 §8.3)"},
		{ok + "Content-Type: text/plain; charset=utf-8\nContent-Length: 6\n\nMüller\n", "warning body-length 4:1 Content-Length says 6 and counts characters; in octets the content has 8 (RFC 9112 §6.3, §8)"},
		{"HTTP/1.1 404 x\nDate: Sat, 21 Nov 2026 09:30:00 GMT\nContent-Type: application/problem+json\n\n{\"title\": \"x\",\n \"status\" : 400}", "warning problem-status 6:13 the member status is 400, and the response is a 404 (RFC 9457 §3.1.2)"},
		{ok + "Set-Cookie: a=1; SameSite=None; HttpOnly", "warning cookie-samesite-none 3:18 browsers drop the cookie \"a\": SameSite=None needs Secure (draft-ietf-httpbis-rfc6265bis) fix Set-Cookie: a=1; SameSite=None; HttpOnly; Secure"},
		{"GET /x HTTP/1.1\nHost: x", "error not-a-response 1:1 this is a request (\"GET /x HTTP/1.1\"), and the response to it is missing (RFC 9112 §4)"},
		{"{\"a\": 1}", "error not-a-response 1:1 this is JSON without the status line and the header lines before it (RFC 9112 §4)"},
	} {
		var got []string
		for _, f := range diagnose(c.text) {
			line := fmt.Sprintf("%v %s %d:%d %s (%s)", f.Severity, f.Rule, f.Line, f.Col, f.Message, f.Spec)
			if f.Fix != "" {
				line += " fix " + f.Fix
			}
			got = append(got, line)
		}
		if got := strings.Join(got, " | "); got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

// TestExact tells a pasted text from one that is given octet for octet.
func TestExact(t *testing.T) {
	for text, want := range map[string]string{
		ok + "Content-Length: 4\nContent-Type: text/plain\n\ngone\n":                          "body-length",
		ok + "Content-Length: 4\n\n":                                                          "body-length",
		ok + "Content-Length: 4\nContent-Encoding: gzip\nContent-Type: text/plain\n\nhello\n": "body-length",
		"HTTP/1.1 204 No Content\nDate: Sat, 21 Nov 2026 09:30:00 GMT\n\n\n":                  "body-forbidden",
		"HEAD / HTTP/1.1\nHost: x\n\n" + ok + "Content-Length: 4\n\n":                         "",
	} {
		x := sample(text)
		x.Exact = true
		if got := strings.Join(ids(doctor.Diagnose(x, facts)), " "); got != want {
			t.Errorf("%q: said %q, want %q", text, got, want)
		}
	}
	x := sample(ok + "Content-Length: 9\nContent-Type: text/plain\n\ngone")
	x.Exact = true
	if f := doctor.Diagnose(x, facts); len(f) != 1 || f[0].Fix != "Content-Length: 4" {
		t.Errorf("the length is not mended: %+v", f)
	}
}

// TestSilence makes sure that a rule is silent about what it is not told.
func TestSilence(t *testing.T) {
	for _, text := range []string{
		denied, "HTTP/1.1 405 x\nDate: Sat, 21 Nov 2026 09:30:00 GMT", "HTTP/1.1 204 x\nDate: Sat, 21 Nov 2026 09:30:00 GMT\nContent-Length: 0",
		"HTTP/1.1 520 OK\nDate: Sat, 21 Nov 2026 09:30:00 GMT", "HTTP/1.1 305 x\nDate: Sat, 21 Nov 2026 09:30:00 GMT",
	} {
		if found := doctor.Diagnose(sample(text), nil); len(found) > 0 {
			t.Errorf("%q: without facts it says %+v", text, found)
		}
	}
	if found := doctor.Diagnose(doctor.Exchange{}, facts); len(found) > 0 {
		t.Errorf("about nothing it says %+v", found)
	}
	head := doctor.Exchange{Responses: sample(ok + "Content-Length: 9\n\n").Responses, HeadRequest: true, Exact: true}
	if found := doctor.Diagnose(head, facts); len(found) > 0 {
		t.Errorf("about the answer to a HEAD it says %+v", found)
	}
}

// TestOrder makes sure that the gravest stands first, that every response is
// examined, and that the request is taken for that of the last one only.
func TestOrder(t *testing.T) {
	text := "GET / HTTP/1.1\nHost: x\nAuthorization: Basic x\n\n" +
		denied + "WWW-Authenticate: Basic realm=\"x\"\n\n" + // the request above is not the one it answers
		"HTTP/1.1 302 Found\n\n" + ok + "Set-Cookie: a=1\nETag: a"
	var got []string
	for _, f := range diagnose(text) {
		got = append(got, fmt.Sprintf("%d %s", f.Line, f.Rule))
	}
	want := "14 etag-syntax, 9 location-missing, 9 date-missing, 13 cookie-flags-advice"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("got %s, want %s", s, want)
	}
}

// TestRequests: some rules hold for requests.
func TestRequests(t *testing.T) {
	m, _ := httpmsg.Parse("POST / HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: 9\n\n{", 1)
	if got := strings.Join(ids(doctor.DiagnoseRequest(m, true)), " "); got != "body-length" {
		t.Errorf("said %q", got)
	}
	m, _ = httpmsg.Parse("POST / HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: 1\n\n{", 1)
	if got := strings.Join(ids(doctor.DiagnoseRequest(m, true)), " "); got != "content-type-body" {
		t.Errorf("said %q", got)
	}
	m, _ = httpmsg.Parse("GET / HTTP/1.1\nHost: x\nCookie: a=1\nAuthorization: Basic x", 1)
	if found := doctor.DiagnoseRequest(m, true); len(found) > 0 {
		t.Errorf("a request is judged as a response: %+v", found)
	}
}

// safe asserts what holds for the findings of any input.
func safe(t *testing.T, found []doctor.Finding) {
	t.Helper()
	if len(found) > 100 {
		t.Errorf("%d findings", len(found))
	}
	each := make(map[string]int)
	for _, f := range found {
		if each[f.Rule]++; each[f.Rule] > 5 {
			t.Errorf("%s is listed more than five times", f.Rule)
		}
		if _, ok := doctor.ByID(f.Rule); !ok {
			t.Errorf("%s is no rule", f.Rule)
		}
		if f.Message == "" || f.Line < 0 || f.Col < 0 || f.Severity > doctor.Info && f.Spec == "" {
			t.Errorf("not whole: %+v", f)
		}
		for _, s := range []string{f.Message, f.Spec, f.Fix} {
			if !utf8.ValidString(s) || len(s) > 4*700 || strings.ContainsFunc(s, func(r rune) bool {
				return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029'
			}) {
				t.Errorf("%s: not safe: %q", f.Rule, s)
			}
		}
	}
}

// hostile are messages that try to flood, to steer a terminal or to be slow.
func hostile() map[string]string {
	const n = 1 << 19
	out := map[string]string{
		"escapes":       "HTTP/1.1 200 \x1b[2J\nX: \x1b]0;x\x07\u202e\u2066\xff\x00\u0085\nETag: \x1b\xff\nContent-Type: \u202e/\x9b\nLocation: \x1b\x00\nDate: \xe2\x82",
		"format verbs":  "HTTP/1.1 200 %s%d%z\nETag: %s%n\nRetry-After: %d\nAge: %v\nContent-Type: %x\nLink: %s\nSet-Cookie: %s=%d; Max-Age=%s\nExpires: %s",
		"names":         "HTTP/1.1 200 x\n" + strings.Repeat("a b: c\n", 900),
		"many cookies":  "HTTP/1.1 200 x\n" + strings.Repeat("Set-Cookie: __Host-a=1; SameSite=None; Max-Age=x; Expires=x, b=2; Partitioned\n", 900),
		"many tags":     "HTTP/1.1 200 x\n" + strings.Repeat("ETag: a\nDate: x\nAge: y\nLink: z\nRetry-After: -\n", 190),
		"many messages": strings.Repeat("HTTP/1.1 103 x\nContent-Length: 0\nContent-Length: x\n\n", 3000),
		"long values":   "HTTP/1.1 401 " + strings.Repeat("é", n) + "\nETag: " + strings.Repeat("\xff", n/4) + "\nLocation: " + strings.Repeat(" ", n/8) + "x y",
	}
	for i, unit := range []string{"a,", "a b=c,", "a=b,", `"`, `\`, "<", "<a>,", "<a>;", "a ", ",", ";", `a=";`, "\x01", "x=1; ", "max-age=\"1\";", "Mon, ", "0", "ä", "%", "[", "{\"a\":", "\r", "1\n", "Basic ,"} {
		v := strings.ReplaceAll(strings.Repeat(unit, 20000/len(unit)), "\n", " ")
		var b strings.Builder
		b.WriteString("HTTP/1.1 401 x\n")
		for _, name := range []string{
			"WWW-Authenticate", "Set-Cookie", "Cache-Control", "Link", "Location", "ETag", "Date", "Expires", "Content-Range", "Content-Length", "Transfer-Encoding",
			"Strict-Transport-Security", "Access-Control-Allow-Origin", "Vary", "Allow", "Connection", "Upgrade", "Retry-After", "X-Content-Type-Options", "Age",
		} {
			b.WriteString(name + ": " + v + "\n")
		}
		b.WriteString("Content-Type: application/problem+json\n\n" + strings.Repeat(unit, 100000/len(unit)))
		out[fmt.Sprint("unit ", i)] = b.String()
	}
	return out
}

func TestHostile(t *testing.T) {
	for name, text := range hostile() {
		t.Run(name, func(t *testing.T) {
			x := sample(text)
			found := doctor.Diagnose(x, facts)
			safe(t, found)
			if len(found) == 0 || strings.Contains(fmt.Sprint(found), "%!") {
				t.Errorf("said %+v", found)
			}
		})
	}
	found := diagnose("HTTP/1.1 200 OK\nDate: Sat, 21 Nov 2026 09:30:00 GMT\n" + strings.Repeat("a b: c\n", 900))
	if len(found) != 5 || found[4].More != 895 || !strings.HasSuffix(found[4].Message, "(and 895 more like this)") {
		t.Errorf("repeats are not counted: %+v", found)
	}
}

func FuzzDiagnose(f *testing.F) {
	for _, r := range doctor.Rules {
		if len(r.Sick) < 4000 {
			f.Add(r.Sick)
			f.Add(r.Well)
		}
	}
	for _, c := range cases {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		x := sample(text)
		safe(t, doctor.Diagnose(x, facts))
		x.Exact = true
		safe(t, doctor.Diagnose(x, nil))
		for _, m := range x.Responses {
			safe(t, doctor.DiagnoseRequest(m, false))
		}
	})
}
