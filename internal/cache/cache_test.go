package cache

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// wants asserts what is under key; nil for nothing.
func wants(t *testing.T, c *Cache, key string, want []byte) {
	t.Helper()
	got, ok := c.Get(key)
	if ok != (want != nil) || !bytes.Equal(got, want) {
		t.Errorf("Get = %q, %v, want %q", got, ok, want)
	}
}

func TestKeepsFromRunToRun(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deep", "cache")
	key := Key("kind", []byte("from"))
	c := Open(dir)
	wants(t, c, key, nil)
	c.Put(key, []byte("value"))
	empty := Key("kind", []byte("nothing"))
	c.Put(empty, []byte{})
	wants(t, c, key, []byte("value"))
	c.Close()
	wants(t, Open(dir), key, []byte("value"))
	wants(t, Open(dir), empty, []byte{})
	if _, err := os.Stat(filepath.Join(dir, tagName)); err != nil {
		t.Error(err)
	}
}

func TestKeysDiffer(t *testing.T) {
	seen := make(map[string]string)
	for name, key := range map[string]string{
		"ab c": Key("k", []byte("ab"), []byte("c")), "a bc": Key("k", []byte("a"), []byte("bc")),
		"abc": Key("k", []byte("abc")), "kab c": Key("kab", []byte("c")), "abc and nothing": Key("k", []byte("abc"), nil),
		"none": Key("k"), "other kind": Key("l", []byte("abc")),
	} {
		if other, taken := seen[key]; taken {
			t.Errorf("%s and %s have one key", name, other)
		}
		seen[key] = name
		if !isKey(key) {
			t.Errorf("%q", key)
		}
	}
}

// What is not as it was written is not there, whatever was done to it.
func TestBrokenAndForeignFiles(t *testing.T) {
	dir := t.TempDir()
	key, other := Key("kind", []byte("1")), Key("kind", []byte("2"))
	c := Open(dir)
	c.Put(other, []byte("another value"))
	file := filepath.Join(dir, place(key))
	theirs, err := os.ReadFile(filepath.Join(dir, place(other)))
	if err != nil {
		t.Fatal(err)
	}
	for name, harm := range map[string]func(whole []byte) error{
		"empty":         func([]byte) error { return os.WriteFile(file, nil, 0o600) },
		"short":         func(w []byte) error { return os.WriteFile(file, w[:sealLen-1], 0o600) },
		"cut":           func(w []byte) error { return os.WriteFile(file, w[:len(w)-1], 0o600) },
		"longer":        func(w []byte) error { return os.WriteFile(file, append(w, 0), 0o600) },
		"one bit":       func(w []byte) error { w[len(w)-1] ^= 1; return os.WriteFile(file, w, 0o600) },
		"another's":     func([]byte) error { return os.WriteFile(file, theirs, 0o600) },
		"text":          func([]byte) error { return os.WriteFile(file, bytes.Repeat([]byte("text"), 50), 0o600) },
		"a folder":      func([]byte) error { os.Remove(file); return os.Mkdir(file, 0o700) },
		"a link":        func([]byte) error { os.Remove(file); return os.Symlink("/etc/hostname", file) },
		"not readable":  func([]byte) error { return os.Chmod(file, 0) },
		"nothing there": func([]byte) error { return os.Remove(file) },
	} {
		t.Run(name, func(t *testing.T) {
			if name == "not readable" && os.Geteuid() == 0 {
				return // root reads it; what it reads is right
			}
			os.RemoveAll(file)
			c.Put(key, []byte("value"))
			whole, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := harm(whole); err != nil {
				t.Fatal(err)
			}
			wants(t, c, key, nil)
		})
	}
}

// A folder that cannot be used costs time only.
func TestNoCache(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]*Cache{
		"none": Open(""), "a file": Open(file), "below a file": Open(filepath.Join(file, "cache")), "NUL": Open("a\x00b"),
	} {
		key := Key("kind")
		c.Put(key, []byte("value"))
		if _, ok := c.Get(key); ok {
			t.Errorf("%s: it keeps", name)
		}
		c.Close()
	}
	c := Open(filepath.Join(dir, "cache"))
	for _, key := range []string{"", "../file", "aa", Key("k")[:63] + "/", Key("k") + "0"} {
		c.Put(key, []byte("value"))
		wants(t, c, key, nil)
	}
	c.Put(Key("large"), make([]byte, maxValue+1))
	wants(t, c, Key("large"), nil)
}

// A folder that is gone while the cache is in use costs time only, too.
func TestFolderGoes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cache")
	c := Open(dir)
	c.Put(Key("k"), []byte("value"))
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	c.Put(Key("k"), []byte("value"))
	wants(t, c, Key("k"), nil)
	c.Close()
}

// The values that were not used longest go, and nothing that is not a value.
func TestBounded(t *testing.T) {
	dir := t.TempDir()
	c := Open(dir)
	c.limit = 5 * (sealLen + 100)
	now := time.Now()
	var keys []string
	for i := range 10 {
		key := Key("kind", fmt.Append(nil, i))
		keys = append(keys, key)
		c.Put(key, make([]byte, 100))
		then := now.Add(time.Duration(i-100) * time.Hour)
		if err := os.Chtimes(filepath.Join(dir, place(key)), then, then); err != nil {
			t.Fatal(err)
		}
	}
	wants(t, c, keys[0], make([]byte, 100)) // and so it is the youngest
	sub := keys[0][:2]
	foreign := []string{"notes.txt", sub + "/notes.txt", sub + "/" + workPrefix + "new", "zz/" + keys[0]}
	for _, name := range append(foreign, sub+"/"+workPrefix+"old") {
		os.Mkdir(filepath.Join(dir, filepath.Dir(name)), 0o700)
		if err := os.WriteFile(filepath.Join(dir, name), make([]byte, 1000), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	old := filepath.Join(dir, sub, workPrefix+"old")
	if err := os.Chtimes(old, now.Add(-2*abandoned), now.Add(-2*abandoned)); err != nil {
		t.Fatal(err)
	}
	c.Close()
	c = Open(dir)
	for i, key := range keys {
		if _, ok := c.Get(key); ok != (i == 0 || i > 5) {
			t.Errorf("value %d: kept = %v", i, ok)
		}
	}
	for _, name := range foreign {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(old); err == nil {
		t.Error("a file that was never finished stays")
	}
}

// Readers and writers of one folder find whole values or none.
func TestTogether(t *testing.T) {
	dir := t.TempDir()
	var group sync.WaitGroup
	for range 4 {
		c := Open(dir)
		group.Go(func() {
			for i := range 50 {
				key, value := Key("k", []byte{byte(i)}), bytes.Repeat([]byte{byte(i)}, 3000)
				if got, ok := c.Get(key); ok && !bytes.Equal(got, value) {
					t.Errorf("value %d is not whole", i)
				}
				c.Put(key, value)
				wants(t, c, key, value)
			}
			c.Close()
		})
	}
	group.Wait()
}
