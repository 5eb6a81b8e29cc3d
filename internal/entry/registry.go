package entry

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"statuswiki/internal/diag"
)

// loadRegistry reads registry.json. Other purposes' codes need none.
func (s *Set) loadRegistry(fsys fs.FS, shown string, list *diag.List) {
	src, _, ok := s.readSingle(fsys, shown, "registry.json", list)
	if !ok {
		return
	}
	dec := json.NewDecoder(bytes.NewReader(src.text))
	dec.DisallowUnknownFields()
	if at, err := s.decodeRegistry(dec); err != nil {
		// The offsets in errors count from where a value begins, or from the
		// beginning of the file, depending on who found the fault.
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			at = int(syntax.Offset) - 1
		}
		list.Hintf(src.pos(skipSpace(src.text, at)), "registry", "copy the line of a neighbour and change it", "cannot be read: %v", err)
	}
}

func skipSpace(text []byte, at int) int {
	for at < len(text) && bytes.IndexByte([]byte(" \t\n,"), text[at]) >= 0 {
		at++
	}
	return at
}

// decodeRegistry reads the codes one by one, so that an error has a place: the
// offset behind which the fault stands.
func (s *Set) decodeRegistry(dec *json.Decoder) (at int, err error) {
	token := func(want json.Delim) error {
		at = int(dec.InputOffset())
		t, err := dec.Token()
		if err == nil && t != want {
			err = fmt.Errorf("%v stands where %v must be", t, want)
		}
		return err
	}
	if err := token('{'); err != nil {
		return at, err
	}
	for dec.More() {
		at = int(dec.InputOffset())
		key, err := dec.Token()
		if err != nil {
			return at, err
		}
		var text string
		switch key {
		case "registry", "url", "updated", "checked":
			at = int(dec.InputOffset())
			err = dec.Decode(&text)
		case "codes":
			if err = token('['); err != nil {
				return at, err
			}
			for dec.More() && err == nil {
				at = int(dec.InputOffset())
				err = s.decodeRegistered(dec)
			}
			if err == nil {
				err = token(']')
			}
		default:
			err = fmt.Errorf("unknown key %q", key)
		}
		if err != nil {
			return at, err
		}
	}
	if err := token('}'); err != nil {
		return at, err
	}
	at = int(dec.InputOffset())
	if _, err := dec.Token(); err != io.EOF {
		return at, errors.New("something stands behind the end")
	}
	return at, nil
}

func (s *Set) decodeRegistered(dec *json.Decoder) error {
	var r Registered
	if err := dec.Decode(&r); err != nil {
		return err
	}
	_, twice := s.inReg[r.Code]
	switch {
	case r.Code < 100 || r.Code > 999:
		return fmt.Errorf("%d is no code", r.Code)
	case twice:
		return fmt.Errorf("%d stands here already", r.Code)
	case r.Phrase == "":
		return fmt.Errorf("%d has no phrase", r.Code)
	case !slices.Contains(r.Standing.choices(), string(r.Standing)):
		return fmt.Errorf("%d cannot be %q", r.Code, cut(string(r.Standing), 40))
	}
	s.Registry = append(s.Registry, r)
	s.inReg[r.Code] = r
	return r.Spec.check()
}
