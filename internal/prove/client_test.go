package prove

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"statuswiki/internal/entry"
)

// folder is a temporary folder. That of a Go program may not be in one whose
// name is the test's: it is long.
func folder(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// entriesOf loads the entries with the codes as they stand in the content, but
// for what change makes of their text.
func entriesOf(t testing.TB, change func(string) string, codes ...int) *entry.Set {
	t.Helper()
	content := fstest.MapFS{}
	for _, code := range codes {
		name := "codes/" + strconv.Itoa(code) + ".md"
		text, err := os.ReadFile(filepath.Join("..", "..", "content", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		if change != nil {
			text = []byte(change(string(text)))
		}
		content[name] = &fstest.MapFile{Data: text}
	}
	set, _, err := entry.Load(content, "content", nil)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// clientSamples returns the client samples of a set in the languages.
func clientSamples(set *entry.Set, langs ...string) []*Sample {
	return slices.DeleteFunc(Samples(set), func(s *Sample) bool {
		return s.Section != "handling" || !slices.Contains(langs, s.Block.Lang)
	})
}

// attributes replaces those of the client samples in a language.
func attributes(lang, with string) func(string) string {
	fence := regexp.MustCompile("(?m)^```" + lang + `( .*)?$`)
	return func(text string) string {
		at := strings.Index(text, "\n## Handling it")
		return text[:at] + fence.ReplaceAllString(text[at:], strings.ReplaceAll(strings.TrimSpace("```"+lang+" "+with), "$", "$$"))
	}
}

// play runs a client sample against steps, and returns what came.
func play(t testing.TB, s *Sample, steps []*step) ([]*asked, outcome) {
	t.Helper()
	use, err := s.Block.Use()
	if err != nil {
		t.Fatal(err)
	}
	c := s.runner().(*client)
	if _, err := c.Program(t.Context()); err != nil {
		missing(t, err)
	}
	log, out, err := c.run(t.Context(), folder(t), s, use, steps)
	if err != nil {
		missing(t, err)
	}
	return log, out
}

// missing skips a test whose program is not there, and fails it in CI.
func missing(t testing.TB, err error) {
	t.Helper()
	if isMissing(err) && os.Getenv("CI") != "true" {
		t.Skip(err)
	}
	t.Fatal(err)
}

// proof runs a sample that was made for the test.
func proof(t testing.TB, s *Sample) error {
	t.Helper()
	r := s.runner()
	if _, err := r.Program(t.Context()); err != nil {
		missing(t, err)
	}
	return r.Prove(context.WithoutCancel(t.Context()), folder(t), s)
}

const shop = `---
code: 503
name: Service Unavailable
---

## HTTP example

### A full queue {#queue}

` + "```http request" + `
GET /stock HTTP/1.1
Host: api.example.com

` + "```\n\n```http response" + `
HTTP/1.1 503 Service Unavailable
Date: Sat, 21 Nov 2026 20:00:03 GMT
Retry-After: 2
Content-Length: 4

Busy
` + "```\n\n```http request" + `
GET /stock HTTP/1.1
Host: api.example.com

` + "```\n\n```http response" + `
HTTP/1.1 200 OK
Content-Length: 2

12
` + "```\n\n" + `## Handling it

Wait.

### Client

`

// wrong returns the one sample of an entry whose client is the one given.
func wrong(t testing.TB, fence, sample string) *Sample {
	t.Helper()
	content := fstest.MapFS{"codes/503.md": {Data: []byte(shop + "```" + fence + "\n" + sample + "\n```\n")}}
	set, _, err := entry.Load(content, "content", nil)
	if err != nil {
		t.Fatal(err)
	}
	samples := Samples(set)
	if len(samples) != 1 {
		t.Fatalf("%d samples", len(samples))
	}
	return samples[0]
}

// TestWrongClients: a client that is wrong is not proven, and the reason says
// what is wrong with it.
func TestWrongClients(t *testing.T) {
	const stock = "https://api.example.com/stock"
	for name, c := range map[string]struct{ fence, sample, want string }{
		"no program":     {"js", "const =", "it failed after no request: "},
		"gives up":       {"js", `await fetch("` + stock + `");`, "it sent 1 request (GET /stock: 503), and 2 are right"},
		"does not wait":  {"js", `await fetch("` + stock + `"); await fetch("` + stock + `");`, "it was told to wait for 2s in all"},
		"goes on":        {"js", `for (let n = 0; n < 3; n++) { await fetch("` + stock + `"); await new Promise(r => setTimeout(r, 3000)); }`, "it sent 3 requests"},
		"elsewhere":      {"js", `await fetch("https://api.example.com/stocks");`, "the example shows no GET api.example.com/stocks"},
		"another host":   {"js", `await fetch("https://api.example.net/stock");`, "the example shows no GET api.example.net/stock"},
		"throws":         {"js", `throw new Error("of no use");`, "of no use"},
		"should fail":    {`js fails="busy"`, `await fetch("` + stock + `");`, `it should have failed with "busy", and did not`},
		"fails":          {`js fails="busy"`, `await fetch("` + stock + `"); throw new Error("no idea");`, `it should have failed with "busy", and said`},
		"not called":     {"js", `async function f() { return fetch("` + stock + `"); }`, "it sent no request"},
		"curl gives up":  {"sh", "curl -sS -f " + stock, "exit 22"},
		"curl by itself": {"sh", "curl -sS " + stock + "; curl -sS " + stock, "it was told to wait for 2s"},
		"Python":         {"python", "import requests\nrequests.get('" + stock + "').raise_for_status()", "503 Server Error"},
		"Python sleeps":  {"python", "import requests, time\nrequests.get('" + stock + "')\ntime.sleep(1.5)\nrequests.get('" + stock + "')", "it was told to wait for 2s in all, and took 1."},
		"Go compiles":    {`go call="get()"`, "func get() error { return 7 }", "it does not compile: "},
		"Go is called":   {"go", "func get() error { return nil }", "nothing calls it"},
		"Go gives up":    {`go call="get()"`, `func get() (*http.Response, error) { return http.Get("` + stock + `") }`, "and 2 are right"},
		"Go panics":      {`go call="get()"`, `func get() error { panic("no idea") }`, "panic: no idea"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := proof(t, wrong(t, c.fence, c.sample))
			if err == nil {
				t.Fatal("it is proven")
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("the reason is %q, without %q", err, c.want)
			}
		})
	}
}

// TestRightClients: the same, with clients that are right.
func TestRightClients(t *testing.T) {
	const stock = "https://api.example.com/stock"
	for name, c := range map[string]struct{ fence, sample string }{
		"fetch":  {"js", `await fetch("` + stock + `"); await new Promise(r => setTimeout(r, 2000)); await fetch("` + stock + `");`},
		"sh":     {"sh", "curl -sS " + stock + "; sleep 2; curl -sS " + stock},
		"curl":   {"sh", "curl -sS --retry 1 " + stock},
		"Python": {"python", "import time, requests\nrequests.get('" + stock + "')\ntime.sleep(2)\nrequests.get('" + stock + "')"},
		"Go":     {`go call="get()"`, `func get() (*http.Response, error) { http.Get("` + stock + `"); time.Sleep(2*time.Second); return http.Get("` + stock + `") }`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := proof(t, wrong(t, c.fence, c.sample)); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestClients proves the samples of some entries, of each kind. The command
// proves the others.
func TestClients(t *testing.T) {
	seen := map[string]bool{}
	set := entriesOf(t, nil, 100, 304, 401, 407, 411, 413, 426, 505)
	for _, s := range clientSamples(set, "sh", "js", "go", "python") {
		seen[s.runner().Name()] = true
		t.Run(s.Entry.Code.String()+"/"+s.Anchor, func(t *testing.T) {
			t.Parallel()
			if r := one(t, s); r.State != Proven {
				t.Error(r)
			}
		})
	}
	for _, name := range []string{"chromium", "curl", "fetch", "go", "python"} {
		if !seen[name] {
			t.Errorf("no sample for %s was run", name)
		}
	}
}

// TestSteps: each request of an example is one step with its answer, whoever
// else was asked in between.
func TestSteps(t *testing.T) {
	set := entriesOf(t, nil, 502, 104, 407)
	var got []string
	for _, e := range set.Entries {
		for _, s := range stepsOf(e) {
			line := e.Code.String() + " " + s.method + " " + s.host + " " + s.target
			for _, a := range s.interim {
				line += " " + strconv.Itoa(a.status)
			}
			got = append(got, line+" "+strconv.Itoa(s.status()))
		}
	}
	want := []string{
		"104 POST media.example.com /recordings 104 104 201",
		"104 HEAD media.example.com /uploads/b53 204",
		"104 PATCH media.example.com /uploads/b53 201",
		"407 GET mirror.example.com http://mirror.example.com/debian/dists/stable/InRelease 407",
		"407 GET mirror.example.com http://mirror.example.com/debian/dists/stable/InRelease 200",
		"407 CONNECT api.example.com /",
		"502 GET shop.example.com /cart 502",
		"502 GET shop.example.com /cart 200",
		"502 GET shop.example.com /account 502",
		"502 GET shop.example.com /account 200",
	}
	got = slices.DeleteFunc(got, func(s string) bool { return strings.Contains(s, "CONNECT") })
	want = slices.DeleteFunc(want, func(s string) bool { return strings.Contains(s, "CONNECT") })
	if !slices.Equal(got, want) {
		t.Errorf("steps:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestSameContent(t *testing.T) {
	for pair, want := range maps.All(map[[2]string]bool{
		{`{"a":1,"b":[2]}`, `{ "b": [2], "a": 1 }`}: true,
		{`{"a":1}`, `{"a":2}`}:                      false,
		{"room=12&nights=2", "nights=2&room=12"}:    true,
		{"room=12", "room=13"}:                      false,
		{"text\n", "text"}:                          true,
		{"text", "Text"}:                            false,
		{"", ""}:                                    true,
	}) {
		if got := sameContent([]byte(pair[0]), []byte(pair[1])); got != want {
			t.Errorf("%q and %q: %t", pair[0], pair[1], got)
		}
	}
}

// TestClock: the sample's clock is that of the example that it runs.
func TestClock(t *testing.T) {
	steps := stepsOf(entriesOf(t, nil, 503).Entries[0])
	if got := clock(steps, `fetch("https://shop.example.com/sale")`); !got.Equal(time.Date(2026, 11, 22, 2, 0, 10, 0, time.UTC)) {
		t.Errorf("the clock of /sale is %s", got)
	}
}
