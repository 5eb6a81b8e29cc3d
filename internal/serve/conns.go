package serve

import (
	"container/list"
	"net"
	"net/http"
	"sync"
)

// A connLimit is a listener that holds at most max connections. When there is
// no room the oldest connection that has never sent a whole request is closed
// for the new one: those are the slow and the silent, and a person's browser is
// not among them for longer than a moment. When all have sent one, the new one
// is closed; idle ones make room soon.
type connLimit struct {
	net.Listener
	max int

	mu    sync.Mutex
	open  int
	fresh list.List // of *limitedConn, oldest first
}

type limitedConn struct {
	*net.TCPConn // whole, so that net/http finds CloseWrite and ReadFrom
	limit        *connLimit
	place        *list.Element // in limit.fresh; nil once a request has come
	seen         bool          // owned by the connection's goroutine: place is gone
	closed       bool
	out          outgoing // owned by the connection's goroutine, too
}

func newConnLimit(l net.Listener, max int) *connLimit {
	return &connLimit{Listener: l, max: max}
}

// Accept implements [net.Listener].
func (l *connLimit) Accept() (net.Conn, error) {
	for {
		raw, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if c := l.admit(raw.(*net.TCPConn)); c != nil {
			return c, nil
		}
		raw.Close()
	}
}

func (l *connLimit) admit(raw *net.TCPConn) *limitedConn {
	l.mu.Lock()
	var oldest *limitedConn
	if l.open >= l.max {
		front := l.fresh.Front()
		if front == nil {
			l.mu.Unlock()
			return nil
		}
		oldest = front.Value.(*limitedConn)
		l.forget(oldest)
	}
	c := &limitedConn{TCPConn: raw, limit: l}
	c.place = l.fresh.PushBack(c)
	l.open++
	l.mu.Unlock()
	if oldest != nil {
		oldest.TCPConn.Close()
	}
	return c
}

// forget takes c out of the books. The lock is held.
func (l *connLimit) forget(c *limitedConn) {
	if c.closed {
		return
	}
	c.closed = true
	l.open--
	if c.place != nil {
		l.fresh.Remove(c.place)
		c.place = nil
	}
}

// state is the server's ConnState hook.
func (l *connLimit) state(conn net.Conn, s http.ConnState) {
	c, ok := conn.(*limitedConn)
	if !ok || s != http.StateActive || c.seen {
		return // the way of nearly every request: no lock
	}
	c.seen = true
	l.mu.Lock()
	defer l.mu.Unlock()
	if c.place != nil {
		l.fresh.Remove(c.place)
		c.place = nil
	}
}

// Close implements [net.Conn].
func (c *limitedConn) Close() error {
	c.limit.mu.Lock()
	c.limit.forget(c)
	c.limit.mu.Unlock()
	return c.TCPConn.Close()
}

// closeFresh closes what has never sent a request. Shutdown would wait for it.
func (l *connLimit) closeFresh() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for e := l.fresh.Front(); e != nil; e = l.fresh.Front() {
		c := e.Value.(*limitedConn)
		l.forget(c)
		c.TCPConn.Close()
	}
}
