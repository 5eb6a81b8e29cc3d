package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestStamp(t *testing.T) {
	const text = "x\n\n```http response wrong=\"y\"\nHTTP/1.1 404 Not Found\nDate: now\n\nbody\n```\n\n```http request\n:method: GET\n:path: /\nHost: a\n```\n\n```go\nreturn\n```\n\n```nginx prove=\"GET /\"\nreturn 404;\n```\n"
	got := stamp(text, "40404")
	const want = "x\n\n```http response wrong=\"y\"\nHTTP/1.1 404 Not Found\nx-sample: 40404\nDate: now\n\nbody\n```\n\n```http request\n:method: GET\n:path: /\nx-sample: 40404\nHost: a\n```\n\n```go\nreturn\n// 40404\n```\n\n```nginx prove=\"GET /\"\nreturn 404;\n# 40404\n```\n"
	if got != want {
		t.Errorf("got %s", got)
	}
}

// Two copies of the real content have no sample in common.
func TestCopiesDiffer(t *testing.T) {
	text, err := os.ReadFile("../../content/codes/401.md")
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]bool)
	for _, b := range fencedBlocks(stamp(string(text), "40001")) {
		seen[b] = true
	}
	for _, b := range fencedBlocks(stamp(string(text), "40002")) {
		if seen[b] || !strings.Contains(b, "40002") {
			t.Errorf("in both: %s", b)
		}
	}
	if len(seen) < 10 {
		t.Errorf("%d samples", len(seen))
	}
}

// Of many entries hardly two samples are the same, other than within one entry.
func TestContentVaries(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "content")
	if err := writeContent(dir, os.DirFS("../../content"), 200); err != nil {
		t.Fatal(err)
	}
	plan, err := writeProject(t.TempDir(), os.DirFS(dir), os.DirFS("../../static"), "")
	if err != nil {
		t.Fatal(err)
	}
	if plan.Entries != 200 || plan.Blocks < 2000 || plan.Distinct < plan.Blocks*9/10 {
		t.Errorf("%+v", plan)
	}
}
