package build

import (
	"fmt"
	"html"
	"html/template"
	"slices"
	"strings"
	"unicode/utf8"

	"statuswiki/internal/entry"
	"statuswiki/internal/httpmsg"
)

// diagram draws an exchange as a sequence: who takes part, and the messages as
// arrows between them. It is made from the very messages that the entry shows,
// so it cannot tell another story. The text alternative says the same in words.
func diagram(x *entry.Exchange) template.HTML {
	who := participants(x)
	if len(who) < 2 {
		return ""
	}
	const lane, top, step = 300, 34, 46
	width := lane*(len(who)-1) + 110
	height := top + step*len(x.Messages) + 12
	at := func(name string) int { return 55 + lane*slices.Index(who, name) }

	var b, said strings.Builder
	b.WriteString(`<path class=l d="`)
	for _, w := range who {
		fmt.Fprintf(&b, "M%d 26V%d", at(w), height)
	}
	b.WriteString(`"/>`)
	for _, w := range who {
		fmt.Fprintf(&b, "<text x=%d y=17>%s</text>", at(w), words(w))
	}
	for i, m := range x.Messages {
		from, to := m.Participants()
		label, detail, class := arrowLabel(m)
		y := top + step*(i+1) - 14
		x1, x2 := at(from), at(to)
		head := -7
		if x2 < x1 {
			head = 7
		}
		mid := (x1 + x2) / 2
		fmt.Fprintf(&b, `<g class=%s><path d="M%d %dH%dv4l%d-4 %d-4v4"/><text x=%d y=%d>%s</text>`,
			class, x1, y, x2+head, -head, head, mid, y-6, words(label))
		if detail != "" {
			fmt.Fprintf(&b, `<text x=%d y=%d class=d>%s</text>`, mid, y+13, words(detail))
		}
		b.WriteString("</g>")
		fmt.Fprintf(&said, " %s to %s: %s.", capital(from), to, strings.TrimSpace(label+" "+detail))
	}
	return template.HTML(fmt.Sprintf(`<svg class=seq viewBox="0 0 %d %d" width=%d role=img aria-label="%s">%s</svg>`,
		width, height, width, html.EscapeString("Sequence:"+said.String()), b.String()))
}

// participants lists who takes part: the client first, the server last, whoever
// stands between in order of appearance.
func participants(x *entry.Exchange) []string {
	var who []string
	for _, m := range x.Messages {
		from, to := m.Participants()
		for _, p := range []string{from, to} {
			if !slices.Contains(who, p) {
				who = append(who, p)
			}
		}
	}
	rank := func(p string) int {
		switch p {
		case "client", "browser":
			return 0
		case "server", "origin", "origin server":
			return 2
		}
		return 1
	}
	slices.SortStableFunc(who, func(a, b string) int { return rank(a) - rank(b) })
	return who
}

// telling are the fields worth a line in the diagram, most telling first.
var telling = []string{
	"WWW-Authenticate", "Proxy-Authenticate", "Retry-After", "Location", "Allow", "Content-Range", "Upgrade",
	"Proxy-Authorization", "Authorization", "If-None-Match", "If-Modified-Since", "If-Match", "Range", "ETag",
}

func arrowLabel(b *entry.Block) (label, detail, class string) {
	m := b.Message
	if m.Kind == httpmsg.Request {
		label, class = m.Start.Method+" "+m.Start.Target, "q"
	} else {
		label, class = strings.TrimSpace(fmt.Sprintf("%d %s", m.Start.Status, m.Start.Reason)), fmt.Sprintf("c%d", m.Start.Status/100%10)
	}
	for _, name := range telling {
		if v, ok := m.Get(name); ok {
			detail = shorten(name+": "+v, 46)
			break
		}
	}
	return shorten(label, 38), detail, class
}

func shorten(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

// capital returns s with its first letter, of any alphabet, in upper case.
func capital(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return strings.ToUpper(s[:size]) + s[size:]
}
