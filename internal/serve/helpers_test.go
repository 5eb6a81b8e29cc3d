package serve

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"statuswiki/internal/diag"
	"statuswiki/internal/hosting"
	"statuswiki/internal/site"
)

// A page of the test site; long enough to be worth compressing.
func testPage(title, text string) string {
	return "<!doctype html>\n<html lang=\"en\"><head><title>" + title + "</title></head>\n<body><main><p>" + text + "</p>\n" +
		strings.Repeat("<p>The quick brown fox jumps over the lazy dog.</p>\n", 40) + "</main></body></html>\n"
}

func newSite(t testing.TB, files map[string]string) *site.Site {
	t.Helper()
	types := map[string]string{
		".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
		".js": "text/javascript; charset=utf-8", ".png": "image/png", ".txt": "text/plain; charset=utf-8",
	}
	s := new(site.Site)
	for path, body := range files {
		if err := s.Add(path, types[filepath.Ext(path)], []byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func testFiles() map[string]string {
	return map[string]string{
		"index.html":         testPage("Home", "all the codes"),
		"401/index.html":     testPage("401", "who are you?"),
		"404/index.html":     testPage("404", "the entry about 404"),
		"404.html":           testPage("Not here", "there is no such page"),
		"static/style.css":   strings.Repeat("p { color: red }\n", 100),
		"static/small.txt":   "0123456789",
		"static/logo.png":    "\x89PNG\r\n\x1a\n" + strings.Repeat("x", 2000),
		"site-0a1b2c3d4e.js": "'use strict'",
		"policy/index.html":  "<!doctype html>" + hosting.MetaStart + hosting.Policy{Styles: []string{hosting.Hash("a")}}.Meta() + "\">what it may do",
		"a/b/c/index.html":   testPage("deep", "deep down"),
		"static/noindex.txt": "plain",
	}
}

// A server under test.
type server struct {
	addr, url string
	log       *syncBuffer
	stop      context.CancelFunc
	done      chan error
}

func startServer(t testing.TB, opt Options, lim limits) *server {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	s := &server{log: new(syncBuffer), stop: cancel, done: make(chan error, 1)}
	if opt.Addr == "" {
		opt.Addr = "127.0.0.1:0"
	}
	opt.Log = s.log
	ready := make(chan string, 1)
	opt.Ready = func(url string) { ready <- url }
	go func() { s.done <- run(ctx, opt, lim); close(s.done) }()
	select {
	case s.url = <-ready:
	case err := <-s.done:
		t.Fatal("the server did not start:", err)
	case <-time.After(10 * time.Second):
		t.Fatal("the server does not start")
	}
	s.addr = strings.TrimSuffix(strings.TrimPrefix(s.url, "http://"), "/")
	t.Cleanup(func() {
		cancel()
		select {
		case <-s.done:
		case <-time.After(5 * time.Second):
			t.Error("the server does not stop")
		}
	})
	return s
}

type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// fixed makes a build that always gives the same site.
func fixed(s *site.Site) func(context.Context) (*site.Site, []diag.Finding, error) {
	return func(context.Context) (*site.Site, []diag.Finding, error) { return s, nil, nil }
}

// raw sends bytes over a new connection and returns what comes back until the
// server closes or answers once.
func raw(addr, request string) (*http.Response, []byte, error) {
	conn, err := net.DialTimeout("tcp", addr, 2*time.Second)
	if err != nil {
		return nil, nil, err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(5 * time.Second))
	if _, err := io.WriteString(conn, request); err != nil {
		return nil, nil, err
	}
	method, _, _ := strings.Cut(request, " ")
	resp, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		return nil, nil, err
	}
	body, err := io.ReadAll(resp.Body)
	return resp, body, err
}

// get fetches a page and returns its status and body.
func (s *server) get(t testing.TB, path string) (int, string) {
	t.Helper()
	resp, body, err := raw(s.addr, "GET "+path+" HTTP/1.1\r\nHost: "+s.addr+"\r\nConnection: close\r\n\r\n")
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// until waits for a condition.
func until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Second); !ok(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

// A stream is a subscription to live events.
type stream struct {
	conn net.Conn
	in   *bufio.Reader
}

type event struct {
	kind string
	state
}

func (s *server) subscribe(t testing.TB) *stream {
	t.Helper()
	conn, err := net.Dial("tcp", s.addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(10 * time.Second))
	fmt.Fprintf(conn, "GET /_live/events HTTP/1.1\r\nHost: %s\r\n\r\n", s.addr)
	in := bufio.NewReader(conn)
	resp, err := http.ReadResponse(in, nil)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != 200 || resp.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("no event stream: %d %v", resp.StatusCode, resp.Header)
	}
	return &stream{conn, bufio.NewReader(resp.Body)}
}

// next returns the next event, passing over comments.
func (s *stream) next() (event, error) {
	var e event
	for {
		line, err := s.in.ReadString('\n')
		if err != nil {
			return e, err
		}
		line = strings.TrimSuffix(line, "\n")
		if kind, ok := strings.CutPrefix(line, "event: "); ok {
			e.kind = kind
		}
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			if err := json.Unmarshal([]byte(data), &e.state); err != nil {
				return e, err
			}
		}
		if line == "" && e.kind != "" {
			return e, nil
		}
	}
}

func (s *stream) want(t testing.TB, kind string) event {
	t.Helper()
	e, err := s.next()
	if err != nil {
		t.Fatalf("waiting for %s: %v", kind, err)
	}
	if e.kind != kind {
		t.Fatalf("got event %s %+v, want %s", e.kind, e.state, kind)
	}
	return e
}

// A folder is a site made from files: x.txt becomes x/index.html, and a file
// that holds the word BROKEN is a finding.
type folder struct {
	dir    string
	builds atomic.Int32 // that were begun
	slow   atomic.Int64 // nanoseconds that a build takes beyond reading
}

func (f *folder) build(ctx context.Context) (*site.Site, []diag.Finding, error) {
	f.builds.Add(1)
	var list diag.List
	s := new(site.Site)
	if err := s.Add("index.html", "text/html", []byte(testPage("home", "home"))); err != nil {
		return nil, nil, err
	}
	select {
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	case <-time.After(time.Duration(f.slow.Load())):
	}
	err := filepath.WalkDir(f.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".txt" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(f.dir, path)
		rel = filepath.ToSlash(rel)
		if i := bytes.Index(text, []byte("BROKEN")); i >= 0 {
			line := 1 + bytes.Count(text[:i], []byte("\n"))
			list.Hintf(diag.Pos{File: rel, Line: line, Col: i - bytes.LastIndexByte(text[:i], '\n')}, "broken", "mend it", "this is broken")
		}
		if i := bytes.Index(text, []byte("HMM")); i >= 0 {
			list.Add(diag.Finding{Pos: diag.Pos{File: rel, Line: 1}, Level: diag.Warning, Rule: "hmm", Text: "hmm"})
		}
		return s.Add(strings.TrimSuffix(rel, ".txt")+"/index.html", "text/html; charset=utf-8", []byte(testPage(rel, string(text))))
	})
	if err == nil {
		err = list.Err()
	}
	return s, list.Sorted(), err
}

func (f *folder) source(file string) ([]byte, bool) {
	b, err := os.ReadFile(filepath.Join(f.dir, file))
	return b, err == nil
}

// write puts a new file in the place of the old: there is no moment at which it
// is empty, and a build that begins in between, on a busy machine, sees one of
// the two. TestEditors has the editors that do it in another way.
func (f *folder) write(t testing.TB, name, text string) {
	t.Helper()
	path := filepath.Join(f.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	beside := f.dir + ".new"
	if err := os.WriteFile(beside, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(beside, path); err != nil {
		t.Fatal(err)
	}
}

// watched starts a server over a folder with one file, 401.txt.
func watched(t testing.TB) (*folder, *server) {
	t.Helper()
	f := &folder{dir: filepath.Join(t.TempDir(), "content")}
	f.write(t, "401.txt", "first")
	return f, startServer(t, Options{Build: f.build, Source: f.source, Watch: []string{f.dir}}, defaultLimits)
}

// settled waits until nothing is built any more and returns how many builds were
// begun.
func (f *folder) settled() int {
	for n, same := f.builds.Load(), 0; ; time.Sleep(10 * time.Millisecond) {
		if m := f.builds.Load(); m != n {
			n, same = m, 0
		} else if same++; same == 8 {
			return int(n)
		}
	}
}

func goroutines() int {
	runtime.GC()
	return runtime.NumGoroutine()
}
