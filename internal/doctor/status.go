package doctor

import (
	"strings"

	"statuswiki/internal/httpmsg"
)

// Rules about the fields that a status code demands. Which codes these are
// comes from the facts.
var statusRules = []Rule{
	{ID: "challenge-missing", Severity: Error, Spec: "RFC 9110 §11.6.1, §15.5.2", check: challengeMissing,
		Why:  "A 401 asks for credentials, and only a challenge says of which kind. Without one, browsers show the page and libraries give up.",
		Sick: noAccess, Well: noAccess + "\nWWW-Authenticate: Basic realm=\"Orders\""},
	{ID: "proxy-challenge-missing", Severity: Error, Spec: "RFC 9110 §11.7.1, §15.5.8", check: proxyChallengeMissing,
		Why:  "A 407 is the proxy's question for credentials. WWW-Authenticate would be that of the site behind it.",
		Sick: "HTTP/1.1 407 Proxy Authentication Required" + date,
		Well: "HTTP/1.1 407 Proxy Authentication Required" + date + "\nProxy-Authenticate: Basic realm=\"Office proxy\""},
	{ID: "allow-missing", Severity: Error, Spec: "RFC 9110 §10.2.1, §15.5.6", check: allowMissing,
		Why:  "Whoever is told that a method is not allowed has to be told which ones are. An empty Allow is an answer, too: none.",
		Sick: "HTTP/1.1 405 Method Not Allowed" + date,
		Well: "HTTP/1.1 405 Method Not Allowed" + date + "\nAllow: GET, HEAD"},
	{ID: "allow-syntax", Severity: Error, Spec: "RFC 9110 §10.2.1", check: allowSyntax,
		Why:  "Allow is a list of methods parted by commas; anything else names methods that do not exist.",
		Sick: okay + "\nAllow: GET; HEAD", Well: okay + "\nAllow: GET, HEAD"},
	{ID: "upgrade-missing", Severity: Error, Spec: "RFC 9110 §15.5.22, §15.2.2", check: upgradeMissing,
		Why:  "101 and 426 speak of another protocol, and Upgrade is where its name stands.",
		Sick: "HTTP/1.1 426 Upgrade Required" + date,
		Well: "HTTP/1.1 426 Upgrade Required" + date + "\nUpgrade: websocket\nConnection: Upgrade"},
	{ID: "connection-upgrade-missing", Severity: Error, Spec: "RFC 9110 §7.8", check: connectionUpgradeMissing,
		Why:  "Upgrade is meant for the next hop only. Unless Connection names it, a proxy that does not know it passes it on.",
		Sick: "HTTP/1.1 426 Upgrade Required" + date + "\nUpgrade: websocket",
		Well: "HTTP/1.1 426 Upgrade Required" + date + "\nUpgrade: websocket\nConnection: Upgrade"},
	{ID: "websocket-accept-missing", Severity: Error, Spec: "RFC 6455 §4.2.2", check: websocketAcceptMissing,
		Why:  "The value proves that the server has read the handshake. A browser closes the connection without it.",
		Sick: "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade",
		Well: "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="},
	{ID: "field-missing", Severity: Error, Spec: "RFC 9110 §15", check: fieldMissing,
		Why:  "The facts of the code say that a response MUST carry this field.",
		Sick: "HTTP/1.1 226 IM Used" + date, Well: "HTTP/1.1 226 IM Used" + date + "\nETag: \"log-43\""},
	{ID: "field-forbidden", Severity: Error, Spec: "RFC 9110 §15", check: fieldForbidden,
		Why:  "The facts of the code say that a response MUST NOT carry this field.",
		Sick: "HTTP/1.1 299 Sample" + date + "\nETag: \"a\"", Well: "HTTP/1.1 299 Sample" + date},
	{ID: "retry-after-syntax", Severity: Error, Spec: "RFC 9110 §10.2.3", check: retryAfterSyntax,
		Why:  "The value is whole seconds or a date of HTTP. Clients ignore anything else and choose a wait of their own.",
		Sick: "HTTP/1.1 503 Service Unavailable" + date + "\nRetry-After: 120s",
		Well: "HTTP/1.1 503 Service Unavailable" + date + "\nRetry-After: 120"},
	{ID: "retry-after-advice", Severity: Info, Spec: "RFC 6585 §4, RFC 9110 §15.6.4", check: retryAfterAdvice,
		Why:  "A client that is told when to come back neither hammers nor gives up. The field is a MAY.",
		Sick: "HTTP/1.1 503 Service Unavailable" + date, Well: "HTTP/1.1 503 Service Unavailable" + date + "\nRetry-After: 120"},
	{ID: "blocked-by-advice", Severity: Info, Spec: "RFC 7725 §4", check: blockedByAdvice,
		Why:  "A 451 should name who blocks, so that people know whom to ask. The relation blocked-by is for that.",
		Sick: "HTTP/1.1 451 Unavailable For Legal Reasons" + date,
		Well: "HTTP/1.1 451 Unavailable For Legal Reasons" + date + "\nLink: <https://hosting.example.net/legal>; rel=\"blocked-by\""},
}

// Fields whose absence or presence has a rule of its own.
var (
	ownMissing = map[string]bool{
		"www-authenticate": true, "proxy-authenticate": true, "allow": true, "upgrade": true, "connection": true,
	}
	ownForbidden = map[string]bool{"content-length": true, "transfer-encoding": true}
)

func challengeMissing(x *exam)      { noChallenge(x, "WWW-Authenticate", "Proxy-Authenticate") }
func proxyChallengeMissing(x *exam) { noChallenge(x, "Proxy-Authenticate", "WWW-Authenticate") }

// noChallenge reports a code that needs a challenge in a field and has none. A
// value that is no challenge is for challenge-syntax to tell.
func noChallenge(x *exam, name, twin string) {
	if !x.code.says(Must, name) {
		return
	}
	lines := x.lines(strings.ToLower(name))
	for _, f := range lines {
		if len(httpmsg.ParseList(f.Value)) > 0 {
			return
		}
	}
	switch {
	case len(lines) > 0:
		x.say(at(lines[0]), "%s holds no challenge, and a %d must name at least one way to log in", name, x.status())
	case x.has(strings.ToLower(twin)):
		x.say(x.start(), "%s is missing, in which a %d must say how to log in; %s does not count for it", name, x.status(), twin)
	default:
		x.say(x.start(), "%s is missing, in which a %d must say how to log in", name, x.status())
	}
}

func allowMissing(x *exam) {
	if x.code.says(Must, "Allow") && !x.has("allow") {
		x.say(x.start(), "Allow is missing, in which a %d must name the methods that are allowed", x.status())
	}
}

func allowSyntax(x *exam) {
	for _, f := range x.lines("allow") {
		methods, err := httpmsg.ParseAllow(f.Value)
		if err == nil {
			continue
		}
		n := x.say(within(f, httpmsg.Offset(err)), "Allow is no list of methods: %v", err)
		if words := strings.FieldsFunc(f.Value, func(r rune) bool { return strings.ContainsRune(" ,;|/\t", r) }); len(words) > len(methods) {
			if line := "Allow: " + strings.Join(words, ", "); allTokens(words) {
				n.fix(line)
			}
		}
	}
}

func allTokens(words []string) bool {
	for _, w := range words {
		if !httpmsg.IsToken(w) {
			return false
		}
	}
	return true
}

// upgradeMissing passes over HTTP/2 and HTTP/3, which have no Upgrade.
func upgradeMissing(x *exam) {
	if x.code.says(Must, "Upgrade") && !x.has("upgrade") && x.text() {
		x.say(x.start(), "Upgrade is missing, in which a %d must name the protocol", x.status())
	}
}

func connectionUpgradeMissing(x *exam) {
	f, ok := x.first("upgrade")
	if !ok || x.m.Start.Version != "1.1" || x.listed("connection", "upgrade") {
		return
	}
	fix := "Connection: Upgrade"
	if c, ok := x.first("connection"); ok && c.Value != "" {
		fix = "Connection: " + c.Value + ", Upgrade"
	}
	x.say(at(f), "Upgrade is there, and Connection does not name it").fix(fix)
}

func websocketAcceptMissing(x *exam) {
	if x.status() == 101 && x.listed("upgrade", "websocket") && !x.has("sec-websocket-accept") {
		x.say(x.start(), "Sec-WebSocket-Accept is missing, without which no client goes on with WebSocket")
	}
}

func fieldMissing(x *exam) {
	for _, f := range x.code.Fields {
		if f.Level == Must && !ownMissing[strings.ToLower(f.Name)] && !x.has(strings.ToLower(f.Name)) {
			x.say(x.start(), "%s is missing, which a %d must carry", f.Name, x.status()).spec(f.Spec)
		}
	}
}

func fieldForbidden(x *exam) {
	for _, f := range x.code.Fields {
		if line, ok := x.first(strings.ToLower(f.Name)); ok && f.Level == MustNot && !ownForbidden[strings.ToLower(f.Name)] {
			x.say(at(line), "a %d must not carry %s", x.status(), f.Name).spec(f.Spec)
		}
	}
}

func retryAfterSyntax(x *exam) {
	for _, f := range x.lines("retry-after") {
		if meansDate(f.Value) {
			continue // date-syntax says what is wrong with it
		}
		if _, err := httpmsg.ParseRetryAfter(f.Value); err != nil {
			n := x.say(within(f, httpmsg.Offset(err)), "Retry-After %s is neither whole seconds nor an HTTP-date: %v", quote(f.Value), err)
			if fix, ok := repairedWait(f.Value); ok {
				n.fix("Retry-After: " + fix)
			}
		}
	}
}

func retryAfterAdvice(x *exam) {
	if x.code.says(May, "Retry-After") && !x.has("retry-after") {
		x.say(x.start(), "Retry-After would say when it makes sense to try again")
	}
}

func blockedByAdvice(x *exam) {
	if x.status() != 451 {
		return
	}
	for _, f := range x.lines("link") {
		links, _ := httpmsg.ParseLinks(f.Value)
		for _, l := range links {
			for _, rel := range l.Rel() {
				if rel == "blocked-by" {
					return
				}
			}
		}
	}
	x.say(x.start(), "a Link with rel=\"blocked-by\" would name who blocks the access")
}
