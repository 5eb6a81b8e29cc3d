package entry

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"statuswiki/internal/diag"
)

// Form says what a code looks like. The zero value is that of HTTP status
// codes: three digits, of which 100 to 599 have a class (RFC 9110 §15). A copy
// of the wiki for another purpose has a range of its own.
type Form struct {
	From, To int    // the first and the last number that a code can be; 0 for HTTP
	Prefix   string // stands before the number where it is shown: ACME-
}

// maxCode is the largest number that a code may be. Eight digits are no code
// that people say.
const maxCode = 999_999

// HTTP reports whether the codes are HTTP status codes, so that their registry
// and RFC 9110 speak of them.
func (f Form) HTTP() bool { return f.To == 0 }

// Digits returns how many digits a code has at least and at most.
func (f Form) Digits() (least, most int) {
	if f.HTTP() {
		return 3, 3
	}
	return len(strconv.Itoa(f.From)), len(strconv.Itoa(f.To))
}

// Holds reports whether a number can be a code. HTTP's go to 999, since numbers
// beyond 599 are met, too; 0, which logs write for no response, is none.
func (f Form) Holds(code int) bool {
	if f.HTTP() {
		return code >= 100 && code <= 999
	}
	return code >= f.From && code <= f.To
}

// Number returns the digits of a code as people write them: 000 for 0.
func (f Form) Number(code int) string {
	least, _ := f.Digits()
	return fmt.Sprintf("%0*d", least, code)
}

// Label returns a code as it is shown, with its prefix.
func (f Form) Label(code int) string { return f.Prefix + f.Number(code) }

// Short returns a code in running text: with its prefix, without leading zeros.
func (f Form) Short(code int) string { return f.Prefix + strconv.Itoa(code) }

// Parse reads a code that somebody typed, with or without its prefix, in any
// case. It takes any number; ask [Form.Holds] whether it can be one.
func (f Form) Parse(text string) (code int, ok bool) {
	if n := len(f.Prefix); n > 0 && len(text) > n && strings.EqualFold(text[:n], f.Prefix) {
		text = text[n:]
	}
	if text == "" || len(text) > 9 || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	code, err := strconv.Atoi(text)
	return code, err == nil
}

// Range says in words from where to where codes go.
func (f Form) Range() string {
	if f.HTTP() {
		return "100 to 999"
	}
	return fmt.Sprintf("%d to %d", f.From, f.To)
}

// Class returns the name of a class with the codes that begin with the digits:
// 4xx, or 4xxx where codes have four digits.
func (f Form) Class(digits string) string {
	_, most := f.Digits()
	return digits + strings.Repeat("x", max(0, most-len(digits)))
}

// classForm is the name of a class: the digits that its codes begin with, and an
// x for each of the others.
var classForm = regexp.MustCompile(`^([1-9][0-9]*)x+$`)

// inClass reports whether a code belongs to a class by its name, and to how many
// digits the name is exact.
func inClass(class, number string) (exact int, ok bool) {
	m := classForm.FindStringSubmatch(class)
	if m == nil || len(class) != len(number) || !strings.HasPrefix(number, m[1]) {
		return 0, false
	}
	return len(m[1]), true
}

// Form returns what a code looks like.
func (s *Set) Form() Form { return s.form }

// ClassOf returns the name of a code's class. For HTTP that is the first digit,
// 4xx for 404, whether or not there is a file for it. Otherwise it is the file in
// classes/ that holds the code, the most exact one, or "" if there is none.
func (s *Set) ClassOf(code int) string {
	if class, known := s.classes[code]; known {
		return class
	}
	return s.classOf(code)
}

func (s *Set) classOf(code int) string {
	if s.form.HTTP() {
		return ClassOf(code)
	}
	best, name := 0, ""
	number := strconv.Itoa(code)
	for _, c := range s.Classes {
		if exact, ok := inClass(c.Slug, number); ok && exact > best {
			best, name = exact, c.Slug
		}
	}
	return name
}

// Accent returns the class of the style for the colour of a class: c4 for 4xx, c0
// for a class without one. Classes of other purposes that have a colour in
// site.yaml are k1, k2 and so on in the order of their names; k0 is the colour
// of all others there, and without one they take HTTP's by turns.
func (s *Set) Accent(class string) string {
	if s.form.HTTP() {
		if len(class) == 3 && class[0] >= '1' && class[0] <= '5' {
			return "c" + class[:1]
		}
		return "c0"
	}
	i := slices.IndexFunc(s.Classes, func(c *Class) bool { return c.Slug == class })
	_, ofAll := s.Settings.colour("")
	_, own := s.Settings.colour(class)
	switch {
	case i >= 0 && own:
		return "k" + strconv.Itoa(i+1)
	case ofAll:
		return "k0"
	case i < 0:
		return "c0"
	}
	return "c" + strconv.Itoa(i%httpClasses+1)
}

const httpClasses = 5

// CodeAccent returns the class of the style for a code's colour.
func (s *Set) CodeAccent(code int) string { return s.Accent(s.ClassOf(code)) }

// checkClasses reports classes that cannot hold a code.
func (c *checker) checkClasses() {
	if c.set.form.HTTP() {
		return
	}
	least, most := c.set.form.Digits()
	for _, k := range c.set.Classes {
		m := classForm.FindStringSubmatch(k.Slug)
		if name := k.Facts.Class; name.Given() && (m == nil || len(k.Slug) < least || len(k.Slug) > most) {
			c.list.Hintf(k.src.at(name.Line, name.Col), "wrong-value",
				"write the digits that its codes begin with, and an x for each of the others: "+c.set.form.Class("1"),
				"codes go from %s, so no code is in the class %s", c.set.form.Range(), cut(k.Slug, 20))
		}
	}
}

// form reports a number that cannot be a code, or a status that cannot carry it.
func (c *checker) form(e *Entry) {
	form, n := c.set.form, e.Code.Value
	at := e.src.at(e.Code.Line, e.Code.Col)
	switch {
	case form.Holds(n):
	case !form.HTTP():
		c.list.Hintf(at, "wrong-value", "site.yaml says from where to where they go", "codes go from %s", form.Range())
	case n != 0: // 0 is what logs write for no response
		c.list.Errorf(at, "wrong-value", "a status code has three digits")
	}
	switch status := e.Status; {
	case !status.Given() || status.Value == unreadable:
	case form.HTTP():
		c.list.Hintf(e.src.at(status.Line, status.Col), "wrong-value", "remove it; only codes of another form, see site.yaml, name the status that carries them", "an HTTP status is its own status")
	case status.Value < 200 || status.Value > 599:
		c.list.Hintf(e.src.at(status.Line, status.Col), "wrong-value", "", "the status of a response is a number from 200 to 599")
	}
}

func (c *checker) classHint() string {
	if c.set.form.HTTP() {
		return "the classes are 1xx to 5xx"
	}
	var known []string
	for _, k := range c.set.Classes {
		known = append(known, k.Slug)
	}
	return "the classes are the files in classes/: " + strings.Join(known, ", ")
}

// checkForm reports what cannot be a form and returns the form, or HTTP's.
func (s *Settings) checkForm(src *source, list *diag.List) Form {
	c := s.Codes
	if !c.From.Given() && !c.To.Given() && !c.Prefix.Given() {
		return Form{}
	}
	fault := false
	wrong := func(line, col int, hint, text string) {
		fault = true
		list.Hintf(src.at(line, col), "wrong-value", hint, "%s", text)
	}
	for _, n := range []At[int]{c.From, c.To} {
		if n.Given() && n.Value != unreadable && (n.Value < 1 || n.Value > maxCode) {
			wrong(n.Line, n.Col, "", fmt.Sprintf("codes are numbers from 1 to %d", maxCode))
		}
	}
	if !fault && c.From.Value > c.To.Value && c.To.Value > 0 {
		wrong(c.From.Line, c.From.Col, "the first code goes before the last", fmt.Sprintf("no number is from %d to %d", c.From.Value, c.To.Value))
	}
	if p := c.Prefix; p.Given() && !prefixForm.MatchString(p.Value) {
		wrong(p.Line, p.Col, "write up to eight letters, and perhaps a hyphen: ACME-", fmt.Sprintf("%q cannot stand before a number", cut(p.Value, 20)))
	}
	if fault || c.From.Value < 1 || c.To.Value < 1 {
		return Form{From: 1, To: maxCode} // no need to say of each entry what is wrong here
	}
	return Form{From: c.From.Value, To: c.To.Value, Prefix: c.Prefix.Value}
}

var prefixForm = regexp.MustCompile(`^[A-Za-z]{1,8}-?$`)
