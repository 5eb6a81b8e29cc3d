package httpmsg_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"statuswiki/internal/httpmsg"
)

func TestParseDate(t *testing.T) {
	nov := time.Date(1994, 11, 6, 8, 49, 37, 0, time.UTC)
	well := []struct {
		s    string
		form httpmsg.DateForm
		want time.Time
	}{
		{"Sun, 06 Nov 1994 08:49:37 GMT", httpmsg.IMFFixdate, nov},
		{"Sunday, 06-Nov-94 08:49:37 GMT", httpmsg.RFC850, nov},
		{"Sun Nov  6 08:49:37 1994", httpmsg.Asctime, nov},
		{"Wed Nov 16 08:49:37 1994", httpmsg.Asctime, nov.AddDate(0, 0, 10)},
		{"Thu, 29 Feb 2024 00:00:00 GMT", httpmsg.IMFFixdate, time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC)},
		{"Sat, 31 Dec 2016 23:59:60 GMT", httpmsg.IMFFixdate, time.Date(2017, 1, 1, 0, 0, 0, 0, time.UTC)},
		{"Thursday, 01-Jan-70 00:00:00 GMT", httpmsg.RFC850, time.Unix(0, 0).UTC()},
		{"Tuesday, 31-Dec-69 00:00:00 GMT", httpmsg.RFC850, time.Date(2069, 12, 31, 0, 0, 0, 0, time.UTC)},
	}
	for _, tt := range well {
		got, form, err := httpmsg.ParseDate(tt.s)
		if !got.Equal(tt.want) || got.Location() != time.UTC || form != tt.form || err != nil {
			t.Errorf("%s: got %v, form %v, %v", tt.s, got, form, err)
		}
		if form.Obsolete() != (form != httpmsg.IMFFixdate) {
			t.Errorf("%s: Obsolete is %v", tt.s, form.Obsolete())
		}
	}

	got, form, err := httpmsg.ParseDate("Mon, 06 Nov 1994 08:49:37 GMT")
	w, ok := errors.AsType[*httpmsg.WeekdayError](err)
	if !ok || w.Got != time.Monday || w.Want != time.Sunday || form != httpmsg.IMFFixdate || !got.Equal(nov) {
		t.Errorf("wrong weekday: %v, form %v, %v", got, form, err)
	}

	sick := []struct {
		s  string
		at int
	}{
		{"", 0},
		{"0", 0},
		{"tomorrow", 0},
		{"1994-11-06T08:49:37Z", 0},
		{"sun, 06 Nov 1994 08:49:37 GMT", 0},
		{"06 Nov 1994 08:49:37 GMT", 0},
		{"Sun", 0},
		{"Sun,", 4},
		{"Sun, 6 Nov 1994 08:49:37 GMT", 5},
		{"Sun, 06-Nov-1994 08:49:37 GMT", 7},
		{"Sun, 06 nov 1994 08:49:37 GMT", 8},
		{"Sun, 06 Nov 94 08:49:37 GMT", 12},
		{"Sun, 06 Nov 1994 8:49:37 GMT", 17},
		{"Sun, 06 Nov 1994 08:49 GMT", 22},
		{"Sun, 06 Nov 1994 08:49:37", 25},
		{"Sun, 06 Nov 1994 08:49:37 +0000", 26},
		{"Sun, 06 Nov 1994 08:49:37 UTC", 26},
		{"Sun, 06 Nov 1994 08:49:37 GMT+1", 29},
		{"Sun, 06 Nov 1994 24:00:00 GMT", 17},
		{"Sun, 06 Nov 1994 08:60:00 GMT", 17},
		{"Sun, 06 Nov 1994 08:49:60 GMT", 17},
		{"Sun, 06 Nov 1994 23:59:61 GMT", 17},
		{"Thu, 31 Feb 1994 08:49:37 GMT", 5},
		{"Wed, 29 Feb 2023 08:49:37 GMT", 5},
		{"Sun, 00 Nov 1994 08:49:37 GMT", 5},
		{"Sunday, 06-Nov-1994 08:49:37 GMT", 17},
		{"Sunday, 31-Feb-94 08:49:37 GMT", 8},
		{"Sun Nov 6 08:49:37 1994", 8},
		{"Sun Nov 31 08:49:37 1994", 8},
		{"Sun Nov  6 08:49:37 1994 GMT", 24},
	}
	for _, tt := range sick {
		got, form, err := httpmsg.ParseDate(tt.s)
		if err == nil || form != httpmsg.NotDate || !got.IsZero() || httpmsg.Offset(err) != tt.at {
			t.Errorf("%s: got %v, form %v, error at %d (%v), want %d", tt.s, got, form, httpmsg.Offset(err), err, tt.at)
		}
	}
}

func TestParseRetryAfter(t *testing.T) {
	for _, tt := range []struct {
		v    string
		secs int64
		form httpmsg.DateForm
	}{
		{"0", 0, httpmsg.NotDate}, {"120", 120, httpmsg.NotDate}, {"007", 7, httpmsg.NotDate},
		{"99999999999999999999", 1<<63 - 1, httpmsg.NotDate},
		{"Sun, 06 Nov 1994 08:49:37 GMT", 0, httpmsg.IMFFixdate},
		{"Sun Nov  6 08:49:37 1994", 0, httpmsg.Asctime},
	} {
		r, err := httpmsg.ParseRetryAfter(tt.v)
		if r.Seconds != tt.secs || r.Form != tt.form || r.Date.IsZero() != (tt.form == httpmsg.NotDate) || err != nil {
			t.Errorf("%s: %+v, %v", tt.v, r, err)
		}
	}
	for _, tt := range []struct {
		v  string
		at int
	}{
		{"", 0}, {"-1", 0}, {"+1", 0}, {"1.5", 1}, {"120s", 3}, {"120 seconds", 3}, {"soon", 0},
		{"2026-01-01T00:00:00Z", 0}, {"Sun, 06 Nov 1994 08:49:37 CET", 26},
	} {
		r, err := httpmsg.ParseRetryAfter(tt.v)
		if err == nil || httpmsg.Offset(err) != tt.at || r != (httpmsg.RetryAfter{}) {
			t.Errorf("%s: %+v, error at %d (%v), want %d", tt.v, r, httpmsg.Offset(err), err, tt.at)
		}
	}
	r, err := httpmsg.ParseRetryAfter("Mon, 06 Nov 1994 08:49:37 GMT")
	if _, ok := errors.AsType[*httpmsg.WeekdayError](err); !ok || r.Form != httpmsg.IMFFixdate || r.Date.IsZero() {
		t.Errorf("wrong weekday: %+v, %v", r, err)
	}
}

// FuzzDate compares with net/http, which takes what we take and more.
func FuzzDate(f *testing.F) {
	for _, s := range []string{
		"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
		"Sat, 31 Dec 2016 23:59:60 GMT", "Mon, 06 Nov 1994 08:49:37 GMT", "1994-11-06", "Sun, 6", "Sunday",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, form, err := httpmsg.ParseDate(s)
		_, weekday := errors.AsType[*httpmsg.WeekdayError](err)
		switch {
		case form == httpmsg.NotDate:
			if err == nil || weekday || httpmsg.Offset(err) < 0 || httpmsg.Offset(err) > len(s) {
				t.Fatalf("%q: %v", s, err)
			}
			return
		case err != nil && !weekday:
			t.Fatalf("%q: form %v with %v", s, form, err)
		}
		if want, err := http.ParseTime(s); err == nil && !want.Equal(got) && !(form == httpmsg.RFC850 && got.Year() == 2069) {
			t.Errorf("%q: got %v, net/http says %v", s, got, want)
		}
		if form == httpmsg.IMFFixdate && !weekday && got.Second() != 0 && got.Format(http.TimeFormat) != s {
			t.Errorf("%q: written as %q", s, got.Format(http.TimeFormat))
		}
	})
}
