package entry_test

import (
	"os"
	"testing"

	"statuswiki/internal/entry"
)

// BenchmarkLoad parses and checks all of the content.
func BenchmarkLoad(b *testing.B) {
	content := os.DirFS("../../content")
	for b.Loop() {
		if _, found, err := entry.Load(content, "content/", &entry.Cache{}); err != nil || found.Err() != nil {
			b.Fatal(err, found.Err())
		}
	}
}
