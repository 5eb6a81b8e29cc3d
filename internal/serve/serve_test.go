package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"statuswiki/internal/diag"
	"statuswiki/internal/site"
)

// testLimits end slow clients within a second.
var testLimits = limits{
	header: 700 * time.Millisecond, body: 100 * time.Millisecond, try: 100 * time.Millisecond, write: time.Second, idle: 700 * time.Millisecond,
	heartbeat: time.Second, shutdown: time.Second, conns: 1000, streams: 10,
}

func TestAddresses(t *testing.T) {
	build := fixed(newSite(t, testFiles()))
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for addr, want := range map[string]string{
		taken.Addr().String(): "is taken: something else listens there; stop it or try --addr 127.0.0.1:0 for a free port",
		"8401":                `"8401" is no address to listen on: write host:port`,
		"192.0.2.1:8401":      "192.0.2.1 is not an address of this machine",
		"127.0.0.1:99999":     "cannot listen on 127.0.0.1:99999",
	} {
		err := Run(t.Context(), Options{Addr: addr, Build: build})
		var le *ListenError
		if !errors.As(err, &le) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", addr, err)
		}
	}
	if srv := startServer(t, Options{Addr: ":0", Build: build}, defaultLimits); !strings.HasPrefix(srv.url, "http://127.0.0.1:") {
		t.Error("without a host it listens on", srv.url)
	}
	srv := startServer(t, Options{Addr: "0.0.0.0:0", Build: build}, defaultLimits)
	if !strings.HasPrefix(srv.url, "http://localhost:") || !strings.Contains(srv.log.String(), "beyond this machine") {
		t.Error(srv.url, srv.log)
	}
	if err := Run(t.Context(), Options{Addr: "127.0.0.1:0", Build: build, AllowHosts: []string{"http://x"}}); err == nil {
		t.Error("a URL is taken for a host")
	}
}

// Open streams, silent connections, a request halfway and a build that does not
// look at its context: the server ends all the same.
func TestShutdown(t *testing.T) {
	f := &folder{dir: t.TempDir()}
	stuck := make(chan struct{})
	defer close(stuck)
	n := 0
	build := func(ctx context.Context) (*site.Site, []diag.Finding, error) {
		if n++; n > 1 {
			<-stuck
		}
		return f.build(ctx)
	}
	srv := startServer(t, Options{Build: build, Watch: []string{f.dir}}, defaultLimits)
	for range 20 {
		srv.subscribe(t).want(t, "hello")
		conn, err := net.Dial("tcp", srv.addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		io.WriteString(conn, "GET / HTTP/1.1\r\nHost:")
	}
	f.write(t, "x.txt", "x")
	time.Sleep(50 * time.Millisecond)
	began := time.Now()
	srv.stop()
	select {
	case err := <-srv.done:
		if d := time.Since(began); err != nil || d > 1500*time.Millisecond {
			t.Errorf("ended with %v after %v", err, d)
		}
	case <-time.After(3 * time.Second):
		t.Fatal("does not end")
	}
	if _, err := net.Dial("tcp", srv.addr); err == nil {
		t.Error("still listening")
	}
}

// Clients that are slow or silent are ended, and others do not notice them.
func TestSlowClients(t *testing.T) {
	srv := startServer(t, Options{Build: fixed(newSite(t, testFiles()))}, testLimits)
	srv.get(t, "/")
	before := use()
	var ended sync.WaitGroup
	client := func(first, drip string) {
		conn, err := net.Dial("tcp", srv.addr)
		if err != nil {
			t.Error(err)
			return
		}
		ended.Go(func() {
			defer conn.Close()
			io.WriteString(conn, first)
			conn.SetReadDeadline(time.Now().Add(8 * time.Second))
			stop := make(chan struct{})
			defer close(stop)
			if drip != "" {
				go func() {
					for {
						select {
						case <-stop:
							return
						case <-time.After(50 * time.Millisecond):
							io.WriteString(conn, drip)
						}
					}
				}()
			}
			if _, err := io.Copy(io.Discard, conn); err != nil {
				if ne, ok := err.(net.Error); ok && ne.Timeout() {
					t.Errorf("%q was not ended", first)
				}
			}
		})
	}
	host := "Host: " + srv.addr + "\r\n"
	for range 100 {
		client("GET / HTTP/1.1\r\n"+host, "X: y\r\n")
		client("", "")
	}
	for range 40 {
		client("POST / HTTP/1.1\r\n"+host+"Content-Length: 1000000\r\n\r\n", "x")
		client("GET / HTTP/1.1\r\n"+host+"Content-Length: 1000\r\n\r\n", "x")
		client("POST / HTTP/1.1\r\n"+host+"Transfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n")
		client("GET / HTTP/1.1\r\n"+host+"\r\n", "") // answered, then silent
	}
	for range 20 {
		began := time.Now()
		if code, _ := srv.get(t, "/401/"); code != 200 || time.Since(began) > time.Second {
			t.Errorf("others wait: %d after %v", code, time.Since(began))
		}
	}
	ended.Wait()
	before.flat(t)
}

// A client that asks and asks and takes nothing is ended by the write deadline.
func TestNeverReads(t *testing.T) {
	files := map[string]string{"index.html": strings.Repeat("x", 1<<20)}
	srv := startServer(t, Options{Build: fixed(newSite(t, files))}, testLimits)
	before := goroutines()
	conn, err := net.Dial("tcp", srv.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.(*net.TCPConn).SetReadBuffer(4096)
	conn.SetWriteDeadline(time.Now().Add(6 * time.Second))
	request := "GET / HTTP/1.1\r\nHost: " + srv.addr + "\r\n\r\n"
	for err == nil {
		_, err = io.WriteString(conn, strings.Repeat(request, 100))
	}
	if ne, ok := err.(net.Error); ok && ne.Timeout() {
		t.Error("was not ended")
	}
	until(t, "goroutines as before", func() bool { return goroutines() <= before+2 })
}

// When there is no room, those who never asked make some.
func TestConnectionLimit(t *testing.T) {
	lim := defaultLimits
	lim.conns = 20
	srv := startServer(t, Options{Build: fixed(newSite(t, testFiles()))}, lim)
	var silent []net.Conn
	for range 60 {
		conn, err := net.Dial("tcp", srv.addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		silent = append(silent, conn)
	}
	began := time.Now()
	if code, _ := srv.get(t, "/401/"); code != 200 || time.Since(began) > time.Second {
		t.Error("no room for a request:", code, time.Since(began))
	}
	silent[0].SetReadDeadline(time.Now().Add(2 * time.Second))
	if _, err := silent[0].Read(make([]byte, 1)); !errors.Is(err, io.EOF) && !strings.Contains(fmt.Sprint(err), "reset") {
		t.Error("the oldest silent connection stands:", err)
	}
}

// Pages swap under load: every answer is one of the two, whole.
func TestSwapUnderLoad(t *testing.T) {
	f, srv := watched(t)
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				resp, body, err := raw(srv.addr, "GET /401/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
				if err != nil || resp.StatusCode != 200 || !strings.HasSuffix(string(body), "</body></html>\n") {
					t.Errorf("%v %v", resp, err)
					return
				}
			}
		})
	}
	for i := range 30 {
		f.write(t, "401.txt", strings.Repeat("x", i*100))
		time.Sleep(10 * time.Millisecond)
	}
	close(stop)
	readers.Wait()
}
