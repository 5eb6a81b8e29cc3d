package httpmsg

// A comma in a list of challenges parts challenges, and parameters of one
// challenge, too. Only what follows tells: a token and an equals sign go on
// with the challenge, a token without one begins the next.

import "strings"

// Challenge is one challenge of WWW-Authenticate or Proxy-Authenticate
// (RFC 9110 §11.3). It has a token68, or parameters, or neither.
type Challenge struct {
	Scheme  string // as written; compared without case
	Token68 string
	Params  []Param
	Offset  int // of the scheme, in the field value
}

// Param returns the value of a parameter, and whether it is there. Names are
// compared without case.
func (c Challenge) Param(name string) (string, bool) { return param(c.Params, name) }

// ParseChallenges reads the value of WWW-Authenticate or Proxy-Authenticate
// (RFC 9110 §11.2 to §11.7): any number of challenges, empty list elements
// among them. It reads on after an error and returns the first one with all
// challenges that could be made out; a parameter in a wrong place is still
// given to the challenge before it.
func ParseChallenges(v string) ([]Challenge, error) {
	p := &challengeParser{scanner: scanner{s: v}}
	for {
		for p.ows(); p.eat(','); p.ows() {
		}
		if p.done() {
			return p.out, p.err
		}
		p.element()
	}
}

type challengeParser struct {
	scanner
	out  []Challenge
	open bool            // the last challenge may have parameters
	seen map[string]bool // their names
	err  error           // the first one
}

func (p *challengeParser) fail(err error) {
	if p.err == nil {
		p.err = err
	}
}

// element reads one list element: a parameter or the beginning of a challenge.
func (p *challengeParser) element() {
	at := p.i
	name := p.token()
	switch {
	case name == "":
		p.fail(p.expected("an authentication scheme or a parameter"))
		p.comma()
	case p.atEquals():
		p.i = at
		p.param()
	default:
		p.out = append(p.out, Challenge{Scheme: name, Offset: at})
		p.seen = nil
		p.scheme(name)
	}
}

// scheme reads what stands between a scheme and the next comma or parameter.
func (p *challengeParser) scheme(name string) {
	at := p.i
	p.ows()
	p.open = p.i > at
	if strings.Contains(p.s[at:p.i], "\t") {
		p.fail(syntaxErrorf(at, "a tab after the scheme %s; only spaces may stand there", quote(name)))
	}
	if p.done() || p.next() == ',' {
		return
	}
	if !p.open {
		p.fail(p.expected("a space after the scheme " + quote(name)))
		p.open = true
		if p.next() != ';' {
			p.comma()
		} else {
			p.i++
		}
		return
	}

	at = p.i
	if t := p.token68(); t != "" {
		end := p.i
		if p.ows(); p.done() || p.next() == ',' {
			p.out[len(p.out)-1].Token68 = p.s[at:end]
			return
		}
	}
	p.i = at
	if p.token() == "" || !p.atEquals() {
		p.ows()
		p.fail(p.expected(`"name=value" after the scheme ` + quote(name)))
		p.comma()
		return
	}
	p.i = at
	p.param()
}

// param reads a parameter and what parts it from the next one.
func (p *challengeParser) param() {
	pr, err := p.parameter(true)
	if err != nil {
		p.fail(err)
		if pr.Value == "" {
			p.comma()
			return
		}
	}
	p.attach(pr)
	end := p.i
	p.ows()
	switch {
	case p.done() || p.next() == ',':
	case p.next() == ';':
		p.fail(syntaxErrorf(p.i, "parameters of a challenge are parted by commas, not by semicolons"))
		p.i++
	default:
		at := p.i
		if p.token() != "" && p.atEquals() && at > end {
			p.fail(syntaxErrorf(at, "a comma is missing before this parameter"))
			p.i = at
			return
		}
		p.i = at
		if pr.Quoted {
			p.fail(p.expected("a comma"))
		} else {
			p.fail(syntaxErrorf(at, "%s after the value of %s; a value that is no token has to be quoted",
				quoteOctet(p.s, at), quote(pr.Name)))
		}
		p.comma()
	}
}

// attach gives a parameter to the last challenge.
func (p *challengeParser) attach(pr Param) {
	if len(p.out) == 0 {
		p.fail(syntaxErrorf(pr.Offset, "the parameter %s stands before any scheme", quote(pr.Name)))
		return
	}
	last := &p.out[len(p.out)-1]
	key := strings.ToLower(pr.Name)
	switch {
	case last.Token68 != "":
		p.fail(syntaxErrorf(pr.Offset, "%s was read as the token68 of %s, and no parameter may follow one",
			quote(last.Token68), quote(last.Scheme)))
	case !p.open:
		p.fail(syntaxErrorf(pr.Offset, "a comma parts the scheme %s from its first parameter", quote(last.Scheme)))
	case p.seen[key]:
		p.fail(syntaxErrorf(pr.Offset, "the parameter %s stands twice in the challenge %s",
			quote(pr.Name), quote(last.Scheme)))
	}
	p.open = true
	if p.seen == nil {
		p.seen = map[string]bool{}
	}
	p.seen[key] = true
	last.Params = append(last.Params, pr)
}

// atEquals reports whether an equals sign follows, after white space or not.
func (p *challengeParser) atEquals() bool {
	i := skipSpace(p.s, p.i, len(p.s))
	return i < len(p.s) && p.s[i] == '='
}

// token68 reads a token68 (RFC 9110 §11.2).
func (p *challengeParser) token68() string {
	from := p.i
	for !p.done() && (isDigit(p.next()) || isAlpha(p.s[p.i:]) || strings.IndexByte("-._~+/", p.next()) >= 0) {
		p.i++
	}
	if p.i == from {
		return ""
	}
	for p.eat('=') {
	}
	return p.s[from:p.i]
}
