package httpmsg_test

import (
	"fmt"
	"testing"

	"statuswiki/internal/httpmsg"
)

func TestParseTransportSecurity(t *testing.T) {
	for v, want := range map[string]string{
		"max-age=31536000":                       "31536000 false false",
		"Max-Age = \"5\" ; includeSubDomains ; ": "5 true false",
		"preload; max-age=0; x=y":                "0 false true",
		"max-age=1; max-age=x":                   "1 false false",
		"max-age=99999999999999999999":           "9223372036854775807 false false",
		"":                                       "!0",
		"includeSubDomains":                      "!0",
		"max-age":                                "!7",
		"max-age=":                               "!8",
		"max-age= -1":                            "!9",
		"a; max-age=1, b":                        "!11",
	} {
		s, err := httpmsg.ParseTransportSecurity(v)
		got := fmt.Sprint(s.MaxAge, s.IncludeSubDomains, s.Preload)
		if err != nil {
			got = "!" + errAt(err)
		}
		if got != want {
			t.Errorf("%q: got %s, want %s (%v)", v, got, want, err)
		}
	}
}
