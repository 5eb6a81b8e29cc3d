package prove

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
)

func init() {
	register(&client{name: "chromium", lang: "js", takes: needsBrowser.MatchString, program: chromiumVersion, launch: launchChromium})
}

var (
	// needsBrowser are signs of a script that lives in a page.
	needsBrowser = regexp.MustCompile(`new WebSocket\(|form\.addEventListener\(`)

	// unreachable is what only a page can see that was loaded over HTTP/2, which
	// the replay does not speak.
	unreachable = regexp.MustCompile(`early-hints`)

	pageHost = regexp.MustCompile(`(?:https|wss)://([a-z0-9.-]+)`)
)

// chromiumNames are those of the command in distributions.
var chromiumNames = []string{"chromium", "chromium-browser", "google-chrome"}

func chromium() string {
	for _, name := range chromiumNames {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

func chromiumVersion(ctx context.Context) (string, error) {
	path := chromium()
	if path == "" {
		return "", fmt.Errorf("%s %w", "Chromium", ErrMissing)
	}
	return versionOf("Chromium", path, "--version")(ctx)
}

const browserPage = `<!doctype html><link rel="icon" href="data:,"><body><script type="module">
const report = error => fetch('/.frame', {method: 'POST', body: JSON.stringify({Done: true, Error: error})});
addEventListener('error', event => report(event.message));
addEventListener('unhandledrejection', event => report(String(event.reason)));
try { await import('/.frame.mjs'); await report(''); } catch (error) { await report(String(error)); }
</script>
`

// launchChromium opens a page of the sample's own host, which runs the sample
// as a module and reports how it ended; then the browser is closed. Its time is
// real.
func launchChromium(_ context.Context, st *clientStage) (*process, error) {
	call := st.use.Call
	if call != "" {
		call = "await (" + call + ");"
	}
	host := pageHost.FindStringSubmatch(st.sample.Block.Text + st.use.Call)
	if host == nil {
		return nil, fmt.Errorf("it names no host")
	}
	reports := st.server.host(browserPage, around(st.use.Given, st.sample.Block.Text, call))
	key, err := x509.MarshalPKIXPublicKey(st.ca.leaf.Public())
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(key)
	args := []string{
		"--headless=new", "--disable-gpu", "--no-first-run", "--disable-quic", "--disable-component-update", "--disable-background-networking",
		"--user-data-dir=" + st.file("profile"),
		// Whatever asks for another host gets an error.
		"--host-resolver-rules=MAP *.example.com " + st.server.addr() + ", MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
		"--ignore-certificate-errors-spki-list=" + base64.StdEncoding.EncodeToString(sum[:]),
	}
	if os.Geteuid() == 0 {
		args = append(args, "--no-sandbox") // it refuses to run as root with one
	}
	p, err := start(st.dir, nil, chromium(), append(args, "https://"+host[1]+"/.frame")...)
	if err != nil {
		return nil, err
	}
	go func() {
		select {
		case text := <-reports:
			os.WriteFile(st.file("report.json"), text, 0o644)
			killGroup(p.cmd)
		case <-p.ended:
		}
	}()
	return p, nil
}

// host makes the replay answer for the frame's own page and module, which are
// no part of the example. What the page reports comes out of the channel.
func (r *replay) host(page, module string) <-chan []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.own = map[string][2]string{"/.frame": {"text/html; charset=utf-8", page}, "/.frame.mjs": {"text/javascript; charset=utf-8", module}}
	r.reports = make(chan []byte, 1)
	return r.reports
}

// owned answers a request for the frame's page.
func (r *replay) owned(conn *peeked, got *asked) bool {
	r.mu.Lock()
	own, ok := r.own[got.target]
	reports := r.reports
	r.mu.Unlock()
	if !ok || !strings.HasPrefix(got.target, "/.frame") {
		return false
	}
	if got.method == "POST" {
		select {
		case reports <- got.content:
		default: // there is one already
		}
		own[1] = ""
	}
	fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\nCache-Control: no-store\r\n\r\n%s", own[0], len(own[1]), own[1])
	return true
}
