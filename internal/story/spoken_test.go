package story

import (
	"bytes"
	"sync"
)

// spoken collects what a program prints; it may be read meanwhile.
type spoken struct {
	ended chan struct{} // closed when the program has
	mu    sync.Mutex
	b     bytes.Buffer
}

func (s *spoken) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *spoken) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// runs reports whether the program has not ended.
func (s *spoken) runs() bool {
	select {
	case <-s.ended:
		return false
	default:
		return true
	}
}
