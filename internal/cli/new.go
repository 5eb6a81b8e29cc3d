package cli

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"text/template"

	"statuswiki/internal/diag"
	"statuswiki/internal/entry"
)

type newCmd struct {
	contentFlag
	Code string `arg:"" help:"The number: 100 to 999, or what site.yaml says."`
	Name string `placeholder:"NAME" help:"Its name: the reason phrase, or what its owner calls it. A registered code has one already."`
}

// Run writes codes/CODE.md with questions where only the author knows.
func (c *newCmd) Run(e *env) error {
	dir := c.Content
	checkout, inCheckout := findCheckout()
	switch {
	case dir != "":
	case inCheckout:
		dir = filepath.Join(checkout, "content")
	default:
		return &UsageError{"there is no checkout here to write the entry into; name a folder by --content"}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("the content folder cannot be opened: %w", err)
	}
	defer root.Close()
	shown := shownAs(dir)
	file, text, err := begin(root, shown, c.Code, c.Name)
	if err != nil {
		return err
	}
	with, run := "", "go run ."
	if !inCheckout {
		run = "statuswiki"
	}
	if c.Content != "" {
		with = " --content " + strings.TrimSuffix(shown, "/")
	}
	fmt.Fprintf(e.out, nextSteps, shown+file, count(strings.Count(string(text), entry.Unanswered), "question"), run, with)
	return nil
}

// editorLine is a comment that leads language servers for YAML to the schema.
const editorLine = "# yaml-language-server: $schema=../schema/entry.schema.json\n"

// begin writes the file of a new entry into a content folder and returns its name
// and text. An empty folder gets its codes/, which goes again if there is no entry
// to put into it.
func begin(root *os.Root, shown, number, name string) (file string, text []byte, err error) {
	if err := root.Mkdir("codes", 0o777); err == nil {
		defer func() {
			if text == nil {
				_ = root.Remove("codes") // only if nothing is in it
			}
		}()
	} else if !errors.Is(err, fs.ErrExist) {
		return "", nil, fmt.Errorf("there is no folder for codes, and none can be made: %w", err)
	}
	set, list, err := entry.Load(root.FS(), shown, nil)
	if err != nil {
		return "", nil, noContent(shown, err)
	}
	for _, f := range list.Sorted() {
		if f.Pos.File == shown+"site.yaml" && f.Level == diag.Error { // what a code looks like may be wrong there
			return "", nil, fmt.Errorf("%v: %s; mend that first", f.Pos, f.Text)
		}
	}
	number = strings.TrimPrefix(number, set.Form().Prefix)
	if text, err = Scaffold(set, number, name); err != nil {
		return "", nil, err
	}
	if _, err := root.Stat("schema/entry.schema.json"); err == nil {
		text = append([]byte("---\n"+editorLine), bytes.TrimPrefix(text, []byte("---\n"))...)
	}
	file = "codes/" + number + ".md"
	if err := writeNew(root, file, text); errors.Is(err, fs.ErrExist) {
		return "", nil, &UsageError{shown + file + " is there already"}
	} else if err != nil {
		return "", nil, err
	}
	return file, text, nil
}

// noContent says that a folder holds no content, and how to begin.
func noContent(shown string, err error) error {
	return fmt.Errorf("%s holds no content: %w\nBegin with an entry: statuswiki new CODE --name NAME --content %s", shown, err, strings.TrimSuffix(shown, "/"))
}

const nextSteps = `%[1]s: begun, with %[2]s to you

Next:
  1. Write the answers over the questions; they begin with ???.
     content/README.md says what each key and each section means.
  2. %[3]s check%[4]s
     names what is still open, by line.
  3. %[3]s serve%[4]s
     Read the page once as somebody with a failing request.
`

// writeNew writes a file that must not be there yet. What is cut short by an
// error is removed.
func writeNew(root *os.Root, name string, text []byte) error {
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, root.Remove(name))
	}
	return nil
}

//go:embed new.md
var scaffoldText string

//go:embed new_own.md
var ownScaffoldText string

var (
	scaffold    = template.Must(template.New("new.md").Funcs(template.FuncMap{"quoted": quoted}).Parse(scaffoldText))
	ownScaffold = template.Must(template.New("new_own.md").Funcs(template.FuncMap{"quoted": quoted}).Parse(ownScaffoldText))
)

// scaffolded is what is known of an entry before its author has said anything.
type scaffolded struct {
	Code, Class int
	Name, Label string
	Registered  *entry.Registered // nil if the registry has no such code
	Tags        string            // those that there are, parted by commas
	Constants   []string          // keys of the front matter
	Content     string            // of the response in the example
}

// Interim reports whether a final response follows (RFC 9110 §15.2).
func (s scaffolded) Interim() bool { return s.Class == 1 }

// Failing reports whether the entry owes causes and a way to mend them.
func (s scaffolded) Failing() bool { return s.needs("causes") }

// Handled reports whether the entry owes a section for clients.
func (s scaffolded) Handled() bool { return s.needs("handling") }

// Invalid reports whether the number lies beyond those that HTTP has (RFC 9110
// §15). A response with it is a mistake to the checks, and marked as one.
func (s scaffolded) Invalid() bool { return s.Code > 599 }

func (s scaffolded) needs(id string) bool {
	for _, info := range entry.Sections {
		if info.ID == id {
			return info.Needed(s.Code)
		}
	}
	return false
}

// Scaffold returns the text of an entry for a number that has none. Known facts
// are filled in; where the author is needed stands a question that begins with
// [entry.Unanswered], and check reports nothing else. name may be empty if the
// number is registered. What cannot be is a [UsageError].
func Scaffold(set *entry.Set, number, name string) ([]byte, error) {
	form := set.Form()
	code, err := strconv.Atoi(number)
	switch {
	case !form.HTTP() && (err != nil || !form.Holds(code) || strconv.Itoa(code) != number):
		return nil, &UsageError{fmt.Sprintf("%q is no code here: they go from %s", number, form.Range())}
	case !form.HTTP() && set.Entry(code) == nil:
	case err == nil && code == 0:
		return nil, &UsageError{"0 is not a code but no response at all; it has its entry"}
	case err != nil || code < 100 || code > 999 || strconv.Itoa(code) != number:
		return nil, &UsageError{fmt.Sprintf("%q is no status code: they go from 100 to 999", number)}
	case set.Entry(code) != nil:
		return nil, &UsageError{fmt.Sprintf("%s is about %d already", set.Entry(code).File, code)}
	}
	s := scaffolded{Code: code, Class: code / 100, Name: name, Label: form.Label(code)}
	if reg, ok := set.Lookup(code); ok {
		if name != "" && name != reg.Phrase {
			return nil, &UsageError{fmt.Sprintf("%d is registered as %q; leave --name out", code, reg.Phrase)}
		}
		s.Registered, s.Name = &reg, reg.Phrase
	}
	switch {
	case s.Name == "":
		return nil, unnamed(form, code)
	case strings.TrimSpace(s.Name) != s.Name || diag.Clean(s.Name) != s.Name || strings.HasPrefix(s.Name, entry.Unanswered):
		return nil, &UsageError{"the name has control characters, blanks at its ends, or begins like a question"}
	case len(s.Name) > maxName:
		return nil, &UsageError{fmt.Sprintf("the name has %d bytes; those of status codes are a few words", len(s.Name))}
	}
	var tags []string
	for _, t := range set.Tags {
		tags = append(tags, t.Slug)
	}
	s.Tags = strings.Join(tags, ", ")
	s.Constants = []string{"go", "python", "node", "rust", "java", "spring", "dotnet", "aspnetcore", "rack", "symfony"}
	s.Content = `{"title":` + quoted(s.Name) + `,"status":` + number + `}`
	var b strings.Builder
	blank := scaffold
	if !form.HTTP() {
		blank = ownScaffold
		s.Content = `{"title":` + quoted(s.Name) + `,"status":409,"code":` + number + `}`
	}
	if err := blank.Execute(&b, s); err != nil {
		return nil, err
	}
	return []byte(b.String()), nil
}

func unnamed(form entry.Form, code int) error {
	if !form.HTTP() {
		return &UsageError{fmt.Sprintf("say by --name what %d is called", code)}
	}
	return &UsageError{fmt.Sprintf("%d is not registered; say by --name what its owner calls it", code)}
}

// maxName is the length of a name in bytes that nobody's reason phrase reaches.
const maxName = 80

// quoted writes a text as a JSON string, which is one in YAML, too.
func quoted(text string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(text) // a string has a JSON form
	return strings.TrimSuffix(b.String(), "\n")
}
