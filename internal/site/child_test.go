//go:build linux || darwin

package site

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// Some things are best done to a process of its own: killing it, taking away
// its rights, limiting its files. TestMain makes this program such a process
// when the environment says which.
const (
	childRole = "STATUSWIKI_TEST_CHILD"
	childDir  = "STATUSWIKI_TEST_DIR"
)

func TestMain(m *testing.M) {
	role := os.Getenv(childRole)
	if role == "" {
		os.Exit(m.Run())
	}
	if err := child(role, os.Getenv(childDir)); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

// newChild makes a process that plays a role on the folder dir.
func newChild(t *testing.T, role, dir string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	must(t, err)
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), childRole+"="+role, childDir+"="+dir)
	return cmd
}

// child plays a role: a name, and a number where the role takes one.
func child(role, dir string) error {
	name, arg, _ := strings.Cut(role, " ")
	n, _ := strconv.Atoi(arg)
	b := variant(failer{}, "b")
	switch name {
	case "loop", "loop-without-exchange":
		return loop(dir, name != "loop")
	case "polite-loop":
		return politeLoop(dir)
	case "die-writing":
		var written atomic.Int64
		opt := WriteOptions{wrote: func(string) {
			if written.Add(1) == int64(n) {
				die()
			}
		}}
		_, err := b.WriteTo(context.Background(), dir, opt)
		return err
	case "die-before-exchange":
		_, err := b.WriteTo(context.Background(), dir, WriteOptions{exchange: func(string, string) error { die(); return nil }})
		return err
	case "die-after-exchange":
		opt := WriteOptions{exchange: func(x, y string) error { exchange(x, y); die(); return nil }}
		_, err := b.WriteTo(context.Background(), dir, opt)
		return err
	case "small-files":
		signal.Ignore(syscall.SIGXFSZ) // so that a write fails instead
		limit := syscall.Rlimit{Cur: uint64(n), Max: uint64(n)}
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			return err
		}
		if err := b.Add("large.html", "text/html", make([]byte, 1<<20)); err != nil {
			return err
		}
		_, err := b.WriteTo(context.Background(), dir, WriteOptions{})
		return err
	case "nobody":
		if os.Getuid() == 0 {
			if err := errors.Join(syscall.Setgid(65534), syscall.Setuid(65534)); err != nil {
				return err
			}
		}
		_, err := b.WriteTo(context.Background(), dir, WriteOptions{})
		return err
	}
	return fmt.Errorf("no role %q", role)
}

// loop writes two sites in turn, as fast as it can, until it is killed.
func loop(dir string, plain bool) error {
	var opt WriteOptions
	if plain {
		opt.exchange = noExchange
	}
	for {
		for _, name := range []string{"b", "a"} {
			if _, err := variant(failer{}, name).WriteTo(context.Background(), dir, opt); err != nil {
				return err
			}
			fmt.Println("written")
		}
	}
}

// politeLoop leaves others a chance to get at the lock.
func politeLoop(dir string) error {
	for {
		for _, name := range []string{"b", "a"} {
			if _, err := variant(failer{}, name).WriteTo(context.Background(), dir, WriteOptions{}); err != nil {
				return err
			}
			fmt.Println("written")
			time.Sleep(15 * time.Millisecond)
		}
	}
}

// die ends this process as SIGKILL does, because it is.
func die() {
	syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}

// failer is the testing.TB of a child: it has only what variant needs.
type failer struct{ testing.TB }

func (failer) Helper()           {}
func (failer) Fatal(args ...any) { panic(fmt.Sprint(args...)) }
