package try

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// send answers with p: the interim responses, the delay, the final response.
func (h *Handler) send(w http.ResponseWriter, r *http.Request, k knobs, p reply) {
	left := h.takeContent(w, r, p.Status)
	for _, f := range slices.Concat(openFields, safeFields) {
		p.set(f.Name, f.Value)
	}
	p.set("Cache-Control", "no-store")
	if p.cache != "" {
		p.set("Cache-Control", p.cache)
	}
	p.set(Mark, p.mark)
	if left {
		p.set("Connection", "close")
	}
	// Deadlines need a writer that has them; any other has its own ways.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(k.delay + h.Timeout))

	if slices.ContainsFunc(p.interim, odd) {
		if o := takeOver(w, r, h.Timeout); o != nil {
			defer o.close(left)
			for _, i := range p.interim {
				writeHead(o.out.Writer, i.Status, i.Phrase, i.Fields)
			}
			if o.out.Flush() == nil && o.pause(k.delay) {
				o.write(p)
			}
			return
		}
	}
	for _, i := range p.interim {
		header := w.Header()
		setAll(header, i.Fields)
		w.WriteHeader(i.Status)
		clear(header)
	}
	if !pause(r.Context(), k.delay) {
		panic(http.ErrAbortHandler) // else net/http says 200
	}
	if odd(p.Response) {
		if o := takeOver(w, r, h.Timeout); o != nil {
			defer o.close(left)
			o.write(p)
			return
		}
	}
	header := w.Header()
	setAll(header, p.Fields)
	if hasContent(p.Status) {
		header.Set("Content-Length", strconv.Itoa(len(p.Content)))
	}
	w.WriteHeader(p.Status)
	if r.Method != http.MethodHead && hasContent(p.Status) {
		_, _ = io.WriteString(w, p.Content) // an error here is the client's leaving
	}
}

// setAll puts fields into a header with the names as they are written, save
// where net/http looks for its own spelling.
func setAll(header http.Header, fields []Field) {
	for _, f := range fields {
		name := f.Name
		switch strings.ToLower(name) {
		case "content-type", "content-encoding", "connection":
			name = http.CanonicalHeaderKey(name)
		}
		header[name] = append(header[name], f.Value)
	}
	if _, typed := header["Content-Type"]; !typed {
		header["Content-Type"] = nil // else net/http guesses one
	}
}

// pause waits, and reports false when the client has left or the server stops.
func pause(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// odd reports whether net/http would write another reason phrase.
func odd(r Response) bool {
	own := http.StatusText(r.Status)
	return own == "" || own != r.Phrase
}

// own is a connection that was taken over from net/http.
type own struct {
	conn    net.Conn
	out     *bufio.ReadWriter
	r       *http.Request
	timeout time.Duration // for the client to take what is sent
}

// takeOver takes the connection over, or returns nil where that cannot be, as
// over HTTP/2, which has no reason phrases anyway.
func takeOver(w http.ResponseWriter, r *http.Request, timeout time.Duration) *own {
	conn, out, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return nil
	}
	_ = conn.SetDeadline(time.Now().Add(timeout))
	return &own{conn, out, r, timeout}
}

// pause waits. net/http no longer watches the client, so this does: by a read
// that ends with the time, or at once with the client.
func (o *own) pause(d time.Duration) bool {
	if d <= 0 {
		return true
	}
	until := time.Now().Add(d)
	_ = o.conn.SetDeadline(until)
	stop := context.AfterFunc(o.r.Context(), func() { _ = o.conn.SetDeadline(time.Unix(1, 0)) })
	var err error
	if o.out.Reader.Buffered() == 0 { // its reader would end the context with the read
		_, err = o.conn.Read(make([]byte, 1))
	}
	if !stop() { // the server stops
		return false
	}
	if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		return false // the client has left
	}
	_ = o.conn.SetDeadline(until.Add(o.timeout))
	return pause(o.r.Context(), time.Until(until)) // something came before its turn
}

// write writes the final response.
func (o *own) write(p reply) {
	var fields []Field
	options := "close"
	for _, f := range p.Fields {
		if !strings.EqualFold(f.Name, "Connection") {
			fields = append(fields, f)
		} else if strings.Contains(strings.ToLower(f.Value), "upgrade") {
			options = "upgrade, close"
		}
	}
	fields = append(fields, Field{"Date", time.Now().UTC().Format(http.TimeFormat)}, Field{"Connection", options})
	if hasContent(p.Status) || p.Status == http.StatusResetContent {
		fields = append(fields, Field{"Content-Length", strconv.Itoa(len(p.Content))})
	}
	writeHead(o.out.Writer, p.Status, p.Phrase, fields)
	if o.r.Method != http.MethodHead && hasContent(p.Status) {
		_, _ = o.out.WriteString(p.Content)
	}
	_ = o.out.Flush()
}

// close ends the connection; when content of the request is on its way, not
// before the client has had time to read the answer.
func (o *own) close(left bool) {
	if left {
		linger(o.r.Context(), o.conn)
	}
	_ = o.conn.Close()
}

// writeHead writes a status line and fields (RFC 9112 §4, §5).
func writeHead(w *bufio.Writer, status int, phrase string, fields []Field) {
	fmt.Fprintf(w, "HTTP/1.1 %d %s\r\n", status, phrase)
	for _, f := range fields {
		fmt.Fprintf(w, "%s: %s\r\n", f.Name, f.Value)
	}
	_, _ = w.WriteString("\r\n")
}
