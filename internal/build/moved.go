package build

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"strings"

	"statuswiki/internal/entry"
)

// movedPaths are addresses at which something once stood, or that people try, and
// that lead elsewhere.
func (b *builder) movedPaths() map[string]string {
	moved := maps.Clone(b.set.MovedPages())
	for _, e := range b.set.Entries {
		if want := b.set.Form().Number(e.Code.Value) + "/"; want != e.Path() {
			moved[want] = e.Path() // logs write 000
		}
	}
	return moved
}

// movedPage leads on from an address where the host cannot redirect.
func (b *builder) movedPage(from, to string) page {
	path := from + "index.html"
	return page{path: path, tmpl: "moved", of: "the page that leads to " + to, unlisted: true, view: func(r *renderer) any {
		v := b.layout(r, to+"index.html", "/"+from+" is now /"+to, "This page has moved to /"+to+".")
		v.Index, v.old = false, nil
		return struct {
			layoutView
			To, Path string
		}{v, r.rel(to), "/" + to}
	}}
}

// childless are the elements that may not hold a span.
var childless = regexp.MustCompile(`^<(dl|ul|ol|table|tr|input|textarea|select|br|img|hr)\b`)

// leaveOld puts the fragments that a page had before into the elements that stand
// for them, so that links to them still lead there.
func leaveOld(body []byte, places []entry.OldPlace, of string) ([]byte, error) {
	for _, p := range places {
		start, end := element(body, p.Now)
		switch {
		case start < 0:
			return nil, fmt.Errorf("moved.yaml: %s has no place #%s", of, p.Now)
		case childless.Match(body[start:]):
			return nil, fmt.Errorf("moved.yaml: the place #%s of %s cannot take another address; name one inside it", p.Now, of)
		}
		if old, _ := element(body, p.Old); old >= 0 {
			return nil, fmt.Errorf("moved.yaml: %s has a place #%s, which has not moved", of, p.Old)
		}
		body = bytes.Join([][]byte{body[:end], []byte(`<span id="` + p.Old + `"></span>`), body[end:]}, nil)
	}
	return body, nil
}

// element returns where the start tag of the element with an id stands, or -1.
func element(body []byte, id string) (start, end int) {
	text := string(body)
	for _, form := range []string{` id="` + id + `"`, ` id=` + id + ` `, ` id=` + id + `>`} {
		if at := strings.Index(text, form); at >= 0 {
			start = strings.LastIndexByte(text[:at], '<')
			return start, at + strings.IndexByte(text[at:], '>') + 1
		}
	}
	return -1, -1
}
