package prove

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

func init() {
	register(
		&server{name: "express", langs: []string{"js"}, takes: usesExpress, version: expressVersion, launch: launchNode},
		&server{name: "node", langs: []string{"js"}, version: versionOf("Node.js", "node", "--version"), launch: launchNode},
	)
}

var (
	expressName = regexp.MustCompile(`\b(app|express)\b`)
	nodeRoutes  = regexp.MustCompile(`\bapp\.[a-z]+\(`)
	nodeListen  = regexp.MustCompile(`\.listen\(\s*\d+`)
	nodeTimeout = regexp.MustCompile(`(Timeout = |\.timeout\()([\d_]+)0\b`)
)

// nodeStubs stand for what a sample leaves to the reader's program.
var nodeStubs = map[string]string{
	"atom": "entries => '<feed xmlns=\"http://www.w3.org/2005/Atom\">' + entries.map(e => `<entry><title>${e.title}</title></entry>`).join('') + '</feed>'",
}

func usesExpress(s *Sample) bool { return expressName.MatchString(s.Block.Text) }

// toolsDir is where .ci/test puts npm packages.
func toolsDir() string {
	if dir := os.Getenv("STATUSWIKI_TEST_TOOLS"); dir != "" {
		return dir
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "statuswiki-tests"
	}
	return filepath.Join(cache, "statuswiki-tests")
}

func expressVersion(ctx context.Context) (string, error) {
	if _, err := output(ctx, nil, "node", "--version"); err != nil {
		return "", err
	}
	text, err := os.ReadFile(filepath.Join(toolsDir(), "node_modules", "express", "package.json"))
	if err != nil {
		return "", fmt.Errorf("the npm package express %w in %s: .ci/test fetches it", ErrMissing, toolsDir())
	}
	var is struct{ Version string }
	if err := json.Unmarshal(text, &is); err != nil {
		return "", fmt.Errorf("express: %w", err)
	}
	return "Express " + is.Version, nil
}

// launchNode frames a sample for Express or for Node's own server. What the
// sample declares itself is left to it.
func launchNode(_ context.Context, st *stage) (*process, error) {
	text, err := st.text()
	if err != nil {
		return nil, err
	}
	if st.waits() {
		text = nodeTimeout.ReplaceAllString(text, "${1}${2}")
	}
	declares := func(name string) bool {
		return regexp.MustCompile(`(?m)^(?:const|let|var) ` + name + `\b`).MatchString(text)
	}
	var b strings.Builder
	add := func(name, value string) {
		if !declares(name) {
			fmt.Fprintf(&b, "const %s = %s;\n", name, value)
		}
	}
	add("http", "require('node:http')")
	for _, name := range slices.Sorted(maps.Keys(nodeStubs)) {
		if regexp.MustCompile(`\b` + name + `\(`).MatchString(text) {
			add(name, nodeStubs[name])
		}
	}
	handler := ""
	if usesExpress(st.Sample) {
		add("express", "require('express')")
		add("app", "express()")
		handler = "app"
	}
	if handler != "" && !nodeRoutes.MatchString(text) { // settings alone: something has to read the request
		b.WriteString("app.use((req, res) => req.resume().on('end', () => res.end()));\n")
	}
	host, port := "127.0.0.1", st.port()
	text = nodeListen.ReplaceAllString(text, fmt.Sprintf(".listen(%s, '%s'", port, host))
	if strings.Contains(text, ".listen(") {
		b.WriteString(text + "\n")
	} else {
		add("server", "http.createServer("+handler+")")
		b.WriteString(text + "\n")
		fmt.Fprintf(&b, "server.listen(%s, '%s');\n", port, host)
	}
	file, err := st.write("sample.js", b.String())
	if err != nil {
		return nil, err
	}
	return start(st.dir, []string{"NODE_PATH=" + filepath.Join(toolsDir(), "node_modules")}, "node", file)
}
