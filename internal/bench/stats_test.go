package main

import (
	"math"
	"testing"
)

func TestQuantile(t *testing.T) {
	ten := samples{10, 1, 9, 2, 8, 3, 7, 4, 6, 5}
	for _, c := range []struct {
		of      samples
		p, want float64
	}{
		{samples{3, 1, 2}, 0.5, 2},
		{samples{4, 1, 3, 2}, 0.5, 2.5},
		{ten, 0, 1},
		{ten, 1, 10},
		{ten, 0.95, 9.55},
		{samples{7}, 0.95, 7},
	} {
		if got := c.of.quantile(c.p); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("quantile %v of %v is %v, want %v", c.p, c.of, got, c.want)
		}
	}
	if ten[0] != 10 {
		t.Error("quantile has sorted what it was asked about; rounds no longer pair")
	}
	if !math.IsNaN(samples(nil).median()) {
		t.Error("nothing has a median")
	}
}

// Ratios are taken round by round: a machine that was slow in the second round
// was so for both.
func TestRatiosPair(t *testing.T) {
	ours, theirs := samples{1, 10, 2}, samples{2, 20, 4, 100}
	got := ours.over(theirs)
	if len(got) != 3 {
		t.Fatalf("%d ratios of 3 rounds", len(got))
	}
	for _, r := range got {
		if r != 0.5 {
			t.Errorf("ratios %v, want 0.5 in every round", got)
		}
	}
	if s := ours.over(samples{0, 5}); len(s) != 1 || s[0] != 2 {
		t.Errorf("a round that took no time gives %v", s)
	}
}

func TestFigure(t *testing.T) {
	for v, want := range map[float64]string{
		0: "0.00", 0.0712: "0.0712", 0.000905: "0.000905", 1: "1.00", 12.345: "12.3", 123.45: "123", 12345.6: "12346", math.NaN(): "–",
	} {
		if got := figure(v); got != want {
			t.Errorf("figure(%v) is %s, want %s", v, got, want)
		}
	}
	if got := (samples{2, 1, 3}).spread(); got != "2.00 (1.00–3.00)" {
		t.Errorf("spread is %s", got)
	}
}
