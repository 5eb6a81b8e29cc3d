package prove

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// tail keeps the end of what a program prints. It may be written to from
// several goroutines.
type tail struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

const maxTail = 64 << 10

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf.Write(p)
	if over := t.buf.Len() - maxTail; over > 0 {
		t.buf.Next(over)
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.buf.String()
}

// process is a program that was started, in a group of its own.
type process struct {
	cmd   *exec.Cmd
	out   *tail
	ended chan struct{}
	err   error // after ended
}

// find returns the path of a program. Servers stand where a user's path need not
// lead.
func find(name string) (string, error) {
	path, err := exec.LookPath(name)
	for _, dir := range []string{"/usr/local/sbin", "/usr/sbin"} {
		if err == nil || strings.ContainsRune(name, '/') {
			break
		}
		path, err = exec.LookPath(dir + "/" + name)
	}
	if err != nil {
		return "", fmt.Errorf("%s %w", name, ErrMissing)
	}
	return path, nil
}

// start starts a program in a folder, without what the environment says of
// proxies, homes and settings. The variables are added.
func start(dir string, variables []string, name string, args ...string) (*process, error) {
	path, err := find(name)
	if err != nil {
		return nil, err
	}
	p := &process{out: &tail{}, ended: make(chan struct{})}
	env := slices.Concat([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + dir, "XDG_DATA_HOME=" + dir, "XDG_CONFIG_HOME=" + dir,
		"LANG=C", "TZ=UTC", "NO_PROXY=*",
	}, variables)
	for begun := time.Now(); ; time.Sleep(time.Millisecond) {
		p.cmd = exec.Command(path, args...)
		p.cmd.Dir, p.cmd.Env = dir, env
		p.cmd.Stdout, p.cmd.Stderr = p.out, p.out
		p.cmd.WaitDelay = time.Second // grandchildren may hold the pipe
		ownGroup(p.cmd)
		err := p.cmd.Start()
		if err == nil {
			break
		}
		// A file that was just written is busy as long as another process, which
		// was started meanwhile, has not yet closed what it inherited (Go issue
		// 22315).
		if !errors.Is(err, syscall.ETXTBSY) || time.Since(begun) > time.Second {
			return nil, err
		}
	}
	go func() {
		p.err = p.cmd.Wait()
		close(p.ended)
	}()
	return p, nil
}

// stop ends the program and all that it has started.
func (p *process) stop() {
	killGroup(p.cmd)
	<-p.ended
}

// finish waits for the program to end by itself. Its output is part of the
// error.
func (p *process) finish(ctx context.Context) error {
	select {
	case <-p.ended:
	case <-ctx.Done():
		p.stop()
		return fmt.Errorf("%s took too long", p.name())
	}
	killGroup(p.cmd) // what it left behind
	if p.err != nil {
		return fmt.Errorf("%s failed: %s", p.name(), p.last())
	}
	return nil
}

// alive reports whether the program still runs.
func (p *process) alive() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

func (p *process) name() string { return baseName(p.cmd.Path) }

// faultLine matches lines that say what went wrong, among those that say where.
var faultLine = regexp.MustCompile(`(?i)error\b|\[(emerg|alert)|^invalid|undefined:`)

// last returns what the program said of its fault, or else at the end, on one
// line; or how it ended.
func (p *process) last() string {
	var lines, faults []string
	for line := range strings.Lines(p.out.String()) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		lines = append(lines, line)
		if faultLine.MatchString(line) {
			faults = append(faults, line)
		}
	}
	switch {
	case len(faults) > 0:
		lines = faults[:min(len(faults), 4)]
	case len(lines) == 0 && p.err != nil:
		return p.err.Error()
	case len(lines) == 0:
		return "it said nothing"
	}
	text := strings.Join(lines[max(0, len(lines)-8):], "; ")
	if len(text) > 600 {
		text = text[:600] + "…"
	}
	return strings.ToValidUTF8(text, "?")
}

// output runs a program that tells its version and returns what it says.
func output(ctx context.Context, variables []string, name string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, sampleLimit)
	defer cancel()
	p, err := start(os.TempDir(), variables, name, args...)
	if err != nil {
		return "", err
	}
	if err := p.finish(ctx); err != nil {
		return "", err
	}
	return p.out.String(), nil
}

func baseName(path string) string {
	path = path[strings.LastIndexByte(path, '/')+1:]
	return strings.TrimSuffix(path[strings.LastIndexByte(path, '\\')+1:], ".exe")
}
