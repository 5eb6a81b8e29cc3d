package prove

import (
	"context"
	"errors"
	"net"
	"os"
	"regexp"
	"slices"
	"sync"
	"testing"
	"time"

	"statuswiki/internal/entry"
)

// content is the real content.
var content = sync.OnceValues(func() (*entry.Set, error) {
	set, list, err := entry.Load(os.DirFS("../../content"), "content/", nil)
	if err == nil {
		err = list.Err()
	}
	return set, err
})

// serverSamples returns the real samples of servers.
func serverSamples(t *testing.T, codes ...int) []*Sample {
	t.Helper()
	set, err := content()
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(Samples(set, codes...), func(s *Sample) bool { return s.Section != "sending" })
}

// one runs a sample and skips the test where its program is missing: not in CI.
func one(t *testing.T, s *Sample) Result {
	t.Helper()
	results, err := Run(t.Context(), []*Sample{s}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if results[0].State == NotHere {
		if os.Getenv("CI") == "true" {
			t.Fatal(results[0].Why)
		}
		t.Skip(results[0].Why)
	}
	return results[0]
}

// TestServers proves some samples of each server, and all of 401. The command
// proves the others.
func TestServers(t *testing.T) {
	seen := make(map[string]bool)
	version := regexp.MustCompile(`^[A-Za-z.]+ \d+\.\d+`)
	for _, s := range serverSamples(t, 101, 204, 401, 405, 408, 444, 504) {
		name := s.Entry.Code.String() + "/" + s.Anchor
		seen[s.runner().Name()] = true
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := one(t, s)
			if r.State != Proven {
				t.Error(r)
			}
			if !version.MatchString(r.Program) {
				t.Errorf("the program calls itself %q", r.Program)
			}
		})
	}
	for _, name := range []string{"apache", "caddy", "express", "flask", "go", "haproxy", "nginx", "node"} {
		if !seen[name] {
			t.Errorf("no sample for %s was run", name)
		}
	}
}

// TestBroken breaks one thing in a sample that is right, and wants the reason.
func TestBroken(t *testing.T) {
	for _, c := range []struct {
		code     int
		sample   string
		old, new string
		why      string // a regular expression
	}{
		{401, "nginx", "return 401", "return 403", `the status is 403, not 401: "Sign in first"`},
		{401, "nginx", `add_header WWW-Authenticate 'Bearer realm="api"' always;`, "", "^a 401 must carry WWW-Authenticate, and it does not$"},
		{401, "nginx", `'Bearer realm="api"'`, `'Bearer realm="api'`, `WWW-Authenticate: Bearer realm="api is no valid value`},
		{401, "nginx", "text/plain;", "text/plain", "^nginx does not start: .*is not terminated by"},
		{401, "nginx", "default_type", "defalut_type", `unknown directive "defalut_type"`},
		{401, "apache", "Require valid-user", "Require all granted", "the status is (200|403|404), not 401"},
		{401, "apache", "AuthType", "AuthTyp", "does not start: .*AuthTyp"},
		{401, "caddy", "header WWW-Authenticate", "header X-Authenticate", "must carry WWW-Authenticate"},
		{401, "caddy", "respond", "reply", "caddy does not start: .*unrecognized directive: reply"},
		{401, "haproxy", "status 401", "status 403", "the status is 403, not 401"},
		{401, "haproxy", "http-request", "http-requst", "haproxy does not start: .*unknown keyword 'http-requst'"},
		{401, "express", ".status(401)", "", "the status is 200, not 401"},
		{401, "express", "});", "", "node does not start: .*SyntaxError"},
		{401, "go", `"WWW-Authenticate"`, `"WWW-Authentication"`, "must carry WWW-Authenticate"},
		{401, "go", "http.StatusUnauthorized", "http.StatusUnauthorised", "it does not compile: .*undefined: http.StatusUnauthorised"},
		{401, "go", "mux.HandleFunc(", "mux.HandleFunc((", "it is no Go: "},
		{401, "flask", "401, {", "4o1, {", "does not start: .*SyntaxError"},
		{401, "flask", "request.headers", "reqest.headers", "the status is 500, not 401"},
		{405, "405", "Allow", "X-Allow", "a 405 must carry Allow, and it does not"},
	} {
		t.Run(c.sample+"/"+c.new, func(t *testing.T) {
			t.Parallel()
			r := one(t, soundSample(t, c.code, c.sample, c.old, c.new))
			if r.State != Failed || !regexp.MustCompile(c.why).MatchString(r.Why) {
				t.Errorf("%s: %q, want failed because %q", r.State, r.Why, c.why)
			}
		})
	}
}

// TestBackends shows that what stands behind a gateway decides.
func TestBackends(t *testing.T) {
	for _, c := range []struct {
		behind string
		want   State
		why    string
	}{
		{"refuses", Proven, ""},
		{"closes", Proven, ""},
		{"nonsense", Failed, "it does not answer in HTTP|the status is|header section"}, // nginx takes it for HTTP/0.9
		{"418", Failed, "the status is 418, not 502"},
		{"", Failed, "the status is 200, not 502"},
	} {
		t.Run("behind="+c.behind, func(t *testing.T) {
			t.Parallel()
			s := soundSample(t, 502, "502", "", "")
			s.Block.Behind = c.behind
			r := one(t, s)
			if r.State != c.want || !regexp.MustCompile(c.why).MatchString(r.Why) {
				t.Errorf("%s: %s, want %s because %q", r.State, r.Why, c.want, c.why)
			}
		})
	}
}

// TestNothingStays ends a server whose request hangs, and looks for what is
// left of it and of what it started. Each listens at a socket of the file system
// as well, since the number of a port that is free again soon has another owner.
func TestNothingStays(t *testing.T) {
	defer func(d time.Duration) { answerLimit = d }(answerLimit)
	one(t, soundSample(t, 401, "express", "", "")) // is it there?
	dir, err := os.MkdirTemp("", "stays")          // the path of a socket has at most 107 bytes
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	ours, child := dir+"/server", dir+"/child"
	s := soundSample(t, 401, "express", "", "")
	s.Block.Text = `const {spawn} = require('node:child_process');
const server = http.createServer(() => {}); // which never answers
const script = "require('net').createServer()['listen']('` + child + `', () => console.log('here'))";
spawn(process.execPath, ['-e', script]).stdout.once('data', () =>
	require('node:net').createServer()['listen']('` + ours + `', () => server.listen(8080)));`
	proof, err := s.Block.Proof()
	if err != nil {
		t.Fatal(err)
	}
	st := &stage{Sample: s, proof: proof, dir: t.TempDir()}
	if st.addr, err = freeAddr(); err != nil {
		t.Fatal(err)
	}
	answerLimit = time.Second / 2
	v := s.runner().(*server)
	if err := v.attempt(t.Context(), st); !errors.Is(err, errLate) {
		t.Errorf("the server hangs, and it is said: %v", err)
	}
	for _, path := range []string{ours, child} {
		if _, err := os.Stat(path); err != nil {
			t.Errorf("nobody ever listened at %s: %v", path, err)
		}
		// A process that has been sent its end has it when the system comes to it.
		for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
			conn, err := net.Dial("unix", path)
			if err != nil {
				break
			}
			conn.Close()
			if time.Now().After(deadline) {
				t.Errorf("somebody still listens at %s", path)
				break
			}
		}
	}
}

// TestTemporaryFiles looks for folders that a run leaves behind.
func TestTemporaryFiles(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	one(t, soundSample(t, 401, "nginx", "", ""))
	one(t, soundSample(t, 401, "go", "mux.HandleFunc(", "mux.HandleFunk(")) // the go command fails at once
	left, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range left {
		t.Errorf("%s is left", f.Name())
	}
}

// TestInterrupted ends a run in the middle.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Run(ctx, serverSamples(t, 401), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a run that was cancelled ends with %v", err)
	}
}

// TestOrder runs samples that take differently long; they are told in order.
func TestOrder(t *testing.T) {
	t.Parallel()
	samples := serverSamples(t, 400, 401)
	var told []string
	results, err := Run(t.Context(), samples, Options{Only: []string{"nginx", "express", "haproxy"}, Each: func(r Result) { told = append(told, r.Anchor) }})
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, s := range samples {
		if slices.Contains([]string{"nginx", "express", "haproxy"}, s.runner().Name()) {
			want = append(want, s.Anchor)
		}
	}
	var got []string
	for _, r := range results {
		got = append(got, r.Anchor)
	}
	if !slices.Equal(told, want) || !slices.Equal(got, want) {
		t.Errorf("told %v, returned %v, want %v", told, got, want)
	}
}

// TestAllAreTaken finds a runner for every sample that asks for a proof.
func TestAllAreTaken(t *testing.T) {
	n := 0
	for _, s := range serverSamples(t) {
		if s.runner() == nil {
			t.Errorf("%s:%d: nobody runs samples in %s", s.Block.Pos.File, s.Block.Pos.Line, s.Block.Lang)
		}
		n++
	}
	if n < 300 {
		t.Errorf("only %d samples ask for a proof", n)
	}
}
