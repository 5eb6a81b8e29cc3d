package build

import (
	"encoding/json"
	"image/color"
	"strconv"
	"sync"

	"statuswiki/internal/draw"
)

const (
	manifestPath   = "site.webmanifest"
	touchIconPath  = "apple-touch-icon.png"
	faviconPath    = "favicon.ico"
	maskableIcon   = "icon-maskable.png"
	maskableSize   = 512
	touchIconSize  = 180
	faviconSize    = 32
	manifestCharIn = 12 // characters that a home screen shows of a name
)

// iconSizes are those that the manifest has to name for a site to be installed.
var iconSizes = []int{192, 512}

// Colours of static/favicon.svg and of static/style.css; tests hold them
// together.
var (
	brand = color.RGBA{0x8a, 0x3a, 0x00, 255}
	paper = color.RGBA{0xfd, 0xfd, 0xfb, 255}
)

// icons are drawn once for all builds of a process, since they depend on
// nothing.
var icons = sync.OnceValues(func() (map[string][]byte, error) {
	out := make(map[string][]byte)
	draws := map[string]draw.Icon{
		touchIconPath: {Size: touchIconSize, Shape: draw.Square, Fill: brand},
		maskableIcon:  {Size: maskableSize, Shape: draw.Maskable, Fill: brand},
		faviconPath:   {Size: faviconSize, Fill: brand},
	}
	for _, size := range iconSizes {
		draws[iconPath(size)] = draw.Icon{Size: size, Fill: brand}
	}
	for path, icon := range draws {
		png, err := icon.PNG()
		if err != nil {
			return nil, err
		}
		if path == faviconPath {
			png = draw.ICO(png, faviconSize)
		}
		out[path] = png
	}
	return out, nil
})

func iconPath(size int) string { return "icon-" + strconv.Itoa(size) + ".png" }

// iconPages are the icons and the manifest that names them.
func (b *builder) iconPages() []page {
	paths := []string{touchIconPath, maskableIcon, faviconPath}
	for _, size := range iconSizes {
		paths = append(paths, iconPath(size))
	}
	if b.set.Logo != nil {
		paths = nil // they show another picture
	}
	var out []page
	for _, path := range paths {
		out = append(out, page{path: path, of: "the icon", raw: func() ([]byte, error) {
			all, err := icons()
			return all[path], err
		}})
	}
	return append(out, page{path: manifestPath, of: "the manifest", raw: b.manifest})
}

// manifest describes the site to systems that can put it on a home screen (W3C
// Web Application Manifest). Its addresses are relative to itself.
func (b *builder) manifest() ([]byte, error) {
	type icon struct {
		Src     string `json:"src"`
		Sizes   string `json:"sizes"`
		Type    string `json:"type"`
		Purpose string `json:"purpose,omitempty"`
	}
	all := []icon{{Src: "favicon.svg", Sizes: "any", Type: "image/svg+xml"}}
	sized := func(path string, size int, purpose string) icon {
		n := strconv.Itoa(size)
		return icon{path, n + "x" + n, "image/png", purpose}
	}
	if b.set.Logo == nil {
		for _, size := range iconSizes {
			all = append(all, sized(iconPath(size), size, ""))
		}
		all = append(all, sized(maskableIcon, maskableSize, "maskable"))
	}
	theme := brand
	if len(b.set.Settings.Colours) > 0 {
		theme = b.cardAccents()[0]
	}
	text, err := json.MarshalIndent(struct {
		Name        string `json:"name"`
		ShortName   string `json:"short_name"`
		Description string `json:"description"`
		Lang        string `json:"lang"`
		ID          string `json:"id"`
		StartURL    string `json:"start_url"`
		Scope       string `json:"scope"`
		Display     string `json:"display"`
		Theme       string `json:"theme_color"`
		Background  string `json:"background_color"`
		Icons       []icon `json:"icons"`
	}{
		b.set.Settings.Title.Value, firstChars(b.set.Settings.Title.Value, manifestCharIn), b.set.Settings.Tagline.Value,
		"en", "./", "./", "./", "minimal-ui", hexColour(theme), hexColour(paper), all,
	}, "", "  ")
	return append(text, '\n'), err
}

func hexColour(c color.RGBA) string {
	const digits = "0123456789abcdef"
	out := []byte{'#'}
	for _, v := range []uint8{c.R, c.G, c.B} {
		out = append(out, digits[v>>4], digits[v&15])
	}
	return string(out)
}
