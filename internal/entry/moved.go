package entry

import (
	"regexp"
	"slices"
	"strings"
)

// Move is a line of moved.yaml: an address that was once published, and where
// what stood there stands now. Both are pages, or both are places on one page.
type Move struct {
	From At[string] `yaml:"from" need:"yes"` // /old/ or /401/#old
	To   At[string] `yaml:"to" need:"yes"`
}

// moveList is moved.yaml.
type moveList struct {
	Moved []Move `yaml:"moved" need:"yes"`
}

var (
	pageAddress  = regexp.MustCompile(`^/([a-z0-9]+(-[a-z0-9]+)*/)+$`)
	placeAddress = regexp.MustCompile(`^(/(?:[a-z0-9]+(?:-[a-z0-9]+)*/)*)#([a-z0-9]+(?:-[a-z0-9]+)*)$`)
)

// MovedPages returns the pages that have moved and where to, as paths below the
// site's root: old/ → new/.
func (s *Set) MovedPages() map[string]string {
	out := make(map[string]string)
	for _, m := range s.Moves {
		if pageAddress.MatchString(m.From.Value) {
			out[m.From.Value[1:]] = strings.TrimPrefix(m.To.Value, "/")
		}
	}
	return out
}

// OldPlace is a fragment that a page had, and the one that stands for it now.
type OldPlace struct{ Old, Now string }

// OldPlaces returns the fragments that a page had, in the order of the file. The
// path is below the site's root: 401/.
func (s *Set) OldPlaces(page string) []OldPlace { return s.oldPlaces[page] }

// moved checks moved.yaml and sorts its places by page.
func (c *checker) moved() {
	c.set.oldPlaces = make(map[string][]OldPlace)
	src, seen := c.set.movedFile, make(map[string]bool)
	for _, m := range c.set.Moves {
		from, to := placeAddress.FindStringSubmatch(m.From.Value), placeAddress.FindStringSubmatch(m.To.Value)
		if m.From.Value == "" || m.To.Value == "" {
			continue // says so itself
		}
		at, toAt := src.at(m.From.Line, m.From.Col), src.at(m.To.Line, m.To.Col)
		switch {
		case from == nil && !pageAddress.MatchString(m.From.Value):
			c.list.Hintf(at, "moved", "write /old-page/, or /401/#old-place", "%q is not the address of a page or of a place", cut(m.From.Value, 60))
		case (from == nil) != (to == nil) || from != nil && from[1] != to[1]:
			c.list.Hintf(toAt, "moved", "a place can move on its page, and a page as a whole", "%q cannot stand for %q", cut(m.To.Value, 60), cut(m.From.Value, 60))
		case seen[m.From.Value]:
			c.list.Errorf(at, "moved", "%s stands here already", m.From.Value)
		case from == nil:
			c.movedPage(m)
		default:
			c.movedPlace(m, from[1], from[2], to[2])
		}
		seen[m.From.Value] = true
	}
}

func (c *checker) movedPage(m Move) {
	src := c.set.movedFile
	if _, there := c.set.page(m.From.Value); there {
		c.list.Hintf(src.at(m.From.Line, m.From.Col), "moved", "remove the line, or the page", "%s is a page, and has not moved", m.From.Value)
	}
	if _, there := c.set.page(m.To.Value); !there {
		c.list.Hintf(src.at(m.To.Line, m.To.Col), "moved", "name the page that it is now", "there is no page %s", cut(m.To.Value, 60))
	}
}

func (c *checker) movedPlace(m Move, page, old, now string) {
	src := c.set.movedFile
	e, there := c.set.page(page)
	if !there {
		c.list.Errorf(src.at(m.From.Line, m.From.Col), "moved", "there is no page %s", cut(page, 60))
		return
	}
	if e != nil && e.said != nil {
		places := c.anchorsOf(e)
		if slices.Contains(places, old) {
			c.list.Hintf(src.at(m.From.Line, m.From.Col), "moved", "remove the line, or call the place otherwise", "the page has a place #%s, which has not moved", old)
			return
		}
		if !slices.Contains(places, now) {
			c.list.Hintf(src.at(m.To.Line, m.To.Col), "moved", didYouMean(now, places), "the page has no place #%s", now)
			return
		}
	}
	c.set.oldPlaces[page[1:]] = append(c.set.oldPlaces[page[1:]], OldPlace{old, now})
}
