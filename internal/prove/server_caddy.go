package prove

import (
	"context"
	"fmt"
	"regexp"
)

func init() {
	register(&server{
		name: "caddy", langs: []string{"caddyfile"},
		version: versionOf("Caddy", "caddy", "version"), launch: launchCaddy,
	})
}

var (
	// caddySite is the address in front of a site's block.
	caddySite    = regexp.MustCompile(`(?m)^(?:https?://\S+|[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?|:\d+) \{$`)
	caddySeconds = regexp.MustCompile(`(_timeout\s+)(\d+)s\b`)
)

func launchCaddy(_ context.Context, st *stage) (*process, error) {
	text, err := st.text()
	if err != nil {
		return nil, err
	}
	if st.waits() {
		text = caddySeconds.ReplaceAllString(text, "${1}${2}00ms")
	}
	// No name in the address: the site answers to each.
	site := "http://:" + st.port() + " {\nbind 127.0.0.1\n"
	if caddySite.MatchString(text) {
		text = caddySite.ReplaceAllLiteralString(text, site)
	} else {
		text = site + text + "\n}\n"
	}
	file, err := st.write("Caddyfile", fmt.Sprintf("{\nadmin off\nauto_https off\n}\n%s", text))
	if err != nil {
		return nil, err
	}
	return start(st.dir, nil, "caddy", "run", "--config", file, "--adapter", "caddyfile")
}
