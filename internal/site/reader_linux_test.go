package site

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// Whoever opens files by their path never misses one.
func TestWriteToReaders(t *testing.T) {
	a, b, top := variant(t, "a"), variant(t, "b"), t.TempDir()
	dir := filepath.Join(top, "public")
	probe := filepath.Join(top, "probe")
	must(t, os.MkdirAll(filepath.Join(probe, "a"), 0o755))
	must(t, os.Mkdir(filepath.Join(probe, "b"), 0o755))
	if err := exchange(filepath.Join(probe, "a"), filepath.Join(probe, "b")); err != nil {
		t.Skip("no exchange on this file system: ", err)
	}
	write(t, a, dir)
	done := make(chan struct{})
	var readers sync.WaitGroup
	reads := 0
	readers.Go(func() {
		for {
			select {
			case <-done:
				return
			default:
			}
			text, err := os.ReadFile(filepath.Join(dir, "index.html"))
			if got := string(text); err != nil || got != "index of a" && got != "index of b" {
				t.Errorf("read %q, %v", got, err)
				return
			}
			reads++
		}
	})
	for i := range 50 {
		write(t, []*Site{b, a}[i%2], dir)
	}
	close(done)
	readers.Wait()
	t.Logf("%d reads", reads)
	wantNoLeavings(t, top)
}
