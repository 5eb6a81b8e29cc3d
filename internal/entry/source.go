package entry

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"unicode/utf8"

	"statuswiki/internal/diag"
)

// source is the text of one file and knows where its lines are.
type source struct {
	file  string
	text  []byte
	lines []int32 // offset of the beginning of each line
	size  int     // of the text
	sum   uint64  // of a text that was let go of
}

func newSource(file string, text []byte) *source {
	s := &source{file: file, text: text, size: len(text), lines: make([]int32, 1, 1+bytes.Count(text, []byte("\n")))}
	for i, b := range text {
		if b == '\n' {
			s.lines = append(s.lines, int32(i+1))
		}
	}
	return s
}

func (s *source) at(line, col int) diag.Pos { return diag.Pos{File: s.file, Line: line, Col: col} }

// pos returns the place of an offset.
func (s *source) pos(offset int) diag.Pos {
	offset = min(max(offset, 0), s.size)
	line, _ := slices.BinarySearch(s.lines, int32(offset+1))
	return s.at(line, offset-s.begin(line)+1)
}

// begin returns the offset at which a line that is there begins.
func (s *source) begin(line int) int { return int(s.lines[line-1]) }

// line returns the bytes of a line without its end.
func (s *source) line(n int) []byte {
	if n < 1 || n > len(s.lines) {
		return nil
	}
	end := len(s.text)
	if n < len(s.lines) {
		end = int(s.lines[n]) - 1
	}
	return s.text[s.lines[n-1]:end]
}

// clamp returns the place of a line and a column in characters, or, when the
// YAML parser has run past the end, the last place of the file.
func (s *source) clamp(line, col int) diag.Pos {
	if line > len(s.lines) {
		return s.pos(len(s.text))
	}
	return s.at(line, s.byteCol(line, col))
}

// byteCol turns a column in characters, as the YAML parser counts, into one in
// bytes.
func (s *source) byteCol(line, col int) int {
	text, at := s.line(line), 0
	for n := 1; n < col && at < len(text); n++ {
		_, size := utf8.DecodeRune(text[at:])
		at += size
	}
	return at + 1
}

// readFile reads a regular file within the limits. What keeps it from being
// read is a finding; ok tells whether there was none. The source may be there
// all the same, to show the place in it. known, if not nil, is the file as it
// was last time, when it was well.
func readFile(fsys fs.FS, name, shown string, mode fs.FileMode, known *source, list *diag.List) (s *source, ok bool) {
	if !mode.IsRegular() {
		list.Hintf(diag.Pos{File: shown}, "not-a-file", "put a plain file here", "this is a %s, which is not followed", modeName(mode))
		return nil, false
	}
	f, err := fsys.Open(name)
	if err != nil {
		list.Errorf(diag.Pos{File: shown}, "unreadable", "cannot be read: %v", rootCause(err))
		return nil, false
	}
	defer f.Close()
	var read bytes.Buffer
	if info, err := f.Stat(); err == nil {
		if !info.Mode().IsRegular() {
			list.Errorf(diag.Pos{File: shown}, "not-a-file", "this is a %s", modeName(info.Mode()))
			return nil, false
		}
		read.Grow(int(min(info.Size(), maxFileBytes)) + bytes.MinRead)
	}
	_, err = read.ReadFrom(io.LimitReader(f, maxFileBytes+1))
	text := read.Bytes()
	if err != nil {
		list.Errorf(diag.Pos{File: shown}, "unreadable", "cannot be read: %v", rootCause(err))
		return nil, false
	}
	if len(text) > maxFileBytes {
		list.Hintf(diag.Pos{File: shown}, "too-large", "an entry has some 20 KB", "the file is larger than %d KiB", maxFileBytes>>10)
		return nil, false
	}
	if known != nil && bytes.Equal(known.text, text) {
		return known, true // it has been looked at
	}
	s = newSource(shown, text)
	return s, s.checkEncoding(list)
}

// checkEncoding reports what is not plain UTF-8 with LF line ends. It returns
// false when the text cannot be read on.
func (s *source) checkEncoding(list *diag.List) bool {
	ok := true
	bad := func(offset int, hint, format string, args ...any) {
		list.Hintf(s.pos(offset), "encoding", hint, format, args...)
		ok = false
	}
	if bytes.HasPrefix(s.text, []byte("\ufeff")) {
		bad(0, "save the file as UTF-8 without it", "the file begins with a byte order mark")
	}
	if i := bytes.IndexByte(s.text, '\r'); i >= 0 {
		bad(i, "save the file with LF line ends", "a carriage return: lines must end in a line feed alone")
	}
	for i := 0; i < len(s.text); {
		if c := s.text[i]; ' ' <= c && c < 0x7f || c == '\n' { // nearly all are
			i++
			continue
		}
		r, size := utf8.DecodeRune(s.text[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			bad(i, "save the file as UTF-8", "byte 0x%02x is no UTF-8", s.text[i])
			return false
		case isControl(r) && r != '\r':
			bad(i, "remove it", "control character U+%04X", r)
			return false
		}
		i += size
	}
	return ok
}

func modeName(m fs.FileMode) string {
	switch {
	case m.IsRegular():
		return "file"
	case m.IsDir():
		return "folder"
	case m&fs.ModeSymlink != 0:
		return "symbolic link"
	case m&fs.ModeNamedPipe != 0:
		return "named pipe"
	case m&fs.ModeSocket != 0:
		return "socket"
	case m&fs.ModeDevice != 0:
		return "device"
	}
	return fmt.Sprintf("special file (%s)", m)
}

// rootCause drops the path from an error of the file system: the finding names
// the file already, and the machine's folders are nobody's business.
func rootCause(err error) error {
	if pe, ok := err.(*fs.PathError); ok {
		return pe.Err
	}
	return err
}
