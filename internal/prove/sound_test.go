package prove

import (
	"strings"
	"testing"

	"statuswiki/internal/diag"
	"statuswiki/internal/entry"
)

// sound are samples that are right, for tests that break one thing in them. They
// stand here, since those on the pages change.
var sound = map[string]entry.Block{
	"nginx": {Lang: "nginx", Prove: "GET /api/", Text: `location /api/ {
    default_type text/plain;
    if ($http_authorization = "") {
        add_header WWW-Authenticate 'Bearer realm="api"' always;
        return 401 "Sign in first";
    }
    proxy_pass http://127.0.0.1:8081;
}`},
	"apache": {Lang: "apache", Prove: "GET /reports/", Text: `<Location "/reports/">
    AuthType Basic
    AuthName "Reports"
    AuthUserFile "/etc/apache2/htpasswd"
    Require valid-user
</Location>`},
	"caddy": {Lang: "caddyfile", Prove: "GET /api/", Text: `handle /api/* {
	header WWW-Authenticate "Bearer realm=api"
	respond "Sign in first" 401
}`},
	"haproxy": {Lang: "haproxy", Prove: "GET /api/", Text: `http-request return status 401 content-type text/plain string "Sign in first" hdr WWW-Authenticate 'Bearer realm="api"' if !{ req.hdr(authorization) -m found }`},
	"express": {Lang: "js", Prove: "GET /orders", Text: `app.get('/orders', (req, res) => {
  res.status(401).set('WWW-Authenticate', 'Bearer realm="api"').send('Sign in first');
});`},
	"go": {Lang: "go", Prove: "GET /orders", Text: `mux.HandleFunc("GET /orders", func(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("WWW-Authenticate", "Bearer realm=api")
	http.Error(w, "Sign in first", http.StatusUnauthorized)
})`},
	"flask": {Lang: "python", Prove: "GET /orders", Text: `@app.get("/orders")
def orders():
    if "Authorization" not in request.headers:
        return "Sign in first", 401, {"WWW-Authenticate": 'Bearer realm="api"'}
    return []`},
	"405": {Lang: "nginx", Prove: "GET /", Text: `location / {
    add_header Allow "POST" always;
    return 405;
}`},
	"502": {Lang: "nginx", Prove: "GET /cart", Behind: "refuses", Text: `location / {
    proxy_pass http://127.0.0.1:8081;
}`},
	"504": {Lang: "nginx", Prove: "GET /cart", Behind: "silent", Text: `location / {
    proxy_read_timeout 5s;
    proxy_pass http://127.0.0.1:8081;
}`},
}

// soundSample returns a sample of a code that is right, with one text replaced
// by another. The sample may be changed.
func soundSample(t *testing.T, code int, name, old, new string) *Sample {
	t.Helper()
	set, err := content()
	if err != nil {
		t.Fatal(err)
	}
	b, ok := sound[name]
	if !ok {
		t.Fatalf("there is no sample %s", name)
	}
	text := strings.Replace(b.Text, old, new, 1)
	if text == b.Text && old != new {
		t.Fatalf("the sample has no %q", old)
	}
	b.Text, b.Pos = text, diag.Pos{File: "sound_test.go", Line: 1}
	return &Sample{Set: set, Entry: set.Entry(code), Section: "sending", Anchor: "sending-" + name, Platform: name, Block: &b}
}

// TestSound runs them as they are.
func TestSound(t *testing.T) {
	for name := range sound {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code := 401
			switch name {
			case "405":
				code = 405
			case "502":
				code = 502
			case "504":
				code = 504
			}
			if r := one(t, soundSample(t, code, name, "", "")); r.State != Proven {
				t.Error(r)
			}
		})
	}
}
