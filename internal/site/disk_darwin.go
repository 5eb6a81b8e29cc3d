package site

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// exchange makes each of two folders take the other's place, in one step. The
// error is errors.ErrUnsupported where the file system cannot; APFS can.
func exchange(a, b string) error {
	err := unix.RenamexNp(a, b, unix.RENAME_SWAP)
	switch {
	case err == nil:
		return nil
	case isAny(err, unix.EINVAL, unix.ENOSYS, unix.ENOTSUP, unix.EXDEV):
		return fmt.Errorf("exchange %s and %s: %w", a, b, errors.ErrUnsupported)
	}
	return &os.LinkError{Op: "exchange", Old: a, New: b, Err: err}
}
