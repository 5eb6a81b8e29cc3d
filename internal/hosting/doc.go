// Package hosting says what whoever serves a site has to add to its files:
// header fields, how long what may be kept, redirects, compressed forms. It
// stands here once, and every host is told from here: the preview server, the
// files that Netlify and Cloudflare Pages read, nginx, Caddy, and the pages
// themselves by a meta element.
//
// # The content security policy
//
// A page holds its style and one small script, so that it needs one round trip.
// The policy allows these two by their hashes, files of the site, and nothing
// else: what somebody managed to write into a page would not run ([Policy]).
//
// The pages say it themselves in a meta element, which works on any host and
// from disk. As a header it has frame-ancestors besides, which a meta element
// cannot have. Where the header is made by the build or the preview server it
// has the hashes, too. The configuration of a server outlives builds, and a
// header with the hash of yesterday's style would take the style from today's
// pages; so nginx and Caddy send [Lasting], which leaves the inline parts to
// the meta element. A browser obeys both, so the pages are held as strictly.
package hosting
