//go:build unix

package entry

import (
	"syscall"
	"time"
)

// busy is how long the program has been computing. Unlike a clock it does not
// run while others have the machine.
func busy() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func mkfifo(name string) error { return syscall.Mkfifo(name, 0o666) }
