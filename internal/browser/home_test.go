package browser

import (
	"slices"
	"strings"
	"testing"
)

const shownCodes = "$$('.codes li').filter(seen).map(li => $('b', li).textContent)"

func TestFilter(t *testing.T) {
	t.Parallel()
	url := must(t, served)
	p := newPage(t, look{})
	p.open(url)
	all := eval[[]string](p, shownCodes)
	if len(all) < 60 || !slices.Contains(all, "418") {
		t.Fatalf("the table has %d codes: %v", len(all), all)
	}
	p.click("#q")
	p.until("the filter has its index", "$('#picks')")
	p.press("40")
	some := eval[[]string](p, shownCodes)
	if len(some) < 10 || len(some) >= len(all) {
		t.Errorf("typing 40 leaves %d of %d codes", len(some), len(all))
	}
	p.press("1")
	if got := eval[[]string](p, shownCodes); len(got) == 0 || got[0] != "401" || len(got) >= len(some) {
		t.Errorf("typing 401 leaves %v", got)
	}
	p.check("a class without any is gone", "!seen($('#class-1xx')) && seen($('#class-4xx'))")
	p.press(escape)
	p.check("Esc clears", "$('#q').value === ''")
	if got := eval[[]string](p, shownCodes); !slices.Equal(got, all) {
		t.Errorf("after Esc %d of %d codes show", len(got), len(all))
	}

	p.press("zzz")
	p.check("it says that none fits", "seen($('#none')) && $('#none').innerText.startsWith('No code fits') && !$$('.codes').some(seen)")
	p.press(enter)
	p.frames()
	p.check("and Enter goes nowhere", "location.pathname === '/' && location.search === '?q=zzz'")
	p.press(escape)
	p.check("until it is cleared", "!seen($('#none'))")

	p.press("Token  EXPIRED") // an alias, in any case, word by word
	if got := eval[[]string](p, shownCodes); len(got) == 0 || got[0] != "401" || len(got) > 6 {
		t.Errorf("token expired leaves %v", got)
	}
	p.press(enter)
	p.arrive("/401/")
}

// What a checker for accessibility does not look at.
func TestPlaceholder(t *testing.T) {
	t.Parallel()
	for _, dark := range []bool{false, true} {
		p := newPage(t, look{dark: dark})
		p.open(must(t, served))
		p.check("the placeholder can be read", `(() => {
			const hint = getComputedStyle($('#q'), '::placeholder');
			const [a, b] = [hint.color, getComputedStyle($('#q')).backgroundColor].map(light).sort((a, b) => b - a);
			return hint.opacity === '1' && (a + .05) / (b + .05) >= 7;
		})()`)
	}
}

func TestFilterFromAddress(t *testing.T) {
	t.Parallel()
	p := newPage(t, look{})
	p.open(must(t, served) + "?q=too+many+requ")
	p.check("it is filled in", "$('#q').value === 'too many requ'")
	p.until("the filter has its index", "$('#picks')")
	if got := eval[[]string](p, shownCodes); !slices.Contains(got, "429") || len(got) > 12 {
		t.Errorf("too many requ leaves %v", got)
	}
	// It is text, whatever it holds.
	p.open(must(t, served) + "?q=" + "%22%3E%3Cimg+src%3Dx+onerror%3Dalert(1)%3E")
	p.check("text", `$('#q').value === '"><img src=x onerror=alert(1)>' && !$('img')`)
}

// Where no server can make a page for a number, the not-found page tells what is
// known, with links that lead on.
func TestUnknownNumber(t *testing.T) {
	t.Parallel()
	h := newHost(t, "/")
	p := newPage(t, look{})
	for path, want := range map[string]string{
		"468/": "Nobody registered 468. A client that meets it treats it like 400 Bad Request (RFC 9110 §15). The nearest that have an entry: 451 ",
		"998":  "Status codes go from 100 to 599; 998 is no valid one. A client should treat it like 500 Internal Server Error",
		"nope": "",
	} {
		p.expect(h.url + path) // as the status is 404
		p.open(h.url + path)
		got := eval[string](p, "seen($('#number')) ? $('#number').innerText : ''")
		if !strings.HasPrefix(got, want) || (want == "") != (got == "") {
			t.Errorf("/%s says %q", path, got)
		}
	}
	p.expect(h.url + "468/")
	p.open(h.url + "468/")
	p.click("#number a:nth-of-type(2)")
	p.arrive("/451/")
}
