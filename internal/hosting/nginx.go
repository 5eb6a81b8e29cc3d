package hosting

import (
	"fmt"
	"regexp"
	"strings"

	"statuswiki/internal/site"
)

// Nginx returns the configuration for nginx 1.18 and newer: what stands inside a
// server block, as one file to include.
//
// It is one location without nested ones, because a location that has an
// add_header of its own inherits none. Its ifs hold set and return only, which
// are safe there.
func (c *Config) Nginx() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# statuswiki in nginx. Include this file in a server block:")
	line("#")
	line("#\tserver {")
	line("#\t\tlisten 80;")
	line("#\t\tserver_name codes.example.com;")
	line("#\t\tinclude /etc/nginx/snippets/statuswiki.conf;")
	line("#\t}")
	line("#")
	line("# It does not depend on what the pages say: print it again when the folder, the")
	line("# address or the program is another one, not after each build.")
	if !c.Brotli {
		line("# With the module for Brotli (Debian: libnginx-mod-http-brotli-static), print it")
		line("# with --brotli.")
	}
	if dir := strings.TrimSuffix(c.prefix, "/"); dir != "" {
		line("location = %s {", dir)
		line("\tabsolute_redirect off;")
		line("\treturn 308 %s/$is_args$args;", dir)
		line("}")
	}
	line("location ^~ %s {", c.prefix)
	line("\talias \"%s/\";", c.folder)
	line("\tindex index.html;")
	line("\terror_page 404 %s404.html;", c.prefix)
	line("\tabsolute_redirect off;")
	line("\tserver_tokens off;")
	line("")
	line("\t# The forms that the build made, in place of compressing for every request.")
	line("\tgzip off;")
	line("\tgzip_static on;")
	line("\tgzip_vary on;")
	if c.Brotli {
		line("\tbrotli_static on;")
	}
	line("")
	line("\ttypes {")
	for _, ext := range endings() {
		line("\t\t\"%s\" %s;", site.MediaTypes["."+ext], ext)
	}
	line("\t}")
	line("\tdefault_type application/octet-stream;")
	line("\tcharset off; # the types above say it")
	line("")
	c.nginxCache(line)
	line("\tset $statuswiki_allow \"\";")
	line("\tif ($request_method !~ \"^(GET|HEAD)$\") {")
	line("\t\tset $statuswiki_allow \"GET, HEAD\";")
	line("\t\treturn 405;")
	line("\t}")
	line("\tadd_header Allow $statuswiki_allow always; # not sent while it is empty")
	line("\t# Addresses that nginx would take for others, and what is not for readers.")
	line("\tset $statuswiki_at \"$request_uri $uri\"; # the first is what was asked for")
	line("\tif ($statuswiki_at ~* \"^[^ ?]*%s.* (?!%s404\\.html$)[^ ]*$\") {", odd, regexp.QuoteMeta(c.prefix))
	line("\t\treturn 404;")
	line("\t}")
	line("\tif ($uri ~ \"%s\") {", hidden)
	line("\t\treturn 404;")
	line("\t}")
	for _, r := range c.redirects {
		line("\tif ($uri = \"%s\") {", c.prefix+r.From)
		line("\t\treturn 308 %s$is_args$args;", c.prefix+r.To)
		line("\t}")
	}
	c.nginxFolders(line)
	line("")
	line("\t# What stands inline is held by the meta element of each page.")
	line("\tadd_header %s \"%s\" always;", PolicyField, Lasting.Header())
	for _, f := range Fields {
		line("\tadd_header %s \"%s\" always;", f.Name, f.Value)
	}
	line("}")
	return b.String()
}

// nginxCache says how long what may be kept. It comes first, for an if that
// returns ends the setting of variables.
func (c *Config) nginxCache(line func(format string, args ...any)) {
	line("\t# A name with a hash in it stands for the same bytes for ever; all else is asked")
	line("\t# for again, which the entity tag makes short.")
	line("\tset $statuswiki_cache \"%s\";", Revalidate)
	line("\tif ($uri ~ \"%s\") {", fingerprint)
	line("\t\tset $statuswiki_cache \"%s\";", Immutable)
	line("\t}")
	line("\tadd_header Cache-Control $statuswiki_cache always;")
	line("")
}

// nginxFolders leads to a folder from its name without the slash, and from the
// name of its index. An if has one condition, so a variable collects them; what
// is redirected to is a path that exists.
func (c *Config) nginxFolders(line func(format string, args ...any)) {
	line("\t# A folder without its slash, and its index by name, lead to the folder.")
	line("\tset $statuswiki_at \"\";")
	line("\tif (-d $request_filename) {")
	line("\t\tset $statuswiki_at \"dir $uri\";")
	line("\t}")
	line("\tif ($statuswiki_at ~ \"[^/]$\") {")
	line("\t\treturn 308 $uri/$is_args$args;")
	line("\t}")
	line("\tif (-f $request_filename) {")
	line("\t\tset $statuswiki_at \"$request_uri $uri\";")
	line("\t}")
	line("\tif ($statuswiki_at ~ \"^[^ ?]*/index\\.html(\\?[^ ]*)? (.*/)index\\.html$\") {")
	line("\t\tset $statuswiki_at $2;")
	line("\t\treturn 308 $statuswiki_at$is_args$args;")
	line("\t}")
}
