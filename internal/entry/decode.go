package entry

import (
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"

	"statuswiki/internal/diag"
)

var draftPattern = regexp.MustCompile(`^` + draftPatternText + `$`)

// ClausePattern matches a [Clause] of an RFC, or an RFC as a whole, or the name
// of an Internet-Draft.
const ClausePattern = `^(` + rfcPattern + `|` + draftPatternText + `)$`

const (
	rfcPattern       = `RFC [1-9][0-9]{0,4}( §([0-9]+|[A-Z])(\.[0-9]+)*)?`
	draftPatternText = `draft-[a-z0-9]+(-[a-z0-9]+)+`
)

var clausePattern = regexp.MustCompile(`^` + rfcPattern + `$`)

var depthLimit = loaderlimits.New(loaderlimits.DepthValue(maxYAMLDepth))

// decoder puts YAML nodes into Go values and reports everything that does not
// fit. It knows the few kinds of values that front matter has; unlike a general
// decoder it refuses what is unknown, twice there, or of another type.
type decoder struct {
	src  *source
	list *diag.List
	form Form
	text string // that is decoded
	line int    // on which it begins
}

// decodeYAML decodes text, which begins at the given line of the file, into the
// struct that dst points to. The form of codes decides which keys are needed:
// those with the tag need:"http" are for HTTP status codes alone.
func decodeYAML(src *source, text string, line int, list *diag.List, dst any, form Form) {
	d := &decoder{src, list, form, text, line}
	if len(text) > maxFrontBytes {
		d.errorf(line, 1, "too-large", fmt.Sprintf("the facts have %d bytes, at most %d are allowed", len(text), maxFrontBytes), "long texts belong into the body")
		return
	}
	var doc yaml.Node
	padded := strings.Repeat("\n", line-1) + text
	if strings.TrimSpace(text) == "" {
		d.errorf(line, 1, "front-matter", "there are no facts here", "copy a neighbour's and change them")
		return
	}
	if err := yaml.Load([]byte(padded), &doc, yaml.WithPlugin(depthLimit)); err != nil {
		d.syntaxError(err, line)
		return
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		d.errorf(line, 1, "front-matter", "the facts must be keys and values", "begin with «code: 401»")
		return
	}
	d.decode(doc.Content[0], reflect.ValueOf(dst).Elem(), "the front matter")
}

func (d *decoder) syntaxError(err error, line int) {
	var le *yaml.LoadError
	switch {
	case strings.Contains(err.Error(), "no documents in stream"):
		d.errorf(line, 1, "front-matter", "there are no facts here", "copy a neighbour's and change them")
		return
	case strings.Contains(err.Error(), "expected single document"):
		d.errorf(line, 1, "front-matter", "the facts are more than one YAML document", "remove the lines --- and ... within")
		return
	case !errors.As(err, &le) || le.Mark.Line == 0:
		d.errorf(line, 1, "yaml", "this is not YAML: "+err.Error(), "")
		return
	}
	mark, text := le.Mark, le.Message
	if le.ContextMark.Line > 0 { // where the broken thing begins, not where the parser gave up
		mark, text = le.ContextMark, le.ContextMsg+": "+le.Message
	}
	switch {
	case strings.Contains(text, "exceeded max depth"):
		d.errorf(mark.Line, mark.Column, "too-deep", fmt.Sprintf("lists and keys are nested more than %d deep", maxYAMLDepth), "")
	case strings.Contains(text, "mapping values are not allowed"):
		d.errorf(mark.Line, mark.Column, "yaml", "this is not YAML: "+text, "a text with «: » in it must stand in quotes")
	default:
		d.errorf(mark.Line, mark.Column, "yaml", "this is not YAML: "+text, "")
	}
}

// errorf reports an error at a place given in lines and characters.
func (d *decoder) errorf(line, col int, rule, text, hint string) {
	d.list.Hintf(d.src.clamp(line, col), rule, hint, "%s", text)
}

// refused reports what YAML has and this form has not.
func (d *decoder) refused(n *yaml.Node) bool {
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		d.errorf(n.Line, n.Column, "yaml-alias", "anchors and aliases are not used here", "write the value out")
		return true
	case n.Style&yaml.TaggedStyle != 0:
		d.errorf(n.Line, n.Column, "yaml-alias", "YAML tags are not used here", "remove "+cut(n.Tag, 40))
		return true
	}
	return false
}

func (d *decoder) decode(n *yaml.Node, v reflect.Value, what string) {
	if d.refused(n) {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		if value, ok := v.Addr().Interface().(scalar); ok {
			d.scalar(n, value, what)
			return
		}
		d.mapping(n, v, what)
	case reflect.Slice:
		d.sequence(n, v, what)
	default:
		panic("entry: no rule to decode " + v.Type().String())
	}
}

func (d *decoder) mapping(n *yaml.Node, v reflect.Value, what string) {
	if n.Kind != yaml.MappingNode {
		d.errorf(n.Line, n.Column, "wrong-type", what+" must be keys and values, not "+kindName(n), "")
		return
	}
	fields, known := yamlFields(v.Type())
	seen := make(map[string]int) // key → line
	last := -1
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if d.refused(key) {
			continue
		}
		index := slices.Index(known, key.Value)
		switch before, twice := seen[key.Value]; {
		case key.Kind != yaml.ScalarNode || index < 0:
			d.unknownKey(key, known, what)
			continue
		case twice:
			d.errorf(key.Line, key.Column, "duplicate-key", fmt.Sprintf("%s is given twice, the first time in line %d", key.Value, before), "keep one")
			continue
		}
		if index < last {
			d.list.Add(diag.Finding{
				Pos: d.src.at(key.Line, d.src.byteCol(key.Line, key.Column)), Level: diag.Warning, Rule: "key-order",
				Text: key.Value + " stands behind " + known[last],
				Hint: "the order is " + strings.Join(known, ", "),
			})
		}
		last = max(last, index)
		seen[key.Value] = key.Line
		d.decode(value, v.Field(fields[index].Index[0]), key.Value)
	}
	var lacks []string
	for i, name := range known {
		if Needed(fields[i], d.form) && seen[name] == 0 {
			lacks = append(lacks, name)
		}
	}
	if len(lacks) > 0 {
		d.errorf(n.Line, n.Column, "missing-key", what+" lacks "+strings.Join(lacks, ", "), "content/README.md says what belongs there")
	}
}

// Needed reports whether a file must give the key of a field, where codes have
// the form.
func Needed(f reflect.StructField, form Form) bool {
	need := f.Tag.Get("need")
	return need == "yes" || need == "http" && form.HTTP()
}

func (d *decoder) unknownKey(key *yaml.Node, known []string, what string) {
	hint := "known keys: " + strings.Join(known, ", ")
	if near := diag.Nearest(key.Value, known); near != "" {
		hint = "did you mean `" + near + "`?"
	} else if strings.Contains(key.Value, " ") {
		hint = "a text with a comma in it must stand in quotes"
	}
	d.errorf(key.Line, key.Column, "unknown-key", fmt.Sprintf("%s has no key %q", what, cut(key.Value, 40)), hint)
}

func (d *decoder) sequence(n *yaml.Node, v reflect.Value, what string) {
	items := n.Content
	if n.Kind == yaml.ScalarNode && n.Tag != "!!null" {
		items = []*yaml.Node{n} // one value may stand for a list of one
	} else if n.Kind != yaml.SequenceNode {
		d.errorf(n.Line, n.Column, "wrong-type", what+" must be a list, not "+kindName(n), "write "+what+": [a, b]")
		return
	}
	if len(items) == 0 {
		d.errorf(n.Line, n.Column, "empty-value", what+" is empty", "leave the key out")
	}
	if len(items) > maxListItems {
		d.errorf(n.Line, n.Column, "too-large", fmt.Sprintf("%s has %d items, at most %d are allowed", what, len(items), maxListItems), "")
		items = items[:maxListItems]
	}
	out := reflect.MakeSlice(v.Type(), len(items), len(items))
	for i, item := range items {
		d.decode(item, out.Index(i), "an item of "+what)
	}
	v.Set(out)
}

// scalar is implemented by *At[T]: a single value that knows how to read itself.
type scalar interface {
	set(text, tag string) error
	place(line, col int)
}

func (a *At[T]) place(line, col int) { a.Line, a.Col = line, col }

func (a *At[T]) set(text, tag string) error {
	switch p := any(&a.Value).(type) {
	case *int:
		n, err := strconv.Atoi(text)
		if tag != "!!int" || err != nil || n < 0 {
			*p = unreadable
			return fmt.Errorf("must be a whole number, not %q", cut(text, 40))
		}
		*p = n
	case *bool:
		if tag != "!!bool" || (text != "true" && text != "false") {
			return fmt.Errorf("must be true or false, not %q", cut(text, 40))
		}
		*p = text == "true"
	case *Date:
		if _, err := time.Parse(time.DateOnly, text); err != nil {
			return fmt.Errorf("must be a date like 2026-11-21, not %q", cut(text, 40))
		}
		*p = Date(text)
	case *URL:
		u, err := url.Parse(text)
		if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.User != nil || strings.ContainsAny(text, " \"<>`") {
			return fmt.Errorf("must be an address that begins with https://, not %q", cut(text, 60))
		}
		*p = URL(text)
	default:
		rv := reflect.ValueOf(&a.Value).Elem()
		if tag == "!!null" || strings.TrimSpace(text) == "" {
			return errEmpty
		}
		if c, ok := any(a.Value).(Choice); ok && !slices.Contains(c.Choices(), text) {
			return &choiceError{text, c.Choices()}
		}
		rv.SetString(text)
		if c, ok := any(a.Value).(interface{ check() error }); ok {
			return c.check()
		}
	}
	return nil
}

// unreadable is the value of a number that could not be read. What follows
// from it need not be reported as well.
const unreadable = -1

var errEmpty = errors.New("is empty")

type choiceError struct {
	got   string
	known []string
}

func (e *choiceError) Error() string {
	return fmt.Sprintf("cannot be %q", cut(e.got, 40))
}

func (d *decoder) scalar(n *yaml.Node, v scalar, what string) {
	if n.Kind != yaml.ScalarNode {
		d.errorf(n.Line, n.Column, "wrong-type", what+" must be a single value, not "+kindName(n), "")
		return
	}
	if isQuestion(n.Value) { // whatever the type: what the answer is not, it is not yet
		openQuestion(d.src.clamp(n.Line, n.Column), d.list)
		return
	}
	col := d.src.byteCol(n.Line, n.Column)
	v.place(n.Line, col)
	tag := n.Tag
	if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		tag = "!!str"
	}
	var bad *choiceError
	switch err := v.set(d.written(n.Value, n.Line, col), tag); {
	case err == nil:
	case errors.Is(err, errEmpty):
		d.errorf(n.Line, n.Column, "empty-value", what+" is empty", "leave the key out")
	case errors.As(err, &bad):
		hint := "one of " + strings.Join(bad.known, ", ")
		if near := diag.Nearest(bad.got, bad.known); near != "" {
			hint = "did you mean `" + near + "`? " + hint
		}
		d.errorf(n.Line, n.Column, "wrong-value", what+" "+err.Error(), hint)
	default:
		d.errorf(n.Line, n.Column, "wrong-type", what+" "+err.Error(), "")
	}
	if strings.ContainsFunc(n.Value, func(r rune) bool { return isControl(r) || r == '\n' || r == '\t' }) {
		d.errorf(n.Line, n.Column, "control-character", what+" holds a line end or a control character", "write it on one line, or behind >- on several")
	}
}

// written returns a value as a part of the text, if it stands there as it is: one
// text is less to keep than some hundred values, and less to look through for
// whoever collects garbage.
func (d *decoder) written(value string, line, col int) string {
	if line < d.line || line > len(d.src.lines) {
		return value
	}
	for at := d.src.begin(line) - d.src.begin(d.line) + col - 1; at <= len(d.text); at++ {
		if strings.HasPrefix(d.text[at:], value) {
			return d.text[at : at+len(value)]
		}
		if at == len(d.text) || d.text[at] != '"' && d.text[at] != '\'' {
			break
		}
	}
	return value
}

// yamlFields returns the fields of a struct type that have a yaml tag, and
// their keys, in order.
func yamlFields(t reflect.Type) (fields []reflect.StructField, keys []string) {
	for f := range t.Fields() {
		if key := f.Tag.Get("yaml"); key != "" {
			fields, keys = append(fields, f), append(keys, key)
		}
	}
	return fields, keys
}

func kindName(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "keys and values"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case n.Tag == "!!null":
		return "nothing"
	}
	return "a single value"
}

// cut shortens s to at most n characters.
func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n]) + "…"
}

func isControl(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == utf8.RuneError ||
		r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}
