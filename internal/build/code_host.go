package build

import (
	"net/url"
	"strings"

	"statuswiki/internal/entry"
)

// codeHost is the repository as the pages lead to it: addresses of the editor
// and of forms that are filled in already. The zero value is no repository, and
// all its addresses are empty.
type codeHost struct {
	kind entry.Hosting
	repo string // address without a slash at the end
}

// branch is the one that is published; pages are edited there.
const branch = "main"

// hostingOf returns the repository of the settings. What software stands at its
// address is a setting, too; without that the host's name tells, and one that
// does not speaks as GitHub does.
func hostingOf(s entry.Settings) codeHost {
	h := codeHost{s.Hosting.Value, strings.TrimSuffix(string(s.Repository.Value), "/")}
	if h.kind != "" || h.repo == "" {
		return h
	}
	h.kind = "github"
	u, err := url.Parse(h.repo)
	if err != nil {
		return h
	}
	for name, kind := range map[string]entry.Hosting{"gitlab": "gitlab", "codeberg": "forgejo", "forgejo": "forgejo", "gitea": "forgejo"} {
		if strings.Contains(u.Hostname(), name) {
			h.kind = kind
		}
	}
	return h
}

// edit returns the address of the editor for a file.
func (h codeHost) edit(file string) string {
	return h.at(map[entry.Hosting]string{"github": "/edit/", "gitlab": "/-/edit/", "forgejo": "/_edit/"}, branch+"/"+escapePath(file), nil)
}

// create returns the address of the editor for a file that is not there yet.
func (h codeHost) create(dir, name string) string {
	key := "filename"
	if h.kind == "gitlab" {
		key = "file_name"
	}
	return h.at(map[entry.Hosting]string{"github": "/new/", "gitlab": "/-/new/", "forgejo": "/_new/"}, branch+"/"+escapePath(dir), [][2]string{{key, name}})
}

// issue returns the address of a new issue with title and text. The text is the
// last parameter: site.js adds to that.
func (h codeHost) issue(title, text string) string {
	keys := [2]string{"title", "body"}
	if h.kind == "gitlab" {
		keys = [2]string{"issue[title]", "issue[description]"}
	}
	return h.at(map[entry.Hosting]string{"github": "/issues/new", "gitlab": "/-/issues/new", "forgejo": "/issues/new"}, "", [][2]string{{keys[0], title}, {keys[1], text}})
}

func (h codeHost) at(paths map[entry.Hosting]string, rest string, query [][2]string) string {
	if h.repo == "" {
		return ""
	}
	address := h.repo + paths[h.kind] + rest
	for i, q := range query {
		address += string("?&"[min(i, 1)]) + url.QueryEscape(q[0]) + "=" + url.QueryEscape(q[1])
	}
	return address
}

// escapePath writes a path of files as part of an address.
func escapePath(path string) string { return (&url.URL{Path: path}).EscapedPath() }
