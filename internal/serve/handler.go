package serve

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// A handler answers requests from the snapshot that stands at that moment.
type handler struct {
	hosts      hostRules
	live       *live // nil when nothing is watched
	bodyGrace  time.Duration
	tryTimeout time.Duration
	snap       atomic.Pointer[snapshot] // nil until a build was good
	failing    atomic.Pointer[resource] // what to show while snap is nil
}

// ServeHTTP implements [http.Handler].
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := r.URL.Path
	if r.URL.RawPath != "" && encodedSlash(r.URL.RawPath) {
		path = "" // "/401%2F" is not "/401/", though it decodes to that
	}
	if h.tried(w, r, path) {
		return
	}
	header := w.Header()
	if r.ContentLength != 0 {
		// Nobody wants a body, but net/http reads what is left of one before it
		// takes the next request. The connection ends instead, and soon.
		header[connectionClose.key] = connectionClose.val
		http.NewResponseController(w).SetReadDeadline(time.Now().Add(h.bodyGrace))
	}
	if why := h.hosts.refuse(r); why != "" {
		answer(w, r, http.StatusForbidden, why)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		header[allowMethods.key] = allowMethods.val
		answer(w, r, http.StatusMethodNotAllowed, "Only GET and HEAD are answered here.\n")
		return
	}
	if h.live != nil && path == notesPath {
		h.notes(w, r)
		return
	}
	if h.live != nil && strings.HasPrefix(path, livePrefix) && h.live.serve(w, r, path) {
		return
	}
	snap := h.snap.Load()
	if snap == nil {
		header["Retry-After"] = []string{"1"}
		send(w, r, http.StatusServiceUnavailable, h.failing.Load(), false)
		return
	}
	res, redirect := snap.lookup(path)
	other, varies := snap.asked(path, r.Header)
	if other != nil {
		res = other
	}
	switch {
	case res != nil:
		send(w, r, http.StatusOK, res, varies)
	case redirect != "":
		if r.URL.RawQuery != "" {
			redirect += "?" + r.URL.RawQuery
		}
		header["Location"] = []string{redirect}
		if varies {
			header[varyEntry.key] = varyEntry.val
		}
		answer(w, r, http.StatusPermanentRedirect, "")
	default:
		send(w, r, http.StatusNotFound, snap.absent(path), false)
	}
}

// encodedSlash reports whether an escaped path holds an escaped slash or
// backslash. Everything else that can be escaped means what it stands for.
func encodedSlash(raw string) bool {
	for {
		i := strings.IndexByte(raw, '%')
		if i < 0 || len(raw) < i+3 {
			return false
		}
		if c, err := strconv.ParseUint(raw[i+1:i+3], 16, 8); err == nil && (c == '/' || c == '\\') {
			return true
		}
		raw = raw[i+3:]
	}
}

// send answers with a resource; varies says that Accept and User-Agent chose it.
// Conditions and ranges count only where the
// status would be 200.
func send(w http.ResponseWriter, r *http.Request, status int, res *resource, varies bool) {
	if status == http.StatusOK && wantsRange(r) {
		sendRange(w, r, res, varies)
		return
	}
	f := res.form(negotiate(r.Header["Accept-Encoding"]))
	header, fields := w.Header(), f.missing
	if status == http.StatusOK {
		fields = f.ok
		if asked := r.Header["If-None-Match"]; asked != nil && noneMatch(asked, f.etag) {
			status, fields = http.StatusNotModified, f.notModified
		}
	}
	if c := holder(r, status, f); c != nil {
		c.send(w, f, varies)
		return
	}
	for _, fd := range fields {
		header[fd.key] = fd.val
	}
	if varies {
		header[varyEntry.key] = varyEntry.val
	}
	w.WriteHeader(status)
	if status != http.StatusNotModified && r.Method != http.MethodHead {
		w.Write(f.body) // an error here is the client's leaving
	}
}

// sendRange leaves ranges and their conditions to net/http. It sends the
// identity coding: a part of that is of use to whoever asks for parts.
func sendRange(w http.ResponseWriter, r *http.Request, res *resource, varies bool) {
	f := res.form(identity)
	header := w.Header()
	for _, fd := range f.ok {
		if fd.key != "Content-Length" {
			header[fd.key] = fd.val
		}
	}
	if varies {
		header[varyEntry.key] = varyEntry.val
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.body))
}

// answer sends a sentence.
func answer(w http.ResponseWriter, r *http.Request, status int, text string) {
	header := w.Header()
	for _, fd := range securityHeaders {
		header[fd.key] = fd.val
	}
	header[strictPolicy.key] = strictPolicy.val
	header[cacheNever.key] = cacheNever.val
	if text != "" {
		header[plainText.key] = plainText.val
	}
	header["Content-Length"] = []string{strconv.Itoa(len(text))}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write([]byte(text))
	}
}
