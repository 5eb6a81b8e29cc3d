package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"statuswiki/internal/corpus"
)

// writeContent makes a content folder of n entries in dir, out of the real ones.
func writeContent(dir string, content fs.FS, n int) error {
	if err := corpus.Write(dir, content, n); err != nil {
		return err
	}
	return stampAll(filepath.Join(dir, "codes"))
}

// stampAll stamps the entries of a folder, each with its own number.
func stampAll(dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "*.md"))
	if err != nil {
		return err
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		number := strings.TrimSuffix(filepath.Base(file), ".md")
		if err := os.WriteFile(file, []byte(stamp(string(text), number)), 0o666); err != nil {
			return err
		}
	}
	return nil
}

// comments begin a comment in the languages of samples; # does in the others.
var comments = map[string]string{
	"js": "//", "go": "//", "java": "//", "csharp": "//", "php": "//", "json": "//", "sql": "--", "ini": ";",
}

// stamp makes each sample of an entry say a number: messages in a field, code in a comment at its end. Copies of an entry would hold the
// same samples otherwise, and a program that keeps what it has coloured by its
// text would colour one for a hundred.
func stamp(text, number string) string {
	return fence.ReplaceAllStringFunc(text, func(block string) string {
		lines := strings.SplitAfter(block, "\n")
		lang, _, _ := strings.Cut(strings.TrimSpace(strings.TrimPrefix(lines[0], "```")), " ")
		last := len(lines) - 1
		switch mark, ok := comments[lang]; {
		case last < 2:
			return block
		case lang == "http":
			at := 2
			for at < last && strings.HasPrefix(lines[at], ":") { // fields of HTTP/2 that must stand first
				at++
			}
			return strings.Join(lines[:at], "") + "x-sample: " + number + "\n" + strings.Join(lines[at:], "")
		case !ok:
			mark = "#"
			fallthrough
		default:
			return strings.Join(lines[:last], "") + mark + " " + number + "\n" + lines[last]
		}
	})
}
