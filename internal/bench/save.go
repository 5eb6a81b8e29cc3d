package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// allSaves measures how long it takes from before the write of a file until the
// page with the new text is served, and until Chromium has painted it.
func (b *bench) allSaves(ctx context.Context, st *stage) error {
	browser, err := startBrowser(ctx, st.dir)
	if err != nil {
		return err
	}
	defer browser.stop()
	var rows [][]string
	var served, painted []samples
	var lost []int
	for _, p := range b.previews(st) {
		s, _, err := b.saves(ctx, st, p, nil)
		if err != nil {
			return err
		}
		q, gone, err := b.saves(ctx, st, p, browser)
		if err != nil {
			return fmt.Errorf("%s in Chromium: %w", p.name, err)
		}
		served, painted, lost = append(served, s), append(painted, q), append(lost, gone)
	}
	for i, p := range b.previews(st) {
		rows = append(rows, []string{p.name,
			figure(served[i].median()), figure(served[i].quantile(0.95)), figure(painted[i].median()), figure(painted[i].quantile(0.95)), fmt.Sprint(lost[i]),
			figure(served[0].median() / served[i].median()), figure(painted[0].median() / painted[i].median())})
	}
	b.say("\n### Save\n\nMilliseconds from before the write, %d saves each at random moments, of an entry in the middle.\nLost are those that the browser did not show within %.0f s, though they were served; they count in no other column.\n", b.settings.saves, lostAfter.Seconds())
	b.table([]string{"server", "served p50", "p95", "painted p50", "p95", "lost", "served ratio", "painted ratio"}, rows)
	return nil
}

// saves edits one entry and returns milliseconds until the change is seen: in the
// browser, or without one in what the server answers. lost counts the changes
// that the browser never showed.
func (b *bench) saves(ctx context.Context, st *stage, p preview, browser *browser) (took samples, lost int, err error) {
	page, err := middle(p.content)
	if err != nil {
		return nil, 0, err
	}
	file := filepath.Join(p.content, filepath.FromSlash(page.file))
	original, err := os.ReadFile(file)
	if err != nil {
		return nil, 0, err
	}
	defer os.WriteFile(file, original, 0o666)
	r, err := b.launch(ctx, st, p, page.path)
	if err != nil {
		return nil, 0, err
	}
	defer r.stop()
	if browser != nil {
		if err := browser.open(ctx, r.url+page.path); err != nil {
			return nil, 0, err
		}
	}
	random := rand.New(rand.NewPCG(1, 2)) // the same moments for all
	for i := range b.settings.saves + warmups {
		if err := pause(ctx, time.Second+time.Duration(random.IntN(1000))*time.Millisecond); err != nil {
			return nil, 0, err
		}
		d, err := saveOnce(ctx, file, string(original), i, func(mark string) (time.Time, error) {
			if browser != nil {
				return browser.await(ctx, mark)
			}
			return r.await(ctx, page.path, mark)
		})
		switch {
		case errors.Is(err, errLost):
			if _, err := r.await(ctx, page.path, markOf(i)); err != nil {
				return nil, 0, err // it was not even served
			}
			if err := browser.open(ctx, r.url+page.path); err != nil {
				return nil, 0, err
			}
			if i >= warmups {
				lost++
			}
		case err != nil:
			return nil, 0, err
		case i >= warmups:
			took = append(took, float64(d.Microseconds())/1000)
		}
	}
	return took, lost, nil
}

// saveOnce writes the file with the mark of this save, and waits until it is
// seen.
func saveOnce(ctx context.Context, file, original string, i int, seen func(mark string) (time.Time, error)) (time.Duration, error) {
	text, err := withMark(original, markOf(i))
	if err != nil {
		return 0, err
	}
	before := time.Now()
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		return 0, err
	}
	at, err := seen(markOf(i))
	return at.Sub(before), err
}

func markOf(i int) string { return fmt.Sprintf("save-mark-%04d", i) }

// warmups are saves that do not count: after its start a server may still be
// about other things.
const warmups = 2

// pause waits until d has passed. Saves come at any moment of a server's clock,
// of which Hugo has one that ticks twice a second, and a second at least after
// the last: sooner, a page that has just been loaded anew by Hugo's live reload
// often misses the next one, and nobody saves so fast.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// withMark puts a sentence at the end of the first paragraph of the overview.
func withMark(text, mark string) (string, error) {
	const heading = "## Overview\n\n"
	at := strings.Index(text, heading)
	if at < 0 {
		return "", errors.New("the entry has no overview")
	}
	at += len(heading)
	end := strings.Index(text[at:], "\n\n")
	if end < 0 {
		end = len(strings.TrimRight(text[at:], "\n"))
	}
	return text[:at+end] + "\nIt says " + mark + "." + text[at+end:], nil
}
