package httpmsg

import (
	"slices"
	"strings"
)

// pseudo reads the leading block of pseudo-header fields and builds the start
// from it (RFC 9113 §8.3, RFC 9114 §4.3).
func (p *parser) pseudo() {
	st := &p.m.Start
	// There are six such fields; a longer block is left to the header section
	// and its limit.
	for len(st.Pseudo) < 16 {
		l, ok := p.peek()
		if !ok {
			break
		}
		from := max(l.from, p.marked())
		s := p.text[from:l.to]
		if lead := skipSpace(s, 0, len(s)); len(st.Pseudo) == 0 && lead > 0 {
			p.at(l, from, "field-fold", "RFC 9112 §2.2", "white space before the first header line")
			p.mark(SpanSpace, from+lead, -1)
			from, s = from+lead, s[lead:]
		}
		if s == "" || s[0] != ':' || colonOf(s) <= 0 {
			break
		}
		p.pseudoField(l, from, s)
	}
	if p.m.Kind == Unknown {
		p.problem(st.Line, st.Col, "pseudo-field", "RFC 9113 §8.3",
			"the pseudo-header fields hold neither :status nor :method")
		return
	}
	if p.m.Kind == Request && !st.has(":path") && st.Method != "CONNECT" {
		p.problem(st.Line, st.Col, "pseudo-field", "RFC 9113 §8.3.1", "the pseudo-header field :path is missing")
	}
}

// has reports whether there is a pseudo-header field of a name.
func (s Start) has(name string) bool {
	return slices.ContainsFunc(s.Pseudo, func(f Field) bool { return f.Name == name })
}

// pseudoField reads one line of the block.
func (p *parser) pseudoField(l rawLine, from int, s string) {
	const id = "pseudo-field"
	st := &p.m.Start
	colon := colonOf(s)
	name := strings.TrimRight(s[:colon], " \t")
	val := skipSpace(p.text, from+colon+1, l.to)
	end := trimSpaceRight(p.text, val, l.to)
	f := Field{
		Name: name, Value: p.text[val:end],
		Line: l.no, Col: from - l.from + 1,
		ValueLine: l.no, ValueCol: val - l.from + 1,
		Raw: s,
	}
	if len(st.Pseudo) == 0 {
		st.Raw, st.Line, st.Col, st.Version = s, f.Line, f.Col, "2"
	}
	repeated := st.has(name)
	st.Pseudo = append(st.Pseudo, f)

	kind, value, spec := Request, SpanFieldValue, "RFC 9113 §8.3.1"
	switch name {
	case ":status":
		kind, value, spec = Response, SpanStatus, "RFC 9113 §8.3.2"
	case ":method":
		value = SpanMethod
	case ":path":
		value = SpanTarget
	case ":authority", ":scheme", ":protocol": // :protocol is RFC 8441 §4
	default:
		kind, spec = Unknown, "RFC 9113 §8.3"
		p.at(l, from, id, spec, "there is no pseudo-header field "+quote(name))
	}
	switch {
	case kind == Unknown:
	case repeated:
		p.at(l, from, id, "RFC 9113 §8.3", "the pseudo-header field "+name+" is repeated")
	case p.m.Kind != Unknown && kind != p.m.Kind:
		p.at(l, from, id, spec, "the pseudo-header field "+name+" does not belong in a "+p.m.Kind.String())
	default:
		p.setPseudo(l, val, name, f.Value)
	}

	p.mark(SpanFieldName, from+len(name), -1)
	p.mark(SpanSpace, from+colon, -1)
	p.mark(SpanPunct, from+colon+1, -1)
	p.mark(SpanSpace, val, -1)
	p.mark(value, end, -1)
	p.mark(SpanSpace, l.to, -1)
	if len(name) < colon {
		p.at(l, from+len(name), "field-space-before-colon", "RFC 9112 §5.1",
			"white space between the field name and the colon")
	}
	p.checkValue(l, val, end)
	p.pass(l)
}

// setPseudo puts the value of a pseudo-header field where the start has it.
func (p *parser) setPseudo(l rawLine, val int, name, value string) {
	st := &p.m.Start
	switch name {
	case ":status":
		p.m.Kind = Response
		st.Status = p.status(l, val, value)
	case ":method":
		p.m.Kind = Request
		st.Method = value
		if !IsToken(value) {
			p.at(l, val, "pseudo-field", "RFC 9113 §8.3.1", "the method "+quote(value)+" is no token")
		}
	case ":path":
		st.Target = value
	case ":authority":
		// CONNECT has no path (RFC 9113 §8.5); a path that follows replaces this.
		if !st.has(":path") {
			st.Target = value
		}
	}
}
