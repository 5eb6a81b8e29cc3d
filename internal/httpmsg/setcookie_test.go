package httpmsg_test

import (
	"testing"

	"statuswiki/internal/httpmsg"
)

func TestParseSetCookie(t *testing.T) {
	tests := []struct{ v, want, err string }{
		{"a=b", "a=b ", ""},
		{" a = b=c ; Path=/; ;Secure; Max-Age = 5;", "a=b=c Path=/@11 Secure=@20 Max-Age=5@28", ""},
		{`a="b;c"`, `a="b c"=@5`, ""},
		{"a=", "a= ", ""},
		{"", "= ", "0"},
		{"a; b=c", "= ", "1"},
		{"=b", "= ", "0"},
	}
	for _, tt := range tests {
		c, err := httpmsg.ParseSetCookie(tt.v)
		if got := c.Name + "=" + c.Value + " " + params(c.Attrs); got != tt.want || errAt(err) != tt.err {
			t.Errorf("%s: got %s, error at %q (%v)", tt.v, got, errAt(err), err)
		}
	}
	c, _ := httpmsg.ParseSetCookie("a=b; Path=/x; path=/y")
	if v, ok := c.Attr("PATH"); v != "/y" || !ok {
		t.Errorf("Attr: %q, %v; want the last one", v, ok)
	}
}
