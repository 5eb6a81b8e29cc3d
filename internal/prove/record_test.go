package prove

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"statuswiki/internal/entry"
)

// TestRecord records, reads back, and records again: what fails or changes loses
// its proof, what could not be run keeps it.
func TestRecord(t *testing.T) {
	dir := t.TempDir()
	page := filepath.Join(dir, "codes", "401.md")
	text, err := os.ReadFile("../../content/codes/401.md")
	if err == nil {
		err = os.Mkdir(filepath.Dir(page), 0o755)
	}
	if err == nil {
		err = os.WriteFile(page, text, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "proofs.json")
	load := func() (*entry.Set, map[string]*Sample) {
		t.Helper()
		set, list, err := entry.Load(os.DirFS(dir), "", nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range list.Sorted() { // the page alone lacks what it leads to
			if f.Pos.File == "proofs.json" {
				t.Error(f)
			}
		}
		out := make(map[string]*Sample)
		for _, s := range Samples(set, 401) {
			out[s.Anchor] = s
		}
		return set, out
	}
	day := func(n int) time.Time { return time.Date(2026, 11, n, 23, 30, 0, 0, time.UTC) }
	record := func(now time.Time, states map[string]State, program string) {
		t.Helper()
		set, samples := load()
		var results []Result
		for anchor, state := range states {
			if samples[anchor] == nil {
				t.Fatalf("401 has no sample %s", anchor)
			}
			results = append(results, Result{Sample: samples[anchor], State: state, Program: program})
		}
		if err := Record(file, set, results, now); err != nil {
			t.Fatal(err)
		}
	}
	want := func(step string, proofs map[string]string) {
		t.Helper()
		set, samples := load()
		for anchor, s := range samples {
			got := ""
			if p := set.Proven(s.Block); p != nil {
				got = p.Program.Value + " " + string(p.Date.Value)
			}
			if got != proofs[anchor] {
				t.Errorf("%s: %s has the proof %q, want %q", step, anchor, got, proofs[anchor])
			}
		}
	}

	record(day(1), map[string]State{"sending-nginx": Proven, "sending-go": Proven, "sending-flask": Failed, "sending-caddy": NotHere}, "p 1.0")
	want("first", map[string]string{"sending-nginx": "p 1.0 2026-11-01", "sending-go": "p 1.0 2026-11-01"})
	first, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}

	record(day(2), map[string]State{"sending-nginx": Proven, "sending-go": Proven}, "p 1.0")
	if again, _ := os.ReadFile(file); string(again) != string(first) {
		t.Errorf("the same programs prove the same, and the file changes:\n%s\n%s", first, again)
	}
	record(day(3), map[string]State{"sending-nginx": Proven, "sending-go": NotHere}, "p 2.0")
	want("newer", map[string]string{"sending-nginx": "p 2.0 2026-11-03", "sending-go": "p 1.0 2026-11-01"})

	_, samples := load()
	was := samples["sending-nginx"].Block.Text
	changed := strings.Replace(string(text), was, "# "+was, 1)
	if changed == string(text) {
		t.Fatal("the page does not hold the sample")
	}
	if err := os.WriteFile(page, []byte(changed), 0o644); err != nil {
		t.Fatal(err)
	}
	want("changed", map[string]string{"sending-go": "p 1.0 2026-11-01"})
	record(day(4), map[string]State{"sending-go": Failed}, "p 2.0")
	want("failed", nil)
	if left, _ := os.ReadDir(dir); len(left) == 0 || strings.HasPrefix(left[0].Name(), ".proofs") {
		t.Errorf("temporary files are left")
	}
}

// TestKey is another for whatever a proof depends on.
func TestKey(t *testing.T) {
	s := soundSample(t, 401, "nginx", "", "")
	keys := map[string]string{s.Key(): "the sample itself"}
	for name, change := range map[string]func(*entry.Entry, *entry.Block){
		"text":     func(_ *entry.Entry, b *entry.Block) { b.Text += " " },
		"language": func(_ *entry.Entry, b *entry.Block) { b.Lang = "apache" },
		"prove":    func(_ *entry.Entry, b *entry.Block) { b.Prove = "GET /" },
		"with":     func(_ *entry.Entry, b *entry.Block) { b.With = "A: b" },
		"content":  func(_ *entry.Entry, b *entry.Block) { b.Content = "A: b" },
		"behind":   func(_ *entry.Entry, b *entry.Block) { b.Behind = "silent" },
		"answers":  func(_ *entry.Entry, b *entry.Block) { b.Answers = "400" },
		"code":     func(e *entry.Entry, _ *entry.Block) { e.Code.Value = 402 },
		"body":     func(e *entry.Entry, _ *entry.Block) { e.Body.Rule.Value = "forbidden" },
		"fields":   func(e *entry.Entry, _ *entry.Block) { e.Fields = nil },
	} {
		e, b := *s.Entry, *s.Block
		change(&e, &b)
		key := e.ProofKey(s.Section, &b)
		if other, taken := keys[key]; taken {
			t.Errorf("another %s has the key of %s", name, other)
		}
		keys[key] = name
	}
	// What a page shows elsewhere is no part of it.
	e := *s.Entry
	e.Summary.Value, e.Tags = "Another.", nil
	if e.ProofKey(s.Section, s.Block) != s.Key() {
		t.Error("another summary makes another key")
	}
}
