package hosting

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"statuswiki/internal/site"
)

// Caddy returns the configuration for Caddy 2.6 and newer: what stands inside a
// site block, as one file to import.
func (c *Config) Caddy() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# statuswiki in Caddy. Import this file in a site block:")
	line("#")
	line("#\tcodes.example.com {")
	line("#\t\timport statuswiki.caddy")
	line("#\t}")
	line("#")
	line("# It does not depend on what the pages say: print it again when the folder, the")
	line("# address or the program is another one, not after each build.")
	line("# The query with its question mark, for what is redirected.")
	line("map {query} {statuswiki_query} {")
	line("\t~^(.+)$ \"?${1}\"")
	line("\tdefault \"\"")
	line("}")
	if dir := strings.TrimSuffix(c.prefix, "/"); dir != "" {
		line("redir %s %s/{statuswiki_query} 308", dir, dir)
	}
	line("handle_path %s* {", c.prefix)
	line("\troot * \"%s\"", c.folder)
	line("\troute {")
	c.caddyFields(line)
	line("\t\t@change not method GET HEAD")
	line("\t\theader @change Allow \"GET, HEAD\"")
	line("\t\terror @change 405")
	line("\t\t# Addresses that Caddy would take for others, and what is not for readers.")
	line("\t\t@odd expression `{http.request.orig_uri}.matches(\"(?i)^(https?://[^/?]+)?(/[^?]*)?%s\")`", strings.ReplaceAll(odd, `\`, `\\`))
	line("\t\terror @odd 404")
	line("\t\t@hidden path_regexp \"%s\"", hidden)
	line("\t\terror @hidden 404")
	for _, r := range c.redirects {
		line("\t\tredir /%s %s{statuswiki_query} 308", r.From, c.prefix+r.To)
	}
	line("\t\t# A folder without its slash, and its index by name, lead to the folder.")
	dir := strings.TrimSuffix(c.prefix, "/")
	line("\t\t@folder {")
	line("\t\t\tnot path */")
	line("\t\t\tfile {path}/")
	line("\t\t}")
	line("\t\tredir @folder %s{path}/{statuswiki_query} 308", dir)
	line("\t\t@index {")
	line("\t\t\tpath_regexp dir \"^(.*/)index\\.html$\"")
	line("\t\t\tfile")
	line("\t\t}")
	line("\t\tredir @index %s{re.dir.1}{statuswiki_query} 308", dir)
	line("\t\tfile_server {")
	line("\t\t\tprecompressed br gzip")
	line("\t\t}")
	line("\t}")
	line("}")
	line("handle_errors {")
	line("\t@missing expression `{http.error.status_code} == 404 && {http.request.orig_uri.path}.startsWith(\"%s\")`", c.prefix)
	line("\thandle @missing {")
	line("\t\troot * \"%s\"", c.folder)
	line("\t\troute {")
	line("\t\t\theader Cache-Control \"%s\"", Revalidate)
	caddyVary(line, "\t\t\t")
	line("\t\t\theader Content-Type \"%s\"", site.MediaTypes[".html"])
	line("\t\t\trewrite * /404.html")
	line("\t\t\tfile_server {")
	line("\t\t\t\tprecompressed br gzip")
	line("\t\t\t}")
	line("\t\t}")
	line("\t}")
	line("}")
	return b.String()
}

// caddyFields writes the header fields of answers.
func (c *Config) caddyFields(line func(format string, args ...any)) {
	line("\t\t# What stands inline is held by the meta element of each page.")
	line("\t\theader %s \"%s\"", PolicyField, Lasting.Header())
	for _, f := range Fields {
		line("\t\theader %s \"%s\"", f.Name, f.Value)
	}
	caddyVary(line, "\t\t")
	line("\t\t# A name with a hash in it stands for the same bytes for ever; all else is asked")
	line("\t\t# for again, which the entity tag makes short.")
	line("\t\theader Cache-Control \"%s\"", Revalidate)
	line("\t\t@immutable path_regexp \"%s\"", fingerprint)
	line("\t\theader @immutable Cache-Control \"%s\"", Immutable)
	line("\t\t# The types of the machine's own table differ from machine to machine.")
	for _, ext := range endings() {
		line("\t\t@%s path *.%s", ext, ext)
		line("\t\theader @%s Content-Type \"%s\"", ext, site.MediaTypes["."+ext])
	}
	for _, name := range slices.Sorted(maps.Keys(site.NamedTypes)) {
		line("\t\theader /%s Content-Type \"%s\"", name, site.NamedTypes[name])
	}
}

// caddyVary sets Vary when all else is done: once, whatever stands there already.
func caddyVary(line func(format string, args ...any), indent string) {
	line(indent + "header {")
	line(indent + "\tVary Accept-Encoding")
	line(indent + "\tdefer")
	line(indent + "}")
}
