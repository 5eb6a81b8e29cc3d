// Package draw makes the pictures of the site: what others show beside a link
// to one of its pages, and its icons.
//
// A picture is the same bytes for the same input. Its edges are smoothed in few
// steps, so that all colours fit into four bits and the file stays small; the
// steps are wide enough to swallow what processors do differently behind the
// point. Text is set in the Go fonts, which come with golang.org/x/image and
// know Latin, Greek and Cyrillic letters; characters that they lack are left
// out.
package draw

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// Version changes when the same input gives another picture.
const Version = "1"

// Width and Height are the size of a card in pixels, the one that networks
// recommend for a large picture (1.91 to 1).
const Width, Height = 1200, 630

// Card is a picture to be shown beside a link. Empty parts are left out.
type Card struct {
	Number string // the largest
	Title  string
	Text   string // a sentence, on up to three lines
	Site   string
	// Accents are the colours of the edge, at most five. If there is one, the
	// number is of that colour, too.
	Accents []color.RGBA
}

// The colours of the site in its light scheme.
var (
	paper = color.RGBA{0xfd, 0xfd, 0xfb, 255}
	ink   = color.RGBA{0x1b, 0x1c, 0x1e, 255}
	dim   = color.RGBA{0x47, 0x4c, 0x54, 255}
)

// The margins of a card, in pixels.
const (
	edge  = 28 // of colour, on the left
	left  = 96
	right = Width - 72
)

// PNG draws the card.
func (c Card) PNG() ([]byte, error) {
	p, err := newPen(c.Accents)
	if err != nil {
		return nil, err
	}
	for i := range c.Accents { // the last shade of each
		last := len(p.img.Palette) - 1
		if len(c.Accents) > 1 {
			last += 1 + i - len(c.Accents)
		}
		p.fill(image.Rect(0, i*Height/len(c.Accents), edge, (i+1)*Height/len(c.Accents)), uint8(last))
	}
	y := 84
	if c.Site != "" {
		p.line(c.Site, style{bold: true, size: 34, ink: inkDim}, y)
	}
	titled := style{bold: true, size: 64, least: 36, ink: inkText}
	if c.Number != "" {
		number := style{bold: true, size: 270, ink: inkText, flush: true}
		if len(c.Accents) == 1 {
			number.ink = inkAccent
		}
		y += 236
		p.line(c.Number, number, y)
		y += 80
	} else {
		titled.size, titled.flush = 112, true
		y += 210
	}
	if c.Title != "" {
		p.line(c.Title, titled, y)
	}
	body := style{size: 36, ink: inkDim}
	for i, line := range p.wrap(c.Text, body, 3) {
		p.line(line, body, y+62+48*i)
	}
	return encode(p.img)
}

// The inks of a card, by the place of their colours in its palette.
const (
	inkText = 1 + iota*steps
	inkDim
	inkAccent
)

// steps is how many shades of an ink smooth its edges.
const steps = 5

// pen draws on a card.
type pen struct {
	img           *image.Paletted
	regular, bold *opentype.Font
}

func newPen(accents []color.RGBA) (*pen, error) {
	f, err := fonts()
	if err != nil {
		return nil, err
	}
	palette := color.Palette{paper}
	inks := []color.RGBA{ink, dim}
	if len(accents) == 1 {
		inks = append(inks, accents...)
	}
	for _, of := range inks {
		for i := range steps {
			palette = append(palette, mix(paper, of, i+1, steps))
		}
	}
	if len(accents) > 1 {
		for _, a := range accents {
			palette = append(palette, a)
		}
	}
	return &pen{image.NewPaletted(image.Rect(0, 0, Width, Height), palette), f[0], f[1]}, nil
}

var fonts = sync.OnceValues(func() (out [2]*opentype.Font, err error) {
	for i, ttf := range [][]byte{goregular.TTF, gobold.TTF} {
		if out[i], err = opentype.Parse(ttf); err != nil {
			return out, err
		}
	}
	return out, nil
})

// mix returns the colour that is part of whole on the way from a to b.
func mix(a, b color.RGBA, part, whole int) color.RGBA {
	of := func(a, b uint8) uint8 { return uint8((int(a)*(whole-part) + int(b)*part + whole/2) / whole) }
	return color.RGBA{of(a.R, b.R), of(a.G, b.G), of(a.B, b.B), of(a.A, b.A)}
}

func (p *pen) fill(r image.Rectangle, index uint8) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			p.img.SetColorIndex(x, y, index)
		}
	}
}

// style is how a line is set: its size is that of the letters in pixels, and it
// shrinks to least, if that is given, for a line that is too long.
type style struct {
	bold        bool
	size, least float64
	ink         uint8
	flush       bool // begins right at the margin: large letters have space before them
}

// face returns the font of a style. Faces are for one goroutine only.
func (p *pen) face(s style) font.Face {
	f := p.regular
	if s.bold {
		f = p.bold
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: s.size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(err) // no font and no size of ours is refused; a test draws them all
	}
	return face
}

// line sets one line with its baseline at y, cut where it meets the margin.
func (p *pen) line(text string, s style, y int) {
	face := p.face(s)
	text = known(face, text)
	for s.size > s.least && s.least > 0 && font.MeasureString(face, text).Ceil() > right-left {
		s.size -= 4
		face = p.face(s)
	}
	text = cut(face, text)
	dot := fixed.P(left, y)
	if first, _ := utf8.DecodeRuneInString(text); s.flush {
		bounds, _, _ := face.GlyphBounds(first)
		dot.X -= bounds.Min.X
	}
	before := rune(-1)
	for _, r := range text {
		if before >= 0 {
			dot.X += face.Kern(before, r)
		}
		dr, mask, at, advance, ok := face.Glyph(dot, r)
		if ok {
			p.stamp(dr, mask.(*image.Alpha), at, s.ink)
		}
		dot.X += advance
		before = r
	}
}

// stamp puts a letter on the card.
func (p *pen) stamp(dr image.Rectangle, mask *image.Alpha, at image.Point, ink uint8) {
	for y := dr.Min.Y; y < dr.Max.Y; y++ {
		for x := dr.Min.X; x < dr.Max.X; x++ {
			a := mask.AlphaAt(at.X+x-dr.Min.X, at.Y+y-dr.Min.Y).A
			if n := (int(a)*steps + 127) / 255; n > 0 {
				p.img.SetColorIndex(x, y, ink+uint8(n)-1)
			}
		}
	}
}

// known leaves out what the font has no letter for.
func known(face font.Face, text string) string {
	text = strings.Map(func(r rune) rune {
		if _, ok := face.GlyphAdvance(r); !ok {
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

// cut shortens a line that is wider than the card.
func cut(face font.Face, text string) string {
	if font.MeasureString(face, text).Ceil() <= right-left {
		return text
	}
	r := []rune(text)
	for len(r) > 0 && font.MeasureString(face, string(r)+"…").Ceil() > right-left {
		r = r[:len(r)-1]
	}
	return strings.TrimSpace(string(r)) + "…"
}

// wrap breaks a text into at most limit lines; the last one may be too long.
func (p *pen) wrap(text string, s style, limit int) []string {
	face := p.face(s)
	var lines []string
	for _, word := range strings.Fields(known(face, text)) {
		last := len(lines) - 1
		if last >= 0 && (len(lines) == limit || font.MeasureString(face, lines[last]+" "+word).Ceil() <= right-left) {
			lines[last] += " " + word
			continue
		}
		if limit > 0 {
			lines = append(lines, word)
		}
	}
	return lines
}

// encode writes a picture as PNG. The best compression takes four times as long
// for a tenth less.
func encode(img image.Image) ([]byte, error) {
	var out bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.DefaultCompression}).Encode(&out, img)
	return out.Bytes(), err
}
