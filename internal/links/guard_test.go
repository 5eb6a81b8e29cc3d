package links

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

func TestPublic(t *testing.T) {
	for _, a := range strings.Fields(`127.0.0.1 127.255.255.254 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 192.0.0.1
		192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255 192.88.99.1
		:: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:100.64.0.1 fec0::1%eth0 ::127.0.0.1 fe80::1 fe80::1%eth0 fc00::1 fd12::1 fec0::1 ff02::1 64:ff9b::7f00:1 64:ff9b:1::1 2001::1 2001:db8::1
		2002:7f00:1::1 100::1 3fff::1 5f00::1`) {
		if public(netip.MustParseAddr(a)) {
			t.Errorf("%s counts as public", a)
		}
	}
	for _, a := range strings.Fields(`1.1.1.1 8.8.8.8 172.15.0.1 172.32.0.1 100.63.0.1 100.128.0.1 192.0.1.1 198.17.0.1 223.255.255.255 ::ffff:8.8.8.8 2606:4700::1111 2a00::1 2001:4860::1`) {
		if !public(netip.MustParseAddr(a)) {
			t.Errorf("%s does not count as public", a)
		}
	}
	if public(netip.Addr{}) {
		t.Error("no address counts as public")
	}
}

// nameServer answers every name with one address, and returns what asks it.
func nameServer(t *testing.T, ip [4]byte) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	t.Cleanup(func() { _ = conn.Close(); <-done })
	go func() {
		defer close(done)
		buf := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(buf)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(buf[:n]) != nil {
				continue
			}
			m.Response = true
			m.Additionals = nil
			for _, q := range m.Questions {
				if q.Type == dnsmessage.TypeA {
					m.Answers = append(m.Answers, dnsmessage.Resource{
						Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class}, Body: &dnsmessage.AResource{A: ip},
					})
				}
			}
			if out, err := m.Pack(); err == nil {
				_, _ = conn.WriteTo(out, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

// Nothing that is not public is asked: not by its address in any form, not by a
// name, not by a redirect. Nor is the answer kept, since another run may ask.
func TestPrivate(t *testing.T) {
	inner := serve(t, site)
	_, port, err := net.SplitHostPort(inner.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	outer := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, inner.URL+"/secret", http.StatusMovedPermanently)
	})
	opt := options()
	opt.Private = false
	opt.Cache = &Cache{}
	opt.Resolver = nameServer(t, [4]byte{127, 0, 0, 1})
	urls := []string{
		inner.URL, "http://localhost:" + port, "http://[::1]:" + port, "http://[::ffff:127.0.0.1]:" + port, "http://rebind.statuswiki-links.org:" + port,
		"http://0.0.0.0:" + port, "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/",
	}
	report := Check(t.Context(), at(urls...), opt)
	if got := strings.Count(said(report, inner), "warning: "); got != len(urls) || strings.Count(said(report, inner), " leads to an address that is not public, which is not asked [dead-link]") != len(urls) {
		t.Errorf("%d findings for %d addresses:\n%s", got, len(urls), said(report, inner))
	}
	if len(opt.Cache.answers) != 0 {
		t.Errorf("kept: %v", opt.Cache.answers)
	}

	open := netip.MustParseAddrPort(outer.Listener.Addr().String()) // as if it were public
	opt.allow = func(a netip.AddrPort) bool { return a == open || public(a.Addr()) }
	report = Check(t.Context(), at(outer.URL+"/x"), opt)
	if got := said(report, outer); outer.was() != "HEAD /x" || !strings.Contains(got, "HOST/x leads to an address that is not public") {
		t.Errorf("by a redirect: %s", got)
	}
	if got := inner.was(); got != "" {
		t.Errorf("the inner server was asked: %s", got)
	}

	opt = options()
	opt.Resolver = nameServer(t, [4]byte{127, 0, 0, 1})
	if got := said(Check(t.Context(), at("http://rebind.statuswiki-links.org:"+port+"/page"), opt), inner); got != "" || inner.was() != "HEAD /page" {
		t.Errorf("allowed, and said: %s", got)
	}
}
