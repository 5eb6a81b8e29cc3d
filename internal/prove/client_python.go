package prove

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
)

//go:embed client_frame.py
var pythonFrame string

var pythonImport = regexp.MustCompile(`(?m)^(?:from|import) ([\w., ]+)`)

// pythonModules returns the modules that a sample imports.
func pythonModules(text string) []string {
	var out []string
	for _, m := range pythonImport.FindAllStringSubmatch(text, -1) {
		names, _, _ := strings.Cut(m[1], " import ")
		for name := range strings.SplitSeq(names, ",") {
			if name, _, _ = strings.Cut(strings.TrimSpace(name), " "); name != "" {
				out = append(out, name)
			}
		}
	}
	return out
}

// packedModules are those that samples use beyond Python's own.
var packedModules = []string{"requests", "httpx", "websockets", "tornado"}

// tellRequests says which of the MODULES are there, and as which versions.
const tellRequests = `import platform
from importlib.metadata import version
found = ""
for name in MODULES:
    try:
        found += " " + name + ":" + version(name)
    except Exception:
        pass
print(platform.python_version() + found)
`

// pythonClient finds the one of the Pythons with most of the modules: the one
// on the path need not be the one that a distribution packs them for.
var pythonClient = sync.OnceValues(func() (path string, versions map[string]string) {
	for _, name := range []string{"python3", "/usr/bin/python3"} {
		said, err := exec.Command(name, "-c", fmt.Sprintf("MODULES = %q.split()\n", strings.Join(packedModules, " "))+tellRequests).Output()
		words := strings.Fields(string(said))
		if err != nil || len(words) == 0 || len(words) <= len(versions) {
			continue
		}
		if name, err = exec.LookPath(name); err != nil {
			continue
		}
		path, versions = name, map[string]string{"python": words[0]}
		for _, word := range words[1:] {
			module, version, _ := strings.Cut(word, ":")
			versions[module] = version
		}
	}
	return path, versions
})

func pythonVersion(context.Context) (string, error) {
	path, versions := pythonClient()
	if path == "" {
		return "", fmt.Errorf("python3 %w", ErrMissing)
	}
	program := "Python " + versions["python"]
	if v := versions["requests"]; v != "" {
		program += ", requests " + v
	}
	return program, nil
}

// launchPython runs the sample as a script, what calls it behind it.
func launchPython(_ context.Context, st *clientStage) (*process, error) {
	path, versions := pythonClient()
	for _, name := range pythonModules(st.sample.Block.Text) {
		name, _, _ = strings.Cut(name, ".")
		if slices.Contains(packedModules, name) && versions[name] == "" {
			return nil, fmt.Errorf("the Python module %s %w", name, ErrMissing)
		}
	}
	site := st.file("site")
	if err := os.Mkdir(site, 0o755); err != nil {
		return nil, err
	}
	if err := st.write(filepath.Join("site", "sitecustomize.py"), pythonFrame, 0o644); err != nil {
		return nil, err
	}
	text := strings.ReplaceAll(around(st.use.Given, st.sample.Block.Text, st.use.Call), "proxy.example.com:3128", st.server.addr())
	if err := st.write("sample.py", text, 0o644); err != nil {
		return nil, err
	}
	return start(st.dir, st.variables("PYTHONPATH="+site, "REQUESTS_CA_BUNDLE="+st.ca.file(), "PYTHONDONTWRITEBYTECODE=1"), path, "sample.py")
}
