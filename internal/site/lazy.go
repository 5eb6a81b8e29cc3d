package site

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"sync"
	"sync/atomic"
)

// Lazy is a file that is made when it is first asked for, and then kept. It may
// be used by many goroutines. Whoever adds the same one to two sites says that
// they hold the same file, without making it.
type Lazy struct {
	mediaType string
	mu        sync.Mutex // held while it is made
	make      func() ([]byte, error)
	done      atomic.Bool
	file      File
	err       error

	spill *Spill // nil if the file stays in memory
	at    int64  // where the body lies in it
	size  int    // of the body there; 0 if it is in memory
}

// NewLazy returns a file of a media type whose bytes are what make gives. make is
// called at most once.
func NewLazy(mediaType string, make func() ([]byte, error)) *Lazy {
	return &Lazy{mediaType: mediaType, make: make}
}

// made returns a file that is there already.
func made(f File) *Lazy {
	l := &Lazy{mediaType: f.Type, file: f}
	l.done.Store(true)
	return l
}

// File makes the file, if that has not been done, and returns it. The error is
// that of make, each time.
func (l *Lazy) File() (File, error) {
	if err := l.Make(); err != nil {
		return File{Type: l.mediaType}, err
	}
	if l.size == 0 {
		return l.file, nil
	}
	f := l.file
	var err error
	f.Body, err = l.spill.get(l.at, l.size)
	return f, err
}

// body returns the body. One that lies on the disk is read into buf.
func (l *Lazy) body(buf *[]byte) ([]byte, error) {
	if err := l.Make(); err != nil || l.size == 0 {
		return l.file.Body, err
	}
	*buf = slices.Grow((*buf)[:0], l.size)[:l.size]
	return *buf, l.spill.read(*buf, l.at)
}

// writeTo writes the body, without reading it into memory if it lies on the disk.
func (l *Lazy) writeTo(w io.Writer) error {
	err := l.Make()
	switch {
	case err != nil:
	case l.size == 0:
		_, err = w.Write(l.file.Body)
	default:
		err = l.spill.copy(w, l.at, l.size)
	}
	return err
}

// SpillTo has the file go to the disk once it is made, if there is no room for
// it. It must be called before anybody asks for the file.
func (l *Lazy) SpillTo(s *Spill) { l.spill = s }

// Make makes the file, if that has not been done. The error is that of File.
func (l *Lazy) Make() error {
	if l.done.Load() {
		return l.err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.done.Load() {
		return l.err
	}
	defer l.done.Store(true)
	l.err = errors.New("making it panicked") // unless it ends in another way
	body, err := l.make()
	l.make = nil // and all that it holds
	l.err = err
	if err != nil {
		return err
	}
	l.file = NewFile(l.mediaType, body)
	l.putAside()
	return nil
}

// putAside takes the body to the disk, if it is to go there.
func (l *Lazy) putAside() {
	if l.spill == nil || len(l.file.Body) == 0 {
		return
	}
	if at, ok := l.spill.put(l.file.Body); ok {
		l.at, l.size = at, len(l.file.Body)
		l.file.Body = nil
	}
}

// Renew replaces what makes a file that has not been made yet by something that
// makes the same: what held on to an old state of things lets go of it.
func (l *Lazy) Renew(make func() ([]byte, error)) {
	if l.done.Load() || !l.mu.TryLock() {
		return // there is nothing to make any more, or soon
	}
	defer l.mu.Unlock()
	if !l.done.Load() {
		l.make = make
	}
}

// Made reports whether the file has been made, or has failed to be.
func (l *Lazy) Made() bool { return l.done.Load() }

// Size returns the length of the body, for which the file is made. It is 0 for a
// file that cannot be made.
func (l *Lazy) Size() int {
	if l.Make() != nil {
		return 0
	}
	return max(l.size, len(l.file.Body))
}

// Type returns the media type, without making the file.
func (l *Lazy) Type() string { return l.mediaType }

// same compares two files by their bytes.
func (l *Lazy) same(o *Lazy) bool {
	if l == o {
		return true
	}
	f, err := l.File()
	g, err2 := o.File()
	return err == nil && err2 == nil && f.Type == g.Type && bytes.Equal(f.Body, g.Body)
}
