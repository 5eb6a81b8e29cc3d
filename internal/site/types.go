package site

import (
	"path"
	"strings"
)

// MinCompress is the size, in octets, below which a file is not worth
// compressing: it fits into one packet either way.
const MinCompress = 1 << 10

// MediaType names the type of a file by its ending. The table is our own: the
// one of the mime package grows with the machine it runs on.
func MediaType(name string) string {
	if t, ok := NamedTypes[name]; ok {
		return t
	}
	if t, ok := MediaTypes[path.Ext(name)]; ok {
		return t
	}
	return "application/octet-stream"
}

// MediaTypes are the types of the files that a site can have, by ending, with
// their parameters. It must not be changed.
var MediaTypes = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".json": "application/json",
	".svg": "image/svg+xml", ".png": "image/png", ".txt": "text/plain; charset=utf-8", ".ico": "image/x-icon",
	".xml": "application/xml", ".webmanifest": "application/manifest+json", ".md": "text/markdown; charset=utf-8", ".csv": "text/csv; charset=utf-8; header=present",
}

// NamedTypes are the types that do not follow from the ending, by path. It must
// not be changed.
var NamedTypes = map[string]string{"feed.xml": "application/atom+xml"}

// Compressible reports whether files of a media type get smaller.
func Compressible(mediaType string) bool {
	t, _, _ := strings.Cut(mediaType, ";")
	t = strings.ToLower(strings.TrimSpace(t))
	switch t {
	case "application/json", "application/javascript", "application/xml", "application/wasm",
		"application/manifest+json", "image/svg+xml", "image/x-icon", "image/bmp", "font/ttf", "font/otf":
		return true
	}
	return strings.HasPrefix(t, "text/") || strings.HasSuffix(t, "+json") || strings.HasSuffix(t, "+xml")
}
