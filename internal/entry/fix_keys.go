package entry

import (
	"bytes"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// maxMappings is how many mappings in the wrong order are put right; a file
// with more was not written by hand.
const maxMappings = 100

// keyOrder puts the keys of the facts in the order of content/README.md.
func (f *fixer) keyOrder(d *draft) *draft {
	if len(d.facts.Content) == 0 {
		return d
	}
	var found []misordered
	f.misordered(d.facts.Content[0], f.facts, &found)
	if len(found) > maxMappings {
		return d
	}
	// From the last to the first, and so from within outwards. The parts of a
	// mapping change places and nothing becomes longer, so the places stay.
	at := d.src
	for _, m := range slices.Backward(found) {
		if edits, ok := d.ordered(m, at); ok {
			d = f.apply(d, edits, (*draft).exactly)
		}
	}
	return d
}

// misordered is a mapping whose keys do not stand in the order of known.
type misordered struct {
	node  *yaml.Node
	known []string
}

var scalarType = reflect.TypeFor[scalar]()

// misordered collects the mappings below n, a value of the type t, whose keys
// stand in the wrong order. What does not fit the type is passed over.
func (f *fixer) misordered(n *yaml.Node, t reflect.Type, out *[]misordered) {
	switch {
	case t.Kind() == reflect.Slice && n.Kind == yaml.SequenceNode:
		for _, item := range n.Content {
			f.misordered(item, t.Elem(), out)
		}
	case t.Kind() == reflect.Struct && n.Kind == yaml.MappingNode && !reflect.PointerTo(t).Implements(scalarType):
		fields, known := yamlFields(t)
		var order []int
		for i := 0; i+1 < len(n.Content); i += 2 {
			order = append(order, slices.Index(known, n.Content[i].Value))
		}
		if !slices.Contains(order, -1) && !slices.IsSorted(order) {
			*out = append(*out, misordered{n, known})
		}
		for i, index := range order {
			if index >= 0 {
				f.misordered(n.Content[2*i+1], fields[index].Type, out)
			}
		}
	}
}

// ordered returns the edits that put a mapping in order. Places in it are those
// of at. It reports false where a comment stands between keys, since nobody
// knows which of them it is about.
func (d *draft) ordered(m misordered, at *source) ([]edit, bool) {
	text := d.src.text
	var slots []edit
	for i := 0; i+1 < len(m.node.Content); i += 2 {
		key := m.node.Content[i]
		if key.Line > len(at.lines) {
			return nil, false
		}
		slots = append(slots, edit{from: at.begin(key.Line) + at.byteCol(key.Line, key.Column) - 1})
	}
	flow := m.node.Style&yaml.FlowStyle != 0
	for i := range slots {
		s := &slots[i]
		switch {
		case flow:
			s.to = flowEnd(text, s.from)
		case i+1 < len(slots):
			s.to = slots[i+1].from
		default:
			s.to = d.blockEnd(s.from, m.node.Content[0].Column)
		}
		if s.to < s.from || s.to > d.bodyAt || i+1 < len(slots) && s.to > slots[i+1].from {
			return nil, false
		}
		s.text = strings.TrimRight(string(text[s.from:s.to]), " \n")
		s.to = s.from + len(s.text)
		if hasComment(s.text, flow) {
			return nil, false
		}
	}
	parts := make(map[string]string)
	var keys []string
	for i, s := range slots {
		key := m.node.Content[2*i].Value
		keys, parts[key] = append(keys, key), s.text
	}
	slices.SortStableFunc(keys, func(a, b string) int { return slices.Index(m.known, a) - slices.Index(m.known, b) })
	for i, key := range keys {
		slots[i].text = parts[key]
	}
	return whole(text, slots), true
}

// whole makes one edit out of several, for only together they make sense.
func whole(text []byte, parts []edit) []edit {
	from, to := parts[0].from, parts[len(parts)-1].to
	for i := range parts {
		parts[i].from -= from
		parts[i].to -= from
	}
	return []edit{{from, to, string(edited(text[from:to], parts))}}
}

// hasComment reports whether a part of a mapping holds a comment that may be
// about another part. Behind a value in a line of its own it moves along.
func hasComment(s string, flow bool) bool {
	if flow {
		return strings.Contains(s, " #") || strings.Contains(s, "\n#")
	}
	for line := range strings.Lines(s) {
		if strings.HasPrefix(strings.TrimLeft(line, " "), "#") {
			return true
		}
	}
	return false
}

// blockEnd returns the end of the last part of a block mapping whose keys stand
// in the column: up to the next line that is indented less, or as much and is
// no item of a list.
func (d *draft) blockEnd(from, column int) int {
	line := d.src.pos(from).Line + 1
	for ; line <= len(d.src.lines) && d.src.begin(line) < d.bodyAt; line++ {
		text := d.src.line(line)
		rest := bytes.TrimLeft(text, " ")
		indent := len(text) - len(rest)
		item := bytes.HasPrefix(rest, []byte("- "))
		if isFence(text) || len(rest) > 0 && (indent < column-1 || indent == column-1 && !item) {
			break
		}
	}
	if line > len(d.src.lines) {
		return len(d.src.text)
	}
	return min(d.src.begin(line), d.bodyAt)
}

// flowEnd returns the end of a part of a flow mapping: the comma or the brace
// behind it. A quote is one only where a value begins.
func flowEnd(text []byte, from int) int {
	depth, begins := 0, true
	for i := from; i < len(text); i++ {
		switch c := text[i]; c {
		case '"', '\'':
			if begins {
				i = quoteEnd(text, i)
			}
			begins = false
		case '{', '[':
			depth++
			begins = true
		case '}', ']', ',':
			if depth == 0 {
				return i
			}
			if c != ',' {
				depth--
			}
			begins = c == ','
		case ' ', '\n', '\t':
		case ':':
			begins = true
		default:
			begins = false
		}
	}
	return len(text)
}

// quoteEnd returns the offset of the quote that closes the one at i.
func quoteEnd(text []byte, i int) int {
	quote := text[i]
	for i++; i < len(text); i++ {
		switch {
		case quote == '"' && text[i] == '\\':
			i++
		case text[i] == quote && quote == '\'' && i+1 < len(text) && text[i+1] == quote:
			i++
		case text[i] == quote:
			return i
		}
	}
	return i
}
