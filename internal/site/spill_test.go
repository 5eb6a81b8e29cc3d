package site

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// A site whose files lie on the disk is the same as one in memory.
func TestSpill(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	spill := NewSpill(1000)
	var plain, spilled Site
	for i := range 50 {
		name, body := fmt.Sprintf("%d/index.html", i), bytes.Repeat([]byte{byte('a' + i%26)}, i*7)
		if err := plain.Add(name, "text/html", body); err != nil {
			t.Fatal(err)
		}
		lazy := NewLazy("text/html", func() ([]byte, error) { return body, nil })
		lazy.SpillTo(spill)
		if err := spilled.AddLazy(name, lazy); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // it is made, then read
		if c := spilled.Changed(&plain); len(c) > 0 {
			t.Errorf("differs: %v", c)
		}
	}
	held := 0
	for _, l := range spilled.Lazies() {
		held += len(l.file.Body)
	}
	if held > 1000 || spill.end < 5000 {
		t.Errorf("%d bytes are held, %d on the disk", held, spill.end)
	}
	dir := t.TempDir()
	if _, err := spilled.WriteTo(t.Context(), filepath.Join(dir, "out"), WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(dir, "out/49/index.html"))
	if err != nil || len(got) != 49*7 {
		t.Errorf("%d bytes written, %v", len(got), err)
	}
	if err := spill.Close(); err != nil {
		t.Error(err)
	}
	if left, _ := filepath.Glob(os.Getenv("TMPDIR") + "/*"); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	for path, l := range spilled.Lazies() {
		if _, err := l.File(); l.size > 0 && !errors.Is(err, os.ErrClosed) || l.size == 0 && err != nil {
			t.Errorf("%s, of which %d bytes lay on the disk, after the end: %v", path, l.size, err)
		}
	}
}

// Where nothing can be put on the disk, all stays in memory.
func TestSpillNowhere(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "nothing-here"))
	spill := NewSpill(0)
	l := NewLazy("text/plain", func() ([]byte, error) { return []byte("here"), nil })
	l.SpillTo(spill)
	if f, err := l.File(); err != nil || string(f.Body) != "here" {
		t.Errorf("%q, %v", f.Body, err)
	}
	if err := spill.Close(); err != nil {
		t.Error(err)
	}
}
