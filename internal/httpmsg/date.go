package httpmsg

// Written by hand and not with time.Parse: HTTP's dates are of fixed width and
// case-sensitive where time.Parse is lenient, time.Parse refuses a leap second
// and a wrong weekday alike, and its errors do not say where.

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// DateForm is one of the three forms of an HTTP-date (RFC 9110 §5.6.7).
type DateForm int

// The forms. Recipients have to understand all of them, senders may write the
// first only.
const (
	NotDate    DateForm = iota // no HTTP-date
	IMFFixdate                 // Sun, 06 Nov 1994 08:49:37 GMT
	RFC850                     // Sunday, 06-Nov-94 08:49:37 GMT
	Asctime                    // Sun Nov  6 08:49:37 1994
)

// Obsolete reports whether the form must not be sent any more.
func (f DateForm) Obsolete() bool { return f == RFC850 || f == Asctime }

// WeekdayError says that a date names another day of the week than its own.
type WeekdayError struct {
	Got, Want time.Weekday
}

// Error returns a sentence.
func (e *WeekdayError) Error() string {
	return fmt.Sprintf("the day of the week is %s, not %s", e.Want, e.Got)
}

var (
	dayNames   = []string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}
	monthNames = []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
)

// ParseDate reads an HTTP-date (RFC 9110 §5.6.7). The time is in UTC.
//
// When nothing but the day of the week is wrong, the error is a
// [*WeekdayError] and time and form are right; with any other error the form
// is NotDate. The leap second 23:59:60 is legal and gives the second after it.
//
// The two digits of the year in the RFC 850 form count from 1970 to 2069. The
// RFC would have it depend on the current time, and the same value has to mean
// the same whenever it is read.
func ParseDate(s string) (time.Time, DateForm, error) {
	d := &dateScanner{scanner: scanner{s: s}}
	form := d.weekdayAndForm()
	switch form {
	case IMFFixdate:
		d.literal(" ")
		d.dayAt = d.i
		d.day = d.digits(2, "a day of two digits")
		d.literal(" ")
		d.monthName()
		d.literal(" ")
		d.year = d.digits(4, "a year of four digits")
		d.literal(" ")
		d.clock()
		d.zone()
	case RFC850:
		d.literal(" ")
		d.dayAt = d.i
		d.day = d.digits(2, "a day of two digits")
		d.literal("-")
		d.monthName()
		d.literal("-")
		d.year = d.digits(2, "a year of two digits")
		d.year += 1900
		if d.year < 1970 {
			d.year += 100
		}
		d.literal(" ")
		d.clock()
		d.zone()
	case Asctime:
		d.literal(" ")
		d.monthName()
		d.literal(" ")
		d.dayAt = d.i
		if d.err == nil && d.eat(' ') {
			d.day = d.digits(1, "a day of two digits or a space and one")
		} else {
			d.day = d.digits(2, "a day of two digits or a space and one")
		}
		d.literal(" ")
		d.clock()
		d.literal(" ")
		d.year = d.digits(4, "a year of four digits")
	}
	if d.err == nil && !d.done() {
		d.fail(syntaxErrorf(d.i, "%s after the end of the date", quote(d.s[d.i:])))
	}
	if d.err != nil {
		return time.Time{}, NotDate, d.err
	}
	t, err := d.time()
	if err != nil {
		if _, ok := errors.AsType[*WeekdayError](err); !ok {
			form = NotDate
		}
	}
	return t, form, err
}

// dateScanner reads the parts of a date until the first error.
type dateScanner struct {
	scanner
	err error

	weekday              int
	year, month, day     int
	hour, minute, second int
	dayAt, hourAt        int // offsets
}

func (d *dateScanner) fail(err error) {
	if d.err == nil {
		d.err = err
	}
}

// weekdayAndForm reads the name of the day and the comma after it.
func (d *dateScanner) weekdayAndForm() DateForm {
	for i, name := range dayNames {
		d.weekday = i
		if rest, ok := strings.CutPrefix(d.s, name+","); ok {
			d.i = len(d.s) - len(rest)
			return RFC850
		}
		if rest, ok := strings.CutPrefix(d.s, name[:3]); ok && rest != "" {
			switch d.i = 3; rest[0] {
			case ',':
				d.i = 4
				return IMFFixdate
			case ' ':
				return Asctime
			}
		}
	}
	switch n := digits(d.s); {
	case n == 4 && strings.HasPrefix(d.s[4:], "-"):
		d.fail(syntaxErrorf(0, "this is a date of ISO 8601 and not an HTTP-date"))
	case d.s == "":
		d.fail(syntaxErrorf(0, "the date is empty"))
	default:
		d.fail(syntaxErrorf(d.i, "expected the day of the week, as in \"Sun, 06 Nov 1994 08:49:37 GMT\""))
	}
	return NotDate
}

func (d *dateScanner) literal(lit string) {
	if d.err != nil {
		return
	}
	if !strings.HasPrefix(d.s[d.i:], lit) {
		d.fail(d.expected(quote(lit)))
		return
	}
	d.i += len(lit)
}

// digits reads a number of just n digits.
func (d *dateScanner) digits(n int, what string) int {
	if d.err != nil {
		return 0
	}
	from, v := d.i, 0
	for ; d.i < from+n; d.i++ {
		if !isDigit(d.next()) {
			d.i = from
			d.fail(d.expected(what))
			return 0
		}
		v = v*10 + int(d.next()-'0')
	}
	return v
}

func (d *dateScanner) monthName() {
	if d.err != nil {
		return
	}
	if i := slices.Index(monthNames, d.s[d.i:min(d.i+3, len(d.s))]); i >= 0 {
		d.month = i + 1
		d.i += 3
		return
	}
	d.fail(d.expected("the name of a month, in three letters"))
}

// clock reads hour ":" minute ":" second.
func (d *dateScanner) clock() {
	d.hourAt = d.i
	d.hour = d.digits(2, "an hour of two digits")
	d.literal(":")
	d.minute = d.digits(2, "minutes of two digits")
	d.literal(":")
	d.second = d.digits(2, "seconds of two digits")
}

func (d *dateScanner) zone() {
	d.literal(" ")
	if d.err == nil && !strings.HasPrefix(d.s[d.i:], "GMT") {
		d.fail(syntaxErrorf(d.i, "the time zone has to be GMT, not %s", quote(d.s[d.i:])))
	}
	d.i += 3
}

// time checks that there is such a moment and returns it.
func (d *dateScanner) time() (time.Time, error) {
	leap := d.hour == 23 && d.minute == 59 && d.second == 60
	if d.hour > 23 || d.minute > 59 || d.second > 59 && !leap {
		return time.Time{}, syntaxErrorf(d.hourAt, "there is no time of day %02d:%02d:%02d", d.hour, d.minute, d.second)
	}
	day := time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC)
	if day.Day() != d.day || d.day == 0 {
		return time.Time{}, syntaxErrorf(d.dayAt, "there is no day %d in %s %d", d.day, time.Month(d.month), d.year)
	}
	t := time.Date(d.year, time.Month(d.month), d.day, d.hour, d.minute, d.second, 0, time.UTC)
	if want := time.Weekday(d.weekday); day.Weekday() != want {
		return t, &WeekdayError{Got: want, Want: day.Weekday()}
	}
	return t, nil
}
