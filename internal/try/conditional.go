package try

import (
	"net/http"
	"strings"
	"time"

	"statuswiki/internal/httpmsg"
)

// The representation that conditions and ranges are about. Neither its entity
// tag nor its date ever changes.
const (
	ETag         = `"statuswiki-1"`
	LastModified = "Mon, 06 Jun 2022 00:00:00 GMT" // when RFC 9110 came out
)

const representation = `This text has an entity tag and a date, and neither changes.
Ask with If-None-Match: "statuswiki-1" for a 304,
with If-Match: "another" for a 412,
with Range: bytes=0-9 for a 206,
with Range: bytes=9999- for a 416.
`

var lastModified, _, _ = httpmsg.ParseDate(LastModified)

// conditional is the representation, or what the conditions and the range of
// the request make of it.
func (h *Handler) conditional(r *http.Request, k knobs) reply {
	if k.force {
		return h.example(k.code)
	}
	asked := r.Header.Get("If-Match") + r.Header.Get("If-None-Match") + r.Header.Get("If-Modified-Since") +
		r.Header.Get("If-Unmodified-Since") + r.Header.Get("Range")
	if asked == "" && k.code >= 400 {
		return h.example(k.code)
	}
	whole := h.text(http.StatusOK, representation)
	if k.body != nil {
		whole.Content = *k.body
		whole.set("Content-Type", k.mimeType)
	}
	validators := []Field{{"ETag", ETag}, {"Last-Modified", LastModified}, {"Accept-Ranges", "bytes"}}
	whole.Fields = append(whole.Fields, validators...)
	p := whole
	switch status := judge(r); status {
	case http.StatusPreconditionFailed:
		p = h.text(status, "The condition of the request does not hold: the entity tag is "+ETag+", the date "+LastModified+".\n")
	case http.StatusNotModified:
		p = h.text(status, "")
		p.Fields = append(p.Fields, validators...)
	default:
		if ranged(r) {
			p = h.ranges(r.Header.Get("Range"), whole)
		}
	}
	p.cache = "no-cache"
	return p
}

// judge evaluates the preconditions in the order of RFC 9110 §13.2.2 and returns
// 200 when they hold.
func judge(r *http.Request) int {
	reads := r.Method == http.MethodGet || r.Method == http.MethodHead
	if tags := r.Header.Values("If-Match"); len(tags) > 0 {
		if !names(tags, false) {
			return http.StatusPreconditionFailed
		}
	} else if since, ok := date(r, "If-Unmodified-Since"); ok && lastModified.After(since) {
		return http.StatusPreconditionFailed
	}
	if tags := r.Header.Values("If-None-Match"); len(tags) > 0 {
		if !names(tags, true) {
			return http.StatusOK
		}
		if reads {
			return http.StatusNotModified
		}
		return http.StatusPreconditionFailed
	}
	if since, ok := date(r, "If-Modified-Since"); ok && reads && !lastModified.After(since) {
		return http.StatusNotModified
	}
	return http.StatusOK
}

// names reports whether a list of entity tags names ours: by the weak
// comparison, or by the strong one, which no weak tag passes (RFC 9110 §8.8.3.2).
func names(values []string, weak bool) bool {
	for _, v := range httpmsg.ParseList(strings.Join(values, ",")) {
		if v == "*" {
			return true
		}
		tag, err := httpmsg.ParseETag(v)
		if err == nil && (weak || !tag.Weak) && `"`+tag.Tag+`"` == ETag {
			return true
		}
	}
	return false
}

// date reads a field with a date. One that is none is passed over (RFC 9110
// §13.1.3).
func date(r *http.Request, name string) (time.Time, bool) {
	t, form, _ := httpmsg.ParseDate(r.Header.Get(name))
	return t, form != httpmsg.NotDate
}
