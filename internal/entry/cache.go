package entry

import "statuswiki/internal/diag"

// Cache keeps parsed files from one [Load] to the next. A parsed file is never
// changed, so it can be part of many sets. The zero value is an empty cache; it
// serves one Load at a time and holds just the files of the last one.
type Cache struct {
	kept, next map[string]parsed
}

// parsed is what parsing one file gave.
type parsed struct {
	src   *source
	value any
	list  diag.List
}

func (c *Cache) begin() { c.next = make(map[string]parsed) }
func (c *Cache) end()   { c.kept, c.next = c.next, nil }

// source returns the text of a file as it was at the last Load, if it could be
// read then, or nil.
func (c *Cache) source(file string) *source { return c.kept[file].src }

// cached returns what parse gives for the file, and adds its findings to list.
func cached[T any](c *Cache, src *source, list *diag.List, parse func(*diag.List) T) T {
	p, ok := c.kept[src.file]
	if value, same := p.value.(T); ok && same && p.src == src {
		c.next[src.file] = p
		list.Add(p.list.Sorted()...)
		return value
	}
	p = parsed{src: src}
	value := parse(&p.list)
	p.value = value
	c.next[src.file] = p
	list.Add(p.list.Sorted()...)
	return value
}
