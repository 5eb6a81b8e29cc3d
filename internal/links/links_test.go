package links

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"statuswiki/internal/diag"
)

// friday is the time at which tests take place.
var friday = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// host is a server that remembers what it was asked.
type host struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string // method and path
}

func serve(t *testing.T, h http.HandlerFunc) *host {
	t.Helper()
	s := &host{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r.Method+" "+r.URL.RequestURI())
		s.mu.Unlock()
		h(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// was returns what the server was asked since the last call.
func (s *host) was() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := strings.Join(s.asked, ", ")
	s.asked = nil
	return out
}

// options are those of most tests: loopback is allowed, time stands still, and
// nobody waits.
func options() Options {
	return Options{
		Agent: "statuswiki-linkcheck (+https://git.example.com/you/wiki)", Private: true, Pause: time.Second, Now: func() time.Time { return friday },
		Wait: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	}
}

// at makes links of addresses, each in a line of its own.
func at(urls ...string) []Link {
	var out []Link
	for i, u := range urls {
		out = append(out, Link{URL: u, Pos: diag.Pos{File: "a.md", Line: i + 1, Col: 2}})
	}
	return out
}

// said writes findings with their hints, the server's address as HOST.
func said(r Report, s *host) string {
	var b strings.Builder
	for _, f := range r.Findings.Sorted() {
		fmt.Fprintf(&b, "%s (%s)\n", f, f.Hint)
	}
	return strings.ReplaceAll(b.String(), s.URL, "HOST")
}

const page = `<!doctype html><title>x</title><a name=old></a><h2 id="new">New</h2><p id="user-content-git">g<p id="größe">`

// site answers as the path says: /404 with 404, /301/x with a redirect to /x,
// /page with a page.
func site(w http.ResponseWriter, r *http.Request) {
	first, rest, more := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	code, err := strconv.Atoi(first)
	switch {
	case err == nil && code >= 300 && code < 400 && more:
		if rest == "ftp" {
			rest = "/ftp://127.0.0.1/"
		}
		w.Header().Set("Location", strings.TrimPrefix("/"+rest, "//"))
		w.WriteHeader(code)
	case err == nil:
		w.WriteHeader(code)
	case first == "nohead" && r.Method == http.MethodHead:
		w.WriteHeader(http.StatusMethodNotAllowed)
	case first == "badhead" && r.Method == http.MethodHead:
		w.WriteHeader(http.StatusNotFound)
	case first == "round":
		http.Redirect(w, r, "/round", http.StatusFound)
	case first == "n":
		n, _ := strconv.Atoi(rest)
		http.Redirect(w, r, fmt.Sprintf("/n/%d", n+1), http.StatusFound)
	case first == "close":
		panic(http.ErrAbortHandler)
	case first == "silent":
		<-r.Context().Done()
	case first == "text":
		w.Header().Set("Content-Type", "text/plain")
		_, _ = io.WriteString(w, page)
	case first == "short":
		w.Header().Set("Content-Length", "100000")
		_, _ = io.WriteString(w, page)
	case first == "huge":
		w.Header().Set("Content-Type", "text/html")
		block := []byte(page + strings.Repeat("<p>x", 16<<10))
		for n := 0; n < 2*maxBytes; n += len(block) {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	default:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, page)
	}
}

func TestCheck(t *testing.T) {
	s := serve(t, site)
	opt := options()
	for path, want := range map[string]struct{ asked, said string }{
		"/page":         {"HEAD /page", ""},
		"/204":          {"HEAD /204", ""},
		"/300":          {"HEAD /300", ""},
		"/404":          {"HEAD /404, GET /404", "a.md:1:2: error: HOST/404 answers 404 Not Found [dead-link] (find where it went, or an archived copy, or leave it out)\n"},
		"/410":          {"HEAD /410, GET /410", "a.md:1:2: error: HOST/410 answers 410 Gone [dead-link] (find where it went, or an archived copy, or leave it out)\n"},
		"/500":          {"HEAD /500, GET /500", "a.md:1:2: warning: HOST/500 answers 500 Internal Server Error [dead-link] (look again later, or find another source)\n"},
		"/400":          {"HEAD /400, GET /400", "a.md:1:2: warning: HOST/400 answers 400 Bad Request [dead-link] (look again later, or find another source)\n"},
		"/304":          {"HEAD /304", "a.md:1:2: warning: HOST/304 answers 304 Not Modified [dead-link] (look again later, or find another source)\n"},
		"/403":          {"HEAD /403, GET /403", "a.md:1:2: info: HOST/403 answers 403 Forbidden [dead-link] (it may do so for programs alone; look yourself)\n"},
		"/999":          {"HEAD /999, GET /999", "a.md:1:2: info: HOST/999 answers 999 [dead-link] (it may do so for programs alone; look yourself)\n"},
		"/nohead":       {"HEAD /nohead, GET /nohead", ""},
		"/badhead":      {"HEAD /badhead, GET /badhead", ""},
		"/302/page":     {"HEAD /302/page, HEAD /page", ""},
		"/302/301/page": {"HEAD /302/301/page, HEAD /301/page, HEAD /page", ""},
		"/301/page":     {"HEAD /301/page, HEAD /page", "a.md:1:2: warning: HOST/301/page has moved for good [moved-link] (write HOST/page)\n"},
		"/301/404":      {"HEAD /301/404, HEAD /404, GET /301/404, GET /404", "a.md:1:2: error: HOST/301/404 answers 404 Not Found [dead-link] (find where it went, or an archived copy, or leave it out)\n"},
		"/301":          {"HEAD /301", "a.md:1:2: warning: HOST/301 answers 301 Moved Permanently [dead-link] (look again later, or find another source)\n"},
		"/round":        {"HEAD /round, GET /round", "a.md:1:2: warning: HOST/round redirects in a circle [dead-link] (look again later, or find another source)\n"},
		"/301/ftp":      {"HEAD /301/ftp, GET /301/ftp", "a.md:1:2: warning: HOST/301/ftp redirects to something that is no web address [dead-link] (look again later, or find another source)\n"},
		"/close":        {"HEAD /close, GET /close", "a.md:1:2: warning: HOST/close closes the connection without an answer [dead-link] (look again later, or find another source)\n"},
		"/page#new":     {"GET /page", ""},
		"/page#old":     {"GET /page", ""},
		"/page#git":     {"GET /page", ""},
		"/page#gone":    {"GET /page", "a.md:1:2: warning: HOST/page has no place #gone [dead-fragment] (look for where it went; without a fragment the link leads to the page as a whole)\n"},

		"/308/301/page":         {"HEAD /308/301/page, HEAD /301/page, HEAD /page", "a.md:1:2: warning: HOST/308/301/page has moved for good [moved-link] (write HOST/page)\n"},
		"/308/302/page":         {"HEAD /308/302/page, HEAD /302/page, HEAD /page", "a.md:1:2: warning: HOST/308/302/page has moved for good [moved-link] (write HOST/302/page)\n"},
		"/301/page#new":         {"GET /301/page, GET /page", "a.md:1:2: warning: HOST/301/page has moved for good [moved-link] (write HOST/page#new)\n"},
		"/page#gr%C3%B6%C3%9Fe": {"GET /page", ""},
		"/page#:~:text=New":     {"HEAD /page", ""},
		"/page#top":             {"HEAD /page", ""},
		"/page#/route":          {"HEAD /page", ""},
		"/text#gone":            {"GET /text", ""},
		"/short#gone":           {"GET /short", ""},
		"/404#gone":             {"GET /404", "a.md:1:2: error: HOST/404 answers 404 Not Found [dead-link] (find where it went, or an archived copy, or leave it out)\n"},
		"/huge#new":             {"GET /huge", ""},
		"/huge#gone":            {"GET /huge", ""},
	} {
		t.Run(path, func(t *testing.T) {
			report := Check(t.Context(), at(s.URL+path), opt)
			if got := said(report, s); got != want.said || report.Asked != 1 || report.Left != 0 {
				t.Errorf("said %s, of %+v", got, report)
			}
			if got := s.was(); got != want.asked {
				t.Errorf("asked %s, not %s", got, want.asked)
			}
		})
	}
	many := Check(t.Context(), at(s.URL+"/n/0"), opt)
	if got := said(many, s); !strings.Contains(got, "HOST/n/0 redirects more than 10 times") {
		t.Error(got)
	}
	if got := s.was(); !strings.HasSuffix(got, "GET /n/10") {
		t.Error(got)
	}
}

// One address is asked once, however many links lead there, and each of them is
// reported.
func TestOnce(t *testing.T) {
	s := serve(t, site)
	links := at(s.URL+"/page#new", s.URL+"/page#gone", s.URL+"/page", strings.ToUpper(s.URL[:4])+s.URL[4:]+"/page#gone", s.URL+"/404", s.URL+"/404",
		"https://www.example.com/", "http://a.test", "mailto:a@b", "http://", "::", s.URL)
	report := Check(t.Context(), links, options())
	if got := s.was(); got != "GET /page, HEAD /404, GET /404, HEAD /" {
		t.Errorf("asked %s", got)
	}
	var places []string
	for _, f := range report.Findings.Sorted() {
		places = append(places, f.Pos.String()+" "+f.Rule)
	}
	if want := []string{"a.md:2:2 dead-fragment", "a.md:4:2 dead-fragment", "a.md:5:2 dead-link", "a.md:6:2 dead-link"}; !slices.Equal(places, want) {
		t.Errorf("found %q", places)
	}
}

// Faults below HTTP have words of their own, without ports and addresses.
func TestFaults(t *testing.T) {
	s := serve(t, site)
	opt := options()
	secure := httptest.NewUnstartedServer(http.HandlerFunc(site))
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	t.Cleanup(secure.Close)
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := "http://" + gone.Addr().String()
	if err := gone.Close(); err != nil {
		t.Fatal(err)
	}
	opt.Request = 200 * time.Millisecond // of which nothing is asserted but that it ends
	for url, want := range map[string]string{
		s.URL + "/silent": "does not answer in time", closed: "refuses connections",
		strings.Replace(s.URL, "http:", "https:", 1): "fails at TLS",
	} {
		if got := said(Check(t.Context(), at(url), opt), s); !strings.Contains(got, want+" [dead-link]") || !strings.Contains(got, ": warning: ") {
			t.Errorf("%s: %s", url, got)
		}
	}
	opt.Request = time.Minute
	if got := said(Check(t.Context(), at(secure.URL), opt), s); !strings.Contains(got, "has a certificate of an authority that nobody knows [dead-link]") {
		t.Error(got)
	}
}

// A host that is silent twice is not waited for again; one that answers in
// between is.
func TestGivenUp(t *testing.T) {
	s := serve(t, site)
	opt := options()
	opt.Request = 100 * time.Millisecond // of which nothing is asserted but that it ends
	report := Check(t.Context(), at(s.URL+"/silent/a", s.URL+"/silent/b", s.URL+"/silent/c"), opt)
	if got := s.was(); got != "HEAD /silent/a, GET /silent/a" {
		t.Errorf("asked %s", got)
	}
	if n := strings.Count(said(report, s), "does not answer in time"); n != 3 || report.Asked != 3 {
		t.Errorf("%d findings, %+v", n, report)
	}
	Check(t.Context(), at(s.URL+"/silent/a#x", s.URL+"/page", s.URL+"/silent/b#x", s.URL+"/204"), opt)
	if got := s.was(); got != "GET /silent/a, HEAD /page, GET /silent/b, HEAD /204" {
		t.Errorf("asked %s", got)
	}
}

// A redirect that brings a password along does not make us send it.
func TestRedirectWithPassword(t *testing.T) {
	var got []string
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r.URL.Path+r.Header.Get("Authorization"))
		if r.URL.Path == "/a" {
			http.Redirect(w, r, "http://user:secret@"+r.Host+"/b", http.StatusFound)
		}
	})
	report := Check(t.Context(), at(s.URL+"/a"), options())
	if fmt.Sprint(got) != "[/a /b]" || report.Findings.Len() != 0 {
		t.Error(got, said(report, s))
	}
}

func TestAgent(t *testing.T) {
	var got http.Header
	s := serve(t, func(_ http.ResponseWriter, r *http.Request) { got = r.Header })
	Check(t.Context(), at(s.URL), options())
	if got.Get("User-Agent") != "statuswiki-linkcheck (+https://git.example.com/you/wiki)" || got.Get("Cookie") != "" || got.Get("Referer") != "" {
		t.Error(got)
	}
}
