package serve

import (
	"net/http"
	"strings"
)

// noneMatch reports whether the If-None-Match fields name etag, in which case
// the client has what it asks for. The comparison is weak (RFC 9110 §8.8.3.2).
// A malformed field matches nothing from the place where it stops making sense.
func noneMatch(fields []string, etag string) bool {
	for _, rest := range fields {
		if rest == etag { // what browsers send
			return true
		}
		if strings.Trim(rest, " \t") == "*" {
			return true
		}
		for {
			rest = strings.TrimLeft(rest, " \t,")
			rest = strings.TrimPrefix(rest, "W/")
			if !strings.HasPrefix(rest, `"`) {
				break
			}
			end := strings.IndexByte(rest[1:], '"')
			if end < 0 {
				break
			}
			if rest[:end+2] == etag {
				return true
			}
			rest = rest[end+2:]
		}
	}
	return false
}

// maxRanges is how many ranges of one file are sent in one response; each costs
// more in headers than a short range holds. Nobody but a mischief asks for more.
const maxRanges = 16

// wantsRange reports whether r asks for a part of a file in a way that is to be
// heeded. Range has a meaning for GET only, and an unknown unit is ignored (RFC
// 9110 §14.2).
func wantsRange(r *http.Request) bool {
	fields := r.Header["Range"]
	return len(fields) == 1 && r.Method == http.MethodGet &&
		strings.HasPrefix(fields[0], "bytes=") && strings.Count(fields[0], ",") < maxRanges
}
