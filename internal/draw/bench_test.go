package draw

import "testing"

func BenchmarkCard(b *testing.B) {
	for b.Loop() {
		if _, err := sample().PNG(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkIcon(b *testing.B) {
	for b.Loop() {
		if _, err := (Icon{Size: 512, Fill: red}).PNG(); err != nil {
			b.Fatal(err)
		}
	}
}
