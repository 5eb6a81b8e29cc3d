package try

import (
	"fmt"
	"net/http"
	"strings"

	"statuswiki/internal/httpmsg"
)

// maxRanges is how many ranges are sent in one response.
const maxRanges = 16

// boundary parts the ranges of one response. No representation of ours holds it.
const boundary = "statuswiki-try-boundary"

// ranged reports whether the Range of a request is to be heeded: only with GET
// (RFC 9110 §14.2), and only if If-Range, where it is given, is met (§13.1.5).
func ranged(r *http.Request) bool {
	if r.Method != http.MethodGet || r.Header.Get("Range") == "" {
		return false
	}
	v := r.Header.Get("If-Range")
	return v == "" || v == ETag || v == LastModified
}

// ranges returns the parts of the representation that a Range asks for, 416 if
// there are none, and all of it if the field makes no sense or too much.
func (h *Handler) ranges(value string, whole reply) reply {
	asked, err := httpmsg.ParseRange(value)
	if err != nil || asked.Unit != "bytes" || len(asked.Specs) > maxRanges {
		return whole
	}
	size := int64(len(whole.Content))
	type part struct{ first, last int64 }
	var parts []part
	for _, s := range asked.Specs {
		first, last := s.First, s.Last
		switch {
		case first < 0: // the last so many
			first, last = max(0, size-last), size-1
		case last < 0 || last >= size:
			last = size - 1
		}
		if first <= last {
			parts = append(parts, part{first, last})
		}
	}
	where := func(x part) string { return fmt.Sprintf("bytes %d-%d/%d", x.first, x.last, size) }
	p := whole
	switch len(parts) {
	case 0:
		p = h.text(http.StatusRequestedRangeNotSatisfiable, fmt.Sprintf("The representation has %d octets.\n", size))
		p.set("Content-Range", fmt.Sprintf("bytes */%d", size))
		return p
	case 1:
		p.Content = whole.Content[parts[0].first : parts[0].last+1]
		p.set("Content-Range", where(parts[0]))
	default:
		var b strings.Builder
		for _, x := range parts {
			fmt.Fprintf(&b, "\r\n--%s\r\nContent-Type: %s\r\nContent-Range: %s\r\n\r\n%s",
				boundary, whole.value("Content-Type"), where(x), whole.Content[x.first:x.last+1])
		}
		p.Content = b.String() + "\r\n--" + boundary + "--\r\n"
		p.set("Content-Type", "multipart/byteranges; boundary="+boundary)
	}
	p.Status, p.Phrase = http.StatusPartialContent, h.name(http.StatusPartialContent)
	return p
}

func (p *reply) value(name string) string {
	for _, f := range p.Fields {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}
