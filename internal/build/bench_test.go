package build_test

import "testing"

func BenchmarkBuild(b *testing.B) {
	opt := realOptions()
	for b.Loop() {
		if _, err := makeSite(opt); err != nil {
			b.Fatal(err)
		}
	}
}
