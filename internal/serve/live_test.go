package serve

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"statuswiki/internal/diag"
	"statuswiki/internal/site"
)

// A browser that is told fetches at once; it must get the new page, every time.
func TestToldOnceServed(t *testing.T) {
	f, srv := watched(t)
	s := srv.subscribe(t)
	prev := s.want(t, "hello").ID
	if prev == "" {
		t.Error("no id")
	}
	for i := range 20 {
		text := fmt.Sprintf("version %d.", i)
		f.write(t, "401.txt", text)
		e := s.want(t, "built")
		if _, body := srv.get(t, "/401/"); !strings.Contains(body, text) {
			t.Fatalf("told of %q before it was served", text)
		}
		if e.Prev != prev || e.ID == prev || fmt.Sprint(e.Changed) != "[/401/]" {
			t.Errorf("event %+v after %s", e.state, prev)
		}
		prev = e.ID
	}
}

// Broken, seen by those who are there and by those who come; mended.
func TestBrokenAndMended(t *testing.T) {
	f, srv := watched(t)
	s := srv.subscribe(t)
	good := s.want(t, "hello").ID
	f.write(t, "401.txt", "line one\n\tit is BROKEN <here>\n")
	for _, s := range []*stream{s, srv.subscribe(t)} {
		e, err := s.next()
		if err == nil && e.kind == "hello" {
			e, err = s.next()
		}
		if err != nil || e.kind != "broken" || e.ID != good || len(e.Findings) != 1 {
			t.Fatalf("event %+v %v", e, err)
		}
		want := finding{File: "401.txt", Line: 2, Col: 8, Level: "error", Rule: "broken", Text: "this is broken", Hint: "mend it",
			Source: " it is BROKEN <here>", Caret: "       ^"}
		if e.Findings[0] != want {
			t.Errorf("finding %+v", e.Findings[0])
		}
	}
	if code, body := srv.get(t, "/401/"); code != 200 || !strings.Contains(body, "first") {
		t.Error("the last good page does not stand:", code)
	}
	until(t, "the terminal shows it, after the browsers", func() bool {
		return strings.Contains(srv.log.String(), "401.txt:2:8: error: this is broken [broken]\n   it is BROKEN <here>\n         ^\n  hint: mend it\n")
	})
	f.write(t, "401.txt", "first") // as it was: mended, with nothing changed
	if e := s.want(t, "built"); e.ID != good || len(e.Findings) != 0 {
		t.Errorf("mended: %+v", e.state)
	}
	f.write(t, "401.txt", "HMM")
	if e := s.want(t, "built"); len(e.Findings) != 1 || e.Findings[0].Level != "warning" {
		t.Errorf("warnings: %+v", e.state)
	}
	if e := srv.subscribe(t).want(t, "hello"); len(e.Findings) != 1 {
		t.Errorf("a newcomer does not hear of warnings: %+v", e.state)
	}
}

// A site that is broken from the start is served as soon as it is mended.
func TestBrokenAtFirst(t *testing.T) {
	f := &folder{dir: t.TempDir()}
	f.write(t, "401.txt", "BROKEN")
	srv := startServer(t, Options{Build: f.build, Source: f.source, Watch: []string{f.dir}}, defaultLimits)
	code, body := srv.get(t, "/401/")
	if code != 503 || !strings.Contains(body, "401.txt:1:1: error: this is broken") || !strings.Contains(body, "/_live/client.js") {
		t.Errorf("%d %s", code, body)
	}
	s := srv.subscribe(t)
	if e := s.want(t, "hello"); e.ID != "" {
		t.Errorf("hello %+v", e.state)
	}
	s.want(t, "broken")
	f.write(t, "401.txt", "fine")
	s.want(t, "built")
	if code, body := srv.get(t, "/401/"); code != 200 || !strings.Contains(body, "fine") {
		t.Error("mended, but", code)
	}
}

// Without a watch a failing build ends the program.
func TestBrokenForGood(t *testing.T) {
	bad := errors.New("no")
	err := Run(t.Context(), Options{Addr: "127.0.0.1:0", Build: func(context.Context) (*site.Site, []diag.Finding, error) { return nil, nil, bad }})
	if !errors.Is(err, bad) {
		t.Error(err)
	}
}

// A browser that does not read must not hold up the others, nor the builds.
func TestDeafBrowser(t *testing.T) {
	h := newHub(10)
	deaf, _ := h.subscribe()
	ears, _ := h.subscribe()
	for i := range 1000 {
		h.built(state{ID: fmt.Sprint(i)})
		if m := <-ears; !strings.Contains(string(m.wire), fmt.Sprintf(`"id":"%d"`, i)) {
			t.Fatalf("%d: %s", i, m.wire)
		}
	}
	if m := <-deaf; !strings.Contains(string(m.wire), `"id":"999"`) {
		t.Errorf("the last message is not the latest: %s", m.wire)
	}
	for range 8 {
		h.subscribe()
	}
	if sub, _ := h.subscribe(); sub != nil {
		t.Error("no limit to subscribers")
	}
	h.close()
}

func TestTooManyStreams(t *testing.T) {
	lim := defaultLimits
	lim.streams = 2
	srv := startServer(t, Options{Build: fixed(newSite(t, testFiles())), Watch: []string{t.TempDir()}}, lim)
	for range 2 {
		srv.subscribe(t).want(t, "hello")
	}
	resp, _, err := raw(srv.addr, "GET /_live/events HTTP/1.1\r\nHost: "+srv.addr+"\r\n\r\n")
	if err != nil || resp.StatusCode != 503 || resp.Header.Get("Retry-After") == "" {
		t.Error(resp, err)
	}
}

// A thousand subscribers that vanish leave nothing behind.
func TestVanishedSubscribers(t *testing.T) {
	var n atomic.Int32
	s := newSite(t, testFiles())
	build := func(context.Context) (*site.Site, []diag.Finding, error) { n.Add(1); return s, nil, nil }
	srv := startServer(t, Options{Build: build, Watch: []string{t.TempDir()}}, defaultLimits)
	srv.get(t, "/")
	before := use()
	for range 4 {
		var conns []net.Conn
		for range 250 {
			conn, err := net.Dial("tcp", srv.addr)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(conn, "GET /_live/events HTTP/1.1\r\nHost: %s\r\n\r\n", srv.addr)
			conns = append(conns, conn)
		}
		buf := make([]byte, 12)
		for _, conn := range conns {
			if _, err := conn.Read(buf); err != nil || string(buf) != "HTTP/1.1 200" {
				t.Fatalf("%q %v", buf, err)
			}
			conn.(*net.TCPConn).SetLinger(0) // vanish by reset, without a goodbye
			conn.Close()
		}
	}
	before.flat(t)
}

// Streams end by the deadline of a write when the other side takes nothing and
// says nothing.
func TestHeartbeat(t *testing.T) {
	lim := defaultLimits
	lim.heartbeat = 20 * time.Millisecond
	lim.write = 300 * time.Millisecond // a stream must outlive the server's WriteTimeout
	srv := startServer(t, Options{Build: fixed(newSite(t, testFiles())), Watch: []string{t.TempDir()}}, lim)
	s := srv.subscribe(t)
	s.want(t, "hello")
	began, beats := time.Now(), 0
	for time.Since(began) < 2*lim.write {
		line, err := s.in.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if line == ":\n" {
			beats++
		}
	}
	if beats < 5 {
		t.Error(beats, "heartbeats")
	}
}

// The scripts are checked as they are sent.
func TestScriptSyntax(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("no node to check the scripts with")
	}
	for path, script := range newLive(defaultLimits).scripts {
		cmd := exec.Command(node, "--check", "-")
		cmd.Stdin = bytes.NewReader(script.file().Body)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", path, err, out)
		}
		for _, bad := range []string{"innerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"} {
			if bytes.Contains(script.file().Body, []byte(bad)) {
				t.Errorf("%s: uses %s", path, bad)
			}
		}
	}
}
