package httpmsg

import (
	"bytes"
	"strconv"
)

// Dechunk takes off the chunked transfer coding (RFC 9112 §7.1), extensions
// and trailers included. Line ends may be CRLF or LF. It reports false when the
// octets are no complete sequence of chunks: most tools print a body without
// the coding although the field that names it stays.
func Dechunk(b []byte) ([]byte, bool) {
	var out []byte
	for {
		line, rest, ok := bytes.Cut(b, []byte("\n"))
		size, _, _ := bytes.Cut(bytes.TrimSuffix(line, []byte("\r")), []byte(";"))
		n, err := strconv.ParseUint(string(bytes.TrimRight(size, " \t")), 16, 31)
		if !ok || err != nil {
			return nil, false
		}
		if n == 0 {
			return out, trailers(rest)
		}
		if uint64(len(rest)) < n {
			return nil, false
		}
		out, b = append(out, rest[:n]...), rest[n:]
		b = bytes.TrimPrefix(b, []byte("\r"))
		if b, ok = bytes.CutPrefix(b, []byte("\n")); !ok {
			return nil, false
		}
	}
}

// trailers reports whether what follows the last chunk may follow it: lines
// with a colon, and an empty one at the end, which editors cut.
func trailers(b []byte) bool {
	for line := range bytes.Lines(b) {
		line = bytes.TrimRight(line, "\r\n")
		if len(line) > 0 && bytes.IndexByte(line, ':') <= 0 {
			return false
		}
	}
	return true
}
