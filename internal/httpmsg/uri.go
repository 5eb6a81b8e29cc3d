package httpmsg

import "strings"

// CheckReference reports whether a value has the octets of a URI reference
// (RFC 3986 §4.1), absolute or relative: visible ASCII without the signs that a
// URI holds in percent-encoded form only. Its parts are not judged.
func CheckReference(v string) error {
	for i := range len(v) {
		switch c := v[i]; {
		case c <= 0x20 || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0:
			return syntaxErrorf(i, "%s may not stand in a URI unless percent-encoded", quoteOctet(v, i))
		case c == '%' && (i+2 >= len(v) || !isHex(v[i+1]) || !isHex(v[i+2])):
			return syntaxErrorf(i, "%% has to be followed by two hexadecimal digits")
		}
	}
	return nil
}

// Scheme returns the scheme of an absolute URI in lower case (RFC 3986 §3.1),
// or nothing when the reference is a relative one.
func Scheme(v string) string {
	if !absolute(v) {
		return ""
	}
	scheme, _, _ := strings.Cut(v, ":")
	return strings.ToLower(scheme)
}

func isHex(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }

// Origin is the value of Access-Control-Allow-Origin (Fetch, HTTP responses of
// the CORS protocol): any origin, the opaque one, or one by name.
type Origin struct {
	Any, Null          bool
	Scheme, Host, Port string // as written; Port may be empty
}

// ParseOrigin reads the value of Access-Control-Allow-Origin: *, null or one
// origin (RFC 6454 §6.2), which has no path.
func ParseOrigin(v string) (Origin, error) {
	switch v {
	case "*":
		return Origin{Any: true}, nil
	case "null":
		return Origin{Null: true}, nil
	case "":
		return Origin{}, syntaxErrorf(0, "the value is empty")
	}
	if i := strings.IndexAny(v, ", \t"); i >= 0 {
		return Origin{}, syntaxErrorf(i, "only one origin may stand here, and no list")
	}
	scheme, rest, ok := strings.Cut(v, "://")
	if !ok || Scheme(v) == "" {
		return Origin{}, syntaxErrorf(0, "an origin begins with a scheme, such as https://")
	}
	at := len(scheme) + len("://")
	o := Origin{Scheme: scheme, Host: rest}
	if strings.HasPrefix(rest, "[") {
		if i := strings.IndexByte(rest, ']'); i > 0 {
			o.Host, rest = rest[:i+1], rest[i+1:]
		}
	} else {
		i := 0
		for i < len(rest) && (tokenOctets[rest[i]] && strings.IndexByte("*%", rest[i]) < 0) {
			i++
		}
		o.Host, rest = rest[:i], rest[i:]
	}
	at += len(o.Host)
	if port, ok := strings.CutPrefix(rest, ":"); ok {
		n := digits(port)
		o.Port, rest = port[:n], port[n:]
		at += 1 + n
	}
	switch {
	case strings.HasPrefix(rest, "*") || strings.HasPrefix(rest, "%"):
		return Origin{}, syntaxErrorf(at, "%s may not stand within an origin; there are no patterns", quoteOctet(rest, 0))
	case strings.HasPrefix(rest, "/"):
		return Origin{}, syntaxErrorf(at, "an origin has no path, not even a slash at its end")
	case rest != "":
		return Origin{}, syntaxErrorf(at, "%s may not stand in an origin", quoteOctet(rest, 0))
	case o.Host == "":
		return Origin{}, syntaxErrorf(at, "the origin has no host")
	}
	return o, nil
}
