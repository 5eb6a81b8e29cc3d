package links

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

// errPrivate is that an address is not public.
var errPrivate = errors.New("the address is not public")

// transport connects to public addresses alone. It looks at the address right
// before it connects, when the name has been looked up: whatever the name was a
// moment ago and wherever a redirect leads, nothing else is reached.
func transport(opt Options) *http.Transport {
	d := &net.Dialer{Timeout: opt.Request, Resolver: opt.Resolver}
	d.Control = func(_, address string, _ syscall.RawConn) error {
		if at, err := netip.ParseAddrPort(address); err != nil || !opt.allow(at) {
			return errPrivate
		}
		return nil
	}
	return &http.Transport{
		DialContext: d.DialContext, ForceAttemptHTTP2: true, MaxResponseHeaderBytes: maxHead,
		MaxIdleConnsPerHost: 1, IdleConnTimeout: time.Minute, TLSHandshakeTimeout: opt.Request,
	}
}

// special are the ranges of the IANA registries of special-purpose addresses
// that [netip.Addr] has no method for. Some of them lead on to an IPv4 address
// within.
var special = func() (out []netip.Prefix) {
	for _, p := range []string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
		"::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fec0::/10",
	} {
		out = append(out, netip.MustParsePrefix(p))
	}
	return out
}()

// public reports whether everybody can reach an address.
func public(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	if !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return false
	}
	for _, p := range special {
		if p.Contains(ip) {
			return false
		}
	}
	return true
}

// failed says in words why no response came, without what differs from run to
// run, such as the port of this side.
func failed(err error) reply {
	var dns *net.DNSError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var unknown x509.UnknownAuthorityError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	var timeout net.Error
	switch {
	case errors.Is(err, errPrivate):
		return reply{fault: "leads to an address that is not public, which is not asked", refused: true}
	case errors.As(err, &dns) && dns.IsNotFound:
		return reply{fault: "has a host without an address", down: true}
	case errors.As(err, &timeout) && timeout.Timeout(), errors.Is(err, context.DeadlineExceeded):
		return reply{fault: "does not answer in time", slow: true}
	case errors.As(err, &dns):
		return reply{fault: "has a host that could not be looked up", down: true}
	case errors.As(err, &name):
		return reply{fault: "has a certificate for another host", down: true}
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return reply{fault: "has a certificate that is out of date", down: true}
	case errors.As(err, &unknown):
		return reply{fault: "has a certificate of an authority that nobody knows", down: true}
	case errors.As(err, &invalid), errors.As(err, &record), errors.As(err, &alert), errors.Is(err, http.ErrSchemeMismatch):
		return reply{fault: "fails at TLS", down: true}
	case errors.Is(err, syscall.ECONNREFUSED):
		return reply{fault: "refuses connections", down: true}
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return reply{fault: "closes the connection without an answer"}
	}
	return reply{fault: "gives no answer that could be read"}
}
