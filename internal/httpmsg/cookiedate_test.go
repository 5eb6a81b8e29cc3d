package httpmsg_test

import (
	"strings"
	"testing"
	"time"

	"statuswiki/internal/httpmsg"
)

func TestParseCookieDate(t *testing.T) {
	for v, want := range map[string]string{
		"Wed, 09 Jun 2027 10:18:14 GMT":      "2027-06-09T10:18:14Z",
		"Wed, 09-Jun-27 10:18:14 GMT":        "2027-06-09T10:18:14Z",
		"Wed Jun  9 10:18:14 2027":           "2027-06-09T10:18:14Z",
		"10:18:14 2027 9 JUNE":               "2027-06-09T10:18:14Z",
		"9 jun 94 1:2:3":                     "1994-06-09T01:02:03Z",
		"Thu, 01 Jan 1970 00:00:00 GMT":      "1970-01-01T00:00:00Z",
		"1 Jan 69 0:0:0":                     "2069-01-01T00:00:00Z",
		"1 Jan 70 0:0:0":                     "1970-01-01T00:00:00Z",
		"9th Jun 2027 10:18:14Z":             "2027-06-09T10:18:14Z",
		"Wed, 09 Jun 2027 10:18:14 GMT+0100": "2027-06-09T10:18:14Z", // zones are not read

		"":                         "no time of day",
		"2027-06-09T10:18:14Z":     "no time of day",
		"9 Jun 2027":               "no time of day",
		"10:18:14 Jun 2027":        "no day of the month",
		"9 2027 10:18:14":          "no month",
		"9 Jun 10:18:14":           "no year",
		"9 Jun 1600 10:18:14":      "too early",
		"9 Jun 20270 10:18:14":     "no year",
		"30 Feb 2027 10:18:14":     "no day 30",
		"0 Jun 2027 10:18:14":      "no day 0",
		"9 Jun 2027 24:18:14":      "no time of day 24:18:14",
		"9 Jun 2027 10:18:60":      "no time of day 10:18:60",
		"9 Jun 2027 10:180:14":     "no time of day",
		strings.Repeat("a ", 1000): "no time of day",
	} {
		d, err := httpmsg.ParseCookieDate(v)
		got := d.Format(time.RFC3339)
		if err != nil {
			got = err.Error()
		}
		if got != want && (err == nil || !strings.Contains(got, want)) {
			t.Errorf("%s: got %s, want %s", v, got, want)
		}
	}
}
