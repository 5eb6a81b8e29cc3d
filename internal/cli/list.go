// Package cli holds what the commands say: each takes its arguments as values
// and writes to a writer, so that main only has to read the command line.
package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"statuswiki/internal/diag"
	"statuswiki/internal/entry"
	"statuswiki/internal/export"
)

// UsageError is a wrong call: what was asked for does not exist.
type UsageError struct{ Text string }

func (e *UsageError) Error() string { return e.Text }

// Formats are the forms in which lists and entries are written.
const (
	Text = "text"
	JSON = "json"
	CSV  = "csv"
)

// List writes the codes that fit all words: a class (4xx or 4), a standing, the
// slug of a tag, or the owner of a number. format is Text, JSON or CSV. An
// unknown word is a [UsageError].
func List(w io.Writer, set *entry.Set, words []string, style export.Style, format string) error {
	var keep []func(*entry.Entry) bool
	for _, word := range words {
		fits, err := criterion(set, word)
		if err != nil {
			return err
		}
		keep = append(keep, fits)
	}
	some := *set
	some.Entries = nil
	for _, e := range set.Entries {
		if !slices.ContainsFunc(keep, func(fits func(*entry.Entry) bool) bool { return !fits(e) }) {
			some.Entries = append(some.Entries, e)
		}
	}
	links := export.Links{Set: &some}
	var out []byte
	var err error
	switch format {
	case JSON:
		out, err = links.CodesJSON()
	case CSV:
		out, err = links.CodesCSV()
	default:
		out = []byte(style.Codes(set.Form(), some.Entries))
	}
	if err != nil {
		return err
	}
	_, err = w.Write(out)
	return err
}

func criterion(set *entry.Set, word string) (func(*entry.Entry) bool, error) {
	low := strings.ToLower(word)
	if class, ok := classNamed(set, low); ok {
		return func(e *entry.Entry) bool { return set.ClassOf(e.Code.Value) == class }, nil
	}
	if slices.Contains(entry.Standing("").Choices(), low) {
		return func(e *entry.Entry) bool { return string(e.Standing.Value) == low }, nil
	}
	if set.Tag(low) != nil {
		return func(e *entry.Entry) bool {
			return slices.ContainsFunc(e.Tags, func(t entry.At[string]) bool { return t.Value == low })
		}, nil
	}
	owned := func(e *entry.Entry) bool {
		return slices.ContainsFunc(e.Meanings, func(m entry.Meaning) bool { return strings.Contains(strings.ToLower(m.Owner.Value), low) })
	}
	if low != "" && slices.ContainsFunc(set.Entries, owned) {
		return owned, nil
	}
	known := append(classes(set), entry.Standing("").Choices()...)
	for _, t := range set.Tags {
		known = append(known, t.Slug)
	}
	hint := "known: " + strings.Join(known, ", ") + ", or the owner of a number, like nginx"
	if near := diag.Nearest(low, known); near != "" {
		hint = "did you mean " + near + "?"
	}
	return nil, &UsageError{fmt.Sprintf("there is no class, standing, tag or owner %q; %s", word, hint)}
}

// classNamed returns the class that a word names: 4xx or 4 for HTTP, else the
// name of a file in classes/ or what stands before its x.
func classNamed(set *entry.Set, low string) (class string, ok bool) {
	if set.Form().HTTP() {
		digit, isClass := strings.CutSuffix(low, "xx")
		n, err := strconv.Atoi(digit)
		return entry.ClassOf(n * 100), err == nil && (isClass || len(low) == 1) && n >= 0 && n <= 9
	}
	for _, c := range set.Classes {
		if low == c.Slug || low != "" && low == strings.TrimRight(c.Slug, "x") {
			return c.Slug, true
		}
	}
	return "", false
}

// classes lists the classes that can be asked for.
func classes(set *entry.Set) []string {
	if set.Form().HTTP() {
		return []string{"1xx", "2xx", "3xx", "4xx", "5xx"}
	}
	var out []string
	for _, c := range set.Classes {
		out = append(out, c.Slug)
	}
	return out
}

// noCode says what is wrong with what should be a code.
func noCode(form entry.Form, number string) error {
	if form.HTTP() {
		return &UsageError{fmt.Sprintf("%s is no status code: they have three digits", number)}
	}
	return &UsageError{fmt.Sprintf("%s is no code: they go from %s", number, form.Range())}
}

// Explain writes what is known of a number: its entry, or what can be said of
// one without. section, if not empty, is the one section to write.
func Explain(w io.Writer, set *entry.Set, number, section string, style export.Style, format string) error {
	form := set.Form()
	code, isNumber := form.Parse(number)
	if !isNumber || !form.Holds(code) && form.HTTP() && code > 999 {
		return noCode(form, strconv.Quote(number))
	}
	e := set.Entry(code)
	if e == nil {
		return unknown(w, set, code, style, format)
	}
	var out []byte
	var err error
	switch {
	case format == JSON && section != "":
		return &UsageError{"a single section is written as text only"}
	case format == JSON:
		out, err = export.Links{Set: set}.JSON(e, "/"+export.SchemaPath)
	default:
		var text string
		if text, err = style.Entry(set, e, section); err != nil {
			return &UsageError{err.Error()}
		}
		out = []byte(text)
	}
	if err != nil {
		return err
	}
	_, err = w.Write(out)
	return err
}

// unknown says what can be said of a number without an entry.
func unknown(w io.Writer, set *entry.Set, code int, style export.Style, format string) error {
	u, ok := set.Unknown(code)
	if !ok {
		return noCode(set.Form(), strconv.Itoa(code))
	}
	if format == JSON {
		near := make([]int, len(u.Near))
		for i, e := range u.Near {
			near[i] = e.Code.Value
		}
		return json.NewEncoder(w).Encode(struct {
			Code  int   `json:"code"`
			Known bool  `json:"known"`
			Valid bool  `json:"valid"`
			As    int   `json:"treated-as,omitempty"`
			Near  []int `json:"near"`
		}{code, false, u.Valid, u.As, near})
	}
	_, err := io.WriteString(w, style.Unknown(set.Form(), u))
	return err
}
