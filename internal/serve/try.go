package serve

import (
	"net/http"
	"strings"

	"statuswiki/internal/site"
	"statuswiki/internal/try"
)

// tried answers a request below /try/, where all methods and the pages of all
// origins are welcome. The page /try/ itself is a page like others. It reports
// false when the request is for something else, or the site has no answers.
func (h *handler) tried(w http.ResponseWriter, r *http.Request, path string) bool {
	name, ok := strings.CutPrefix(path, try.Path)
	if !ok || name == "" || name == indexFile {
		return false
	}
	snap := h.snap.Load()
	if snap == nil || snap.try == nil {
		return false
	}
	if h.hosts.refuseHost(r) != "" {
		return false // the refusal is the same as everywhere
	}
	snap.try.ServeHTTP(w, r)
	return true
}

// tries returns what answers below /try/ for a site, nil when it has no answers.
// While they are the same it is the same, with whoever waits there.
func (h *handler) tries(s *site.Site, prev *snapshot) (*try.Handler, error) {
	file, ok := s.Get(try.File)
	if !ok {
		return nil, nil
	}
	if prev != nil && prev.try != nil {
		if old := prev.resources["/"+try.File]; old != nil && old.file.ETag == file.ETag {
			return prev.try, nil
		}
	}
	answers, err := try.Decode(file.Body)
	if err != nil {
		return nil, err
	}
	handler := try.New(answers)
	handler.Timeout = h.tryTimeout
	return handler, nil
}
