package build

import (
	"html"
	"html/template"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"

	"statuswiki/internal/entry"
	"statuswiki/internal/httpmsg"
)

// highlighter colours code with Chroma's lexers. Its own writer maps Chroma's
// many kinds of tokens to six classes: fewer colours are easier to keep
// readable, and fewer spans are a smaller page. The same text in the same
// language is coloured once.
type highlighter struct {
	mu         sync.Mutex
	kept, used map[string]string // language + "\x00" + text → HTML
}

// begin and end stand around a build. What no page of a good build has asked
// for is forgotten, so that a long session of editing does not grow.
func (h *highlighter) begin() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.used = make(map[string]string, len(h.kept))
}

func (h *highlighter) end() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.kept = h.used
}

// lexerNames are the fences whose language Chroma knows by another name.
var lexerNames = map[string]string{
	"sh": "bash", "js": "javascript", "apache": "apacheconf", "haproxy": "haproxy", "text": "plaintext",
}

// code returns the text as HTML.
func (h *highlighter) code(lang, text string) string {
	key := lang + "\x00" + text
	h.mu.Lock()
	out, ok := h.kept[key]
	h.mu.Unlock()
	if !ok {
		out = colour(lang, text)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.used == nil {
		h.used = make(map[string]string)
	}
	h.used[key] = out
	return out
}

// Lexers are regular expressions, and the time that some take grows with the
// square of a text made for it: 60 KB of «<» cost minutes. So what is larger has
// no colour. Real blocks and pages have less than half of it.
const (
	maxColoured       = 3_000 // bytes of a block
	maxColouredOnPage = 12_000
)

func colour(lang, text string) string {
	if len(text) > maxColoured {
		return html.EscapeString(text)
	}
	name := lang
	if n, ok := lexerNames[lang]; ok {
		name = n
	}
	lexer := lexers.Get(name)
	if lexer == nil {
		return html.EscapeString(text)
	}
	iterator, err := lexer.Tokenise(&chroma.TokeniseOptions{State: "root"}, text)
	if err != nil {
		return html.EscapeString(text)
	}
	// Lexers that work by lines add a line end. Whatever else one changes would
	// be a sample that says something else, so then there is no colour.
	tokens := iterator.Tokens()
	if said := chroma.Stringify(tokens...); said != text && said != text+"\n" {
		return html.EscapeString(text)
	}
	var b strings.Builder
	class := ""
	emit := func(c, s string) {
		if s == "" {
			return
		}
		// White space has no colour: it joins whatever it stands beside.
		if c != class && strings.TrimSpace(s) != "" {
			if class != "" {
				b.WriteString("</i>")
			}
			if class = c; c != "" {
				b.WriteString("<i class=" + c + ">")
			}
		}
		b.WriteString(html.EscapeString(s))
	}
	for _, t := range tokens {
		emit(tokenClass(t.Type), t.Value)
	}
	out := b.String()
	if !strings.HasSuffix(text, "\n") {
		out = strings.TrimSuffix(out, "\n")
	}
	if class != "" {
		out += "</i>"
	}
	return out
}

// tokenClass maps a token to its class in static/style.css: c comment, k
// keyword, s string, n number, f name of a function or type, a attribute or
// variable.
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

// captions are the names of languages as they stand above a block.
var captions = map[string]string{
	"sh": "Shell", "js": "JavaScript", "go": "Go", "python": "Python", "nginx": "nginx", "apache": "Apache",
	"caddyfile": "Caddyfile", "haproxy": "HAProxy", "json": "JSON", "yaml": "YAML", "php": "PHP", "ruby": "Ruby",
	"java": "Java", "csharp": "C#", "ini": "INI", "sql": "SQL", "text": "Text",
}

// block writes a fenced block with its caption. The caption names what the copy
// button copies.
func (r *renderer) block(b *entry.Block) {
	caption, class, body := captions[b.Lang], "", ""
	switch m := b.Message; {
	case m != nil && m.Kind == httpmsg.Request:
		caption, class, body = "Request", " req", r.message(b)
	case m != nil:
		caption, class, body = "Response", " res c"+string(rune('0'+m.Start.Status/100%10)), r.message(b)
	case r.coloured+len(b.Text) > maxColouredOnPage:
		body = html.EscapeString(b.Text)
	default:
		r.coloured += len(b.Text)
		body = r.hl.code(b.Lang, b.Text)
	}
	if from, to := b.Participants(); b.Message != nil && (from != "client" && from != "server" || to != "client" && to != "server") {
		caption += ", " + from + " to " + to
	}
	if b.Title != "" {
		caption = b.Title
	}
	if b.Wrong != "" {
		class += " wrong"
		caption += " — wrong on purpose: " + b.Wrong
	}
	if caption == "" {
		caption = b.Lang
	}
	c := html.EscapeString(caption)
	r.b.WriteString("<figure class=\"code" + class + "\"><figcaption>" + c + r.proven(b) + `</figcaption><pre tabindex=0 role=group aria-label="` + c + `"><code>` + body + "</code></pre></figure>")
}

// proven says with what program the sample has been run, if it has as it stands.
func (r *renderer) proven(b *entry.Block) string {
	if p := r.set.Proven(b); p != nil {
		return "<small>proven with " + html.EscapeString(p.Program.Value) + "</small>"
	}
	return ""
}

// message colours an HTTP message from its own parse: the lexers that are there
// stumble over legal messages. Names of fields lead to their pages.
func (r *renderer) message(b *entry.Block) string {
	var out strings.Builder
	for _, s := range b.Message.Spans() {
		text := html.EscapeString(s.Text)
		switch s.Kind {
		case httpmsg.SpanMethod, httpmsg.SpanStatus:
			out.WriteString("<b>" + text + "</b>")
		case httpmsg.SpanReason:
			out.WriteString("<b>" + text + "</b>")
		case httpmsg.SpanVersion:
			out.WriteString("<i class=c>" + text + "</i>")
		case httpmsg.SpanFieldName:
			if href := r.fieldURL(s.Text); href != "" {
				out.WriteString(`<a href=` + href + `>` + text + "</a>")
			} else {
				out.WriteString("<i class=a>" + text + "</i>")
			}
		default:
			out.WriteString(text)
		}
	}
	return out.String()
}

// codeHTML colours a single value of a header field or a constant.
func codeHTML(s string) template.HTML {
	return template.HTML("<code>" + html.EscapeString(s) + "</code>")
}
