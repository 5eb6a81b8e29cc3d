package links

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Answer is what came of asking for an address.
type Answer struct {
	Asked time.Time `json:"asked"`
	// Status is the last status; 0 if no response came.
	Status int `json:"status,omitempty"`
	// Moved is where the address has moved for good, if it has.
	Moved string `json:"moved,omitempty"`
	// Fault says what went wrong, if no response came or not the last one.
	Fault string `json:"fault,omitempty"`
	// Sought are the places that were looked for. Fragments says of each whether
	// the page has it; of some there is no telling.
	Sought    []string        `json:"sought,omitempty"`
	Fragments map[string]bool `json:"fragments,omitempty"`

	refused bool // the address is not public; another run may ask for it
	later   bool // the host wants to be left alone for longer than a run
	down    bool // the fault is that of the host, whatever it is asked
}

// asker asks. Its methods may be called by several goroutines.
type asker struct {
	opt    Options
	client *http.Client
	mu     sync.Mutex
	gates  map[string]*gate // by host
}

// gate lets one request at a time through to a host.
type gate struct {
	turn chan struct{} // holds a value while somebody asks

	// These belong to who has the turn.
	next time.Time // from when the next may ask
	shut bool      // nobody may ask any more
	slow int       // how many requests in a row got no answer in time
	down reply     // what all others get, if the host cannot be reached
}

func newAsker(opt Options) *asker {
	return &asker{opt: opt, gates: make(map[string]*gate), client: &http.Client{
		Transport:     transport(opt),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

func (a *asker) gate(host string) *gate {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.gates[host] == nil {
		a.gates[host] = &gate{turn: make(chan struct{}, 1)}
	}
	return a.gates[host]
}

// visit asks for a target. Some servers do not know HEAD or answer it wrongly,
// so that bad news is asked for again with GET.
func (a *asker) visit(ctx context.Context, t *target) Answer {
	if len(t.fragments) == 0 {
		if head := a.follow(ctx, http.MethodHead, t); head.Fault == "" && head.Status < 400 || head.refused || head.later || head.down {
			return head
		}
	}
	return a.follow(ctx, http.MethodGet, t)
}

// follow asks for a target and for where its redirects lead.
func (a *asker) follow(ctx context.Context, method string, t *target) Answer {
	out := Answer{Asked: a.opt.Now().UTC().Truncate(time.Second)}
	if method == http.MethodGet {
		out.Sought = t.fragments
	}
	at, permanent := t.url, true
	seen := map[string]bool{t.key: true}
	for range maxRedirects + 1 {
		r := a.patiently(ctx, method, at, t.fragments)
		if r.fault != "" {
			out.Status, out.Fault, out.refused, out.later, out.down = 0, r.fault, r.refused, r.later, r.down
			return out
		}
		out.Status, out.Fragments = r.status, r.fragments
		if r.location == "" {
			return out
		}
		next, err := at.Parse(r.location)
		if err != nil || next.Scheme != "http" && next.Scheme != "https" || next.Hostname() == "" {
			out.Fault = "redirects to something that is no web address"
			return out
		}
		next.User, next.Host = nil, strings.ToLower(next.Host)
		permanent = permanent && (r.status == http.StatusMovedPermanently || r.status == http.StatusPermanentRedirect)
		if permanent {
			out.Moved = next.String()
		}
		next.Fragment, next.RawFragment = "", ""
		if seen[next.String()] {
			out.Fault = "redirects in a circle"
			return out
		}
		seen[next.String()] = true
		at = next
	}
	out.Fault = "redirects more than " + strconv.Itoa(maxRedirects) + " times"
	return out
}

// patiently asks, and once more if the server says when to come back and that
// is soon.
func (a *asker) patiently(ctx context.Context, method string, u *url.URL, fragments []string) reply {
	r := a.ask(ctx, method, u, fragments)
	if r.retryAfter > 0 && r.retryAfter <= maxRetryAfter {
		return a.ask(ctx, method, u, fragments)
	}
	return r
}

// reply is what matters of a response.
type reply struct {
	status     int
	location   string        // of a redirect
	retryAfter time.Duration // when the server is busy
	fragments  map[string]bool
	fault      string
	refused    bool
	later      bool
	slow       bool
	down       bool
}

// ask sends one request when it is its turn.
func (a *asker) ask(ctx context.Context, method string, u *url.URL, fragments []string) reply {
	g := a.gate(u.Host)
	select {
	case g.turn <- struct{}{}:
	case <-ctx.Done():
		return reply{fault: "was not asked"}
	}
	defer func() { <-g.turn }()
	if g.shut {
		return reply{fault: "was not asked", later: true}
	}
	if g.down.down {
		return g.down
	}
	if d := min(g.next.Sub(a.opt.Now()), max(a.opt.Pause, maxRetryAfter)); !g.next.IsZero() && d > 0 && a.opt.Wait(ctx, d) != nil {
		return reply{fault: "was not asked"}
	}
	r := a.send(ctx, method, u, fragments)
	g.next = a.opt.Now().Add(max(a.opt.Pause, min(r.retryAfter, maxRetryAfter)))
	g.shut = r.retryAfter > maxRetryAfter
	if g.slow++; !r.slow {
		g.slow = 0
	}
	r.down = r.down || g.slow == maxSlow
	if r.down {
		g.down = r
	}
	return r
}

// send sends a request and reads the response.
func (a *asker) send(ctx context.Context, method string, u *url.URL, fragments []string) reply {
	ctx, cancel := context.WithTimeout(ctx, a.opt.Request)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, u.String(), nil)
	if err != nil {
		return reply{fault: "cannot be asked for"}
	}
	req.Header.Set("User-Agent", a.opt.Agent)
	req.Header.Set("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
	resp, err := a.client.Do(req)
	if err != nil {
		return failed(err)
	}
	defer resp.Body.Close()
	return a.read(resp, method, fragments)
}

// read takes out of a response what matters.
func (a *asker) read(resp *http.Response, method string, fragments []string) reply {
	r := reply{status: resp.StatusCode}
	switch resp.StatusCode {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		r.retryAfter = a.retryAfter(resp.Header.Get("Retry-After"))
		return r
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		r.location = resp.Header.Get("Location")
		return r
	}
	if method == http.MethodGet && resp.StatusCode == http.StatusOK && isHTML(resp.Header.Get("Content-Type")) {
		r.fragments = find(resp.Body, fragments)
	}
	return r
}

// retryAfter reads the field Retry-After (RFC 9110 §10.2.3); what cannot be read
// is no time.
func (a *asker) retryAfter(value string) time.Duration {
	value = strings.TrimSpace(value)
	if n, err := strconv.Atoi(value); err == nil && n >= 0 && n < 1<<30 {
		return time.Duration(n) * time.Second
	}
	if t, err := http.ParseTime(value); err == nil {
		return t.Sub(a.opt.Now())
	}
	return 0
}
