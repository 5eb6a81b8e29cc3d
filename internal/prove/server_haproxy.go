package prove

import (
	"context"
	"fmt"
	"regexp"
)

func init() {
	register(&server{
		name: "haproxy", langs: []string{"haproxy"},
		version: versionOf("HAProxy", "haproxy", "-v"), launch: launchHAProxy,
	})
}

var (
	haproxySection = regexp.MustCompile(`(?m)^(global|defaults|frontend|backend|listen)\b`)
	haproxyBind    = regexp.MustCompile(`(?m)^(\s*bind\s+)\S*:\d+`)
	haproxySeconds = regexp.MustCompile(`(?m)^(\s*timeout\s+\S+\s+)(\d+)s\b`)
)

func launchHAProxy(_ context.Context, st *stage) (*process, error) {
	text, err := st.text()
	if err != nil {
		return nil, err
	}
	if st.waits() {
		text = haproxySeconds.ReplaceAllString(text, "${1}${2}00ms")
	}
	if haproxySection.MatchString(text) {
		text = haproxyBind.ReplaceAllString(text, "${1}"+st.addr)
	} else {
		text = fmt.Sprintf("frontend sample\nbind %s\n%s\ndefault_backend behind\n\nbackend behind\nserver one %s\n", st.addr, text, st.back)
	}
	file, err := st.write("haproxy.cfg", "defaults\nmode http\ntimeout connect 2s\ntimeout client 10s\ntimeout server 10s\n\n"+text+"\n")
	if err != nil {
		return nil, err
	}
	return start(st.dir, nil, "haproxy", "-db", "-f", file)
}
