package entry

import (
	"errors"
	"net/url"
	"strings"
)

// Security is whom to tell of a hole in a site that is hosted: what RFC 9116
// wants in /.well-known/security.txt. Without contacts there is no such file.
type Security struct {
	Contact []At[Contact]    `yaml:"contact" need:"yes"` // the preferred one first
	Expires At[Date]         `yaml:"expires" need:"yes"` // when all of it is to be read as stale
	Policy  At[SecurePolicy] `yaml:"policy"`
}

// Contact is an address to write to: mailto:, tel: or https: (RFC 9116 §2.5.3).
type Contact string

func (c Contact) check() error {
	scheme, rest, _ := strings.Cut(string(c), ":")
	ok := scheme == "mailto" && strings.Contains(rest, "@") || scheme == "tel" && rest != "" || secure(string(c))
	if !ok || !plainURI(string(c)) {
		return errors.New("must be an address like mailto:security@example.com, https://example.com/report or tel:+1-201-555-0123")
	}
	return nil
}

// SecurePolicy is the address of a page. RFC 9116 allows no http: for it.
type SecurePolicy string

func (p SecurePolicy) check() error {
	if !secure(string(p)) || !plainURI(string(p)) {
		return errors.New("must be an address that begins with https://")
	}
	return nil
}

func secure(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme == "https" && u.Host != ""
}

// plainURI reports whether s has only characters that a URI may have.
func plainURI(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune("\"<>\\^`{|}", r) })
}
