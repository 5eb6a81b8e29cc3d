package httpmsg_test

import (
	"fmt"
	"strings"
	"testing"

	"statuswiki/internal/httpmsg"
)

// challenges writes challenges as Scheme(token68 name=value name="value").
func challenges(cs []httpmsg.Challenge) string {
	var out []string
	for _, c := range cs {
		var in []string
		if c.Token68 != "" {
			in = append(in, c.Token68)
		}
		for _, p := range c.Params {
			v := p.Value
			if p.Quoted {
				v = fmt.Sprintf("%q", v)
			}
			in = append(in, p.Name+"="+v)
		}
		out = append(out, c.Scheme+"("+strings.Join(in, " ")+")")
	}
	return strings.Join(out, " ")
}

// errAt writes an error's offset, or nothing.
func errAt(err error) string {
	if err == nil {
		return ""
	}
	return fmt.Sprint(httpmsg.Offset(err))
}

func TestParseChallenges(t *testing.T) {
	tests := []struct{ v, want, err string }{
		// Well.
		{``, ``, ""},
		{` , ,`, ``, ""},
		{`Basic`, `Basic()`, ""},
		{`Basic realm="a b"`, `Basic(realm="a b")`, ""},
		{`Basic realm=""`, `Basic(realm="")`, ""},
		{`Basic realm = "x" , charset="UTF-8"`, `Basic(realm="x" charset="UTF-8")`, ""},
		{`Basic   ,realm=x`, `Basic(realm=x)`, ""},
		{`Newauth realm="apps", type=1, title="Login to \"apps\"", Basic realm="simple"`,
			`Newauth(realm="apps" type=1 title="Login to \"apps\"") Basic(realm="simple")`, ""},
		{`Basic realm="x", Bearer`, `Basic(realm="x") Bearer()`, ""},
		{`Negotiate, NTLM`, `Negotiate() NTLM()`, ""},
		{`Negotiate YWJj==, Basic realm="x"`, `Negotiate(YWJj==) Basic(realm="x")`, ""},
		{`Foo a=`, `Foo(a=)`, ""},
		{`Foo a/b+c`, `Foo(a/b+c)`, ""},
		{`,, Basic realm="a,b" ,, Digest nonce="n\\"`, `Basic(realm="a,b") Digest(nonce="n\\")`, ""},
		{`Bearer error="invalid_token", error_description="a; b"`,
			`Bearer(error="invalid_token" error_description="a; b")`, ""},

		// Sick.
		{`realm="x"`, ``, "0"},
		{`Basic, realm="x"`, `Basic(realm="x")`, "7"},
		{`Basic realm="x`, `Basic(realm="x")`, "12"},
		{`Basic realm="x" charset="UTF-8"`, `Basic(realm="x" charset="UTF-8")`, "16"},
		{`Basic realm="x"; charset="UTF-8"`, `Basic(realm="x" charset="UTF-8")`, "15"},
		{`Basic realm=My Site, Bearer`, `Basic(realm=My) Bearer()`, "15"},
		{`Basic realm=a@b`, `Basic(realm=a)`, "13"},
		{`Basic realm="x", realm="y"`, `Basic(realm="x" realm="y")`, "17"},
		{`Basic realm="x", REALM="y"`, `Basic(realm="x" REALM="y")`, "17"},
		{`Basic realm "x"`, `Basic()`, "12"},
		{`Basic;realm="x"`, `Basic(realm="x")`, "5"},
		{"Basic\trealm=x", `Basic(realm=x)`, "5"},
		{`Foo a==, b=c`, `Foo(a== b=c)`, "9"},
		{`Foo a=b, c=`, `Foo(a=b)`, "11"},
		{`"Basic" realm="x", Bearer`, `Bearer()`, "0"},
		{"Basic realm=\"a\x01b\"", `Basic(realm="a\x01b")`, "14"},
		{`Basic realm="x"y`, `Basic(realm="x")`, "15"},
		{`Basic realm="x"y="z"`, `Basic(realm="x")`, "15"},
		{`Foo Bar Baz`, `Foo()`, "8"},
		{`@, Basic`, `Basic()`, "0"},
	}
	for _, tt := range tests {
		cs, err := httpmsg.ParseChallenges(tt.v)
		if got := challenges(cs); got != tt.want || errAt(err) != tt.err {
			t.Errorf("%s:\ngot  %s, error at %q (%v)\nwant %s, error at %q", tt.v, got, errAt(err), err, tt.want, tt.err)
		}
	}

	cs, _ := httpmsg.ParseChallenges(`A x=1, B Y="2"`)
	if v, ok := cs[1].Param("y"); v != "2" || !ok || cs[1].Offset != 7 || cs[1].Params[0].Offset != 9 {
		t.Errorf("parameter and offsets: %+v", cs[1])
	}
}

// all gives a value to every grammar and returns the errors.
func all(v string) []error {
	_, e1 := httpmsg.ParseChallenges(v)
	_, e2 := httpmsg.ParseParameters(v)
	_, e3 := httpmsg.ParseMediaType(v)
	_, e4 := httpmsg.ParseRetryAfter(v)
	_, e5 := httpmsg.ParseContentRange(v)
	_, e6 := httpmsg.ParseRange(v)
	_, e7 := httpmsg.ParseETag(v)
	_, e8 := httpmsg.ParseCacheControl(v)
	_, e9 := httpmsg.ParseLinks(v)
	_, e10 := httpmsg.ParseAllow(v)
	_, e11 := httpmsg.ParseSetCookie(v)
	_, e12 := httpmsg.ParseCookieDate(v)
	_, e13 := httpmsg.ParseOrigin(v)
	_, e14 := httpmsg.ParseTransportSecurity(v)
	e15 := httpmsg.CheckReference(v)
	httpmsg.ParseList(v)
	httpmsg.Dechunk([]byte(v))
	return []error{e1, e2, e3, e4, e5, e6, e7, e8, e9, e10, e11, e12, e13, e14, e15}
}

// FuzzChallenges gives each value to the other grammars, too.
func FuzzChallenges(f *testing.F) {
	for _, v := range []string{
		`Newauth realm="apps", type=1, title="Login to \"apps\"", Basic realm="simple"`,
		`Negotiate YWJj==, Basic`, `Basic realm=My Site; a=b`, `A =`, `a="\`, `text/html; charset="x"`,
		`bytes 0-1/2`, `bytes=0-,-5`, `W/"x"`, `max-age=60, private="a, b"`, `<a>; rel="next", <b>`, `GET, HEAD`, `a=b; Path=/`,
	} {
		f.Add(v)
	}
	f.Fuzz(func(t *testing.T, v string) {
		cs, err := httpmsg.ParseChallenges(v)
		for _, e := range all(v) {
			if e != nil && (httpmsg.Offset(e) < 0 || httpmsg.Offset(e) > len(v) || e.Error() == "") {
				t.Errorf("%q: %v at %d", v, e, httpmsg.Offset(e))
			}
		}
		for _, c := range cs {
			if !strings.HasPrefix(v[c.Offset:], c.Scheme) || !httpmsg.IsToken(c.Scheme) {
				t.Errorf("%q: scheme %q at %d", v, c.Scheme, c.Offset)
			}
			for _, p := range c.Params {
				if !strings.HasPrefix(v[p.Offset:], p.Name) || !httpmsg.IsToken(p.Name) || !p.Quoted && !httpmsg.IsToken(p.Value) {
					t.Errorf("%q: parameter %+v", v, p)
				}
			}
		}
		if err != nil {
			return
		}
		// What was read without an error can be written and read again.
		s := write(cs)
		again, err := httpmsg.ParseChallenges(s)
		if err != nil || challenges(again) != challenges(cs) {
			t.Errorf("%q: written as %q, read as %s (%v)", v, s, challenges(again), err)
		}
	})
}

// write writes challenges as a field value.
func write(cs []httpmsg.Challenge) string {
	var out []string
	for _, c := range cs {
		s := strings.TrimSpace(c.Scheme + " " + c.Token68)
		for i, p := range c.Params {
			v := p.Value
			if p.Quoted {
				v = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(v) + `"`
			}
			s += map[bool]string{true: " ", false: ", "}[i == 0] + p.Name + "=" + v
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}
