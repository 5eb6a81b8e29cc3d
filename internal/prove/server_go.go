package prove

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
)

func init() {
	register(&server{name: "go", langs: []string{"go"}, version: goVersion, launch: launchGo})
}

// goPackages are the packages of the standard library that samples use, by the
// name they use. Samples leave the imports out.
var goPackages = map[string]string{
	"atomic": "sync/atomic", "base64": "encoding/base64", "binary": "encoding/binary", "bufio": "bufio", "bytes": "bytes", "cmp": "cmp",
	"context": "context", "debug": "runtime/debug", "errors": "errors", "filepath": "path/filepath", "fmt": "fmt", "hex": "encoding/hex",
	"html": "html", "http": "net/http", "httptest": "net/http/httptest", "httptrace": "net/http/httptrace", "httputil": "net/http/httputil",
	"io": "io", "json": "encoding/json", "log": "log", "maps": "maps", "math": "math", "mime": "mime", "multipart": "mime/multipart",
	"net": "net", "os": "os", "path": "path", "rand": "crypto/rand", "regexp": "regexp", "sha1": "crypto/sha1", "sha256": "crypto/sha256",
	"signal": "os/signal", "slices": "slices", "slog": "log/slog", "sort": "sort", "strconv": "strconv", "strings": "strings", "sync": "sync",
	"syscall": "syscall", "template": "html/template", "textproto": "net/textproto", "time": "time", "tls": "crypto/tls", "url": "net/url",
	"x509": "crypto/x509", "xml": "encoding/xml",
}

// goRoot returns the folder and the version of the toolchain. The command on
// the path may be a door to another one, which only lets in by the go.mod that
// it stands in front of, so it is asked here and used from there on.
var goRoot = sync.OnceValues(func() (info [2]string, err error) {
	path, err := exec.LookPath("go")
	if err != nil {
		return info, fmt.Errorf("go %w", ErrMissing)
	}
	out, err := exec.Command(path, "env", "GOROOT", "GOVERSION", "GOCACHE").Output()
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if err != nil || len(lines) != 3 {
		return info, errors.New("go env does not tell where Go is")
	}
	goCache = lines[2]
	return [2]string{lines[0], strings.TrimPrefix(lines[1], "go")}, nil
})

var goCache string // set by goRoot

func goVersion(context.Context) (string, error) {
	info, err := goRoot()
	return "Go " + info[1], err
}

var goSeconds = regexp.MustCompile(`\btime\.Second\b`)

func launchGo(ctx context.Context, st *stage) (*process, error) {
	text, err := st.text()
	if err != nil {
		return nil, err
	}
	if st.waits() {
		text = goSeconds.ReplaceAllString(text, "(time.Second / 10)")
	}
	source, err := goProgram(text, st.addr)
	if err != nil {
		return nil, err
	}
	return buildGo(ctx, st.dir, source)
}

// goStubs stand for what a sample leaves to the reader's program.
var goStubs = map[string]string{
	"feed":  "func feed(entries ...int) string { return fmt.Sprint(entries) }\n",
	"store": "func store([]byte) {}\n",
	"queue": "type queued struct{}\n\nfunc (queued) Add(any) int { return 77 }\n\nvar queue queued\n",
}

// goProxy is a sample that makes a handler and leaves the mux to the reader.
var goProxy = regexp.MustCompile(`(?m)^proxy := `)

// goWraps is a sample that wraps a handler in another.
var goWraps = regexp.MustCompile(`(?m)^func \w+\(\w+ http\.Handler\) http\.Handler \{`)

// goProgram frames a sample: declarations, of which one may be a handler, or
// statements that fill a mux.
func goProgram(text, addr string) (string, error) {
	body, decls, handler := text, "", "mux"
	if file, err := parser.ParseFile(token.NewFileSet(), "", "package main\n"+text, parser.SkipObjectResolution); err == nil {
		body, decls = "", text
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			switch {
			case !ok || f.Recv != nil:
			case len(f.Type.Params.List) == 2 && f.Type.Results == nil:
				body = "mux.HandleFunc(\"/\", " + f.Name.Name + ")"
			case goWraps.MatchString(text): // what it wraps breaks, since nobody wraps what does not
				body = "mux.HandleFunc(\"/\", func(http.ResponseWriter, *http.Request) { panic(\"a fault\") })"
				handler = f.Name.Name + "(mux)"
			}
		}
	}
	if goProxy.MatchString(body) {
		body += "\nmux.Handle(\"/\", proxy)"
	}
	for _, name := range slices.Sorted(maps.Keys(goStubs)) {
		if regexp.MustCompile(`\b` + name + `[.(]`).MatchString(text) {
			decls += "\n" + goStubs[name]
		}
	}
	serve := fmt.Sprintf("if err := http.ListenAndServe(%q, %s); err != nil {\npanic(err)\n}\n", addr, handler)
	return goImports(fmt.Sprintf("%s\n\nfunc main() {\nmux := http.NewServeMux()\n%s\n%s}\n", decls, body, serve))
}

// goImports puts a package clause and the imports that the source needs before
// it.
func goImports(source string) (string, error) {
	// Identifiers that nothing declares are packages, if one has the name.
	file, err := parser.ParseFile(token.NewFileSet(), "sample.go", "package main\n"+source, 0)
	if err != nil {
		return "", fmt.Errorf("it is no Go: %w", err)
	}
	var imports []string
	unresolved := make(map[*ast.Ident]bool)
	for _, id := range file.Unresolved {
		unresolved[id] = true
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok && unresolved[id] && goPackages[id.Name] != "" {
				imports = append(imports, fmt.Sprintf("import %q\n", goPackages[id.Name]))
			}
		}
		return true
	})
	slices.Sort(imports)
	return "package main\n\n" + strings.Join(slices.Compact(imports), "") + source, nil
}

// buildGo compiles a program of one file with the standard library alone, and
// starts it.
func buildGo(ctx context.Context, dir, source string) (*process, error) {
	info, err := goRoot()
	if err != nil {
		return nil, err
	}
	dir = filepath.Join(dir, "go") // a module may not be where temporary files are
	if err := mkdir(dir, dir); err != nil {
		return nil, err
	}
	st := &stage{dir: dir}
	if _, err := st.write("go.mod", "module sample\n\ngo "+goLanguage(info[1])+"\n"); err != nil {
		return nil, err
	}
	if _, err := st.write("main.go", source); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, compileLimit)
	defer cancel()
	// Without symbols for debuggers, linking is quicker.
	p, err := goCommand(dir, "build", "-ldflags=-s -w", "-o", "sample", ".")
	if err != nil {
		return nil, err
	}
	if err := p.finish(ctx); err != nil {
		return nil, fmt.Errorf("it does not compile: %w", err)
	}
	return start(dir, nil, filepath.Join(dir, "sample"))
}

// withoutTelemetry tells the go command that is started in dir to count nothing:
// a process of its own would do so, after the command has ended.
func withoutTelemetry(dir string) error {
	mode := filepath.Join(dir, "go", "telemetry", "mode") // dir is where start puts settings
	if err := os.MkdirAll(filepath.Dir(mode), 0o755); err != nil {
		return err
	}
	return os.WriteFile(mode, []byte("off"), 0o644)
}

// goLanguage is the version of the language of a toolchain: 1.26 of 1.26.8.
func goLanguage(version string) string {
	parts := strings.SplitN(version, ".", 3)
	return strings.Join(parts[:min(2, len(parts))], ".")
}
