package httpmsg

import (
	"strings"
	"time"
)

// ParseCookieDate reads the value of the attribute Expires of Set-Cookie as
// user agents do (RFC 6265 §5.1.1): the parts of the date may stand in any
// order and be parted by nearly anything, so the three forms of an HTTP-date
// are read and much else. A user agent keeps a cookie whose date is an error
// until it is closed.
func ParseCookieDate(v string) (time.Time, error) {
	d := cookieDate{day: -1, year: -1, hour: -1}
	for i := 0; i < len(v); {
		for i < len(v) && cookieDelimiter(v[i]) {
			i++
		}
		from := i
		for i < len(v) && !cookieDelimiter(v[i]) {
			i++
		}
		d.token(v[from:i])
	}
	return d.time()
}

// cookieDelimiter reports whether an octet parts the tokens of a cookie-date.
func cookieDelimiter(c byte) bool {
	return c == '\t' || 0x20 <= c && c <= 0x2f || 0x3b <= c && c <= 0x40 || 0x5b <= c && c <= 0x60 || 0x7b <= c && c <= 0x7e
}

// cookieDate holds the parts that were found; -1 stands for none, and so does
// month 0.
type cookieDate struct {
	hour, minute, second int
	day, month, year     int
}

// token takes a token for the first part that it fits and that is still
// missing: time, day, month, year.
func (d *cookieDate) token(s string) {
	n := digits(s)
	switch {
	case s == "":
	case d.hour < 0 && d.clock(s):
	case d.day < 0 && (n == 1 || n == 2):
		d.day = small(s[:n])
	case d.month == 0 && len(s) >= 3 && monthOf(s[:3]) > 0:
		d.month = monthOf(s[:3])
	case d.year < 0 && 2 <= n && n <= 4:
		d.year = small(s[:n])
	}
}

// clock reads 1*2DIGIT ":" 1*2DIGIT ":" 1*2DIGIT and what is no digit after it.
func (d *cookieDate) clock(s string) bool {
	var part [3]int
	for i := range part {
		if i > 0 {
			if s == "" || s[0] != ':' {
				return false
			}
			s = s[1:]
		}
		n := digits(s)
		if n < 1 || n > 2 {
			return false
		}
		part[i], s = small(s[:n]), s[n:]
	}
	d.hour, d.minute, d.second = part[0], part[1], part[2]
	return true
}

func (d *cookieDate) time() (time.Time, error) {
	if 70 <= d.year && d.year <= 99 {
		d.year += 1900
	} else if 0 <= d.year && d.year <= 69 {
		d.year += 2000
	}
	switch {
	case d.hour < 0:
		return time.Time{}, syntaxErrorf(0, "the date has no time of day")
	case d.day < 0:
		return time.Time{}, syntaxErrorf(0, "the date has no day of the month")
	case d.month == 0:
		return time.Time{}, syntaxErrorf(0, "the date has no month, in three letters")
	case d.year < 0:
		return time.Time{}, syntaxErrorf(0, "the date has no year")
	case d.year < 1601:
		return time.Time{}, syntaxErrorf(0, "the year %d is too early", d.year)
	case d.hour > 23 || d.minute > 59 || d.second > 59:
		return time.Time{}, syntaxErrorf(0, "there is no time of day %02d:%02d:%02d", d.hour, d.minute, d.second)
	}
	t := time.Date(d.year, time.Month(d.month), d.day, d.hour, d.minute, d.second, 0, time.UTC)
	if t.Day() != d.day || d.day == 0 {
		return time.Time{}, syntaxErrorf(0, "there is no day %d in %s %d", d.day, time.Month(d.month), d.year)
	}
	return t, nil
}

// monthOf returns the number of a month's first three letters in any case, or 0.
func monthOf(s string) int {
	for i, name := range monthNames {
		if strings.EqualFold(s, name) {
			return i + 1
		}
	}
	return 0
}

// small turns up to four digits into a number.
func small(s string) int {
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}
