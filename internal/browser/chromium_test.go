package browser

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// scratch is removed when the tests are done.
var scratch string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		var err error
		if scratch, err = os.MkdirTemp("", "statuswiki-browser"); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(scratch)
		defer atEnd.run()
		return m.Run()
	}())
}

// atEnd holds what the tests share and must be ended after the last of them.
var atEnd ending

type ending struct {
	mu   sync.Mutex
	todo []func()
}

func (e *ending) add(f func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.todo = append(e.todo, f)
}

func (e *ending) run() {
	for _, f := range e.todo {
		f()
	}
}

// missing ends a test that lacks something it needs.
func missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is missing, and in CI nothing may be: run bash .ci/test, which installs it", what)
	}
	t.Skipf("%s is missing: bash .ci/test installs it and runs this test", what)
}

// tool returns the path of a file that .ci/test fetched.
func tool(t testing.TB, name string) string {
	t.Helper()
	dir := os.Getenv("STATUSWIKI_TEST_TOOLS")
	if dir == "" {
		cache := os.Getenv("XDG_CACHE_HOME")
		if cache == "" {
			home, err := os.UserHomeDir()
			if err != nil {
				t.Fatal(err)
			}
			cache = filepath.Join(home, ".cache")
		}
		dir = filepath.Join(cache, "statuswiki-tests")
	}
	file := filepath.Join(dir, "node_modules", filepath.FromSlash(name))
	if _, err := os.Stat(file); err != nil {
		missing(t, file)
	}
	return file
}

var errNoChromium = errors.New("Chromium")

// chromium starts the browser that tests share.
var chromium = sync.OnceValues(func() (context.Context, error) {
	ctx, stop, err := launch()
	if err == nil {
		atEnd.add(stop)
	}
	return ctx, err
})

// launch starts a browser and returns what ends it.
func launch() (context.Context, func(), error) {
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		return nil, nil, errNoChromium
	}
	var said output
	// The defaults make it headless, quiet and offline as far as a flag can, give
	// it a new profile and remove that in the end.
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.CombinedOutput(&said),
		chromedp.Env("TMPDIR="+scratch), // it leaves sockets behind
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		// There is a mouse, though machines that test have none: hover, fine pointer.
		chromedp.Flag("blink-settings", "primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4"),
		// Whatever asks for another host gets an error, which fails its test.
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"),
	)
	if os.Geteuid() == 0 {
		opts = append(opts, chromedp.NoSandbox) // it refuses to run as root with one
	}
	ctx, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, _ = chromedp.NewContext(ctx)
	if err := chromedp.Do(ctx); err != nil {
		stop()
		return nil, nil, fmt.Errorf("%s does not start: %w\n%s", path, err, said.String())
	}
	return ctx, stop, nil
}

// browser returns the context of the running browser.
func browser(t testing.TB) context.Context {
	t.Helper()
	ctx, err := chromium()
	started(t, err)
	return ctx
}

// started ends the test if there is no browser.
func started(t testing.TB, err error) {
	t.Helper()
	if errors.Is(err, errNoChromium) {
		missing(t, err.Error())
	} else if err != nil {
		t.Fatal(err)
	}
}

// output collects what a process writes; it may be read meanwhile.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}
