package prove

import (
	"bufio"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// backend stands behind a gateway: a server on a free port of 127.0.0.1 that
// behaves as a sample's attribute `behind` says.
type backend struct {
	addr string
	ln   net.Listener // nil if it refuses

	mu    sync.Mutex
	conns map[net.Conn]bool
	ended bool
	wait  sync.WaitGroup
}

// startBackend starts what behind names: see [entry.Backends]. It ends with
// stop.
func startBackend(behind string) (*backend, error) {
	b := &backend{conns: make(map[net.Conn]bool)}
	if behind == "refuses" {
		var err error
		b.addr, err = freeAddr()
		return b, err
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	b.ln, b.addr = ln, ln.Addr().String()
	b.wait.Go(func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			b.mu.Lock()
			if b.ended { // it came while the others were closed
				b.mu.Unlock()
				conn.Close()
				return
			}
			b.conns[conn] = true
			b.mu.Unlock()
			b.wait.Go(func() {
				serveAs(behind, conn)
				conn.Close()
				b.mu.Lock()
				delete(b.conns, conn)
				b.mu.Unlock()
			})
		}
	})
	return b, nil
}

// stop closes all connections and waits for what served them.
func (b *backend) stop() {
	if b.ln == nil {
		return
	}
	b.ln.Close()
	b.mu.Lock()
	b.ended = true
	for conn := range b.conns {
		conn.Close()
	}
	b.mu.Unlock()
	b.wait.Wait()
}

// serveAs answers one connection until the other side ends it.
func serveAs(behind string, conn net.Conn) {
	r := bufio.NewReader(conn)
	if behind == "silent" {
		_, _ = io.Copy(io.Discard, r)
		return
	}
	for {
		req, err := http.ReadRequest(r)
		if err != nil {
			return
		}
		switch behind {
		case "closes":
			return
		case "nonsense":
			_, _ = io.WriteString(conn, "I speak no HTTP.\n")
			return
		case "websocket":
			upgrade(conn, req)
			_, _ = io.Copy(io.Discard, r)
			return
		}
		if req.Header.Get("Expect") != "" {
			_, _ = io.WriteString(conn, "HTTP/1.1 100 Continue\r\n\r\n")
		}
		if _, err := io.Copy(io.Discard, req.Body); err != nil {
			return
		}
		status := http.StatusOK
		if n, err := strconv.Atoi(behind); err == nil {
			status = n
		}
		if err := plain(conn, req.Method, status); err != nil || req.Close {
			return
		}
	}
}

// plain answers with a status and a page that a proxy may work on.
func plain(w io.Writer, method string, status int) error {
	page := "<!doctype html><title>backend</title><script src=\"//tracker.example/t.js\"></script>\n"
	head := fmt.Sprintf("HTTP/1.1 %d %s\r\nDate: %s\r\n", status, http.StatusText(status), time.Now().UTC().Format(http.TimeFormat))
	if status == http.StatusNoContent || status == http.StatusNotModified {
		_, err := io.WriteString(w, head+"\r\n")
		return err
	}
	// X-Filtered is what a gateway of ours acts on: the page was changed before.
	head += fmt.Sprintf("Content-Type: text/html\r\nX-Filtered: yes\r\nContent-Length: %d\r\n\r\n", len(page))
	if method == http.MethodHead {
		page = ""
	}
	_, err := io.WriteString(w, head+page)
	return err
}

// upgrade accepts a WebSocket (RFC 6455 §4.2.2) and says no more.
func upgrade(w io.Writer, req *http.Request) {
	key := req.Header.Get("Sec-WebSocket-Key")
	if key == "" {
		_, _ = io.WriteString(w, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
		return
	}
	sum := sha1.Sum([]byte(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	fmt.Fprintf(w, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: %s\r\n\r\n",
		base64.StdEncoding.EncodeToString(sum[:]))
}

// Addresses that are handed out have ports below those that systems give to
// whoever asks for any: else somebody could get one before the program that it is
// for has begun to listen there, and answer in its place.
const firstPort, ports = 20_000, 12_000

var lastPort = func() *atomic.Uint32 { // of those, counted on
	var n atomic.Uint32
	n.Store(rand.Uint32N(ports)) // for other processes do the same
	return &n
}()

// freeAddr returns an address of 127.0.0.1 at which nobody listens, another one
// each time.
func freeAddr() (string, error) {
	var err error
	for range ports {
		addr := net.JoinHostPort("127.0.0.1", strconv.Itoa(firstPort+int(lastPort.Add(1)%ports)))
		var ln net.Listener
		if ln, err = net.Listen("tcp", addr); err == nil {
			return addr, ln.Close()
		}
	}
	return "", err
}
