package doctor

import (
	"strings"

	"statuswiki/internal/httpmsg"
)

// specCookies is the revision of RFC 6265.
const specCookies = "draft-ietf-httpbis-rfc6265bis"

// Rules about what browsers drop or misread.
var cookieRules = []Rule{
	{ID: "cookie-samesite-none", Severity: Warning, Spec: specCookies, check: cookieSameSiteNone,
		Why:  "Browsers drop a cookie that goes to other sites and is not Secure.",
		Sick: okay + "\nSet-Cookie: id=7; HttpOnly; SameSite=None", Well: okay + "\nSet-Cookie: id=7; HttpOnly; SameSite=None; Secure"},
	{ID: "cookie-prefix", Severity: Warning, Spec: specCookies, check: cookiePrefix,
		Why:  "The prefix is a promise, and browsers drop a cookie that does not keep it: Secure for both, and for __Host- also Path=/ and no Domain.",
		Sick: okay + "\nSet-Cookie: __Host-id=7; Secure; HttpOnly; SameSite=Lax", Well: okay + "\nSet-Cookie: __Host-id=7; Path=/; Secure; HttpOnly; SameSite=Lax"},
	{ID: "cookie-partitioned", Severity: Warning, Spec: "CHIPS (draft-cutler-httpbis-partitioned-cookies)", check: cookiePartitioned,
		Why:  "Browsers drop a partitioned cookie that is not Secure.",
		Sick: okay + "\nSet-Cookie: id=7; HttpOnly; SameSite=Lax; Partitioned", Well: okay + "\nSet-Cookie: id=7; HttpOnly; SameSite=Lax; Partitioned; Secure"},
	{ID: "cookie-date", Severity: Warning, Spec: "RFC 6265 §5.1.1", check: cookieDate,
		Why:  "Browsers ignore a date that they cannot read, and the cookie ends with the session.",
		Sick: okay + "\nSet-Cookie: id=7; Expires=next year; Secure; HttpOnly; SameSite=Lax",
		Well: okay + "\nSet-Cookie: id=7; Expires=Sun, 21 Nov 2027 09:30:00 GMT; Secure; HttpOnly; SameSite=Lax"},
	{ID: "cookie-max-age", Severity: Warning, Spec: "RFC 6265 §5.2.2", check: cookieMaxAge,
		Why:  "Max-Age is seconds in digits. Browsers ignore anything else, and the cookie ends with the session.",
		Sick: okay + "\nSet-Cookie: id=7; Max-Age=30d; Secure; HttpOnly; SameSite=Lax",
		Well: okay + "\nSet-Cookie: id=7; Max-Age=2592000; Secure; HttpOnly; SameSite=Lax"},
	{ID: "cookie-joined", Severity: Warning, Spec: "RFC 9110 §5.3, RFC 6265 §3", check: cookieJoined,
		Why:  "Set-Cookie is the one field whose lines cannot be joined by commas. The second cookie becomes part of the first.",
		Sick: okay + "\nSet-Cookie: id=7; Secure; HttpOnly; SameSite=Lax, lang=en; Secure; HttpOnly; SameSite=Lax",
		Well: okay + "\nSet-Cookie: id=7; Secure; HttpOnly; SameSite=Lax\nSet-Cookie: lang=en; Secure; HttpOnly; SameSite=Lax"},
}

// Rules about who else gets a cookie.
var cookieSafetyRules = []Rule{
	{ID: "cookie-shared-cache", Severity: Warning, Spec: "RFC 9111 §7.3", check: cookieSharedCache,
		Why:  "A shared cache that keeps the response hands the cookie to everybody: strangers find themselves logged in as each other.",
		Sick: okay + "\nCache-Control: max-age=60\nSet-Cookie: id=7; Secure; HttpOnly; SameSite=Lax",
		Well: okay + "\nCache-Control: private, max-age=60\nSet-Cookie: id=7; Secure; HttpOnly; SameSite=Lax"},
	{ID: "cookie-flags-advice", Severity: Info, Spec: specCookies, check: cookieFlagsAdvice,
		Why:  "Secure keeps a cookie off plain HTTP, HttpOnly away from scripts, and SameSite says whether other sites may send it along.",
		Sick: okay + "\nSet-Cookie: id=7", Well: okay + "\nSet-Cookie: id=7; Secure; HttpOnly; SameSite=Lax"},
}

// cookie is one cookie and the line it stands in.
type cookie struct {
	httpmsg.Cookie
	line  httpmsg.Field
	attrs map[string]httpmsg.Param // by name in lower case; the last one of a name counts
}

func (x *exam) cookies() []cookie {
	return x.jar.get(func() (out []cookie) {
		for _, f := range x.lines("set-cookie") {
			k, err := httpmsg.ParseSetCookie(f.Value)
			if err != nil {
				continue
			}
			c := cookie{k, f, make(map[string]httpmsg.Param)}
			for _, a := range k.Attrs {
				c.attrs[strings.ToLower(a.Name)] = a
			}
			out = append(out, c)
		}
		return out
	})
}

func (c cookie) has(attr string) bool {
	_, ok := c.attrs[attr]
	return ok
}

// value returns the value of an attribute.
func (c cookie) value(attr string) string { return c.attrs[attr].Value }

// place is where an attribute stands, or the cookie when it is missing.
func (c cookie) place(attr string) place {
	if a, ok := c.attrs[attr]; ok {
		return within(c.line, a.Offset)
	}
	return within(c.line, c.Offset)
}

// prefix returns the prefix of the name, which browsers look for in any case.
func (c cookie) prefix() string {
	for _, p := range []string{"__Secure-", "__Host-"} {
		if len(c.Name) >= len(p) && strings.EqualFold(c.Name[:len(p)], p) {
			return p
		}
	}
	return ""
}

func cookieSameSiteNone(x *exam) {
	for _, c := range x.cookies() {
		if strings.EqualFold(c.value("samesite"), "None") && !c.has("secure") {
			x.say(c.place("samesite"), "browsers drop the cookie %s: SameSite=None needs Secure", quote(c.Name)).fix("Set-Cookie: " + c.line.Value + "; Secure")
		}
	}
}

func cookiePrefix(x *exam) {
	for _, c := range x.cookies() {
		prefix := c.prefix()
		if prefix == "" {
			continue
		}
		host := prefix == "__Host-"
		var wrong []string
		if !c.has("secure") {
			wrong = append(wrong, "needs Secure")
		}
		if host && c.value("path") != "/" {
			wrong = append(wrong, "needs Path=/")
		}
		if host && c.value("domain") != "" {
			wrong = append(wrong, "must not have Domain")
		}
		if len(wrong) > 0 {
			x.say(c.place(""), "browsers drop the cookie %s: the prefix %s %s", quote(c.Name), prefix, enumerate(wrong))
		}
	}
}

func cookiePartitioned(x *exam) {
	for _, c := range x.cookies() {
		if c.has("partitioned") && !c.has("secure") {
			x.say(c.place("partitioned"), "browsers drop the cookie %s: Partitioned needs Secure", quote(c.Name)).fix("Set-Cookie: " + c.line.Value + "; Secure")
		}
	}
}

func cookieDate(x *exam) {
	for _, c := range x.cookies() {
		if !c.has("expires") {
			continue
		}
		if _, err := httpmsg.ParseCookieDate(c.value("expires")); err != nil {
			x.say(c.place("expires"), "browsers cannot read Expires=%s of the cookie %s: %v", quote(c.value("expires")), quote(c.Name), err)
		}
	}
}

func cookieMaxAge(x *exam) {
	for _, c := range x.cookies() {
		digits := strings.TrimPrefix(c.value("max-age"), "-")
		if c.has("max-age") && (digits == "" || strings.Trim(digits, "0123456789") != "") {
			x.say(c.place("max-age"), "browsers ignore Max-Age=%s of the cookie %s, which is no number of seconds", quote(c.value("max-age")), quote(c.Name))
		}
	}
}

func cookieJoined(x *exam) {
	for _, f := range x.lines("set-cookie") {
		if i := joint(f.Value); i >= 0 {
			x.say(within(f, i), "a comma parts two cookies here, and each needs a line of its own")
		}
	}
}

// joint returns the offset of a comma behind which another cookie begins, or
// -1. The comma in the date of Expires is followed by no name and equals sign;
// one in the cookie's value, where a space is missing, is likely part of it.
func joint(v string) int {
	inValue := true
	for i := 0; i < len(v); i++ {
		switch v[i] {
		case ';':
			inValue = false
		case ',':
			from := i + 1
			for from < len(v) && (v[from] == ' ' || v[from] == '\t') {
				from++
			}
			end := from
			for end < len(v) && httpmsg.IsToken(v[end:end+1]) {
				end++
			}
			if end > from && end < len(v) && v[end] == '=' && (from > i+1 || !inValue) {
				return i
			}
			i = end - 1
		}
	}
	return -1
}

// cookieSharedCache reports the first cookie of a response that a cache between
// the server and its clients may keep.
func cookieSharedCache(x *exam) {
	lines := x.lines("set-cookie")
	if len(lines) == 0 || x.keptFromShared() {
		return
	}
	_, shared := x.directive("s-maxage")
	_, limited := x.directive("max-age")
	switch {
	case x.seconds("s-maxage") > 0:
		x.say(at(lines[0]), "s-maxage lets shared caches keep the response with its cookie")
	case x.whole("public") && !shared && (!limited || x.seconds("max-age") > 0):
		x.say(at(lines[0]), "public lets shared caches keep the response with its cookie")
	case !shared && x.seconds("max-age") > 0:
		x.say(at(lines[0]), "max-age without private lets shared caches keep the response with its cookie")
	}
}

// keptFromShared reports whether a directive keeps shared caches from storing
// the response, or at least its cookies, or from using it unasked.
func (x *exam) keptFromShared() bool {
	for _, name := range []string{"no-store", "private", "no-cache"} {
		d, ok := x.directive(name)
		if ok && (!d.HasValue || countFold(httpmsg.ParseList(d.Value), "Set-Cookie") > 0) {
			return true
		}
	}
	return false
}

// cookieFlagsAdvice leaves a missing Secure to the rules by which browsers drop
// the cookie for it.
func cookieFlagsAdvice(x *exam) {
	for _, c := range x.cookies() {
		dropped := strings.EqualFold(c.value("samesite"), "None") || c.has("partitioned") || c.prefix() != ""
		var missing []string
		for _, name := range []string{"Secure", "HttpOnly", "SameSite"} {
			if !c.has(strings.ToLower(name)) && !(name == "Secure" && dropped) {
				missing = append(missing, name)
			}
		}
		if len(missing) > 0 {
			x.say(c.place(""), "the cookie %s has no %s", quote(c.Name), strings.Join(missing, ", no "))
		}
	}
}
