package try

import (
	"net/http"
	"strings"

	"statuswiki/internal/httpmsg"
)

// Any page may send requests here and read what comes back: there is nothing to
// read but what everybody can look up. Credentials are not asked for, so the
// wildcard stands for all (Fetch Standard, CORS protocol).
var openFields = []Field{
	{"Access-Control-Allow-Origin", "*"},
	{"Access-Control-Expose-Headers", "*"},
}

// safeFields keep the content, which may be anybody's, from acting as the wiki.
var safeFields = []Field{
	{"Content-Security-Policy", "sandbox"},
	{"X-Content-Type-Options", "nosniff"},
}

// preflight answers the question of a browser whether it may send a request
// (Fetch Standard). Other requests with OPTIONS are left alone.
func preflight(w http.ResponseWriter, r *http.Request) bool {
	method := r.Header.Get("Access-Control-Request-Method")
	if r.Method != http.MethodOptions || r.Header.Get("Origin") == "" || !httpmsg.IsToken(method) {
		return false
	}
	header := w.Header()
	for _, f := range openFields {
		header.Set(f.Name, f.Value)
	}
	header.Set(Mark, "none")
	header.Set("Cache-Control", "no-store")
	header.Set("Access-Control-Allow-Methods", method)
	var names []string
	for _, name := range httpmsg.ParseList(strings.Join(r.Header.Values("Access-Control-Request-Headers"), ",")) {
		if httpmsg.IsToken(name) {
			names = append(names, name)
		}
	}
	if len(names) > 0 {
		header.Set("Access-Control-Allow-Headers", strings.Join(names, ", "))
	}
	w.WriteHeader(http.StatusNoContent)
	return true
}
