package prove

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"statuswiki/internal/entry"
)

// outcome is how a client sample ended.
type outcome struct {
	failed bool
	said   string        // what it printed, and how it ended
	took   time.Duration // at least what it has waited, on the clock that it sees
}

// verdict holds a run of a client sample against the example of its entry. The
// requests have to be those of the example, in its order, and no more; the
// sample has to end as it should; and where it asked again, it must have waited
// as long as it was told.
func verdict(code int, steps []*step, use entry.Use, log []*asked, out outcome) error {
	switch {
	case use.Fails == "" && out.failed:
		return fmt.Errorf("it failed after %s: %s", requests(log), clip(out.said))
	case use.Fails != "" && !out.failed:
		return fmt.Errorf("it should have failed with %q, and did not, after %s", use.Fails, requests(log))
	case use.Fails != "" && !strings.Contains(out.said, use.Fails):
		return fmt.Errorf("it should have failed with %q, and said: %s", use.Fails, clip(out.said))
	}
	shown, extra, err := inOrder(log)
	if err != nil {
		return err
	}
	if use.Also != nil && extra == 0 {
		return fmt.Errorf("it never sent %s %s", use.Also.Method, use.Also.Target)
	}
	if len(shown) == 0 {
		if use.Also != nil {
			return nil
		}
		return errors.New("it sent no request")
	}
	if err := enough(code, steps, use, shown); err != nil {
		return err
	}
	return patient(log, out.took)
}

// inOrder returns the requests that the example shows and counts the others
// that are allowed.
func inOrder(log []*asked) (shown []*asked, extra int, err error) {
	for _, r := range log {
		switch {
		case r.also:
			extra++
			continue
		case r.step == nil:
			return nil, 0, fmt.Errorf("the example shows no %s", r)
		}
		if n := len(shown); n > 0 && r.index > shown[n-1].index+1 || n > 0 && r.index < shown[n-1].index {
			return nil, 0, fmt.Errorf("%s came out of order, as the requests %s of the example", r, numbers(log))
		}
		shown = append(shown, r)
	}
	return shown, extra, nil
}

// enough checks how many of the requests came. Without a number it is all of
// the exchange, or for a sample that fails, those up to the answer with the
// code.
func enough(code int, steps []*step, use entry.Use, shown []*asked) error {
	first := shown[0]
	want := use.Asks
	if want == 0 {
		for i := first.index; i < len(steps) && steps[i].exchange == first.step.exchange; i++ {
			want++
			if use.Fails != "" && steps[i].shows(code) {
				break
			}
		}
	}
	if len(shown) != want {
		return fmt.Errorf("it sent %s, and %d are right", requests(shown), want)
	}
	if use.Begins > 1 {
		return nil // behind the answer with the code
	}
	met, there := false, false
	for _, s := range steps {
		there = there || s.exchange == first.step.exchange && s.shows(code)
	}
	for _, r := range shown {
		met = met || r.step.shows(code)
	}
	if there && !met {
		return fmt.Errorf("it never met the %d: %s", code, requests(shown))
	}
	return nil
}

// patient checks that the sample waited as long as the answers told it to which
// were followed by another request.
func patient(log []*asked, took time.Duration) error {
	var told time.Duration
	for i, r := range log {
		if i == len(log)-1 || r.step == nil || r.step.final == nil {
			continue
		}
		a := r.step.final
		if seconds, err := strconv.Atoi(a.retryAfter); err == nil {
			told += time.Duration(seconds) * time.Second
		} else if date, err := http.ParseTime(a.retryAfter); err == nil {
			told += date.Sub(a.date)
		}
	}
	// A millisecond is what rounding may cost.
	if took < told-time.Millisecond {
		return fmt.Errorf("it was told to wait for %s in all, and took %s", told, took.Round(time.Millisecond))
	}
	return nil
}

// requests names them with their answers: "1 request (GET /a: 404)".
func requests(log []*asked) string {
	if len(log) == 0 {
		return "no request"
	}
	var out []string
	for _, r := range log {
		status := "no answer"
		if r.status > 0 {
			status = strconv.Itoa(r.status)
		}
		out = append(out, r.method+" "+r.target+": "+status)
	}
	n := "1 request"
	if len(log) > 1 {
		n = strconv.Itoa(len(log)) + " requests"
	}
	if len(out) > 8 {
		out = append(out[:8], "…")
	}
	return n + " (" + strings.Join(out, ", ") + ")"
}

func numbers(log []*asked) string {
	var out []string
	for _, r := range log {
		if !r.also {
			out = append(out, strconv.Itoa(r.index+1))
		}
	}
	return strings.Join(out, ", ")
}

// clip shortens what a program printed to its end, on one line.
func clip(said string) string {
	said = strings.Join(strings.Fields(said), " ")
	if len(said) > 500 {
		said = "…" + said[len(said)-500:]
	}
	if said == "" {
		return "it said nothing"
	}
	return strings.ToValidUTF8(said, "?")
}
