package cli_test

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"statuswiki/internal/cli"
	"statuswiki/internal/export"
	"statuswiki/internal/paste"
)

func TestDiagnose(t *testing.T) {
	set := content(t)
	type finding struct {
		rule      string
		line, col int
	}
	for name, c := range map[string]struct {
		text, name, page, cause string
		status                  int // 0 is null
		ill                     bool
		finding                 finding
	}{
		"no challenge":   {"$ curl -i x\nHTTP/1.1 401 Unauthorized\nDate: Sat, 21 Nov 2026 09:30:00 GMT\nContent-Length: 0\n", "Unauthorized", "/401/", "", 401, true, finding{"challenge-missing", 2, 1}},
		"expired":        {"HTTP/1.1 401 Unauthorized\nDate: Sat, 21 Nov 2026 09:30:00 GMT\nWWW-Authenticate: Bearer realm=\"x\", error=\"invalid_token\", error_description=\"The access token expired\"\nContent-Length: 0\n\n", "Unauthorized", "/401/", "/401/#expired-token", 401, false, finding{"bearer-error-meaning", 3, 0}},
		"in curl -v":     {"> GET / HTTP/1.1\n> Host: x\n>\n< HTTP/1.1 503 Service Unavailable\n< Retry-After: soon\n<\n", "Service Unavailable", "/503/", "", 503, true, finding{"retry-after-syntax", 5, 16}},
		"no status line": {"Content-Type: text/html\nRetry-After: soon\n", "", "", "", 0, true, finding{"retry-after-syntax", 2, 14}},
		"unregistered":   {"HTTP/1.1 468 Odd\nDate: Sat, 21 Nov 2026 09:30:00 GMT\n\n", "", "/400/", "", 468, false, finding{"status-unregistered", 1, 0}},
		"log line":       {`x - - [21/Nov/2026:09:30:00 +0000] "GET / HTTP/1.1" 499 0 "-" "-"`, "Client Closed Request", "/499/", "", 499, false, finding{}},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := cli.Diagnose(set, c.text, false)
			if err != nil {
				t.Fatal(err)
			}
			status := 0
			if d.Status != nil {
				status = *d.Status
			}
			if status != c.status || d.Name != c.name || d.Page != c.page || d.Ill() != c.ill {
				t.Errorf("status %d, name %q, page %q, ill %v: %+v", status, d.Name, d.Page, d.Ill(), d.Findings)
			}
			if c.cause != "" && (d.Cause == nil || d.Cause.Page != c.cause) {
				t.Errorf("cause %+v, want %s", d.Cause, c.cause)
			}
			found := c.finding.rule == ""
			for _, f := range d.Findings {
				if f.Rule == c.finding.rule && f.Line == c.finding.line && (c.finding.col == 0 || f.Column == c.finding.col) {
					found = true
				}
				if f.Severity != "info" && f.Spec == "" {
					t.Errorf("%s names no clause", f.Rule)
				}
			}
			if !found {
				t.Errorf("no %+v in %+v", c.finding, d.Findings)
			}
			for _, format := range []string{cli.Text, cli.JSON} {
				var b strings.Builder
				if err := d.Write(&b, export.Style{Width: 70}, format); err != nil {
					t.Fatal(err)
				}
				if format == cli.JSON {
					var got map[string]any
					if err := json.Unmarshal([]byte(b.String()), &got); err != nil || got["findings"] == nil {
						t.Errorf("%v %s", err, b.String())
					}
					if _, there := got["status"]; !there {
						t.Error("JSON without status")
					}
				} else if c.finding.rule != "" && !strings.Contains(b.String(), "["+c.finding.rule+"]") {
					t.Errorf("the text does not name the rule:\n%s", b.String())
				}
			}
		})
	}
	_, err := cli.Diagnose(set, "Dear support", false)
	var none *paste.NoResponse
	if !errors.As(err, &none) {
		t.Error(err)
	}
}

// server answers each connection with the next of some texts, the last one for
// ever.
func server(t *testing.T, answers ...string) (url string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	var asked atomic.Int32
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			n := int(asked.Add(1)) - 1
			buf := make([]byte, 4096)
			conn.Read(buf)
			conn.Write([]byte(answers[min(n, len(answers)-1)]))
			conn.Close()
		}
	}()
	return "http://" + l.Addr().String() + "/x"
}

func TestAsk(t *testing.T) {
	const raw = "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello"
	got, err := cli.Ask(t.Context(), cli.Request{URL: server(t, raw)})
	if err != nil || got != raw {
		t.Errorf("%v %q", err, got) // octet for octet, though net/http would refuse it
	}
	var usage *cli.UsageError
	for _, r := range []cli.Request{{URL: "ftp://x/"}, {URL: "example.com"}, {URL: "http:///x"}, {URL: "http://127.0.0.1:1/", Fields: []string{"no colon"}}, {URL: "http://127.0.0.1:1/", Method: "a b"}} {
		if _, err := cli.Ask(t.Context(), r); !errors.As(err, &usage) {
			t.Errorf("%+v: %v", r, err)
		}
	}
	if _, err := cli.Ask(t.Context(), cli.Request{URL: server(t, "")}); err == nil || !strings.Contains(err.Error(), "without a response") {
		t.Error(err)
	}
}

func TestExpectation(t *testing.T) {
	for s, met := range map[string]int{"200": 200, "2xx": 226, "5XX": 599} {
		e, err := cli.ParseExpectation(s)
		if err != nil || !e.Met(met) || e.Met(404) {
			t.Errorf("%s: %v", s, err)
		}
	}
	for _, s := range []string{"", "6xx", "xx", "20", "2000", "ok"} {
		if _, err := cli.ParseExpectation(s); err == nil {
			t.Errorf("%q was taken", s)
		}
	}
}

// TestWatch wants a line for the first answer and for each change, and the
// command to run when the expectation is left and met again.
func TestWatch(t *testing.T) {
	const ok, bad = "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 503 Busy\r\n\r\n"
	url := server(t, ok, ok, bad, bad, bad, ok)
	expect, err := cli.ParseExpectation("2xx")
	if err != nil {
		t.Fatal(err)
	}
	ran := filepath.Join(t.TempDir(), "ran")
	ctx, cancel := context.WithCancel(t.Context())
	out := &lines{stop: cancel, after: 3}
	w := &cli.Watch{
		Request: cli.Request{URL: url}, Every: time.Millisecond, Expect: expect, Out: out,
		Command: "echo $STATUSWIKI_STATUS >> " + ran, Now: func() time.Time { return time.Date(2026, 11, 21, 9, 30, 0, 0, time.UTC) },
	}
	if err := w.Run(ctx); err != nil {
		t.Fatal(err)
	}
	const at = "2026-11-21T09:30:00Z "
	if want := at + url + " 200 as expected\n" + at + url + " 503 not as expected\n" + at + url + " 200 as expected\n"; out.String() != want {
		t.Errorf("%s", out.String())
	}
	text, err := os.ReadFile(ran)
	if err != nil || !strings.HasPrefix(string(text), "200\n503\n") {
		t.Errorf("%v %q", err, text)
	}
}

// lines is a writer that calls stop after some lines.
type lines struct {
	strings.Builder
	stop  func()
	after int
}

func (l *lines) Write(p []byte) (int, error) {
	n, err := l.Builder.Write(p)
	if strings.Count(l.String(), "\n") >= l.after {
		l.stop()
	}
	return n, err
}
