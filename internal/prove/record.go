package prove

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"time"

	"statuswiki/internal/entry"
)

// Record writes the proofs of the samples to a file: those of this run, and of
// the earlier ones that still hold for a sample as it stands. A sample that
// failed loses its proof. Only the UTC day of now is kept.
func Record(file string, set *entry.Set, results []Result, now time.Time) error {
	day := entry.Date(now.UTC().Format(time.DateOnly))
	fresh := make(map[*entry.Block]Result)
	for _, r := range results {
		fresh[r.Sample.Block] = r
	}
	type run struct {
		program string
		day     entry.Date
	}
	lines := make(map[run][]entry.At[string])
	for _, s := range Samples(set) {
		var last run
		if old := set.Proven(s.Block); old != nil {
			last = run{old.Program.Value, old.Date.Value}
		}
		if r, ran := fresh[s.Block]; ran && r.State == Failed {
			continue
		} else if ran && r.State == Proven && r.Program != last.program { // the same program again proves nothing new
			last = run{r.Program, day}
		}
		if last.program != "" {
			line := entry.ProofLine(s.Entry.Code.Value, s.Anchor, s.Key())
			lines[last] = append(lines[last], entry.At[string]{Value: line})
		}
	}
	if len(lines) == 0 {
		return os.RemoveAll(file)
	}
	var proofs []entry.Proven
	for r, samples := range lines {
		proofs = append(proofs, entry.Proven{Program: entry.At[string]{Value: r.program}, Date: entry.At[entry.Date]{Value: r.day}, Samples: samples})
	}
	slices.SortFunc(proofs, func(a, b entry.Proven) int {
		return cmp.Or(cmp.Compare(a.Program.Value, b.Program.Value), cmp.Compare(a.Date.Value, b.Date.Value))
	})
	return replace(file, entry.WriteProofs(proofs))
}

// replace puts a file in the place of another at once, so that nobody reads
// half of it.
func replace(file string, content []byte) error {
	temp, err := os.CreateTemp(filepath.Dir(file), ".proofs-")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	_, err = temp.Write(content)
	if err == nil {
		err = temp.Chmod(0o644)
	}
	if closing := temp.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	return os.Rename(temp.Name(), file)
}
