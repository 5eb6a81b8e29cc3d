package draw

import (
	"encoding/binary"
	"image"
	"image/color"
	"math"
)

// Shape is the outline of an icon.
type Shape int

// The shapes: with rounded corners; a full square, for systems that round its
// corners themselves; and one that keeps clear of all edges, of which any part
// but the circle in the middle may be cut off (W3C Web App Manifest, maskable).
const (
	Rounded Shape = iota
	Square
	Maskable
)

// Icon describes an icon: the sign of static/favicon.svg.
type Icon struct {
	Size  int // width and height in pixels
	Shape Shape
	Fill  color.RGBA
}

// strokes are the lines of the sign on a field of 32 by 32, and reach is half
// their width.
var strokes = [][4]float64{{8, 9, 8, 18}, {8, 18, 17, 18}, {17, 8, 17, 24}, {24, 8, 24, 24}}

const (
	field  = 32
	around = 4 // of which the sign keeps clear
	reach  = 1.7
	corner = 7
)

// PNG draws the icon.
func (c Icon) PNG() ([]byte, error) {
	white := color.RGBA{255, 255, 255, 255}
	palette := color.Palette{color.RGBA{}}
	for i := range steps {
		palette = append(palette, mix(color.RGBA{}, c.Fill, i+1, steps))
	}
	for i := range steps {
		palette = append(palette, mix(c.Fill, white, i+1, steps))
	}
	img := image.NewPaletted(image.Rect(0, 0, c.Size, c.Size), palette)
	pixel := field / float64(c.Size)
	for y := range c.Size {
		for x := range c.Size {
			img.Pix[y*img.Stride+x] = c.at((float64(x)+.5)*pixel, (float64(y)+.5)*pixel, pixel)
		}
	}
	return encode(img)
}

// at returns the colour of a pixel around the point x, y of the field.
func (c Icon) at(x, y, pixel float64) uint8 {
	sx, sy, px := x, y, pixel
	if c.Shape == Maskable {
		const shrunk = .82
		sx, sy, px = (x-field/2)/shrunk+field/2, (y-field/2)/shrunk+field/2, pixel/shrunk
	}
	if around < sx && sx < field-around && around < sy && sy < field-around {
		far := math.Inf(1)
		for _, s := range strokes {
			far = min(far, distance(sx, sy, s))
		}
		if n := shade(math.Sqrt(far)-reach, px); n > 0 {
			return uint8(steps + n)
		}
	}
	if c.Shape != Rounded {
		return steps
	}
	dx, dy := math.Abs(x-field/2)-(field/2-corner), math.Abs(y-field/2)-(field/2-corner)
	if dx <= 0 || dy <= 0 {
		return steps
	}
	return uint8(shade(math.Sqrt(square(dx)+square(dy))-corner, pixel))
}

// shade returns how much of a pixel lies inside an edge that is so far away,
// in steps.
func shade(away, pixel float64) int {
	return int(math.Round(min(max(.5-away/pixel, 0), 1) * steps))
}

// distance is the square of that of a point from a stroke, all of which are
// level or upright and lead right or down.
func distance(x, y float64, s [4]float64) float64 {
	return square(x-min(max(x, s[0]), s[2])) + square(y-min(max(y, s[1]), s[3]))
}

// square is converted so that no processor joins it with a sum, which would
// round differently.
func square(v float64) float64 { return float64(v * v) }

// ICO puts a PNG of at most 256 pixels into the container that browsers ask for
// at /favicon.ico.
func ICO(png []byte, size int) []byte {
	head := []byte{0, 0, 1, 0, 1, 0, byte(size), byte(size), 0, 0, 1, 0, 32, 0} // one icon; one plane, 32 bits
	head = binary.LittleEndian.AppendUint32(head, uint32(len(png)))
	head = binary.LittleEndian.AppendUint32(head, uint32(len(head)+4))
	return append(head, png...)
}
