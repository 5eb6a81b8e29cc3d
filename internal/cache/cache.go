// Package cache keeps on the disk, from one run of the program to the next,
// what is costly to make and follows from its input alone: compressed files,
// pictures, coloured code.
//
// A value is found by its [Key], a hash of what it was made by and from, so
// nothing in a cache is ever out of date: another encoder, another input is
// another key. A cache is no source of truth. One that is missing, full,
// unwritable, broken or full of strangers' files costs time and changes
// nothing, hence no function here returns an error; whoever asks makes what is
// not there.
//
// # On the disk
//
//	CACHEDIR.TAG     tells backup programs that nothing is lost (bford.info/cachedir)
//	3f/3f09…e2       one value: a seal of 32 octets, then the value
//
// The seal is the hash of the key and the value. A file whose seal is not right
// (cut short, edited, renamed, somebody else's) counts as not there. Files are
// written beside their place and renamed, so that a reader finds a whole one or
// none, and several programs may use one folder. [Cache.Close] removes what was
// not asked for longest when there is more than [Limit]; it removes no file
// whose name is not of the form above.
package cache

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

// Limit is how many octets of values and seals a cache keeps from one run to
// the next.
const Limit = 256 << 20

// maxValue is the size of a value, in octets, from which it is not kept.
const maxValue = 16 << 20

// touched is how old the time of a file has to be before Get sets it anew. The
// order in which values go needs no more.
const touched = 24 * time.Hour

const (
	tagName = "CACHEDIR.TAG"
	tagText = "Signature: 8a477f597d28d172789f06886806bc55\n# This folder holds what statuswiki can make again.\n"
	sealLen = sha256.Size
)

// A Cache is a folder of values. A nil *Cache is one that never holds anything.
// Its methods may be called from several goroutines.
type Cache struct {
	dir   string
	limit int64

	once sync.Once
	root *os.Root    // nil until first needed, and where the folder cannot be used
	put  atomic.Bool // something was put since Open
}

// Default returns the folder that a cache has when nobody names one: statuswiki
// in [os.UserCacheDir]. It is empty where the system has no such place.
func Default() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "statuswiki")
}

// Open returns the cache in the folder dir, which is made when something is
// first put or asked for. An empty dir gives nil, the cache that holds nothing.
func Open(dir string) *Cache {
	if dir == "" {
		return nil
	}
	return &Cache{dir: dir, limit: Limit}
}

// Key returns the name of a value. kind says what makes it and in which
// version, "brotli 11 v1.2.3"; parts are all that it is made from, in order.
// Parts are told apart: Key("k", ab, c) is not Key("k", a, bc).
func Key(kind string, parts ...[]byte) string {
	sum := sha256.New()
	var n [8]byte
	for _, p := range append([][]byte{[]byte(kind)}, parts...) {
		binary.BigEndian.PutUint64(n[:], uint64(len(p)))
		sum.Write(n[:])
		sum.Write(p)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Get returns the value that was put under key, and whether there is one.
func (c *Cache) Get(key string) ([]byte, bool) {
	root := c.open()
	if root == nil || !isKey(key) {
		return nil, false
	}
	name := place(key)
	info, err := root.Lstat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() < sealLen || info.Size() > sealLen+maxValue {
		return nil, false
	}
	file, err := root.ReadFile(name)
	if err != nil || len(file) < sealLen {
		return nil, false
	}
	value := file[sealLen:]
	if s := seal(key, value); !bytes.Equal(file[:sealLen], s[:]) {
		return nil, false
	}
	if now := time.Now(); now.Sub(info.ModTime()) > touched {
		root.Chtimes(name, now, now) // else it goes before its time
	}
	return value, true
}

// Put keeps value under key, a result of [Key], in place of what is there. It
// keeps nothing where that is not possible, or where value is very large.
func (c *Cache) Put(key string, value []byte) {
	root := c.open()
	if root == nil || !isKey(key) || len(value) > maxValue {
		return
	}
	c.put.Store(true)
	if err := root.Mkdir(key[:2], 0o700); err != nil && !os.IsExist(err) {
		return
	}
	work := filepath.Join(key[:2], workPrefix+rand.Text())
	s := seal(key, value)
	if err := root.WriteFile(work, append(s[:], value...), 0o600); err != nil {
		root.Remove(work)
		return
	}
	if err := root.Rename(work, place(key)); err != nil {
		root.Remove(work)
	}
}

// Close ends the use of a cache, and brings its size down to the limit if
// something was put.
func (c *Cache) Close() {
	if c == nil {
		return
	}
	c.once.Do(func() {})
	if c.root == nil {
		return
	}
	if c.put.Load() {
		trim(c.root, c.limit, time.Now())
	}
	c.root.Close()
	c.root = nil
}

// open returns the folder, or nil where it cannot be used.
func (c *Cache) open() *os.Root {
	if c == nil {
		return nil
	}
	c.once.Do(func() {
		if os.MkdirAll(c.dir, 0o700) != nil {
			return
		}
		root, err := os.OpenRoot(c.dir)
		if err != nil {
			return
		}
		c.root = root
		if _, err := root.Lstat(tagName); os.IsNotExist(err) {
			root.WriteFile(tagName, []byte(tagText), 0o600) // where that fails, so will Put
		}
	})
	return c.root
}

// place returns where the value of a key lies.
func place(key string) string { return filepath.Join(key[:2], key) }

// isKey reports whether s can be a result of Key.
func isKey(s string) bool {
	if len(s) != 2*sha256.Size {
		return false
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// seal binds a value to its key.
func seal(key string, value []byte) [sealLen]byte {
	return sha256.Sum256(append([]byte(key), value...))
}
