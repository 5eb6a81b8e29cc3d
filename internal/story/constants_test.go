package story

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"statuswiki/internal/entry"
)

// loadSet reads the real content.
func loadSet(t *testing.T) *entry.Set {
	t.Helper()
	set, list, err := entry.Load(os.DirFS(filepath.Join(root, "content")), "content/", nil)
	if err == nil {
		err = list.Err()
	}
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// tool returns a program of a toolchain. Without it the test is skipped, in CI
// it fails.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is not here; `bash .ci/test` installs it", name)
		}
		t.Skipf("%s is not here; `bash .ci/test` installs it", name)
	}
	return path
}

func run(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	var errOut bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stderr = &errOut
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, errOut.String())
	}
	return out
}

// Every constant that an entry names for Go is there and has the code's value;
// where it says none, http.StatusText knows no words for the code.
func TestGoConstants(t *testing.T) {
	set := loadSet(t)
	var body strings.Builder
	named := 0
	for _, e := range set.Entries {
		for _, c := range e.Constants.Go {
			if c.Value == "none" {
				fmt.Fprintf(&body, "\tif s := http.StatusText(%d); s != \"\" { fmt.Println(%[1]d, \"is called\", s) }\n", e.Code.Value)
				continue
			}
			named++
			fmt.Fprintf(&body, "\tif %s != %d { fmt.Println(%q, \"is\", %[1]s) }\n", c.Value, e.Code.Value, c.Value)
		}
	}
	if named < 10 {
		t.Fatalf("only %d constants are named", named)
	}
	file := filepath.Join(t.TempDir(), "main.go")
	program := "package main\n\nimport (\n\t\"fmt\"\n\t\"net/http\"\n)\n\nfunc main() {\n" + body.String() + "\tfmt.Print()\n}\n"
	if err := os.WriteFile(file, []byte(program), 0o644); err != nil {
		t.Fatal(err)
	}
	if out := run(t, "go", "run", file); len(out) > 0 {
		t.Errorf("go says:\n%s", out)
	}
}

// Python and Node know what the entries say they know. Python renamed some
// constants in 3.13 and kept the old names, so one of the names has to be there.
func TestPythonConstants(t *testing.T) {
	python := tool(t, "python3")
	ask := func(names []string) string {
		return fmt.Sprintf("[getattr(http.HTTPStatus, n.rsplit('.', 1)[1], None) for n in %s]", quoted(names))
	}
	check := func(e *entry.Entry, names []string, got []*int, known bool) {
		found := 0
		for i, v := range got {
			if v == nil {
				continue
			}
			if found++; *v != e.Code.Value {
				t.Errorf("%s: %s is %d", e.File, names[i], *v)
			}
		}
		if len(names) > 0 && found == 0 {
			t.Errorf("%s: Python has none of %v", e.File, names)
		}
		if len(names) == 0 && known {
			t.Errorf("%s: Python has a constant for %d", e.File, e.Code.Value)
		}
	}
	set := loadSet(t)
	script := "import http, json\nall = {int(s) for s in http.HTTPStatus}\nout = []\n"
	for _, e := range set.Entries {
		script += fmt.Sprintf("out.append({'got': %s, 'known': %d in all})\n", ask(values(e.Constants.Python)), e.Code.Value)
	}
	var answers []struct {
		Got   []*int
		Known bool
	}
	if err := json.Unmarshal(run(t, python, "-c", script+"print(json.dumps(out))"), &answers); err != nil {
		t.Fatal(err)
	}
	for i, e := range set.Entries {
		check(e, values(e.Constants.Python), answers[i].Got, answers[i].Known)
	}
}

func TestNodeConstants(t *testing.T) {
	node := tool(t, "node")
	set := loadSet(t)
	script := "const http = require('http'), out = [];\n"
	for _, e := range set.Entries {
		names := values(e.Constants.Node)
		if len(names) == 0 {
			names = []string{"undefined"}
		}
		script += fmt.Sprintf("out.push({named: %s ?? null, known: http.STATUS_CODES[%d] ?? null});\n", names[0], e.Code.Value)
	}
	var answers []struct{ Named, Known *string }
	if err := json.Unmarshal(run(t, node, "-e", script+"console.log(JSON.stringify(out))"), &answers); err != nil {
		t.Fatal(err)
	}
	for i, e := range set.Entries {
		a := answers[i]
		switch {
		case len(values(e.Constants.Node)) == 0 && a.Known != nil:
			t.Errorf("%s: Node calls %d %q", e.File, e.Code.Value, *a.Known)
		case len(values(e.Constants.Node)) > 0 && (a.Named == nil || a.Known == nil || *a.Named != *a.Known):
			t.Errorf("%s: %v is not Node's phrase for %d", e.File, values(e.Constants.Node), e.Code.Value)
		}
	}
}

// values returns the constants without «none».
func values(names []entry.At[string]) []string {
	var out []string
	for _, n := range names {
		if n.Value != "none" {
			out = append(out, n.Value)
		}
	}
	return out
}

func quoted(names []string) string {
	b, _ := json.Marshal(append([]string{}, names...))
	return string(b)
}
