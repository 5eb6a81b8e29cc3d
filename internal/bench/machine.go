package main

import (
	"fmt"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"
)

// machine is the head of the figures: when, on what kind of machine, with what.
func (b *bench) machine(now time.Time) string {
	return fmt.Sprintf(`# Figures

Written by the benchmark (`+"`bash .ci/bench`"+`) on %s; what is measured and how, its
[package comment](doc.go) says. %s/%s, %d × %s, load %s when it ended.
%s.
`, now.UTC().Format(time.DateOnly), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), cpuModel(readText("/proc/cpuinfo")),
		loadOf(readText("/proc/loadavg")), strings.Join(b.versions, ", "))
}

func readText(file string) string {
	text, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	return string(text)
}

// cpuModel reads the name of the processor from the text of /proc/cpuinfo.
func cpuModel(text string) string {
	for line := range strings.Lines(text) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown processor"
}

// loadOf reads the load of the last minute from the text of /proc/loadavg.
func loadOf(text string) string {
	load, _, ok := strings.Cut(text, " ")
	if !ok {
		return "unknown"
	}
	return load
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
