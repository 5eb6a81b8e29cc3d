package build

import (
	"bytes"
	"encoding/xml"
	"sync"

	"statuswiki/internal/search"
)

// openSearchPath describes the search to browsers, for their address bar.
const openSearchPath = "opensearch.xml"

// searchPages are the files that the search needs, all of them loaded when it is
// opened for the first time: the index, and the same as a script for a site that
// is opened from disk, where no page may read a file.
func (b *builder) searchPages() []page {
	index := sync.OnceValues(func() ([]byte, error) { return search.New(b.set).JSON() })
	out := []page{
		{path: "search.json", of: "the search index", raw: index, bodies: true},
		{path: "search-index.js", of: "the search index", raw: func() ([]byte, error) {
			text, err := index()
			return append(append([]byte("statuswikiIndex("), bytes.TrimSpace(text)...), ");\n"...), err
		}, bodies: true},
	}
	if b.opt.BaseURL != "" { // it needs absolute addresses
		out = append(out, page{path: openSearchPath, of: "the description of the search", raw: b.openSearch})
	}
	return out
}

// openSearch is the description in the form of OpenSearch 1.1.
func (b *builder) openSearch() ([]byte, error) {
	type address struct {
		Type     string `xml:"type,attr"`
		Template string `xml:"template,attr"`
	}
	text, err := xml.MarshalIndent(struct {
		XMLName     xml.Name `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
		ShortName   string   // at most 16 characters
		Description string
		Encoding    string `xml:"InputEncoding"`
		Image       string
		URL         address `xml:"Url"`
	}{
		ShortName: firstChars(b.set.Settings.Title.Value, 16), Description: b.set.Settings.Tagline.Value, Encoding: "UTF-8",
		Image: b.opt.BaseURL + "favicon.svg", URL: address{"text/html", b.opt.BaseURL + "?q={searchTerms}"},
	}, "", "  ")
	return append([]byte(xml.Header), append(text, '\n')...), err
}

func firstChars(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}
