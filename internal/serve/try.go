package serve

import (
	"net/http"
	"strings"
	"sync"

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
	handler, err := snap.try.read()
	if err != nil {
		answer(w, r, http.StatusInternalServerError, "The answers cannot be read: "+err.Error()+"\n")
		return true
	}
	handler.ServeHTTP(w, r)
	return true
}

// answers are what answers below /try/ for a site. They are read when somebody
// asks.
type answers struct {
	lazy *site.Lazy
	read func() (*try.Handler, error)
}

// tries returns the answers for a site, nil when it has none. While they are the
// same it is the same, with whoever waits there.
func (h *handler) tries(s *site.Site, prev *snapshot) *answers {
	lazy, ok := s.Lazy(try.File)
	if !ok {
		return nil
	}
	if prev != nil && prev.try != nil && prev.try.lazy == lazy {
		return prev.try
	}
	return &answers{lazy: lazy, read: sync.OnceValues(func() (*try.Handler, error) {
		file, err := lazy.File()
		if err != nil {
			return nil, err
		}
		decoded, err := try.Decode(file.Body)
		if err != nil {
			return nil, err
		}
		handler := try.New(decoded)
		handler.Timeout = h.tryTimeout
		return handler, nil
	})}
}
