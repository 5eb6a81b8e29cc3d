package entry

import (
	"bytes"

	"statuswiki/internal/diag"
)

// Cache keeps parsed files from one [Load] to the next. A parsed file is never
// changed, so it can be part of many sets. The zero value is an empty cache; it
// serves one Load at a time and holds just the files of the last one.
type Cache struct {
	kept, next map[string]parsed
}

// parsed is what parsing one file gave.
type parsed struct {
	text  []byte
	value any
	list  diag.List
}

func (c *Cache) begin() { c.next = make(map[string]parsed) }
func (c *Cache) end()   { c.kept, c.next = c.next, nil }

// cached returns what parse gives for the file, and adds its findings to list.
func cached[T any](c *Cache, src *source, list *diag.List, parse func(*diag.List) T) T {
	p, ok := c.kept[src.file]
	if value, same := p.value.(T); ok && same && bytes.Equal(p.text, src.text) {
		c.next[src.file] = p
		list.Add(p.list.Sorted()...)
		return value
	}
	p = parsed{text: src.text}
	value := parse(&p.list)
	p.value = value
	c.next[src.file] = p
	list.Add(p.list.Sorted()...)
	return value
}
