package main

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

//go:embed all:hugo
var hugoFiles embed.FS

// project says what writeProject found in the content.
type project struct {
	Entries, Blocks, Distinct int // entries; samples in them; different ones
}

// writeProject makes a Hugo project in dir out of a content folder: layouts and
// settings from the folder hugo beside this file, and the Markdown. Two things in
// that are changed, by rule and before anything is measured: references such as
// [403] get definitions at the end, and what stands behind the language of a
// fence goes, since Hugo fails on braces there. Front matter stays. inline is what
// stands in the head of every page of ours (theme script and style), static the
// folder of the scripts.
func writeProject(dir string, content fs.FS, static fs.FS, inline string) (project, error) {
	var p project
	layouts, err := fs.Sub(hugoFiles, "hugo")
	if err != nil {
		return p, err
	}
	if err := os.CopyFS(dir, layouts); err != nil {
		return p, err
	}
	if err := os.CopyFS(filepath.Join(dir, "static"), static); err != nil {
		return p, err
	}
	if err := writeFile(filepath.Join(dir, "layouts/_partials/inline.html"), []byte(inline)); err != nil {
		return p, err
	}
	links, err := newReferences(content)
	if err != nil {
		return p, err
	}
	seen := make(map[string]bool)
	err = fs.WalkDir(content, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".md" || !strings.Contains(name, "/") {
			return err
		}
		text, err := fs.ReadFile(content, name)
		if err != nil {
			return err
		}
		if path.Dir(name) == "codes" {
			p.Entries++
			for _, block := range fencedBlocks(string(text)) {
				p.Blocks++
				seen[block] = true
			}
		}
		return writeFile(filepath.Join(dir, "content", filepath.FromSlash(hugoPath(name))), links.append(fenceInfo.ReplaceAll(text, []byte("$1"))))
	})
	p.Distinct = len(seen)
	return p, err
}

// hugoPath is where Hugo wants a content file: what describes a term of a
// taxonomy is the index of a folder.
func hugoPath(name string) string {
	if path.Dir(name) == "tags" {
		return strings.TrimSuffix(name, ".md") + "/_index.md"
	}
	return name
}

func writeFile(name string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	return os.WriteFile(name, text, 0o666)
}

var fenceInfo = regexp.MustCompile("(?m)^(```[a-z]+) .*$")

var fence = regexp.MustCompile("(?ms)^```[a-z].*?^```$")

// fencedBlocks returns the fenced blocks of a Markdown file.
func fencedBlocks(text string) []string { return fence.FindAllString(text, -1) }

// references resolve what statuswiki writes as [403], [4xx], [Allow] and
// [RFC 9110 §15.5.4].
type references struct{ codes, classes, headers map[string]bool }

func newReferences(content fs.FS) (references, error) {
	var r references
	for dir, to := range map[string]*map[string]bool{"codes": &r.codes, "classes": &r.classes, "headers": &r.headers} {
		*to = make(map[string]bool)
		files, err := fs.Glob(content, dir+"/*.md")
		if err != nil {
			return r, err
		}
		for _, f := range files {
			(*to)[strings.TrimSuffix(path.Base(f), ".md")] = true
		}
	}
	if len(r.codes) == 0 {
		return r, fmt.Errorf("the content has no entries in codes/")
	}
	return r, nil
}

var (
	label  = regexp.MustCompile(`\[([^\[\]\n]+)\]`)
	clause = regexp.MustCompile(`^RFC (\d+)(?: §([A-Z0-9.]+))?$`)
)

// append puts a definition for each reference in text behind it, so that Hugo's
// Markdown makes links of them by itself.
func (r references) append(text []byte) []byte {
	found := make(map[string]string)
	for _, m := range label.FindAllSubmatch(text, -1) {
		if to := r.target(string(m[1])); to != "" {
			found[string(m[1])] = to
		}
	}
	out := slices.Clone(text)
	for i, name := range sortedKeys(found) {
		if i == 0 {
			out = append(out, '\n')
		}
		out = fmt.Appendf(out, "[%s]: %s\n", name, found[name])
	}
	return out
}

func (r references) target(name string) string {
	if m := clause.FindStringSubmatch(name); m != nil {
		to := "https://www.rfc-editor.org/rfc/rfc" + m[1] + ".html"
		if m[2] != "" {
			to += "#section-" + m[2]
		}
		return to
	}
	switch slug := strings.ToLower(name); {
	case r.codes[name], r.classes[name]:
		return "/" + name + "/"
	case r.headers[slug]:
		return "/headers/" + slug + "/"
	case len(name) == 3 && strings.Trim(name, "0123456789") == "" && r.classes[name[:1]+"xx"]:
		return "/" + name[:1] + "xx/#code-" + name
	}
	return ""
}
