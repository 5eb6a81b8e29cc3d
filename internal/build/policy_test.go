package build_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"statuswiki/internal/hosting"
)

// TestPolicy: every page names in its policy what stands inline in it, by the
// hash of its very text, and has nothing that a policy cannot name.
func TestPolicy(t *testing.T) {
	t.Parallel()
	s, err := realSite()
	if err != nil {
		t.Fatal(err)
	}
	var rules bytes.Buffer
	if err := json.Compact(&rules, realStatic()["ahead.json"].Data); err != nil {
		t.Fatal(err)
	}
	for path, d := range realPages(t) {
		f, _ := s.Get(path)
		p, ok := hosting.Of(f.Body)
		if !ok {
			t.Errorf("%s has no policy", path)
			continue
		}
		var scripts, styles []string
		for n := range d.elements() {
			for _, a := range n.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s: <%s %s=%q> is refused by the policy", path, n.Data, a.Key, a.Val)
				}
			}
			_, external := attr(n, "src")
			kind, _ := attr(n, "type")
			switch {
			case n.Data == "style":
				styles = append(styles, hosting.Hash(n.FirstChild.Data))
			case n.Data == "script" && !external && kind != "application/ld+json": // which nobody runs
				scripts = append(scripts, hosting.Hash(n.FirstChild.Data))
			}
		}
		if len(scripts) > 0 { // the script of the page adds the rules for what comes next
			scripts = append(scripts, hosting.Hash(rules.String()))
		}
		if !slices.Equal(scripts, p.Scripts) || !slices.Equal(styles, p.Styles) {
			t.Errorf("%s: the policy allows %v and %v, and there are %v and %v", path, p.Scripts, p.Styles, scripts, styles)
		}
	}
}
