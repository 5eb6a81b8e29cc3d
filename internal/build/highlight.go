package build

import (
	"html"
	"html/template"
	"strings"
	"sync"

	"statuswiki/internal/colour"
	"statuswiki/internal/entry"
	"statuswiki/internal/httpmsg"
)

// highlighter colours code. The same text in the same language is coloured once,
// as long as it is remembered: what has not been asked for while some megabytes
// of others were is forgotten, so that a long session of editing does not grow.
type highlighter struct {
	mu         sync.Mutex
	young, old map[string]string // language + "\x00" + text → HTML
	size       int               // of young, in bytes
	forgets    bool              // nothing is remembered
}

const rememberedBytes = 16 << 20

// code returns the text as HTML.
func (h *highlighter) code(lang, text string) string {
	if h.forgets {
		return colour.HTML(lang, text)
	}
	key := lang + "\x00" + text
	h.mu.Lock()
	out, ok := h.young[key]
	if ok {
		h.mu.Unlock()
		return out
	}
	out, ok = h.old[key]
	h.mu.Unlock()
	if !ok {
		out = colour.HTML(lang, text)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.young == nil || h.size > rememberedBytes {
		h.young, h.old, h.size = make(map[string]string), h.young, 0
	}
	h.young[key] = out
	h.size += len(key) + len(out)
	return out
}

// maxColoured is how many bytes of code on one page are coloured: what colour.Max
// is for a block. Real pages have less than half of it.
const maxColoured = 4 * colour.Max

// captions are the names of languages as they stand above a block.
var captions = map[string]string{
	"sh": "Shell", "js": "JavaScript", "go": "Go", "python": "Python", "nginx": "nginx", "apache": "Apache",
	"caddyfile": "Caddyfile", "haproxy": "HAProxy", "json": "JSON", "yaml": "YAML", "php": "PHP", "ruby": "Ruby",
	"java": "Java", "csharp": "C#", "ini": "INI", "sql": "SQL", "text": "Text",
}

// block writes a fenced block with its caption. The caption names what the copy
// button copies.
func (r *renderer) block(b *entry.Block, mark string) {
	caption, class, body := captions[b.Lang], "", ""
	switch m := b.Message; {
	case m != nil && m.Kind == httpmsg.Request:
		caption, class, body = "Request", " req", r.message(b)
	case m != nil:
		caption, class, body = "Response", " res c"+string(rune('0'+m.Start.Status/100%10)), r.message(b)
	case r.coloured+len(b.Text) > maxColoured:
		body = words(b.Text)
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
	r.b.WriteString("<figure class=\"code" + class + "\">" + mark + "<figcaption>" + c + r.proven(b) + `</figcaption><pre tabindex=0 role=group aria-label="` + c + `"><code>` + body + "</code></pre></figure>")
}

// proven says with what program the sample has been run, if it has as it stands.
func (r *renderer) proven(b *entry.Block) string {
	if p := r.set.Proven(b); p != nil {
		return "<small>proven with " + words(p.Program.Value) + "</small>"
	}
	return ""
}

// message colours an HTTP message from its own parse: the lexers that are there
// stumble over legal messages. Names of fields lead to their pages.
func (r *renderer) message(b *entry.Block) string {
	var out strings.Builder
	for _, s := range b.Message.Spans() {
		text := words(s.Text)
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
	return template.HTML("<code>" + words(s) + "</code>")
}
