package browser

import (
	"fmt"
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
