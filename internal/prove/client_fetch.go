package prove

import (
	"context"
	_ "embed"
	"os/exec"
)

func init() {
	register(
		&client{name: "fetch", lang: "js", takes: func(text string) bool { return !unreachable.MatchString(text) && !needsBrowser.MatchString(text) }, program: versionOf("Node.js", "node", "--version"), launch: launchFetch},
		&client{name: "python", lang: "python", program: pythonVersion, launch: launchPython},
		&client{name: "go", lang: "go", program: goVersion, launch: launchGoClient},
	)
}

//go:embed client_frame.cjs
var nodeFrame string

// launchFetch runs the sample as a module, what calls it behind it.
func launchFetch(ctx context.Context, st *clientStage) (*process, error) {
	call := st.use.Call
	if call != "" {
		call = "await (" + call + ");"
	}
	files := map[string]string{
		"frame.cjs":  nodeFrame,
		"sample.mjs": around("const {Date, setTimeout, clearTimeout} = frame.clock;", st.use.Given, st.sample.Block.Text, call),
		"main.mjs":   "await frame.run(new URL('sample.mjs', import.meta.url));\n",
	}
	for name, text := range files {
		if err := st.write(name, text, 0o644); err != nil {
			return nil, err
		}
	}
	return startFound(st, st.variables("NODE_EXTRA_CA_CERTS="+st.ca.file(), "NODE_NO_WARNINGS=1"), "node", "--require", "./frame.cjs", "main.mjs")
}

// startFound starts a program from the search path in the sample's folder.
func startFound(st *clientStage, variables []string, name string, args ...string) (*process, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return nil, err
	}
	return start(st.dir, variables, path, args...)
}
