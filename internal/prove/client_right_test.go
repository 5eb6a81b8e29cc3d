package prove

import (
	"bytes"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// What the samples promise beyond the one exchange of their entry: the samples
// as they stand there, against servers that do something else.

// oneOf returns the client sample of an entry in a language.
func oneOf(t testing.TB, code int, lang string, change func(string) string) *Sample {
	t.Helper()
	samples := clientSamples(entriesOf(t, change, code), lang)
	if len(samples) == 0 {
		t.Fatalf("%d has no client sample in %s", code, lang)
	}
	return samples[0]
}

func count(log []*asked, method, target string, status int) int {
	n := 0
	for _, r := range log {
		if r.method == method && r.target == target && r.status == status {
			n++
		}
	}
	return n
}

// TestOneRefresh: ten requests in flight get a 401, and there is one refresh;
// each is repeated once.
func TestOneRefresh(t *testing.T) {
	const also = ` also='POST /token 200 {"access_token":"fake-token-2"}'`
	for lang, with := range map[string]string{
		"js": `call='Promise.all(Array.from({length: 10}, () => api("https://api.example.com/orders")))'` + also,
		"go": `given='c := &Client{token: "fake-token-1", Refresh: func() (string, error) { resp, err := http.Post("https://api.example.com/token", "", nil); if err != nil { return "", err }; var got map[string]string; err = json.NewDecoder(resp.Body).Decode(&got); return got["access_token"], err }}; ask := func() (*http.Response, error) { return c.Do(frame.Must(http.NewRequest("GET", "https://api.example.com/orders", nil))) }; var all sync.WaitGroup; for range 9 { all.Go(func() { ask() }) }; defer all.Wait()' call="ask()"` + also,
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := oneOf(t, 401, lang, attributes(lang, with))
			log, out := play(t, s, stepsOf(s.Entry))
			if out.failed {
				t.Fatal(out.said)
			}
			if n := count(log, "POST", "/token", 200); n != 1 {
				t.Errorf("%d refreshes", n)
			}
			if n := count(log, "GET", "/orders", 200); n != 10 {
				t.Errorf("%d requests were answered", n)
			}
			// Whoever comes after the refresh has the new token from the start.
			if n := count(log, "GET", "/orders", 401); n < 1 || n > 10 {
				t.Errorf("%d requests were refused", n)
			}
		})
	}
}

// TestDeadRefreshToken: when the refresh is refused, nothing is repeated.
func TestDeadRefreshToken(t *testing.T) {
	const also = ` also='POST /token 400 {"error":"invalid_grant"}'`
	for lang, with := range map[string]string{
		"js":     `call='api("https://api.example.com/orders")'` + also,
		"sh":     `given="TOKEN=fake-token-1"` + also,
		"python": `call='get("https://api.example.com/orders")'` + also,
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := oneOf(t, 401, lang, attributes(lang, with))
			log, out := play(t, s, stepsOf(s.Entry))
			if !out.failed || len(log) != 2 {
				t.Errorf("failed: %t, after %s", out.failed, requests(log))
			}
		})
	}
}

// told makes the first answer with the code say when to come again.
func told(t testing.TB, s *Sample, value func(date time.Time) string) []*step {
	t.Helper()
	code := s.Entry.Code.Value
	steps := stepsOf(s.Entry)
	for _, st := range steps {
		if st.status() != code || st.final.date.IsZero() {
			continue
		}
		st.final.retryAfter = value(st.final.date)
		raw := retryField.ReplaceAll(st.final.raw, nil)
		st.final.raw = bytes.Replace(raw, []byte("\r\n"), []byte("\r\nRetry-After: "+st.final.retryAfter+"\r\n"), 1)
		return steps
	}
	t.Fatalf("%d has no answer to change", code)
	return nil
}

var retryField = regexp.MustCompile(`(?i)Retry-After: [^\r]*\r\n`)

// waiting are the codes whose samples repeat a request after a while.
var waiting = []int{429, 500, 502, 503, 504, 520, 521, 522, 523, 525, 530}

// TestRetryAfter: a wait in either form is kept, and one that is too long ends
// it without a second request.
func TestRetryAfter(t *testing.T) {
	forms := map[string]func(time.Time) string{
		"seconds":  func(time.Time) string { return "7" },
		"date":     func(date time.Time) string { return date.Add(7 * time.Second).Format(http.TimeFormat) },
		"too long": func(date time.Time) string { return date.Add(48 * time.Hour).Format(http.TimeFormat) },
	}
	samples := clientSamples(entriesOf(t, nil, waiting...), "js", "go", "python")
	if len(samples) < 2*len(waiting) {
		t.Fatalf("only %d samples", len(samples))
	}
	for _, s := range samples {
		for form, value := range forms {
			t.Run(fmt.Sprintf("%d %s %s", s.Entry.Code.Value, s.Block.Lang, form), func(t *testing.T) {
				t.Parallel()
				log, out := play(t, s, told(t, s, value))
				switch {
				case form == "too long":
					if len(log) != 1 || out.took > 5*time.Second {
						t.Errorf("it sent %s, and took %s", requests(log), out.took)
					}
				case out.failed || len(log) != 2 || out.took < 7*time.Second || out.took > 30*time.Second:
					t.Errorf("it sent %s, and took %s: %s", requests(log), out.took, clip(out.said))
				}
			})
		}
	}
}

// TestCurlRetryAfter: curl's own clock cannot be changed, so the waits are
// real, and short.
func TestCurlRetryAfter(t *testing.T) {
	for form, value := range map[string]func(time.Time) string{
		"seconds":  func(time.Time) string { return "2" },
		"date":     func(time.Time) string { return time.Now().Add(3 * time.Second).UTC().Format(http.TimeFormat) },
		"too long": func(time.Time) string { return time.Now().Add(time.Hour).UTC().Format(http.TimeFormat) },
	} {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			s := oneOf(t, 503, "sh", nil)
			began := time.Now()
			log, out := play(t, s, told(t, s, value))
			took := time.Since(began)
			switch {
			case form == "too long":
				if len(log) != 1 || !out.failed {
					t.Errorf("it sent %s", requests(log))
				}
			case out.failed || len(log) != 2 || took < 1900*time.Millisecond:
				t.Errorf("it sent %s, and took %s: %s", requests(log), took, clip(out.said))
			}
		})
	}
}

// TestNotRepeated: what may have been done already is not done again, unless
// the request has a key that makes that harmless.
func TestNotRepeated(t *testing.T) {
	for code, call := range map[int]string{
		429: `patient("https://api.example.com/v1/shipments/88", %s)`,
		500: `send("https://api.example.com/carts/77/lines/3", %s)`,
	} {
		for options, want := range map[string]int{
			`{method: "POST"}`: 1,
			`{method: "POST", headers: {"Idempotency-Key": "fake-key"}}`: 2,
		} {
			t.Run(fmt.Sprint(code, options), func(t *testing.T) {
				t.Parallel()
				s := oneOf(t, code, "js", attributes("js", "call='"+fmt.Sprintf(call, options)+"'"))
				steps := stepsOf(s.Entry)
				for _, st := range steps {
					st.method = "POST"
				}
				if log, out := play(t, s, steps); len(log) != want || out.failed {
					t.Errorf("it sent %s: %s", requests(log), clip(out.said))
				}
			})
		}
	}
}

// TestRedirects: what becomes of the method and the content.
func TestRedirects(t *testing.T) {
	const tickets, picture = `"https://api.example.com/tickets"`, `"https://photos.example.com/albums/3/pictures/9"`
	for name, c := range map[string]struct {
		code       int
		lang, with string
		want       []string // method and target of each request
		fails      bool
	}{
		"301 refused by fetch":             {301, "js", `call='post(` + tickets + `, {subject: "No hot water"})'`, []string{"GET /guide/install.html", "GET /install/", "POST /tickets"}, true},
		"301 turns in Python":              {301, "python", `call='session.post(` + tickets + `, json={"subject": "No hot water"})'`, []string{"POST /tickets", "GET /tickets/"}, false},
		"302 left to the caller by fetch":  {302, "js", `call='remove(` + picture + `)'`, []string{"GET /sale", "GET /sale/winter", "DELETE /albums/3/pictures/9"}, false},
		"302 left to the caller by Go":     {302, "go", `call='do(frame.Must(http.NewRequest("DELETE", ` + picture + `, nil)))'`, []string{"DELETE /albums/3/pictures/9"}, false},
		"302 left to the caller by Python": {302, "python", `call='ask("DELETE", ` + picture + `)'`, []string{"DELETE /albums/3/pictures/9"}, false},
		"303 turns in fetch":               {303, "js", ``, []string{"POST /bookings", "GET /bookings/512", "GET /bookings/512"}, false},
		"303 turns in curl":                {303, "sh", ``, []string{"POST /bookings", "GET /bookings/512"}, false},
		"307 keeps in fetch":               {307, "js", ``, []string{"POST /orders", "POST /orders"}, false},
		"307 keeps in curl":                {307, "sh", ``, []string{"POST /orders", "POST /orders"}, false},
		"307 keeps in Go":                  {307, "go", `call='order(ctx, []byte("{\"item\":\"chair\",\"amount\":2}"))'`, []string{"POST /orders", "POST /orders"}, false},
		"307 keeps in Python":              {307, "python", `call='order({"item": "chair", "amount": 2})'`, []string{"POST /orders", "POST /orders"}, false},
		"308 keeps in fetch, and stays":    {308, "js", `call='invoice({customer: 42, amount: "99.00"})'`, []string{"POST /v1/invoices", "POST /v2/invoices", "POST /v2/invoices"}, false},
		"308 keeps in curl":                {308, "sh", ``, []string{"POST /v1/invoices", "POST /v2/invoices"}, false},
		"308 keeps in Go, and stays":       {308, "go", `given='c := new(Client); send := func() (*http.Response, error) { return c.Post(ctx, "https://api.example.com/v1/invoices", []byte("{\"customer\":42,\"amount\":\"99.00\"}")) }; frame.Must(send())' call="send()"`, []string{"POST /v1/invoices", "POST /v2/invoices", "POST /v2/invoices"}, false},
		"308 keeps in Python, and stays":   {308, "python", `call='for _ in range(2): post("https://api.example.com/v1/invoices", {"customer": 42, "amount": "99.00"})'`, []string{"POST /v1/invoices", "POST /v2/invoices", "POST /v2/invoices"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := oneOf(t, c.code, c.lang, attributes(c.lang, c.with))
			log, out := play(t, s, stepsOf(s.Entry))
			var got []string
			for _, r := range log {
				got = append(got, r.method+" "+r.target)
				if sent := len(r.content) > 0; sent != (r.method == "POST") {
					t.Errorf("%s has content: %t", r, sent)
				}
			}
			if !slices.Equal(got, c.want) || out.failed != c.fails {
				t.Errorf("it sent %s; failed: %t: %s", strings.Join(got, ", "), out.failed, clip(out.said))
			}
		})
	}
}

// TestLoopsEnd: a server that gives the same answer for ever is left alone
// after a few requests. The times are those of the sample's own clock.
func TestLoopsEnd(t *testing.T) {
	codes := append([]int{301, 302, 307, 308, 401, 408, 412, 419, 420, 421, 423, 425, 428, 430, 431, 440, 449, 499, 508, 524, 529, 560, 598}, waiting...)
	set := entriesOf(t, nil, codes...)
	for _, s := range clientSamples(set, "js", "go", "python") {
		t.Run(fmt.Sprintf("%d %s", s.Entry.Code.Value, s.Block.Lang), func(t *testing.T) {
			t.Parallel()
			log, out := play(t, s, forEver(s))
			// A browser's own limit of redirects is 20 (Fetch Standard).
			limit := 6
			switch s.Entry.Code.Value {
			case 301, 302, 307, 308:
				limit = 21
			case 502: // as many as half a minute has room for
				limit = 12
			}
			if len(log) == 0 || len(log) > limit {
				t.Errorf("it sent %s", requests(log))
			}
			if out.took > 2*time.Hour {
				t.Errorf("it took %s", out.took)
			}
		})
	}
}

// forEver leaves of an example what has the code, and what the sample asks
// besides; redirects lead back to where they come from.
func forEver(s *Sample) []*step {
	code := s.Entry.Code.Value
	steps := slices.DeleteFunc(stepsOf(s.Entry), func(st *step) bool {
		return st.status() != code && st.method != "GET" || st.status() < 300
	})
	if code == 412 || code == 428 { // they read before they write again
		for _, st := range stepsOf(s.Entry) {
			if st.method == "GET" && st.status() == 200 {
				steps = append(steps, st)
			}
		}
	}
	for _, st := range steps {
		if code < 400 && st.final != nil {
			st.final.raw = location.ReplaceAll(st.final.raw, []byte("\r\nLocation: "+strings.ReplaceAll(st.target, "$", "$$")))
		}
	}
	return steps
}

var location = regexp.MustCompile(`\r\nLocation: [^\r]*`)

// TestCurlLoopsEnd: the same with curl, where waits are real.
func TestCurlLoopsEnd(t *testing.T) {
	for _, code := range []int{301, 307, 308, 401, 408, 412, 425, 440, 503, 520, 525} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			t.Parallel()
			s := oneOf(t, code, "sh", nil)
			log, out := play(t, s, forEver(s))
			if len(log) == 0 || len(log) > 6 {
				t.Errorf("it sent %s: %s", requests(log), clip(out.said))
			}
		})
	}
}
