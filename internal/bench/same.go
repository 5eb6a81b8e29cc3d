package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Shares of words. Each side must have those of the entry's Markdown, and ours
// those of theirs; ours has more besides (diagrams, measurements, browser
// support), which is for whoever reads the figures to know and no fault.
const (
	sourceInBoth = 0.97
	theirsInOurs = 0.97
)

// compare returns an error that says how two built sites differ in what they
// hold: a page of an entry, tag, class, field or experiment that one lacks, a
// sample that is missing or without colour in the second, words that are in one
// only. Entries are those of content; when there are many, evenly spread ones
// are read word by word.
func compare(content, ours, theirs fs.FS) error {
	var codes []string
	for _, dir := range []string{"codes", "tags", "classes", "headers", "measured"} {
		files, err := fs.Glob(content, dir+"/*.md")
		if err != nil {
			return err
		}
		for _, f := range files {
			page := pageOf(f)
			for who, site := range map[string]fs.FS{"ours": ours, "theirs": theirs} {
				if info, err := fs.Stat(site, page); err != nil || info.Size() < 500 {
					return fmt.Errorf("%s has no page for %s", who, f)
				}
			}
			if dir == "codes" {
				codes = append(codes, f)
			}
		}
	}
	if len(codes) == 0 {
		return errors.New("no entry to compare")
	}
	for i := 0; i < len(codes); i += max(1, len(codes)/100) {
		if err := comparePage(content, ours, theirs, codes[i]); err != nil {
			return fmt.Errorf("%s: %w", codes[i], err)
		}
	}
	return nil
}

// pageOf is the path of the page of a content file, the same in both sites.
func pageOf(name string) string {
	slug := strings.TrimSuffix(path.Base(name), ".md")
	if dir := path.Dir(name); dir != "codes" && dir != "classes" {
		return dir + "/" + slug + "/index.html"
	}
	return slug + "/index.html"
}

// comparePage compares the pages of one entry.
func comparePage(content, ours, theirs fs.FS, file string) error {
	source, err := fs.ReadFile(content, file)
	if err != nil {
		return err
	}
	a, err := readPage(ours, pageOf(file))
	if err != nil {
		return err
	}
	b, err := readPage(theirs, pageOf(file))
	if err != nil {
		return err
	}
	if len(a.samples) != len(b.samples) {
		return fmt.Errorf("%d samples in ours, %d in theirs", len(a.samples), len(b.samples))
	}
	plain := [2]int{}
	for _, sample := range sortedKeys(a.samples) {
		other, ok := b.samples[sample]
		if !ok {
			return fmt.Errorf("theirs lacks the sample %q", sample)
		}
		if !a.samples[sample] {
			plain[0]++
		}
		if !other {
			plain[1]++
		}
	}
	if n := len(a.samples); 4*plain[0] > n || 4*plain[1] > n {
		return fmt.Errorf("of %d samples %d have no colour in ours, %d in theirs", n, plain[0], plain[1])
	}
	text := sourceWords(string(source))
	if got, lacks := covered(text, a.words); got < sourceInBoth {
		return fmt.Errorf("ours has %.0f %% of the entry's words; it lacks %s", 100*got, lacks)
	}
	if got, lacks := covered(text, b.words); got < sourceInBoth {
		return fmt.Errorf("theirs has %.0f %% of the entry's words; it lacks %s", 100*got, lacks)
	}
	if got, lacks := covered(b.words, a.words); got < theirsInOurs {
		return fmt.Errorf("ours has %.0f %% of their words; it lacks %s", 100*got, lacks)
	}
	return nil
}

var (
	frontMatter = regexp.MustCompile(`(?s)\A---\n.*?\n---\n`)
	notShown    = regexp.MustCompile(`\{#[a-z0-9-]+\}|\]\([^)\s]+\)|<https?:[^>]+>|\|[-:|]+\||[*\\]`)
)

// sourceWords counts the words of an entry's prose: without front matter,
// samples, addresses and signs of Markdown.
func sourceWords(text string) map[string]int {
	text = frontMatter.ReplaceAllString(text, "")
	text = fence.ReplaceAllString(text, "")
	text = notShown.ReplaceAllString(text, " ")
	count := make(map[string]int)
	for _, w := range words(text) {
		if strings.Trim(w, "#|") != "" {
			count[w]++
		}
	}
	return count
}

// pageText is what a reader finds on a page.
type pageText struct {
	words   map[string]int
	samples map[string]bool // by text: whether it has colour
}

func readPage(site fs.FS, name string) (pageText, error) {
	p := pageText{words: make(map[string]int), samples: make(map[string]bool)}
	f, err := site.Open(name)
	if err != nil {
		return p, err
	}
	defer f.Close()
	doc, err := html.Parse(f)
	if err != nil {
		return p, err
	}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "main" {
			p.collect(n)
			return p, nil
		}
	}
	return p, errors.New("no main element")
}

func (p *pageText) collect(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		for _, w := range words(n.Data) {
			p.words[w]++
		}
	case n.Type == html.ElementNode && n.Data == "pre":
		p.samples[strings.TrimSpace(textOf(n))] = coloured(n)
		return
	case n.Type == html.ElementNode && (n.Data == "svg" || n.Data == "nav"):
		return
	}
	for c := range n.ChildNodes() {
		p.collect(c)
	}
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

// coloured reports whether a sample has any element for a word of its own. Hugo
// wraps lines and the whole in some, too.
func coloured(pre *html.Node) bool {
	for c := range pre.Descendants() {
		if c.Type != html.ElementNode || c.Data == "code" {
			continue
		}
		if !slices.ContainsFunc(c.Attr, func(a html.Attribute) bool {
			return a.Key == "class" && (a.Val == "line" || a.Val == "cl")
		}) {
			return true
		}
	}
	return false
}

// words splits text at everything that typography may change.
func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return strings.ContainsRune(" \t\n\r\u00a0.,;:!?()[]{}«»“”‘’\"'…–—-·←→`*|\\<>/=+&", r)
	})
}

// covered is the share of the words of a that b has as often, and some that it
// has not.
func covered(a, b map[string]int) (share float64, lacks []string) {
	all, shared := 0, 0
	for _, w := range sortedKeys(a) {
		n := a[w]
		all += n
		shared += min(n, b[w])
		if b[w] < n && len(lacks) < 12 {
			lacks = append(lacks, w)
		}
	}
	if all == 0 {
		return 0, nil
	}
	return float64(shared) / float64(all), lacks
}
