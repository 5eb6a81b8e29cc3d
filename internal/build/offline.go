package build

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"statuswiki/internal/site"
	"statuswiki/internal/try"
)

// A browser can keep the wiki: static/sw.js, the service worker, fetches what is
// listed in [offlinePath] and checks it by its hashes. Who keeps it for the first
// time gets all of it as one file, in which the styles stand once: a third of the
// octets that the pages have one by one, and one request in place of hundreds.
// Later only what has changed is fetched.
//
// The version is a hash of all, and stands in the worker. So a browser that looks
// whether the worker has changed, which it does by itself, learns of a new site.
const offlinePath = "offline.json"

// offlineList is what offline.json says.
type offlineList struct {
	Version string            `json:"version"` // the one that the worker of the same site has
	Pack    string            `json:"pack"`    // path of the file with all files
	Files   map[string]string `json:"files"`   // path below the root, as a browser asks for it → hash
}

// offlinePack is the file with all files. Pages have the number of their style
// between the tags <style>, in place of the style.
type offlinePack struct {
	Styles []string          `json:"styles"`
	Files  map[string]string `json:"files"`
}

// offlineData are the files besides pages, scripts and styles that pages load.
var offlineData = []string{"search.json", doctorDataPath, try.File, "favicon.svg"}

// notOffline are scripts that only pages from disk load.
var notOffline = []string{"search-index.js", "doctor-data.js"}

// keptOffline reports whether the file at path is kept.
func keptOffline(p string) bool {
	switch path.Ext(p) {
	case ".html":
		return p != WholePath
	case ".js", ".css":
		return !slices.Contains(notOffline, p)
	}
	return slices.Contains(offlineData, p)
}

// addOffline puts the service worker into the site, and what it keeps if the
// site may be kept.
func (b *builder) addOffline(s *site.Site) error {
	version := ""
	if b.assets.offline {
		var err error
		if version, err = addPack(s); err != nil {
			return err
		}
	}
	if b.assets.worker == nil {
		return nil
	}
	text := bytes.Replace(b.assets.worker, []byte("version = ''"), []byte("version = "+strconv.Quote(version)), 1)
	return s.Add(workerPath, mediaType(workerPath), text)
}

// addPack adds the list and the pack of what is kept, and returns the version.
func addPack(s *site.Site) (string, error) {
	list := offlineList{Files: make(map[string]string)}
	pack := offlinePack{Files: make(map[string]string)}
	all := sha256.New()
	for p, f := range s.All() {
		if !keptOffline(p) {
			continue
		}
		asked, hash := strings.TrimSuffix(p, "index.html"), shortHash(f.Body)
		list.Files[asked] = hash
		pack.Files[asked] = pack.withoutStyle(string(f.Body))
		fmt.Fprintln(all, asked, hash)
	}
	list.Version = shortHash(all.Sum(nil))
	text, err := compact(pack)
	if err != nil {
		return "", err
	}
	list.Pack = fingerprint(offlinePath, text)
	if err := s.Add(list.Pack, mediaType(list.Pack), text); err != nil {
		return "", err
	}
	if text, err = compact(list); err != nil {
		return "", err
	}
	return list.Version, s.Add(offlinePath, mediaType(offlinePath), text)
}

// withoutStyle takes the style from a page and puts its number there.
func (p *offlinePack) withoutStyle(page string) string {
	before, rest, ok := strings.Cut(page, "<style>")
	style, after, end := strings.Cut(rest, "</style>")
	if !ok || !end {
		return page
	}
	i := slices.Index(p.Styles, style)
	if i < 0 {
		i = len(p.Styles)
		p.Styles = append(p.Styles, style)
	}
	return before + "<style>" + strconv.Itoa(i) + "</style>" + after
}

// compact returns v as JSON in which < > and & stand as they are.
func compact(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}

// shortHash is enough to notice what is broken or of another version; who can
// change what is fetched can change the hashes as well.
func shortHash(text []byte) string {
	sum := sha256.Sum256(text)
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

// mayBeKept reports whether the settings let browsers keep the site.
func (b *builder) mayBeKept() bool {
	return b.opt.Offline && (!b.set.Settings.Offline.Given() || b.set.Settings.Offline.Value)
}
