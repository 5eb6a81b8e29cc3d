package links

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// How long an answer is good for.
const (
	goodFor = 7 * 24 * time.Hour
	badFor  = 24 * time.Hour
)

// Cache holds answers between runs. The zero value is empty. It is kept in a
// file of JSON.
type Cache struct {
	answers map[string]Answer
}

// cacheFile is the form of the file. The first key is how it is recognised.
type cacheFile struct {
	Form    int               `json:"statuswiki-links"`
	Answers map[string]Answer `json:"answers"`
}

const (
	cacheForm     = 1
	maxCacheBytes = 64 << 20
)

// ErrNoCache is that a file is there and is no cache of links, so that it must
// not be written over.
var ErrNoCache = errors.New("is no cache of links; name another file, or delete it if nobody needs it")

// ReadCache reads a cache. A file that is not there or empty is an empty one; of
// one in another form the error is [ErrNoCache].
func ReadCache(path string) (*Cache, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &Cache{}, nil
	}
	if err == nil && (!info.Mode().IsRegular() || info.Size() > maxCacheBytes) {
		return nil, fmt.Errorf("%s %w", path, ErrNoCache)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var file cacheFile
	if len(text) == 0 {
		return &Cache{}, nil
	}
	if err := json.Unmarshal(text, &file); err != nil || file.Form != cacheForm {
		return nil, fmt.Errorf("%s %w", path, ErrNoCache)
	}
	return &Cache{file.Answers}, nil
}

// Write writes the cache to a file, whose folder is made if needed, without
// answers that are too old at the time now. The old file stands until the new
// one is whole.
func (c *Cache) Write(path string, now time.Time) error {
	file := cacheFile{cacheForm, make(map[string]Answer)}
	for key, a := range c.answers {
		if a.within(goodFor, now) {
			file.Answers[key] = a
		}
	}
	text, err := json.MarshalIndent(file, "", " ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(path), ".links-*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name()) // it has another name if all went well
	_, err = temp.Write(append(text, '\n'))
	if err = errors.Join(err, temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), path)
}

// keep adds an answer.
func (c *Cache) keep(key string, a Answer) {
	if a.refused || a.later {
		return
	}
	if c.answers == nil {
		c.answers = make(map[string]Answer)
	}
	c.answers[key] = a
}

// fresh returns the answer for a target if it is good still and says of every
// place that is sought whether it is there.
func (c *Cache) fresh(t *target, now time.Time) (Answer, bool) {
	a, ok := c.answers[t.key]
	if !ok {
		return Answer{}, false
	}
	good := a.Fault == "" && a.Moved == "" && a.Status >= 200 && a.Status < 300
	for _, f := range t.fragments {
		if a.Fault == "" && a.Status < 300 && !slices.Contains(a.Sought, f) {
			return Answer{}, false
		}
		if has, sure := a.Fragments[f]; sure && !has {
			good = false
		}
	}
	life := badFor
	if good {
		life = goodFor
	}
	return a, a.within(life, now)
}

// within reports whether an answer is no older than some time, and not from the
// future, which a clock that was set back makes of all.
func (a Answer) within(life time.Duration, now time.Time) bool {
	age := now.Sub(a.Asked)
	return age >= 0 && age <= life
}
