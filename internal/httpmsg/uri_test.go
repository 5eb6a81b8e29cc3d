package httpmsg_test

import (
	"fmt"
	"testing"

	"statuswiki/internal/httpmsg"
)

func TestCheckReference(t *testing.T) {
	for v, want := range map[string]string{
		"": "", "/a?b=c&d#e": "", "https://example.com/%C3%A4": "", "//x:8/[::1]": "", "a:b": "",
		"/a b": "2", "/\u00e4": "1", "/a\x01": "2", "/a%": "2", "/a%2": "2", "/%zz": "1", "<x>": "0", `a\b`: "1", `"/"`: "0",
	} {
		if got := errAt(httpmsg.CheckReference(v)); got != want {
			t.Errorf("%q: error at %q, want %q", v, got, want)
		}
	}
	for v, want := range map[string]string{
		"HTTPS://x/": "https", "javascript:alert(1)": "javascript", "com.example+a-b:/x": "com.example+a-b",
		"": "", "/a:b": "", "a/b:c": "", "1a:b": "", ":b": "", "a:": "",
	} {
		if got := httpmsg.Scheme(v); got != want {
			t.Errorf("Scheme(%q) = %q, want %q", v, got, want)
		}
	}
}

func TestParseOrigin(t *testing.T) {
	for v, want := range map[string]string{
		"*": "any", "null": "null", "https://example.com": "https example.com ", "http://localhost:8080": "http localhost 8080",
		"http://[::1]:1": "http [::1] 1", "app+x://a_b": "app+x a_b ",
		"": "!0", "NULL": "!0", "example.com": "!0", "https:/x": "!0", "https://": "!8", "https://x/": "!9", "https://x:1/y": "!11",
		"https://*.x": "!8", "https://x.*": "!10", "https://x, https://y": "!9", "https://x https://y": "!9", "https://u@x": "!9", "https://x:a": "!10", "*.x": "!0",
	} {
		o, err := httpmsg.ParseOrigin(v)
		got := fmt.Sprintf("%s %s %s", o.Scheme, o.Host, o.Port)
		switch {
		case err != nil:
			got = "!" + errAt(err)
		case o.Any:
			got = "any"
		case o.Null:
			got = "null"
		}
		if got != want {
			t.Errorf("%q: got %s, want %s (%v)", v, got, want, err)
		}
	}
}
