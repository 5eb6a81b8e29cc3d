//go:build !unix

package entry

import (
	"errors"
	"time"
)

var started = time.Now()

func busy() time.Duration { return time.Since(started) }

func mkfifo(string) error { return errors.ErrUnsupported }
