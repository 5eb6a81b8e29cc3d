package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"

	"github.com/andybalholm/brotli"
)

const wrkConnections = 16

// throughput is what a server did under load.
type throughput struct {
	rate float64 // requests per second
	cpu  float64 // microseconds per request, of all processes of the server
}

// under puts a server under load for some seconds.
func (r *running) under(ctx context.Context, path string, c coding, seconds int) (throughput, error) {
	before, err := r.cpu()
	if err != nil {
		return throughput{}, err
	}
	cmd := exec.CommandContext(ctx, "wrk", "-t1", fmt.Sprintf("-c%d", wrkConnections), fmt.Sprintf("-d%ds", seconds),
		"-H", "Accept-Encoding: "+c.accept, r.url+path)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return throughput{}, fmt.Errorf("wrk: %w\n%s", err, out)
	}
	after, err := r.cpu()
	if err != nil {
		return throughput{}, err
	}
	requests, rate, err := parseWrk(string(out))
	if err != nil {
		return throughput{}, fmt.Errorf("%s: %w", r.name, err)
	}
	return throughput{rate, 1e6 * (after - before) / requests}, nil
}

var (
	wrkRequests = regexp.MustCompile(`(?m)^\s*(\d+) requests in `)
	wrkRate     = regexp.MustCompile(`(?m)^Requests/sec:\s+([0-9.]+)$`)
	wrkFaults   = regexp.MustCompile(`(?m)^\s*(Socket errors|Non-2xx or 3xx responses):.*$`)
)

// parseWrk reads how many requests there were, and how many in a second, from
// what wrk prints. Requests that failed make the run worthless.
func parseWrk(text string) (requests, rate float64, err error) {
	if m := wrkFaults.FindString(text); m != "" {
		return 0, 0, fmt.Errorf("wrk met faults: %s", m)
	}
	n, r := wrkRequests.FindStringSubmatch(text), wrkRate.FindStringSubmatch(text)
	if n == nil || r == nil {
		return 0, 0, fmt.Errorf("wrk printed no figures:\n%s", text)
	}
	if requests, err = strconv.ParseFloat(n[1], 64); err != nil {
		return 0, 0, err
	}
	if rate, err = strconv.ParseFloat(r[1], 64); err == nil && (requests == 0 || rate == 0) {
		err = fmt.Errorf("no request was answered")
	}
	return requests, rate, err
}

// precompress puts .br and .gz beside the page that is asked for, as a build with
// compression does for every file; all of them would take an hour here.
func precompress(name string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	for ext, writer := range map[string]func(io.Writer) io.WriteCloser{
		".br": func(w io.Writer) io.WriteCloser { return brotli.NewWriterLevel(w, brotli.BestCompression) },
		".gz": func(w io.Writer) io.WriteCloser { z, _ := gzip.NewWriterLevel(w, gzip.BestCompression); return z },
	} {
		var b bytes.Buffer
		w := writer(&b)
		if _, err := w.Write(text); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		if err := os.WriteFile(name+ext, b.Bytes(), 0o666); err != nil {
			return err
		}
	}
	return nil
}
