// Package serve shows a [site.Site] over HTTP, watches the folders it was made
// from, and tells the browsers when there is a new one.
//
// # One request
//
// The server reads no file by a name that came over the network. A request is
// a look-up in a map that was complete before it was served: URL path to a
// response with its headers ready. The map is never changed, only swapped.
//
//	/                 index.html
//	/401/             401/index.html
//	/401              308 to /401/, with the query
//	/401/index.html   308 to /401/
//	/404.html         the file of that name
//	/try/401          a real 401, as package try answers it
//	anything else     404.html with status 404
//
// Whatever a file system could read in another way (dot segments, empty
// segments, backslashes, encoded slashes, NUL) is not in the map, hence a 404.
// A redirect only ever leads to a path that is in the map.
//
// GET and HEAD are answered, every other method, OPTIONS among them, gets 405
// with Allow; below /try/ all methods are answered. Text is sent in Brotli or gzip by
// Accept-Encoding; each coding has an entity tag of its own. Ranges are taken
// from the identity coding. A page goes out with one call of the system; whole.go
// says how.
//
// # Who is answered
//
// A page of somebody else must not read this server by way of the browser of
// whoever runs it. So the Host must be ours ([Options.AllowHosts]), an Origin
// must be the one that was asked, and a request that the browser marks as made
// by another site (Sec-Fetch-Site) is answered only when it is a person
// following a link. Everything else is a 403 that says what to do. There are
// no CORS headers. Only what lies below /try/ may be read by any page: nothing
// of it is the site's but public examples, and nothing is kept there.
//
// A slow client costs little: headers have seconds to arrive, bodies are not
// read, and when there are too many connections those that never sent a
// request give way.
//
// # Live reload
//
// With [Options.Watch] every page gets one script tag, in the response only.
// The script hears of builds by server-sent events on /_live/events, through a
// SharedWorker, so that any number of tabs holds one connection:
//
//	hello   {id, findings}                 on connecting
//	built   {id, prev, changed, findings}  a build is being served
//	broken  {id, findings, more}           the build failed; id is still served
//
// The id stands for the bytes of the whole site. Each event tells the whole
// state, so one that was overtaken can be dropped: changed is what differs from
// prev, and a client that is not at prev looks at everything. An event is sent
// after its site is served, never before. A finding is
//
//	{file, line, col, level, rule, text, hint, source, caret}
//
// and goes into the page as text. Those about the file of a page stand beside the
// text that they are about: the script asks /_live/notes?page=/401/ for
//
//	{page, among, notes: [finding with nth], more}
//
// where page is the identity that the script tag carries, and nth counts the
// elements that the selector among finds in the page as it was sent; -1 is its
// top. The places come from [site.Site.Origin], never from the page. Pages get the DOM event statuswiki:swap when
// their content was exchanged without a reload.
//
// # One rebuild
//
// Four parts hand to one another: the watcher (watch.go) turns the file
// system's events into "something changed"; the policy (policy.go) decides when
// to build and when to give a build up; the loop (loop.go) owns the builds,
// swaps the snapshot (snapshot.go) and then tells the hub (hub.go); the hub
// never waits for a browser. A build that fails changes nothing that is served.
//
// What the events name is built at once ([Options.BuildChanged]), so that nobody
// waits for a look at thousands of files. Events can be lost, so a moment later all
// files are looked at ([Options.Build]); mostly that finds nothing and nobody hears
// of it.
package serve
