package serve

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"sync"
)

// A page from memory costs little beyond what net/http makes of it: net/http
// copies, sorts and looks through the fields of every response, and hands a long
// one to the system in two calls, 4 KB and the rest. Each of those calls costs as
// much as all that goes before. So for the common answer, 200 with a body of some
// length, the connection takes a part in it: the fields that are the same every
// time are put in by it, ready as they are, and what net/http writes is kept back
// until the body is complete, then goes out with one call. The fields that net/http
// has to know about, or adds, stay with it.

// worthHolding is the length from which on this is done. A shorter body goes out
// in one piece with its fields by itself.
const worthHolding = 2 << 10

// heldBytes is what a connection keeps back at most: the 4 KB of net/http, and as
// much in fields.
const heldBytes, maxWire = 8 << 10, 4 << 10

var heldPool = sync.Pool{New: func() any { return new([heldBytes]byte) }}

// An outgoing is the response that a connection is being given.
type outgoing struct {
	fields [2]string        // those that are still to be put in
	body   []byte           // nil when nothing is kept back
	held   *[heldBytes]byte // what is kept back
	n      int              // octets in held
	pieces [2][]byte        // what goes out with one call: held, and the end of body
	vector net.Buffers      // pieces, while they go out
}

// connKey is where the context of a request has its connection.
type connKey struct{}

// withConn is the server's ConnContext hook.
func withConn(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}

// holder returns the connection that is to send f in answer to r, or nil when
// that is to go the common way: it has no body of some length, or the request has
// one, to which net/http may have things to say first.
func holder(r *http.Request, status int, f *form) *limitedConn {
	if status != http.StatusOK || r.Method != http.MethodGet || r.ContentLength != 0 || f.wire == "" || len(f.wire) > maxWire {
		return nil
	}
	c, _ := r.Context().Value(connKey{}).(*limitedConn)
	return c
}

// send sends f; varies is as in the function send.
func (c *limitedConn) send(w http.ResponseWriter, f *form, varies bool) {
	c.begin(f, varies)
	header := w.Header()
	for _, fd := range f.known {
		header[fd.key] = fd.val
	}
	w.WriteHeader(http.StatusOK)
	// An error is the client's leaving.
	if _, err := w.Write(f.body); err == nil && (c.out.fields[0] != "" || c.out.n > 0) {
		http.NewResponseController(w).Flush() // what net/http itself keeps back
	}
	c.release()
}

func (c *limitedConn) begin(f *form, varies bool) {
	vary := f.vary
	if varies {
		vary = varyEntryLine
	}
	c.out.body, c.out.fields, c.out.held = f.body, [2]string{f.wire, vary}, heldPool.Get().(*[heldBytes]byte)
}

// Write implements [net.Conn]. While a response is sent, all but its last piece is
// kept back. That one is known by where it lies: net/http writes it straight from
// the body, which does not change, and not from a buffer of its own.
func (c *limitedConn) Write(p []byte) (int, error) {
	o := &c.out
	if o.body == nil || len(p) == 0 {
		return c.TCPConn.Write(p)
	}
	rest := p
	if o.fields[0] != "" { // the first piece, which begins with the status line
		line := bytes.IndexByte(p, '\n') + 1
		o.keep(p[:line])
		o.n += copy(o.held[o.n:], o.fields[0])
		o.n += copy(o.held[o.n:], o.fields[1])
		o.fields, rest = [2]string{}, p[line:]
	}
	if o.n+len(rest) <= heldBytes && &p[len(p)-1] != &o.body[len(o.body)-1] {
		o.keep(rest)
		return len(p), nil
	}
	o.pieces = [2][]byte{o.held[:o.n], rest}
	o.vector, o.n = o.pieces[:], 0
	_, err := o.vector.WriteTo(c.TCPConn)
	o.pieces = [2][]byte{}
	if err != nil {
		return 0, err
	}
	return len(p), nil
}

func (o *outgoing) keep(p []byte) { o.n += copy(o.held[o.n:], p) }

// release sends what is still kept back. Where that fails the connection is closed,
// since net/http takes it for sent.
func (c *limitedConn) release() {
	o := &c.out
	if o.n > 0 {
		if _, err := c.TCPConn.Write(o.held[:o.n]); err != nil {
			c.Close()
		}
	}
	heldPool.Put(o.held)
	*o = outgoing{}
}
