package hosting

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"statuswiki/internal/site"
)

// The files that are for hosts and not for readers.
const (
	headersFile   = "_headers"
	redirectsFile = "_redirects"
	noJekyllFile  = ".nojekyll"
)

// The limits of Cloudflare Pages, which are the lowest.
const (
	maxRules     = 100
	maxLine      = 2000 // of a rule for headers, in characters
	maxRedirects = 2000
)

// AddFiles puts the files into a complete site that hosts read: _headers and
// _redirects, in the form that Netlify and Cloudflare Pages share, and
// .nojekyll, which keeps GitHub Pages from looking for templates. base is the
// address at which the site will stand, or empty; where that has a path, the
// rules name it, and belong to the files of the host's topmost folder.
func AddFiles(s *site.Site, base string) error {
	prefix := basePath(base)
	headers, err := headersText(s, prefix)
	if err != nil {
		return err
	}
	redirects, err := redirectsText(s, prefix)
	if err != nil {
		return err
	}
	for _, f := range []struct{ name, text string }{{headersFile, headers}, {redirectsFile, redirects}, {noJekyllFile, ""}} {
		if err := s.Add(f.name, "text/plain; charset=utf-8", []byte(f.text)); err != nil {
			return err
		}
	}
	return nil
}

// basePath returns the path of an address, with a slash at both ends.
func basePath(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return "/"
	}
	return "/" + strings.TrimPrefix(strings.TrimSuffix(u.EscapedPath(), "/")+"/", "/")
}

// headersText writes the rules for header fields. The policy is that of all
// pages together. How long pages may be kept is not said: both hosts have them
// asked for again by themselves, and would join two values of Cache-Control.
func headersText(s *site.Site, prefix string) (string, error) {
	var p Policy
	for _, body := range s.Bodies(".html") {
		q, _ := Of(body)
		p = p.and(q)
	}
	var b strings.Builder
	rule := func(at string, fields ...Field) {
		b.WriteString(at + "\n")
		for _, f := range fields {
			fmt.Fprintf(&b, "  %s: %s\n", f.Name, f.Value)
		}
	}
	rule(prefix+"*", append([]Field{{PolicyField, p.Header()}}, Fields...)...)
	kept := immutablePaths(s)
	for _, at := range kept {
		rule(prefix+at, Field{"Cache-Control", Immutable})
	}
	if len(kept) >= maxRules {
		return "", fmt.Errorf("%s would have %d rules, and hosts take %d: put files that never change into a folder of their own", headersFile, len(kept)+1, maxRules)
	}
	for line := range strings.Lines(b.String()) {
		if len(line) > maxLine {
			return "", fmt.Errorf("a line of %s would have %d characters, and hosts take %d", headersFile, len(line), maxLine)
		}
	}
	return b.String(), nil
}

// immutablePaths names what may be kept for ever: folders that hold nothing
// else, as one pattern, and the other files one by one.
func immutablePaths(s *site.Site) []string {
	all, kept := make(map[string]int), make(map[string]int)
	for _, name := range s.Paths() {
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			all[dir]++
			if CacheControl(name) == Immutable {
				kept[dir]++
			}
		}
	}
	var out []string
	for _, name := range s.Paths() {
		if CacheControl(name) != Immutable {
			continue
		}
		for dir := path.Dir(name); dir != "." && kept[dir] == all[dir]; dir = path.Dir(dir) {
			name = dir + "/*"
		}
		out = append(out, name)
	}
	return slices.Compact(out) // what one folder holds stands together
}

// A Redirect leads from a URL path to another, both below the site's root.
type Redirect struct{ From, To string }

// redirects lists what has moved, with and without the slash at the end.
func redirects(s *site.Site) []Redirect {
	var out []Redirect
	for _, name := range s.Paths() {
		from, ok := strings.CutSuffix(name, "index.html")
		if !ok {
			continue
		}
		if to, moved := s.Moved(from); moved {
			out = append(out, Redirect{strings.TrimSuffix(from, "/"), to}, Redirect{from, to})
		}
	}
	slices.SortFunc(out, func(a, b Redirect) int { return cmp.Compare(a.From, b.From) })
	return out
}

// redirectsText writes the redirects. A moved page is a file as well, for hosts
// that cannot redirect; Netlify, which would prefer it, leads on by that.
func redirectsText(s *site.Site, prefix string) (string, error) {
	all := redirects(s)
	if len(all) > maxRedirects {
		return "", fmt.Errorf("%s would have %d redirects, and hosts take %d", redirectsFile, len(all), maxRedirects)
	}
	var b strings.Builder
	for _, r := range all {
		fmt.Fprintf(&b, "%s %s 301\n", prefix+r.From, prefix+r.To)
	}
	return b.String(), nil
}

// errNotOurs says what is wrong with a file of redirects.
var errNotOurs = errors.New("it is not as a build writes it; build the site anew")

// parseRedirects reads what redirectsText wrote for prefix.
func parseRedirects(text, prefix string) ([]Redirect, error) {
	var out []Redirect
	n := 0
	for line := range strings.Lines(text) {
		n++
		parts := strings.Fields(line)
		if len(parts) != 3 || parts[2] != "301" || !plainPath(parts[0], prefix) || !plainPath(parts[1], prefix) {
			return nil, fmt.Errorf("%s:%d:1: %w", redirectsFile, n, errNotOurs)
		}
		out = append(out, Redirect{strings.TrimPrefix(parts[0], prefix), strings.TrimPrefix(parts[1], prefix)})
	}
	return out, nil
}

// plainPath reports whether at is prefix and a path that a site can have.
func plainPath(at, prefix string) bool {
	rest, ok := strings.CutPrefix(at, prefix)
	return ok && (rest == "" || site.ValidPath(strings.TrimSuffix(rest, "/")) == nil)
}
