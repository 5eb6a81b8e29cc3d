// Package colour colours code for pages. [HTML] is all there is: from a language
// and a text to HTML with six classes.
//
// Chroma's lexers decide what is a comment, a keyword, a string. They are regular
// expressions, and most of the time of a build used to go into trying them;
// lexer.go runs the same rules and tries fewer, and pattern.go tries them in less
// time. Tests hold both to Chroma and to the package that it runs patterns with,
// on all of the content, and fuzzers on anything else.
package colour

import (
	"strings"

	"github.com/alecthomas/chroma/v2"
)

// Max is how many bytes a text may have to be coloured. Lexers are regular
// expressions, and the time that some take grows with the square of a text made
// for it. Real blocks have less than half of it.
const Max = 3_000

// names are the languages that Chroma knows by another name.
var names = map[string]string{
	"sh": "bash", "js": "javascript", "apache": "apacheconf", "text": "plaintext",
}

// HTML returns text as HTML, with elements i of the classes c comment, k keyword,
// s string, n number, f name of a function or type, a attribute or variable. Fewer
// colours than Chroma's kinds of tokens are easier to keep readable, and fewer
// elements are a smaller page. A text that is too long, or in a language
// for which Chroma has no rules, has none.
//
// The text between the elements is the text as it was, escaped.
func HTML(lang, text string) string {
	if len(text) > Max {
		return escape(text)
	}
	w := &writer{}
	size := 0
	changed := !tokens(lang, text, func(t chroma.Token) bool {
		// Lexers that work by lines add a line end. Whatever else one changes
		// would be a sample that says something else, so then there is no colour.
		same := strings.HasPrefix(text[min(size, len(text)):], t.Value) || size+len(t.Value) == len(text)+1 && text[size:]+"\n" == t.Value
		size += len(t.Value)
		w.token(tokenClass(t.Type), t.Value)
		return same
	})
	if changed || size < len(text) {
		return escape(text)
	}
	out := w.b.String()
	if !strings.HasSuffix(text, "\n") {
		out = strings.TrimSuffix(out, "\n")
	}
	if w.class != "" {
		out += "</i>"
	}
	return out
}

// tokens calls emit for the tokens of a text, as long as it returns true. It
// reports whether all is told.
func tokens(lang, text string, emit func(chroma.Token) bool) bool {
	name := lang
	if n, ok := names[lang]; ok {
		name = n
	}
	l := lexerOf(name)
	if l == nil {
		return false
	}
	ok := true
	err := l.tokens(text, func(t chroma.Token) { ok = ok && emit(t) })
	return ok && err == nil
}

// writer joins tokens of the same class.
type writer struct {
	b     strings.Builder
	class string
}

// token writes a token. White space has no colour: it joins whatever it stands
// beside.
func (w *writer) token(class, s string) {
	if s == "" {
		return
	}
	if class != w.class && strings.TrimSpace(s) != "" {
		if w.class != "" {
			w.b.WriteString("</i>")
		}
		if w.class = class; class != "" {
			w.b.WriteString("<i class=" + class + ">")
		}
	}
	w.b.WriteString(escape(s))
}

// tokenClass maps a token to its class in static/style.css.
func tokenClass(t chroma.TokenType) string {
	switch {
	case t.InCategory(chroma.Comment):
		return "c"
	case t.InCategory(chroma.Keyword):
		return "k"
	case t.InSubCategory(chroma.LiteralNumber):
		return "n"
	case t.InSubCategory(chroma.LiteralString):
		return "s"
	case t == chroma.NameFunction, t == chroma.NameClass, t == chroma.NameTag, t == chroma.NameDecorator, t == chroma.NameBuiltin:
		return "f"
	case t == chroma.NameAttribute, t == chroma.NameProperty, t.InSubCategory(chroma.NameVariable):
		return "a"
	}
	return ""
}

// escape makes HTML of code, for between tags: a quotation mark is one like others there.
func escape(s string) string { return betweenTags.Replace(s) }

var betweenTags = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
