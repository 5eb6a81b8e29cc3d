package build_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"statuswiki/internal/build"
	"statuswiki/internal/site"
)

// offlineBudget bounds what a browser loads to keep the wiki, in octets, on a
// host that compresses as plainly as any.
const offlineBudget = 1_500_000

type kept struct {
	Version, Pack string
	Files         map[string]string
}

// offlineSite is the wiki as build makes it, with what browsers keep.
func offlineSite(t *testing.T, change func(*build.Options)) *site.Site {
	t.Helper()
	opt := smallOptions(smallContent())
	opt.Offline = true
	if change != nil {
		change(&opt)
	}
	s, err := makeSite(opt)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func keptBy(t *testing.T, s *site.Site) kept {
	t.Helper()
	var k kept
	unjson(t, s, "offline.json", &k)
	return k
}

func unjson(t *testing.T, s *site.Site, name string, into any) {
	t.Helper()
	f, ok := s.Get(name)
	if !ok {
		t.Fatalf("there is no %s", name)
	}
	if err := json.Unmarshal(f.Body, into); err != nil {
		t.Fatal(err)
	}
}

// TestOfflinePack: what the worker makes of the pack is what stands in the site,
// by the very hashes, and everything that a page loads is in it.
func TestOfflinePack(t *testing.T) {
	t.Parallel()
	opt := realOptions()
	opt.Offline = true
	s, err := makeSite(opt)
	if err != nil {
		t.Fatal(err)
	}
	k := keptBy(t, s)
	var pack struct {
		Styles []string
		Files  map[string]string
	}
	unjson(t, s, k.Pack, &pack)
	if !slices.Equal(slices.Sorted(maps.Keys(k.Files)), slices.Sorted(maps.Keys(pack.Files))) {
		t.Error("the list and the pack name different files")
	}
	number := regexp.MustCompile(`<style>(\d+)</style>`)
	for p, hash := range k.Files {
		name := p
		if p == "" || strings.HasSuffix(p, "/") {
			name += "index.html"
		}
		f, ok := s.Get(name)
		text := pack.Files[p]
		if m := number.FindStringSubmatchIndex(text); m != nil {
			i, _ := strconv.Atoi(text[m[2]:m[3]])
			text = text[:m[2]] + pack.Styles[i] + text[m[3]:]
		}
		sum := sha256.Sum256([]byte(text))
		if !ok || text != string(f.Body) || base64.RawURLEncoding.EncodeToString(sum[:9]) != hash {
			t.Errorf("%q comes out of the pack as something else", p)
		}
	}
	for p, d := range parseSite(s) {
		if _, ok := k.Files[strings.TrimSuffix(p, "index.html")]; !ok {
			t.Errorf("%s is not kept", p)
		}
		for n := range d.elements("script", "link") {
			for _, key := range []string{"src", "href"} {
				rel, _ := attr(n, "rel")
				if href, ok := attr(n, key); ok && slices.Contains([]string{"", "icon", "stylesheet"}, rel) {
					if file := strings.TrimLeft(href, "./"); k.Files[file] == "" {
						t.Errorf("%s loads %s, which is not kept", p, file)
					}
				}
			}
		}
	}
	for _, p := range []string{"search.json", "doctor.json", "try.json", "404.html", "choose/", "401/", ""} {
		if k.Files[p] == "" {
			t.Errorf("%q is not kept", p)
		}
	}
	for _, p := range []string{"sw.js", "offline.json", "search-index.js", "401.json", "401.md"} {
		if k.Files[p] != "" {
			t.Errorf("%q is kept, which nobody needs", p)
		}
	}
	worker, _ := s.Get("sw.js")
	if !bytes.Contains(worker.Body, []byte("version = "+strconv.Quote(k.Version))) {
		t.Error("the worker has another version than the list")
	}
	file, _ := s.Get(k.Pack)
	list, _ := s.Get("offline.json")
	fits(t, "the wiki offline", offlineBudget, zipped(t, file.Body)+zipped(t, list.Body))
}

func zipped(t *testing.T, body []byte) int {
	t.Helper()
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, 6)
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	w.Close()
	return b.Len()
}

// TestOfflineVersion: it changes with every file that is kept, and only with them.
func TestOfflineVersion(t *testing.T) {
	t.Parallel()
	first := keptBy(t, offlineSite(t, nil)).Version
	if again := keptBy(t, offlineSite(t, nil)).Version; again != first {
		t.Errorf("the same input gives the versions %s and %s", first, again)
	}
	for _, name := range []string{"style.css", "print.css", "site.js", "search.js", "favicon.svg"} {
		other := offlineSite(t, func(o *build.Options) {
			static := maps.Clone(realStatic())
			static[name] = &fstest.MapFile{Data: append(slices.Clone(static[name].Data), "\n/**/a{}"...)}
			o.Static = static
		})
		if keptBy(t, other).Version == first {
			t.Errorf("%s has changed, the version has not", name)
		}
	}
}

// TestNotOffline: by option or by setting there is nothing to keep, no button for
// it, and the worker has no version, which makes it forget.
func TestNotOffline(t *testing.T) {
	t.Parallel()
	content := smallContent()
	content["site.yaml"] = &fstest.MapFile{Data: append(slices.Clone(content["site.yaml"].Data), "\noffline: false\n"...)}
	for name, change := range map[string]func(*build.Options){
		"option":  func(o *build.Options) { o.Offline = false },
		"setting": func(o *build.Options) { o.Content = content },
	} {
		s := offlineSite(t, change)
		for p, f := range s.All() {
			if strings.HasPrefix(p, "offline") {
				t.Errorf("%s: there is %s", name, p)
			}
			if strings.HasPrefix(p, "site-") && bytes.Contains(f.Body, []byte("'offline.json'")) {
				t.Errorf("%s: there is a button", name)
			}
		}
		if f, _ := s.Get("sw.js"); !bytes.Contains(f.Body, []byte("version = \"\"")) {
			t.Errorf("%s: the worker has a version", name)
		}
	}
	content["site.yaml"] = &fstest.MapFile{Data: []byte("title: a\ntagline: b\noffline: perhaps\n")}
	opt := smallOptions(content)
	if _, err := build.Build(context.Background(), opt); err == nil || !strings.Contains(err.Error(), "site.yaml:3:10") {
		t.Errorf("offline: perhaps is accepted: %v", err)
	}
}
