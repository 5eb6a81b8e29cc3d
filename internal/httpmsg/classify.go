package httpmsg

// What a text is, told from its first line. The order of the questions matters
// ("HTTP/1.1: x" is a status line gone wrong before it is a field), so they
// stand together here and are asked in start.

import (
	"strings"
	"unicode/utf8"
)

// isStatusLine reports whether a line means to be a status line: HTTP, in any
// case, then a slash or a digit.
func isStatusLine(s string) bool {
	if !hasPrefixFold(s, "HTTP") || len(s) == 4 {
		return false
	}
	if s[4] == '/' || isDigit(s[4]) {
		return !isFieldLine(s)
	}
	i := skipSpace(s, 4, len(s))
	return i > 4 && i < len(s) && isDigit(s[i])
}

// isRequestLine reports whether a line means to be a request line: a method
// and, at the end, a version; or a well-known method and what may be a target.
func isRequestLine(s string) bool {
	end := wordEnd(s, 0, len(s))
	method := s[:end]
	if !IsToken(method) || !isAlpha(method) {
		return false
	}
	wellKnown := knownMethod(method)
	if !wellKnown && strings.ToUpper(method) != method {
		return false // prose: "Speaks HTTP/1.1"
	}
	if end == len(s) {
		return wellKnown && strings.ToUpper(method) == method
	}
	if hasPrefixFold(s[lastWord(s, end, len(s)):], "HTTP/") {
		return true
	}
	t := strings.TrimLeft(s[end:], " \t")
	return wellKnown && (t[0] == '/' || t == "*" || strings.Contains(t, "://") || method == "CONNECT")
}

// knownMethod knows the methods of RFC 9110 §9.3, PATCH (RFC 5789), those of
// WebDAV (RFC 4918) that are often seen, and QUERY.
func knownMethod(s string) bool {
	switch strings.ToUpper(s) {
	case "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH",
		"QUERY", "PROPFIND", "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK", "REPORT":
		return true
	}
	return false
}

// isFieldLine reports whether a line is a field line in good form and not the
// beginning of a URL.
func isFieldLine(s string) bool {
	name, value, ok := strings.Cut(s, ":")
	return ok && IsToken(name) && !strings.HasPrefix(value, "//")
}

// whatElse says what a text is that is no HTTP message.
func whatElse(text, line string) string {
	switch {
	case binary(text):
		return "this is binary data and not an HTTP message"
	case hasPrefixFold(line, "<!doctype html") || hasPrefixFold(line, "<html"):
		return "this is HTML without the status line and the header lines before it"
	case strings.HasPrefix(line, "< ") && isStatusLine(line[2:]),
		strings.HasPrefix(line, "> ") && isRequestLine(line[2:]):
		return "this is output of curl -v; its lines begin with " + quote(line[:2])
	case line[0] == '<':
		return "this is XML or HTML without the status line and the header lines before it"
	case line[0] == '{', line == "[", line[0] == '[' && strings.IndexByte(`{["]0123456789`, line[1]) >= 0:
		return "this is JSON without the status line and the header lines before it"
	case len(line) >= 3 && digits(line) == 3 && (len(line) == 3 || line[3] == ' '):
		return "the status line begins with HTTP and its version, as in \"HTTP/1.1 " + line[:3] + "\""
	}
	return "this is not an HTTP message; it begins with " + quote(line)
}

// binary reports whether a text begins with what no message written by hand or
// printed by a tool holds.
func binary(text string) bool {
	head := text[:min(len(text), 512)]
	if len(head) < len(text) { // the cut may have gone through a character
		for i := 1; i < utf8.UTFMax && !utf8.ValidString(head); i++ {
			head = head[:len(head)-1]
		}
	}
	return strings.IndexByte(head, 0) >= 0 || !utf8.ValidString(head)
}
