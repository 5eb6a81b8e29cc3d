package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
)

// loadRounds is how often each server is asked, in turns.
const loadRounds = 3

// coding is what clients accept.
type coding struct{ name, accept string }

var codings = []coding{{"plain", "identity"}, {"compressed", "br, gzip"}}

// loads holds serve against nginx and Caddy on the same built folder, with the
// same page and connections kept alive.
func (b *bench) loads(ctx context.Context, st *stage) error {
	page, err := middle(st.content)
	if err != nil {
		return err
	}
	if err := precompress(filepath.Join(st.site, filepath.FromSlash(page.path), "index.html")); err != nil {
		return err
	}
	servers, err := b.webServers(ctx, st, page.path)
	if err != nil {
		return err
	}
	defer func() {
		for _, s := range servers {
			s.stop()
		}
	}()
	for _, c := range codings {
		if err := b.loadWith(ctx, servers, page.path, c); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) loadWith(ctx context.Context, servers []*running, path string, c coding) error {
	rate, cost := make([]samples, len(servers)), make([]samples, len(servers))
	sent := make([]string, len(servers))
	for i, s := range servers {
		var err error
		if sent[i], err = whatIsSent(ctx, s.url+path, c); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	for round := range loadRounds {
		for i := range servers {
			i = (i + round) % len(servers)
			r, err := servers[i].under(ctx, path, c, b.seconds)
			if err != nil {
				return err
			}
			rate[i], cost[i] = append(rate[i], r.rate), append(cost[i], r.cpu)
		}
	}
	var rows [][]string
	for i, s := range servers {
		rows = append(rows, []string{s.name, sent[i], rate[i].spread(), cost[i].spread(), rate[0].over(rate[i]).spread(), cost[0].over(cost[i]).spread()})
	}
	b.say("\n### Requests, %s\n\nwrk, one thread, %d connections, %d × %d s, on the same machine as the servers; ratios are statuswiki ÷ that server.\n", c.name, wrkConnections, loadRounds, b.seconds)
	b.table([]string{"server", "sends", "requests/s", "CPU µs per request", "rate ratio", "CPU ratio"}, rows)
	return nil
}

// webServers starts the three, each without a log of requests.
func (b *bench) webServers(ctx context.Context, st *stage, path string) ([]*running, error) {
	var out []*running
	fail := func(err error) ([]*running, error) {
		for _, s := range out {
			s.stop()
		}
		return nil, err
	}
	for _, launch := range []func(port string) (*server, error){
		func(port string) (*server, error) {
			return start(ctx, st.dir, b.cacheEnv(st), b.ours, "serve", "--addr", "127.0.0.1:"+port, "--content", st.content, "--no-reload")
		},
		func(port string) (*server, error) { return startNginx(ctx, st, port) },
		func(port string) (*server, error) { return startCaddy(ctx, st, port) },
	} {
		port, err := freePort()
		if err != nil {
			return fail(err)
		}
		s, err := launch(port)
		if err != nil {
			return fail(err)
		}
		r := &running{server: s, url: "http://127.0.0.1:" + port}
		out = append(out, r)
		if _, err := r.await(ctx, path, "<footer"); err != nil {
			return fail(err)
		}
	}
	return out, nil
}

// nginxConfig wants the user, a folder, the port and the site's folder. It is
// what nginx's own documentation recommends for files: sendfile, a cache of open
// files, a worker per core.
const nginxConfig = `%[1]s
daemon off;
worker_processes auto;
pid %[2]s/nginx.pid;
error_log stderr warn;
events { worker_connections 512; }
http {
	access_log off;
	sendfile on;
	tcp_nopush on;
	keepalive_requests 1000000000;
	open_file_cache max=20000 inactive=60s;
	open_file_cache_valid 60s;
	gzip_static on;
	types { text/html html; text/plain txt; application/json json; text/javascript js; text/css css; }
	charset utf-8;
	client_body_temp_path %[2]s/body;
	proxy_temp_path %[2]s/proxy;
	fastcgi_temp_path %[2]s/fastcgi;
	uwsgi_temp_path %[2]s/uwsgi;
	scgi_temp_path %[2]s/scgi;
	server {
		listen 127.0.0.1:%[3]s;
		root %[4]s;
		index index.html;
	}
}
`

func startNginx(ctx context.Context, st *stage, port string) (*server, error) {
	path, err := lookPath("nginx")
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(st.dir, "nginx")
	user := ""
	if os.Geteuid() == 0 {
		user = "user root;" // whom the temporary folder belongs to
	}
	config := filepath.Join(dir, "nginx.conf")
	if err := writeFile(config, fmt.Appendf(nil, nginxConfig, user, dir, port, st.site)); err != nil {
		return nil, err
	}
	return start(ctx, dir, nil, path, "-e", "stderr", "-p", dir, "-c", config)
}

// caddyConfig wants the port and the site's folder.
const caddyConfig = `{
	admin off
	auto_https off
}
http://127.0.0.1:%[1]s {
	bind 127.0.0.1
	root * %[2]s
	file_server {
		precompressed br gzip
	}
}
`

func startCaddy(ctx context.Context, st *stage, port string) (*server, error) {
	path, err := lookPath("caddy")
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(st.dir, "caddy")
	config := filepath.Join(dir, "Caddyfile")
	if err := writeFile(config, fmt.Appendf(nil, caddyConfig, port, st.site)); err != nil {
		return nil, err
	}
	env := []string{"HOME=" + dir, "XDG_DATA_HOME=" + dir, "XDG_CONFIG_HOME=" + dir}
	return start(ctx, dir, env, path, "run", "--config", config, "--adapter", "caddyfile")
}

// whatIsSent asks once and says what came: the coding and the bytes of content.
func whatIsSent(ctx context.Context, url string, c coding) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "", err
	}
	req.Header.Set("Accept-Encoding", c.accept)
	resp, err := client.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	size, err := io.Copy(io.Discard, resp.Body)
	if err != nil {
		return "", err
	}
	if resp.StatusCode != http.StatusOK {
		return "", fmt.Errorf("%s", resp.Status)
	}
	name := resp.Header.Get("Content-Encoding")
	if plain := name == ""; plain != (c.accept == "identity") {
		return "", fmt.Errorf("Accept-Encoding: %s is answered with the coding %q", c.accept, name)
	}
	return strings.TrimSpace(fmt.Sprintf("%s %d bytes", name, size)), nil
}
