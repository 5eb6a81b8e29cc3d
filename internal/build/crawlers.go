package build

import (
	"encoding/xml"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

const (
	sitemapPath = "sitemap.xml"
	robotsPath  = "robots.txt"
)

// crawlerPages are what search engines ask for.
func (b *builder) crawlerPages() []page {
	out := []page{{path: robotsPath, of: "robots.txt", raw: b.robots}}
	if b.opt.BaseURL != "" { // it needs absolute addresses
		out = append(out, page{path: sitemapPath, of: "the site map", raw: func() ([]byte, error) { return b.sitemap(b.pages()) }})
	}
	return out
}

// sitemap lists the pages to be found (sitemaps.org), with the day of the last
// change for those that come from one file.
func (b *builder) sitemap(pages []page) ([]byte, error) {
	type address struct {
		Loc     string `xml:"loc"`
		LastMod string `xml:"lastmod,omitempty"`
	}
	var all struct {
		XMLName xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []address `xml:"url"`
	}
	for _, p := range pages {
		if p.raw != nil || p.unlisted {
			continue
		}
		a := address{Loc: b.opt.BaseURL + strings.TrimSuffix(p.path, "index.html")}
		if f, ok := b.opt.History.File(b.inContent(p.of)); ok {
			a.LastMod = f.Changed
		}
		all.URLs = append(all.URLs, a)
	}
	slices.SortFunc(all.URLs, func(a, b address) int { return strings.Compare(a.Loc, b.Loc) })
	text, err := xml.MarshalIndent(all, "", " ")
	return append(append([]byte(xml.Header), text...), '\n'), err
}

// robots keeps crawlers from the addresses below /try/, which answer with
// errors on purpose (RFC 9309); the page /try/ itself is one like any other.
func (b *builder) robots() ([]byte, error) {
	root := "/"
	if u, err := url.Parse(b.opt.BaseURL); err == nil && u.Path != "" {
		root = u.EscapedPath()
	}
	text := fmt.Sprintf("User-agent: *\nAllow: %stry/$\nDisallow: %stry/\n", root, root)
	if b.opt.BaseURL != "" {
		text += "\nSitemap: " + b.opt.BaseURL + sitemapPath + "\n"
	}
	return []byte(text), nil
}
