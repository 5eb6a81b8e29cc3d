package serve

import (
	"strings"

	"statuswiki/internal/hosting"
	"statuswiki/internal/site"
)

// A field is one header field, ready to be put into a response: net/http keeps
// values as slices, and making those anew for every request is most of what a
// response from memory would cost. Values are shared between requests and must
// not be changed.
type field struct {
	key string // in canonical form
	val []string
}

func newField(key, value string) field { return field{key, []string{value}} }

// line returns the field as it stands on the wire.
func (f field) line() string { return f.key + ": " + f.val[0] + "\r\n" }

// onTheWire splits fields in three: those that net/http looks at or would mend;
// Vary, which depends on the address as well, as it stands on the wire; and all the
// others, as they stand there.
func onTheWire(fields []field) (known []field, vary, wire string) {
	for _, fd := range fields {
		switch {
		case fd.key == "Content-Type", fd.key == "Content-Length", strings.ContainsAny(fd.val[0], "\r\n"):
			known = append(known, fd)
		case fd.key == varyEntry.key:
			vary = fd.line()
		default:
			wire += fd.line()
		}
	}
	return known, vary, wire
}

// securityHeaders go out with every response, whatever its status: those of
// every host, and one that is for this server alone.
var securityHeaders = func() []field {
	var out []field
	for _, f := range hosting.Fields {
		out = append(out, newField(f.Name, f.Value))
	}
	// Sec-Fetch-Site is sent to trustworthy addresses only. Where this server is
	// reached under another, this header keeps strangers from embedding it.
	return append(out, newField("Cross-Origin-Resource-Policy", "same-origin"))
}()

// strictPolicy is for what is no page of the site: nothing inline.
var strictPolicy = newField(hosting.PolicyField, hosting.Policy{}.Header())

// policyOf returns the policy for a file: for a page what its own meta element
// says, and what only a header can.
func policyOf(f site.File) field {
	if isHTML(f.Type) {
		if p, ok := hosting.Of(f.Body); ok {
			return newField(hosting.PolicyField, p.Header())
		}
	}
	return strictPolicy
}

var (
	cacheRevalidate = newField("Cache-Control", hosting.Revalidate)
	cacheForEver    = newField("Cache-Control", hosting.Immutable)
	cacheNever      = newField("Cache-Control", "no-store")
	varyCoding      = newField("Vary", "Accept-Encoding")
	acceptRanges    = newField("Accept-Ranges", "bytes")
	allowMethods    = newField("Allow", "GET, HEAD")
	connectionClose = newField("Connection", "close")
	plainText       = newField("Content-Type", "text/plain; charset=utf-8")
	htmlText        = newField("Content-Type", "text/html; charset=utf-8")
)
