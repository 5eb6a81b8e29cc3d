package try

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// Every number is answered, with the status it asks for where that can be
// asked for so plainly, and no connection hangs or breaks.
func TestEveryNumber(t *testing.T) {
	_, addr := start(t)
	other := map[int]int{101: 426, 206: 200, 304: 200}
	for code := 0; code < 1100; code++ {
		want := code
		switch {
		case code < 100 || code > 599:
			want = 400
		case other[code] != 0:
			want = other[code]
		case code < 200:
			want = 200
		}
		for _, method := range []string{"GET", "HEAD", "POST", "BREW"} {
			resp, body := ask(t, addr, method, fmt.Sprintf("/try/%d", code))
			mark := fmt.Sprint(code)
			if want == 400 && code != 400 {
				mark = "none"
			}
			if resp.StatusCode != want || resp.Header.Get(Mark) != mark {
				t.Fatalf("%s /try/%d: %s, %s %q", method, code, resp.Status, Mark, resp.Header.Get(Mark))
			}
			empty := method == "HEAD" || want == 204 || want == 205 || want == 304 || code == 463
			if (body == "") != empty {
				t.Errorf("%s /try/%d: content %q", method, code, body)
			}
			if mark == "none" && body != "" && !strings.Contains(body, "/try/401") {
				t.Errorf("%s /try/%d does not say what is possible: %q", method, code, body)
			}
		}
	}
}

func TestWhatIsNotPossible(t *testing.T) {
	_, addr := start(t)
	for target, want := range map[string]string{
		"/try/abc": "a number from 100 to 599", "/try/0401": "a number", "/try/+401": "a number", "/try/40": "a number",
		"/try/401.0": "a number", "/try//401": "a number", "/try/401//": "a number", "/try/401/more": "a number", "/try/%2F401": "a number",
		"/try/%F0%9D%9F%9C01": "a number", "/try/-40": "a number", "/try/": "a number", "/elsewhere/401": "a number",
		"/try/200?delay=31s": "at most 30s", "/try/200?delay=30001": "at most 30s", "/try/200?delay=-1s": "at most 30s", "/try/200?delay=": "a duration",
		"/try/200?delay=soon": "a duration", "/try/200?delay=1e9h": "a duration", "/try/200?delay=99999999999999999999": "a duration",
		"/try/302?redirect=21": "at most 20", "/try/302?redirect=-1": "at most 20", "/try/302?redirect=x": "at most 20",
		"/try/200?redirect=1": "not for 200", "/try/304?redirect=1": "not for 304",
		"/try/200?body=" + strings.Repeat("x", MaxBody+1): "at most 65536", "/try/204?body=x": "no content", "/try/103?body=x": "no content",
		"/try/200?body=x&type=html": "a media type", "/try/200?body=x&type=a/b%0d%0aX:y": "a media type", "/try/200?type=text/html": "not there",
		"/try/401?scheme=ntlm": "basic, bearer or digest", "/try/403?scheme=basic": "not for 403",
		"/try/200?body=%zz": "cannot be read",
	} {
		resp, body := ask(t, addr, "GET", target)
		if resp.StatusCode != 400 || resp.Header.Get(Mark) != "none" || !strings.Contains(body, want) || !strings.Contains(body, "What is possible") {
			t.Errorf("%.60s: %s %q", target, resp.Status, body)
		}
		if resp.Header.Get("X") != "" {
			t.Errorf("%s: a field was smuggled in", target)
		}
	}
	// What a client adds of its own does no harm, and a slash at the end is a habit.
	for _, target := range []string{"/try/503?_=17;x&page=2", "/try/503/", "/try/5%303"} {
		if resp, body := ask(t, addr, "GET", target); resp.StatusCode != 503 || body != "Busy" {
			t.Errorf("%s: %s %q", target, resp.Status, body)
		}
	}
}

// Examples come as they are, less what is the server's.
func TestExamples(t *testing.T) {
	_, addr := start(t)
	const ours = "Statuswiki-Try: 200\r\n"
	got := wire(t, addr, "GET /try/200 HTTP/1.1", "")
	want := "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Expose-Headers: *\r\nCache-Control: no-store\r\n" +
		"Content-Length: 16\r\nContent-Security-Policy: sandbox\r\nContent-Type: application/json\r\nETag: \"obs-0900\"\r\n" + ours +
		"X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n" + `{"celsius":-3.5}`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for target, wants := range map[string][]string{
		"/try/401": {"HTTP/1.1 401 Unauthorized\r\n", "\r\nWWW-Authenticate: Bearer realm=\"orders\", error=\"invalid_token\"\r\n", "\r\n\r\n{\"title\":\"Token expired\"}"},
		"/try/405": {"\r\nAllow: GET, HEAD, POST\r\n"},
		"/try/429": {"\r\nRetry-After: 7\r\n"},
		"/try/407": {"\r\nProxy-Authenticate: Basic realm=\"try\""}, // no example: what is owed
		"/try/426": {"\r\nUpgrade: websocket\r\n"},
		"/try/412": {"HTTP/1.1 412 Precondition Failed\r\n", "Changed meanwhile"},
		// Phrases that net/http does not write.
		"/try/422": {"HTTP/1.1 422 Unprocessable Content\r\n", "\r\nContent-Length: 10\r\n\r\nTwo values"},
		"/try/463": {"HTTP/1.1 463 \r\n", "\r\nContent-Length: 0\r\n\r\n"},
		"/try/520": {"HTTP/1.1 520 <none>\r\n", "\r\nCF-RAY: 9a1f00c0ffee0001-FRA\r\n"},
		"/try/468": {"HTTP/1.1 468 \r\n", "468 is not registered. A client treats it like 400 Bad Request"},
		"/try/495": {"HTTP/1.1 495 SSL Certificate Error\r\n", "495 SSL Certificate Error. There is no response"},
		"/try/300": {"HTTP/1.1 300 Multiple Choices\r\n", "300 Multiple Choices. There is no response"},
		// What must not be sent on.
		"/try/431": {"\r\nSet-Cookie: seen=1; Max-Age=60; Path=/try/\r\n", "\r\nX-Odd: a  b\r\n"},
	} {
		got := wire(t, addr, "GET "+target+" HTTP/1.1", "")
		for _, want := range append(wants, "\r\nStatuswiki-Try: "+target[5:]+"\r\n", "\r\nCache-Control: no-store\r\n", "\r\nAccess-Control-Allow-Origin: *\r\n", "\r\nContent-Security-Policy: sandbox\r\n") {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %q in\n%s", target, want, got)
			}
		}
		for _, never := range []string{"Strict-Transport", "Clear-Site", "www.example.com", "Bad name", "keep-alive", "Domain"} {
			if strings.Contains(got, never) {
				t.Errorf("%s: %q in\n%s", target, never, got)
			}
		}
	}
}

func TestBody(t *testing.T) {
	_, addr := start(t)
	for _, c := range []struct{ target, status, mediaType, body string }{
		{"/try/401?body=hello+there", "401 Unauthorized", "text/plain; charset=utf-8", "hello there"},
		{"/try/422?body={}&type=application/json", "422 Unprocessable Content", "application/json", "{}"},
		{"/try/200?body=&type=text/html;charset=utf-8", "200 OK", "text/html; charset=utf-8", ""},
		{"/try/301?body=x", "301 Moved Permanently", "text/plain; charset=utf-8", "x"},
		{"/try/416?body=x", "416 Range Not Satisfiable", "text/plain; charset=utf-8", "x"},
		{"/try/304?body=x", "", "", ""}, // refused
		{"/try/412?body=%3Cb%3E&type=TEXT/html", "412 Precondition Failed", "text/html", "<b>"},
		{"/try/200?body=" + strings.Repeat("x", MaxBody), "200 OK", "text/plain; charset=utf-8", strings.Repeat("x", MaxBody)},
	} {
		resp, body := ask(t, addr, "GET", c.target)
		if c.status == "" {
			if resp.StatusCode != 400 {
				t.Errorf("%s: %s", c.target, resp.Status)
			}
			continue
		}
		if resp.Status != c.status || resp.Header.Get("Content-Type") != c.mediaType || body != c.body || resp.ContentLength != int64(len(c.body)) {
			t.Errorf("%.40s: %s %q %.40q", c.target, resp.Status, resp.Header.Get("Content-Type"), body)
		}
		if resp.Header.Get("Content-Security-Policy") != "sandbox" || resp.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%.40s: somebody's content can act as ours", c.target)
		}
	}
}

// A chain leads by relative addresses through so many hops to a 200.
func TestRedirects(t *testing.T) {
	_, addr := start(t)
	for _, from := range []string{"/try/302?redirect=3&body=x%26y", "/try/301/?redirect=20", "/try/308?redirect=1&delay=0", "/try/307?redirect=0"} {
		at, err := url.Parse("http://" + addr + from)
		if err != nil {
			t.Fatal(err)
		}
		asked := at.Query().Get("redirect")
		for hops := 0; ; hops++ {
			resp, body := ask(t, addr, "GET", at.RequestURI())
			if resp.StatusCode == 200 {
				if fmt.Sprint(hops) != asked || strings.Contains(from, "body") && body != "x&y" {
					t.Errorf("%s ended after %d hops with %q", from, hops, body)
				}
				break
			}
			to := resp.Header.Get("Location")
			if fmt.Sprint(resp.StatusCode) != at.Path[5:8] || strings.HasPrefix(to, "/") || strings.Contains(to, "//") || hops > 20 {
				t.Fatalf("%s: %s to %q", at, resp.Status, to)
			}
			if at, err = at.Parse(to); err != nil {
				t.Fatal(err)
			}
		}
	}
	if resp, _ := ask(t, addr, "GET", "/try/301"); resp.Header.Get("Location") != "/install/" {
		t.Errorf("without the knob the example's address stands, not %q", resp.Header.Get("Location"))
	}
}
