package links

import (
	"io"
	"mime"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// sought returns the place that a link names on its page, or "" if there is
// nothing to look for: the top of the page, a run of text, or what only a script
// of the page understands.
func sought(u *url.URL) string {
	name, _, _ := strings.Cut(u.Fragment, ":~:")
	if strings.EqualFold(name, "top") || strings.HasPrefix(name, "!") || strings.HasPrefix(name, "/") || strings.Contains(name, "=") {
		return ""
	}
	return name
}

func isHTML(contentType string) bool {
	kind, _, _ := mime.ParseMediaType(contentType)
	return kind == "text/html" || kind == "application/xhtml+xml"
}

// githubPrefix stands before the places that GitHub makes of headings; a script
// there finds them without.
const githubPrefix = "user-content-"

// find reads a page up to the limit and says which places it has. Of a page
// that is longer, or breaks off, it says nothing about those not found.
func find(page io.Reader, fragments []string) map[string]bool {
	found := make(map[string]bool)
	missing := make(map[string]bool)
	for _, f := range fragments {
		missing[f] = true
	}
	limited := &io.LimitedReader{R: page, N: maxBytes + 1}
	z := html.NewTokenizer(limited)
	for len(missing) > 0 {
		kind := z.Next()
		if kind == html.ErrorToken {
			if z.Err() == io.EOF && limited.N > 0 {
				for f := range missing {
					found[f] = false
				}
			}
			break
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		tag, more := z.TagName()
		anchor := string(tag) == "a"
		for more {
			var key, value []byte
			key, value, more = z.TagAttr()
			if string(key) != "id" && !(anchor && string(key) == "name") {
				continue
			}
			for _, name := range []string{string(value), strings.TrimPrefix(string(value), githubPrefix)} {
				if missing[name] {
					delete(missing, name)
					found[name] = true
				}
			}
		}
	}
	return found
}
