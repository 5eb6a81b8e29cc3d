package draw

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
)

var red = color.RGBA{0x8b, 0x17, 0x17, 255}

func drawn(t *testing.T, c Card) ([]byte, *image.Paletted) {
	t.Helper()
	text, err := c.PNG()
	if err != nil {
		t.Fatal(err)
	}
	return text, decoded(t, text)
}

func decoded(t *testing.T, text []byte) *image.Paletted {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	p, ok := img.(*image.Paletted)
	if !ok || len(p.Palette) > 16 {
		t.Fatalf("%T has more than 16 colours", img)
	}
	return p
}

func sample() Card {
	return Card{"503", "Service Unavailable", "The server is overloaded or closed for maintenance and expects to be back.", "statuswiki", []color.RGBA{red}}
}

// inked counts the pixels that are not paper, in a part of the card.
func inked(p *image.Paletted, r image.Rectangle) (n int) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if p.ColorIndexAt(x, y) != 0 {
				n++
			}
		}
	}
	return n
}

func TestCard(t *testing.T) {
	first, p := drawn(t, sample())
	if p.Bounds() != image.Rect(0, 0, Width, Height) {
		t.Errorf("the card measures %v", p.Bounds())
	}
	if again, _ := drawn(t, sample()); !bytes.Equal(first, again) {
		t.Error("the same card is other bytes")
	}
	if got := p.At(edge/2, Height/2); got != red {
		t.Errorf("the edge is %v", got)
	}
	number := image.Rect(left-16, 100, 600, 330)
	if n := inked(p, number); n < number.Dx()*number.Dy()/5 {
		t.Errorf("the number covers %d pixels", n)
	}
	for name, change := range map[string]func(*Card){
		"number": func(c *Card) { c.Number = "504" }, "title": func(c *Card) { c.Title = "Gateway Timeout" },
		"text": func(c *Card) { c.Text = "Another." }, "site": func(c *Card) { c.Site = "another" },
		"accents": func(c *Card) { c.Accents = []color.RGBA{ink} },
	} {
		c := sample()
		change(&c)
		if other, _ := drawn(t, c); bytes.Equal(first, other) {
			t.Errorf("another %s is not to be seen", name)
		}
	}
}

// However long a text is and whatever it is made of, it stays inside.
func TestCardMargins(t *testing.T) {
	for name, text := range map[string]string{
		"long": strings.Repeat("words and more words ", 50), "one word": strings.Repeat("m", 500), "unknown letters": strings.Repeat("漢字 ", 50) + "\u202e\x00",
		"line ends": "a\nb\tc", "empty": "", "not UTF-8": "\xff\xfe\xfd",
	} {
		_, p := drawn(t, Card{Number: text, Title: text, Text: text, Site: text, Accents: []color.RGBA{red}})
		for _, margin := range []image.Rectangle{image.Rect(edge, 0, edge+20, Height), image.Rect(right+40, 0, Width, Height), image.Rect(edge, Height-24, Width, Height)} {
			if n := inked(p, margin); n > 0 {
				t.Errorf("%s: %d pixels in the margin %v", name, n, margin)
			}
		}
	}
}

func TestCardBands(t *testing.T) {
	bands := []color.RGBA{{1, 2, 3, 255}, {4, 5, 6, 255}, {7, 8, 9, 255}, {10, 11, 12, 255}, {13, 14, 15, 255}}
	_, p := drawn(t, Card{Title: "statuswiki", Text: "A tagline", Accents: bands})
	for i, want := range bands {
		if got := p.At(edge/2, Height/10+i*Height/5); got != want {
			t.Errorf("band %d is %v", i, got)
		}
	}
	if _, p := drawn(t, Card{Title: "none"}); inked(p, image.Rect(0, 0, edge, Height)) > 0 {
		t.Error("an edge without a colour")
	}
}

func TestIcon(t *testing.T) {
	fill := color.RGBA{0x8a, 0x3a, 0, 255}
	white := color.RGBA{255, 255, 255, 255}
	for _, tt := range []struct {
		shape  Shape
		corner color.RGBA
	}{{Rounded, color.RGBA{}}, {Square, fill}, {Maskable, fill}} {
		text, err := Icon{512, tt.shape, fill}.PNG()
		if err != nil {
			t.Fatal(err)
		}
		p := decoded(t, text)
		at := func(x, y int) color.RGBA {
			r, g, b, a := p.At(x, y).RGBA()
			return color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), uint8(a >> 8)}
		}
		if got := at(0, 0); got != tt.corner {
			t.Errorf("shape %d: the corner is %v", tt.shape, got)
		}
		if got := at(256, 60); got != fill {
			t.Errorf("shape %d: the field is %v", tt.shape, got)
		}
		if got := at(272, 256); got != white {
			t.Errorf("shape %d: the sign is %v", tt.shape, got)
		}
		if tt.shape == Maskable { // only a circle of 40 percent is safe
			for y := range 512 {
				for x := range 512 {
					if dx, dy := x-256, y-256; dx*dx+dy*dy > 205*205 && at(x, y) != fill {
						t.Fatalf("the sign reaches %d, %d, which may be cut off", x, y)
					}
				}
			}
		}
	}
}

func TestICO(t *testing.T) {
	text, err := Icon{Size: 32, Fill: red}.PNG()
	if err != nil {
		t.Fatal(err)
	}
	ico := ICO(text, 32)
	size, at := binary.LittleEndian.Uint32(ico[14:]), binary.LittleEndian.Uint32(ico[18:])
	if !bytes.Equal(ico[:6], []byte{0, 0, 1, 0, 1, 0}) || ico[6] != 32 || ico[7] != 32 || int(at+size) != len(ico) {
		t.Fatalf("head % x", ico[:22])
	}
	if p := decoded(t, ico[at:]); p.Bounds().Dx() != 32 {
		t.Errorf("the icon measures %v", p.Bounds())
	}
}
