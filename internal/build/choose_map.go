package build

import (
	"fmt"
	"html"
	"html/template"
	"strings"
	"unicode/utf8"

	"statuswiki/internal/entry"
)

// mapView is the page with the picture of all questions, and the same as a list.
type mapView struct {
	layoutView
	Heading, Summary string
	Picture          template.HTML
	Ask, First       string
	Items            []mapItem
}

// mapItem is one answer in the list: it ends at a code or leads to a question.
type mapItem struct {
	codeRow
	Say, Ask, To string
	Items        []mapItem
}

func (b *builder) chooseMap() page {
	c := b.set.Choose
	path := c.MapPath() + "index.html"
	const title = "All questions at a glance"
	const summary = "The questions that lead to a status code and all their answers, as a picture to print and as a list."
	return page{path: path, tmpl: "choose_map", of: "choose.yaml", view: func(r *renderer) any {
		v := mapView{layoutView: b.layout(r, path, title, summary), Heading: title, Summary: summary}
		v.Kind = "map"
		v.source(b, "choose.yaml")
		v.Crumbs = []link{{Href: r.rel(c.First().Path()), Text: c.Title.Value}}
		v.Ask, v.First = c.First().Ask.Value, r.rel(c.First().Path())
		v.Items = r.mapItems(c, c.First())
		v.Picture = drawMap(v.Ask, v.Items)
		return v
	}}
}

func (r *renderer) mapItems(c *entry.Choose, q *entry.Question) []mapItem {
	var out []mapItem
	for _, a := range q.Answers {
		item := mapItem{Say: a.Say.Value}
		if a.Ends() {
			item.codeRow = r.row(a.Code.Value)
			item.To = item.Href
			if never(item.codeRow) != "" {
				item.Name += ", do not send"
			}
		} else {
			next := c.Question(a.Next.Value)
			item.Ask, item.To, item.Items = next.Ask.Value, r.rel(next.Path()), r.mapItems(c, next)
		}
		out = append(out, item)
	}
	return out
}

// The measures of the picture in pixels, and of text in characters. A font's
// widths are not known here, so a character is taken for 7 pixels, and a bold
// one for 8.3, which is more than most are.
const (
	mapRail  = 18  // the line from the first question down
	mapStep  = 165 // from a column of questions to the next
	mapAsk   = 18  // characters of a question in a line
	mapLeads = 21  // of an answer that leads to one
	mapSay   = 48  // of an answer that ends at a code
	mapSays  = 345 // the column of answers
	mapCodes = 255 // the column of codes
	mapLine  = 14  // height of a line
	mapGap   = 4   // between rows, and between groups
	mapTop   = 34  // the first question
)

// mapNode is an answer in the picture, and what follows from it.
type mapNode struct {
	item  *mapItem
	depth int // of the question that it answers; the first has 0
	say   []string
	ask   []string
	y     int // middle of the row or of the label
	kids  []*mapNode
}

// drawing is the picture while it is made.
type drawing struct {
	strings.Builder
	saysAt, width int
}

// drawMap draws the questions from left to right and the codes in a column at
// the end. It has one size for all fonts; colours are those of the page, and it
// needs no style of its own.
func drawMap(ask string, items []mapItem) template.HTML {
	roots, bottom := layOut(items, 0, mapTop)
	d := &drawing{saysAt: mapRail + mapStep*depthOf(items)}
	d.width = d.saysAt + mapSays + mapCodes
	bottom += mapGap // what hangs below the last line
	d.WriteString(`<title id=map-title>` + html.EscapeString(ask) + `</title><desc id=map-desc>A tree that grows from the first question on the left to the status codes on the right. The list below says the same.</desc>`)
	fmt.Fprintf(d, `<text x=0 y=16 font-size=15 font-weight=700>%s</text>`, html.EscapeString(ask))
	d.branch(6, 24, roots)
	for _, n := range roots {
		d.node(n)
	}
	return template.HTML(fmt.Sprintf(`<svg viewBox="0 0 %d %d" width=%d height=%d role=group aria-labelledby=map-title aria-describedby=map-desc font-size=13 fill=currentColor>%s</svg>`,
		d.width, bottom, d.width, bottom, d.String()))
}

// layOut gives each answer its place, from y down, and returns where the last
// one ends.
func layOut(items []mapItem, depth, y int) ([]*mapNode, int) {
	var out []*mapNode
	for i := range items {
		n := &mapNode{item: &items[i], depth: depth}
		out = append(out, n)
		if n.item.Ask == "" {
			n.say = wrapped(n.item.Say, mapSay)
			height := len(n.say)*mapLine + mapGap
			n.y = y + height/2
			y += height
			continue
		}
		n.say, n.ask = wrapped(n.item.Say, mapLeads), wrapped(n.item.Ask, mapAsk)
		top := y
		n.kids, y = layOut(n.item.Items, depth+1, y)
		label := (len(n.say)+len(n.ask))*mapLine + mapGap
		y = max(y, top+label) + mapGap
		n.y = (n.kids[0].y + n.kids[len(n.kids)-1].y) / 2
		n.y = max(top+label/2, min(n.y, y-mapGap-label/2))
	}
	return out, y
}

// depthOf returns how many columns of questions there are behind the first.
func depthOf(items []mapItem) int {
	depth := 0
	for _, it := range items {
		if it.Ask != "" {
			depth = max(depth, 1+depthOf(it.Items))
		}
	}
	return depth
}

// at returns where an answer to a question begins.
func (d *drawing) at(n *mapNode) int {
	if n.item.Ask == "" {
		return d.saysAt
	}
	return mapRail + mapStep*n.depth
}

// branch draws the lines from a place at the left to the answers.
func (d *drawing) branch(x, y int, to []*mapNode) {
	top, bottom := y, y
	var b strings.Builder
	for _, n := range to {
		top, bottom = min(top, n.y), max(bottom, n.y)
		fmt.Fprintf(&b, "M%d %dH%d", x, n.y, d.at(n)-5)
	}
	fmt.Fprintf(d, `<path d="M%d %dV%d%s" fill=none stroke="var(--dim)"/>`, x, top, bottom, b.String())
}

// node draws an answer, and all that follows from it.
func (d *drawing) node(n *mapNode) {
	x := d.at(n)
	y := n.y - (len(n.say)+len(n.ask))*mapLine/2 + 11 // baseline of the first line
	to := html.EscapeString(n.item.To)
	if n.item.Ask == "" {
		d.text(x, y, n.say, "")
		fmt.Fprintf(d, `<a href="%s" class=%s><text x=%d y=%d fill="var(--accent)" text-decoration=underline><tspan font-weight=700>%s</tspan> %s</text></a>`,
			to, n.item.Class, d.saysAt+mapSays, n.y+4, html.EscapeString(n.item.Code), html.EscapeString(n.item.Name))
		return
	}
	d.text(x, y, n.say, ` fill="var(--dim)"`)
	fmt.Fprintf(d, `<a href="%s">`, to)
	d.text(x, y+len(n.say)*mapLine, n.ask, ` font-weight=700 text-decoration=underline`)
	d.WriteString("</a>")
	trunk := x + mapStep - 12
	d.branch(trunk, n.y, n.kids)
	for _, kid := range n.kids {
		d.node(kid)
	}
}

// text writes lines, the first with its baseline at y.
func (d *drawing) text(x, y int, lines []string, attr string) {
	fmt.Fprintf(d, `<text x=%d y=%d%s>%s`, x, y, attr, html.EscapeString(lines[0]))
	for _, l := range lines[1:] {
		fmt.Fprintf(d, ` <tspan x=%d dy=%d>%s</tspan>`, x, mapLine, html.EscapeString(l))
	}
	d.WriteString("</text>")
}

// wrapped breaks a text into lines of at most n characters, longer words aside.
func wrapped(s string, n int) []string {
	lines := []string{""}
	for _, word := range strings.Fields(s) {
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = word
		case utf8.RuneCountInString(*last)+1+utf8.RuneCountInString(word) > n:
			lines = append(lines, word)
		default:
			*last += " " + word
		}
	}
	return lines
}
