package serve

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"statuswiki/internal/diag"
)

func TestNegotiate(t *testing.T) {
	for in, want := range map[string]coding{
		"":                           identity,
		"br":                         brotlied,
		"gzip":                       gzipped,
		"x-gzip":                     gzipped,
		"gzip, br":                   brotlied,
		"gzip;q=1.0, br;q=0.9":       gzipped,
		"gzip;q=0.001":               gzipped,
		"gzip;q=0":                   identity,
		"gzip;q=0.000":               identity,
		"br;q=0, gzip;q=0":           identity,
		"*":                          brotlied,
		"*;q=0":                      identity,
		"*;q=0, gzip":                gzipped,
		"br;q=0, *":                  gzipped,
		"identity":                   identity,
		"identity;q=0":               identity,
		"identity;q=0, gzip;q=0.1":   gzipped,
		"identity;q=0.5, gzip;q=0.4": identity,
		"identity;q=0.5, gzip;q=0.5": gzipped,
		"identity, *;q=0.5":          identity,
		"gzip ; q=0.5 , br ; q=0.4":  gzipped,
		"GZIP":                       gzipped,
		"gzip;q=2":                   identity,
		"gzip;q=1.001":               identity,
		"gzip;q=0.0001":              identity,
		"gzip;q=":                    identity,
		"gzip;q=-1":                  identity,
		"gzip;q=.5":                  identity,
		"gzip;x=1":                   identity,
		"gzip;q=1.":                  gzipped,
		"br;q=x, gzip":               gzipped,
		",,gzip,":                    gzipped,
		"brotli, gzipped":            identity,
		"deflate, zstd":              identity,
		"br\t;q=1":                   brotlied,
		"gzip, deflate, br, zstd":    brotlied,
	} {
		if got := negotiate([]string{in}); got != want {
			t.Errorf("%q: got %v, want %v", in, got, want)
		}
	}
	if got := negotiate(nil); got != identity {
		t.Error("without a field:", got)
	}
	if got := negotiate([]string{"gzip;q=0.5", "br;q=0.2"}); got != gzipped {
		t.Error("two fields:", got)
	}
	if n := testing.AllocsPerRun(100, func() { negotiate([]string{"gzip, deflate, br;q=0.9, zstd"}) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestNoneMatch(t *testing.T) {
	for in, want := range map[string]bool{
		`"a"`: true, `W/"a"`: true, `"b", "a"`: true, `"b","a"`: true, `"b" , W/"a"`: true, `*`: true, ` * `: true, `, "a"`: true, `"a",`: true,
		``: false, `"b"`: false, `a`: false, `"a`: false, `"A"`: false, `"a-br"`: false, `"b, "a"`: false, `"b", *`: false, `w/"a"`: false, `"x,\"a\""`: false,
	} {
		if got := noneMatch([]string{in}, `"a"`); got != want {
			t.Errorf("%s: got %v, want %v", in, got, want)
		}
	}
}

func TestHostName(t *testing.T) {
	for in, want := range map[string]string{
		"localhost": "localhost", "LOCALHOST:80": "localhost", "a.b.": "a.b", "127.0.0.1:8401": "127.0.0.1",
		"[::1]": "::1", "[::1]:80": "::1", "[0:0::1]:80": "::1", "[fe80::1%25eth0]": "fe80::1", "a:": "a",
		"": "", ":80": "", "[::1": "", "::1": "", "[::1]x": "", "[127.0.0.1]": "", "a:b": "", "a:123456": "", "a:80:80": "", "a b": "", "a/b": "", "a@b": "", `a\b`: "", ".": "",
	} {
		if got, ok := hostName(in); got != want || ok != (want != "") {
			t.Errorf("%q: got %q %v, want %q", in, got, ok, want)
		}
	}
}

func TestAllowHosts(t *testing.T) {
	h, err := newHostRules([]string{"Wiki.Example.", "10.1.2.3", "::2", "[::3]:99"}, "0.0.0.0:8401")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"wiki.example", "10.1.2.3", "::2", "::3", "localhost"} {
		if !h.names[name] {
			t.Errorf("%s is not allowed", name)
		}
	}
	if h.names["0.0.0.0"] {
		t.Error("the address for all interfaces is no name")
	}
	if _, err := newHostRules([]string{"http://wiki.example/"}, "127.0.0.1:1"); err == nil || !strings.Contains(err.Error(), "no host name") {
		t.Error("a URL is taken for a host:", err)
	}
}

func TestPassedOver(t *testing.T) {
	for name, want := range map[string]bool{
		".401.md.swp": true, ".401.md.swo": true, ".401.md.swx": true, "401.md~": true, "4913": true, ".#401.md": true, "#401.md#": true, ".git": true,
		"401.md": false, "404.svg": false, ".well-known": false, "x.swf": false, "#": false, "a#b": false, "491": false, ".swift": false,
	} {
		if passedOver(name) != want {
			t.Errorf("%q: got %v", name, !want)
		}
	}
}

func TestInject(t *testing.T) {
	const tag = tagStart + "x" + tagEnd
	for in, want := range map[string]string{
		"<body>a</body></html>":      "<body>a" + tag + "</body></html>",
		"<p>a":                       "<p>a" + tag,
		"a</BODY >b":                 "a" + tag + "</BODY >b",
		"<pre></body></pre>b</body>": "<pre></body></pre>b" + tag + "</body>",
		"":                           tag,
		"</body":                     "</body" + tag,
	} {
		if got := string(inject([]byte(in), `"x"`)); got != want {
			t.Errorf("%q: got %q", in, got)
		}
	}
}

// A rebuild keeps what it did not change, codings included.
func TestSnapshotKeeps(t *testing.T) {
	files := testFiles()
	one, changed := newSnapshot(newSite(t, files), nil, true)
	if len(changed) != len(files) {
		t.Errorf("at first everything is new: %v", changed)
	}
	br := one.at("/401/").form(brotlied)
	if br.etag == one.at("/401/").form(identity).etag || len(br.body) == 0 {
		t.Error("no coding of its own")
	}
	files["404/index.html"] = testPage("404", "changed")
	delete(files, "static/noindex.txt")
	files["new/index.html"] = "new"
	two, changed := newSnapshot(newSite(t, files), one, true)
	if got := strings.Join(changed, " "); got != "/404/ /new/ /static/noindex.txt" {
		t.Errorf("changed: %s", got)
	}
	if two.at("/401/").form(brotlied) != br {
		t.Error("what did not change was compressed again")
	}
	if two.id == one.id {
		t.Error("another site has the same id")
	}
	three, changed := newSnapshot(newSite(t, testFiles()), two, true)
	if three.id != one.id || len(changed) != 3 {
		t.Error("the same site has another id", changed)
	}
}

// An answer costs nothing beyond what net/http itself allocates.
func TestAllocations(t *testing.T) {
	hosts, err := newHostRules(nil, "127.0.0.1:8401")
	if err != nil {
		t.Fatal(err)
	}
	h := &handler{hosts: hosts}
	snap, _ := newSnapshot(newSite(t, testFiles()), nil, false)
	h.snap.Store(snap)
	r := httptest.NewRequest("GET", "http://localhost:8401/401/", nil)
	r.Header.Set("Accept-Encoding", "gzip, deflate, br")
	w := &nullWriter{header: make(http.Header)}
	if n := testing.AllocsPerRun(1000, func() { h.ServeHTTP(w, r) }); n > 0 {
		t.Errorf("%v allocations for a page", n)
	}
	if w.code != 200 || w.header.Get("Content-Encoding") != "br" {
		t.Error(w.code, w.header)
	}
	r.Header.Set("If-None-Match", w.header.Get("Etag"))
	if n := testing.AllocsPerRun(1000, func() { h.ServeHTTP(w, r) }); n > 0 || w.code != 304 {
		t.Errorf("%v allocations for a %d", n, w.code)
	}
}

type nullWriter struct {
	header http.Header
	code   int
}

func (w *nullWriter) Header() http.Header         { return w.header }
func (w *nullWriter) WriteHeader(code int)        { w.code = code }
func (w *nullWriter) Write(p []byte) (int, error) { return len(p), nil }

func TestReport(t *testing.T) {
	var found []diag.Finding
	for range 60 {
		found = append(found, diag.Finding{Level: diag.Warning, Text: "w"})
	}
	found = append(found, diag.Finding{Level: diag.Error, Text: "<script>"})
	out, more := report(diag.Printer{}, found)
	if len(out) != maxFindings || more != 11 || out[0].Text != "<script>" {
		t.Error("errors first, and no more than that:", len(out), more, out[0])
	}
	if page := string(failingPage(out, more).form(identity).body); strings.Contains(page, "<script>") || !strings.Contains(page, "&lt;script&gt;") {
		t.Error("a finding is markup in the page")
	}
}
