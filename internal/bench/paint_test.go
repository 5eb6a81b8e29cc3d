package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// The browser tells of a mark once it is on the screen: when a script puts it
// into the page, and when the page comes with it.
func TestBrowserSeesMarks(t *testing.T) {
	if _, err := chromiumPath(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, "<!doctype html><title>x</title><main><p id=p>%s</main>", r.URL.Query().Get("mark"))
	}))
	defer srv.Close()
	b, err := startBrowser(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer b.stop()
	if err := b.open(t.Context(), srv.URL+"/?mark="+markOf(1)); err != nil {
		t.Fatal(err)
	}
	if _, err := b.await(t.Context(), markOf(1)); err != nil {
		t.Errorf("a page that comes with a mark: %v", err)
	}
	before := time.Now()
	if err := chromedp.Do(b.ctx, chromedp.Evaluate[chromedp.Void](`document.querySelector('#p').textContent = 'It says `+markOf(2)+`.'`)); err != nil {
		t.Fatal(err)
	}
	switch at, err := b.await(t.Context(), markOf(2)); {
	case err != nil:
		t.Errorf("a mark that a script puts there: %v", err)
	case at.Before(before):
		t.Error("the mark was seen before it was there")
	}
	if err := b.open(t.Context(), srv.URL); err != nil {
		t.Fatal(err)
	}
	select {
	case p := <-b.marks:
		t.Errorf("a page without a mark is said to show %s", p.mark)
	default:
	}
}
