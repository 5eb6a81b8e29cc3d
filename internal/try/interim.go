package try

import (
	"context"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"statuswiki/internal/httpmsg"
)

// interim is the final response of a 1xx code and what goes before it (RFC 9110
// §15.2). A 100 is not told here: net/http writes it when the content is read.
func (h *Handler) interim(r *http.Request, code int) reply {
	switch {
	case code == http.StatusSwitchingProtocols:
		p := h.text(http.StatusUpgradeRequired, "The handshake of a WebSocket gets the 101; this request asks for none (RFC 6455 §4.1).\n")
		p.Fields = append(p.Fields, owed[http.StatusUpgradeRequired]...)
		return p
	case code == http.StatusContinue && expects(r):
		return h.text(http.StatusOK, "A 100 went before this: the request said Expect: 100-continue.\n")
	case code == http.StatusContinue:
		return h.text(http.StatusOK, "A 100 is for those who wait for it. Send content with Expect: 100-continue:\n"+
			"curl -i -H 'Expect: 100-continue' -d hello http://"+oneLine(r.Host)+Path+"100\n")
	case !r.ProtoAtLeast(1, 1):
		return h.text(http.StatusOK, fmt.Sprintf("A %d would go before this, but HTTP/1.0 knows no interim responses.\n", code))
	}
	a := h.answers[code]
	p := h.text(http.StatusOK, fmt.Sprintf("A %s went before this. Some clients do not show it; curl -i does.\n", strings.TrimSpace(fmt.Sprint(code, " ", h.name(code)))))
	if a.Example != nil {
		p.Response = *a.Example
	}
	if p.interim = a.Interim; len(p.interim) == 0 {
		p.interim = []Response{{Status: code, Phrase: h.name(code)}}
	}
	return p
}

// upgrade makes the handshake of a WebSocket and closes it in the way that
// clients take for success (RFC 6455 §4.2.2, §7.1.2). It reports false when the
// request asks for something else.
func (h *Handler) upgrade(w http.ResponseWriter, r *http.Request, k knobs) bool {
	key, err := base64.StdEncoding.DecodeString(r.Header.Get("Sec-WebSocket-Key"))
	if r.Method != http.MethodGet || !r.ProtoAtLeast(1, 1) || r.ContentLength != 0 || err != nil || len(key) != 16 ||
		r.Header.Get("Sec-WebSocket-Version") != "13" || !listed(r, "Upgrade", "websocket") || !listed(r, "Connection", "upgrade") {
		return false
	}
	if !pause(r.Context(), k.delay) {
		panic(http.ErrAbortHandler)
	}
	conn, in, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return false
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(goodbye))
	sum := sha1.Sum([]byte(r.Header.Get("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	fields := []Field{
		{"Upgrade", "websocket"}, {"Connection", "Upgrade"},
		{"Sec-WebSocket-Accept", base64.StdEncoding.EncodeToString(sum[:])}, {Mark, "101"},
	}
	writeHead(in.Writer, http.StatusSwitchingProtocols, h.name(http.StatusSwitchingProtocols), fields)
	reason := "\x03\xe8This was /try/101" // 1000, normal closure
	in.WriteString("\x88" + string(rune(len(reason))) + reason)
	if in.Flush() == nil {
		linger(r.Context(), conn) // for the client's close, whatever is in it
	}
	return true
}

// listed reports whether a field lists a token.
func listed(r *http.Request, field, token string) bool {
	for _, v := range httpmsg.ParseList(strings.Join(r.Header.Values(field), ",")) {
		if strings.EqualFold(v, token) {
			return true
		}
	}
	return false
}

// goodbye is how long a connection that is ending may take.
const goodbye = time.Second

// linger reads what still comes, so that the client's system does not throw
// away what it has not read yet, until the client closes or has had its time.
func linger(ctx context.Context, conn net.Conn) {
	if half, ok := conn.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
	_ = conn.SetReadDeadline(time.Now().Add(goodbye))
	stop := context.AfterFunc(ctx, func() { _ = conn.SetReadDeadline(time.Unix(1, 0)) })
	defer stop()
	_, _ = io.Copy(io.Discard, io.LimitReader(conn, MaxContent))
}
