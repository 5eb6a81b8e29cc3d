package serve

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// hostRules decide whose requests are answered. The Host must be a name of
// ours, or else any page whose name can be made to resolve to this address may
// read the site (DNS rebinding). The Origin, where there is one, must be the
// very origin that was asked.
type hostRules struct {
	names map[string]bool // lower-case, without port, brackets and trailing dot
}

func newHostRules(allow []string, addr string) (hostRules, error) {
	h := hostRules{names: map[string]bool{"localhost": true, "127.0.0.1": true, "::1": true}}
	for _, a := range append([]string{addr}, allow...) {
		name, ok := hostName(a)
		if !ok { // an IPv6 address without brackets, as people write it
			name, ok = hostName("[" + a + "]")
		}
		if !ok {
			return h, fmt.Errorf("%q is no host name to allow: write it as it stands in a URL, such as wiki.example", a)
		}
		if ip, err := netip.ParseAddr(name); err != nil || !ip.IsUnspecified() {
			h.names[name] = true
		}
	}
	return h, nil
}

// hostName returns the name in a Host field or an address: without the port,
// in lower case, without a trailing dot, an IP address in its shortest form. It
// reports false when there is no sense in it.
func hostName(host string) (string, bool) {
	name, port := host, ""
	if rest, ok := strings.CutPrefix(host, "["); ok {
		name, port, ok = strings.Cut(rest, "]")
		ip, err := netip.ParseAddr(name)
		if !ok || err != nil || !ip.Is6() || port != "" && port[0] != ':' {
			return "", false
		}
		name = ip.WithZone("").String()
		port = strings.TrimPrefix(port, ":")
	} else if name, port, ok = strings.Cut(host, ":"); ok && strings.Contains(port, ":") {
		return "", false
	}
	if len(port) > 5 || strings.Trim(port, "0123456789") != "" {
		return "", false
	}
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	if name == "" || strings.ContainsAny(name, "/\\@ \t%") {
		return "", false
	}
	return name, true
}

// allowed reports whether a request with this Host is meant for us. An address
// that is the very one the connection came in on is ours as well: it cannot be
// rebound, since no name was resolved.
func (h hostRules) allowed(r *http.Request) bool {
	name, ok := hostName(r.Host)
	if !ok {
		return false
	}
	if h.names[name] || strings.HasSuffix(name, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(name)
	if err != nil {
		return false
	}
	local, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	return ok && ip.Unmap() == local.AddrPort().Addr().Unmap().WithZone("")
}

// refuse returns why r is not answered, or "" when it is.
func (h hostRules) refuse(r *http.Request) string {
	if why := h.refuseHost(r); why != "" {
		return why
	}
	return refusePage(r)
}

// refuseHost returns why a request for this Host is not answered.
func (h hostRules) refuseHost(r *http.Request) string {
	if !h.allowed(r) {
		if r.Host == "" {
			return "The request names no Host. Only requests for a known host are answered.\n"
		}
		name, ok := hostName(r.Host)
		if !ok {
			return "The Host of the request is no host name.\n"
		}
		return fmt.Sprintf("Host %q is not a name of this server. If it should be, start it with --allow-host %s\n", name, name)
	}
	return ""
}

// refusePage returns why a request that a page of another site makes is not
// answered.
func refusePage(r *http.Request) string {
	if origins := r.Header["Origin"]; len(origins) > 0 {
		if len(origins) > 1 || !sameOrigin(origins[0], r.Host) {
			return "A page of another origin may not read this server.\n"
		}
	}
	// Browsers that say who asks are believed. Following a link is the one thing
	// that another site may have a person's browser do here; it reads nothing.
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
	default:
		if r.Header.Get("Sec-Fetch-Mode") != "navigate" || strings.HasPrefix(r.URL.Path, livePrefix) {
			return "A page of another site may link to this server, but not read or embed it.\n"
		}
	}
	return ""
}

// sameOrigin reports whether origin is http or https on the host and port that
// the request was sent to. The scheme is not compared: a proxy may have taken
// the TLS off.
func sameOrigin(origin, host string) bool {
	scheme, rest, ok := strings.Cut(origin, "://")
	if !ok {
		return false
	}
	standard := ""
	switch strings.ToLower(scheme) {
	case "http":
		standard = ":80"
	case "https":
		standard = ":443"
	default:
		return false
	}
	a, okA := hostName(rest)
	b, okB := hostName(host)
	return okA && okB && a == b && portOf(rest, standard) == portOf(host, standard)
}

// portOf returns the port of host with its colon, standard when there is none.
func portOf(host, standard string) string {
	i := strings.LastIndexByte(host, ':')
	if i < 0 || strings.HasSuffix(host, "]") || i == len(host)-1 {
		return standard
	}
	return host[i:]
}
