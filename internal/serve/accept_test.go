package serve

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestPreferred(t *testing.T) {
	const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
	for _, c := range []struct{ accept, agent, want string }{
		{browser, "Mozilla/5.0", ""},
		{"*/*", "Mozilla/5.0", ""},
		{"", "Mozilla/5.0", ""},
		{"*/*", "curl/7.88.1", ".txt"},
		{"", "Wget/1.21.3", ".txt"},
		{"*/*", "notcurl/1.0", ""},
		{"text/html", "curl/7.88.1", ""},
		{"application/json", "curl/7.88.1", ".json"},
		{"application/json", "Mozilla/5.0", ".json"},
		{"text/markdown", "", ".md"},
		{"text/markdown, text/html;q=0.5", "", ".md"},
		{"text/html", "", ""},
		{"text/html, text/html;q=0, text/markdown", "", ""},
		{"text/html;q=0.5,text/markdown", "", ".md"},
		{"text/htmlx,text/markdown", "", ".md"},
		{"text/*", "", ""},
		{"text/*;q=0.5, application/json", "", ".json"},
		{"text/plain;q=0.2, text/html;q=0.1", "", ".txt"},
		{"text/html;q=0, */*", "", ".txt"},
		{"TEXT/PLAIN", "", ".txt"},
		{"application/json; charset=utf-8; q=0.9, text/html;q=0.3", "", ".json"},
		{"application/json;q=nonsense, text/html", "", ""},
		{"image/png", "curl/8", ""},
		{strings.Repeat(",", 1000), "", ""},
	} {
		var fields []string
		if c.accept != "" {
			fields = []string{c.accept}
		}
		if got := preferred(fields, c.agent); got != c.want {
			t.Errorf("%q by %q: %q, want %q", c.accept, c.agent, got, c.want)
		}
	}
}

// TestForms asks over a socket for the forms of one entry.
func TestForms(t *testing.T) {
	files := testFiles()
	files["401.txt"], files["401.json"] = "401 as text", `{"code":401}`
	srv := startServer(t, Options{Build: fixed(newSite(t, files))}, defaultLimits)
	for _, c := range []struct {
		path, accept, agent string
		status              int
		body, mediaType     string
	}{
		{"/401/", "text/html", "", 200, files["401/index.html"], "text/html; charset=utf-8"},
		{"/401/", "*/*", "curl/8.0", 200, "401 as text", "text/plain; charset=utf-8"},
		{"/401", "*/*", "curl/8.0", 200, "401 as text", "text/plain; charset=utf-8"},
		{"/401", "text/html", "", 308, "", ""},
		{"/401/", "application/json", "", 200, `{"code":401}`, ""},
		{"/401.txt", "text/html", "", 200, "401 as text", "text/plain; charset=utf-8"},
	} {
		req, err := http.NewRequest("GET", srv.url+strings.TrimPrefix(c.path, "/"), nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Accept", c.accept)
		req.Header.Set("User-Agent", c.agent)
		resp, err := (&http.Transport{}).RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		body := whole(t, resp)
		vary := resp.Header.Get("Vary")
		depends := strings.Contains(vary, "Accept,") && strings.Contains(vary, "User-Agent")
		if resp.StatusCode != c.status || body != c.body || c.mediaType != "" && resp.Header.Get("Content-Type") != c.mediaType {
			t.Errorf("%+v: %d %q %q", c, resp.StatusCode, resp.Header.Get("Content-Type"), body)
		}
		if entry := !strings.Contains(c.path, "."); depends != entry || strings.Count(vary, "Accept-Encoding") > 1 {
			t.Errorf("%+v: Vary %q", c, vary)
		}
	}
	req, _ := http.NewRequest("GET", srv.url+"404/", nil)
	req.Header.Set("User-Agent", "curl/8.0")
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	if body := whole(t, resp); body != files["404/index.html"] || strings.Contains(resp.Header.Get("Vary"), "User-Agent") {
		t.Errorf("what has one form: Vary %q, %q", resp.Header.Get("Vary"), body)
	}
}

func whole(t *testing.T, resp *http.Response) string {
	t.Helper()
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
