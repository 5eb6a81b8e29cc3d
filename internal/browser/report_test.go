package browser

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// reporting serves a copy of the original that has a repository.
func reporting(t *testing.T) *server {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "wiki")
	if err := os.CopyFS(dir, os.DirFS(must(t, original))); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "content", "site.yaml")
	f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("repository: https://github.com/you/wiki\n"); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := serve(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.stop)
	return s
}

// issueText clicks a link that leads to a new issue, stays on the page and
// returns the text that the issue would have.
func issueText(p *page, selector string) string {
	p.Helper()
	p.run("document.addEventListener('click', e => { window.went = e.target.href; e.preventDefault() }, {once: true})")
	p.click(selector)
	return bodyOf(p, eval[string](p, "went"))
}

func bodyOf(p *page, address string) string {
	p.Helper()
	u, err := url.Parse(address)
	if err != nil {
		p.Fatal(err)
	}
	if got := u.Host + u.Path; got != "github.com/you/wiki/issues/new" || u.Query().Get("title") != "401 Unauthorized: " {
		p.Errorf("the link leads to %s", address)
	}
	return u.Query().Get("body")
}

const selectCause = `(() => {
	const p = document.getElementById('expired-token').nextElementSibling, r = document.createRange();
	r.selectNodeContents(p);
	getSelection().removeAllRanges();
	getSelection().addRange(r);
})()`

func TestReport(t *testing.T) {
	t.Parallel()
	s := reporting(t)
	p := newPage(t, look{})
	p.open(s.url + "401/")
	p.check("a link at the foot and one beside the text", "$$('.report').length === 2 && seen($('.toc .report'))")
	p.check("the editor of the file", "$$('footer a').some(a => a.href === 'https://github.com/you/wiki/edit/main/content/codes/401.md')")
	source, err := os.ReadFile(tool(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	p.run(string(source))
	for _, v := range p.axe() {
		t.Errorf("%s [%s] %v", v.Help, v.Rule, v.Nodes)
	}

	const plain = "Page: /401/ (content/codes/401.md)\n\nWhat is wrong, and where does it say so?\n"
	p.run("$('#fix').scrollIntoView()")
	p.until("the mark follows", "$('.toc [aria-current]')?.hash === '#fix'")
	if got := issueText(p, ".toc .report"); got != plain+"\nPlace: #fix\n" {
		t.Errorf("with a section in view: %q", got)
	}
	// What is selected goes along, from the link beside as from the one below,
	// and is not kept for the next report.
	p.run(selectCause)
	words := eval[string](p, "String(getSelection()).trim().replace(/\\s+/g, ' ')")
	if !strings.Contains(words, "laptop") {
		t.Fatalf("selected %q", words)
	}
	if got := issueText(p, ".toc .report"); got != plain+"\nPlace: #expired-token\n\n> "+words+"\n" {
		t.Errorf("with a sentence: %q", got)
	}
	p.run("getSelection().removeAllRanges()")
	p.run("$('#security').scrollIntoView()")
	p.until("the mark follows", "$('.toc [aria-current]')?.hash === '#security'")
	if got := issueText(p, ".toc .report"); got != plain+"\nPlace: #security\n" {
		t.Errorf("after that: %q", got)
	}
	// All of the page is too much for an address.
	p.run("getSelection().selectAllChildren($('.text'))")
	if got := issueText(p, "footer .report"); len([]rune(got)) > len(plain)+400 || !strings.Contains(got, "\n> ") {
		t.Errorf("with all of the page: %d characters: %q", len(got), got)
	}
	// By keyboard, too.
	p.run(selectCause)
	p.run("document.addEventListener('click', e => { window.went = e.target.href; e.preventDefault() }, {once: true}); $('footer .report').focus()")
	p.press("\r")
	p.until("the link was followed", "went.includes('laptop')")
	if got := bodyOf(p, eval[string](p, "went")); got != plain+"\nPlace: #expired-token\n\n> "+words+"\n" {
		t.Errorf("by keyboard: %q", got)
	}
}

// Without script there is one link, to an issue about the page.
func TestReportPlain(t *testing.T) {
	t.Parallel()
	s := reporting(t)
	p := newPage(t, look{noScript: true})
	p.open(s.url + "401/")
	p.check("one link that says what it does", "$$('.report').length === 1 && $('.report').textContent === 'Report a mistake'")
	if got := bodyOf(p, eval[string](p, "$('.report').href")); got != "Page: /401/ (content/codes/401.md)\n\nWhat is wrong, and where does it say so?\n" {
		t.Errorf("%q", got)
	}
}
