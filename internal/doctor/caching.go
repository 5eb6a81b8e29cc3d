package doctor

import (
	"strings"

	"statuswiki/internal/httpmsg"
)

// Rules about Cache-Control.
var cachingRules = []Rule{
	{ID: "cache-control-conflict", Severity: Warning, Spec: "RFC 9111 §5.2.2", check: cacheControlConflict,
		Why:  "Two directives that exclude each other; caches take the stricter one, and somebody meant the other.",
		Sick: okay + "\nCache-Control: no-store, max-age=60", Well: okay + "\nCache-Control: max-age=60"},
	{ID: "cache-control-value", Severity: Error, Spec: "RFC 9111 §1.2.2, §5.2.2", check: cacheControlValue,
		Why:  "The value is seconds in digits. Caches take the response for stale, or ignore the directive.",
		Sick: okay + "\nCache-Control: max-age=1h", Well: okay + "\nCache-Control: max-age=3600"},
	{ID: "cache-control-quoted", Severity: Warning, Spec: "RFC 9111 §5.2.2.1", check: cacheControlQuoted,
		Why:  "Numbers must not be quoted. Some caches read them all the same, others do not.",
		Sick: okay + "\nCache-Control: max-age=\"60\"", Well: okay + "\nCache-Control: max-age=60"},
	{ID: "cache-control-repeated", Severity: Warning, Spec: "RFC 9111 §4.2.1", check: cacheControlRepeated,
		Why:  "Two programs have each added their own. Caches use the first one or take the response for stale.",
		Sick: okay + "\nCache-Control: max-age=60\nCache-Control: max-age=0", Well: okay + "\nCache-Control: max-age=60"},
	{ID: "cache-control-separator", Severity: Warning, Spec: "RFC 9111 §5.2", check: cacheControlSeparator,
		Why:  "Directives are parted by commas. What stands behind a semicolon is lost, or all of it.",
		Sick: okay + "\nCache-Control: private; max-age=60", Well: okay + "\nCache-Control: private, max-age=60"},
	{ID: "must-not-store", Severity: Warning, Spec: "RFC 6585 §3-6", check: mustNotStore,
		Why:  "What is true of one client at one moment must not be kept: everybody behind the cache would be told to slow down.",
		Sick: "HTTP/1.1 429 Too Many Requests" + date + "\nRetry-After: 60\nCache-Control: max-age=60",
		Well: "HTTP/1.1 429 Too Many Requests" + date + "\nRetry-After: 60\nCache-Control: no-store"},
}

// Rules about the other fields for caches.
var advisedCachingRules = []Rule{
	{ID: "vary-star", Severity: Info, Spec: "RFC 9110 §12.5.5", check: varyStar,
		Why:  "`*` says that the response depends on more than the request, so no cache can ever use it again.",
		Sick: okay + "\nVary: *", Well: okay + "\nVary: Accept"},
	{ID: "vary-encoding-advice", Severity: Info, Spec: "RFC 9110 §12.5.5", check: varyEncodingAdvice,
		Why:  "A cache hands a compressed response to a client that cannot read it, unless Vary names Accept-Encoding.",
		Sick: okay + "\nCache-Control: max-age=60\nContent-Encoding: gzip", Well: okay + "\nCache-Control: max-age=60\nContent-Encoding: gzip\nVary: Accept-Encoding"},
	{ID: "age-syntax", Severity: Error, Spec: "RFC 9111 §5.1", check: ageSyntax,
		Why:  "Age is seconds in digits; caches ignore another value and keep the response for too long.",
		Sick: okay + "\nAge: 1.5", Well: okay + "\nAge: 1"},
	{ID: "pragma-advice", Severity: Info, Spec: "RFC 9111 §5.4", check: pragmaAdvice,
		Why:  "Pragma was defined for requests and is deprecated; Cache-Control says the same to everybody.",
		Sick: okay + "\nPragma: no-cache", Well: okay + "\nCache-Control: no-cache"},
}

// numeric are the directives of a response whose value is seconds.
var numeric = map[string]bool{"max-age": true, "s-maxage": true, "stale-while-revalidate": true, "stale-if-error": true}

func cacheControlConflict(x *exam) {
	if d, ok := x.directive("private"); ok && !d.HasValue && x.whole("public") {
		x.say(within(d.line, d.Offset), "Cache-Control says public and private")
	}
	if !x.whole("no-store") {
		return
	}
	for _, d := range x.directives() { // max-age=0 says nothing else than no-store
		n, _ := d.Seconds()
		if d.Name == "public" || (d.Name == "max-age" || d.Name == "s-maxage") && n > 0 {
			x.say(within(d.line, d.Offset), "Cache-Control says no-store and %s", d.Name)
			return
		}
	}
}

func cacheControlValue(x *exam) {
	for _, d := range x.directives() {
		if !numeric[d.Name] {
			continue
		}
		if _, err := d.Seconds(); err != nil {
			x.say(within(d.line, d.Offset), "%s needs a number of seconds: %v", d.Name, err)
		}
	}
}

func cacheControlQuoted(x *exam) {
	for _, d := range x.directives() {
		if _, err := d.Seconds(); numeric[d.Name] && d.Quoted && err == nil {
			x.say(within(d.line, d.ValueOff), "the value of %s must not be quoted", d.Name).
				fix("Cache-Control: " + d.line.Value[:d.ValueOff] + d.Value + d.line.Value[min(len(d.line.Value), d.ValueOff+len(d.Value)+2):])
		}
	}
}

func cacheControlRepeated(x *exam) {
	seen := make(map[string]int)
	for _, d := range x.directives() {
		if seen[d.Name]++; seen[d.Name] == 2 {
			x.say(within(d.line, d.Offset), "%s stands twice in Cache-Control", quote(d.Name))
		}
	}
}

func cacheControlSeparator(x *exam) {
	for _, f := range x.lines("cache-control") {
		_, err := httpmsg.ParseCacheControl(f.Value)
		if i := httpmsg.Offset(err); err != nil && i < len(f.Value) && f.Value[i] == ';' {
			n := x.say(within(f, i), "directives are parted by commas, not by semicolons")
			if !strings.Contains(f.Value, `"`) {
				n.fix("Cache-Control: " + strings.ReplaceAll(f.Value, ";", ","))
			}
		}
	}
}

// mustNotStore asks the facts which codes these are. A 1xx is never stored and
// needs no word about it.
func mustNotStore(x *exam) {
	if !x.code.NoStore || x.interim() {
		return
	}
	by := x.storable()
	if by == "" {
		return
	}
	name := "cache-control"
	if by == "Expires" {
		name = "expires"
	}
	x.say(at(x.lines(name)[0]), "a %d must not be stored, and %s lets caches store it", x.status(), by).spec(x.code.NoStoreSpec)
}

func varyStar(x *exam) {
	if x.listed("vary", "*") {
		x.say(at(x.lines("vary")[0]), "Vary: * keeps every cache from using the response again")
	}
}

func varyEncodingAdvice(x *exam) {
	if x.encoded() && x.storable() != "" && !x.listed("vary", "Accept-Encoding") && !x.listed("vary", "*") {
		x.say(at(x.lines("content-encoding")[0]), "the response can be stored, and Vary does not name Accept-Encoding")
	}
}

func ageSyntax(x *exam) {
	for _, f := range x.lines("age") {
		if f.Value == "" || strings.Trim(f.Value, "0123456789") != "" {
			x.say(within(f, 0), "Age %s is no number of seconds", quote(f.Value))
		}
	}
}

func pragmaAdvice(x *exam) {
	if f, ok := x.first("pragma"); ok {
		x.say(at(f), "Pragma means nothing in a response")
	}
}
