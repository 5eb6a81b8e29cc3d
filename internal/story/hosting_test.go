package story

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
)

// What nginx and Caddy answer, with the configuration that `statuswiki hosting`
// prints, is held against what `statuswiki serve --no-reload` answers.

// ask is one request.
type ask struct {
	method, path string
	fields       string // "Name: value", or empty
}

func (a ask) String() string { return strings.TrimSpace(a.method + " " + a.path + " " + a.fields) }

// asks has every kind of path, in every coding where that matters.
var asks = func() []ask {
	var out []ask
	for _, path := range []string{"/", "/401/", "/401.json", "/401.md", "/401.txt", "/codes.csv", "/codes.json", "/search.json", "/SITE.js", "/LATE.css", "/favicon.svg", "/sw.js", "/robots.txt", "/site.webmanifest", "/favicon.ico", "/404.html", "/try/", "/nope/"} {
		for _, coding := range []string{"", "br", "gzip", "gzip, deflate, br, zstd"} {
			a := ask{"GET", path, ""}
			if coding != "" {
				a.fields = "Accept-Encoding: " + coding
			}
			out = append(out, a)
		}
	}
	for _, path := range []string{
		"/401", "/401?q=a&b=%2f", "/try", "/headers/www-authenticate", "/tags", // folders without their slash
		"/401/index.html", "/index.html", "/index.html?a=b", "/401/index.html?a=b", "/nope/index.html", "/404.html/index.html",
		"/000", "/000/", "/000?a=b", // moved
		"/nope", "/nope.json", "/site-0123456789.js", "/401/nope", "/468/", "/401.json/", "/favicon.svg/", // missing
		"/_headers", "/_redirects", "/.statuswiki-manifest", "/.nojekyll", "/401.json.br", "/401/index.html.gz", "/.git/config", // hidden
		"/..%2f..%2fetc/passwd", "/401%2f", "/%34%301/", "/401%20", "/%2e%2e/etc/passwd", "//401/", "/401//", "/./401/", "//example.com/%2e%2e", "/%5c401", // odd
	} {
		out = append(out, ask{"GET", path, ""})
	}
	return append(out,
		ask{"HEAD", "/401/", ""}, ask{"HEAD", "/401/", "Accept-Encoding: gzip"}, ask{"HEAD", "/nope", ""}, ask{"HEAD", "/401", ""},
		ask{"POST", "/401/", ""}, ask{"PUT", "/401/", ""}, ask{"DELETE", "/nope", ""},
		ask{"GET", "/401.json", "Range: bytes=0-9"}, ask{"GET", "/SITE.js", "Range: bytes=5-9"}, ask{"GET", "/401.json", "Range: bytes=9999999-"},
		ask{"GET", "/401/", "Accept: application/json"},
		ask{"GET", "/try/401", ""},
	)
}()

// compared are the fields that must be the same.
var compared = []string{
	"Content-Type", "Content-Encoding", "Content-Range", "Cache-Control", "Location", "Vary", "Allow", "Accept-Ranges",
	"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy",
	"Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy",
}

// differences are those that we know and let be.
var differences = []struct {
	host string // matches nginx or caddy
	asks string // matches "METHOD path fields"
	what string // matches "Name: ours → theirs"
	why  string
}{
	{".", ".", `^Content-Security-Policy: `, "a configuration outlives a build, so the header leaves inline parts to the meta element"},
	{".", ".", `^Cross-Origin-Resource-Policy: same-origin → $`, "for a server on one's own machine; the pictures of a public site may be shown elsewhere"},
	{".", ` /401/?(\?| |$)|/%34%301/`, `^Vary: Accept, User-Agent, Accept-Encoding → `, "a host looks at the address alone: the other forms have addresses of their own"},
	{".", `Accept: application/json`, `^(Content-Type|Body): `, "the same"},
	{".", ` /(401|try|headers|tags|index|000)\b`, `^(Content-Type:  → text/html|Body: 0 octets)`, "hosts put a sentence of their own into a redirect"},
	{".", ` /(401|try|headers|tags|index|000)\b`, `^Cache-Control: no-store → no-cache$`, "a redirect may be kept if it is asked for again, as a page is"},
	{".", `.`, `^ETag: false → true$`, "of the page for what is missing, for which nobody asks by its tag"},
	{".", `^GET /( Accept-Encoding: .*)?$`, `^Body: `, "the built home page leads to the page of all entries, which serve does not make"},
	{".", ` /468/`, `^Body: `, "a host has no pages but those that are there; the page's script says what can be said of the number"},
	{".", ` /try/401`, `.`, "a host answers nothing; a service worker does, in the browser"},
	{".", `^(POST|PUT|DELETE)`, `^(Content-Type|Cache-Control|Body): `, "hosts have a page or nothing for what they do not do"},
	{".", `9999999-$`, `.`, "hosts have a page or nothing for a range that is not there, and nginx adds fields twice to it"},
	{"nginx", `\.\.%2f|%2e%2e/etc`, `.`, "nginx refuses what climbs out of the root before it looks at its configuration"},
	{"nginx", `Range: bytes=\d-\d$`, `^Accept-Ranges: bytes → $`, "whoever has a range knows"},
	{"caddy", `.`, `^Accept-Ranges:  → bytes$`, "Caddy sends ranges of the compressed forms, too"},
	{"caddy", `.`, `^Vary:  → Accept-Encoding$`, "Caddy says so of every file"},
}

// An answer is what is compared.
type answer struct {
	status int
	header http.Header
	body   string // decoded
	raw    int    // octets as sent
}

// A standing is something that answers.
type standing struct {
	name   string
	client *http.Client
	base   string
}

func (s *standing) get(t *testing.T, a ask, more ...string) answer {
	t.Helper()
	req, err := http.NewRequest(a.method, s.base, nil)
	if err != nil {
		t.Fatal(err)
	}
	path, query, _ := strings.Cut(a.path, "?")
	req.URL.Opaque, req.URL.RawQuery = path, query // as it is, nothing cleaned
	if strings.HasPrefix(path, "//") {
		req.URL.Opaque = "//" + req.URL.Host + path // goes out with the host in front; the path is the same
	}
	req.Header.Set("User-Agent", "test")
	for _, f := range append(more, a.fields) {
		if name, value, ok := strings.Cut(f, ": "); ok {
			req.Header.Set(name, value)
		}
	}
	resp, err := s.client.Do(req)
	if err != nil {
		t.Fatalf("%s: %s: %v", s.name, a, err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatalf("%s: %s: %v", s.name, a, err)
	}
	return answer{resp.StatusCode, resp.Header, decode(t, resp.Header.Get("Content-Encoding"), raw), len(raw)}
}

func decode(t *testing.T, coding string, raw []byte) string {
	t.Helper()
	var r io.Reader = bytes.NewReader(raw)
	switch {
	case len(raw) == 0:
	case coding == "br":
		r = brotli.NewReader(r)
	case coding == "gzip":
		unzip, err := gzip.NewReader(r)
		if err != nil {
			t.Fatal(err)
		}
		r = unzip
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestHosting asks all of them the same.
func TestHosting(t *testing.T) {
	content := hostedContent(t)
	dir := filepath.Join(t.TempDir(), "public")
	statuswiki(t, "build", "-o", dir, "--content", content, "--compress", "--no-cache", "--no-offline") // serve keeps nothing in browsers
	ours := startServe(t, content)
	for _, host := range hosts(t, dir, "") {
		t.Run(host.name, func(t *testing.T) {
			used := make([]bool, len(differences))
			for _, a := range asks {
				a.path = hashed(t, dir, a.path)
				compare(t, a, ours.get(t, a), host, host.get(t, a), used)
			}
			for i, d := range differences {
				if !used[i] && regexp.MustCompile(d.host).MatchString(host.name) {
					t.Errorf("there is no such difference: %s %s (%s)", d.asks, d.what, d.why)
				}
			}
			revalidates(t, dir, host)
		})
	}
}

// hashed puts the name that a file has in this build in place of its stem.
func hashed(t *testing.T, dir, path string) string {
	for stem, pattern := range map[string]string{"/SITE.js": "site-*.js", "/LATE.css": "late-*.css"} {
		if path == stem {
			found, err := filepath.Glob(filepath.Join(dir, pattern))
			if err != nil || len(found) != 1 {
				t.Fatal(pattern, found, err)
			}
			return "/" + filepath.Base(found[0])
		}
	}
	return path
}

// compare reports how what a host answers differs from what we do.
func compare(t *testing.T, a ask, want answer, host *standing, got answer, used []bool) {
	t.Helper()
	differ := func(name, ours, theirs string) {
		if ours == theirs {
			return
		}
		what := fmt.Sprintf("%s: %s → %s", name, ours, theirs)
		for i, d := range differences {
			if regexp.MustCompile(d.host).MatchString(host.name) && regexp.MustCompile(d.asks).MatchString(a.String()) && regexp.MustCompile(d.what).MatchString(what) {
				used[i] = true
				return
			}
		}
		t.Errorf("%s: %s", a, what)
	}
	differ("Status", fmt.Sprint(want.status), fmt.Sprint(got.status))
	for _, name := range compared {
		differ(name, strings.Join(want.header[name], " | "), strings.Join(got.header[name], " | "))
	}
	differ("ETag", fmt.Sprint(want.header.Get("ETag") != ""), fmt.Sprint(got.header.Get("ETag") != ""))
	if want.body != got.body {
		differ("Body", short(want.body), short(got.body))
	}
}

func short(s string) string { return fmt.Sprintf("%d octets %.40q", len(s), s) }

// revalidates wants a tag of its own for each coding, and 304 for it.
func revalidates(t *testing.T, dir string, host *standing) {
	t.Helper()
	for _, path := range []string{"/401/", hashed(t, dir, "/SITE.js")} {
		tags := make(map[string]string)
		for _, coding := range []string{"identity", "gzip", "br"} {
			a := ask{"GET", path, "Accept-Encoding: " + coding}
			first := host.get(t, a)
			tag := first.header.Get("ETag")
			if other, taken := tags[tag]; taken || !strings.HasPrefix(tag, `"`) {
				t.Errorf("%s: the tag is %s, and that of %q", a, tag, other)
			}
			tags[tag] = coding
			again := host.get(t, a, "If-None-Match: "+tag)
			if again.status != http.StatusNotModified || again.raw != 0 || again.header.Get("Cache-Control") != first.header.Get("Cache-Control") {
				t.Errorf("%s: asked again: %d with %d octets, Cache-Control %s", a, again.status, again.raw, again.header.Get("Cache-Control"))
			}
			if plain := host.get(t, ask{"GET", path, ""}); coding != "identity" && first.raw >= plain.raw {
				t.Errorf("%s: %d octets, as many as in plain", a, first.raw)
			}
		}
	}
}

// TestHostingBelow: a site below a path of a server has the same answers there.
func TestHostingBelow(t *testing.T) {
	content := hostedContent(t)
	dir := filepath.Join(t.TempDir(), "public")
	const base = "http://127.0.0.1/codes/here/"
	statuswiki(t, "build", "-o", dir, "--content", content, "--no-compress", "--base-url", base)
	for _, host := range hosts(t, dir, base) {
		t.Run(host.name, func(t *testing.T) {
			for _, want := range []string{
				"200 /codes/here/", "200 /codes/here/401/", "200 /codes/here/401.json", "200 /codes/here/favicon.svg",
				"308 /codes/here /codes/here/", "308 /codes/here?a=b /codes/here/?a=b",
				"308 /codes/here/401 /codes/here/401/", "308 /codes/here/401?a=b /codes/here/401/?a=b",
				"308 /codes/here/401/index.html /codes/here/401/", "308 /codes/here/index.html?a=b /codes/here/?a=b",
				"308 /codes/here/000/ /codes/here/0/", "308 /codes/here/000?a=b /codes/here/0/?a=b",
				"404 /codes/here/nope", "404 /codes/here/_redirects", "404 /codes/here/nope/index.html",
			} {
				w := strings.Fields(want)
				got := host.get(t, ask{"GET", w[1], ""})
				if is := strings.TrimSpace(fmt.Sprint(got.status, " ", w[1], " ", got.header.Get("Location"))); is != want {
					t.Errorf("%s, not %s", is, want)
				}
				if w[1] == "/codes/here/feed.xml" && host.name == "caddy" && got.header.Get("Content-Type") != "application/atom+xml" {
					t.Errorf("the feed is %s", got.header.Get("Content-Type")) // nginx goes by the ending alone; readers take that, too
				}
				if w[0] == "404" && !strings.Contains(got.body, `href="/codes/here/"`) {
					t.Errorf("%s: the page does not lead home: %s", want, short(got.body))
				}
			}
			if got := host.get(t, ask{"GET", "/elsewhere", ""}); strings.Contains(got.body, "statuswiki") {
				t.Errorf("/elsewhere is none of ours, but: %s", short(got.body))
			}
		})
	}
}

// hostedContent is a small wiki, with 0 in place of 499, whose page /000/ has moved.
func hostedContent(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "content")
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(root, "internal/build/testdata/small"))); err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{"401": "401", "403": "403", "499": "0"} {
		name := filepath.Join(dir, "codes", from+".md")
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		os.Remove(name)
		write(t, filepath.Dir(name), to+".md", strings.ReplaceAll(string(text), "code: 499", "code: 0"))
	}
	return dir
}

// statuswiki runs the program and returns what it prints.
func statuswiki(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command(filepath.Join(binDir, "statuswiki"), args...)
	cmd.Dir = t.TempDir()
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("statuswiki %v: %v\n%s", args, err, said.String())
	}
	return string(out)
}

// startServe starts the program as hosts are to be like.
func startServe(t *testing.T, content string) *standing {
	t.Helper()
	said := launch(t, filepath.Join(binDir, "statuswiki"), "serve", "--no-reload", "--addr", "127.0.0.1:0", "--content", content)
	stands := regexp.MustCompile(`stands at (http://\S+)/\n`)
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end) && said.runs(); time.Sleep(5 * time.Millisecond) {
		if m := stands.FindStringSubmatch(said.String()); m != nil {
			return &standing{"serve", newClient(nil), m[1]}
		}
	}
	t.Fatalf("no server: %s", said)
	return nil
}

// hosts starts the servers with the configuration for a folder. They listen on
// sockets in a folder of their own, where nobody else can be.
func hosts(t *testing.T, dir, base string) []*standing {
	t.Helper()
	return []*standing{startNginx(t, dir, base), startCaddy(t, dir, base)}
}

func startNginx(t *testing.T, dir, base string) *standing {
	t.Helper()
	nginx := find(t, "nginx")
	module := "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so"
	if _, err := os.Stat(module); err != nil {
		missing(t, module)
	}
	at := t.TempDir()
	write(t, at, "statuswiki.conf", statuswiki(t, "hosting", "nginx", dir, "--base-url", base, "--brotli"))
	write(t, at, "nginx.conf", fmt.Sprintf(`daemon off;
master_process off;
load_module %[2]s;
pid %[1]s/pid;
error_log stderr;
events { }
http {
	access_log off;
	client_body_temp_path %[1]s/body;
	proxy_temp_path %[1]s/proxy;
	fastcgi_temp_path %[1]s/fastcgi;
	uwsgi_temp_path %[1]s/uwsgi;
	scgi_temp_path %[1]s/scgi;
	server {
		listen unix:%[1]s/socket;
		include %[1]s/statuswiki.conf;
	}
}
`, at, module))
	return reached(t, "nginx", at, launch(t, nginx, "-e", "stderr", "-p", at, "-c", filepath.Join(at, "nginx.conf")))
}

func startCaddy(t *testing.T, dir, base string) *standing {
	t.Helper()
	caddy := find(t, "caddy")
	at := t.TempDir()
	write(t, at, "statuswiki.caddy", statuswiki(t, "hosting", "caddy", dir, "--base-url", base))
	write(t, at, "Caddyfile", fmt.Sprintf("{\n\tadmin off\n\tauto_https off\n}\nhttp:// {\n\tbind unix/%[1]s/socket\n\timport %[1]s/statuswiki.caddy\n}\n", at))
	return reached(t, "caddy", at, launch(t, caddy, "run", "--config", filepath.Join(at, "Caddyfile"), "--adapter", "caddyfile"))
}

// find returns the path of a server, which need not stand where a user looks.
func find(t *testing.T, name string) string {
	t.Helper()
	for _, at := range []string{name, "/usr/sbin/" + name, "/usr/local/sbin/" + name} {
		if path, err := exec.LookPath(at); err == nil {
			return path
		}
	}
	missing(t, name)
	return ""
}

// missing ends a test that lacks something it needs.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is missing, and in CI nothing may be: run bash .ci/test, which installs it", what)
	}
	t.Skipf("%s is missing: bash .ci/test installs it and runs this test", what)
}

// launch starts a program that ends with the test.
func launch(t *testing.T, name string, args ...string) *spoken {
	t.Helper()
	said := &spoken{ended: make(chan struct{})}
	cmd := exec.Command(name, args...)
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), "HOME="+cmd.Dir, "XDG_DATA_HOME="+cmd.Dir, "XDG_CONFIG_HOME="+cmd.Dir)
	cmd.Stdout, cmd.Stderr = said, said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		cmd.Wait()
		close(said.ended)
	}()
	t.Cleanup(func() {
		cmd.Process.Kill()
		<-said.ended
	})
	return said
}

// reached waits until a server answers on the socket in the folder at.
func reached(t *testing.T, name, at string, said *spoken) *standing {
	t.Helper()
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", filepath.Join(at, "socket"))
	}
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end) && said.runs(); time.Sleep(5 * time.Millisecond) {
		if c, err := dial(context.Background(), "", ""); err == nil {
			c.Close()
			return &standing{name, newClient(dial), "http://127.0.0.1"}
		}
	}
	t.Fatalf("%s does not answer: %s", name, said)
	return nil
}

// newClient returns a client that follows nothing and decodes nothing.
func newClient(dial func(context.Context, string, string) (net.Conn, error)) *http.Client {
	return &http.Client{
		Timeout:       20 * time.Second,
		Transport:     &http.Transport{DialContext: dial, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
