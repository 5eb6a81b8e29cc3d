package entry

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// TestExternal looks at the links of one of each kind.
func TestExternal(t *testing.T) {
	tree := validTree(t)
	tree["pages/out.md"] = &fstest.MapFile{Data: []byte(`---
title: Out
summary: Where links lead.
---

## Out

[a](https://example.com/a#b), <http://example.com/c>, [d](/401/), [m](mailto:a@example.com), [RFC 9110 §15.5.2], [403],
[RFC 9110 §B.3] and ` + "`https://example.com/code`" + `.
`)}
	set, _ := load(t, tree)
	var out, all strings.Builder
	for _, l := range set.External() {
		line := fmt.Sprintf("%s %s\n", l.Pos, l.To)
		all.WriteString(line)
		if l.Pos.File == "pages/out.md" {
			out.WriteString(line)
		}
	}
	want := `pages/out.md:8:1 https://example.com/a#b
pages/out.md:8:31 http://example.com/c
pages/out.md:8:94 https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.2
pages/out.md:9:1 https://www.rfc-editor.org/rfc/rfc9110.html#appendix-B.3
`
	if out.String() != want {
		t.Errorf("the page:\n%swant:\n%s", out.String(), want)
	}
	for _, line := range []string{ // facts
		"codes/403.md:6:7 https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.4\n",
		"codes/403.md:16:34 https://www.rfc-editor.org/rfc/rfc9110.html\n",
		"headers/authorization.md:5:7 https://www.rfc-editor.org/rfc/rfc9110.html#section-11.6.2\n",
		"site.yaml:3:13 https://git.example.com/you/wiki\n",
	} {
		if !strings.Contains(all.String(), line) {
			t.Errorf("without %sall:\n%s", line, all.String())
		}
	}
}
