package browser

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// program builds the program.
var program = sync.OnceValues(func() (string, error) {
	// What the program is made of is looked at, so that go test takes no result
	// for its own that it remembers of another program.
	filepath.WalkDir(filepath.Join("..", ".."), func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && strings.HasPrefix(d.Name(), ".") && d.Name() != ".." {
			return filepath.SkipDir
		}
		os.Stat(path) // what has gone meanwhile is no matter: go build says what it needs
		return nil
	})
	name := filepath.Join(scratch, "statuswiki.exe") // a name that runs anywhere
	cmd := exec.Command("go", "build", "-o", name, ".")
	cmd.Dir = filepath.Join("..", "..")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return name, nil
})

// original is what the tests take for the repository: a copy, made once.
var original = sync.OnceValues(func() (string, error) {
	dir := filepath.Join(scratch, "original")
	for _, name := range []string{"content", "templates", "static"} {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join("..", "..", name))); err != nil {
			return "", err
		}
	}
	return dir, nil
})

// served is the address of the original, served by the program for all tests.
var served = sync.OnceValues(func() (string, error) {
	dir, err := original()
	if err != nil {
		return "", err
	}
	s, err := serve(dir)
	if err != nil {
		return "", err
	}
	atEnd.add(s.stop)
	return s.url, nil
})

// built is the folder with the original, built without a base URL.
var built = sync.OnceValues(func() (string, error) {
	dir := filepath.Join(scratch, "built")
	return dir, build(dir, "")
})

// hosted is the same as it stands on a host, where pages have more to say.
var hosted = sync.OnceValues(func() (string, error) {
	dir := filepath.Join(scratch, "hosted")
	return dir, build(dir, "https://example.com/codes/")
})

// must unwraps what is made once for all tests.
func must(t testing.TB, get func() (string, error)) string {
	t.Helper()
	v, err := get()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func build(dir, base string) error {
	bin, err := program()
	if err != nil {
		return err
	}
	from, err := original()
	if err != nil {
		return err
	}
	cmd := exec.Command(bin, "build", "-o", dir, "--base-url", base, "--no-compress")
	cmd.Dir = from
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("statuswiki build: %w\n%s", err, out)
	}
	return nil
}

// A server is the program, serving a checkout.
type server struct {
	url string // with a slash at the end
	log *output
	cmd *exec.Cmd
}

var standsAt = regexp.MustCompile(`stands at (http://\S+/)`)

func serve(checkout string, args ...string) (*server, error) {
	bin, err := program()
	if err != nil {
		return nil, err
	}
	s := &server{log: new(output), cmd: exec.Command(bin, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...)}
	s.cmd.Dir, s.cmd.Stdout, s.cmd.Stderr = checkout, s.log, s.log
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		said := s.log.String()
		if m := standsAt.FindStringSubmatch(said); m != nil {
			if !strings.Contains(said, "built ") {
				break // the first build comes before
			}
			s.url = m[1]
			return s, nil
		}
	}
	s.stop()
	return nil, fmt.Errorf("statuswiki serve shows nothing:\n%s", s.log)
}

// stop ends the server as Ctrl-C does.
func (s *server) stop() {
	if s.cmd.Process.Signal(os.Interrupt) != nil {
		s.cmd.Process.Kill() // where there are no signals
	}
	late := time.AfterFunc(patience, func() { s.cmd.Process.Signal(syscall.SIGKILL) })
	s.cmd.Wait() // its exit is the story tests' business
	late.Stop()
}

// A host serves a folder as static hosts do: a file or the index.html of a
// folder, else 404.html with status 404.
type host struct {
	url  string // with a slash at the end
	hold chan struct{}
}

// newHost serves dir, or with a prefix such as /wiki/ a site that is built for
// that address.
func newHost(t testing.TB, prefix string) *host {
	t.Helper()
	srv := httptest.NewUnstartedServer(nil)
	h := &host{url: "http://" + srv.Listener.Addr().String() + prefix}
	var dir string
	if prefix == "/" {
		dir = must(t, built)
	} else {
		dir = filepath.Join(t.TempDir(), "site")
		if err := build(dir, h.url); err != nil {
			t.Fatal(err)
		}
	}
	files := http.FileServer(http.Dir(dir))
	site := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache") // what is held must be asked for
		if h.hold != nil && path.Ext(r.URL.Path) == ".js" {
			select {
			case <-h.hold:
			case <-r.Context().Done():
			}
		}
		if _, err := fs.Stat(os.DirFS(dir), path.Join(".", r.URL.Path)); err == nil {
			files.ServeHTTP(w, r)
			return
		}
		body, err := os.ReadFile(filepath.Join(dir, "404.html"))
		if err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusNotFound)
		w.Write(body)
	})
	srv.Config.Handler = http.StripPrefix(strings.TrimSuffix(prefix, "/"), site)
	srv.Start()
	t.Cleanup(srv.Close)
	return h
}

// kinds has one page of every kind.
var kinds = []string{"", "401/", "200/", "4xx/", "499/", "compare/", "compare/401-vs-403/", "vendors/", "tables/", "tags/", "tags/caching/", "headers/", "headers/www-authenticate/", "measured/", "measured/retry-408/", "choose/", "choose/access/", "choose/access/401/", "choose/map/", "surprises/", "try/", "doctor/", "404.html"}
