package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// tail keeps the end of what a program prints.
type tail struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b.Write(p)
	if over := t.b.Len() - 8<<10; over > 0 {
		t.b.Next(over)
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.b.String()
}

// server is a program that runs until stop.
type server struct {
	name  string
	cmd   *exec.Cmd
	said  tail
	ended chan struct{}
}

// start starts a server in a group of processes of its own, which ctx ends.
func start(ctx context.Context, dir string, env []string, name string, args ...string) (*server, error) {
	s := &server{name: filepath.Base(name), ended: make(chan struct{})}
	s.cmd = exec.CommandContext(ctx, name, args...)
	s.cmd.Dir, s.cmd.Env = dir, append(os.Environ(), env...)
	s.cmd.Stdout, s.cmd.Stderr = &s.said, &s.said
	s.cmd.WaitDelay = time.Second
	ownGroup(s.cmd)
	s.cmd.Cancel = func() error { return killGroup(s.cmd.Process.Pid) }
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = s.cmd.Wait()
		close(s.ended)
	}()
	return s, nil
}

// stop asks the server to end, and ends it with all it started when it does not.
func (s *server) stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-s.ended:
	case <-time.After(5 * time.Second):
	}
	_ = killGroup(s.cmd.Process.Pid) // workers that outlived it, if any
	<-s.ended
	for range 2_000 { // they end a moment after the signal
		if !groupLives(s.cmd.Process.Pid) {
			return
		}
		time.Sleep(time.Millisecond)
	}
}

// gone returns an error when the server has ended by itself.
func (s *server) gone() error {
	select {
	case <-s.ended:
		return fmt.Errorf("%s has ended: %v\n%s", s.name, s.cmd.ProcessState, s.said.String())
	default:
		return nil
	}
}

// cpu returns the seconds that all processes of the server have computed so far.
func (s *server) cpu() (float64, error) {
	all, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return 0, err
	}
	sum, found := 0.0, false
	for _, file := range all {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // it ended meanwhile
		}
		group, seconds, err := parseStat(string(text))
		if err != nil {
			return 0, fmt.Errorf("%s: %w", file, err)
		}
		if group == s.cmd.Process.Pid {
			sum, found = sum+seconds, true
		}
	}
	if !found {
		return 0, fmt.Errorf("no process of %s in /proc", s.name)
	}
	return sum, nil
}

// ticks of /proc in a second: USER_HZ, which Linux holds at 100 for programs.
const ticks = 100

// parseStat reads the group and the seconds of CPU, user and system, own and of
// children that were waited for, from the text of /proc/PID/stat (proc(5)). The
// name in it may hold spaces and parentheses.
func parseStat(text string) (group int, seconds float64, err error) {
	_, rest, ok := strings.Cut(text, " (")
	end := strings.LastIndexByte(rest, ')')
	if !ok || end < 0 {
		return 0, 0, fmt.Errorf("no name in parentheses in %q", text)
	}
	fields := strings.Fields(rest[end+1:]) // from the third on: the state
	if len(fields) < 15 {
		return 0, 0, fmt.Errorf("%d fields behind the name, want 15 or more", len(fields))
	}
	if group, err = strconv.Atoi(fields[2]); err != nil {
		return 0, 0, err
	}
	for _, f := range fields[11:15] {
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			return 0, 0, err
		}
		seconds += float64(n) / ticks
	}
	return group, seconds, nil
}

// freePort returns a port of 127.0.0.1 that nobody listens on.
func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}
