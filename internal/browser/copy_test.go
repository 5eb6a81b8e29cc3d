package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// The clipboard belongs to the whole browser, hence to one test at a time.
var clipboard sync.Mutex

// useClipboard lets the page, and whoever looks at it, use the clipboard until
// the test ends.
func useClipboard(p *page, url string) {
	p.Helper()
	clipboard.Lock()
	p.Cleanup(clipboard.Unlock)
	c := chromedp.FromContext(p.ctx)
	for _, name := range []string{"clipboard-read", "clipboard-write"} {
		_, err := cdp.Call(p.ctx, c.Browser, cdpbrowser.SetPermission, cdpbrowser.SetPermissionParams{
			Permission:       &cdpbrowser.PermissionDescriptor{Name: name},
			Setting:          cdpbrowser.PermissionSettingGranted,
			Origin:           strings.TrimSuffix(url, "/"),
			BrowserContextID: c.BrowserContextID,
		})
		if err != nil {
			p.Fatal(err)
		}
	}
}

var fence = regexp.MustCompile("(?ms)^```[^\n]*\n(.*?)^```$")

// blocks returns the code blocks of an entry as they were written.
func blocks(t testing.TB, entry string) []string {
	t.Helper()
	source, err := os.ReadFile(filepath.Join(must(t, original), "content", "codes", entry))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range fence.FindAllStringSubmatch(string(source), -1) {
		out = append(out, m[1])
	}
	return out
}

func TestCopy(t *testing.T) {
	t.Parallel()
	url := must(t, served)
	p := newPage(t, look{})
	p.open(url + "401/")
	useClipboard(p, url)
	p.check("every block has one button that says what it copies", `$$('figure.code').length > 10 && $$('figure.code').every(f => {
		const b = $$('button', f);
		return b.length === 1 && b[0].getAttribute('aria-label') === 'Copy ' + f.querySelector('figcaption').firstChild.textContent;
	})`)
	p.check("a finger can hit it", "$$('figcaption button').filter(seen).every(b => b.offsetHeight >= 24 && b.offsetWidth >= 24)")

	// What was written is what is copied, less white space at the end.
	want := blocks(t, "401.md")
	p.run("$$('figure.code').forEach((f, i) => $('button', f).id = 'copy-' + i)")
	if n := eval[int](p, "$$('figure.code').length"); n != len(want) {
		t.Fatalf("the page has %d blocks, its source %d", n, len(want))
	}
	for i := range want {
		selector := fmt.Sprintf("#copy-%d", i)
		if !eval[bool](p, "seen($("+quote(selector)+"))") {
			continue // in a panel that does not show
		}
		p.click(selector)
		p.until("the button tells", "$("+quote(selector)+").textContent === 'Copied ✓'")
		if got := eval[string](p, "navigator.clipboard.readText()"); strings.TrimRight(got, "\r\n ") != strings.TrimRight(want[i], "\r\n ") {
			t.Errorf("block %d: copied\n%q\nwritten\n%q", i, got, want[i])
		}
		if i == 0 {
			p.until("it is said", "$('[role=status]').textContent === 'Request copied'")
			p.check("the focus stays", "document.activeElement.id === 'copy-0'")
			// Once more while the button still says so.
			p.click(selector)
			p.until("the button is as it was", "$("+quote(selector)+").textContent === 'Copy'")
		}
	}
	p.until("all are as they were", "$$('figcaption button').every(b => b.textContent === 'Copy')")
}

// Opened from disk or over plain HTTP there is no clipboard API.
func TestCopyWithoutAPI(t *testing.T) {
	t.Parallel()
	url := must(t, served)
	p := newPage(t, look{})
	useClipboard(p, url)
	p.before("window.paste = navigator.clipboard.readText.bind(navigator.clipboard); Object.defineProperty(navigator, 'clipboard', {value: undefined})")
	p.open(url + "401/")
	want := blocks(t, "401.md")[1]
	p.run("$$('figcaption button')[1].id = 'copy'")
	p.click("#copy")
	p.until("the button tells", "$('#copy').textContent === 'Copied ✓'")
	if got := eval[string](p, "paste()"); strings.TrimRight(got, "\n") != strings.TrimRight(want, "\n") {
		t.Errorf("copied\n%q\nwritten\n%q", got, want)
	}
	p.check("nothing is left behind", "!$('textarea')")
	p.check("the focus stays", "document.activeElement.id === 'copy'")
	p.check("so does the place", "inView($('#copy'))")

	p.run("document.execCommand = () => false") // and where that is refused as well
	p.click("#copy")
	p.until("the button tells", "$('#copy').textContent === 'Failed ✗'")
	p.until("it is said", "$('[role=status]').textContent === 'Could not copy'")
	p.until("the button is as it was", "$('#copy').textContent === 'Copy'")
}

func TestCopyAddress(t *testing.T) {
	t.Parallel()
	url := must(t, served)
	p := newPage(t, look{})
	useClipboard(p, url)
	p.open(url + "401/#fix")
	p.press("c")
	p.until("it is said", "$('[role=status]').textContent === 'Address copied'")
	if got := eval[string](p, "navigator.clipboard.readText()"); got != url+"401/" {
		t.Errorf("copied %q", got)
	}
}
