package hosting

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"

	"github.com/andybalholm/brotli"
)

// TestUsedAgain: a writer that has compressed other files gives the bytes that a
// new one gives.
func TestUsedAgain(t *testing.T) {
	fresh := map[string]func(body []byte) []byte{
		".br": func(body []byte) []byte {
			var b bytes.Buffer
			w := brotli.NewWriterLevel(&b, brotli.BestCompression)
			w.Write(body)
			w.Close()
			return b.Bytes()
		},
		".gz": func(body []byte) []byte {
			var b bytes.Buffer
			w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
			if err != nil {
				t.Fatal(err)
			}
			w.Write(body)
			w.Close()
			return b.Bytes()
		},
	}
	names, err := filepath.Glob("../../static/*")
	if err != nil || len(names) < 10 {
		t.Fatal(names, err)
	}
	bodies := [][]byte{nil, []byte("a"), bytes.Repeat([]byte("ab"), 50_000)}
	for _, name := range names {
		if body, err := os.ReadFile(name); err == nil { // no folder
			bodies = append(bodies, body)
		}
	}
	for _, f := range forms {
		want := fresh[f.ext]
		for range 2 {
			for i, body := range bodies {
				if got := f.encode(body); !bytes.Equal(got, want(body)) {
					t.Errorf("%s of body %d: %d bytes, which are others than those of a new writer", f.ext, i, len(got))
				}
			}
		}
	}
}
