package doctor

import (
	"strings"

	"statuswiki/internal/httpmsg"
)

// Rules about Link.
var linkRules = []Rule{
	{ID: "link-syntax", Severity: Error, Spec: "RFC 8288 §3", check: linkSyntax,
		Why:  "The target of a link stands between < and >, its parameters behind semicolons. Clients drop what they cannot read.",
		Sick: okay + "\nLink: /style.css; rel=preload", Well: okay + "\nLink: </style.css>; rel=preload"},
	{ID: "link-rel", Severity: Warning, Spec: "RFC 8288 §3.3", check: linkRel,
		Why:  "Without rel nobody knows what the target is to the response.",
		Sick: okay + "\nLink: </style.css>", Well: okay + "\nLink: </style.css>; rel=preload"},
}

// Rules about fields that browsers obey for safety.
var securityRules = []Rule{
	{ID: "hsts-max-age", Severity: Error, Spec: "RFC 6797 §6.1.1", check: hstsMaxAge,
		Why:  "max-age is required and counts seconds. Browsers ignore the whole field without it.",
		Sick: okay + "\nStrict-Transport-Security: includeSubDomains", Well: okay + "\nStrict-Transport-Security: max-age=31536000; includeSubDomains"},
	{ID: "hsts-repeated", Severity: Warning, Spec: "RFC 6797 §7.1, §8.1", check: hstsRepeated,
		Why:  "Browsers process the first line only, so the policy is that of whoever wrote it.",
		Sick: okay + "\nStrict-Transport-Security: max-age=31536000\nStrict-Transport-Security: max-age=60",
		Well: okay + "\nStrict-Transport-Security: max-age=31536000"},
	{ID: "nosniff-value", Severity: Warning, Spec: "Fetch, X-Content-Type-Options", check: nosniffValue,
		Why:  "There is one value, nosniff. With another one browsers go on guessing types.",
		Sick: okay + "\nX-Content-Type-Options: no-sniff", Well: okay + "\nX-Content-Type-Options: nosniff"},
}

func linkSyntax(x *exam) {
	for _, f := range x.lines("link") {
		if _, err := httpmsg.ParseLinks(f.Value); err != nil {
			x.say(within(f, httpmsg.Offset(err)), "Link %s cannot be read: %v", quote(f.Value), err)
		}
	}
}

func linkRel(x *exam) {
	for _, f := range x.lines("link") {
		links, err := httpmsg.ParseLinks(f.Value)
		if err != nil {
			continue // a slip may have cut the parameters off
		}
		for _, l := range links {
			if len(l.Rel()) == 0 {
				x.say(within(f, l.Offset), "the link to %s has no rel", quote(l.Target))
			}
		}
	}
}

func hstsMaxAge(x *exam) {
	f, ok := x.first("strict-transport-security")
	if !ok {
		return
	}
	if _, err := httpmsg.ParseTransportSecurity(f.Value); err != nil {
		x.say(within(f, httpmsg.Offset(err)), "Strict-Transport-Security %s has no effect: %v", quote(f.Value), err)
	}
}

func hstsRepeated(x *exam) {
	if lines := x.lines("strict-transport-security"); len(lines) > 1 {
		x.say(at(lines[1]), "Strict-Transport-Security stands on %d lines, and only the first counts", len(lines))
	}
}

// nosniffValue looks at the first value of the list only, as browsers do.
func nosniffValue(x *exam) {
	f, ok := x.first("x-content-type-options")
	if !ok {
		return
	}
	value, _, _ := strings.Cut(f.Value, ",")
	if !strings.EqualFold(strings.TrimSpace(value), "nosniff") {
		x.say(within(f, 0), "X-Content-Type-Options %s has no effect; the value is nosniff", quote(f.Value)).fix("X-Content-Type-Options: nosniff")
	}
}
