package prove

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

func init() {
	register(&server{name: "apache", langs: []string{"apache"}, version: apacheVersion, launch: launchApache})
}

// apacheModules are loaded where they are not part of the program.
var apacheModules = []string{
	"mpm_event", "authn_core", "authn_file", "authz_core", "authz_host", "authz_user", "auth_basic", "alias", "dav", "dav_fs",
	"dir", "headers", "mime", "negotiation", "proxy", "proxy_http", "proxy_wstunnel", "reqtimeout", "rewrite", "setenvif",
	"socache_shmcb", "ssl", "unixd",
}

// moduleDirs are where Debian, Fedora and others keep the modules.
var moduleDirs = []string{"/usr/lib/apache2/modules", "/usr/lib64/httpd/modules", "/usr/lib/httpd/modules", "/usr/libexec/apache2"}

var (
	apacheReadTimes  = regexp.MustCompile(`\b(header|body)=(\d+)(?:-(\d+))?`)
	apacheAnswers    = regexp.MustCompile(`(?m)^\s*(<|Redirect|ProxyPass|DocumentRoot)`)
	apacheServesSelf = regexp.MustCompile(`(?m)^\s*DocumentRoot\b`)
)

// apacheProgram is the program's name: apache2 in Debian, httpd elsewhere.
func apacheProgram() string {
	if _, err := find("apache2"); err != nil {
		return "httpd"
	}
	return "apache2"
}

func apacheVersion(ctx context.Context) (string, error) {
	return versionOf("Apache", apacheProgram(), "-v")(ctx)
}

func launchApache(_ context.Context, st *stage) (*process, error) {
	text, err := st.text()
	if err != nil {
		return nil, err
	}
	if st.waits() { // whole seconds only, so one
		text = apacheReadTimes.ReplaceAllString(text, "$1=1")
	}
	var load strings.Builder
	for _, m := range apacheModules {
		for _, dir := range moduleDirs {
			file := filepath.Join(dir, "mod_"+m+".so")
			if _, err := os.Stat(file); err == nil {
				fmt.Fprintf(&load, "<IfModule !%[1]s_module>\nLoadModule %[1]s_module %[2]s\n</IfModule>\n", m, file)
				break
			}
		}
	}
	root := ""
	if !apacheAnswers.MatchString(text) { // settings alone: something has to read the request
		text += fmt.Sprintf("\nProxyPass \"/\" \"http://%s/\"", st.back)
	}
	if !apacheServesSelf.MatchString(text) {
		www := filepath.Join(st.dir, "www")
		if err := st.documents(www); err != nil {
			return nil, err
		}
		root = fmt.Sprintf("DocumentRoot \"%[1]s\"\n<Directory \"%[1]s\">\nRequire all granted\n</Directory>\n", www)
	}
	// Started by root, it insists on working as somebody else.
	user := ""
	if os.Getuid() == 0 {
		user = "User nobody\nGroup #65534\n"
	}
	config := fmt.Sprintf(`ServerRoot "%[1]s"
ServerName localhost
Listen %[2]s
PidFile "%[1]s/httpd.pid"
DefaultRuntimeDir "%[1]s"
ErrorLog /dev/stderr
Mutex pthread
%[3]s%[4]s%[5]sTypesConfig /dev/null
%[6]s
`, st.dir, st.addr, load.String(), user, root, text)
	file, err := st.write("httpd.conf", config)
	if err != nil {
		return nil, err
	}
	return start(st.dir, nil, apacheProgram(), "-X", "-f", file)
}
