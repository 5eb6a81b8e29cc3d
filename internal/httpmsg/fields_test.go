package httpmsg_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"statuswiki/internal/httpmsg"
)

func TestParseList(t *testing.T) {
	for v, want := range map[string][]string{
		"":                        nil,
		" , ,\t":                  nil,
		"a":                       {"a"},
		"a, b ,,c,":               {"a", "b", "c"},
		`"a,b", c`:                {`"a,b"`, "c"},
		`a="b\",c", d`:            {`a="b\",c"`, "d"},
		`"open, a`:                {`"open, a`},
		`a\,b`:                    {`a\`, "b"},
		"gzip;q=1.0, identity; *": {"gzip;q=1.0", "identity; *"},
	} {
		if got := httpmsg.ParseList(v); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", v, got, want)
		}
	}
}

func TestIsToken(t *testing.T) {
	for s, want := range map[string]bool{
		"": false, "a": true, "a-b_c.d~1|`^%$#!&'*+": true, "a b": false, "a:": false, "a/b": false,
		"\u00e4": false, "a\x00": false, `"a"`: false, "(a)": false,
	} {
		if httpmsg.IsToken(s) != want {
			t.Errorf("IsToken(%q) is %v", s, !want)
		}
	}
}

func params(ps []httpmsg.Param) string {
	var out []string
	for _, p := range ps {
		out = append(out, fmt.Sprintf("%s=%s@%d", p.Name, p.Value, p.Offset))
	}
	return strings.Join(out, " ")
}

func TestParseParameters(t *testing.T) {
	tests := []struct{ v, want, err string }{
		{"", "", ""},
		{"; charset=utf-8", "charset=utf-8@2", ""},
		{`a=b ;; c="d;e";`, "a=b@0 c=d;e@7", ""},
		{"a = b; c=d", "c=d@7", "1"},
		{"a=b c=d; e=f", "a=b@0 e=f@9", "4"},
		{`a="b; c=d`, "", "2"},
		{"a; c=d", "c=d@3", "1"},
		{"a=", "", "2"},
		{"=b", "", "0"},
	}
	for _, tt := range tests {
		ps, err := httpmsg.ParseParameters(tt.v)
		if params(ps) != tt.want || errAt(err) != tt.err {
			t.Errorf("%s: got %s, error at %q (%v)", tt.v, params(ps), errAt(err), err)
		}
	}
}

func TestParseMediaType(t *testing.T) {
	tests := []struct{ v, want, err string }{
		{"text/html", "text/html ", ""},
		{"Text/HTML;Charset=UTF-8", "text/html Charset=UTF-8@10", ""},
		{`multipart/form-data; boundary="a b"`, "multipart/form-data boundary=a b@21", ""},
		{"application/problem+json;", "application/problem+json ", ""},
		{"", "/ ", "0"},
		{"html", "/ ", "4"},
		{"text/", "/ ", "5"},
		{"text/html, text/plain", "text/html ", "9"},
		{"text/html charset=utf-8", "text/html ", "10"},
		{"text/html; charset", "text/html ", "18"},
	}
	for _, tt := range tests {
		m, err := httpmsg.ParseMediaType(tt.v)
		if got := m.String() + " " + params(m.Params); got != tt.want || errAt(err) != tt.err {
			t.Errorf("%s: got %s, error at %q (%v)", tt.v, got, errAt(err), err)
		}
	}
	m, _ := httpmsg.ParseMediaType("text/html; Charset=a; charset=b")
	if v, ok := m.Param("CHARSET"); v != "a" || !ok {
		t.Errorf("Param: %q, %v", v, ok)
	}
}

func TestParseETag(t *testing.T) {
	for _, v := range []string{`"a"`, `""`, `W/"a"`, `W/""`, `"a\"`, "\"\u00e4\"", `"a,b!"`} {
		if tag, err := httpmsg.ParseETag(v); err != nil || tag.String() != v || tag.Weak != (v[0] == 'W') {
			t.Errorf("%s: %+v, %v", v, tag, err)
		}
	}
	for v, at := range map[string]int{
		"": 0, "a": 0, `w/"a"`: 0, `W/a`: 2, `"a`: 2, `"a b"`: 2, `"a"b`: 3, `"a", "b"`: 3, `'a'`: 0, "\"\x7f\"": 1,
	} {
		if tag, err := httpmsg.ParseETag(v); err == nil || httpmsg.Offset(err) != at {
			t.Errorf("%s: %+v, error at %d (%v), want %d", v, tag, httpmsg.Offset(err), err, at)
		}
	}
}

func TestParseAllow(t *testing.T) {
	tests := []struct{ v, want, err string }{
		{"", "", ""},
		{"GET", "GET", ""},
		{"GET, HEAD,,OPTIONS ", "GET HEAD OPTIONS", ""},
		{"GET HEAD, PUT", "PUT", "3"},
		{"GET; HEAD", "", "3"},
		{`"GET", PUT`, "PUT", "0"},
	}
	for _, tt := range tests {
		ms, err := httpmsg.ParseAllow(tt.v)
		if strings.Join(ms, " ") != tt.want || errAt(err) != tt.err {
			t.Errorf("%s: %q, error at %q (%v)", tt.v, ms, errAt(err), err)
		}
	}
}

func TestParseContentRange(t *testing.T) {
	for _, v := range []string{"bytes 0-0/1", "bytes 42-1233/1234", "bytes 42-1233/*", "bytes */1234", "bytes */0", "x-unit 1-2/3"} {
		r, err := httpmsg.ParseContentRange(v)
		if err != nil || r.String() != v || r.Check() != nil || r.Unsatisfied != strings.Contains(v, " */") {
			t.Errorf("%s: %+v, %v, %v", v, r, err, r.Check())
		}
	}
	for v, at := range map[string]int{
		"": 0, "bytes": 5, "bytes=0-1/2": 5, "0-1/2": 3, "bytes 0-1": 9, "bytes 0/1": 7, "bytes -1/2": 6, "bytes */*": 8,
		"bytes */": 8, "bytes 0-/2": 8, "bytes  0-1/2": 6, "bytes 0-1/2 ": 11, "bytes 0-1/99999999999999999999": 10,
	} {
		if r, err := httpmsg.ParseContentRange(v); err == nil || httpmsg.Offset(err) != at {
			t.Errorf("%s: %+v, error at %d (%v), want %d", v, r, httpmsg.Offset(err), err, at)
		}
	}
	for v, at := range map[string]int{"bytes 5-4/10": 8, "bytes 0-10/10": 11, "bytes 5-4/*": 8} {
		r, err := httpmsg.ParseContentRange(v)
		if check := r.Check(); err != nil || check == nil || httpmsg.Offset(check) != at {
			t.Errorf("%s: %v, check %v at %d", v, err, check, httpmsg.Offset(check))
		}
	}
}

func TestParseRange(t *testing.T) {
	tests := []struct{ v, want, err string }{
		{"bytes=0-499", "bytes [{0 499}]", ""},
		{"Bytes=500-", "bytes [{500 -1}]", ""},
		{"bytes=-500", "bytes [{-1 500}]", ""},
		{"bytes=0-0, ,-1", "bytes [{0 0} {-1 1}]", ""},
		{"bytes", " []", "5"},
		{"bytes=", " []", "6"},
		{"bytes 0-1", " []", "5"},
		{"bytes=5-4", " []", "8"},
		{"bytes=a-b", " []", "6"},
		{"bytes=0-1 2-3", " []", "10"},
		{"bytes=-", " []", "7"},
	}
	for _, tt := range tests {
		r, err := httpmsg.ParseRange(tt.v)
		if got := fmt.Sprint(r.Unit, " ", r.Specs); got != tt.want || errAt(err) != tt.err {
			t.Errorf("%s: got %s, error at %q (%v)", tt.v, got, errAt(err), err)
		}
	}
}

func TestParseCacheControl(t *testing.T) {
	tests := []struct{ v, want, err string }{
		{"", "", ""},
		{"no-store", "no-store", ""},
		{"Public, MAX-AGE=60 ,,immutable", "public max-age=60 immutable", ""},
		{`private="a, b", max-age="60"`, `private="a, b" max-age="60"`, ""},
		{"public; max-age=60", "public max-age=60", "6"},
		{"public max-age=60, no-cache", "public no-cache", "7"},
		{"max-age=, no-cache", "max-age= no-cache", "8"},
		{"max-age = 60", "max-age", "8"},
		{`private="a, b`, `private="a, b"`, "8"},
		{"=1, no-cache", "no-cache", "0"},
	}
	for _, tt := range tests {
		cc, err := httpmsg.ParseCacheControl(tt.v)
		var out []string
		for _, d := range cc {
			s := d.Name
			if d.Quoted {
				s += fmt.Sprintf("=%q", d.Value)
			} else if d.HasValue {
				s += "=" + d.Value
			}
			out = append(out, s)
		}
		if got := strings.Join(out, " "); got != tt.want || errAt(err) != tt.err {
			t.Errorf("%s: got %s, error at %q (%v)", tt.v, got, errAt(err), err)
		}
	}

	cc, _ := httpmsg.ParseCacheControl("max-age=60, s-maxage=99999999999999999999, a=-1, b, c=1.5")
	for name, want := range map[string]string{
		"Max-Age": "60 ", "s-maxage": "2147483648 ", "a": "0 45", "b": "0 49", "c": "0 54",
	} {
		d, ok := cc.Get(name)
		n, err := d.Seconds()
		if got := fmt.Sprint(n, " ", errAt(err)); !ok || !cc.Has(name) || got != want {
			t.Errorf("%s: %v, %s (%v), want %s", name, ok, got, err, want)
		}
	}
	if cc.Has("nope") {
		t.Error("Has found a directive that is not there")
	}
}

func TestParseLinks(t *testing.T) {
	tests := []struct{ v, want, err string }{
		{"", "", ""},
		{"</a>", "/a[]", ""},
		{`</a,b>; rel="next Prev"; type=text/html, <b>;rel=preload;as = style;crossorigin ;`,
			"/a,b[next prev]rel=next Prev@8 type=text/html@25 b[preload]rel=preload@45 as=style@57 crossorigin=@68", ""},
		{"<>;;, ,", "[]", ""},
		{"https://example.com/; rel=next, <b>", "b[]", "0"},
		{"<a; rel=x, <b>", "b[]", "0"},
		{"<a", "", "0"},
		{"<a> rel=x, <b>", "a[] b[]", "4"},
		{`<a>; rel="x`, "a[]", "9"},
		{`<a>; ="x", <b>`, "a[] b[]", "5"},
	}
	for _, tt := range tests {
		ls, err := httpmsg.ParseLinks(tt.v)
		var out []string
		for _, l := range ls {
			out = append(out, l.Target+fmt.Sprint(l.Rel())+params(l.Params))
		}
		if got := strings.Join(out, " "); got != tt.want || errAt(err) != tt.err {
			t.Errorf("%s:\ngot  %s, error at %q (%v)\nwant %s", tt.v, got, errAt(err), err, tt.want)
		}
	}
}

func TestCanonicalName(t *testing.T) {
	for _, want := range []string{
		"Content-Type", "WWW-Authenticate", "ETag", "TE", "DNT", "Sec-WebSocket-Accept", "Content-MD5",
		"X-XSS-Protection", "HTTP2-Settings", "Sec-CH-UA-Mobile", "Sec-CH-DPR", "Sec-GPC", "X-Request-ID",
		"Sec-Fetch-Mode", "Retry-After", "DPoP-Nonce", "A--B-", "Content-Security-Policy", "Sec-CH-UA", "X-_y",
	} {
		for _, name := range []string{want, strings.ToLower(want), strings.ToUpper(want)} {
			if got := httpmsg.CanonicalName(name); got != want {
				t.Errorf("%s: got %s, want %s", name, got, want)
			}
		}
	}
	for _, odd := range []string{"", ":status", "a b", "\u00e4-b"} {
		if got := httpmsg.CanonicalName(odd); got != odd {
			t.Errorf("%q: got %q", odd, got)
		}
	}
}

func TestFieldSlug(t *testing.T) {
	for name, want := range map[string]string{
		"WWW-Authenticate": "www-authenticate", ":status": "status", "..": "", "a/../b": "a----b",
		"X_Y": "x_y", "\u00c4": "", "": "",
	} {
		if got := httpmsg.FieldSlug(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}
