package serve

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// pageOfSomeLength makes a site whose page /100/ stays about 10 KB long in Brotli,
// as an entry does.
func pageOfSomeLength() map[string]string {
	files := testFiles()
	var text strings.Builder
	for seed := uint32(1); text.Len() < 16<<10; seed = seed*1664525 + 1013904223 {
		text.WriteByte("abcdefghijklmnopqrstuvwxyz     \n"[seed>>27])
	}
	files["100/index.html"] = testPage("100", text.String())
	return files
}

// BenchmarkRequest is what a request costs in the handler, without net/http.
func BenchmarkRequest(b *testing.B) {
	hosts, err := newHostRules(nil, "127.0.0.1:8401")
	if err != nil {
		b.Fatal(err)
	}
	h := &handler{hosts: hosts}
	files := pageOfSomeLength()
	files["100.txt"], files["100.json"], files["100.md"] = "100", "100", "100"
	snap, _ := newSnapshot(newSite(b, files), nil, false)
	h.snap.Store(snap)
	w := &nullWriter{header: make(http.Header)}
	for _, c := range []struct{ client, accept, agent, mode string }{
		{"wrk", "", "", ""},
		{"curl", "*/*", "curl/8.14.1", ""},
		{"browser", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7",
			"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36", "navigate"},
	} {
		b.Run(c.client, func(b *testing.B) {
			r := httptest.NewRequest("GET", "http://127.0.0.1:8401/100/", nil)
			r.Header.Set("Accept-Encoding", "gzip, deflate, br, zstd")
			for name, value := range map[string]string{"Accept": c.accept, "User-Agent": c.agent, "Sec-Fetch-Mode": c.mode} {
				if value != "" {
					r.Header.Set(name, value)
				}
			}
			b.ReportAllocs()
			for b.Loop() {
				clear(w.header)
				h.ServeHTTP(w, r)
			}
		})
	}
}

// BenchmarkSocket is what it costs with net/http and a connection that is kept.
func BenchmarkSocket(b *testing.B) {
	srv := startServer(b, Options{Build: fixed(newSite(b, pageOfSomeLength()))}, defaultLimits)
	conn, err := net.Dial("tcp", srv.addr)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	request := []byte("GET /100/ HTTP/1.1\r\nHost: " + srv.addr + "\r\nAccept-Encoding: br, gzip\r\n\r\n")
	answer := make([]byte, 64<<10)
	if _, err = conn.Write(request); err != nil {
		b.Fatal(err)
	}
	// The first tells how long they all are.
	n, end := 0, -1
	for end < 0 || n < end {
		m, err := conn.Read(answer[n:])
		if err != nil {
			b.Fatal(err)
		}
		n += m
		if head, _, whole := strings.Cut(string(answer[:n]), "\r\n\r\n"); whole && end < 0 {
			end = len(head) + len("\r\n\r\n") + contentLength(b, head)
		}
	}
	b.SetBytes(int64(end))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := conn.Write(request); err != nil {
			b.Fatal(err)
		}
		if _, err := io.ReadFull(conn, answer[:end]); err != nil {
			b.Fatal(err)
		}
	}
}
