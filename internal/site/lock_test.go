package site

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestWriteToTogether(t *testing.T) {
	a, b, top := variant(t, "a"), variant(t, "b"), t.TempDir()
	dir := filepath.Join(top, "public")
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for round := range 4 {
				s, opt := a, WriteOptions{}
				if (i+round)%2 == 0 {
					s, opt.exchange = b, noExchange
				}
				if _, err := s.WriteTo(t.Context(), dir, opt); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	wantOneOf(t, dir, a, b)
	wantNoLeavings(t, top)
}

// A build that never ends is not waited for for ever.
func TestWriteToLocked(t *testing.T) {
	s, top := variant(t, "a"), t.TempDir()
	dir := filepath.Join(top, "public")
	other, err := openOutput(dir, WriteOptions{})
	must(t, err)
	defer other.close()
	unlock, err := other.lock(t.Context())
	must(t, err)
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		_, err := s.WriteTo(t.Context(), dir, WriteOptions{})
		if !errors.Is(err, errLocked) || !strings.Contains(err.Error(), "wait for it") {
			t.Error(err)
		}
		if waited := time.Since(start); waited < lockPatience || waited > lockPatience+time.Second {
			t.Errorf("waited %v", waited)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := s.WriteTo(ctx, dir, WriteOptions{}); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
	})
	if got := folder(t, dir); got != nil {
		t.Errorf("written in spite of the lock: %v", got)
	}
	unlock()
	write(t, s, dir)
	wantNoLeavings(t, top)
}

// The lock file comes and goes while many want it; only one has it at a time.
func TestLockIsExclusive(t *testing.T) {
	out, err := openOutput(filepath.Join(t.TempDir(), "public"), WriteOptions{})
	must(t, err)
	defer out.close()
	var holders, most atomic.Int32
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			for range 60 {
				unlock, err := out.lock(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				most.Store(max(most.Load(), holders.Add(1)))
				runtime.Gosched()
				holders.Add(-1)
				unlock()
			}
		})
	}
	group.Wait()
	if most.Load() != 1 {
		t.Errorf("%d had the lock at once", most.Load())
	}
	wantNoLeavings(t, out.parent)
}
