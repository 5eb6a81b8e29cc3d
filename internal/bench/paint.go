package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser is a headless Chromium with one page, which says what it has painted.
type browser struct {
	ctx   context.Context
	stop  context.CancelFunc
	marks chan painted
}

type painted struct {
	mark string
	at   time.Time
}

// watcher runs in every document before its own scripts. When a new mark is in
// the text it waits for the next frame, and for the task behind that frame: then
// the text has been painted.
const watcher = `(() => {
	let last = '';
	const look = () => {
		const found = /save-mark-\d+/.exec(document.body ? document.body.textContent : '');
		if (!found || found[0] === last) return;
		last = found[0];
		requestAnimationFrame(() => {
			const {port1, port2} = new MessageChannel();
			port1.onmessage = () => benchPainted(last);
			port2.postMessage(0);
		});
	};
	new MutationObserver(look).observe(document, {subtree: true, childList: true, characterData: true});
	document.addEventListener('DOMContentLoaded', look);
})()`

// startBrowser starts Chromium with a profile below dir.
func startBrowser(ctx context.Context, dir string) (*browser, error) {
	path, err := chromiumPath()
	if err != nil {
		return nil, err
	}
	scratch := filepath.Join(dir, "chromium")
	if err := os.MkdirAll(scratch, 0o777); err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.Env("TMPDIR="+scratch), chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
	)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // it refuses to run as root with one
	}
	ctx, stop := chromedp.NewExecAllocator(ctx, options...)
	b := &browser{stop: stop, marks: make(chan painted, 64)}
	b.ctx, _ = chromedp.NewContext(ctx, chromedp.WithListener(b.hear))
	if err := b.watch(); err != nil {
		stop()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return b, nil
}

// watch starts the browser and has it run the watcher in every document.
func (b *browser) watch() error {
	if err := chromedp.Do(b.ctx); err != nil {
		return err
	}
	target := chromedp.FromContext(b.ctx).Target
	if _, err := cdp.Call(b.ctx, target, runtime.AddBinding, runtime.AddBindingParams{Name: "benchPainted"}); err != nil {
		return err
	}
	_, err := cdp.Call(b.ctx, target, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watcher})
	return err
}

// hear takes what the page reports.
func (b *browser) hear(event any) {
	call, ok := event.(*runtime.EventBindingCalled)
	if !ok || call.Name != "benchPainted" {
		return
	}
	select {
	case b.marks <- painted{call.Payload, time.Now()}:
	default: // nobody waits for it
	}
}

// open shows a page.
func (b *browser) open(ctx context.Context, url string) error {
	ctx, cancel := b.bounded(ctx)
	defer cancel()
	return chromedp.Do(ctx, chromedp.Navigate(url), chromedp.WaitReady("main"))
}

// lostAfter is when a change that has not been painted is taken for one that never
// will be.
const lostAfter = 20 * time.Second

var errLost = errors.New("never painted")

// await waits until a mark has been painted, and returns when. The error is
// errLost when that takes too long.
func (b *browser) await(ctx context.Context, mark string) (time.Time, error) {
	late := time.NewTimer(lostAfter)
	defer late.Stop()
	for {
		select {
		case p := <-b.marks:
			if p.mark == mark {
				return p.at, nil
			}
		case <-late.C:
			return time.Time{}, errLost
		case <-ctx.Done():
			return time.Time{}, ctx.Err()
		}
	}
}

// bounded is the browser's context, which ends with ctx and when patience does.
func (b *browser) bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	inner, cancel := context.WithTimeout(b.ctx, patience)
	stop := context.AfterFunc(ctx, cancel)
	return inner, func() {
		stop()
		cancel()
	}
}
