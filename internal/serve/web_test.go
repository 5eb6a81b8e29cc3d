package serve

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

// TestWeb sends the requests in testdata/*.txt and checks the answers. A case is
// a paragraph:
//
//	GET /401 HTTP/1.0     method, target and, unless it is HTTP/1.1, version
//	> Host: {addr}        request fields; Host is the server's unless it is given
//	code == 200           checks; the code is 200 unless it is checked
//	header Vary == x      an absent field is the empty string
//	body contains who     after decoding
//	save tag header Etag  {tag} stands for that value from here on
//
// Operators are ==, !=, ~ (regular expression), contains and !contains. Lines
// that begin with # are comments.
//
// Whatever a case says, every answer to GET is compared with that to HEAD,
// Content-Length must be right, and some fields must be there or must not.
func TestWeb(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no test data", err)
	}
	plain := startServer(t, Options{Build: fixed(newSite(t, testFiles())), AllowHosts: []string{"wiki.example"}}, defaultLimits)
	live := startServer(t, Options{Build: fixed(newSite(t, testFiles())), Watch: []string{t.TempDir()}}, defaultLimits)
	for _, file := range files {
		srv := plain
		if strings.HasPrefix(filepath.Base(file), "live") {
			srv = live
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			vars := map[string]string{"addr": srv.addr}
			line := 1
			for para := range strings.SplitSeq(string(text), "\n\n") {
				webCase(t, srv, fmt.Sprintf("%s:%d", file, line), para, vars)
				line += strings.Count(para, "\n") + 2
			}
		})
	}
}

func webCase(t *testing.T, srv *server, place, para string, vars map[string]string) {
	t.Helper()
	for name, value := range vars {
		para = strings.ReplaceAll(para, "{"+name+"}", value)
	}
	var request []string
	fields, host, codeChecked := "", "Host: "+srv.addr+"\r\n", false
	var checks []string
	for line := range strings.SplitSeq(para, "\n") {
		switch {
		case line == "" || line[0] == '#':
		case request == nil:
			request = append(strings.Fields(line), "HTTP/1.1")
		case strings.HasPrefix(line, "> "):
			fields += line[2:] + "\r\n"
			if strings.HasPrefix(line, "> Host:") {
				host = ""
			}
		default:
			checks = append(checks, line)
			codeChecked = codeChecked || strings.HasPrefix(line, "code ")
		}
	}
	if request == nil {
		return
	}
	if request[2] == "HTTP/1.0" {
		host = ""
	}
	rest := " " + request[1] + " " + request[2] + "\r\n" + host + fields + "Connection: close\r\n\r\n"
	resp, body, err := raw(srv.addr, request[0]+rest)
	if err != nil {
		t.Errorf("%s: %v", place, err)
		return
	}
	if !codeChecked {
		checks = append(checks, "code == 200")
	}
	general(t, place, resp, body)
	if request[0] == "GET" && resp.StatusCode != 206 && resp.StatusCode != 416 { // ranges have a meaning for GET only
		head, _, err := raw(srv.addr, "HEAD"+rest)
		if err != nil {
			t.Errorf("%s: HEAD: %v", place, err)
			return
		}
		if head.StatusCode != resp.StatusCode || fieldText(head.Header) != fieldText(resp.Header) {
			t.Errorf("%s: HEAD differs from GET: %s\n%v\n%v", place, head.Status, head.Header, resp.Header)
		}
	}
	switch resp.Header.Get("Content-Encoding") {
	case "br":
		body, err = io.ReadAll(brotli.NewReader(bytes.NewReader(body)))
	case "gzip":
		var zr *gzip.Reader
		if zr, err = gzip.NewReader(bytes.NewReader(body)); err == nil {
			body, err = io.ReadAll(zr)
		}
	}
	if err != nil {
		t.Errorf("%s: %v", place, err)
	}
	for _, check := range checks {
		what, rest, _ := strings.Cut(check, " ")
		var got string
		switch what {
		case "code":
			got = strconv.Itoa(resp.StatusCode)
		case "body":
			got = string(body)
		case "header":
			var name string
			name, rest, _ = strings.Cut(rest, " ")
			got = strings.Join(resp.Header.Values(name), ", ")
		case "save":
			f := strings.Fields(rest)
			vars[f[0]] = resp.Header.Get(f[2])
			if vars[f[0]] == "" {
				t.Errorf("%s: no %s to save", place, f[2])
			}
			continue
		default:
			t.Fatalf("%s: unknown check %q", place, check)
		}
		op, want, _ := strings.Cut(rest, " ")
		ok := false
		switch op {
		case "==":
			ok = got == want
		case "!=":
			ok = got != want
		case "~":
			ok = regexp.MustCompile(want).MatchString(got)
		case "contains":
			ok = strings.Contains(got, want)
		case "!contains":
			ok = !strings.Contains(got, want)
		default:
			t.Fatalf("%s: unknown operator in %q", place, check)
		}
		if !ok {
			t.Errorf("%s: %s\n\t%s\n\tgot %.300q", place, strings.Join(request, " "), check, got)
		}
	}
}

// general checks what is true of every answer of the handler.
func general(t *testing.T, place string, resp *http.Response, body []byte) {
	t.Helper()
	if resp.StatusCode >= 500 {
		t.Errorf("%s: %s", place, resp.Status)
	}
	for name := range resp.Header {
		if strings.HasPrefix(name, "Access-Control-") || name == "Server" || name == "Set-Cookie" {
			t.Errorf("%s: %s in the answer", place, name)
		}
	}
	if resp.StatusCode == 400 || resp.StatusCode == 431 {
		return // by net/http, before the handler
	}
	if resp.Header.Get("X-Content-Type-Options") != "nosniff" && resp.StatusCode != 304 {
		t.Errorf("%s: no nosniff: %v", place, resp.Header)
	}
	if resp.Header.Get("Cache-Control") == "" && resp.StatusCode != 416 {
		t.Errorf("%s: no Cache-Control", place)
	}
	if n := resp.Header.Get("Content-Length"); resp.Request.Method == "GET" && resp.StatusCode != 304 && n != strconv.Itoa(len(body)) {
		t.Errorf("%s: Content-Length %q for %d bytes", place, n, len(body))
	}
	if resp.Header.Get("Content-Encoding") != "" && resp.Header.Get("Vary") != "Accept-Encoding" {
		t.Errorf("%s: a coding without Vary", place)
	}
}

// fieldText is all fields but Date.
func fieldText(h http.Header) string {
	h = h.Clone()
	h.Del("Date")
	var b strings.Builder
	h.Write(&b)
	return b.String()
}
