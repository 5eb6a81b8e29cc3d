package httpmsg

import (
	"math"
	"strconv"
	"strings"
)

// TransportSecurity is the value of Strict-Transport-Security (RFC 6797 §6.1).
type TransportSecurity struct {
	MaxAge                     int64 // seconds
	IncludeSubDomains, Preload bool
}

// ParseTransportSecurity reads the value of Strict-Transport-Security
// (RFC 6797 §6.1): directives parted by semicolons, max-age among them, whose
// value may be quoted. Directives that are not known are passed over; of
// repeated ones the first counts.
func ParseTransportSecurity(v string) (TransportSecurity, error) {
	var out TransportSecurity
	found := false
	for _, e := range split(v, ';') {
		name, value, _ := strings.Cut(e.text, "=")
		switch strings.ToLower(strings.Trim(name, " \t")) {
		case "includesubdomains":
			out.IncludeSubDomains = true
		case "preload":
			out.Preload = true
		case "max-age":
			if found {
				continue
			}
			found = true
			at := e.off + len(e.text) - len(value)
			at = skipSpace(v, at, at+len(value))
			value = strings.Trim(value, " \t")
			if len(value) > 1 && value[0] == '"' && value[len(value)-1] == '"' {
				value = value[1 : len(value)-1]
			}
			if n := digits(value); n == 0 || n < len(value) {
				return out, syntaxErrorf(at, "max-age has to be a number of seconds, not %s", quote(value))
			}
			n, err := strconv.ParseInt(value, 10, 64)
			if err != nil {
				n = math.MaxInt64
			}
			out.MaxAge = n
		}
	}
	if !found {
		return out, syntaxErrorf(0, "max-age is missing")
	}
	return out, nil
}
