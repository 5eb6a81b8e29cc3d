package entry

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"

	"statuswiki/internal/diag"
)

// readDir lists a folder. Anything else is not even opened: a pipe would wait
// for somebody to write into it.
func readDir(fsys fs.FS, dir string) ([]fs.DirEntry, error) {
	info, err := fs.Lstat(fsys, dir)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, &fs.PathError{Op: "open", Path: dir, Err: fmt.Errorf("this is a %s and no folder", modeName(info.Mode()))}
	}
	return fs.ReadDir(fsys, dir)
}

// each parses every Markdown file of a folder, some at a time, and calls use for
// what comes out, in order of their names. What is wrong with the folder goes to
// list, what is wrong in its files to inFiles.
func each[T any](s *Set, fsys fs.FS, shown, dir string, list, inFiles *diag.List, parse func(*source, string, *diag.List) T, use func(T, string)) {
	srcs, slugs := s.files(fsys, shown, dir, list)
	made := make([]parsed, len(srcs))
	var next atomic.Int64
	var workers sync.WaitGroup
	var panicked atomic.Value
	for range min(runtime.GOMAXPROCS(0), len(srcs)) {
		workers.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					panicked.Store(fmt.Sprintf("%v\n%s", p, debug.Stack()))
				}
			}()
			for i := int(next.Add(1)) - 1; i < len(srcs); i = int(next.Add(1)) - 1 {
				made[i] = known(s.cache, srcs[i], func(list *diag.List) T { return parse(srcs[i], slugs[i], list) })
			}
		})
	}
	workers.Wait()
	if p := panicked.Load(); p != nil {
		panic(p) // where the caller can recover from it
	}
	for i, p := range made {
		s.cache.keep(p, inFiles)
		use(p.value.(T), slugs[i])
	}
}

// files reads every Markdown file of a folder, in order of their names. Names
// that cannot be part of an address are findings.
func (s *Set) files(fsys fs.FS, shown, dir string, list *diag.List) (srcs []*source, slugs []string) {
	files, err := readDir(fsys, dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil // only codes/ has to be there, and Load has looked
	}
	if err != nil {
		list.Hintf(diag.Pos{File: shown + dir}, "unreadable", "put a plain folder here", "cannot be read: %v", rootCause(err))
		return nil, nil
	}
	for _, f := range files {
		name := path.Join(dir, f.Name())
		file := shown + name
		slug, isMarkdown := contentName(f.Name())
		if !isMarkdown {
			continue
		}
		if Slug(slug) != slug || slug == "" {
			list.Hintf(diag.Pos{File: file}, "file-name", "use lower-case letters, digits and hyphens", "the name cannot be part of an address")
			continue
		}
		info, err := f.Info()
		if err != nil { // it is gone by now, or as good as
			info = nil
		}
		if src, ok := s.read(fsys, name, file, f.Type(), info, list); ok {
			srcs, slugs = append(srcs, src), append(slugs, slug)
		} else {
			s.unread[path.Join(dir, slug)] = true
		}
	}
	return srcs, slugs
}

// contentName reports whether a file of a folder is content, and its name without
// the ending.
func contentName(name string) (slug string, ok bool) {
	slug, ok = strings.CutSuffix(name, ".md")
	return slug, ok && !strings.HasPrefix(name, ".") && name != "README.md"
}

// read reads a file and keeps its text for [Set.Source].
func (s *Set) read(fsys fs.FS, name, file string, mode fs.FileMode, info fs.FileInfo, list *diag.List) (*source, bool) {
	known := s.cache.source(file)
	src, ok := known, true
	if known == nil || !s.cache.untouched(file, info) {
		src, ok = readFile(fsys, name, file, mode, known, list)
	}
	if ok {
		s.cache.look(file, info, src)
	} else {
		s.cache.look(file, info, nil)
	}
	if src != nil && (!s.cache.Light || !strings.HasPrefix(name, "codes/")) {
		s.sources[file] = src.text
	}
	return src, ok
}

// readSingle reads one of the files that stand beside the folders. They need
// not be there.
func (s *Set) readSingle(fsys fs.FS, shown, name string, list *diag.List) (src *source, there, ok bool) {
	info, err := fs.Lstat(fsys, name)
	s.cache.singles[name] = true
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, false, false
	case err != nil:
		list.Errorf(diag.Pos{File: shown + name}, "unreadable", "cannot be read: %v", rootCause(err))
		return nil, true, false
	}
	src, ok = s.read(fsys, name, shown+name, info.Mode(), info, list)
	return src, true, ok
}

// docs calls use for every file of a folder of free prose.
func docs[F any](s *Set, fsys fs.FS, shown, dir string, list *diag.List, use func(*Doc[F])) {
	parse := func(src *source, slug string, list *diag.List) *Doc[F] { return parseDoc[F](src, slug, s.form, list) }
	each(s, fsys, shown, dir, list, list, parse, func(d *Doc[F], _ string) { use(d) })
}

// empties holds a value of each type that is not there, always the same, so that
// pointers tell what has changed. Nobody changes it.
var empties sync.Map

func empty[T any]() *T {
	v, _ := empties.LoadOrStore(reflect.TypeFor[T](), new(T))
	return v.(*T)
}

// single decodes one of the YAML files that stand beside the folders. If it is
// not there, its source is nil and its value empty.
func single[T any](s *Set, fsys fs.FS, shown, name string, list *diag.List) (*source, *T) {
	src, there, ok := s.readSingle(fsys, shown, name, list)
	value := empty[T]()
	if ok {
		value = new(T)
		before := list.Errors()
		value = cached(s.cache, src, list, func(list *diag.List) *T {
			decodeYAML(src, string(src.text), 1, list, value, s.form)
			return value
		})
		ok = list.Errors() == before
	}
	if there && !ok {
		s.unread[name] = true
	}
	return src, value
}
