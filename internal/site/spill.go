package site

import (
	"fmt"
	"io"
	"os"
	"sync"
)

// Spill keeps what a large site is made of on the disk, so that a site of ten
// thousand entries is built in the memory of one of some hundred. Files that are
// made with it stay in memory up to a limit, and those beyond go to one file,
// from which they are read when they are asked for again.
type Spill struct {
	limit int64

	mu   sync.Mutex
	kept int64 // bytes that stayed in memory
	file *os.File
	end  int64
	err  error // that ended the use of the file
}

// NewSpill returns a place for files that keeps limit bytes of them in memory. It
// makes no file until one is needed. Close it when the site is not used any more.
func NewSpill(limit int64) *Spill { return &Spill{limit: limit} }

// Close removes what lies on the disk. The files of the site cannot be read after
// it.
func (s *Spill) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.file == nil {
		return nil
	}
	name := s.file.Name()
	s.file.Close()
	s.file, s.err = nil, os.ErrClosed
	if err := os.Remove(name); err != nil && !os.IsNotExist(err) {
		return err
	}
	return nil
}

// put takes a body to the disk and returns where it lies there. It reports false
// when the body is to stay in memory: there is room, or no disk.
func (s *Spill) put(body []byte) (at int64, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept+int64(len(body)) <= s.limit || s.err != nil {
		s.kept += int64(len(body))
		return 0, false
	}
	if s.file == nil {
		if s.file, s.err = os.CreateTemp("", "statuswiki-*"); s.err != nil {
			return 0, false
		}
		// Where an open file can have no name, nothing stays behind of a program
		// that is killed.
		_ = os.Remove(s.file.Name())
	}
	if _, s.err = s.file.WriteAt(body, s.end); s.err != nil {
		return 0, false
	}
	at = s.end
	s.end += int64(len(body))
	return at, true
}

// section returns a reader of a body.
func (s *Spill) section(at int64, size int) (*io.SectionReader, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.file == nil {
		return nil, fmt.Errorf("what was put aside on the disk is gone: %w", os.ErrClosed)
	}
	return io.NewSectionReader(s.file, at, int64(size)), nil
}

// get reads a body back.
func (s *Spill) get(at int64, size int) ([]byte, error) {
	body := make([]byte, size)
	if err := s.read(body, at); err != nil {
		return nil, err
	}
	return body, nil
}

// read fills body.
func (s *Spill) read(body []byte, at int64) error {
	r, err := s.section(at, len(body))
	if err != nil {
		return err
	}
	if _, err := io.ReadFull(r, body); err != nil {
		return fmt.Errorf("what was put aside on the disk cannot be read: %w", err)
	}
	return nil
}

// copy writes a body to w.
func (s *Spill) copy(w io.Writer, at int64, size int) error {
	r, err := s.section(at, size)
	if err != nil {
		return err
	}
	buf := buffers.Get().(*[32 << 10]byte)
	defer buffers.Put(buf)
	n, err := io.CopyBuffer(onlyWriter{w}, r, buf[:])
	if err == nil && n < int64(size) {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return fmt.Errorf("what was put aside on the disk cannot be copied: %w", err)
	}
	return nil
}

var buffers = sync.Pool{New: func() any { return new([32 << 10]byte) }}

// onlyWriter hides that a file would rather take another buffer.
type onlyWriter struct{ io.Writer }
