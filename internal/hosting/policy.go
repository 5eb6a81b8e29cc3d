package hosting

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
)

// A Policy is a content security policy (CSP Level 3): files of the site, and
// inline what is named. The zero value allows nothing inline.
type Policy struct {
	Scripts, Styles []string // hash sources, as Hash makes them
}

// inline is the source that allows all inline script or style.
const inline = "'unsafe-inline'"

// Lasting is the policy for hosts whose configuration outlives a build: what
// may stand inline is left to the meta element of each page.
var Lasting = Policy{Scripts: []string{inline}, Styles: []string{inline}}

// Hash returns the source expression that allows an inline script or style with
// exactly this text.
func Hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

const (
	scriptSrc = "script-src 'self'"
	styleSrc  = "style-src 'self'"
	// Workers answer /try/ on static hosts and listen for builds in the preview.
	rest = "; img-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'"
	// What a meta element cannot say (CSP3 §3.3).
	headerOnly = "; frame-ancestors 'none'"
)

// Meta returns the policy as a meta element has it. It holds no double quotes.
func (p Policy) Meta() string {
	return "default-src 'none'; " + sources(scriptSrc, p.Scripts) + "; " + sources(styleSrc, p.Styles) + rest
}

// Header returns the policy as the value of Content-Security-Policy.
func (p Policy) Header() string { return p.Meta() + headerOnly }

func sources(directive string, more []string) string {
	return strings.Join(append([]string{directive}, more...), " ")
}

// MetaStart is how the meta element with the policy begins, up to its value,
// and metaEnd what follows that.
const (
	MetaStart = `<meta http-equiv=content-security-policy content="`
	metaEnd   = `">`
)

// headLength is how far into a page its meta element can begin: behind the
// title and before everything that it is about.
const headLength = 4 << 10

// Of returns the policy that a page has in its meta element, and false where it
// has none of ours. It looks at the beginning of the page only.
func Of(page []byte) (Policy, bool) {
	at := bytes.Index(page[:min(len(page), headLength)], []byte(MetaStart))
	if at < 0 {
		return Policy{}, false
	}
	value, _, ok := bytes.Cut(page[at+len(MetaStart):], []byte(metaEnd))
	if !ok {
		return Policy{}, false
	}
	var p Policy
	for directive := range strings.SplitSeq(string(value), "; ") {
		if more, ok := strings.CutPrefix(directive, scriptSrc); ok {
			p.Scripts = strings.Fields(more)
		} else if more, ok := strings.CutPrefix(directive, styleSrc); ok {
			p.Styles = strings.Fields(more)
		}
	}
	return p, p.Meta() == string(value)
}

// and returns what either of two policies allows, in a fixed order.
func (p Policy) and(q Policy) Policy {
	return Policy{Scripts: union(p.Scripts, q.Scripts), Styles: union(p.Styles, q.Styles)}
}

func union(a, b []string) []string {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}
