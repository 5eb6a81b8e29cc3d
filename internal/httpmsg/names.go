package httpmsg

import "strings"

// oddNames are the field names whose usual spelling is not a capital at the
// start of each word.
var oddNames = func() map[string]string {
	m := map[string]string{}
	for _, n := range strings.Fields(`
		A-IM ALPN CDN-Cache-Control CDN-Loop CF-Cache-Status CF-Ray Content-DPR Content-ID
		Content-MD5 DASL DAV DNT DPoP DPoP-Nonce DPR ECT ETag Expect-CT GetProfile HTTP2-Settings IM
		Last-Event-ID MIME-Version NEL OData-EntityId OData-Error OData-Isolation
		OData-MaxVersion OData-Version OSCORE OSLC-Core-Version P3P PICS-Label ProfileObject
		RTT SLUG SOAPAction Sec-GPC SourceMap TCN TE TTL URI WWW-Authenticate
		X-Correlation-ID X-DNS-Prefetch-Control X-ID X-Real-IP X-Request-ID X-Trace-ID
		X-UA-Compatible X-WebKit-CSP X-XSS-Protection`) {
		m[strings.ToLower(n)] = n
	}
	return m
}()

// CanonicalName returns the conventional spelling of a field name, as in the
// registry of field names (RFC 9110 §16.3.1) and in common use: content-type
// is Content-Type, etag is ETag. What is no token, a pseudo-header field for
// one, comes back as it is.
func CanonicalName(name string) string {
	if !IsToken(name) {
		return name
	}
	lower := strings.ToLower(name)
	if n, ok := oddNames[lower]; ok {
		return n
	}
	parts := strings.Split(lower, "-")
	for i, p := range parts {
		switch {
		case p == "":
		case p == "websocket":
			parts[i] = "WebSocket"
		case i > 0 && i < 3 && parts[0] == "Sec" && (p == "ch" || p == "ua" || p == "gpc"):
			parts[i] = strings.ToUpper(p) // client hints: Sec-CH-UA-Mobile
		case i > 0 && p == "csp", i > 0 && p == "dpr":
			parts[i] = strings.ToUpper(p)
		default:
			parts[i] = strings.ToUpper(p[:1]) + p[1:]
		}
	}
	return strings.Join(parts, "-")
}

// FieldSlug returns a field name for use in URLs: in lower case, with every
// octet that is no letter, digit, hyphen or underscore turned into a hyphen
// and no hyphens at the ends. It has no dots or slashes, so it cannot climb; it
// is empty when nothing is left.
func FieldSlug(name string) string {
	b := []byte(strings.ToLower(name))
	for i, c := range b {
		if !isDigit(c) && c != '_' && (c < 'a' || c > 'z') {
			b[i] = '-'
		}
	}
	return strings.Trim(string(b), "-")
}
