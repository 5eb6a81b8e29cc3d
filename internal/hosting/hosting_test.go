package hosting

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/andybalholm/brotli"

	"statuswiki/internal/cache"
	"statuswiki/internal/site"
)

// newSite returns a site with these files.
func newSite(t testing.TB, files map[string]string) *site.Site {
	t.Helper()
	s := &site.Site{}
	for name, text := range files {
		if err := s.Add(name, site.MediaType(name), []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// text returns a file of a site.
func text(t testing.TB, s *site.Site, name string) string {
	t.Helper()
	f, ok := s.Get(name)
	if !ok {
		t.Fatalf("there is no %s", name)
	}
	return string(f.Body)
}

// page is a page with a policy.
func page(p Policy) string {
	return "<!doctype html>\n<meta charset=utf-8>\n" + MetaStart + p.Meta() + "\">\n<title>t</title>\n"
}

// The example of CSP Level 3, §8.3.
func TestHash(t *testing.T) {
	if got, want := Hash(`alert('Hello, world.');`), `'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='`; got != want {
		t.Errorf("%s, not %s", got, want)
	}
}

// What a page says in its meta element and what goes out as a header are one
// policy, but for what a meta element cannot say.
func TestMetaAndHeaderAgree(t *testing.T) {
	for _, p := range []Policy{{}, {Scripts: []string{Hash("a")}, Styles: []string{Hash("b"), Hash("c")}}, Lasting} {
		got, ok := Of([]byte(page(p)))
		if !ok || got.Header() != p.Header() {
			t.Errorf("%q is read as %q, %v", p.Header(), got.Header(), ok)
		}
		if p.Meta()+"; frame-ancestors 'none'" != p.Header() {
			t.Errorf("meta %q\nheader %q", p.Meta(), p.Header())
		}
		if strings.ContainsAny(p.Meta(), `"<>&`) {
			t.Errorf("%q needs escapes in a meta element", p.Meta())
		}
	}
	for name, page := range map[string]string{
		"none": "<!doctype html>", "cut": MetaStart + "default-src 'none'", "another's": MetaStart + "default-src 'self'\">",
		"too late": strings.Repeat(" ", headLength) + page(Policy{}),
	} {
		if p, ok := Of([]byte(page)); ok {
			t.Errorf("%s: %v", name, p)
		}
	}
}

func TestHeadersFile(t *testing.T) {
	s := newSite(t, map[string]string{
		"index.html": page(Policy{Scripts: []string{Hash("s")}, Styles: []string{Hash("a")}}), "x/index.html": page(Policy{Styles: []string{Hash("b")}}),
		"site-0123456789.js": "", "kept/a-0123456789.png": "", "kept/deep/b-0123456789.png": "", "mixed/a-0123456789.js": "", "mixed/b.js": "",
		"site-012345678.js": "", "site-0123456789.js.map": "", "0123456789/index.html": "",
	})
	if err := AddFiles(s, ""); err != nil {
		t.Fatal(err)
	}
	head, rules, _ := strings.Cut(text(t, s, "_headers"), "/kept")
	for _, want := range []string{
		"/*\n  Content-Security-Policy: ", " script-src 'self' " + Hash("s") + ";", " " + Hash("a"), " " + Hash("b"), "; frame-ancestors 'none'\n",
		"  X-Content-Type-Options: nosniff\n",
	} {
		if !strings.Contains(head, want) {
			t.Errorf("%q is missing in\n%s", want, head)
		}
	}
	want := "/*\n  Cache-Control: " + Immutable + "\n/mixed/a-0123456789.js\n  Cache-Control: " + Immutable + "\n/site-0123456789.js\n  Cache-Control: " + Immutable + "\n"
	if rules != want {
		t.Errorf("%s\nnot\n%s", rules, want)
	}
	if text(t, s, ".nojekyll") != "" {
		t.Error(".nojekyll holds something")
	}
}

// More than hosts read is an error and not a file that they half obey.
func TestLimits(t *testing.T) {
	many := make(map[string]string)
	for i := range maxRules - 1 {
		many[fmt.Sprintf("a-%010x.js", i)] = ""
	}
	if err := AddFiles(newSite(t, many), ""); err != nil {
		t.Error(err)
	}
	many["b-0123456789.js"] = ""
	if err := AddFiles(newSite(t, many), ""); err == nil {
		t.Error("too many rules")
	}
	var p Policy
	for i := range 40 {
		p.Styles = append(p.Styles, Hash(fmt.Sprint(i)))
	}
	if err := AddFiles(newSite(t, map[string]string{"index.html": page(p)}), ""); err == nil {
		t.Error("too long a line")
	}
	moved := newSite(t, nil)
	for i := range maxRedirects/2 + 1 {
		from := fmt.Sprintf("%d/", i)
		if err := moved.Add(from+"index.html", "text/html", nil); err != nil {
			t.Fatal(err)
		}
		moved.Move(from, "new/")
	}
	if err := AddFiles(moved, ""); err == nil {
		t.Error("too many redirects")
	}
	if err := AddFiles(newSite(t, map[string]string{"_headers": ""}), ""); err == nil {
		t.Error("the site's own _headers is written over")
	}
}

func TestRedirects(t *testing.T) {
	s := newSite(t, map[string]string{"000/index.html": "", "0/index.html": "", "index.html": ""})
	s.Move("000/", "0/")
	if err := AddFiles(s, "https://example.com/codes/"); err != nil {
		t.Fatal(err)
	}
	written := text(t, s, "_redirects")
	if want := "/codes/000 /codes/0/ 301\n/codes/000/ /codes/0/ 301\n"; written != want {
		t.Errorf("%q, not %q", written, want)
	}
	got, err := parseRedirects(written, "/codes/")
	if err != nil || fmt.Sprint(got) != "[{000 0/} {000/ 0/}]" {
		t.Errorf("%v, %v", got, err)
	}
	for _, bad := range []string{"/a /b\n", "/a /b 200\n", "/a https://example.com/ 301\n", "/a /b;return 301\n", "/a /b{} 301\n", "/a/../../b /b 301\n"} {
		if got, err := parseRedirects("/x /y 301\n"+bad, "/"); err == nil || !strings.HasPrefix(err.Error(), "_redirects:2:1: ") {
			t.Errorf("%q: %v, %v", bad, got, err)
		}
	}
}

// Whatever stands in a file of redirects, what is taken from it into a
// configuration cannot end a word there.
func FuzzRedirects(f *testing.F) {
	f.Add("/000 /0/ 301\n")
	f.Add("/a;b /\"c\" 301\n/ / 301")
	word := regexp.MustCompile(`^[A-Za-z0-9._/-]*$`)
	f.Fuzz(func(t *testing.T, text string) {
		got, err := parseRedirects(text, "/")
		if err != nil && got != nil {
			t.Errorf("%v and %v", got, err)
		}
		for _, r := range got {
			if !word.MatchString(r.From) || !word.MatchString(r.To) || strings.HasPrefix(r.To, "/") {
				t.Errorf("%q", r)
			}
		}
	})
}

// Names that a configuration cannot hold are refused.
func TestConfigNames(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"plain", "with space", "größe", `quo"te`, "dollar$uri", "brace{", "new\nline", "back`tick"} {
		at := filepath.Join(dir, name)
		if err := os.Mkdir(at, 0o755); err != nil {
			t.Fatal(err)
		}
		if _, err := NewConfig(at, ""); err == nil {
			t.Errorf("%q holds no site", name)
		}
		if err := os.WriteFile(filepath.Join(at, "index.html"), nil, 0o644); err != nil {
			t.Fatal(err)
		}
		c, err := NewConfig(at, "https://example.com/")
		if good := !strings.ContainsAny(name, "\"$`{\n"); good != (err == nil) {
			t.Errorf("%q: %v", name, err)
		} else if good && (!strings.Contains(c.Nginx(), at) || !strings.Contains(c.Caddy(), at)) {
			t.Errorf("%q is not in the configuration", name)
		}
	}
	for base, good := range map[string]bool{"https://example.com/a-b/c_d/": true, "https://example.com/a%20b/": false, "https://example.com/a;b/": false, "https://example.com/$a/": false} {
		if _, err := NewConfig(filepath.Join(dir, "plain"), base); good != (err == nil) {
			t.Errorf("%s: %v", base, err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "plain", "_redirects"), []byte("/a /b; 301\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := NewConfig(filepath.Join(dir, "plain"), ""); err == nil || !strings.Contains(err.Error(), "_redirects:1:1: ") {
		t.Errorf("redirects of another: %v", err)
	}
}

// long is a text that gets much smaller.
var long = strings.Repeat("The page tells what 401 means. ", 100)

func TestCompress(t *testing.T) {
	noise := make([]byte, 2000)
	for i, b := 0, sha256.Sum256(nil); i < len(noise); i += len(b) {
		copy(noise[i:], b[:])
		b = sha256.Sum256(b[:])
	}
	files := map[string]string{"index.html": long, "a.png": long, "small.txt": long[:site.MinCompress-1], "just.txt": long[:site.MinCompress], "noise.txt": string(noise), "_headers": long}
	s := newSite(t, files)
	dir := filepath.Join(t.TempDir(), "cache")
	c := cache.Open(dir)
	var calls atomic.Int64
	if err := Compress(context.Background(), s, c, func(done, all int) { calls.Add(int64(all)) }); err != nil {
		t.Fatal(err)
	}
	c.Close()
	if got, want := strings.Join(s.Paths(), " "), "_headers a.png index.html index.html.br index.html.gz just.txt just.txt.br just.txt.gz noise.txt small.txt"; got != want {
		t.Errorf("%s, not %s", got, want)
	}
	if calls.Load() != 3*3 {
		t.Errorf("progress tells of %d", calls.Load())
	}
	back, err := io.ReadAll(brotli.NewReader(strings.NewReader(text(t, s, "index.html.br"))))
	if err != nil || string(back) != long {
		t.Errorf("brotli gives back %d octets, %v", len(back), err)
	}
	zipped := text(t, s, "index.html.gz")
	unzip, err := gzip.NewReader(strings.NewReader(zipped))
	if err != nil {
		t.Fatal(err)
	}
	if back, err = io.ReadAll(unzip); err != nil || string(back) != long {
		t.Errorf("gzip gives back %d octets, %v", len(back), err)
	}
	// RFC 1952 §2.3: no name, no time, best compression, and an unknown system.
	if want := "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"; zipped[:10] != want {
		t.Errorf("the header of gzip is %q", zipped[:10])
	}

	// Cold, warm, without any, and with one that is broken: the same bytes.
	filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && len(d.Name()) == 64 && d.Name()[0] < '8' {
			return os.WriteFile(p, []byte("broken"), 0o600)
		}
		return err
	})
	for what, c := range map[string]*cache.Cache{"broken": cache.Open(dir), "none": nil, "not a folder": cache.Open(os.Args[0])} {
		again := newSite(t, files)
		if err := Compress(context.Background(), again, c, nil); err != nil {
			t.Fatal(err)
		}
		if changed := again.Changed(s); len(changed) > 0 {
			t.Errorf("%s: %v", what, changed)
		}
		c.Close()
	}
}

// What the cache holds is taken, and not made again.
func TestCompressFromCache(t *testing.T) {
	c := cache.Open(t.TempDir())
	for _, f := range forms {
		c.Put(cache.Key(f.kind, []byte(long)), []byte("kept"+f.ext))
	}
	s := newSite(t, map[string]string{"a.txt": long})
	if err := Compress(context.Background(), s, c, nil); err != nil {
		t.Fatal(err)
	}
	if text(t, s, "a.txt.br") != "kept.br" || text(t, s, "a.txt.gz") != "kept.gz" {
		t.Error("the cache is not asked")
	}
}

func TestCompressStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := Compress(ctx, newSite(t, map[string]string{"a.txt": long}), nil, nil); err != context.Canceled {
		t.Error(err)
	}
	if err := Compress(context.Background(), newSite(t, map[string]string{"a.txt": long, "a.txt.br": ""}), nil, nil); err == nil {
		t.Error("a file is written over")
	}
}

// Another version of the encoder may give other bytes, so its name is in the key.
func TestBrotliVersion(t *testing.T) {
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(mod, []byte("andybalholm/brotli "+brotliVersion+"\n")) {
		t.Errorf("go.mod has another brotli than %s", brotliVersion)
	}
}
