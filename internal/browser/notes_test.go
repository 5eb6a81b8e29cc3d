package browser

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// A shownNote is a finding beside the text, as the page shows it.
type shownNote struct {
	Text   string // of the note
	Beside string // the words that it stands behind, or in
	In     string // the element that holds it
	Seen   bool
}

func (p *page) notes() []shownNote {
	p.Helper()
	return eval[[]shownNote](p, `$$('.statuswiki-note').map(n => ({Text: n.shadowRoot.textContent,
		Beside: (n.closest('tr') ?? n.previousElementSibling ?? n.parentElement).textContent, In: n.parentElement.localName, Seen: seen(n)}))`)
}

// noted waits for so many notes and returns them.
func (p *page) noted(n int) []shownNote {
	p.Helper()
	p.until(fmt.Sprint(n, " notes are there"), fmt.Sprintf("$$('.statuswiki-note').length === %d", n))
	return p.notes()
}

// wantNote wants one of the notes to say so, beside words, in an element.
func wantNote(t *testing.T, notes []shownNote, says, beside, in string) {
	t.Helper()
	for _, n := range notes {
		if strings.Contains(n.Text, says) {
			if !strings.Contains(n.Beside, beside) || n.In != in || !n.Seen {
				t.Errorf("%q stands beside %.80q in <%s>, seen: %v; want it beside %q in <%s>", says, n.Beside, n.In, n.Seen, beside, in)
			}
			return
		}
	}
	t.Errorf("no note says %q: %+v", says, notes)
}

func lineOf(t testing.TB, text, part string) int {
	t.Helper()
	at := strings.Index(text, part)
	if at < 0 {
		t.Fatalf("there is no %q", part)
	}
	return 1 + strings.Count(text[:at], "\n")
}

// Warnings of a good build stand beside what they are about, and go when it is mended.
func TestNotesOfWarnings(t *testing.T) {
	t.Parallel()
	c := newCheckout(t)
	p := newPage(t, look{})
	p.watch(c.url + "401/")
	p.check("a sound page has no notes", "!$('.statuswiki-note')")
	moved := p.scrollTo("#faq")

	good := c.read(entry401)
	text := strings.Replace(good, "### An analogy, and", "Long fields end in a 431 elsewhere.\n\n### An analogy, and", 1) // a paragraph
	text = strings.Replace(text, "| None sent | 401 |", "| None sent, or 421 | 401 |", 1)                                 // a row of a table
	text = strings.Replace(text, "name: Unauthorized\n", "", 1)                                                           // the front matter
	text = strings.Replace(text, "code: 401\n", "name: Unauthorized\ncode: 401\n", 1)
	c.write(entry401, text)
	notes := p.noted(3)
	at := lineOf(t, text, "Long fields")
	wantNote(t, notes, fmt.Sprintf("content/codes/401.md:%d:", at), "Long fields end in a 431 elsewhere.", "section")
	wantNote(t, notes, "[first-mention]", "Long fields", "section")
	wantNote(t, notes, "421 is named", "None sent, or 421", "td")
	wantNote(t, notes, "[key-order]", "401", "div")
	p.keptPlace(moved)
	p.notReloaded()
	p.axeOfNotes()

	// The list in the corner leads to them.
	p.run("$('#statuswiki-warnings').shadowRoot.querySelector('summary').click()")
	p.run(fmt.Sprintf("[...$('#statuswiki-warnings').shadowRoot.querySelectorAll('button.where')].find(b => b.textContent.startsWith('content/codes/401.md:%d:')).click()", at))
	p.until("the note is in view", "inView($$('.statuswiki-note').find(n => n.shadowRoot.textContent.includes('431')))")

	// A note moves with its text, and stays while something else changes.
	text = strings.Replace(text, "## Overview\n\n", "## Overview\n\nOne more paragraph.\n\n", 1)
	c.write(entry401, text)
	p.until("the text is there", "$('.text').innerText.includes('One more paragraph.')")
	p.until("the note has the new line", fmt.Sprintf("$$('.statuswiki-note').some(n => n.shadowRoot.textContent.includes('401.md:%d:'))", at+2))
	wantNote(t, p.notes(), "431 is named", "Long fields", "section")

	other := p.tab() // pages of other files have none of them
	other.watch(c.url + "403/")
	other.check("no note", "!$('.statuswiki-note')")

	c.write(entry401, strings.Replace(text, "end in a 431 elsewhere", "end in a [431] elsewhere", 1))
	wantNote(t, p.noted(2), "421 is named", "None sent, or 421", "td")
	c.write(entry401, good)
	p.noted(0)
	p.notReloaded()
}

// axeOfNotes wants what accessibility checkers find in a page to be no more for
// the notes in it.
func (p *page) axeOfNotes() {
	p.Helper()
	source, err := os.ReadFile(tool(p, "axe-core/axe.min.js"))
	if err != nil {
		p.Fatal(err)
	}
	p.run(string(source))
	for _, dark := range []bool{false, true} {
		p.as(look{dark: dark})
		for _, v := range p.axe() {
			p.Errorf("with notes, dark %v: %s [%s]\n\t%s", dark, v.Help, v.Rule, strings.Join(v.Nodes, "\n\t"))
		}
	}
	p.as(look{})
}

// While the content is broken the page is an older one, and the notes stand
// beside what was there before.
func TestNotesOfErrors(t *testing.T) {
	t.Parallel()
	c := newCheckout(t)
	p := newPage(t, look{dark: true})
	p.watch(c.url + "401/")
	good := c.read(entry401)
	text := strings.Replace(good, "## Overview\n\n", "## Overview\n\nNew here.\n\nNew as well, with a [Wrong-Reference].\n\n", 1)
	text = strings.Replace(text, "There is no way in HTTP.", "There is no way in [HTTQ].", 1)
	text = strings.Replace(text, "verified: ", `verified: <img src=x onerror="window.owned=1"> `, 1)
	c.write(entry401, text)
	p.until("the overlay is there", overlay)
	p.noted(3)
	p.until("its places lead to the notes", overlay+".querySelectorAll('button.where').length === 3")
	p.run("[..." + overlay + ".querySelectorAll('button.where')].find(b => b.textContent.includes(':" + quote(lineOf(t, text, "[HTTQ]")) + ":')).click()")
	p.until("the overlay is gone", "!("+overlay+")")
	p.until("the answer is open and in view", "$('#faq-logout').closest('details').open && inView($('#faq-logout + .statuswiki-note, #faq-logout .statuswiki-note'))")
	notes := p.notes()
	wantNote(t, notes, "HTTQ", "There is no way in HTTP.", "div")
	wantNote(t, notes, "Wrong-Reference", "Overview", "section")
	wantNote(t, notes, fmt.Sprintf("401.md:%d:", lineOf(t, text, "verified: ")), "", "div")
	p.check("it is text", "!$$('.statuswiki-note').some(n => n.shadowRoot.querySelector('img')) && window.owned === undefined")
	p.check("the page is the last good one", "!$('.text').innerText.includes('New here.')")
	c.write(entry401, good)
	p.noted(0)
	p.notReloaded()
}

// Whatever kind of file a page is made from, its findings stand in it.
func TestNotesOnAllKinds(t *testing.T) {
	t.Parallel()
	c := newCheckout(t)
	const more = "\n\nAnd here a 506 in passing.\n"
	pages := map[string]string{
		"content/headers/retry-after.md": "headers/retry-after/", "content/tags/api-design.md": "tags/api-design/",
		"content/classes/4xx.md": "4xx/", "content/measured/305.md": "measured/305/", "content/pages/surprises.md": "surprises/",
	}
	for file := range pages {
		c.write(file, c.read(file)+more)
	}
	p := newPage(t, look{width: 390})
	for file, at := range pages {
		p.open(c.url + at)
		notes := p.noted(1)
		wantNote(t, notes, file+":", "And here a 506 in passing.", eval[string](p, "$('main .text').localName"))
	}
}
