package diag

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// WriteGitHub writes findings as workflow commands, by which GitHub shows them
// beside the changed lines. path turns the name of a file into one relative to
// the repository.
func WriteGitHub(w io.Writer, fs []Finding, path func(file string) string) error {
	for _, f := range fs {
		props := "file=" + property.Replace(Clean(path(f.Pos.File)))
		if f.Pos.Line > 0 {
			props += fmt.Sprintf(",line=%d", f.Pos.Line)
		}
		if f.Pos.Line > 0 && f.Pos.Col > 0 {
			props += fmt.Sprintf(",col=%d", f.Pos.Col)
		}
		text := Clean(f.Text)
		if f.Hint != "" {
			text += "\nhint: " + Clean(f.Hint)
		}
		if _, err := fmt.Fprintf(w, "::%s %s,title=%s::%s\n", command[f.Level], props, property.Replace(Clean(f.Rule)), data.Replace(text)); err != nil {
			return err
		}
	}
	return nil
}

// command is what GitHub calls the levels.
var command = map[Level]string{Info: "notice", Warning: "warning", Error: "error"}

// What has a meaning in a workflow command is written as in an address.
var (
	data     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// WriteJSON writes findings as one object with the key findings, a list that
// may be empty. Line and column count from 1, the column in bytes; 0 is that
// the finding is about the file or the line as a whole.
func WriteJSON(w io.Writer, fs []Finding) error {
	type finding struct {
		File     string `json:"file"`
		Line     int    `json:"line"`
		Column   int    `json:"column"`
		Severity string `json:"severity"`
		Message  string `json:"message"`
		Rule     string `json:"rule"`
		Hint     string `json:"hint"`
	}
	out := make([]finding, len(fs))
	for i, f := range fs {
		out[i] = finding{f.Pos.File, f.Pos.Line, f.Pos.Col, f.Level.String(), Clean(f.Text), f.Rule, Clean(f.Hint)}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(map[string][]finding{"findings": out})
}
