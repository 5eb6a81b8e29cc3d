package prove

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

func init() {
	register(&server{
		name: "nginx", langs: []string{"nginx"},
		version: versionOf("nginx", "nginx", "-v"), launch: launchNginx,
	})
}

// inHTTP are the directives that stand in http and nowhere below it.
var inHTTP = []string{
	"server", "map", "geo", "upstream", "log_format", "split_clients", "limit_req_zone", "limit_conn_zone", "proxy_cache_path",
}

var (
	nginxListen  = regexp.MustCompile(`\blisten(\s+)(?:127\.0\.0\.1:)?(\d+)`)
	nginxAnswers = regexp.MustCompile(`\b(location|return|root|proxy_pass)\b`)
	nginxSeconds = regexp.MustCompile(`(_timeout\s+)(\d+)s\b`)
)

func launchNginx(_ context.Context, st *stage) (*process, error) {
	text, err := st.nginxText()
	if err != nil {
		return nil, err
	}
	// One process in the foreground is easy to end, and stays who it is.
	config := fmt.Sprintf(`daemon off;
master_process off;
pid %[1]s/nginx.pid;
error_log stderr;
events { }
http {
access_log off;
default_type application/octet-stream;
types { text/html html; text/plain txt log; text/csv csv; application/json json; application/zip zip; }
client_body_temp_path %[1]s/body;
proxy_temp_path %[1]s/proxy;
fastcgi_temp_path %[1]s/fastcgi;
uwsgi_temp_path %[1]s/uwsgi;
scgi_temp_path %[1]s/scgi;
%[2]s
}
`, st.dir, text)
	file, err := st.write("nginx.conf", config)
	if err != nil {
		return nil, err
	}
	if err := st.documents(st.dir + "/html"); err != nil { // where it looks by default
		return nil, err
	}
	return start(st.dir, nil, "nginx", "-e", "stderr", "-p", st.dir, "-c", file)
}

// nginxText returns what stands inside http: the sample, or the sample in a
// server of its own if it is meant for the inside of one.
func (st *stage) nginxText() (string, error) {
	text, err := st.text()
	if err != nil {
		return "", err
	}
	if st.waits() {
		text = nginxSeconds.ReplaceAllString(text, "${1}${2}00ms")
	}
	ports := map[string]string{}
	text = nginxListen.ReplaceAllStringFunc(strings.ReplaceAll(text, "listen "+st.back, "listen 80"), func(m string) string {
		port := nginxListen.FindStringSubmatch(m)[2]
		if ports[port] == "" {
			ports[port] = st.addr
			if len(ports) > 1 {
				ports[port], err = freeAddr()
			}
		}
		return "listen " + ports[port]
	})
	var outer, inner strings.Builder
	whole := false
	for _, d := range nginxDirectives(text) {
		name := strings.FieldsFunc(d, func(c rune) bool { return strings.ContainsRune(" \t\n{;", c) })
		switch {
		case len(name) > 0 && slices.Contains(inHTTP, name[0]):
			outer.WriteString(d)
			whole = whole || name[0] == "server"
		default:
			inner.WriteString(d)
		}
	}
	if whole {
		return outer.String() + inner.String(), err
	}
	if !nginxAnswers.MatchString(inner.String()) { // settings alone: something has to read the request
		fmt.Fprintf(&inner, "location / { proxy_pass http://%s; }\n", st.back)
	}
	return fmt.Sprintf("%s\nserver {\nlisten %s;\n%s\n}", outer.String(), st.addr, inner.String()), err
}

// nginxDirectives splits a configuration into its outermost directives. Comments
// are left out.
func nginxDirectives(text string) []string {
	var out []string
	depth := 0
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == '#' && (i == 0 || strings.IndexByte(" \t\n;{}", text[i-1]) >= 0):
			for i+1 < len(text) && text[i+1] != '\n' {
				i++
			}
			continue
		case c == '"' || c == '\'':
			end := i + 1
			for end < len(text) && text[end] != c {
				if text[end] == '\\' {
					end++
				}
				end++
			}
			end = min(end, len(text)-1)
			b.WriteString(text[i : end+1])
			i = end
			continue
		case c == '{':
			depth++
		case c == '}':
			depth--
		}
		b.WriteByte(c)
		if depth == 0 && (c == ';' || c == '}') {
			out = append(out, strings.TrimSpace(b.String())+"\n")
			b.Reset()
		}
	}
	if rest := strings.TrimSpace(b.String()); rest != "" {
		out = append(out, rest+"\n") // nginx says what is wrong with it
	}
	return out
}
