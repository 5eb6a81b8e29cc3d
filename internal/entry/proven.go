package entry

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"statuswiki/internal/diag"
)

// Proven says with what program samples were run, and when. It is a part of
// proofs.json, which `statuswiki prove --record` writes.
type Proven struct {
	Program At[string]   `yaml:"program" need:"yes"` // nginx 1.22.1
	Date    At[Date]     `yaml:"date" need:"yes"`
	Samples []At[string] `yaml:"samples" need:"yes"` // code, address of the item, and key; see ProofLine
}

// ProvenList is proofs.json.
type ProvenList struct {
	Proofs []Proven `yaml:"proofs" need:"yes"`
}

// ProofLine names a sample as it stands, for [Proven]: 401 sending-nginx, and
// its key.
func ProofLine(code int, item, key string) string { return fmt.Sprintf("%d %s %s", code, item, key) }

var proofLine = regexp.MustCompile(`^([0-9]{1,6}) ([a-z0-9-]+) ([0-9a-f]{16})$`)

// ProofKey returns what a proof of the sample is good for: the language, the
// text and the attributes of the block, and the facts and messages of the page
// that it is held against.
// Whoever changes one of them gets another key, so an old proof says nothing
// about the new sample.
func (e *Entry) ProofKey(section string, b *Block) string {
	parts := []string{
		section, b.Lang, b.Text, b.Prove, b.With, b.Content, b.Behind, b.Answers,
		b.Given, b.Call, b.Also, b.Asks, b.Begins, b.Fails,
		e.Code.String(), string(e.Body.Rule.Value),
	}
	for _, f := range e.Fields {
		if l := f.Level.Value; f.In.Value == "response" && (l == "MUST" || l == "MUST NOT") && !f.conditional() {
			parts = append(parts, string(l), f.Name.Value)
		}
	}
	if section == "handling" { // a client is shown the messages of the page
		for _, m := range e.Blocks {
			if m.Message != nil {
				parts = append(parts, m.Text)
			}
		}
	}
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(strconv.Itoa(len(p)) + ":" + p)) // so that no two lists run together
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// Proven returns the proof of a sample, or nil if there is none for the sample
// as it stands.
func (s *Set) Proven(b *Block) *Proven { return s.proven[b.line] }

// nameSamples names the samples of an entry as they stand.
func (e *Entry) nameSamples() {
	e.eachSample(func(section, item string, b *Block) { b.line = ProofLine(e.Code.Value, item, e.ProofKey(section, b)) })
}

// keepProofs keeps the proofs by sample and reports those that have no sense. A proof whose sample or entry has changed or is gone is none of them:
// the next record drops it.
func (s *Set) keepProofs(src *source, list *diag.List) {
	byLine := make(map[string]*Proven)
	for i := range s.Proofs.Proofs {
		p := &s.Proofs.Proofs[i]
		for _, line := range p.Samples {
			m := proofLine.FindStringSubmatch(line.Value)
			switch {
			case line.Value == "":
				continue // says so itself
			case m == nil:
				list.Hintf(src.at(line.Line, line.Col), "proof", recordHint, "this is not a code, the address of a sample and a key of 16 digits")
				continue
			case byLine[line.Value] != nil:
				list.Hintf(src.at(line.Line, line.Col), "proof", recordHint, "%s stands here already", m[2])
			}
			byLine[line.Value] = p
		}
	}
	s.proven = byLine
}

const recordHint = "statuswiki prove --record writes the file anew"

// eachSample calls use for the blocks of code that can be proven.
func (e *Entry) eachSample(use func(section, item string, b *Block)) {
	for _, id := range []string{"sending", "handling"} {
		if sec := e.Section(id); sec != nil {
			for _, it := range sec.Items {
				for _, b := range it.Body.Blocks() {
					use(id, it.ID, b)
				}
			}
		}
	}
}

// maxProofLines keeps the lists of the file short enough to be read back.
const maxProofLines = maxListItems / 2

// WriteProofs returns proofs.json: one line for each sample, so that Git shows
// which have changed.
func WriteProofs(proofs []Proven) []byte {
	var b strings.Builder
	first := true
	for _, p := range proofs {
		for lines := range slices.Chunk(p.Samples, maxProofLines) {
			if !first {
				b.WriteString(",\n")
			}
			first = false
			fmt.Fprintf(&b, "{\"program\": %s, \"date\": %s, \"samples\": [\n", quoteJSON(p.Program.Value), quoteJSON(string(p.Date.Value)))
			for i, line := range lines {
				if i > 0 {
					b.WriteString(",\n")
				}
				b.WriteString("  " + quoteJSON(line.Value))
			}
			b.WriteString("]}")
		}
	}
	return []byte("{\"proofs\": [\n" + b.String() + "\n]}\n")
}

func quoteJSON(s string) string {
	out, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string has a form in JSON
	}
	return string(out)
}
