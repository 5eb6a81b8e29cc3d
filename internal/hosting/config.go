package hosting

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"statuswiki/internal/site"
)

// A Config is the part of a server's configuration that is about one site.
type Config struct {
	folder    string // absolute, without a slash at the end
	prefix    string // of URL paths, with a slash at both ends
	redirects []Redirect

	// Brotli says that the server can send the forms in Brotli. Caddy always can.
	Brotli bool
}

// NewConfig reads from a folder that a build wrote what a server has to know of
// it. base is the address at which it will stand, as it was for the build, or
// empty for the root of the server. The error says what is wrong with the
// folder, or with its name: no configuration can hold every name.
func NewConfig(folder, base string) (*Config, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	folder = filepath.ToSlash(folder)
	if i := strings.IndexFunc(folder, func(r rune) bool { return r < ' ' || r == 0x7f || strings.ContainsRune("\"'`\\${}", r) }); i >= 0 {
		return nil, fmt.Errorf("the folder %q has a character in its name that configurations of servers read as something else: %q", folder, folder[i])
	}
	if _, err := os.Stat(filepath.Join(folder, "index.html")); err != nil {
		return nil, fmt.Errorf("%s holds no site: %w; build one first, with statuswiki build -o", folder, err)
	}
	c := &Config{folder: folder, prefix: basePath(base)}
	if dir := strings.Trim(c.prefix, "/"); dir != "" && site.ValidPath(dir) != nil {
		return nil, fmt.Errorf("the path of the base URL %q has characters that configurations of servers read as something else: %w", base, site.ValidPath(dir))
	}
	text, err := os.ReadFile(filepath.Join(folder, redirectsFile))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if c.redirects, err = parseRedirects(string(text), c.prefix); err != nil {
		return nil, fmt.Errorf("%s/%w; was it built with the same --base-url?", folder, err)
	}
	return c, nil
}

// endings are those of the media types, without the dot, in ascending order.
func endings() []string {
	var out []string
	for _, ext := range slices.Sorted(maps.Keys(site.MediaTypes)) {
		out = append(out, strings.TrimPrefix(ext, "."))
	}
	return out
}

// hidden matches what is not for readers in the path of a URL: files about the
// site, and the compressed forms by their own names.
const hidden = `(^|/)(\.nojekyll|\.statuswiki-manifest|_headers|_redirects)$|\.(br|gz)$`

// odd matches, in the path of a URL as it was sent, what servers tidy up to get
// the path of a file: empty and dot segments, escaped dots and slashes. Each page
// has one address, and nothing else is one.
const odd = `(//|/\.\.?([/? ]|$)|%2e|%2f|%5c)`
