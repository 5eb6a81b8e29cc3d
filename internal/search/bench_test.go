package search_test

import (
	"os"
	"testing"

	"statuswiki/internal/entry"
	"statuswiki/internal/search"
)

// BenchmarkIndex makes the index of all content, as it is published.
func BenchmarkIndex(b *testing.B) {
	set, _, err := entry.Load(os.DirFS("../../content"), "content/", nil)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := search.New(set).JSON(); err != nil {
			b.Fatal(err)
		}
	}
}
