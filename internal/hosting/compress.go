package hosting

import (
	"bytes"
	"compress/gzip"
	"context"
	"maps"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/andybalholm/brotli"
	"golang.org/x/sync/errgroup"

	"statuswiki/internal/cache"
	"statuswiki/internal/site"
)

// A form is a content coding in which a file lies beside the plain one.
type form struct {
	ext    string
	kind   string // of the key in the cache: names the encoder and its version
	encode func(body []byte) []byte
}

// brotliVersion is that of the module; a test holds it to go.mod.
const brotliVersion = "v1.2.8"

var forms = []form{
	{".br", "brotli 11 " + brotliVersion, func(body []byte) []byte {
		var b bytes.Buffer
		w := brotlis.Get().(*brotli.Writer)
		defer brotlis.Put(w)
		w.Reset(&b)
		w.Write(body) // a Buffer takes everything
		w.Close()
		return b.Bytes()
	}},
	{".gz", "gzip 9 " + runtime.Version(), func(body []byte) []byte {
		var b bytes.Buffer
		w := gzips.Get().(*gzip.Writer)
		defer gzips.Put(w)
		w.Reset(&b)
		w.Write(body)
		w.Close()
		return b.Bytes()
	}},
}

// Writers are used again, since each of them takes some megabytes.
var (
	brotlis = sync.Pool{New: func() any { return brotli.NewWriterLevel(nil, brotli.BestCompression) }}
	gzips   = sync.Pool{New: func() any {
		w, _ := gzip.NewWriterLevel(nil, gzip.BestCompression) // the level is valid; the header has no name and no time
		return w
	}}
)

// Compress puts the compressed forms of each file of s beside it that is large
// enough and of a kind to gain: 401/index.html.br in Brotli, 401/index.html.gz
// in gzip, both at their best. A form that is not smaller than the file is left
// out. What c holds is taken from there, and what is made is put there; the site
// is the same with any cache and with none, which nil is.
//
// progress, if not nil, is called from several goroutines with the number of
// files done and of all. The error is ctx's, or that a file of a form's name is
// there already; s is then not to be used.
func Compress(ctx context.Context, s *site.Site, c *cache.Cache, progress func(done, all int)) error {
	files := make(map[string]*site.Lazy)
	for name, f := range s.Lazies() {
		if f.Size() >= site.MinCompress && site.Compressible(f.Type()) && !forHosts(name) {
			files[name] = f
		}
	}
	var adding sync.Mutex // a site is written by one at a time
	var done atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, name := range slices.Sorted(maps.Keys(files)) {
		g.Go(func() error {
			f, err := files[name].File()
			if err != nil {
				return err
			}
			for _, form := range forms {
				if err := ctx.Err(); err != nil {
					return err
				}
				body := form.of(f.Body, c)
				if len(body) >= len(f.Body) {
					continue
				}
				adding.Lock()
				err := s.Add(name+form.ext, "application/octet-stream", body)
				adding.Unlock()
				if err != nil {
					return err
				}
			}
			if progress != nil {
				progress(int(done.Add(1)), len(files))
			}
			return nil
		})
	}
	return g.Wait()
}

// of returns body in this form, from the cache or for it.
func (f form) of(body []byte, c *cache.Cache) []byte {
	key := cache.Key(f.kind, body)
	if coded, ok := c.Get(key); ok {
		return coded
	}
	coded := f.encode(body)
	c.Put(key, coded)
	return coded
}

// forHosts reports whether a file is read by hosts and sent to nobody.
func forHosts(name string) bool { return strings.HasPrefix(path.Base(name), "_") }

// Compressed reports whether name is that of a compressed form of another file,
// and of which.
func Compressed(name string) (plain string, ok bool) {
	for _, f := range forms {
		if plain, ok := strings.CutSuffix(name, f.ext); ok {
			return plain, true
		}
	}
	return "", false
}
