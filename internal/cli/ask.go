package cli

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"time"

	"statuswiki/internal/diag"
)

// Request is a request that is sent to see what comes back.
type Request struct {
	URL    string
	Method string   // GET if empty
	Fields []string // "Name: value" each
	Limit  time.Duration
}

// maxResponse is how many octets of a response are read.
const maxResponse = 4 << 20

// Ask sends a request and returns the response octet for octet. It speaks
// HTTP/1.1, follows no redirect and decodes nothing, since what is asked for is
// what the server really sent. A wrong address is a [UsageError].
func Ask(ctx context.Context, r Request) (string, error) {
	u, err := url.Parse(r.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return "", &UsageError{fmt.Sprintf("%q is no address: it begins with http:// or https://", r.URL)}
	}
	if r.Limit == 0 {
		r.Limit = 30 * time.Second
	}
	ctx, cancel := context.WithTimeout(ctx, r.Limit)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, orElse(r.Method, http.MethodGet), r.URL, nil)
	if err != nil {
		return "", &UsageError{err.Error()}
	}
	req.Header.Set("User-Agent", "statuswiki (explain)")
	req.Header.Set("Accept", "*/*")
	req.Close = true
	for _, f := range r.Fields {
		name, value, ok := strings.Cut(f, ":")
		if !ok {
			return "", &UsageError{fmt.Sprintf("%q is no header field: write it like 'Accept: text/html'", f)}
		}
		if strings.EqualFold(name, "Host") {
			req.Host = strings.TrimSpace(value)
		}
		req.Header.Set(name, strings.TrimSpace(value))
	}
	conn, err := dial(ctx, u)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	if err := req.Write(conn); err != nil {
		return "", err
	}
	text, err := io.ReadAll(io.LimitReader(bufio.NewReader(conn), maxResponse))
	if len(text) > 0 {
		return string(text), nil // what came before the connection broke
	}
	if err == nil {
		err = errors.New("the server closed the connection without a response")
	}
	return "", err
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func dial(ctx context.Context, u *url.URL) (net.Conn, error) {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	address := net.JoinHostPort(u.Hostname(), port)
	if u.Scheme == "http" {
		return new(net.Dialer).DialContext(ctx, "tcp", address)
	}
	d := tls.Dialer{Config: &tls.Config{ServerName: u.Hostname(), NextProtos: []string{"http/1.1"}}}
	return d.DialContext(ctx, "tcp", address)
}

// Expectation is a status or a class that a server is expected to answer with.
type Expectation struct{ from, to int }

// ParseExpectation reads 200 or 2xx.
func ParseExpectation(s string) (Expectation, error) {
	if digit, ok := strings.CutSuffix(strings.ToLower(s), "xx"); ok {
		if n, err := strconv.Atoi(digit); err == nil && n >= 1 && n <= 5 {
			return Expectation{n * 100, n*100 + 99}, nil
		}
	}
	if n, err := strconv.Atoi(s); err == nil && n >= 100 && n <= 999 {
		return Expectation{n, n}, nil
	}
	return Expectation{}, &UsageError{fmt.Sprintf("%q is neither a status like 200 nor a class like 2xx", s)}
}

// Met reports whether a status is what was expected.
func (e Expectation) Met(status int) bool { return status >= e.from && status <= e.to }

// Watch asks again and again until ctx is done. It writes a line for the first
// answer and for each change, with the time that now gives, and runs command, if
// it is not empty, at each change that leaves or meets the expectation.
type Watch struct {
	Request Request
	Every   time.Duration
	Expect  Expectation
	Command string
	Out     io.Writer
	Now     func() time.Time
}

// Run watches. It returns nil when ctx is done.
func (w *Watch) Run(ctx context.Context) error {
	last, first := "", true
	met := false
	for {
		status, what := w.once(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if what != last {
			fmt.Fprintf(w.Out, "%s %s %s\n", w.Now().UTC().Format(time.RFC3339), w.Request.URL, what)
			now := w.Expect.Met(status)
			if w.Command != "" && (now != met || first) {
				w.command(ctx, status, last, what)
			}
			last, met, first = what, now, false
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(w.Every):
		}
	}
}

// once asks and returns the status, or 0 with the reason why there is none.
func (w *Watch) once(ctx context.Context) (status int, what string) {
	text, err := Ask(ctx, w.Request)
	if err != nil {
		return 0, "no response: " + diag.Clean(err.Error())
	}
	line, _, _ := strings.Cut(text, "\n")
	_, rest, _ := strings.Cut(line, " ")
	status, _ = strconv.Atoi(rest[:min(3, len(rest))])
	word := "as expected"
	if !w.Expect.Met(status) {
		word = "not as expected"
	}
	return status, fmt.Sprintf("%03d %s", status, word)
}

// command runs the user's command with what has changed in its environment.
func (w *Watch) command(ctx context.Context, status int, was, is string) {
	shell := []string{"sh", "-c"}
	if runtime.GOOS == "windows" {
		shell = []string{"cmd", "/C"}
	}
	cmd := exec.CommandContext(ctx, shell[0], shell[1], w.Command)
	cmd.Env = append(os.Environ(), "STATUSWIKI_URL="+w.Request.URL, fmt.Sprintf("STATUSWIKI_STATUS=%d", status), "STATUSWIKI_WAS="+was, "STATUSWIKI_IS="+is)
	cmd.Stdout, cmd.Stderr = w.Out, w.Out
	if err := cmd.Run(); err != nil && ctx.Err() == nil {
		fmt.Fprintf(w.Out, "the command failed: %v\n", err)
	}
}
