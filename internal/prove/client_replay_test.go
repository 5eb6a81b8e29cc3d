package prove

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"statuswiki/internal/entry"
)

// replayed starts a replay of an entry's example and returns a client whose
// connections all lead to it.
func replayed(t *testing.T, code int, use entry.Use) (*replay, *http.Client) {
	t.Helper()
	ca, err := newAuthority(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	r, err := newReplay(ca, stepsOf(entriesOf(t, nil, code).Entries[0]), use)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.end)
	roots := x509.NewCertPool()
	roots.AddCert(ca.cert)
	tr := &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: roots},
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, r.addr())
		},
	}
	t.Cleanup(tr.CloseIdleConnections)
	return r, &http.Client{Transport: tr, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// send sends a request and returns the status and the content of the answer.
func send(t *testing.T, c *http.Client, method, address, content string, fields ...string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(fields); i += 2 {
		req.Header.Set(fields[i], fields[i+1])
	}
	resp, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// TestReplayFields: the field in which two requests of the example differ says
// which of them came, in whatever order and however often.
func TestReplayFields(t *testing.T) {
	_, c := replayed(t, 401, entry.Use{})
	var got []int
	for _, token := range []string{"fake-token-1", "fake-token-1", "fake-token-2", "fake-token-1", "fake-token-2"} {
		status, _ := send(t, c, "GET", "https://api.example.com/orders", "", "Authorization", "Bearer "+token)
		got = append(got, status)
	}
	if want := []int{401, 401, 200, 401, 200}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestReplayOrder: the same request again gets the next answer, and the last
// one from then on; with and without TLS.
func TestReplayOrder(t *testing.T) {
	for _, scheme := range []string{"https", "http"} {
		_, c := replayed(t, 503, entry.Use{})
		var got []int
		for range 3 {
			status, _ := send(t, c, "GET", scheme+"://api.example.com/stock/A-17", "")
			got = append(got, status)
		}
		if want := []int{503, 200, 200}; !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", scheme, got, want)
		}
	}
}

// TestReplayBegins: the first request is the one that is named, where the
// example itself would say another.
func TestReplayBegins(t *testing.T) {
	_, c := replayed(t, 503, entry.Use{Begins: 2})
	if status, _ := send(t, c, "GET", "https://api.example.com/stock/A-17", ""); status != 200 {
		t.Error(status)
	}
}

// TestReplayUnknown: what the example does not show gets an answer that says
// so, and stands in the log.
func TestReplayUnknown(t *testing.T) {
	r, c := replayed(t, 503, entry.Use{Also: &entry.Also{Method: "GET", Target: "/health", Status: 204}})
	for address, want := range map[string]string{
		"https://api.example.com/stock/B-1":   "the example shows no GET api.example.com/stock/B-1",
		"https://www.example.com/stock/A-17":  "the example shows no GET www.example.com/stock/A-17",
		"https://api.example.com:8443/health": "",
	} {
		status, content := send(t, c, "GET", address, "")
		if want == "" && status != 204 || want != "" && (status != 500 || content != want) {
			t.Errorf("%s: %d %s", address, status, content)
		}
	}
	unknown := slices.DeleteFunc(r.requests(), func(a *asked) bool { return a.step != nil || a.also })
	if len(r.requests()) != 3 || len(unknown) != 2 {
		t.Errorf("the log has %s", requests(r.requests()))
	}
}

// TestReplayWire: the answer goes out octet by octet as the page shows it.
func TestReplayWire(t *testing.T) {
	r, _ := replayed(t, 503, entry.Use{})
	conn, err := net.Dial("tcp", r.addr())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	io.WriteString(conn, "GET /stock/A-17 HTTP/1.1\r\nHost: api.example.com\r\n\r\n")
	in := bufio.NewReader(conn)
	var got strings.Builder
	for range 7 { // status line, fields, empty line
		line, err := in.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		got.WriteString(line)
	}
	body := make([]byte, 60)
	if _, err := io.ReadFull(in, body); err != nil {
		t.Fatal(err)
	}
	got.Write(body)
	want := strings.ReplaceAll("HTTP/1.1 503 Service Unavailable\nDate: Sat, 21 Nov 2026 20:00:03 GMT\nRetry-After: 2\nCache-Control: no-store\nContent-Type: application/problem+json\nContent-Length: 60\n\n", "\n", "\r\n") +
		`{"title":"Busy","status":503,"detail":"64 requests waiting"}`
	if got.String() != want {
		t.Errorf("%q, want %q", got.String(), want)
	}
}

// TestReplayExpect: the interim response comes before the content, and a
// refusal without it.
func TestReplayExpect(t *testing.T) {
	r, c := replayed(t, 100, entry.Use{})
	status, _ := send(t, c, "PUT", "https://archive.example.com/scans/roll-7.xml", "<roll/>", "Expect", "100-continue")
	if status != 201 || string(r.requests()[0].content) != "<roll/>" {
		t.Errorf("%d, after the content %q", status, r.requests()[0].content)
	}
	r, c = replayed(t, 417, entry.Use{})
	status, _ = send(t, c, "POST", "https://ingest.example.com/readings", "{}", "Expect", "100-continue")
	if status != 417 || len(r.requests()[0].content) > 0 {
		t.Errorf("%d, after the content %q", status, r.requests()[0].content)
	}
}

// TestReplayProxy: it is its own proxy, for both kinds of requests.
func TestReplayProxy(t *testing.T) {
	r, c := replayed(t, 407, entry.Use{})
	c.Transport.(*http.Transport).Proxy = http.ProxyURL(&url.URL{Scheme: "http", Host: "proxy.example.com:3128"})
	if status, _ := send(t, c, "GET", "http://mirror.example.com/debian/dists/stable/InRelease", ""); status != 407 {
		t.Errorf("without a tunnel: %d, %s", status, requests(r.requests()))
	}
	r, c = replayed(t, 503, entry.Use{})
	c.Transport.(*http.Transport).Proxy = http.ProxyURL(&url.URL{Scheme: "http", Host: "proxy.example.com:3128"})
	if status, _ := send(t, c, "GET", "https://api.example.com/stock/A-17", ""); status != 503 {
		t.Errorf("through a tunnel: %d, %s", status, requests(r.requests()))
	}
}
