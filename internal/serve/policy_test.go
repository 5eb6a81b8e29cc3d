package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"statuswiki/internal/diag"
	"statuswiki/internal/site"
)

func TestPolicy(t *testing.T) {
	now := time.Now()
	at := func(ms int) time.Time { return now.Add(time.Duration(ms) * time.Millisecond) }
	p := defaultPolicy()
	want := func(ms int, act action, wake int) {
		t.Helper()
		got, when := p.next(at(ms))
		if got != act || wake < 0 != when.IsZero() || wake >= 0 && !when.Equal(at(wake)) {
			t.Fatalf("at %d: got %v %v", ms, got, when.Sub(now))
		}
	}
	want(0, nothing, -1)
	p.change(at(0), 1)
	want(0, nothing, 5)
	p.change(at(4), 1)
	want(5, nothing, 9)
	want(9, start, -1)
	want(9, nothing, -1)
	p.change(at(10), 1) // overtakes the build
	want(10, giveUp, -1)
	p.change(at(11), 1)
	want(11, nothing, -1)
	if p.finished(at(11), true) {
		t.Fatal("an overtaken build is used")
	}
	want(12, nothing, 16)
	want(16, start, -1)
	if !p.finished(at(16), true) || !p.waiting.IsZero() {
		t.Fatal("a good build is not used")
	}
	want(20, nothing, -1)

	// Changes that never end: gathered for a while, and in the end a build is let
	// be, to the end.
	ms, starts := 100, 0
	for ; ms < 1000; ms++ {
		p.change(at(ms), 0)
		if act, _ := p.next(at(ms)); act == start {
			starts++
		} else if act == giveUp {
			p.finished(at(ms), true)
		} else if p.building && !p.givenUp {
			break
		}
	}
	if ms < 500 || ms > 600 || starts < 5 {
		t.Fatalf("patience ended at %d after %d starts", ms, starts)
	}
	if !p.finished(at(ms), true) || p.first.IsZero() {
		t.Fatal("the build that was let be is not used, or what came since is forgotten")
	}
}

// TestLoop runs the loop with a build that takes 30 ms, in virtual time.
func TestLoop(t *testing.T) {
	for _, test := range []struct {
		name    string
		changes []int // ms
		files   int   // that they are about, in turn
		begun   int
		served  []int // ms at which a new site was served
	}{
		{"one save", []int{0}, 1, 1, []int{35}},
		{"truncate and write", []int{0, 1, 2}, 1, 1, []int{37}},
		{"a backup, then the file", []int{0, 1, 2, 3}, 2, 1, []int{38}},
		{"two saves", []int{0, 100}, 1, 2, []int{35, 135}},
		{"a save during the build", []int{0, 20}, 1, 2, []int{55}},
		{"one large file", every(4, 60), 1, 2, []int{95}}, // begun after 50 ms
		{"a checkout", every(4, 40), 100, 1, []int{110}},
		{"a slow checkout", every(20, 200), 100, 5, []int{270}},
		{"a long checkout", every(4, 400), 100, 2, []int{470}},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				var begun, made atomic.Int32
				l := newTestLoop(func(ctx context.Context) (*site.Site, []diag.Finding, error) {
					n := begun.Add(1)
					select {
					case <-time.After(30 * time.Millisecond):
					case <-ctx.Done():
						return nil, nil, ctx.Err()
					}
					made.Add(1)
					s := new(site.Site)
					return s, nil, s.Add("index.html", "text/html", []byte{byte(n)})
				})
				done := make(chan struct{})
				go func() { defer close(done); l.run(ctx) }()
				began := time.Now()
				go func() {
					for i, ms := range test.changes {
						time.Sleep(time.Until(began.Add(time.Duration(ms) * time.Millisecond)))
						l.changed(fmt.Sprint(i % test.files))
					}
				}()
				sub, _ := l.handler.live.hub.subscribe()
				for _, ms := range test.served {
					<-sub
					if l.handler.snap.Load() == nil {
						t.Error("told before it is served")
					}
					if got := time.Since(began).Milliseconds(); got != int64(ms) {
						t.Errorf("served at %d ms, want %d", got, ms)
					}
				}
				time.Sleep(time.Second)
				if len(sub) > 0 || int(begun.Load()) != test.begun || int(made.Load()) != len(test.served) {
					t.Errorf("%d builds begun, %d made", begun.Load(), made.Load())
				}
				cancel()
				<-done
			})
		})
	}
}

// every returns 0, step, 2*step, … to last.
func every(step, last int) (out []int) {
	for ms := 0; ms <= last; ms += step {
		out = append(out, ms)
	}
	return out
}

func newTestLoop(build func(context.Context) (*site.Site, []diag.Finding, error)) *loop {
	return &loop{
		opt:     Options{Build: build, Log: io.Discard},
		handler: &handler{live: newLive(defaultLimits)},
		policy:  defaultPolicy(),
		changes: make(chan struct{}, 1),
	}
}

// TestLoopTells goes through the outcomes of builds and what is told of each.
func TestLoopTells(t *testing.T) {
	var text string
	var fail error
	var found []diag.Finding
	l := newTestLoop(func(context.Context) (*site.Site, []diag.Finding, error) {
		if text == "panic" {
			panic("oh")
		}
		s := new(site.Site)
		s.Add("index.html", "text/html", []byte(text))
		return s, found, fail
	})
	sub, _ := l.handler.live.hub.subscribe()
	served := func() string {
		if snap := l.handler.snap.Load(); snap != nil {
			return string(snap.at("/").file().Body)
		}
		return ""
	}
	step := func(name, kind, want string) {
		t.Helper()
		l.publish(l.build(t.Context(), nil))
		got := ""
		select {
		case m := <-sub:
			got = m.kind
			if !strings.Contains(string(m.wire), `"findings":[`) {
				t.Errorf("%s: no list in %s", name, m.wire)
			}
		default:
		}
		if got != kind || served() != want {
			t.Errorf("%s: told %q, serves %q", name, got, served())
		}
	}
	fail = errors.New("template: \x1b[31mred")
	step("failing at first", "broken", "")
	if page := string(l.handler.failing.Load().form(identity).body); strings.Contains(page, "\x1b") || !strings.Contains(page, "template: ") || !strings.Contains(page, "/_live/client.js") {
		t.Errorf("the page in place of all others: %s", page)
	}
	fail, text = nil, "one"
	step("mended", "built", "one")
	step("the same again", "", "one")
	text = "two"
	step("changed", "built", "two")
	found = []diag.Finding{{Level: diag.Warning, Text: "hm"}}
	step("a warning", "built", "two")
	step("the same warning", "", "two")
	fail = &diag.FindingsError{Findings: []diag.Finding{{Level: diag.Error, Text: "bad"}}}
	step("broken", "broken", "two")
	step("still broken", "broken", "two")
	fail = nil
	step("mended without a change", "built", "two")
	text = "panic"
	step("a panic", "broken", "two")
}
