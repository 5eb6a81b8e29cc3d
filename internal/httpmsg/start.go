package httpmsg

import (
	"strconv"
	"strings"
)

// Clauses that start lines are judged by.
const (
	specStatusLine  = "RFC 9112 §4"
	specRequestLine = "RFC 9112 §3"
	specVersion     = "RFC 9112 §2.3"
)

// start reads the first line and reports whether header lines may follow.
func (p *parser) start() bool {
	l, ok := p.peek()
	if !ok {
		p.problem(p.first, 1, "not-a-response", specStatusLine, "the text is empty")
		return false
	}
	from := skipSpace(p.text, max(l.from, p.marked()), l.to)
	s := strings.TrimRight(p.text[from:l.to], " \t")
	switch {
	case isStatusLine(s):
		p.m.Kind = Response
		p.begin(l, from, specStatusLine, "status-line-syntax")
		p.statusLine(l, from)
	case s[0] == ':' && colonOf(s) > 0:
		p.pseudo()
	case isRequestLine(s):
		p.m.Kind = Request
		p.begin(l, from, specRequestLine, "request-line-syntax")
		p.requestLine(l, from)
	case isFieldLine(s):
		p.at(l, from, "not-a-response", specStatusLine,
			"the text begins with a header line; the start line is missing")
	default:
		p.at(l, from, "not-a-response", specStatusLine, whatElse(p.text[from:p.end], s))
		return false
	}
	return true
}

// begin notes the start line and passes white space in front of it.
func (p *parser) begin(l rawLine, from int, spec, id string) {
	p.m.Start = Start{Raw: p.text[max(l.from, p.marked()):l.to], Line: l.no, Col: from - l.from + 1}
	if from > max(l.from, p.marked()) {
		p.at(l, l.from, id, spec, "white space before the start line")
	}
	p.mark(SpanSpace, from, -1)
}

// statusLine reads HTTP-version SP status-code SP [ reason-phrase ]. The second
// space is not asked for: tools print "HTTP/2 200", and editors cut what they
// take for trailing white space.
func (p *parser) statusLine(l rawLine, i int) {
	st := &p.m.Start
	i = p.version(l, i, "status-line-syntax")
	i = p.gap(l, i, "status-line-syntax", specStatusLine)

	end := wordEnd(p.text, i, l.to)
	word := p.text[i:end]
	if len(word) > 3 && digits(word) == 3 {
		p.at(l, i+3, "status-line-syntax", specStatusLine, "no space after the status code")
		end, word = i+3, word[:3]
	}
	st.Status = p.status(l, i, word)
	if word != "" {
		st.StatusCol = i - l.from + 1
	}
	p.mark(SpanStatus, end, -1)

	i = end
	if skipSpace(p.text, i, l.to) < l.to {
		if isSpace(p.text[i]) {
			i = p.gap(l, i, "status-line-syntax", specStatusLine)
		}
		end = trimSpaceRight(p.text, i, l.to)
		st.Reason, st.ReasonCol = p.text[i:end], i-l.from+1
		if c := control(st.Reason); c >= 0 {
			p.at(l, i+c, "status-line-syntax", specStatusLine,
				"the control character "+quoteOctet(st.Reason, c)+" in the reason phrase")
		}
		p.mark(SpanReason, end, -1)
	}
	p.mark(SpanSpace, l.to, -1)
	p.pass(l)
}

// requestLine reads method SP request-target SP HTTP-version.
func (p *parser) requestLine(l rawLine, i int) {
	st := &p.m.Start
	const id = "request-line-syntax"
	end := wordEnd(p.text, i, l.to)
	st.Method, st.MethodCol = p.text[i:end], i-l.from+1
	p.mark(SpanMethod, end, -1)

	// The version is the last word, so that a target with a space in it, a
	// common slip, is shown as the target it was meant to be.
	stop := trimSpaceRight(p.text, end, l.to)
	last := lastWord(p.text, end, stop)
	if !hasPrefixFold(p.text[last:stop], "HTTP/") {
		last = stop
	}
	if i = skipSpace(p.text, end, last); i < last {
		p.gap(l, end, id, specRequestLine)
		tend := trimSpaceRight(p.text, i, last)
		st.Target, st.TargetCol = p.text[i:tend], i-l.from+1
		p.mark(SpanTarget, tend, -1)
		p.target(l, i)
		end = tend
	} else {
		p.at(l, end, id, "RFC 9112 §3.2", "the request line has no target")
	}
	if last < stop {
		p.gap(l, end, id, specRequestLine)
		p.version(l, last, id)
	} else {
		p.at(l, end, id, specRequestLine, "the request line has no HTTP version")
	}
	if stop < l.to {
		p.at(l, stop, id, specRequestLine, "white space at the end of the request line")
	}
	p.mark(SpanSpace, l.to, -1)
	p.pass(l)
}

// target checks the request target's form (RFC 9112 §3.2). What a method
// other than CONNECT and OPTIONS may ask for is a URI's business, not ours.
func (p *parser) target(l rawLine, i int) {
	const id, spec = "request-line-syntax", "RFC 9112 §3.2"
	t := p.m.Start.Target
	for j := range len(t) {
		switch c := t[j]; {
		case isSpace(c):
			p.at(l, i+j, id, spec, "white space in the request target")
			return
		case c < 0x21 || c > 0x7e:
			p.at(l, i+j, id, spec, quoteOctet(t, j)+" may not stand in a request target unless percent-encoded")
			return
		case c == '#':
			p.at(l, i+j, id, spec, "a fragment is not sent in a request target")
			return
		}
	}
	switch {
	case p.m.Start.Method == "CONNECT":
		if port := t[strings.LastIndexByte(t, ':')+1:]; port == t || port == "" || digits(port) < len(port) {
			p.at(l, i, id, "RFC 9112 §3.2.3", "the target of CONNECT is host:port")
		}
	case t == "*":
		if p.m.Start.Method != "OPTIONS" {
			p.at(l, i, id, "RFC 9112 §3.2.4", `the target "*" is for OPTIONS only`)
		}
	case t[0] != '/' && !absolute(t):
		p.at(l, i, id, spec, "the request target is neither a path nor an absolute URI")
	}
}

// version reads HTTP-name "/" version at i and returns where it ends. It takes
// "HTTP 200" and "HTTP1.1 200" for slips and not for another protocol.
func (p *parser) version(l rawLine, i int, id string) int {
	st := &p.m.Start
	st.VersionCol = i - l.from + 1
	if p.text[i:i+4] != "HTTP" {
		p.at(l, i, id, specVersion, quote(p.text[i:i+4])+" has to be written in capitals")
	}
	end := wordEnd(p.text, i, l.to)
	v, slash := strings.CutPrefix(p.text[i+4:end], "/")
	switch {
	case v == "":
		p.at(l, i, id, specVersion, "the HTTP version is missing")
	case !slash:
		p.at(l, i+4, id, specVersion, "no slash between HTTP and its version")
	case !known(v):
		p.at(l, i+5, "version-unknown", "RFC 9110 §2.5", "there is no HTTP version "+quote(v))
	}
	st.Version = normalVersion(v)
	p.mark(SpanVersion, end, -1)
	return end
}

// gap passes the white space at i, which has to be one space.
func (p *parser) gap(l rawLine, i int, id, spec string) int {
	end := skipSpace(p.text, i, l.to)
	if end < l.to && p.text[i:end] != " " {
		p.at(l, i, id, spec, "the parts of the line have to be parted by one space, not by "+quote(p.text[i:end]))
	}
	p.mark(SpanSpace, end, -1)
	return end
}

// status reads a status code (RFC 9110 §15): three digits, 100 to 599.
func (p *parser) status(l rawLine, off int, s string) int {
	const id, spec = "status-range", "RFC 9110 §15"
	n := 0
	if s != "" && digits(s) == len(s) {
		n, _ = strconv.Atoi(s[:min(len(s), 9)])
	}
	switch {
	case s == "":
		p.at(l, off, id, spec, "the status code is missing")
	case digits(s) < len(s):
		p.at(l, off, id, spec, "the status code "+quote(s)+" is not a number of three digits")
	case len(s) != 3:
		p.at(l, off, id, spec, "the status code "+quote(s)+" does not have three digits")
	case n < 100 || n > 599:
		p.at(l, off, id, spec, "the status code "+s+" is outside 100 to 599")
	}
	return n
}

// known reports whether v names a version of HTTP that exists (RFC 9110 §2.5).
func known(v string) bool {
	switch v {
	case "0.9", "1.0", "1.1", "2", "2.0", "3", "3.0":
		return true
	}
	return false
}

// normalVersion leaves out the minor version where HTTP defines none.
func normalVersion(v string) string {
	if v == "2.0" || v == "3.0" {
		return v[:1]
	}
	return v
}

// absolute reports whether a target is in absolute-form: scheme ":" and more.
func absolute(t string) bool {
	scheme, rest, ok := strings.Cut(t, ":")
	if !ok || rest == "" || !isAlpha(scheme) {
		return false
	}
	for i := range len(scheme) {
		if c := scheme[i]; !isDigit(c) && !isAlpha(scheme[i:]) && strings.IndexByte("+-.", c) < 0 {
			return false
		}
	}
	return true
}
