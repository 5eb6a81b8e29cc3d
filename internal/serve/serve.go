package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"syscall"
	"time"

	"statuswiki/internal/diag"
	"statuswiki/internal/site"
	"statuswiki/internal/try"
)

// DefaultAddr is where the server listens unless told otherwise.
const DefaultAddr = "127.0.0.1:8401"

// Options say what to serve, where and to whom. Only Build is required.
type Options struct {
	// Addr is host:port. Without a host it is 127.0.0.1, not every interface;
	// port 0 picks a free one. The empty string is DefaultAddr.
	Addr string

	// Build makes the site. It is called by one goroutine at a time, and should
	// return soon after its context is done: that is how an overtaken build is
	// given up. The findings of a good build are its warnings. An error that is
	// a *diag.FindingsError is shown with its source lines, any other as text.
	Build func(ctx context.Context) (*site.Site, []diag.Finding, error)

	// BuildChanged, if not nil, makes the site when nothing but some files, named
	// as they are below Watch, is known to have changed since the last build. It
	// may look at these alone: Build follows soon after.
	BuildChanged func(ctx context.Context, files []string) (*site.Site, []diag.Finding, error)

	// Source returns the text of a file by the name that findings use.
	Source func(file string) ([]byte, bool)

	// Watch lists folders; a change below one of them makes a new build. Without
	// any there is one build, and nothing of live reload in the pages.
	Watch []string

	// AllowHosts lists names that may stand in Host, besides localhost,
	// *.localhost, 127.0.0.1, ::1 and the address that is listened on.
	AllowHosts []string

	Log   io.Writer        // for the person at the terminal; may be nil
	Color bool             // use the terminal's colours in Log
	Ready func(url string) // called once, when requests are answered; may be nil
}

// ListenError reports that the address cannot be listened on. Its text is a
// sentence for the person who chose the address.
type ListenError struct {
	Addr string
	Err  error
}

func (e *ListenError) Error() string {
	host, port, err := net.SplitHostPort(e.Addr)
	switch {
	case err != nil:
		return fmt.Sprintf("%q is no address to listen on: write host:port, such as %s", e.Addr, DefaultAddr)
	case errors.Is(e.Err, syscall.EADDRINUSE):
		return fmt.Sprintf("port %s on %s is taken: something else listens there; stop it or try --addr %s for a free port",
			port, host, net.JoinHostPort(host, "0"))
	case errors.Is(e.Err, syscall.EACCES):
		return fmt.Sprintf("port %s on %s is not allowed for this user: try a port above 1023, such as --addr %s",
			port, host, net.JoinHostPort(host, "8401"))
	case errors.Is(e.Err, syscall.EADDRNOTAVAIL):
		return fmt.Sprintf("%s is not an address of this machine: try --addr %s", host, DefaultAddr)
	}
	return fmt.Sprintf("cannot listen on %s: %v", e.Addr, e.Err)
}

// Unwrap returns the cause.
func (e *ListenError) Unwrap() error { return e.Err }

// limits are the numbers that keep clients in bounds. Tests shorten them.
type limits struct {
	header    time.Duration // for a request's headers to arrive
	body      time.Duration // for a request's body to arrive, which is not wanted
	try       time.Duration // the same below /try/, where it is; then again for the response to be taken
	write     time.Duration // for a response to be taken
	idle      time.Duration // between requests of one connection
	heartbeat time.Duration // between comments on a live stream
	shutdown  time.Duration // for answers in flight when the server stops
	conns     int           // connections at once
	streams   int           // live streams at once
}

var defaultLimits = limits{
	header:    5 * time.Second,
	body:      500 * time.Millisecond,
	try:       10 * time.Second,
	write:     15 * time.Second,
	idle:      10 * time.Second,
	heartbeat: 15 * time.Second,
	shutdown:  time.Second,
	conns:     4096,
	streams:   1024,
}

// maxHeaderBytes is the size of a request's headers beyond which the answer is
// 431. Cookies of other programs on localhost are sent to us as well, and they
// add up; below /try/ the address may hold the content of the answer.
const maxHeaderBytes = 32<<10 + try.MaxBody

// Run builds the site and serves it until ctx is done; it then returns nil
// within two seconds, open streams or not. It returns a [*ListenError] when the
// address cannot be had. When nothing is watched a failing first build is
// returned; otherwise it is shown to whoever asks for a page, until it is
// mended.
func Run(ctx context.Context, opt Options) error {
	return run(ctx, opt, defaultLimits)
}

func run(ctx context.Context, opt Options, lim limits) error {
	if opt.Log == nil {
		opt.Log = io.Discard
	}
	opt.Log = &lockedWriter{w: opt.Log}
	listener, err := listen(&opt)
	if err != nil {
		return err
	}
	defer listener.Close() // for the ways out before there is a server

	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	hosts, err := newHostRules(opt.AllowHosts, opt.Addr)
	if err != nil {
		return err
	}
	h := &handler{hosts: hosts, bodyGrace: lim.body, tryTimeout: lim.try}
	l := &loop{opt: opt, handler: h, policy: defaultPolicy(), changes: make(chan struct{}, 1)}
	if len(opt.Watch) > 0 {
		h.live = newLive(lim)
		w, err := newWatcher(opt.Watch, l.changed, func(s string) { fmt.Fprintln(opt.Log, s) })
		if err != nil {
			return fmt.Errorf("cannot watch for changes: %w", err)
		}
		defer w.close()
		go w.run(ctx)
	}
	// Requests wait in the listener's queue while the first build runs, so that
	// nobody is told to come back in a moment.
	if err := l.first(ctx); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	done := make(chan struct{})
	go func() { defer close(done); l.run(ctx) }()

	conns := newConnLimit(listener, lim.conns)
	srv := &http.Server{
		Handler:                      h,
		BaseContext:                  func(net.Listener) context.Context { return ctx }, // whose end ends delays below /try/
		ConnContext:                  withConn,
		ReadHeaderTimeout:            lim.header,
		WriteTimeout:                 lim.write, // live streams and /try/ set their own
		IdleTimeout:                  lim.idle,
		MaxHeaderBytes:               maxHeaderBytes,
		DisableGeneralOptionsHandler: true, // OPTIONS * passes the same checks as the rest
		ConnState:                    conns.state,
		ErrorLog:                     log.New(io.Discard, "", 0), // what clients do wrong is no news here
	}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(conns) }()
	if opt.Ready != nil {
		opt.Ready(baseURL(opt.Addr))
	}

	select {
	case err = <-served: // the listener broke: nothing that a client can cause
		cancel()
	case <-ctx.Done():
		err = nil
	}
	if h.live != nil {
		h.live.hub.close()
	}
	conns.closeFresh()
	stop, cancelStop := context.WithTimeout(context.WithoutCancel(ctx), lim.shutdown)
	defer cancelStop()
	if srv.Shutdown(stop) != nil {
		srv.Close()
	}
	select {
	case <-done:
	case <-time.After(lim.shutdown / 2): // a build that does not look at its context is left behind
	}
	return err
}

// listen opens the address in opt and writes the one it got back into opt.Addr.
func listen(opt *Options) (net.Listener, error) {
	if opt.Addr == "" {
		opt.Addr = DefaultAddr
	}
	host, port, err := net.SplitHostPort(opt.Addr)
	if err != nil {
		return nil, &ListenError{opt.Addr, err}
	}
	if host == "" {
		host = "127.0.0.1"
		opt.Addr = net.JoinHostPort(host, port)
	}
	listener, err := net.Listen("tcp", opt.Addr)
	if err != nil {
		return nil, &ListenError{opt.Addr, err}
	}
	bound := listener.Addr().(*net.TCPAddr)
	opt.Addr = net.JoinHostPort(host, fmt.Sprint(bound.Port))
	if !bound.IP.IsLoopback() {
		fmt.Fprintf(opt.Log, "listening beyond this machine, on %s: whoever can reach it can read the site\n", opt.Addr)
	}
	return listener, nil
}

// baseURL returns the address to open in a browser on this machine.
func baseURL(addr string) string {
	host, port, _ := net.SplitHostPort(addr)
	if ip, err := netip.ParseAddr(host); err == nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port) + "/"
}

// lockedWriter lets the loop and the watcher write lines at the same time.
type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}
