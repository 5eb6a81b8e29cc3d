package serve

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// Whatever path, host and fields come, the handler does not panic, does not err,
// sends nothing but files of the site and redirects nowhere but within it.
func FuzzHandler(f *testing.F) {
	for _, seed := range [][4]string{
		{"/401", "localhost", "br;q=0.5, *;q=0", `W/"x", *`},
		{"/401/index.html", "[::1]:80", "identity;q=0", "bytes=0-1,3-"},
		{"//evil.example/..%2f", "a.localhost.", "gzip;q=1.", `"`},
		{"/%2e%2e/\\", "evil:80:80", ",;=", "bytes=--"},
	} {
		f.Add(seed[0], seed[1], seed[2], seed[3])
	}
	files := testFiles()
	bodies := make(map[string]bool)
	for _, body := range files {
		bodies[body] = true
	}
	hosts, err := newHostRules(nil, "127.0.0.1:8401")
	if err != nil {
		f.Fatal(err)
	}
	h := &handler{hosts: hosts}
	snap, _ := newSnapshot(newSite(f, files), nil, false)
	h.snap.Store(snap)
	f.Fuzz(func(t *testing.T, target, host, codings, condition string) {
		u, err := url.ParseRequestURI(target)
		if err != nil {
			t.Skip()
		}
		for _, host := range []string{host, "localhost"} {
			r := httptest.NewRequest("GET", "http://localhost/", nil)
			r.URL, r.Host = u, host
			r.Header = http.Header{"Accept-Encoding": {codings}, "If-None-Match": {condition}}
			for _, field := range []string{"", "Range", "Origin", "Sec-Fetch-Site"} {
				if field != "" {
					r.Header[field] = []string{condition}
				}
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				to := w.Header().Get("Location")
				switch {
				case w.Code >= 500:
					t.Errorf("%q %q: %d", target, r.Header, w.Code)
				case w.Code == 200 && w.Header().Get("Content-Encoding") == "" && !bodies[w.Body.String()]:
					t.Errorf("%q: %q", target, w.Body)
				case to != "" && (strings.HasPrefix(to, "//") || files[strings.TrimPrefix(strings.SplitN(to, "?", 2)[0], "/")+"index.html"] == ""):
					t.Errorf("%q: redirects to %q", target, to)
				}
			}
		}
	})
}
