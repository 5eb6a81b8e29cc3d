package entry

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"statuswiki/internal/diag"
)

// acts are what makes a picture more than one, however it is written.
var acts = regexp.MustCompile(`(?i)^(script|style|foreignobject|image|a|set|animate.*|iframe|object|embed|link|handler|listener)$`)

// FuzzLogo reads what is taken for a logo as a browser reads it within a page,
// which knows more forms than XML has, and wants nothing that acts.
func FuzzLogo(f *testing.F) {
	for _, s := range []string{
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9" fill="url(#a)"/></svg>`,
		`<svg xmlns="http://www.w3.org/2000/svg"><title>&lt;script&gt;</title></svg>`,
		`<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`, `<svg xmlns="http://www.w3.org/2000/svg" onload="x"/>`,
		`<svg xmlns="http://www.w3.org/2000/svg"><use href="#a"/><use href="data:,"/></svg>`, `<a:svg xmlns:a="http://www.w3.org/2000/svg"><a:script/></a:svg>`,
		`<svg xmlns="http://www.w3.org/2000/svg"><![CDATA[<script>]]></svg>`, `<svg xmlns="http://www.w3.org/2000/svg"><!-- --><desc>x</desc></svg>`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		list := &diag.List{}
		if !checkLogo(newSource("logo.svg", []byte(text)), list) {
			if list.Errors() == 0 {
				t.Error("it is refused, and nothing says why")
			}
			return
		}
		z := html.NewTokenizer(strings.NewReader(text))
		for {
			kind := z.Next()
			if kind == html.ErrorToken {
				return
			}
			token := z.Token()
			if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
				continue
			}
			if acts.MatchString(token.Data) {
				t.Errorf("<%s> in %q", token.Data, text)
			}
			for _, a := range token.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" || strings.HasSuffix(a.Key, "href") && !strings.HasPrefix(a.Val, "#") {
					t.Errorf("%s=%q in %q", a.Key, a.Val, text)
				}
			}
		}
	})
}

// TestContrast holds the ratio to values that WCAG's own examples and other
// calculators give.
func TestContrast(t *testing.T) {
	for _, c := range []struct {
		a, b, want string
	}{{"#000000", "#ffffff", "21.00"}, {"#777777", "#ffffff", "4.47"}, {"#ff0000", "#ffffff", "3.99"}, {"#123456", "#123456", "1.00"}} {
		if got := ratio(Contrast(c.a, c.b)); got != c.want || ratio(Contrast(c.b, c.a)) != got {
			t.Errorf("%s on %s: %s, not %s", c.a, c.b, got, c.want)
		}
	}
}
