package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const (
	arrowRight = kb.ArrowRight
	arrowLeft  = kb.ArrowLeft
	home       = kb.Home
	end        = kb.End
	tabKey     = kb.Tab
	enter      = kb.Enter
	escape     = kb.Escape
)

func TestKeys(t *testing.T) {
	t.Parallel()
	url := must(t, served)
	p := newPage(t, look{})
	p.open(url)
	p.press("401")
	p.arrive("/401/")
	p.press("j")
	p.arrive("/402/")
	p.press("k")
	p.arrive("/401/")
	p.press("4")
	p.press("x") // not a digit: begin anew
	p.press("404")
	p.arrive("/404/")
	p.press("t")
	p.until("the theme changes", "document.documentElement.dataset.theme === 'light'")
	p.press("/")
	p.until("the search is open", "$('#search')?.open && document.activeElement.id === 'search-for'")
	p.press("/")
	p.check("and takes what is typed", "$('#search-for').value === '/'")
}

// stays wants the page to be untouched after a while in which a key would have
// done something.
func (p *page) stays(what string) {
	p.Helper()
	p.frames()
	p.frames()
	p.check(what, "mark === 1 && document.documentElement.dataset.theme === undefined && !$('dialog[open]') && /^(\\d+ found)?$/.test($('[role=status]').textContent)")
}

func TestKeysThatAreNotMeant(t *testing.T) {
	t.Parallel()
	url := must(t, served)
	p := newPage(t, look{})
	p.open(url)
	p.run("window.mark = 1")
	p.run("$('#q').focus()")
	p.press("404jktc?/")
	p.stays("keys in a field are text")
	p.check("all of it", "$('#q').value === '404jktc?/'")

	p.open(url + "401/")
	p.run("window.mark = 1")
	for _, m := range []chromedp.Modifier{chromedp.ModifierCtrl, chromedp.ModifierMeta, chromedp.ModifierAlt} {
		for _, key := range []string{"4", "0", "3", "j", "t", "c", "/"} {
			p.press(key, m)
		}
		p.stays("keys with a modifier are the browser's")
	}
	p.run(`document.body.insertAdjacentHTML('afterbegin', '<div id=edit contenteditable></div><select id=pick><option>t<option>x</select>')`)
	for _, id := range []string{"edit", "pick"} {
		p.run("$('#" + id + "').focus()")
		p.press("403jt")
		p.stays("keys in #" + id)
	}
}

func TestKeysDialog(t *testing.T) {
	t.Parallel()
	url := must(t, served)
	p := newPage(t, look{})
	p.open(url + "401/")
	p.click("#tab-handling-go") // something that has the focus
	p.press("?")
	p.until("the keys are listed", "$('dialog').open && seen($('dialog')) && $$('dialog kbd').length >= 6")
	p.check("it has a name", "$('#' + $('dialog').getAttribute('aria-labelledby')).textContent === 'Keys'")
	p.check("the focus is inside", "document.activeElement.closest('dialog')")
	p.run("window.mark = 1")
	p.press("t") // means nothing in there
	p.check("no other key works meanwhile", "document.documentElement.dataset.theme === undefined")
	p.press(escape)
	p.until("Esc closes it", "!$('dialog').open")
	p.check("the focus is back", "document.activeElement.id === 'tab-handling-go'")

	p.click("#help")
	p.until("the button opens it as well", "$('dialog').open")
	p.check("the box is ticked", "$('#keys-on').checked")
	p.click("label[for=keys-on]")
	p.press(escape)
	p.until("closed", "!$('dialog').open")
	p.check("the focus is back", "document.activeElement.id === 'help'")
	p.press("403jt?/")
	p.stays("single keys are off")
	p.open(url + "403/") // and stay so
	p.run("window.mark = 1")
	p.press("401jt?/")
	p.stays("single keys are off on other pages")
	p.click("#help")
	p.until("the button still works", "$('dialog').open && !$('#keys-on').checked")
	p.click("#keys-on")
	p.click("dialog form button")
	p.until("closed", "!$('dialog').open")
	p.press("t")
	p.until("single keys are on again", "document.documentElement.dataset.theme === 'light'")
}
