package serve

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"statuswiki/internal/diag"
	"statuswiki/internal/site"
)

// TestChangedFiles looks at which files builds are told of, and that one of all
// follows.
func TestChangedFiles(t *testing.T) {
	many := func(n int) string {
		var names []string
		for i := range n {
			names = append(names, fmt.Sprint("f", i+10))
		}
		return strings.Join(names, " ")
	}
	for _, test := range []struct {
		name    string
		changes map[int]string // ms → files
		built   string         // ms:files, or all
	}{
		{"one file", map[int]string{0: "a"}, "5:a 535:all"},
		{"two files", map[int]string{0: "b a"}, "5:a+b 535:all"},
		{"again and again", map[int]string{0: "a", 300: "b", 600: "a"}, "5:a 305:b 605:a 1135:all"},
		{"a build that is given up", map[int]string{0: "a", 20: "b"}, "5:a 25:a+b 555:all"},
		{"during the look at all", map[int]string{0: "a", 550: "b"}, "5:a 535:all 555:b 1085:all"},
		{"something that is not known", map[int]string{0: "a ?"}, "5:all"},
		{"something that is not known, later", map[int]string{0: "a", 20: "?"}, "5:a 25:all"},
		{"many", map[int]string{0: many(16)}, "40:" + strings.ReplaceAll(many(16), " ", "+") + " 570:all"},
		{"too many", map[int]string{0: many(30)}, "40:all"},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				began := time.Now()
				var built []string
				make := func(ctx context.Context, files string) (*site.Site, []diag.Finding, error) {
					built = append(built, fmt.Sprintf("%d:%s", time.Since(began).Milliseconds(), files))
					select {
					case <-time.After(30 * time.Millisecond):
					case <-ctx.Done():
						return nil, nil, ctx.Err()
					}
					return new(site.Site), nil, nil
				}
				l := newTestLoop(func(ctx context.Context) (*site.Site, []diag.Finding, error) { return make(ctx, "all") })
				l.opt.BuildChanged = func(ctx context.Context, files []string) (*site.Site, []diag.Finding, error) {
					return make(ctx, strings.Join(files, "+"))
				}
				done := newDone(func() { l.run(ctx) })
				for ms := range 2000 {
					for _, f := range strings.Fields(test.changes[ms]) {
						l.changed(strings.TrimSuffix(f, "?"))
					}
					time.Sleep(time.Millisecond)
				}
				cancel()
				<-done
				if got := strings.Join(built, " "); got != test.built {
					t.Errorf("built %s, want %s", got, test.built)
				}
			})
		})
	}
}

func newDone(f func()) <-chan struct{} {
	done := make(chan struct{})
	go func() { defer close(done); f() }()
	return done
}

// Whoever saves without a rest has all files looked at nevertheless.
func TestNeverQuiet(t *testing.T) {
	now := time.Now()
	p := defaultPolicy()
	looked := 0
	for ms := range 20000 {
		at := now.Add(time.Duration(ms) * time.Millisecond)
		if ms%200 == 0 {
			p.change(at, 1)
		}
		switch act, _ := p.next(at); act {
		case start:
			p.finished(at, false)
		case startAll:
			looked++
			p.finished(at, true)
		}
	}
	if looked < 3 || looked > 4 {
		t.Errorf("looked at all %d times in 20 s", looked)
	}
}

// An error is told once, whether or not all files are looked at, and one that
// only a look at all finds is told as well.
func TestToldOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		of := map[string]error{}
		l := newTestLoop(func(context.Context) (*site.Site, []diag.Finding, error) { return new(site.Site), nil, of["all"] })
		l.opt.BuildChanged = func(context.Context, []string) (*site.Site, []diag.Finding, error) {
			return new(site.Site), nil, of["some"]
		}
		done := newDone(func() { l.run(ctx) })
		sub, _ := l.handler.live.hub.subscribe()
		told := func(some, all error) (kinds string) {
			of["some"], of["all"] = some, all
			l.changed("a")
			for range 100 {
				time.Sleep(10 * time.Millisecond)
				synctest.Wait()
				select {
				case m := <-sub:
					kinds += m.kind + " "
				default:
				}
			}
			return kinds
		}
		bad, worse := errors.New("bad"), errors.New("worse")
		for _, step := range []struct {
			name      string
			some, all error
			want      string
		}{
			{"good", nil, nil, "built "},
			{"bad", bad, bad, "broken "},
			{"bad again", bad, bad, "broken "},
			{"bad and worse", bad, worse, "broken broken "},
			{"mended", nil, nil, "built "},
			{"seen late", nil, worse, "broken "},
			{"mended where it was not seen", nil, nil, "built "},
		} {
			if got := told(step.some, step.all); got != step.want {
				t.Errorf("%s: told %q, want %q", step.name, got, step.want)
			}
		}
		cancel()
		<-done
	})
}
