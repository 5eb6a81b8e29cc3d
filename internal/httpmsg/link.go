package httpmsg

import "strings"

// Link is one link of the field Link (RFC 8288 §3).
type Link struct {
	Target string // the URI reference as written between < and >
	Params []Param
	Offset int // of the <, in the field value
}

// Param returns the value of the first parameter of a name (RFC 8288 §3.3 and
// §3.4.1 let the first count), and whether it is there.
func (l Link) Param(name string) (string, bool) { return param(l.Params, name) }

// Rel returns the relation types of the link in lower case; none when it has
// no rel parameter (RFC 8288 §3.3).
func (l Link) Rel() []string {
	rel, _ := l.Param("rel")
	return strings.Fields(strings.ToLower(rel))
}

// ParseLinks reads the value of Link (RFC 8288 §3): any number of links, empty
// list elements among them. Parameters are read as appendix B.3 of the RFC
// does: a value may be missing, and one without quotes goes up to the next
// white space, semicolon or comma. It reads on after an error and returns the
// first one with all links that could be read.
func ParseLinks(v string) ([]Link, error) {
	c := &scanner{s: v}
	var out []Link
	var first error
	for {
		for c.ows(); c.eat(','); c.ows() {
		}
		if c.done() {
			return out, first
		}
		l, err := c.link()
		if err != nil && first == nil {
			first = err
		}
		if l.Target != "" || err == nil {
			out = append(out, l)
		}
		if err != nil {
			c.comma()
		}
	}
}

// link reads one link up to a comma or the end.
func (c *scanner) link() (Link, error) {
	l := Link{Offset: c.i}
	if !c.eat('<') {
		return l, c.expected("the target between < and >")
	}
	// A < ends the search as well, or each of many would look through all the
	// rest for its >.
	end := strings.IndexAny(c.s[c.i:], "<>")
	if end < 0 || c.s[c.i+end] == '<' {
		return l, syntaxErrorf(l.Offset, "the target has no > at its end")
	}
	l.Target = c.s[c.i : c.i+end]
	c.i += end + 1
	for {
		c.ows()
		switch {
		case c.done() || c.next() == ',':
			return l, nil
		case !c.eat(';'):
			return l, c.expected(`";" or a comma`)
		}
		c.ows()
		if c.done() || c.next() == ',' || c.next() == ';' {
			continue
		}
		p, err := c.linkParam()
		if err != nil {
			return l, err
		}
		l.Params = append(l.Params, p)
	}
}

// linkParam reads token BWS [ "=" BWS value ].
func (c *scanner) linkParam() (Param, error) {
	p := Param{Offset: c.i}
	p.Name = c.token()
	if p.Name == "" {
		return p, c.expected("the name of a parameter")
	}
	c.ows()
	if !c.eat('=') {
		return p, nil
	}
	c.ows()
	if c.next() == '"' {
		var err error
		p.Quoted = true
		p.Value, err = c.quoted()
		return p, err
	}
	from := c.i
	for !c.done() && !isSpace(c.next()) && strings.IndexByte(`,;"`, c.next()) < 0 {
		c.i++
	}
	p.Value = c.s[from:c.i]
	return p, nil
}
