package prove

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"statuswiki/internal/entry"
)

//go:embed client_frame.go.txt
var goFrame string

// goCommand starts the go command of the toolchain: nothing is fetched, and
// what it compiled once is kept where it keeps it anyway.
func goCommand(dir string, args ...string) (*process, error) {
	info, err := goRoot()
	if err != nil {
		return nil, err
	}
	if err := withoutTelemetry(dir); err != nil {
		return nil, err
	}
	env := []string{"GOFLAGS=", "GOPROXY=off", "GOTOOLCHAIN=local", "GOWORK=off", "CGO_ENABLED=0", "GOCACHE=" + goCache, "TMPDIR=" + filepath.Dir(dir)}
	return start(dir, env, filepath.Join(info[0], "bin", "go"), args...)
}

// goBatch is one program that holds all Go samples of a set: compiling them
// together takes as long as compiling a few alone.
type goBatch struct {
	once    sync.Once
	err     error
	program []byte
	faults  map[string]string // by package: what the compiler says
}

var goBatches sync.Map // *entry.Set: *goBatch

// builtGo compiles the samples of the set unless that has been done.
func builtGo(ctx context.Context, s *Sample) error {
	b := batchOf(s.Set)
	b.once.Do(func() { b.err = b.build(ctx, s.Set) })
	if b.err != nil {
		return b.err
	}
	if fault := b.faults[goPackage(s.Entry, s.Block)]; fault != "" {
		return errors.New("it does not compile: " + clip(fault))
	}
	return nil
}

func batchOf(set *entry.Set) *goBatch {
	b, _ := goBatches.LoadOrStore(set, &goBatch{faults: map[string]string{}})
	return b.(*goBatch)
}

func goPackage(e *entry.Entry, b *entry.Block) string {
	return "s" + strconv.Itoa(e.Code.Value) + "l" + strconv.Itoa(b.Pos.Line)
}

func (b *goBatch) build(ctx context.Context, set *entry.Set) error {
	ctx, cancel := context.WithTimeout(ctx, compileLimit)
	defer cancel()
	dir, err := os.MkdirTemp("", "statuswiki-prove-go-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	dir = filepath.Join(dir, "samples") // a module may not be where temporary files are
	files := map[string]string{"go.mod": "module samples\n\ngo 1.25\n", "frame/frame.go": goFrame}
	real := map[string]bool{}
	for _, s := range Samples(set) {
		if r, ok := s.runner().(*client); !ok || r.lang != "go" {
			continue
		}
		name := goPackage(s.Entry, s.Block)
		text, err := goSample(name, s.Block)
		if err != nil {
			b.faults[name] = err.Error()
			continue
		}
		files[name+"/sample.go"] = text
		real[name] = ownConnections.MatchString(s.Block.Text)
	}
	if err := writeAll(dir, files); err != nil {
		return err
	}
	if err := b.check(ctx, dir); err != nil {
		return err
	}
	maps.DeleteFunc(real, func(name string, _ bool) bool { return b.faults[name] != "" })
	if err := writeAll(dir, map[string]string{"all/all_test.go": goMain(real)}); err != nil {
		return err
	}
	p, err := goCommand(dir, "test", "-c", "-trimpath", "-vet=off", "-ldflags=-s -w", "-o", "samples.test", "./all")
	if err != nil {
		return err
	}
	if err := p.finish(ctx); err != nil {
		return err
	}
	b.program, err = os.ReadFile(filepath.Join(dir, "samples.test"))
	return err
}

// ownConnections are signs that a sample cares for connections, so that it has
// to have real ones.
var ownConnections = regexp.MustCompile(`http\.Transport|httptrace|ReadWriteCloser|httputil`)

// check compiles every sample and keeps what the compiler says of each.
func (b *goBatch) check(ctx context.Context, dir string) error {
	p, err := goCommand(dir, "build", "-trimpath", "./...")
	if err != nil {
		return err
	}
	if failed := p.finish(ctx); failed == nil {
		return nil
	} else if ctx.Err() != nil {
		return failed
	}
	name := ""
	for line := range strings.Lines(p.out.String()) {
		if rest, ok := strings.CutPrefix(line, "# samples/"); ok {
			name = strings.TrimSpace(rest)
		} else if name == "" {
			return fmt.Errorf("go build: %s", p.last())
		} else {
			b.faults[name] += line
		}
	}
	return nil
}

// goSample puts a sample into a package with the imports that it needs.
func goSample(name string, b *entry.Block) (string, error) {
	use, err := b.Use()
	if err != nil {
		return "", err
	}
	if use.Call == "" {
		return "", errors.New(`nothing calls it: write call="…" behind the fence`)
	}
	text := strings.ReplaceAll(b.Text, `"proxy.example.com:3128"`, "frame.Proxy()")
	body := around(text, "func Call(ctx context.Context) error {", use.Given, "return frame.Last("+use.Call+")", "}")
	file, err := parser.ParseFile(token.NewFileSet(), "sample.go", "package "+name+"\n"+body, 0)
	if err != nil {
		return "", err
	}
	imports := map[string]bool{"context": true, "samples/frame": true}
	selected := map[*ast.Ident]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok {
				selected[id] = true
			}
		}
		return true
	})
	for _, id := range file.Unresolved {
		path := goPackages[id.Name]
		if id.Name == "rand" && !strings.Contains(text, "// crypto/rand") {
			path = "math/rand/v2" // a sample that wants the other one says so
		}
		if path == "" {
			path = clientPackages[id.Name]
		}
		if path != "" && selected[id] {
			imports[path] = true
		}
	}
	var out strings.Builder
	out.WriteString("package " + name + "\n\nimport (\n")
	for _, path := range slices.Sorted(maps.Keys(imports)) {
		out.WriteString("\t" + strconv.Quote(path) + "\n")
	}
	return out.String() + ")\n\n" + body, nil
}

// clientPackages are packages that only clients use.
var clientPackages = map[string]string{"cookiejar": "net/http/cookiejar", "gzip": "compress/gzip"}

// goMain is the program: a test, since only tests have a clock of their own.
func goMain(real map[string]bool) string {
	var imports, entries strings.Builder
	for _, name := range slices.Sorted(maps.Keys(real)) {
		fmt.Fprintf(&imports, "\t%q\n", "samples/"+name)
		fmt.Fprintf(&entries, "\t%q: {%s.Call, %t},\n", name, name, real[name])
	}
	return "package all\n\nimport (\n\t\"os\"\n\t\"testing\"\n\n\t\"samples/frame\"\n" + imports.String() + ")\n\n" +
		"var samples = map[string]frame.Sample{\n" + entries.String() + "}\n\n" +
		"func TestSample(t *testing.T) { frame.Run(t, samples[os.Getenv(\"FRAME_SAMPLE\")]) }\n"
}

func writeAll(dir string, files map[string]string) error {
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// launchGoClient runs one sample of the batch, which has been compiled by now.
func launchGoClient(_ context.Context, st *clientStage) (*process, error) {
	program := st.file("samples.test")
	if err := os.WriteFile(program, batchOf(st.sample.Set).program, 0o755); err != nil {
		return nil, err
	}
	proxy := "http://" + st.server.addr()
	return start(st.dir, st.variables(
		"FRAME_SAMPLE="+goPackage(st.sample.Entry, st.sample.Block),
		"HTTPS_PROXY="+proxy, "HTTP_PROXY="+proxy, "NO_PROXY=", "no_proxy=",
	), program, "-test.run=^TestSample$")
}
