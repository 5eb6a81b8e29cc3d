// Package links asks where links lead: whether the page is still there, whether
// it has moved for good, and whether it has the place that the fragment names.
//
// It is a guest on other people's servers. It asks each address once, with HEAD
// where that is enough, one request at a time to a host with a pause behind it,
// a few hosts at a time; it says who it is, waits when it is told to, and keeps
// the answers ([Cache]), so that the next run asks little. It does not ask for
// robots.txt: it follows no links of its own, only those that a person has
// written down for other persons to follow.
//
// What it asks for comes from content, which strangers write. So it connects to
// public addresses alone, and looks at the address it connects to, not at the
// name, since names and redirects can point anywhere (guard.go). Time,
// redirects and bytes have limits. It uses no proxy of the environment, which
// would look names up by itself.
package links

import (
	"context"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"statuswiki/internal/diag"
)

// Link is an address and where it stands in the content.
type Link struct {
	URL string // absolute, http or https, with its fragment
	Pos diag.Pos
}

// The limits that a run has.
const (
	maxHosts      = 4                // that are asked at the same time
	maxRedirects  = 10               // of one link
	maxBytes      = 4 << 20          // of a page in which a fragment is sought
	maxHead       = 64 << 10         // of a header section
	maxRetryAfter = 30 * time.Second // that is waited for
	maxRequest    = 20 * time.Second // for one request, its content included
	maxSlow       = 2                // requests without an answer before a host is given up
)

// Options say how links are asked.
type Options struct {
	// Agent is the User-Agent, which lets servers know who asks.
	Agent string
	// Private allows addresses that are not public, such as loopback.
	Private bool
	// Pause is the time between two requests to the same host.
	Pause time.Duration
	// Request limits one request; 0 is 20 s.
	Request time.Duration
	// Now is the clock by which answers in the cache age.
	Now func() time.Time
	// Wait waits, or returns the context's error. If nil, it really does.
	Wait func(ctx context.Context, d time.Duration) error
	// Cache has the answers of earlier runs and takes those of this one. If
	// nil, everything is asked.
	Cache *Cache
	// Resolver looks names up; nil is the system's.
	Resolver *net.Resolver
	// Progress, if not nil, is called with the number of addresses done and of
	// all that are asked, by one goroutine at a time.
	Progress func(done, all int)

	allow func(netip.AddrPort) bool // for tests: what may be connected to
}

// Report is what a run found.
type Report struct {
	Findings *diag.List
	Asked    int // addresses that were asked
	Known    int // addresses whose answer was in the cache and fresh
	Left     int // addresses without an answer: the time was over, or their host wants to be left alone
}

// target is an address without fragment, and the links that lead there.
type target struct {
	url       *url.URL
	key       string
	links     []Link
	fragments []string // that are sought, sorted
	answer    *Answer  // nil if it was not asked
}

// Check asks where the links lead, until ctx is done, and reports what is wrong
// at the place of each link. Answers that came until then are in the report and
// in the cache.
func Check(ctx context.Context, all []Link, opt Options) Report {
	if opt.Wait == nil {
		opt.Wait = wait
	}
	if opt.Request == 0 {
		opt.Request = maxRequest
	}
	if opt.allow == nil {
		opt.allow = func(at netip.AddrPort) bool { return opt.Private || public(at.Addr()) }
	}
	if opt.Cache == nil {
		opt.Cache = &Cache{}
	}
	targets := group(all)
	report := Report{Findings: &diag.List{}}
	var ask []*target
	for _, t := range targets {
		if known, ok := opt.Cache.fresh(t, opt.Now()); ok {
			t.answer = &known
			report.Known++
			continue
		}
		ask = append(ask, t)
	}
	askAll(ctx, ask, opt)
	for _, t := range targets {
		if t.answer == nil {
			report.Left++
			continue
		}
		t.report(report.Findings)
	}
	report.Asked = len(ask) - report.Left
	return report
}

// group collects the links that lead to the same address.
func group(all []Link) []*target {
	byKey := make(map[string]*target)
	var out []*target
	for _, l := range all {
		u, err := url.Parse(l.URL)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
			continue // the rule about links says so
		}
		if reserved(u.Hostname()) {
			continue
		}
		fragment := sought(u)
		u.Fragment, u.RawFragment, u.User, u.Host = "", "", nil, strings.ToLower(u.Host)
		if u.Path == "" {
			u.Path = "/"
		}
		key := u.String()
		t := byKey[key]
		if t == nil {
			t = &target{url: u, key: key}
			byKey[key], out = t, append(out, t)
		}
		t.links = append(t.links, l)
		if fragment != "" && !slices.Contains(t.fragments, fragment) {
			t.fragments = append(t.fragments, fragment)
		}
	}
	for _, t := range out {
		slices.Sort(t.fragments)
	}
	return out
}

// reserved reports whether a name is one that documentation uses for hosts that
// are nobody's (RFC 2606, RFC 6761).
func reserved(host string) bool {
	host = "." + strings.ToLower(strings.TrimSuffix(host, "."))
	return slices.ContainsFunc([]string{".example", ".test", ".invalid", ".example.com", ".example.net", ".example.org"}, func(end string) bool {
		return strings.HasSuffix(host, end)
	})
}

// askAll asks all targets, those of a host one after the other.
func askAll(ctx context.Context, targets []*target, opt Options) {
	byHost := make(map[string][]*target)
	var hosts []string
	for _, t := range targets {
		if byHost[t.url.Host] == nil {
			hosts = append(hosts, t.url.Host)
		}
		byHost[t.url.Host] = append(byHost[t.url.Host], t)
	}
	a := newAsker(opt)
	defer a.client.CloseIdleConnections()
	var mu sync.Mutex
	done := 0
	var g errgroup.Group
	g.SetLimit(maxHosts)
	for _, host := range hosts {
		g.Go(func() error {
			for _, t := range byHost[host] {
				answer := a.visit(ctx, t)
				if ctx.Err() != nil {
					return nil // what came last may be no more than the end of the time
				}
				if answer.later {
					continue
				}
				mu.Lock()
				t.answer = &answer
				opt.Cache.keep(t.key, answer)
				if done++; opt.Progress != nil {
					opt.Progress(done, len(targets))
				}
				mu.Unlock()
			}
			return nil
		})
	}
	_ = g.Wait() // nobody returns an error
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
