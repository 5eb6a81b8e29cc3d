package build

import (
	"encoding/xml"
	"fmt"
	"html"
	"strings"
	"time"

	"statuswiki/internal/entry"
	"statuswiki/internal/history"
)

const (
	feedPath = "feed.xml"
	feedSize = 30 // commits
)

// The elements of an Atom feed (RFC 4287) that ours has.
type (
	atomFeed struct {
		XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang     string      `xml:"xml:lang,attr"`
		Title    string      `xml:"title"`
		Subtitle string      `xml:"subtitle"`
		ID       string      `xml:"id"`
		Updated  string      `xml:"updated"`
		Author   []atomName  `xml:"author"`
		Links    []atomLink  `xml:"link"`
		Icon     string      `xml:"icon"`
		Entries  []atomEntry `xml:"entry"`
	}
	atomEntry struct {
		Title   string      `xml:"title"`
		ID      string      `xml:"id"`
		Updated string      `xml:"updated"`
		Author  []atomName  `xml:"author"`
		Link    atomLink    `xml:"link"`
		Content atomContent `xml:"content"`
	}
	atomName struct {
		Name string `xml:"name"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr"`
		Href string `xml:"href,attr"`
	}
	atomContent struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	}
)

// feedPages are the feed of what changed, if there is a history to make it from
// and an address for its links.
func (b *builder) feedPages() []page {
	if !b.hasFeed() {
		return nil
	}
	return []page{{path: feedPath, of: "the feed", raw: b.feed}}
}

func (b *builder) hasFeed() bool { return b.opt.BaseURL != "" && len(b.news()) > 0 }

// newsItem is a commit that changed entries.
type newsItem struct {
	history.Commit
	entries []*entry.Entry // in the order of their codes
}

// news lists the last commits that changed entries, the newest first.
func (b *builder) news() []newsItem {
	byFile := make(map[string]*entry.Entry, len(b.set.Entries))
	for _, e := range b.set.Entries {
		byFile[b.inContent(e.File)] = e
	}
	var out []newsItem
	for _, c := range b.opt.History.Commits() {
		n := newsItem{Commit: c}
		for _, file := range c.Files { // sorted, and the codes from 100 to 999 with them
			if e := byFile[file]; e != nil {
				n.entries = append(n.entries, e)
			}
		}
		if len(n.entries) == 0 {
			continue
		}
		if out = append(out, n); len(out) == feedSize {
			break
		}
	}
	return out
}

// fewEntries is how many a title names, and how many are introduced with their
// sentence.
const fewEntries = 4

// title names what changed before it says how: readers of a feed see titles.
func (n newsItem) title() string {
	what := n.entries[0].Code.String()
	switch all := len(n.entries); {
	case all == 1:
		n.Subject = strings.TrimPrefix(n.Subject, what+": ")
		what += " " + n.entries[0].Name.Value
	case all > fewEntries:
		what = fmt.Sprintf("%d entries", all)
	default:
		for _, e := range n.entries[1:] {
			what += ", " + e.Code.String()
		}
	}
	if n.Subject == "" {
		return what
	}
	return what + ": " + n.Subject
}

// feed has one entry for each commit. Its identifier is made of the commit's
// name, so that nothing is news twice.
func (b *builder) feed() ([]byte, error) {
	base, site := b.opt.BaseURL, b.set.Settings
	icon := faviconPath
	if b.set.Logo != nil {
		icon = "favicon.svg"
	}
	f := atomFeed{
		Lang: "en", Title: site.Title.Value + ": what changed", Subtitle: site.Tagline.Value, ID: base + feedPath,
		Author: []atomName{{site.Title.Value}}, Icon: base + icon,
		Links: []atomLink{{"self", "application/atom+xml", base + feedPath}, {"alternate", "text/html", base}},
	}
	for _, n := range b.news() {
		e := atomEntry{
			Title: n.title(), ID: base + feedPath + "#" + n.ID, Updated: n.Time.Format(time.RFC3339),
			Link: atomLink{"alternate", "text/html", base}, Content: atomContent{"html", b.newsBody(n)},
		}
		if len(n.entries) == 1 {
			e.Link.Href += n.entries[0].Path()
		}
		for _, name := range n.People {
			e.Author = append(e.Author, atomName{name})
		}
		f.Updated = max(f.Updated, e.Updated) // all in UTC and of one form, so they sort as text
		f.Entries = append(f.Entries, e)
	}
	text, err := xml.MarshalIndent(f, "", " ")
	return append(append([]byte(xml.Header), text...), '\n'), err
}

// newsBody lists the entries that changed.
func (b *builder) newsBody(n newsItem) string {
	var out strings.Builder
	out.WriteString("<ul>")
	for _, e := range n.entries {
		fmt.Fprintf(&out, `<li><a href="%s">%s %s</a>`, html.EscapeString(b.opt.BaseURL+e.Path()), e.Code, html.EscapeString(e.Name.Value))
		if len(n.entries) <= fewEntries {
			out.WriteString(": " + html.EscapeString(e.Summary.Value))
		}
		out.WriteString("</li>")
	}
	return out.String() + "</ul>"
}
