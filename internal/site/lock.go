// Taking turns at an output. The lock is on a file beside the output and is let
// go by the system when its holder dies, so a killed build keeps nobody out. It
// is not on the output itself, which comes and goes, nor on the folder it lies
// in, which others lock for their own ends: "flock . statuswiki build".

package site

import (
	"context"
	"fmt"
	"os"
	"time"
)

// How long a build waits for another to finish, and how often it looks.
const (
	lockPatience = 30 * time.Second
	lockInterval = 10 * time.Millisecond
)

// errLocked says that another build holds the lock, and goes on holding it.
var errLocked = fmt.Errorf("another build has been writing it for %v", lockPatience)

// lock waits for the output to be ours. The lock file is gone again after
// unlock.
func (o *output) lock(ctx context.Context) (unlock func(), err error) {
	name := o.prefix() + "lock"
	end := time.Now().Add(lockPatience)
	for {
		f, err := o.beside.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644)
		if err != nil {
			return nil, err
		}
		got, err := tryLock(f)
		if err == nil && got && o.isStill(name, f) {
			return func() { removeLock(o.beside, name, f) }, nil
		}
		// Somebody has it. Or somebody had, and removed it when done, so that the
		// name means another file by now, or none.
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("%s cannot be locked: %w", name, err)
		}
		if time.Now().After(end) {
			return nil, errLocked
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(lockInterval):
		}
	}
}

// isStill reports whether name is the file f.
func (o *output) isStill(name string, f *os.File) bool {
	is, err1 := f.Stat()
	now, err2 := o.beside.Stat(name)
	return err1 == nil && err2 == nil && os.SameFile(is, now)
}

// removeLock removes the lock file while it is locked: whoever opened it and
// waits for the lock sees, on getting it, that the file has lost its name.
func removeLock(beside *os.Root, name string, f *os.File) {
	beside.Remove(name)
	f.Close()
}
