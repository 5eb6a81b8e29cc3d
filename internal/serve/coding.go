package serve

import (
	"bytes"
	"compress/gzip"
	"strings"

	"github.com/andybalholm/brotli"
)

// A coding is a content coding that a file is sent in.
type coding int

// The codings in ascending order of preference.
const (
	identity coding = iota
	gzipped
	brotlied
	codings // how many there are
)

// token returns the coding's name in Content-Encoding.
func (c coding) token() string { return [...]string{"", "gzip", "br"}[c] }

// suffix returns what tells the coding's entity tag from the others'.
func (c coding) suffix() string { return [...]string{"", "-gz", "-br"}[c] }

// negotiate picks a coding by the Accept-Encoding fields of a request, as RFC
// 9110 §12.5.3 has it: the highest weight wins, brotli before gzip before
// identity where weights are equal. A coding that is not listed has the weight
// of "*", and without that is not acceptable, save identity, which is the last
// resort whatever the fields say: an answer in plain is better than none. A
// member with a malformed weight is passed over.
func negotiate(fields []string) coding {
	if len(fields) == 0 {
		return identity
	}
	const unset = -1
	weight := [codings]int{unset, unset, unset}
	star := unset
	for _, rest := range fields {
		for more := true; more; {
			var member string
			member, rest, more = strings.Cut(rest, ",")
			name, params, _ := strings.Cut(member, ";")
			q, ok := parseWeight(params)
			if !ok {
				continue
			}
			switch name = strings.Trim(name, " \t"); {
			case strings.EqualFold(name, "br"):
				weight[brotlied] = q
			case strings.EqualFold(name, "gzip"), strings.EqualFold(name, "x-gzip"):
				weight[gzipped] = q
			case strings.EqualFold(name, "identity"):
				weight[identity] = q
			case name == "*":
				star = q
			}
		}
	}
	best, bestWeight := identity, 0
	for c := identity; c < codings; c++ {
		w := weight[c]
		if w == unset {
			w = star
		}
		if w > 0 && w >= bestWeight {
			best, bestWeight = c, w
		}
	}
	return best
}

// parseWeight reads the parameters after a coding's name, in thousandths: none
// at all is 1000. It reports false when they are not a weight.
func parseWeight(s string) (int, bool) {
	s = strings.Trim(s, " \t")
	if s == "" {
		return 1000, true
	}
	name, value, ok := strings.Cut(s, "=")
	if !ok || name != "q" && name != "Q" || value == "" || len(value) > len("0.999") {
		return 0, false
	}
	if value[0] != '0' && value[0] != '1' || len(value) > 1 && value[1] != '.' {
		return 0, false
	}
	q := int(value[0]-'0') * 1000
	for i, unit := 2, 100; i < len(value); i, unit = i+1, unit/10 {
		if value[i] < '0' || value[i] > '9' {
			return 0, false
		}
		q += int(value[i]-'0') * unit
	}
	return q, q <= 1000
}

// encode returns body in coding c. The levels are those at which a page costs a
// few milliseconds, once.
func encode(c coding, body []byte) []byte {
	var buf bytes.Buffer
	switch c {
	case gzipped:
		w, _ := gzip.NewWriterLevel(&buf, gzip.DefaultCompression) // the level is valid
		w.Write(body)                                              // a Buffer takes everything
		w.Close()
	case brotlied:
		w := brotli.NewWriterLevel(&buf, 5)
		w.Write(body)
		w.Close()
	default:
		return body
	}
	return bytes.Clone(buf.Bytes()) // the buffer has room to spare that would stay
}
