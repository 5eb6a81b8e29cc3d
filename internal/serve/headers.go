package serve

// A field is one header field, ready to be put into a response: net/http keeps
// values as slices, and making those anew for every request is most of what a
// response from memory would cost. Values are shared between requests and must
// not be changed.
type field struct {
	key string // in canonical form
	val []string
}

func newField(key, value string) field { return field{key, []string{value}} }

// securityHeaders go out with every response, whatever its status. This is the
// one place for them; a content security policy belongs here as well.
var securityHeaders = []field{
	newField("X-Content-Type-Options", "nosniff"),
	newField("Referrer-Policy", "same-origin"),
	// Sec-Fetch-Site is sent to trustworthy addresses only. Where this server is
	// reached under another, this header keeps strangers from embedding it.
	newField("Cross-Origin-Resource-Policy", "same-origin"),
}

var (
	// A cache may keep everything and must ask before using it: the entity tag
	// makes that one short round trip, and nobody sees yesterday's page.
	cacheRevalidate = newField("Cache-Control", "no-cache")
	cacheNever      = newField("Cache-Control", "no-store")
	varyCoding      = newField("Vary", "Accept-Encoding")
	acceptRanges    = newField("Accept-Ranges", "bytes")
	allowMethods    = newField("Allow", "GET, HEAD")
	connectionClose = newField("Connection", "close")
	plainText       = newField("Content-Type", "text/plain; charset=utf-8")
	htmlText        = newField("Content-Type", "text/html; charset=utf-8")
)
