package doctor

import (
	"cmp"
	"slices"
)

// Rule is one thing that the doctor knows.
type Rule struct {
	ID       string
	Severity Severity
	Spec     string // the clauses behind it; empty only with Info
	Why      string // one or two sentences

	// Sick and Well are messages as they are sent, the first with this fault
	// and no other, the second without it. A request stands above a response
	// where the rule needs one.
	Sick, Well string

	check    func(*exam)
	requests bool // it holds for requests, too
	form     bool // it can be broken by a text that is no response
}

// Rules are all rules, by ID.
var Rules = func() []Rule {
	all := slices.Concat(
		statusRules, codeRules, rangeRules, redirectRules,
		framingRules, contentLengthRules, formRules, versionRules,
		dateRules, challengeRules, bearerRules, cookieRules, cookieSafetyRules,
		cachingRules, advisedCachingRules, corsRules, contentRules, problemRules,
		linkRules, securityRules, requestRules,
	)
	slices.SortFunc(all, func(a, b Rule) int { return cmp.Compare(a.ID, b.ID) })
	return all
}()

// ByID returns the rule with an ID.
func ByID(id string) (Rule, bool) {
	i, ok := slices.BinarySearchFunc(Rules, id, func(r Rule, id string) int { return cmp.Compare(r.ID, id) })
	if !ok {
		return Rule{}, false
	}
	return Rules[i], true
}

// What samples begin with or hold, so that their one fault stands out.
const (
	date     = "\nDate: Sat, 21 Nov 2026 09:30:00 GMT"
	okay     = "HTTP/1.1 200 OK" + date
	noAccess = "HTTP/1.1 401 Unauthorized" + date
	gone     = "\nContent-Type: text/plain\nContent-Length: 4\n\ngone"
)
