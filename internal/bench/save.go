package main

import (
	"context"
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
	for _, p := range b.previews(st) {
		s, err := b.saves(ctx, st, p, nil)
		if err != nil {
			return err
		}
		q, err := b.saves(ctx, st, p, browser)
		if err != nil {
			return fmt.Errorf("in Chromium: %w", err)
		}
		served, painted = append(served, s), append(painted, q)
	}
	for i, p := range b.previews(st) {
		rows = append(rows, []string{p.name,
			figure(served[i].median()), figure(served[i].quantile(0.95)), figure(painted[i].median()), figure(painted[i].quantile(0.95)),
			figure(served[0].median() / served[i].median()), figure(painted[0].median() / painted[i].median())})
	}
	b.say("\n### Save\n\nMilliseconds from before the write, %d saves each at random moments, of an entry in the middle.\n", b.settings.saves)
	b.table([]string{"server", "served p50", "p95", "painted p50", "p95", "served ratio", "painted ratio"}, rows)
	return nil
}

// saves edits one entry and returns milliseconds until the change is seen: in the
// browser, or without one in what the server answers.
func (b *bench) saves(ctx context.Context, st *stage, p preview, browser *browser) (samples, error) {
	page, err := middle(p.content)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(p.content, filepath.FromSlash(page.file))
	original, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	defer os.WriteFile(file, original, 0o666)
	r, err := b.launch(ctx, st, p, page.path)
	if err != nil {
		return nil, err
	}
	defer r.stop()
	if browser != nil {
		if err := browser.open(ctx, r.url+page.path); err != nil {
			return nil, err
		}
	}
	random := rand.New(rand.NewPCG(1, 2)) // the same moments for all
	var took samples
	for i := range b.settings.saves + warmups {
		text, mark, err := withMark(string(original), i)
		if err != nil {
			return nil, err
		}
		if err := pause(ctx, time.Duration(300+random.IntN(1000))*time.Millisecond); err != nil {
			return nil, err
		}
		before := time.Now()
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			return nil, err
		}
		var seen time.Time
		if browser != nil {
			seen, err = browser.await(ctx, mark)
		} else {
			seen, err = r.await(ctx, page.path, mark)
		}
		if err != nil {
			return nil, err
		}
		if i >= warmups {
			took = append(took, float64(seen.Sub(before).Microseconds())/1000)
		}
	}
	return took, nil
}

// warmups are saves that do not count: after its start a server may still be
// about other things.
const warmups = 2

// pause waits until d has passed. Saves come at any moment of a server's clock,
// of which Hugo has one that ticks twice a second.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// withMark puts a word at the end of the first paragraph of the overview.
func withMark(text string, i int) (changed, mark string, err error) {
	mark = fmt.Sprintf("save-mark-%04d", i)
	const heading = "## Overview\n\n"
	at := strings.Index(text, heading)
	if at < 0 {
		return "", "", fmt.Errorf("the entry has no overview")
	}
	at += len(heading)
	end := strings.Index(text[at:], "\n\n")
	if end < 0 {
		end = len(strings.TrimRight(text[at:], "\n"))
	}
	return text[:at+end] + "\nIt says " + mark + "." + text[at+end:], mark, nil
}
