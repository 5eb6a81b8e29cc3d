package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"
)

// usage is what a program that has ended took: seconds, seconds of all its
// threads and children, and the most memory it held at once, in MiB.
type usage struct{ Wall, CPU, Peak float64 }

// timerEnv makes this program the timer of another one; see timed.
const timerEnv = "STATUSWIKI_BENCH_TIMER"

// maxRun ends a program that hangs.
const maxRun = 20 * time.Minute

// timed runs a command and measures it. The command is started by a small copy
// of this program: the kernel counts the memory of whoever calls exec into the
// peak of what is started, and by then this process may have grown.
func timed(ctx context.Context, dir string, env []string, name string, args ...string) (usage, error) {
	ctx, cancel := context.WithTimeout(ctx, maxRun)
	defer cancel()
	self, err := os.Executable()
	if err != nil {
		return usage{}, err
	}
	read, write, err := os.Pipe()
	if err != nil {
		return usage{}, err
	}
	defer read.Close()
	defer write.Close()
	cmd := exec.CommandContext(ctx, self, append([]string{name}, args...)...)
	cmd.Dir, cmd.Env = dir, append(append(os.Environ(), env...), timerEnv+"=1")
	ownGroup(cmd)
	cmd.Cancel = func() error { return killGroup(cmd.Process.Pid) }
	var said tail
	cmd.Stdout, cmd.Stderr, cmd.ExtraFiles = &said, &said, []*os.File{write}
	if err := cmd.Run(); err != nil {
		return usage{}, fmt.Errorf("%s: %w\n%s", name, err, said.String())
	}
	var u usage
	return u, json.NewDecoder(read).Decode(&u)
}

// timer is the other side of timed: it runs the command in args and writes its
// usage to the third descriptor. It returns the status to exit with.
func timer(args []string) int {
	os.Unsetenv(timerEnv)
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	start := time.Now()
	err := cmd.Run()
	wall := time.Since(start)
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		return max(exit.ExitCode(), 1)
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	u := usageOf(cmd.ProcessState, wall)
	if err := json.NewEncoder(os.NewFile(3, "usage")).Encode(u); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func usageOf(ps *os.ProcessState, wall time.Duration) usage {
	return usage{wall.Seconds(), (ps.UserTime() + ps.SystemTime()).Seconds(), peakMiB(ps)}
}

// usages are those of a program, round by round.
type usages struct{ wall, cpu, peak samples }

func (u *usages) add(x usage) {
	u.wall, u.cpu, u.peak = append(u.wall, x.Wall), append(u.cpu, x.CPU), append(u.peak, x.Peak)
}
