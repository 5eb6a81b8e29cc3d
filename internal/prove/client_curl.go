package prove

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

func init() {
	register(&client{name: "curl", lang: "sh", program: versionOf("curl", "curl", "--version"), launch: launchCurl})
}

// helpers are programs that samples use beside curl. A sample cannot be run
// where one of them is missing.
var helpers = regexp.MustCompile(`\b(jq|openssl|python3|gzip|shuf)\b`)

// The shell's clock goes on when it sleeps, and not otherwise.
const (
	shellSleep = `#!/bin/sh
echo "$1" >> "$FRAME_SLEPT"
`
	shellDate = `#!/bin/sh
[ "$*" = "+%%s" ] || exec %s "$@"
awk -v now="$FRAME_NOW" '{ now += $1 } END { printf "%%d\n", now }' "$FRAME_SLEPT"
`
)

// launchCurl runs the sample with sh. A .curlrc leads all connections to the
// replay; a proxy is none of them, so its address is replaced.
func launchCurl(_ context.Context, st *clientStage) (*process, error) {
	for _, name := range helpers.FindAllString(st.sample.Block.Text+st.use.Given, -1) {
		if _, err := exec.LookPath(name); err != nil {
			return nil, fmt.Errorf("%s %w", name, ErrMissing)
		}
	}
	date, err := exec.LookPath("date")
	if err != nil {
		return nil, err
	}
	rc := fmt.Sprintf("connect-to = \"::127.0.0.1:%s\"\ncacert = %q\n", st.server.port(), st.ca.file())
	text := strings.ReplaceAll(around(st.use.Given, st.sample.Block.Text), "proxy.example.com:3128", st.server.addr())
	if strings.Contains(text, st.server.addr()) {
		rc = fmt.Sprintf("cacert = %q\n", st.ca.file()) // the proxy takes all of them
	}
	if err := os.Mkdir(st.file("bin"), 0o755); err != nil {
		return nil, err
	}
	for name, text := range map[string]string{".curlrc": rc, "sample.sh": text, "slept": "", "bin/sleep": shellSleep, "bin/date": fmt.Sprintf(shellDate, date)} {
		if err := st.write(name, text, 0o755); err != nil {
			return nil, err
		}
	}
	return start(st.dir, st.variables(
		"PATH="+filepath.Join(st.dir, "bin")+string(filepath.ListSeparator)+os.Getenv("PATH"),
		"CURL_HOME="+st.dir, "NO_PROXY=", // a proxy that a sample names is the replay
		"FRAME_SLEPT="+st.file("slept"),
	), "/bin/sh", "sample.sh")
}

// slept adds up what the shell's clock went on by.
func (st *clientStage) slept() time.Duration {
	text, err := os.ReadFile(st.file("slept"))
	if err != nil {
		return 0 // no shell
	}
	var sum time.Duration
	for _, line := range strings.Fields(string(text)) {
		if seconds, err := strconv.ParseFloat(line, 64); err == nil {
			sum += time.Duration(seconds * float64(time.Second))
		}
	}
	return sum
}
