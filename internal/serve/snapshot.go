package serve

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"statuswiki/internal/hosting"
	"statuswiki/internal/layered"
	"statuswiki/internal/site"
)

// A snapshot is a site as it is served. It does not change once it is made,
// other than that its resources are made and prepare their codings when first
// asked for.
type snapshot struct {
	id        string                         // stands for the files
	sum       mark                           // of all resources
	resources layered.Map[string, *resource] // by URL path: "/", "/401/", "/404.html"
	missing   *resource                      // the body of every other 404
	site      *site.Site
	try       *answers // nil when the site has no answers to try
	made      sync.Map // URL path → *resource that the site made for a path without a file
}

// newSnapshot prepares s to be served, with the live script in its pages or
// without. What is the same in prev is taken from there, codings and all, so
// that a change to one page makes and compresses one page. It also returns the
// URL paths that differ from prev, in ascending order; of files that nobody has
// asked for yet, it takes those to differ that are not known to be the same.
func newSnapshot(s *site.Site, prev *snapshot, live bool) (snap *snapshot, changed []string) {
	if prev == nil {
		prev = new(snapshot)
	}
	snap = &snapshot{site: s, sum: prev.sum}
	now := make(map[string]*resource)
	use := func(path string, file *site.Lazy) *resource {
		url := urlPath(path)
		r, was := prev.resources.Get(url)
		if was && r.is(file) {
			return r
		}
		if was {
			snap.sum.flip(r.mark)
		}
		r = &resource{lazy: file, live: live && isHTML(file.Type()), immutable: hosting.CacheControl(path) == hosting.Immutable, mark: newMark(url, file)}
		snap.sum.flip(r.mark)
		changed = append(changed, url)
		now[url] = r
		return r
	}
	if paths, few := s.Since(prev.site); few {
		for _, path := range paths {
			if file, there := s.Lazy(path); there && now[urlPath(path)] == nil {
				use(path, file)
			}
		}
		snap.resources = prev.resources.With(now)
	} else {
		for path, file := range s.Lazies() {
			now[urlPath(path)] = use(path, file)
		}
		for url, r := range prev.resources.All() {
			if now[url] == nil {
				changed = append(changed, url)
				snap.sum.flip(r.mark)
			}
		}
		snap.resources = layered.Of(now)
	}
	slices.Sort(changed)
	snap.id = base64.RawURLEncoding.EncodeToString(snap.sum[:])
	if snap.missing = snap.at("/404.html"); snap.missing == nil {
		snap.missing = plainMissing
	}
	return snap, changed
}

// at returns the resource at a URL path, or nil.
func (s *snapshot) at(url string) *resource {
	r, _ := s.resources.Get(url)
	return r
}

// A mark stands for a file at its URL path. The marks of all files, put together
// in any order, stand for the site, and one that changes is taken out and put in
// again.
type mark [12]byte

// newMark returns the mark of a file. One that is not made yet is like no other,
// in this run of the program or the next.
func newMark(url string, file *site.Lazy) (m mark) {
	what := started + strconv.FormatInt(births.Add(1), 36)
	if file.Made() {
		if f, err := file.File(); err == nil {
			what = f.ETag
		}
	}
	sum := sha256.Sum256([]byte(url + "\x00" + file.Type() + "\x00" + what))
	return mark(sum[:len(m)])
}

func (m *mark) flip(o mark) {
	for i := range m {
		m[i] ^= o[i]
	}
}

var (
	births  atomic.Int64
	started = rand.Text()
)

// plainMissing is the 404 of a site that has none of its own.
var plainMissing = resourceOf(site.NewFile("text/plain; charset=utf-8", []byte("There is no such page.\n")))

const indexFile = "index.html"

// urlPath returns the URL path at which a file of a site is served.
func urlPath(path string) string {
	if path == indexFile || strings.HasSuffix(path, "/"+indexFile) {
		return "/" + strings.TrimSuffix(path, indexFile)
	}
	return "/" + path
}

// lookup finds what is at the path of a URL: a resource, or the path to
// redirect to, or neither.
func (s *snapshot) lookup(path string) (r *resource, redirect string) {
	if to, moved := s.site.Moved(strings.TrimSuffix(strings.TrimPrefix(path, "/"), "/") + "/"); moved {
		return nil, "/" + to
	}
	if r := s.at(path); r != nil {
		return r, ""
	}
	if path == "" || path[0] != '/' || path[len(path)-1] == '/' {
		return nil, ""
	}
	if slashed := path + "/"; s.at(slashed) != nil {
		return nil, slashed
	}
	if dir, ok := strings.CutSuffix(path, indexFile); ok && s.at(dir) != nil && dir[len(dir)-1] == '/' {
		return nil, dir
	}
	return nil, ""
}

// absent returns the body of the 404 for a path. Those that the site makes for
// the occasion are kept where there are few: see keptDigits.
func (s *snapshot) absent(path string) *resource {
	if s.site.Missing == nil || len(path) < len("/1") || len(path) > len("/999999/") {
		return s.missing
	}
	key := strings.Trim(path, "/")
	if r, ok := s.made.Load(key); ok {
		return r.(*resource)
	}
	f, ok := s.site.Missing(key + "/")
	if !ok {
		return s.missing
	}
	made := &resource{lazy: resourceOf(f).lazy, live: s.missing.live}
	if len(key) > keptDigits {
		return made
	}
	r, _ := s.made.LoadOrStore(key, made)
	return r.(*resource)
}

// keptDigits bounds what is kept of pages for unknown numbers: those of HTTP and
// of codes with four digits. Of longer ones there are too many.
const keptDigits = 4

// A resource is one file and the forms it is sent in.
type resource struct {
	lazy      *site.Lazy
	mark      mark
	live      bool // a page that gets the live script
	immutable bool // its name stands for its bytes
	mu        sync.Mutex
	forms     [codings]atomic.Pointer[form] // nil until first asked for
}

// resourceOf returns the resource for a file that is there.
func resourceOf(f site.File) *resource {
	return &resource{lazy: site.NewLazy(f.Type, func() ([]byte, error) { return f.Body, nil })}
}

// file returns the file. One that cannot be made says so.
func (r *resource) file() site.File {
	f, err := r.lazy.File()
	if err != nil {
		return site.NewFile("text/plain; charset=utf-8", []byte("This cannot be shown: "+err.Error()+"\n"))
	}
	return f
}

// is reports whether the resource is known to show this very file.
func (r *resource) is(file *site.Lazy) bool {
	if r.lazy == file {
		return true
	}
	if !r.lazy.Made() || !file.Made() || r.lazy.Type() != file.Type() {
		return false
	}
	f, err := file.File()
	return err == nil && r.file().ETag == f.ETag
}

// A form is a resource in one coding, ready to be sent. Forms do not change.
type form struct {
	body []byte
	etag string
	// The header fields by what is answered.
	ok, missing, notModified []field
	// ok in parts, for a connection that sends most of them itself.
	known      []field
	vary, wire string
}

// form returns r in coding c, or in identity where c gains nothing.
func (r *resource) form(c coding) *form {
	if f := r.forms[c].Load(); f != nil {
		return f
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if f := r.forms[c].Load(); f != nil {
		return f
	}
	plain := r.forms[identity].Load()
	if plain == nil {
		plain = r.prepare(identity, r.text())
		r.forms[identity].Store(plain)
	}
	if c == identity {
		return plain
	}
	f := plain
	if r.coded() {
		if body := encode(c, plain.body); len(body) < len(plain.body) {
			f = r.prepare(c, body)
		}
	}
	r.forms[c].Store(f)
	return f
}

// coded reports whether r is worth compressing. It does not look at the text
// with the live script, so that a page has the same codings with and without.
func (r *resource) coded() bool {
	return len(r.file().Body) >= site.MinCompress && site.Compressible(r.file().Type)
}

// text returns the bytes of r in identity.
func (r *resource) text() []byte {
	if r.live {
		return inject(r.file().Body, r.file().ETag)
	}
	return r.file().Body
}

func (r *resource) prepare(c coding, body []byte) *form {
	mediaType := r.file().Type
	if mediaType == "" {
		mediaType = "application/octet-stream"
	}
	f := &form{body: body}
	if tag := strings.Trim(r.file().ETag, `"`); tag != "" {
		if r.live {
			tag += liveSuffix
		}
		f.etag = `"` + tag + c.suffix() + `"`
	}
	common := append([]field{cacheRevalidate, policyOf(r.file())}, securityHeaders...)
	if r.immutable {
		common[0] = cacheForEver
	}
	if r.coded() {
		common = append(common, varyCoding)
	}
	f.missing = append(f.missing, newField("Content-Type", mediaType), newField("Content-Length", strconv.Itoa(len(body))))
	f.missing = append(f.missing, common...)
	if c != identity {
		f.missing = append(f.missing, newField("Content-Encoding", c.token()))
	}
	etag := newField("Etag", f.etag)
	f.ok = append(f.ok, f.missing...)
	f.ok = append(f.ok, etag)
	if c == identity {
		f.ok = append(f.ok, acceptRanges)
	}
	if len(body) >= worthHolding {
		f.known, f.vary, f.wire = onTheWire(f.ok)
	}
	f.notModified = append(f.notModified, common...)
	f.notModified = append(f.notModified, etag)
	return f
}

// isHTML reports whether a media type is that of pages.
func isHTML(mediaType string) bool {
	t, _, _ := strings.Cut(mediaType, ";")
	return strings.EqualFold(strings.TrimSpace(t), "text/html")
}
