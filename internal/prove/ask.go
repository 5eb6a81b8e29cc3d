package prove

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http/httputil"
	"strings"
	"time"

	"statuswiki/internal/entry"
	"statuswiki/internal/httpmsg"
)

// answer is what a server sent: responses of the class 1xx, and the final one.
// A 101 is final, since HTTP ends with it.
type answer struct {
	interim []*httpmsg.Message
	final   *httpmsg.Message

	content []byte // of the final response, without its transfer coding
	after   []byte // what came behind the end of the response
}

// errSilent says that the connection was closed before the first octet of an
// answer.
var errSilent = errors.New("it closed the connection without an answer")

// errLate says that nothing came within the sample's time.
var errLate = errors.New("it did not answer in time")

const (
	maxHead    = 64 << 10
	maxContent = 8 << 20
)

// expectWait is how long a client waits for a 100 before it sends the content
// all the same (RFC 9110 §10.1.1).
const expectWait = 2 * time.Second

// ask sends the proof's request to an address over a connection of its own and
// reads all that comes back.
func ask(ctx context.Context, addr string, p entry.Proof) (*answer, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("cannot connect: %w", err)
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	return exchange(ctx, conn, addr, p)
}

// exchange is one request with its answer over an open connection.
func exchange(ctx context.Context, conn net.Conn, addr string, p entry.Proof) (*answer, error) {
	head, content, expects := request(addr, p)
	if !expects {
		head = append(head, content...)
		content = nil
	}
	if _, err := conn.Write(head); err != nil {
		return nil, fmt.Errorf("cannot send the request: %w", err)
	}
	a := &answer{}
	r := bufio.NewReaderSize(conn, maxHead)
	if expects {
		// The other side may wait for the content, and the content for the 100.
		_ = conn.SetReadDeadline(time.Now().Add(expectWait))
		_, _ = r.Peek(1)
		_ = conn.SetReadDeadline(time.Time{})
	}
	for a.final == nil {
		m, err := readHead(r)
		if err != nil && ctx.Err() != nil {
			return nil, errLate
		}
		if err != nil {
			return nil, err
		}
		status := m.Start.Status
		if status >= 200 || status == 101 {
			a.final = m
			break
		}
		a.interim = append(a.interim, m)
		if len(a.interim) > 100 {
			return nil, errors.New("it sends interim responses without end")
		}
		if status == 100 && content != nil {
			if _, err := conn.Write(content); err != nil {
				return nil, fmt.Errorf("cannot send the content after the 100: %w", err)
			}
			content = nil
		}
	}
	return a, a.readContent(conn, r, p.Method)
}

// request returns the octets of the request, head and content, and whether the
// content has to wait for a 100.
func request(addr string, p entry.Proof) (head, content []byte, expects bool) {
	has := func(name string) string {
		for _, f := range p.Fields {
			if strings.EqualFold(f.Name, name) {
				return f.Value
			}
		}
		return ""
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\n", p.Method, p.Target)
	if has("Host") == "" {
		host := addr
		if _, rest, ok := strings.Cut(p.Target, "://"); ok {
			host, _, _ = strings.Cut(rest, "/")
		}
		fmt.Fprintf(&b, "Host: %s\r\n", host)
	}
	for _, f := range p.Fields {
		fmt.Fprintf(&b, "%s: %s\r\n", f.Name, f.Value)
	}
	if has("Connection") == "" {
		b.WriteString("Connection: close\r\n")
	}
	chunked := strings.EqualFold(has("Transfer-Encoding"), "chunked")
	switch {
	case has("Content-Length") != "" || chunked:
	case p.Withheld:
		b.WriteString("Content-Length: 100\r\n")
	case len(p.Content) > 0:
		fmt.Fprintf(&b, "Content-Length: %d\r\n", len(p.Content))
	}
	b.WriteString("\r\n")
	content = p.Content
	if chunked {
		content = nil
		if len(p.Content) > 0 {
			content = fmt.Appendf(nil, "%x\r\n%s\r\n", len(p.Content), p.Content)
		}
		if !p.Withheld {
			content = append(content, "0\r\n\r\n"...)
		}
	}
	return b.Bytes(), content, strings.EqualFold(has("Expect"), "100-continue") && len(content) > 0
}

// readHead reads a status line and the fields behind it. What is wrong with
// their form is an error.
func readHead(r *bufio.Reader) (*httpmsg.Message, error) {
	var b bytes.Buffer
	for {
		line, err := r.ReadSlice('\n')
		b.Write(line)
		switch {
		case b.Len() > maxHead:
			return nil, errors.New("its header section has no end")
		case err != nil && b.Len() == 0:
			return nil, errSilent
		case err != nil:
			return nil, fmt.Errorf("it closed the connection in the middle of the header section: %q", cut(b.String()))
		}
		if len(bytes.TrimRight(line, "\r\n")) == 0 {
			break
		}
	}
	m, problems := httpmsg.Parse(b.String(), 1)
	switch {
	case m.Kind != httpmsg.Response:
		return nil, fmt.Errorf("it does not answer in HTTP: %q", cut(b.String()))
	case len(problems) > 0:
		return nil, fmt.Errorf("its header section has a fault: %s", problems[0].Text)
	}
	return m, nil
}

// lingering is how long to look for octets where none may be.
const lingering = 300 * time.Millisecond

// readContent reads the content of the final response by its framing (RFC 9112
// §6.3), and what comes behind it.
func (a *answer) readContent(conn net.Conn, r *bufio.Reader, method string) error {
	m := a.final
	if m.Start.Status == 101 || method == "CONNECT" && m.Start.Status < 300 {
		return nil // what follows is another protocol
	}
	coding, _ := m.Get("Transfer-Encoding")
	length, given, err := m.ContentLength()
	if err != nil {
		return err
	}
	var body io.Reader = r
	switch status := m.Start.Status; {
	case method == "HEAD" || status == 204 || status == 304:
		body = strings.NewReader("")
	case strings.EqualFold(coding, "chunked"):
		body = httputil.NewChunkedReader(r)
	case given:
		body = io.LimitReader(r, length)
	}
	a.content, err = io.ReadAll(io.LimitReader(body, maxContent))
	switch {
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("its content breaks off: %w", err)
	case given && body != io.Reader(r) && coding == "" && method != "HEAD" && m.Start.Status != 304 && int64(len(a.content)) < length:
		return fmt.Errorf("its content has %d octets, Content-Length says %d", len(a.content), length)
	}
	if body == io.Reader(r) {
		return nil
	}
	if strings.EqualFold(coding, "chunked") && body != nil {
		_, _ = r.ReadSlice('\n') // the empty line behind the last chunk
	}
	_ = conn.SetReadDeadline(time.Now().Add(lingering))
	a.after, _ = io.ReadAll(io.LimitReader(r, 1<<10))
	return nil
}

func cut(s string) string {
	if len(s) > 80 {
		return s[:80] + "…"
	}
	return s
}
