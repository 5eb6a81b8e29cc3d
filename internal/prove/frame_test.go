package prove

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestNginxDirectives takes configurations apart.
func TestNginxDirectives(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"a 1; b 2;", []string{"a 1;", "b 2;"}},
		{"location / {\n  a \"}\";\n}\nb;", []string{"location / {\n  a \"}\";\n}", "b;"}},
		{"a; # b; {\nc 'x;\\'y';", []string{"a;", "c 'x;\\'y';"}},
		{"a x#y;", []string{"a x#y;"}},
		{"a", []string{"a"}},
		{"a \"b", []string{"a \"b"}},
		{"", nil},
	} {
		var got []string
		for _, d := range nginxDirectives(c.text) {
			got = append(got, strings.TrimSpace(d))
		}
		if strings.Join(got, "|") != strings.Join(c.want, "|") || len(got) != len(c.want) {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

// FuzzNginxDirectives loses nothing but comments and space.
func FuzzNginxDirectives(f *testing.F) {
	f.Add("server { listen 80; } # x\nmap $a $b { default \"}\"; }")
	f.Fuzz(func(t *testing.T, text string) {
		parts := strings.Join(nginxDirectives(text), "")
		if !strings.ContainsAny(text, "#") && strip(parts) != strip(text) {
			t.Errorf("%q became %q", text, parts)
		}
	})
}

func strip(s string) string { return strings.Join(strings.Fields(s), "") }

// TestGoProgram frames statements, declarations and handlers, with the imports
// that they need and no others.
func TestGoProgram(t *testing.T) {
	for _, c := range []struct {
		name, text     string
		has, hasNot    []string
		doesNotCompile bool
	}{
		{"statements", `mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { log := strings.ToUpper("a"); _ = log })`,
			[]string{`import "net/http"`, `import "strings"`}, []string{`import "log"`}, false},
		{"a handler", "func stock(w http.ResponseWriter, r *http.Request) { io.WriteString(w, \"a\") }",
			[]string{`import "io"`, `mux.HandleFunc("/", stock)`}, []string{"fmt"}, false},
		{"a proxy", "proxy := httputil.NewSingleHostReverseProxy(&url.URL{})",
			[]string{`import "net/http/httputil"`, `import "net/url"`, `mux.Handle("/", proxy)`}, nil, false},
		{"no Go", "mux.Handle(", nil, nil, true},
	} {
		got, err := goProgram(c.text, "127.0.0.1:1")
		if (err != nil) != c.doesNotCompile {
			t.Errorf("%s: %v", c.name, err)
		}
		for _, part := range c.has {
			if !strings.Contains(got, part) {
				t.Errorf("%s: no %s in\n%s", c.name, part, got)
			}
		}
		for _, part := range c.hasNot {
			if strings.Contains(got, part) {
				t.Errorf("%s: %s stands in\n%s", c.name, part, got)
			}
		}
	}
}

// TestStageText leads paths and backends into the stage and leaves the rest.
func TestStageText(t *testing.T) {
	s := soundSample(t, 401, "nginx", "", "")
	st := &stage{Sample: s, dir: t.TempDir(), back: "127.0.0.1:1"}
	st.proof.Target = "/tides.csv"
	for _, c := range []struct{ text, want, file string }{
		{"root /srv/data;", "root DIR/srv/data;", "srv/data/tides.csv"},
		{`AuthUserFile "/etc/apache2/htpasswd"`, `AuthUserFile "DIR/etc/apache2/htpasswd"`, "etc/apache2/htpasswd"},
		{"ssl_certificate_key /etc/nginx/server.key;", "ssl_certificate_key DIR/etc/nginx/server.key;", "etc/nginx/server.key"},
		{"access_log /var/log/nginx/x.log;", "access_log DIR/var/log/nginx/x.log;", "var/log/nginx"},
		{"proxy_pass http://127.0.0.1:8081/scans/;", "proxy_pass http://127.0.0.1:1/scans/;", ""},
		{"server 10.0.0.11:8080;", "server 127.0.0.1:1;", ""},
		{"redir /srv.html /x", "redir /srv.html /x", ""},
		{"return 301 https://example.com/etc/passwd;", "return 301 https://example.com/etc/passwd;", ""},
	} {
		s.Block.Text = c.text
		got, err := st.text()
		if err != nil {
			t.Fatal(err)
		}
		if got = strings.ReplaceAll(got, filepath.ToSlash(st.dir), "DIR"); got != c.want {
			t.Errorf("%q became %q, want %q", c.text, got, c.want)
		}
		if c.file == "" {
			continue
		}
		if _, err := os.Stat(filepath.Join(st.dir, c.file)); err != nil {
			t.Errorf("%q: %v", c.text, err)
		}
	}
}
