package site

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// noExchange stands for a system without it.
func noExchange(string, string) error { return errors.ErrUnsupported }

func TestWriteToWithoutExchange(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	for _, name := range []string{"a", "b", "a"} {
		s := variant(t, name)
		if _, err := s.WriteTo(t.Context(), dir, WriteOptions{exchange: noExchange}); err != nil {
			t.Fatal(err)
		}
		wantOneOf(t, dir, s)
		wantNoLeavings(t, filepath.Dir(dir))
	}
}

// The last step fails, in each way that it can. The old site stands.
func TestWriteToExchangeFails(t *testing.T) {
	a, b := variant(t, "a"), variant(t, "b")
	planted := errors.New("no error, but a file is planted")
	tests := []struct {
		name string
		err  error
		gone bool // the new site is lost meanwhile
		want string
	}{
		{"refused by the system", syscall.EBUSY, false, "mount point"},
		{"disk", syscall.EIO, false, "input/output error"},
		{"second rename fails", errors.ErrUnsupported, true, "as it was"},
		{"foreign file comes late", planted, false, `"late.txt"`},
		{"foreign file comes late, no exchange", errors.ErrUnsupported, false, `"late.txt"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			top := t.TempDir()
			dir := filepath.Join(top, "public")
			write(t, a, dir)
			late := filepath.Join(dir, "late.txt")
			calls := 0
			opt := WriteOptions{exchange: func(x, y string) error {
				if calls++; calls == 1 && strings.Contains(tt.want, "late.txt") {
					put(t, late, "late")
				}
				if tt.gone {
					must(t, os.RemoveAll(x))
				}
				if tt.err == planted {
					return exchangeByRename(x, y)
				}
				return tt.err
			}}
			_, err := b.WriteTo(t.Context(), dir, opt)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
			var refused *RefusedError
			if strings.Contains(tt.want, "late.txt") {
				if text, _ := os.ReadFile(late); string(text) != "late" || !errors.As(err, &refused) {
					t.Errorf("late.txt holds %q; %v", text, err)
				}
				must(t, os.Remove(late))
			}
			wantOneOf(t, dir, a)
			wantNoLeavings(t, top)
		})
	}
}

// exchangeByRename does what exchange does, on any system, though not in one step.
func exchangeByRename(x, y string) error {
	return errors.Join(os.Rename(x, x+".tmp"), os.Rename(y, x), os.Rename(x+".tmp", y))
}

// A foreign file came late and the way back fails as well: nothing is deleted,
// and the error says where to look.
func TestWriteToCannotUndo(t *testing.T) {
	a, b, top := variant(t, "a"), variant(t, "b"), t.TempDir()
	dir := filepath.Join(top, "public")
	write(t, a, dir)
	calls := 0
	opt := WriteOptions{exchange: func(x, y string) error {
		if calls++; calls > 1 {
			return syscall.EIO
		}
		put(t, filepath.Join(y, "late.txt"), "late")
		return exchangeByRename(x, y)
	}}
	_, err := b.WriteTo(t.Context(), dir, opt)
	left := leavings(t, top)
	if len(left) != 1 || err == nil || !strings.Contains(err.Error(), left[0]) || strings.Contains(err.Error(), "as it was") {
		t.Fatalf("left %q; error %v", left, err)
	}
	if text, err := os.ReadFile(filepath.Join(left[0], "late.txt")); string(text) != "late" {
		t.Errorf("late.txt holds %q, %v", text, err)
	}
	must(t, os.Remove(filepath.Join(left[0], "late.txt")))
	wantOneOf(t, left[0], a)
	wantOneOf(t, dir, b)
}

// The same, and what came out in the exchange cannot even be looked at.
func TestWriteToLosesSight(t *testing.T) {
	a, b, top := variant(t, "a"), variant(t, "b"), t.TempDir()
	dir := filepath.Join(top, "public")
	write(t, a, dir)
	calls := 0
	opt := WriteOptions{exchange: func(x, y string) error {
		if calls++; calls > 1 {
			return syscall.EIO
		}
		return errors.Join(os.RemoveAll(y), os.Rename(x, y), os.WriteFile(x, nil, 0o644))
	}}
	_, err := b.WriteTo(t.Context(), dir, opt)
	if err == nil || !strings.Contains(err.Error(), "move it back by hand") || strings.Contains(err.Error(), "as it was") {
		t.Error(err)
	}
	wantOneOf(t, dir, b)
}

// A build without exchange was killed between its two renames.
func TestWriteToPutsBackWhatWasMovedAside(t *testing.T) {
	a, b, top := variant(t, "a"), variant(t, "b"), t.TempDir()
	dir := filepath.Join(top, "public")
	write(t, a, dir)
	must(t, os.Rename(dir, filepath.Join(top, ".public.statuswiki-ABCDEFGHIJKLMNOPQRSTUVWXYZ.old")))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if _, err := b.WriteTo(ctx, dir, WriteOptions{wrote: func(string) { cancel() }}); err == nil {
		t.Fatal("not stopped")
	}
	wantOneOf(t, dir, a)
	write(t, b, dir)
	wantOneOf(t, dir, b)
	wantNoLeavings(t, top)
}
