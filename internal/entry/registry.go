package entry

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
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
	s.regFile = src
	wrong := func(at int, err error) {
		for at < len(src.text) && bytes.IndexByte([]byte(" \t\n,:"), src.text[at]) >= 0 {
			at++ // to where the value begins
		}
		list.Hintf(src.pos(at), "registry", "copy the line of a neighbour and change it", "cannot be read: %v", err)
		s.unread["registry.json"] = true
	}
	var whole json.RawMessage
	if err := json.Unmarshal(src.text, &whole); err != nil {
		at := len(src.text)
		if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
			at = max(int(syntax.Offset)-1, 0)
		}
		wrong(at, err)
		return
	}
	s.decodeRegistry(json.NewDecoder(bytes.NewReader(src.text)), wrong)
}

// decodeRegistry reads valid JSON, the codes one by one, so that each fault has
// a place.
func (s *Set) decodeRegistry(dec *json.Decoder, wrong func(int, error)) {
	dec.DisallowUnknownFields()
	enter := func(want json.Delim) bool {
		at := int(dec.InputOffset())
		t, err := dec.Token()
		if err == nil && t != want {
			err = fmt.Errorf("%v stands where %v must be", t, want)
		}
		if err != nil {
			wrong(at, err)
		}
		return err == nil
	}
	if !enter('{') {
		return
	}
	for dec.More() {
		at := int(dec.InputOffset())
		key, _ := dec.Token() // the whole text was JSON before
		var err error
		switch key {
		case "registry", "url", "updated", "checked":
			var text string
			at = int(dec.InputOffset())
			err = dec.Decode(&text)
		case "codes":
			if !enter('[') {
				return
			}
			for dec.More() {
				at := int(dec.InputOffset())
				if err := s.decodeRegistered(dec, at); err != nil {
					wrong(at, err)
				}
			}
			_, err = dec.Token() // the closing bracket
		default:
			err = fmt.Errorf("unknown key %q", key)
		}
		if err != nil {
			wrong(at, err)
			return
		}
	}
}

func (s *Set) decodeRegistered(dec *json.Decoder, at int) error {
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
	case !slices.Contains(r.Standing.Choices(), string(r.Standing)):
		return fmt.Errorf("%d cannot be %q", r.Code, cut(string(r.Standing), 40))
	}
	s.Registry = append(s.Registry, r)
	s.inReg[r.Code], s.regAt[r.Code] = r, at
	return r.Spec.check()
}
