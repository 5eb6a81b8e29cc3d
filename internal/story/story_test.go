// Package story tests the program as its users meet it: the real binary, run
// from scripts. Each file in testdata is a story: commands, and what they are
// expected to print, leave behind and exit with.
//
// It also holds the layout: imports_test.go says which package may import which.
package story

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// root is the checkout that the tests run in.
var root = func() string {
	dir, err := filepath.Abs("../..")
	if err != nil {
		panic(err)
	}
	return dir
}()

// binDir holds the program, built once for all stories.
var binDir string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		if err := touch(root); err != nil {
			panic(err)
		}
		var err error
		if binDir, err = os.MkdirTemp("", "statuswiki-story"); err != nil {
			panic(err)
		}
		defer os.RemoveAll(binDir)
		build := exec.Command("go", "build", "-o", binDir, root)
		build.Dir = root
		if out, err := build.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "go build: %v\n%s", err, out)
			return 1
		}
		return m.Run()
	}())
}

// touch looks at every file that the program is made from. The go command
// repeats a result as long as the files that a test has looked at are the same,
// and does not see what go build looks at.
func touch(dir string) error {
	return filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == ".git" || d.Name() == "public"):
			return filepath.SkipDir
		}
		_, err = os.Stat(path)
		return err
	})
}

func TestStories(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			e.Setenv("PATH", binDir+string(os.PathListSeparator)+e.Getenv("PATH"))
			e.Setenv("CHECKOUT", root)
			e.Setenv("PROGRAMS", binDir)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":  exits,
			"append": appendTo,
			"edit":   edit,
			"same":   same,
			"serve":  startServer,
			"get":    get,
			"stop":   stop,
		},
	})
}

// exits CODE COMMAND [ARG…] runs a command and wants the exit code. What it
// prints is kept for stdout and stderr.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND [ARG...]")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	if exit, ok := err.(*exec.ExitError); ok {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if fmt.Sprint(got) != args[0] {
		ts.Fatalf("exit status %d, not %s", got, args[0])
	}
}

// append FILE TEXT adds a line to a file.
func appendTo(ts *testscript.TestScript, _ bool, args []string) {
	name := ts.MkAbs(args[0])
	ts.Check(os.WriteFile(name, []byte(ts.ReadFile(args[0])+strings.Join(args[1:], " ")+"\n"), 0o644))
}

// edit FILE OLD NEW replaces a text that must be there.
func edit(ts *testscript.TestScript, _ bool, args []string) {
	old := ts.ReadFile(args[0])
	if !strings.Contains(old, args[1]) {
		ts.Fatalf("%s does not hold %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(old, args[1], args[2], 1)), 0o644))
}

// same DIR DIR wants two folders with the same files and bytes.
func same(ts *testscript.TestScript, neg bool, args []string) {
	a, b := digest(ts, args[0]), digest(ts, args[1])
	if (a == b) == neg {
		ts.Fatalf("same %v: %v\n%s\n---\n%s", args, !neg, a, b)
	}
}

func digest(ts *testscript.TestScript, dir string) string {
	var b strings.Builder
	base := ts.MkAbs(dir)
	ts.Check(filepath.WalkDir(base, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		fmt.Fprintf(&b, "%s %q\n", strings.TrimPrefix(path, base), text)
		return err
	}))
	return b.String()
}

// serve [ARG…] starts the server on a free port, waits for its address and puts
// it into $URL.
func startServer(ts *testscript.TestScript, _ bool, args []string) {
	out := filepath.Join(ts.Getenv("WORK"), "serve.out")
	f, err := os.Create(out)
	ts.Check(err)
	cmd := exec.Command(filepath.Join(binDir, "statuswiki"), append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = ts.MkAbs("."), f, f
	ts.Check(cmd.Start())
	ts.Defer(func() {
		_ = cmd.Process.Kill()
		_ = f.Close()
	})
	servers[ts] = cmd
	for range 1500 { // a busy machine takes its time
		text, _ := os.ReadFile(out)
		if _, after, ok := strings.Cut(string(text), "stands at "); ok && strings.Contains(after, "\n") {
			url := strings.TrimSuffix(strings.Fields(after)[0], "/")
			ts.Setenv("URL", url)
			ts.Setenv("ADDR", strings.TrimPrefix(url, "http://"))
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	ts.Fatalf("no server: %s", ts.ReadFile(out))
}

// servers are the servers that stories have started.
var servers = map[*testscript.TestScript]*exec.Cmd{}

// stop SIGNAL ends the server as a terminal or a supervisor does, and wants exit
// status 0 within two seconds.
func stop(ts *testscript.TestScript, _ bool, args []string) {
	cmd := servers[ts]
	sig := map[string]os.Signal{"INT": os.Interrupt, "TERM": syscall.SIGTERM}[args[0]]
	ts.Check(cmd.Process.Signal(sig))
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			ts.Fatalf("the server ended with %v", err)
		}
	case <-time.After(2 * time.Second):
		ts.Fatalf("the server did not end within 2 s of SIG%s", args[0])
	}
}
