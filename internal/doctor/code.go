package doctor

import (
	"fmt"
	"strings"
)

// Rules about the number and the phrase in the status line.
var codeRules = []Rule{
	{ID: "status-deprecated", Severity: Warning, Spec: "RFC 9110 §15.4.6, §15.4.7", check: statusDeprecated,
		Why:  "305 told clients to use a proxy of a stranger's choice, so no client follows it; 306 is reserved and means nothing.",
		Sick: "HTTP/1.1 305 Use Proxy" + date + "\nLocation: http://proxy.example.com:3128/",
		Well: "HTTP/1.1 302 Found" + date + "\nLocation: https://www.example.com/"},
	{ID: "status-unregistered", Severity: Info, Spec: "RFC 9110 §15", check: statusUnregistered,
		Why:  "A client treats a number that it does not know like the x00 of its class. The same number may mean different things at different vendors.",
		Sick: "HTTP/1.1 520 Web Server Returns an Unknown Error" + date, Well: "HTTP/1.1 502 Bad Gateway" + date},
	{ID: "reason-contradicts", Severity: Info, Spec: "RFC 9112 §4", check: reasonContradicts,
		Why:  "Programs read the number and people the phrase. Any words will do, but not those of another code.",
		Sick: "HTTP/1.1 403 Not Found" + date, Well: "HTTP/1.1 403 Forbidden" + date},
	{ID: "interim-only", Severity: Info, Spec: "RFC 9110 §15.2", check: interimOnly,
		Why:  "A 1xx is a word in between; the response proper follows it on the same connection.",
		Sick: "HTTP/1.1 103 Early Hints\nLink: </style.css>; rel=preload; as=style",
		Well: "HTTP/1.1 103 Early Hints\nLink: </style.css>; rel=preload; as=style\n\n" + okay},
}

// statusDeprecated looks at redirects only. 102 and 510 are deprecated and 418
// is unused as well, but a client knows what to do with them.
func statusDeprecated(x *exam) {
	if x.status()/100 != 3 {
		return
	}
	switch x.code.Standing {
	case Deprecated:
		x.say(x.start(), "%d is deprecated; no client acts on it", x.status())
	case Unused:
		x.say(x.start(), "%d is reserved and has no meaning", x.status())
	}
}

func statusUnregistered(x *exam) {
	s := x.status()
	if x.code.Standing != Unregistered || s < 100 || s > 599 {
		return
	}
	text := fmt.Sprintf("%d is not registered; a client that does not know it treats it like %d", s, s/100*100)
	var uses []string
	for _, u := range x.code.Uses[:min(len(x.code.Uses), 3)] {
		use := u.Owner
		if u.Name != "" {
			use += " for «" + u.Name + "»"
		}
		uses = append(uses, use)
	}
	if len(uses) > 0 {
		text += "; it is used by " + enumerate(uses)
	}
	x.say(x.start(), "%s", text)
}

// reasonContradicts passes over HTTP/2 and HTTP/3, which send no phrase: what
// stands there is the tool's.
func reasonContradicts(x *exam) {
	reason := x.m.Start.Reason
	if x.facts == nil || reason == "" || !x.text() || strings.EqualFold(reason, x.code.Name) {
		return
	}
	if other, ok := x.facts.ByPhrase(reason); ok && other != x.status() {
		fix := ""
		if x.code.Name != "" && x.code.Standing != Unused {
			fix = fmt.Sprintf("HTTP/%s %d %s", x.m.Start.Version, x.status(), x.code.Name)
		}
		x.say(place{x.m.Start.Line, max(x.m.Start.ReasonCol, 1)}, "the phrase %s is that of %d, and the code is %d", quote(reason), other, x.status()).fix(fix)
	}
}

func interimOnly(x *exam) {
	if x.last && x.interim() && x.status() != 101 {
		x.say(x.start(), "%d is interim; the final response is missing", x.status())
	}
}
