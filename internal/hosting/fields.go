package hosting

import "regexp"

// A Field is a header field.
type Field struct{ Name, Value string }

// Fields are the header fields of every response, whatever its status, besides
// the policy. They do not change the meaning of the content.
var Fields = []Field{
	{"X-Content-Type-Options", "nosniff"},
	{"Referrer-Policy", "same-origin"},
	// A page that opened ours, or that ours opened, gets no hold of its window.
	{"Cross-Origin-Opener-Policy", "same-origin"},
	// No page of ours asks for any of these, and nothing in it shall.
	{"Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"},
}

// PolicyField is the name of the field that has the policy.
const PolicyField = "Content-Security-Policy"

// The values of Cache-Control (RFC 9111 §5.2.2, RFC 8246).
const (
	// Immutable is for files whose names have a hash of what they hold.
	Immutable = "public, max-age=31536000, immutable"
	// Revalidate is for all others: a cache may keep them, and must ask before
	// using them. The entity tag makes that one short round trip, and nobody
	// sees yesterday's page.
	Revalidate = "no-cache"
)

// fingerprint is how a name with a hash in it ends, in the grammar that Go,
// nginx and Caddy have in common.
const fingerprint = `-[0-9a-f]{10}\.[a-z0-9]+$`

var fingerprinted = regexp.MustCompile(fingerprint)

// CacheControl returns how long the file of a site at path may be kept.
func CacheControl(path string) string {
	if fingerprinted.MatchString(path) {
		return Immutable
	}
	return Revalidate
}
