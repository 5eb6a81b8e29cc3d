package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Whoever opens a page on a phone during an incident reads the answer without
// scrolling, script or no script.
func TestFirstScreen(t *testing.T) {
	t.Parallel()
	p := newPage(t, look{phone: true, noScript: true})
	p.open(must(t, served) + "401/")
	for _, selector := range []string{".num", "h1", ".sum", ".badges", "#quick"} {
		p.check(selector+" is in the first screenful", fmt.Sprintf(
			"(e => seen(e) && e.getBoundingClientRect().top >= 0 && e.getBoundingClientRect().bottom <= 844)($(%s))", quote(selector)))
	}
	words := eval[string](p, "$('.hero').innerText")
	for _, want := range []string{"401", "Unauthorized", "Client error", "What happened", "Who acts", "Retry"} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is not in the first screenful:\n%s", want, words)
		}
	}
	if size := eval[float64](p, "parseFloat(getComputedStyle($('.num')).fontSize)"); size < 40 {
		t.Errorf("the number is only %v px high", size)
	}
}

// headings finds the headings of an entry, whose text stands on the page.
var headings = regexp.MustCompile(`(?m)^###? ([^\n{]+)`)

func TestWithoutScript(t *testing.T) {
	t.Parallel()
	p := newPage(t, look{phone: true, noScript: true})
	p.open(must(t, served) + "401/")
	p.check("no script ran", "!$('#theme') && !$('.tabs.on') && !$('figcaption button') && !$('[aria-current]')")

	// Everything that is folded opens by itself, as a browser does it.
	closed := eval[int](p, "$$('.text details:not([open])').length")
	if closed == 0 {
		t.Error("nothing is folded, so this test shows nothing")
	}
	p.check("the first answer is open", "$('.text details').open")
	for range closed {
		p.click(".text details:not([open]) summary")
	}
	p.check("all details show what they hold", "$$('.text details > div').every(seen)")

	p.check("all tab panels show", "$$('.tab').length > 5 && $$('.tab').every(e => seen(e) && seen($('h3', e)) && seen($('pre', e)))")
	p.check("no button that does nothing", "$$('button').length === 0")

	// The whole text is there: every heading of the source, with something below.
	source, err := os.ReadFile(filepath.Join(must(t, original), "content", "codes", "401.md"))
	if err != nil {
		t.Fatal(err)
	}
	shown := strings.Join(strings.Fields(eval[string](p, "document.body.innerText")), " ")
	found := headings.FindAllStringSubmatch(string(source), -1)
	if len(found) < 30 {
		t.Fatalf("only %d headings in 401.md", len(found))
	}
	for _, m := range found {
		text := strings.NewReplacer("`", "", "[", "", "]", "", "*", "").Replace(strings.TrimSpace(m[1]))
		if text != "Quick answer" && !strings.Contains(shown, text) {
			t.Errorf("the page does not show %q", text)
		}
	}
	p.check("every section has text", "$$('.text > section').length > 8 && $$('.text > section').every(s => s.innerText.length > $('h2', s).innerText.length + 40)")
}

func TestContentsWithoutScript(t *testing.T) {
	t.Parallel()
	p := newPage(t, look{phone: true, noScript: true})
	p.open(must(t, served) + "401/")
	p.check("on a phone the contents are folded", "seen($('.toc summary')) && !seen($('.toc a'))")
	p.click(".toc summary")
	p.check("and unfold", "$$('.toc a').length > 8 && $$('.toc a').every(seen)")
	p.click(`.toc a[href="#faq"]`)
	p.until("the link leads there", "location.hash === '#faq' && inView($('#faq'))")

	p.as(look{noScript: true})
	p.open(must(t, served) + "401/")
	p.check("on a desktop they are open", "$$('.toc a').every(seen) && inView($('.toc a'))")
	p.click(`.toc a[href="#faq"]`)
	p.until("the link leads there", "inView($('#faq'))")
	p.check("and the contents stay in view", "inView($('.toc a'))")
}
