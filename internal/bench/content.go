package main

import (
	"fmt"
	"io/fs"
	"os"
)

// writeContent makes a content folder of n entries in dir.
func writeContent(dir string, content fs.FS, n int) error {
	files, err := fs.Glob(content, "codes/*.md")
	if err != nil {
		return err
	}
	if n > len(files) {
		return fmt.Errorf("there are %d entries", len(files))
	}
	return os.CopyFS(dir, content)
}
