package links

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"statuswiki/internal/diag"
)

// shy are the statuses by which servers keep programs away, or visitors without
// a login. What a reader would see nobody can tell from here.
var shy = map[int]bool{
	http.StatusUnauthorized: true, http.StatusPaymentRequired: true, http.StatusForbidden: true, http.StatusMethodNotAllowed: true,
	http.StatusNotAcceptable: true, http.StatusProxyAuthRequired: true, http.StatusRequestTimeout: true,
	http.StatusTooManyRequests: true, http.StatusUnavailableForLegalReasons: true, 999: true,
}

// report says what is wrong with the target at each link that leads there.
func (t *target) report(found *diag.List) {
	for _, l := range t.links {
		u, err := url.Parse(l.URL)
		if err != nil {
			continue // group has left it out
		}
		if f, wrong := t.finding(u); wrong {
			f.Pos = l.Pos
			found.Add(f)
		}
		if has, sure := t.answer.Fragments[sought(u)]; sure && !has {
			found.Add(diag.Finding{
				Pos: l.Pos, Level: diag.Warning, Rule: "dead-fragment",
				Text: fmt.Sprintf("%s has no place #%s", shorten(t.key), shorten(sought(u))),
				Hint: "look for where it went; without a fragment the link leads to the page as a whole",
			})
		}
	}
}

// finding says what is wrong with the page behind a link.
func (t *target) finding(u *url.URL) (diag.Finding, bool) {
	a := t.answer
	status := strings.TrimSpace(fmt.Sprintf("%d %s", a.Status, http.StatusText(a.Status)))
	dead := diag.Finding{Level: diag.Warning, Rule: "dead-link", Text: fmt.Sprintf("%s answers %s", shorten(t.key), status)}
	switch {
	case a.refused:
		dead.Text, dead.Hint = shorten(t.key)+" "+a.Fault, "readers cannot follow it; if all of yours can, say --private"
	case a.Fault != "":
		dead.Text, dead.Hint = shorten(t.key)+" "+a.Fault, "look again later, or find another source"
	case a.Status == http.StatusNotFound, a.Status == http.StatusGone:
		dead.Level, dead.Hint = diag.Error, "find where it went, or an archived copy, or leave it out"
	case shy[a.Status]:
		dead.Level, dead.Hint = diag.Info, "it may do so for programs alone; look yourself"
	case a.Status >= 400, a.Status >= 300 && a.Status != http.StatusMultipleChoices:
		dead.Hint = "look again later, or find another source"
	case a.Moved != "":
		return moved(a.Moved, t.key, u), true
	default:
		return diag.Finding{}, false
	}
	return dead, true
}

// moved names the new address, with the fragment that the old one has, unless
// the new one brings its own (RFC 9110 §10.2.2).
func moved(to, from string, u *url.URL) diag.Finding {
	if u.Fragment != "" && !strings.Contains(to, "#") {
		to += "#" + u.EscapedFragment()
	}
	return diag.Finding{
		Level: diag.Warning, Rule: "moved-link", Text: shorten(from) + " has moved for good", Hint: "write " + to,
	}
}

// shorten keeps a finding readable.
func shorten(s string) string {
	const most = 100
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
