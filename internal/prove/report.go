package prove

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// String is the line that tells of the result: state, place and why.
func (r Result) String() string {
	with := r.Program
	if with == "" {
		with = r.Runner
	}
	if r.State == Proven {
		return fmt.Sprintf("proven  %d #%s, %s", r.Code, r.Anchor, with)
	}
	state := "failed "
	if r.State == NotHere {
		state = "missing"
	}
	return fmt.Sprintf("%s %s:%d: %d #%s, %s: %s", state, r.File, r.Line, r.Code, r.Anchor, with, r.Why)
}

// Good reports whether nothing failed. With strict, as in CI, a missing program
// is a failure, too.
func Good(results []Result, strict bool) bool {
	return !slices.ContainsFunc(results, func(r Result) bool { return r.State == Failed || strict && r.State == NotHere })
}

// WriteJSON prints the results as one object.
func WriteJSON(w io.Writer, results []Result) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(map[string][]Result{"results": slices.Concat([]Result{}, results)})
}

// WriteSummary prints how many samples of each kind ended how.
func WriteSummary(w io.Writer, results []Result) error {
	names := Names()
	var b strings.Builder
	for _, name := range append(names, "") {
		n := map[State]int{}
		program := name
		for _, r := range results {
			if r.Runner == name {
				n[r.State]++
				program = or(r.Program, program)
			}
		}
		if n[Proven]+n[Failed]+n[NotHere] == 0 {
			continue
		}
		var parts []string
		for _, s := range []State{Proven, Failed, NotHere} {
			if n[s] > 0 {
				parts = append(parts, fmt.Sprintf("%d %s", n[s], s))
			}
		}
		fmt.Fprintf(&b, "%-12s %-24s %s\n", or(name, "nobody"), program, strings.Join(parts, ", "))
	}
	if b.Len() == 0 {
		b.WriteString("there is nothing to prove\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func or(a, b string) string {
	if a == "" {
		return b
	}
	return a
}
