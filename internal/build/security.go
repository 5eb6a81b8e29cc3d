package build

import (
	"fmt"
	"strings"
)

// securityPath is where those who found a hole look for whom to tell (RFC 9116
// §3). It is of use where the site stands at the root of its host.
const securityPath = ".well-known/security.txt"

// securityPages are the file, if the settings name a contact.
func (b *builder) securityPages() []page {
	s := b.set.Settings.Security
	if len(s.Contact) == 0 {
		return nil
	}
	return []page{{path: securityPath, of: securityPath, raw: func() ([]byte, error) {
		var out strings.Builder
		for _, c := range s.Contact {
			fmt.Fprintf(&out, "Contact: %s\n", c.Value)
		}
		fmt.Fprintf(&out, "Expires: %sT00:00:00Z\n", s.Expires.Value)
		if s.Policy.Given() {
			fmt.Fprintf(&out, "Policy: %s\n", s.Policy.Value)
		}
		if strings.HasPrefix(b.opt.BaseURL, "https:") {
			fmt.Fprintf(&out, "Canonical: %s\n", b.opt.BaseURL+securityPath)
		}
		return []byte(out.String()), nil
	}}}
}
