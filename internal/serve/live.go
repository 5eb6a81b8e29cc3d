package serve

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"statuswiki/internal/site"
)

// livePrefix is where live reload lives, out of the way of any page.
const livePrefix = "/_live/"

//go:embed live/*.js
var liveFiles embed.FS

// live serves what the live script needs: itself, its worker, and the stream.
type live struct {
	hub       *hub
	scripts   map[string]*resource
	heartbeat time.Duration
	write     time.Duration
	found     atomic.Value // told: what the last build said
}

func newLive(lim limits) *live {
	l := &live{hub: newHub(lim.streams), scripts: make(map[string]*resource), heartbeat: lim.heartbeat, write: lim.write}
	var scripts site.Site
	add := func(name, text string) {
		if err := scripts.Add(name, "text/javascript; charset=utf-8", []byte(text)); err != nil {
			panic(err) // names are fixed
		}
	}
	add("client.js", "(() => {\n\"use strict\";\n"+liveFile("patch.js")+liveFile("overlay.js")+liveFile("notes.js")+liveFile("client.js")+"})();\n")
	add("worker.js", liveFile("worker.js"))
	for name, file := range scripts.All() {
		l.scripts[livePrefix+name] = resourceOf(file)
	}
	return l
}

func liveFile(name string) string {
	text, err := liveFiles.ReadFile("live/" + name)
	if err != nil {
		panic(err) // it is in the program
	}
	return string(text)
}

// serve answers a request below livePrefix. It reports false when there is
// nothing at path.
func (l *live) serve(w http.ResponseWriter, r *http.Request, path string) bool {
	if path == livePrefix+"events" {
		l.events(w, r)
		return true
	}
	script := l.scripts[path]
	if script != nil {
		send(w, r, http.StatusOK, script, false)
	}
	return script != nil
}

// events sends the state now and every new one, until the client leaves or the
// server stops.
func (l *live) events(w http.ResponseWriter, r *http.Request) {
	sub, now := l.hub.subscribe()
	if sub == nil {
		w.Header()["Retry-After"] = []string{"5"}
		answer(w, r, http.StatusServiceUnavailable, "There are too many live streams already.\n")
		return
	}
	defer l.hub.unsubscribe(sub)
	header := w.Header()
	for _, fd := range securityHeaders {
		header[fd.key] = fd.val
	}
	header[strictPolicy.key] = strictPolicy.val
	header["Content-Type"] = []string{"text/event-stream"}
	header[cacheNever.key] = cacheNever.val
	header["X-Accel-Buffering"] = []string{"no"} // nginx in front must not hold events back
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodHead {
		return
	}
	rc := http.NewResponseController(w)
	write := func(p []byte) bool {
		// One deadline a write, in place of the one for the whole response. A
		// client that takes nothing for so long is gone.
		rc.SetWriteDeadline(time.Now().Add(l.write))
		if _, err := w.Write(p); err != nil {
			return false
		}
		return rc.Flush() == nil
	}
	first := []byte("retry: 500\n\n")
	for _, m := range now {
		first = append(first, m.wire...)
	}
	if !write(first) {
		return
	}
	beat := time.NewTicker(l.heartbeat)
	defer beat.Stop()
	for {
		p := []byte(":\n\n")
		select {
		case <-r.Context().Done():
			return
		case <-l.hub.done:
			return
		case m := <-sub:
			p = m.wire
		case <-beat.C:
		}
		if !write(p) {
			return
		}
	}
}

// The script tag of a page. Its data-page is the page's identity: the script
// learns from it whether the page it runs in is the one that is served now.
const tagStart, tagEnd = `<script src="` + livePrefix + `client.js" data-page="`, `" defer></script>`

// liveSuffix goes into the entity tags of pages with the script tag, and changes
// when the tag does, so that no page without it passes for one with it.
var liveSuffix = func() string {
	sum := sha256.Sum256([]byte(tagStart + tagEnd))
	return "-live" + base64.RawURLEncoding.EncodeToString(sum[:3])
}()

// inject returns page with the live script at the end of its body.
func inject(page []byte, etag string) []byte {
	tag := tagStart + strings.Trim(etag, `"`) + tagEnd
	i := lastBodyEnd(page)
	out := make([]byte, 0, len(page)+len(tag))
	out = append(out, page[:i]...)
	out = append(out, tag...)
	return append(out, page[i:]...)
}

// lastBodyEnd returns where the last </body> of page begins, its length when it
// has none.
func lastBodyEnd(page []byte) int {
	const end = "</body"
	for i := len(page); ; {
		i = bytes.LastIndexByte(page[:i], '<')
		if i < 0 {
			return len(page)
		}
		if len(page)-i > len(end) && bytes.EqualFold(page[i:i+len(end)], []byte(end)) {
			return i
		}
	}
}
