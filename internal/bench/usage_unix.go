//go:build unix

package main

import (
	"os"
	"os/exec"
	"runtime"
	"syscall"
)

// peakMiB is the greatest resident set of a process that has ended. Linux counts
// ru_maxrss in KiB, macOS in bytes.
func peakMiB(ps *os.ProcessState) float64 {
	r, ok := ps.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return float64(r.Maxrss) / (1 << 20)
	}
	return float64(r.Maxrss) / (1 << 10)
}

// ownGroup makes the command the first of a new group of processes.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// killGroup ends a process that ownGroup has set apart, and what it has started.
func killGroup(pid int) error { return syscall.Kill(-pid, syscall.SIGKILL) }

// groupLives reports whether a process of the group is left.
func groupLives(pid int) bool { return syscall.Kill(-pid, 0) == nil }
