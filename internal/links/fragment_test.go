package links

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestFind(t *testing.T) {
	for _, c := range []struct {
		page, fragment string
		has, sure      bool
	}{
		{`<p id=a>`, "a", true, true}, {`<P ID="a">`, "a", true, true}, {`<a name=a>`, "a", true, true}, {`<p name=a>`, "a", false, true}, {`<br id=a />`, "a", true, true},
		{`<!-- <p id=a> -->`, "a", false, true}, {`<script>"<p id=a>"</script>`, "a", false, true}, {`<p title="id=a">`, "a", false, true},
		{`<p id="a&amp;b">`, "a&b", true, true}, {`<p id=A>`, "a", false, true}, {``, "a", false, true}, {"<p id=\xff>", "a", false, true}, {`<p id="a`, "a", false, true},
		{strings.Repeat("<p>", maxBytes/3) + `<p id=a>`, "a", false, false},
	} {
		has, sure := find(strings.NewReader(c.page), []string{c.fragment})[c.fragment]
		if has != c.has || sure != c.sure {
			t.Errorf("%.40q has #%s: %v, %v", c.page, c.fragment, has, sure)
		}
	}
	broken := io.MultiReader(strings.NewReader("<p id=b>"), iotest.ErrReader(io.ErrUnexpectedEOF))
	if got := find(broken, []string{"a", "b"}); len(got) != 1 || !got["b"] {
		t.Errorf("of a page that breaks off: %v", got)
	}
}

// FuzzFind asserts that a page is read to its end and an id in front of it is
// always found.
func FuzzFind(f *testing.F) {
	f.Add("<p id=a>", "a")
	f.Add("<script><!--", "b")
	f.Fuzz(func(t *testing.T, page, fragment string) {
		if got := find(strings.NewReader(`<i id="x1"></i>`+page), []string{fragment, "x1"}); !got["x1"] || len(got) > 2 {
			t.Errorf("%q: %v", page, got)
		}
	})
}
