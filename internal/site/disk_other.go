//go:build !linux && !darwin

package site

import "errors"

// exchange cannot be done here. The old folder is moved aside instead.
func exchange(a, b string) error { return errors.ErrUnsupported }
