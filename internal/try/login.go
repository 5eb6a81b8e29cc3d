package try

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"strings"

	"statuswiki/internal/httpmsg"
)

// The credentials that count. They protect nothing.
const (
	user        = "user"
	password    = "pass"
	basic       = "dXNlcjpwYXNz" // user:pass
	tokenPrefix = "fake-token"
)

const whoGetsIn = "Credentials that count: user and pass with Basic or Digest, or any Bearer token that begins with fake-token.\n"

// login is 401 or 407 until the credentials are right (RFC 9110 §11). An origin
// can only play the proxy: clients that know none behind it take no notice of
// Proxy-Authenticate.
func (h *Handler) login(r *http.Request, k knobs) reply {
	ask, field := "Authorization", "WWW-Authenticate"
	if k.code == http.StatusProxyAuthRequired {
		ask, field = "Proxy-Authorization", "Proxy-Authenticate"
	}
	if scheme, ok := authorized(r.Method, r.Header.Get(ask)); ok {
		return h.text(http.StatusOK, "You are in, with "+scheme+".\n")
	}
	p := h.example(k.code)
	if k.scheme != "" && !strings.HasPrefix(strings.ToLower(p.value(field)), k.scheme+" ") {
		p.set(field, schemes[k.scheme])
		p.Content = whoGetsIn
		p.set("Content-Type", "text/plain; charset=utf-8")
	}
	return p
}

// authorized reports whether the value of Authorization is right, and with
// which scheme.
func authorized(method, value string) (scheme string, ok bool) {
	all, err := httpmsg.ParseChallenges(value) // credentials have the same grammar (RFC 9110 §11.4)
	if err != nil || len(all) != 1 {
		return "", false
	}
	c := all[0]
	switch strings.ToLower(c.Scheme) {
	case "basic":
		return "Basic", c.Token68 == basic
	case "bearer":
		return "Bearer", strings.HasPrefix(c.Token68, tokenPrefix)
	case "digest":
		return "Digest", digest(method, c)
	}
	return "", false
}

// digest checks the response to our challenge (RFC 7616 §3.4), SHA-256 and auth
// only. The address is taken from the credentials: it is this one, or the client
// has reasons of its own.
func digest(method string, c httpmsg.Challenge) bool {
	get := func(name string) string {
		v, _ := c.Param(name)
		return v
	}
	hash := func(parts ...string) string {
		sum := sha256.Sum256([]byte(strings.Join(parts, ":")))
		return hex.EncodeToString(sum[:])
	}
	if get("username") != user || get("nonce") != "statuswiki" || !strings.EqualFold(get("algorithm"), "SHA-256") || get("qop") != "auth" {
		return false
	}
	want := hash(hash(user, "try", password), "statuswiki", get("nc"), get("cnonce"), "auth", hash(method, get("uri")))
	return subtle.ConstantTimeCompare([]byte(want), []byte(strings.ToLower(get("response")))) == 1
}
