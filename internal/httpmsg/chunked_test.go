package httpmsg_test

import (
	"testing"

	"statuswiki/internal/httpmsg"
)

func TestDechunk(t *testing.T) {
	for in, want := range map[string]string{
		"4\r\ngone\r\n0\r\n\r\n":             "gone",
		"2;a=b\nab\n3 \ncde\n0\nX: y\n\n":    "abcde",
		"0\r\n\r\n":                          "",
		"1\na\n0\n":                          "a",
		"":                                   "!",
		"4\ngone":                            "!",
		"4\ngone\n":                          "!",
		"5\ngone\n0\n\n":                     "!",
		"{\"a\": 1}":                         "!",
		"12\n":                               "!",
		"-1\na\n0\n\n":                       "!",
		"ffffffffff\na\n0\n\n":               "!",
		"1\na\n0\nsomething else\n":          "!",
		"3\nabcd\n0\n\n":                     "!",
		"A\r\n0123456789\r\n000\r\n\r\n\r\n": "0123456789",
	} {
		b, ok := httpmsg.Dechunk([]byte(in))
		got := string(b)
		if !ok {
			got = "!"
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
