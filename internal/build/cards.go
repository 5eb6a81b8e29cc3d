package build

import (
	"crypto/sha256"
	"fmt"
	"image/color"
	"maps"
	"slices"
	"strings"

	"statuswiki/internal/draw"
	"statuswiki/internal/entry"
)

// The pictures that others show beside a link. Pages that are no entry share
// one.
const (
	homeCard  = "share/home.png"
	plainCard = "share/site.png"
)

func entryCard(e *entry.Entry) string { return "share/" + e.Code.String() + ".png" }

// accents are the colours of the classes in the light scheme of
// static/style.css; a test holds the two together.
var accents = map[string]color.RGBA{
	"c0": {0x1b, 0x1c, 0x1e, 255},
	"c1": {0x3f, 0x4a, 0x5a, 255},
	"c2": {0x0c, 0x4f, 0x30, 255},
	"c3": {0x0a, 0x4a, 0x70, 255},
	"c4": {0x7d, 0x34, 0x00, 255},
	"c5": {0x8b, 0x17, 0x17, 255},
}

// allAccents are those of the five classes.
func allAccents() (out []color.RGBA) {
	for _, class := range slices.Sorted(maps.Keys(accents))[1:] {
		out = append(out, accents[class])
	}
	return out
}

// cardAccent is the colour of a class on a card: that of the settings, else that
// of the style.
func (b *builder) cardAccent(class string) color.RGBA {
	for _, name := range []string{class, ""} {
		for _, c := range b.set.Settings.Colours {
			if c.Class.Value == name {
				return parseColour(c.Light.Value)
			}
		}
	}
	return accents[b.set.Accent(class)]
}

// cardAccents are the colours of a card that is about no class.
func (b *builder) cardAccents() (out []color.RGBA) {
	for _, c := range b.set.Settings.Colours {
		out = append(out, parseColour(c.Light.Value))
	}
	if out == nil {
		return allAccents()
	}
	return out
}

// parseColour reads #rrggbb, whose form the checks have seen to.
func parseColour(s string) color.RGBA {
	c := color.RGBA{A: 255}
	_, _ = fmt.Sscanf(s, "#%02x%02x%02x", &c.R, &c.G, &c.B)
	return c
}

// shareView is what a page tells those who show a link to it (ogp.me).
type shareView struct {
	Title, Kind string
	Image, Alt  string // of the picture; empty without one
	Width       int
	Height      int
}

// share tells about a page; card is its picture and alt what that says.
func (b *builder) share(v *layoutView, title, kind, card, alt string) {
	if b.opt.BaseURL == "" {
		return
	}
	v.Share = &shareView{Title: title, Kind: kind}
	if b.hasCards() {
		v.Share.Image, v.Share.Alt = b.opt.BaseURL+card, alt
		v.Share.Width, v.Share.Height = draw.Width, draw.Height
	}
}

// hasCards reports whether pictures are drawn. They are named by absolute
// addresses, so without a base URL nobody would find them.
func (b *builder) hasCards() bool { return b.opt.Pictures && b.opt.BaseURL != "" }

func (b *builder) cardPages() []page {
	if !b.hasCards() {
		return nil
	}
	site := b.set.Settings
	out := []page{
		b.cardPage(homeCard, draw.Card{Title: site.Title.Value, Text: site.Tagline.Value, Accents: b.cardAccents()}),
		b.cardPage(plainCard, draw.Card{Title: site.Title.Value, Accents: b.cardAccents()}),
	}
	for _, e := range b.set.Entries {
		out = append(out, b.cardPage(entryCard(e), draw.Card{
			Number: b.set.Form().Label(e.Code.Value), Title: e.Name.Value, Text: e.Summary.Value, Site: site.Title.Value,
			Accents: []color.RGBA{b.cardAccent(b.set.ClassOf(e.Code.Value))},
		}))
	}
	return out
}

// cardPage draws a card, or takes it from those that were drawn before.
func (b *builder) cardPage(path string, c draw.Card) page {
	return page{path: path, of: path, raw: func() ([]byte, error) {
		if b.opt.Blobs == nil {
			return c.PNG()
		}
		key := cardKey(c)
		if png, ok := b.opt.Blobs.Get(key); ok {
			return png, nil
		}
		png, err := c.PNG()
		if err == nil {
			b.opt.Blobs.Put(key, png)
		}
		return png, err
	}}
}

// cardKey names a card by all that it shows and by how it is drawn.
func cardKey(c draw.Card) string {
	all := []string{"card", draw.Version, c.Number, c.Title, c.Text, c.Site}
	for _, a := range c.Accents {
		all = append(all, hexColour(a))
	}
	return fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(all, "\x00"))))
}
