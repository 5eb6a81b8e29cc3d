package main

import (
	"fmt"
	"math"
	"slices"
)

// samples are measurements of one thing, in the order they were taken.
type samples []float64

// quantile returns the value below which the share p (0 to 1) of the samples
// lies, by linear interpolation between neighbours in order; NaN without samples.
func (s samples) quantile(p float64) float64 {
	if len(s) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(s))
	at := p * float64(len(sorted)-1)
	low := int(math.Floor(at))
	high := min(low+1, len(sorted)-1)
	return sorted[low] + (at-float64(low))*(sorted[high]-sorted[low])
}

func (s samples) median() float64 { return s.quantile(0.5) }

// spread prints the median with the least and the greatest sample.
func (s samples) spread() string {
	if len(s) == 0 {
		return "–"
	}
	if len(s) == 1 {
		return figure(s[0])
	}
	return fmt.Sprintf("%s (%s–%s)", figure(s.median()), figure(slices.Min(s)), figure(slices.Max(s)))
}

// over divides by another program's samples of the same rounds. Rounds that one
// of them lacks are left out.
func (s samples) over(base samples) samples {
	var out samples
	for i := range min(len(s), len(base)) {
		if base[i] > 0 {
			out = append(out, s[i]/base[i])
		}
	}
	return out
}

// figure prints a number with three significant digits, and never in the form
// with an exponent.
func figure(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	digits := 2
	if v != 0 {
		digits -= int(math.Floor(math.Log10(math.Abs(v))))
	}
	return fmt.Sprintf("%.*f", min(max(digits, 0), 6), v)
}
