package try

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// Path is where the handler stands. What follows it is a status code.
const Path = "/try/"

// Mark is the field of every answer: the code that was asked for, or none.
const Mark = "Statuswiki-Try"

// The bounds of requests.
const (
	MaxContent = 1 << 20 // octets of a request's content that are read
	MaxWaiting = 256     // requests with a delay, at a time
)

// A Handler answers what stands at [Path]. It is safe for concurrent use.
type Handler struct {
	// Timeout is how long a client may take to send its content, and then again
	// to take the answer; a delay comes on top.
	Timeout time.Duration

	answers Answers
	waiting atomic.Int32
}

// New returns a handler that knows these answers. It does not keep the map.
func New(answers Answers) *Handler {
	return &Handler{Timeout: 15 * time.Second, answers: answers.sendable()}
}

// A reply is what goes out to one request.
type reply struct {
	interim []Response
	Response
	cache string // Cache-Control
	mark  string
}

// ServeHTTP implements [http.Handler].
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if preflight(w, r) {
		return
	}
	if r.Header.Get("Service-Worker") != "" {
		// A script from here, with text from the address, would rule over the origin.
		h.send(w, r, knobs{}, refusal(http.StatusForbidden, "No service worker is made of this.\n"))
		return
	}
	k, err := h.answers.parse(r.URL)
	if err != nil {
		h.send(w, r, knobs{}, refusal(http.StatusBadRequest, "Not possible: "+err.Error()+".\n"+h.answers.possible()))
		return
	}
	if k.delay > 0 {
		defer h.waiting.Add(-1)
		if h.waiting.Add(1) > MaxWaiting {
			busy := refusal(http.StatusServiceUnavailable, "Too many requests are waiting for their delay.\n")
			busy.Fields = append(busy.Fields, Field{"Retry-After", "1"})
			h.send(w, r, knobs{}, busy)
			return
		}
	}
	if k.code == 101 && !k.own && h.upgrade(w, r, k) {
		return
	}
	p := h.plan(r, k)
	p.mark = strconv.Itoa(k.code)
	if k.body != nil && hasContent(p.Status) && p.Status != http.StatusPartialContent {
		p.Content = *k.body
		p.set("Content-Type", k.mimeType)
		p.drop("Content-Encoding")
	}
	h.send(w, r, k, p)
}

// plan decides what is answered.
func (h *Handler) plan(r *http.Request, k knobs) reply {
	switch {
	case k.own:
		return h.example(k.code)
	case k.redirect >= 0:
		return h.hop(k)
	case k.code < 200:
		return h.interim(r, k.code)
	case k.code == 401 || k.code == 407:
		return h.login(r, k)
	case k.code == 206 || k.code == 304 || k.code == 412 || k.code == 416:
		return h.conditional(r, k)
	}
	return h.example(k.code)
}

// example returns the example of a code with what the code owes, or a sentence
// in its place.
func (h *Handler) example(code int) reply {
	var p reply
	status := h.answers[code].carrier(code)
	if e := h.answers[code].Example; e != nil {
		p.Response = *e
		p.Fields = slices.Clone(e.Fields)
	} else {
		p = h.text(status, h.explain(code))
	}
	for _, f := range owed[status] {
		if !p.has(f.Name) {
			p.Fields = append(p.Fields, f)
		}
	}
	return p
}

// owed are the fields without which a code says nothing (RFC 9110 §15.5.2,
// §15.5.6, §15.5.22), and those that a client's back-off looks for.
var owed = map[int][]Field{
	401: {{"WWW-Authenticate", schemes["bearer"]}},
	405: {{"Allow", "POST"}},
	407: {{"Proxy-Authenticate", schemes["basic"]}},
	426: {{"Upgrade", "websocket"}, {"Connection", "upgrade"}},
	429: {{"Retry-After", "2"}},
	503: {{"Retry-After", "2"}},
}

// hop is one step of a chain of redirects.
func (h *Handler) hop(k knobs) reply {
	if k.redirect == 0 {
		return h.text(http.StatusOK, "The chain of redirects ends here.\n")
	}
	p := h.example(k.code)
	p.set("Location", k.next())
	return p
}

// text is a response of ours.
func (h *Handler) text(status int, content string) reply {
	p := reply{Response: Response{Status: status, Phrase: h.name(status)}}
	if hasContent(status) {
		p.Content = content
		p.Fields = []Field{{"Content-Type", "text/plain; charset=utf-8"}}
	}
	return p
}

// refusal is an answer that is about the request and not of a code.
func refusal(status int, text string) reply {
	return reply{mark: "none", Response: Response{
		Status: status, Phrase: http.StatusText(status), Content: text,
		Fields: []Field{{"Content-Type", "text/plain; charset=utf-8"}},
	}}
}

// name returns what a code is called, or nothing.
func (h *Handler) name(code int) string {
	if n := h.answers[code].Name; n != "" {
		return n
	}
	return http.StatusText(code)
}

// explain is the content of a code without an example.
func (h *Handler) explain(code int) string {
	if name := h.name(code); name != "" {
		return fmt.Sprintf("%d %s. There is no response with this code to show.\n", code, name)
	}
	as := code / 100 * 100
	return fmt.Sprintf("%d is not registered. A client treats it like %d %s (RFC 9110 §15).\n", code, as, h.name(as))
}

// hasContent reports whether a final response with the status has content. A
// 205 may have, in its form, and must not (RFC 9110 §15.3.6).
func hasContent(status int) bool { return status != 204 && status != 205 && status != 304 }

func (p *reply) has(name string) bool {
	return slices.ContainsFunc(p.Fields, func(f Field) bool { return strings.EqualFold(f.Name, name) })
}

func (p *reply) drop(name string) {
	p.Fields = slices.DeleteFunc(p.Fields, func(f Field) bool { return strings.EqualFold(f.Name, name) })
}

func (p *reply) set(name, value string) {
	p.drop(name)
	p.Fields = append(p.Fields, Field{name, value})
}

// takeContent reads the content of a request and throws it away. It reports
// whether some is left, so that the connection is of no more use.
func (h *Handler) takeContent(w http.ResponseWriter, r *http.Request, status int) (left bool) {
	if r.Body == nil || r.ContentLength == 0 {
		return false
	}
	// A writer without deadlines has its own ways to end a slow client.
	deadline := http.NewResponseController(w).SetReadDeadline
	if expects(r) && status >= 300 {
		// The answer comes in place of the 100, and the content never, or soon:
		// net/http looks for it before it ends the connection.
		_ = deadline(time.Now().Add(goodbye))
		return true
	}
	_ = deadline(time.Now().Add(h.Timeout))
	if _, err := io.CopyN(io.Discard, r.Body, MaxContent+1); err != io.EOF {
		return true // and the deadline stands, for the same reason
	}
	_ = deadline(time.Time{})
	return false
}

// expects reports whether the client waits for a 100 (RFC 9110 §10.1.1).
func expects(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Expect"), "100-continue") && r.ProtoAtLeast(1, 1) && r.ContentLength != 0
}
