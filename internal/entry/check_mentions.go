package entry

import (
	"slices"
	"strconv"
	"strings"

	"statuswiki/internal/diag"
)

// mentions follows what a text names. self is the entry it stands in, or nil.
func (c *checker) mentions(src *source, said *mentions, self *Entry) {
	if said == nil {
		return // it could not be read
	}
	c.firstMentions(said, self)
	for _, r := range said.refs {
		if !c.leads(r) {
			c.list.Hintf(src.pos(r.Offset), "cross-reference", c.refHint(r), "[%s] leads nowhere", cut(r.Target, 40))
		}
	}
	for _, l := range said.links {
		if !strings.HasPrefix(l.To, "/") && !strings.HasPrefix(l.To, "#") {
			continue
		}
		page, fragment, _ := strings.Cut(l.To, "#")
		e := self
		if page != "" {
			var known bool
			if e, known = c.set.page(page); !known {
				hint := ""
				if _, known := c.set.page(page + "/"); known {
					hint = "write " + page + "/"
				}
				c.list.Hintf(l.Pos, "link", hint, "there is no page %s", cut(page, 60))
				continue
			}
		}
		if fragment == "" || e == nil || e.said == nil {
			continue
		}
		if anchors := c.anchorsOf(e); !slices.Contains(anchors, fragment) {
			c.list.Hintf(l.Pos, "link", didYouMean(fragment, anchors), "the page has no place #%s", cut(fragment, 60))
		}
	}
}

// firstMentions reports codes that are named in plain digits before anything
// leads to them.
func (c *checker) firstMentions(said *mentions, self *Entry) {
	for _, m := range said.plain {
		if e := c.set.Entry(m.code); e != nil && e != self {
			c.list.Add(diag.Finding{
				Pos: m.pos, Level: diag.Warning, Rule: "first-mention",
				Text: strconv.Itoa(m.code) + " is named here first, and nothing leads to it",
				Hint: "write [" + strconv.Itoa(m.code) + "], or `" + strconv.Itoa(m.code) + "` if it is another number",
			})
		}
	}
}

// anchorsOf remembers the addresses on an entry's page.
func (c *checker) anchorsOf(e *Entry) []string {
	if c.anchors[e] == nil {
		c.anchors[e] = e.Anchors()
		subs := c.set.Substatuses(e.Code.Value)
		if len(subs) > 0 {
			c.anchors[e] = append(c.anchors[e], "platforms")
		}
		for _, sub := range subs {
			c.anchors[e] = append(c.anchors[e], sub.ID())
		}
	}
	return c.anchors[e]
}

func (c *checker) leads(r reference) bool {
	switch r.To {
	case RefCode:
		code, _ := strconv.Atoi(r.Target)
		return c.known(code)
	case RefClass:
		return c.set.Class(r.Target) != nil || c.set.unread["classes/"+r.Target]
	case RefField:
		return c.set.Field(r.Target) != nil || c.set.unread["headers/"+strings.ToLower(r.Target)]
	case RefClause:
		return true
	}
	return false
}

func (c *checker) refHint(r reference) string {
	switch r.To {
	case RefCode:
		return "only registered codes and those with an entry can be linked; write the number plainly"
	case RefClass:
		return c.classHint()
	case RefField:
		var known []string
		for _, f := range c.set.Fields {
			known = append(known, f.Facts.Name.Value)
		}
		return didYouMean(r.Target, known)
	}
	return `a code, a class, a header field or a clause; for plain brackets write \[`
}

// madePages are the pages that are made from all of the content.
var madePages = []string{"/", "/headers/", "/tags/", "/compare/", "/vendors/", "/tables/", "/measured/", "/choose/", "/choose/map/", "/try/", "/doctor/"}

// reserved reports whether an address belongs to something other than a file
// in pages/.
func (s *Set) reserved(path string) bool {
	name := strings.Trim(path, "/")
	return slices.Contains(madePages, path) || s.Class(name) != nil || codeRef.MatchString(name) || classRef.MatchString(name)
}

// page finds a page of the site by its path. It is an entry's page only if the
// entry is not nil.
func (s *Set) page(path string) (e *Entry, known bool) {
	name := strings.Trim(path, "/")
	parts := strings.Split(name, "/")
	switch {
	case slices.Contains(madePages, path):
		return nil, true
	case path != "/"+name+"/":
		return nil, false
	case parts[0] == "choose":
		return nil, s.Choose.page(path[1:])
	case len(parts) == 1 && slices.ContainsFunc(s.Pages, func(p *Page) bool { return p.Slug == name }):
		return nil, true
	case len(parts) == 2 && parts[0] == "measured":
		return nil, slices.ContainsFunc(s.Measured, func(m *Measured) bool { return m.Slug == parts[1] }) || s.unread[name]
	case len(parts) == 2 && parts[0] == "headers":
		f := s.Field(parts[1])
		return nil, f != nil && f.Slug == parts[1] || s.unread[name]
	case len(parts) == 2 && parts[0] == "tags":
		return nil, s.Tag(parts[1]) != nil || s.unread[name]
	case len(parts) == 1 && (s.Class(name) != nil || s.unread["classes/"+name] || s.unread["codes/"+name]):
		return nil, true
	case len(parts) == 1 && codeRef.MatchString(name):
		code, _ := strconv.Atoi(name)
		e = s.Entry(code)
		return e, e != nil && strconv.Itoa(code) == name
	case len(parts) == 2 && parts[0] == "compare":
		return nil, s.compared(parts[1])
	}
	return nil, false
}

// compared reports whether there is a comparison with the address 401-vs-403.
func (s *Set) compared(slug string) bool { return s.pairs.bySlug[slug] }
