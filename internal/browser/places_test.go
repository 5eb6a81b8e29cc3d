package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func TestContents(t *testing.T) {
	t.Parallel()
	url := must(t, served)
	p := newPage(t, look{})
	p.open(url + "401/")
	ids := eval[[]string](p, "$$('.text > section > h2').map(h => h.id)")
	marked := func(id string) {
		t.Helper()
		p.until("the contents mark "+id, fmt.Sprintf("$$('.toc [aria-current]').map(a => a.hash).join() === %s", quote("#"+id)))
		p.check("not by colour alone", "getComputedStyle($('.toc [aria-current]')).fontWeight >= 600")
	}
	for _, id := range append(ids[1:4:4], ids[2], ids[0]) { // down and up again
		p.run(fmt.Sprintf("$('#%s').scrollIntoView({behavior: 'instant'})", id))
		marked(id)
	}
	p.check("the contents stay in view", "inView($('.toc a'))")
	p.click(fmt.Sprintf(`.toc a[href="#%s"]`, ids[4]))
	p.until("a click leads there", fmt.Sprintf("inView($('#%s'))", ids[4]))
	marked(ids[4])
	p.run("scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
	p.until("at the end there is a mark as well", "$$('.toc [aria-current]').length === 1 && $('.toc [aria-current]').hash !== "+quote("#"+ids[4]))
}

func TestSkipLink(t *testing.T) {
	t.Parallel()
	p := newPage(t, look{})
	p.open(must(t, served) + "401/")
	p.check("it does not show", "$('.skip').getBoundingClientRect().right < 0")
	p.press(tabKey)
	p.check("it is first", "document.activeElement === $('.skip') && inView($('.skip')) && $('.skip').getBoundingClientRect().left >= 0")
	p.check("its focus shows", "getComputedStyle($('.skip')).outlineStyle !== 'none'")
	p.press(enter)
	p.until("it leads to the text", "location.hash === '#main'")
	p.press(tabKey)
	p.check("Tab goes on there", "document.activeElement.closest('main')")
}

// A link to something that is folded opens it, on loading and within the page.
func TestLinkIntoDetails(t *testing.T) {
	t.Parallel()
	url := must(t, served)
	p := newPage(t, look{})
	p.open(url + "401/")
	p.check("the answer is folded", "!seen($('#faq-logout'))")
	p.open(url + "403/")
	p.open(url + "401/#faq-logout")
	p.until("it is open", "$('#faq-logout').closest('details').open")
	p.until("and in view", "inView($('#faq-logout'))")
	p.run("location.hash = '#faq-budget'")
	p.until("from within the page as well", "inView($('#faq-budget'))")
	// Chromium unfolds by itself. Where the browser does not, the script does:
	// this address changes without the browser going there.
	p.run("$('#faq-budget').closest('details').open = false; history.replaceState(null, '', '#faq-budget'); dispatchEvent(new Event('hashchange'))")
	p.check("the script opens it", "$('#faq-budget').closest('details').open")
	p.run("location.hash = '#no-such-place'")
	p.open(url)
	p.run("location.href = '401/#%E0%A4%A'") // no escape of anything
	p.arrive("/401/")
	p.check("the scripts ran all the same", "$$('.tabs [role=tab]').length > 5")
}

// What moved.yaml says has another address now is found by its old one: a cause,
// an answer that is folded, a sample behind a tab, and a whole page.
func TestOldAddresses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(must(t, original))); err != nil {
		t.Fatal(err)
	}
	moved := `moved:
  - {from: "/401/#jwt-dead", to: "/401/#expired-token"}
  - {from: "/401/#no-logout", to: "/401/#faq-logout"}
  - {from: "/401/#handling-golang", to: "/401/#handling-go"}
  - {from: /measured/once/, to: /measured/retry-408/}
`
	if err := os.WriteFile(filepath.Join(dir, "content", "moved.yaml"), []byte(moved), 0o666); err != nil {
		t.Fatal(err)
	}
	s, err := serve(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.stop)
	p := newPage(t, look{})
	for old, now := range map[string]string{"jwt-dead": "expired-token", "no-logout": "faq-logout"} {
		p.open(s.url) // so that the next address is another page
		p.open(s.url + "401/#" + old)
		p.until("#"+old+" leads to #"+now, fmt.Sprintf("inView($('#%s')) && $('#%s').contains($('#%s'))", now, now, old))
	}
	p.open(s.url)
	p.open(s.url + "401/#handling-golang")
	p.until("the tab is open and in view", "$('#handling-go').contains($('#handling-golang')) && inView($('#panel-handling-go pre'))")
	p.open(s.url + "measured/once/")
	p.arrive("/measured/retry-408/")
}
