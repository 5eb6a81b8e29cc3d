package search

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// WriteText writes hits for a terminal, a line each: the address below the site's
// root, the title and, if the title does not show it, what fitted.
func WriteText(w io.Writer, hits []Hit) error {
	wide := 0
	for _, h := range hits {
		wide = max(wide, utf8.RuneCountInString(h.Path))
	}
	for _, h := range hits {
		line := fmt.Sprintf("%-*s  %s", wide, h.Path, h.Title)
		if h.Found != "" && !strings.Contains(strings.ToLower(h.Title), strings.ToLower(h.Found)) {
			line += " (" + h.Found + ")"
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

// WriteJSON writes hits as a list of objects with path, title, found and score.
func WriteJSON(w io.Writer, hits []Hit) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(hits)
}
