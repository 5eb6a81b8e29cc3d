package links

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"
)

// waits records what would have been waited.
type waits struct {
	mu  sync.Mutex
	all []time.Duration
}

func (w *waits) wait(ctx context.Context, d time.Duration) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.all = append(w.all, d)
	return ctx.Err()
}

// A host gets one request at a time, also when redirects of others lead to it,
// and a pause between two.
func TestOneAtATime(t *testing.T) {
	var mu sync.Mutex
	now, most := 0, 0
	busy := serve(t, func(_ http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		now++
		most = max(most, now)
		mu.Unlock()
		for range 1000 { // let others come, if they can
			func() { mu.Lock(); defer mu.Unlock() }()
		}
		mu.Lock()
		now--
		mu.Unlock()
	})
	var urls []string
	for i := range 5 {
		urls = append(urls, fmt.Sprintf("%s/%d", busy.URL, i))
	}
	for i := range 3 {
		other := serve(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, fmt.Sprintf("%s/from-%d", busy.URL, i), http.StatusFound)
		})
		urls = append(urls, other.URL)
	}
	w := &waits{}
	opt := options()
	opt.Wait = w.wait
	report := Check(t.Context(), at(urls...), opt)
	if report.Asked != 8 || report.Findings.Len() != 0 || most != 1 {
		t.Errorf("%+v, %d requests at a time", report, most)
	}
	if len(w.all) != 7 {
		t.Errorf("%d pauses between eight requests to one host", len(w.all))
	}
	for _, d := range w.all {
		if d != opt.Pause {
			t.Errorf("a pause of %v", d)
		}
	}
}

// Four hosts are asked at the same time: the first ones answer only when four
// are there and a good many other requests were answered since, during which a
// fifth would come if it could.
func TestFewAtATime(t *testing.T) {
	var mu sync.Mutex
	now, most := 0, 0
	full := make(chan struct{})
	other := serve(t, site)
	var urls []string
	for range 3 * maxHosts {
		urls = append(urls, serve(t, func(http.ResponseWriter, *http.Request) {
			mu.Lock()
			now++
			last := now == maxHosts && most < maxHosts
			most = max(most, now)
			mu.Unlock()
			if last {
				for range 50 {
					if resp, err := http.Get(other.URL + "/204"); err == nil {
						_ = resp.Body.Close()
					}
				}
				close(full)
			}
			<-full
			mu.Lock()
			now--
			mu.Unlock()
		}).URL)
	}
	if report := Check(t.Context(), at(urls...), options()); report.Asked != len(urls) || most != maxHosts {
		t.Errorf("%+v, %d requests at a time", report, most)
	}
}

// Retry-After is waited for if it is short, once.
func TestRetryAfter(t *testing.T) {
	for value, want := range map[string]time.Duration{
		"7": 7 * time.Second, friday.Add(9 * time.Second).Format(http.TimeFormat): 9 * time.Second,
	} {
		first := true
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			if first {
				w.Header().Set("Retry-After", value)
				w.WriteHeader(http.StatusTooManyRequests)
			}
			first = false
		})
		w := &waits{}
		opt := options()
		opt.Wait = w.wait
		report := Check(t.Context(), at(s.URL+"/a"), opt)
		if got := said(report, s); got != "" || s.was() != "HEAD /a, HEAD /a" || len(w.all) != 1 || w.all[0] != want {
			t.Errorf("%q: waited %v; %s", value, w.all, got)
		}
	}
	always := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "5")
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	report := Check(t.Context(), at(always.URL), options())
	if got := said(report, always); got != "a.md:1:2: warning: HOST/ answers 503 Service Unavailable [dead-link] (look again later, or find another source)\n" {
		t.Error(got)
	}
	for _, value := range []string{"", "soon", "-1"} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", value)
			w.WriteHeader(http.StatusServiceUnavailable)
		})
		Check(t.Context(), at(s.URL), options())
		if got := s.was(); got != "HEAD /, GET /" {
			t.Errorf("Retry-After %q: %s", value, got)
		}
	}
}

// A host that wants to be left alone for longer than a run is not asked again.
func TestLeftAlone(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	opt := options()
	opt.Cache = &Cache{}
	report := Check(t.Context(), at(s.URL+"/a", s.URL+"/b", s.URL+"/c"), opt)
	if got := s.was(); got != "HEAD /a" {
		t.Errorf("asked %s", got)
	}
	if report.Left != 3 || report.Asked != 0 || report.Findings.Len() != 0 || len(opt.Cache.answers) != 0 {
		t.Errorf("%+v, %v", report, opt.Cache.answers)
	}
}

// What is not answered when the time is over is left, and not in the cache.
func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/stop" {
			cancel()
			<-r.Context().Done()
		}
	})
	opt := options()
	opt.Cache = &Cache{}
	report := Check(ctx, at(s.URL+"/a", s.URL+"/stop", s.URL+"/b", s.URL+"/c"), opt)
	if report.Asked != 1 || report.Left != 3 || report.Findings.Len() != 0 || len(opt.Cache.answers) != 1 {
		t.Errorf("%+v, %v", report, opt.Cache.answers)
	}
	if got := s.was(); got != "HEAD /a, HEAD /stop" {
		t.Errorf("asked %s", got)
	}
	if err := wait(ctx, time.Hour); err == nil {
		t.Error("waits on when all is over")
	}
	if err := wait(t.Context(), 1); err != nil {
		t.Error(err)
	}
}

func TestProgress(t *testing.T) {
	s := serve(t, site)
	opt := options()
	var got []string
	opt.Progress = func(done, all int) { got = append(got, fmt.Sprint(done, "/", all)) }
	Check(t.Context(), at(s.URL+"/a", s.URL+"/b"), opt)
	if fmt.Sprint(got) != "[1/2 2/2]" {
		t.Error(got)
	}
}
