package prove

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"statuswiki/internal/entry"
)

// replay is a server that answers as an entry's example shows, under whatever
// host name it is asked. It speaks HTTP/1.1 on one port of 127.0.0.1, with TLS
// or without: the first octet tells. It is also a proxy to itself.
//
// A request belongs to the steps of the example with its method, host and
// target. If they are several, those count that agree with it in most of the
// fields in which they differ from one another; of these, the first that has not been asked
// yet, and the last one again when all have been. So the failing request gets
// the failing response until the client sends what the corrected request shows,
// and plain repetition gets one response after the other.
// Anything else is answered with 500 and a reason.
type replay struct {
	ln    net.Listener
	ca    *authority
	steps []*step
	use   entry.Use

	mu    sync.Mutex
	used  []bool
	log   []*asked
	conns map[net.Conn]bool
	ended bool
	done  sync.WaitGroup

	own     map[string][2]string // what a browser's frame needs: type and content by path
	reports chan []byte
}

// asked is a request that came.
type asked struct {
	method, host, target string
	fields               map[string]string
	content              []byte

	step   *step // nil: not in the example
	index  int   // of the step
	also   bool
	status int // of the answer; 0: none
}

func (r *asked) String() string { return r.method + " " + r.host + r.target }

func newReplay(ca *authority, steps []*step, use entry.Use) (*replay, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &replay{ln: ln, ca: ca, steps: steps, use: use, used: make([]bool, len(steps)), conns: map[net.Conn]bool{}}
	r.done.Go(r.accept)
	return r, nil
}

// addr is 127.0.0.1:PORT.
func (r *replay) addr() string { return r.ln.Addr().String() }

// port is the number in addr.
func (r *replay) port() string {
	_, port, _ := net.SplitHostPort(r.addr())
	return port
}

// end closes all connections and waits for what serves them.
func (r *replay) end() {
	r.ln.Close()
	r.mu.Lock()
	r.ended = true
	for c := range r.conns {
		c.Close()
	}
	r.mu.Unlock()
	r.done.Wait()
}

// requests returns what came so far, in order.
func (r *replay) requests() []*asked {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.log)
}

func (r *replay) accept() {
	for {
		conn, err := r.ln.Accept()
		if err != nil {
			return
		}
		r.mu.Lock()
		if r.ended { // it came while the others were closed
			r.mu.Unlock()
			conn.Close()
			return
		}
		r.conns[conn] = true
		r.mu.Unlock()
		r.done.Go(func() {
			defer func() {
				conn.Close()
				r.mu.Lock()
				delete(r.conns, conn)
				r.mu.Unlock()
			}()
			r.serve(conn)
		})
	}
}

// peeked is a connection of which some octets have been looked at.
type peeked struct {
	net.Conn
	in *bufio.Reader
}

func (p *peeked) Read(b []byte) (int, error) { return p.in.Read(b) }

// CloseWrite lets the client know that nothing follows.
func (p *peeked) CloseWrite() error {
	if c, ok := p.Conn.(interface{ CloseWrite() error }); ok {
		return c.CloseWrite()
	}
	return nil
}

func (r *replay) serve(raw net.Conn) {
	conn := &peeked{raw, bufio.NewReader(raw)}
	if first, err := conn.in.Peek(1); err != nil {
		return
	} else if first[0] == 22 { // a TLS handshake (RFC 8446 §5.1)
		secure := tls.Server(conn, r.ca.server())
		conn = &peeked{secure, bufio.NewReader(secure)}
	}
	for r.one(conn) {
	}
}

// one answers one request and reports whether the connection goes on.
func (r *replay) one(conn *peeked) bool {
	req, err := http.ReadRequest(conn.in)
	if err != nil {
		if _, ok := errors.AsType[net.Error](err); !ok && err != io.EOF && !errors.Is(err, net.ErrClosed) {
			fmt.Fprintf(conn, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
		}
		return false
	}
	got := newAsked(req)
	if req.Method == http.MethodConnect {
		return r.tunnel(conn, got)
	}
	expects := strings.EqualFold(req.Header.Get("Expect"), "100-continue")
	if expects {
		// The content comes behind the interim response, so it does not help to find the step.
		r.find(got)
		if got.step != nil && len(got.step.interim) > 0 {
			conn.Write(got.step.interim[0].raw)
			got.content, _ = io.ReadAll(io.LimitReader(req.Body, 8<<20))
			return r.send(conn, got, got.step.interim[1:])
		}
		r.send(conn, got, nil)
		return false
	}
	if got.content, err = io.ReadAll(io.LimitReader(req.Body, 8<<20)); err != nil {
		return false
	}
	if r.owned(conn, got) {
		return true
	}
	r.find(got)
	var interim []reply
	if got.step != nil {
		interim = slices.DeleteFunc(slices.Clone(got.step.interim), func(a reply) bool { return a.status == http.StatusContinue })
	}
	return r.send(conn, got, interim) && !req.Close
}

func newAsked(req *http.Request) *asked {
	got := &asked{method: req.Method, host: bareHost(req.Host), target: req.RequestURI, fields: map[string]string{}, index: -1}
	for name, values := range req.Header {
		got.fields[strings.ToLower(name)] = strings.Join(values, ", ")
	}
	if len(req.TransferEncoding) > 0 {
		got.fields["transfer-encoding"] = strings.Join(req.TransferEncoding, ", ")
	}
	return got
}

// tunnel opens one to the same server, whatever was asked for, unless the
// example says something about it.
func (r *replay) tunnel(conn *peeked, got *asked) bool {
	if i := slices.IndexFunc(r.steps, func(s *step) bool { return s.method == http.MethodConnect && s.target == got.target }); i >= 0 {
		r.find(got)
		if got.status != http.StatusOK {
			return r.send(conn, got, nil)
		}
	}
	conn.Write([]byte("HTTP/1.1 200 Connection established\r\n\r\n"))
	r.serve(conn)
	return false
}

// find looks for the step of a request and writes it into the log.
func (r *replay) find(got *asked) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.log = append(r.log, got)
	if a := r.use.Also; a != nil && a.Method == got.method && a.Target == got.target {
		got.also, got.status = true, a.Status
		return
	}
	i := r.choose(got)
	if i < 0 {
		got.status = http.StatusInternalServerError
		return
	}
	r.used[i] = true
	got.step, got.index, got.status = r.steps[i], i, r.steps[i].status()
}

func (r *replay) choose(got *asked) int {
	var at []int
	var same []*step
	for i, s := range r.steps {
		if s.method == got.method && s.host == got.host && sameTarget(s.target, got.target) {
			at, same = append(at, i), append(same, s)
		}
	}
	if len(at) == 0 {
		return -1
	}
	if b := r.use.Begins - 1; b >= 0 && len(r.log) == 1 && slices.Contains(at, b) {
		return b
	}
	names, contents := telling(same)
	best, most := []int{}, -1
	for k, s := range same {
		switch n := s.alike(got, names, contents); {
		case n > most:
			best, most = []int{at[k]}, n
		case n == most:
			best = append(best, at[k])
		}
	}
	for _, i := range best {
		if !r.used[i] && i >= r.use.Begins-1 {
			return i
		}
	}
	return best[len(best)-1]
}

// send answers and reports whether the connection goes on.
func (r *replay) send(conn *peeked, got *asked, interim []reply) bool {
	for _, a := range interim {
		conn.Write(a.raw)
	}
	switch {
	case got.also:
		kind := "text/plain"
		if strings.HasPrefix(r.use.Also.Content, "{") {
			kind = "application/json"
		}
		fmt.Fprintf(conn, "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s", got.status, http.StatusText(got.status), kind, len(r.use.Also.Content), r.use.Also.Content)
		return true
	case got.step == nil:
		text := "the example shows no " + got.String()
		fmt.Fprintf(conn, "HTTP/1.1 500 Not in the example\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s", len(text), text)
		return false
	case got.step.final == nil:
		return false
	}
	raw := got.step.final.raw
	if key := got.fields["sec-websocket-key"]; got.status == http.StatusSwitchingProtocols && key != "" {
		return r.websocket(conn, raw, key)
	}
	if got.method == http.MethodHead {
		head, _, _ := bytes.Cut(raw, []byte("\r\n\r\n"))
		raw = append(slices.Clone(head), "\r\n\r\n"...)
	}
	conn.Write(raw)
	if got.step.final.framed {
		return true
	}
	conn.CloseWrite()
	conn.SetReadDeadline(time.Now().Add(time.Second)) // what is on its way would turn the close into a reset
	io.Copy(io.Discard, conn.in)
	return false
}
