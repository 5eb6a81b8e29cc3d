package browser

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

const overlay = "document.getElementById('statuswiki-overlay')?.shadowRoot"

// A broken entry does not take the page away: the last good one stays, with the
// findings over it, as text whatever they hold.
func TestOverlay(t *testing.T) {
	t.Parallel()
	c := newCheckout(t)
	p := newPage(t, look{})
	p.watch(c.url + "401/")
	p.click("#tab-handling-go")
	moved := p.scrollTo("#faq")
	bad := `verified: <img src=x onerror="window.owned=1"><script>window.owned=2</script>`
	good := c.edit(entry401, "verified: ", bad+" ")
	p.until("the overlay is there", overlay)
	text := eval[string](p, overlay+".querySelector('li').innerText")
	frame := eval[string](p, overlay+".querySelector('li pre').textContent")
	line := 1 + strings.Count(good[:strings.Index(good, "verified: ")], "\n")
	if m := regexp.MustCompile(`(?m)^content/codes/401\.md:(\d+):(\d+)$`).FindStringSubmatch(text); m == nil {
		t.Errorf("no file:line:col in\n%s", text)
	} else if m[1] != quote(line) {
		t.Errorf("line %s, but it is in %d", m[1], line)
	}
	source, caret, ok := strings.Cut(frame, "\n")
	if !ok || !strings.HasPrefix(source, bad) || strings.Trim(caret, " \t^~") != "" || !strings.Contains(caret, "^") {
		t.Errorf("no source line with a caret below it:\n%s", frame)
	}
	if rule := eval[string](p, overlay+".querySelector('li .rule').textContent"); rule == "" {
		t.Errorf("the rule is not named:\n%s", text)
	}
	p.check("it is text", "!"+overlay+".querySelector('img, li script') && window.owned === undefined")
	p.check("it says so to screen readers", overlay+".querySelector('[role=alertdialog]').getAttribute('aria-live') === 'assertive'")
	p.check("it lies over the page", "document.elementFromPoint(640, 100).id === 'statuswiki-overlay'")
	p.check("it has the focus", "document.activeElement.id === 'statuswiki-overlay'")
	p.check("the page below is the last good one", "$('.num').innerText === '401' && $('#faq')")
	p.press(escape)
	p.until("Esc takes it away", "!("+overlay+")")
	p.check("the focus is back", "document.activeElement.id === 'tab-handling-go'")
	p.keptPlace(moved)

	other := p.tab()
	other.open(c.url + "403/") // whoever comes now is told as well, on a good page
	other.until("the overlay is there", overlay)
	other.check("on the last good page", "$('.num').innerText === '403'")

	c.edit(entry401, "x onerror", "y onerror") // broken in another way
	p.until("it comes again", overlay+"?.querySelector('li pre').textContent.includes('src=y')")
	c.write(entry401, strings.Replace(good, "A 401 is half of", "A 401 is just half of", 1))
	p.until("mended, it goes", "!("+overlay+")")
	other.until("everywhere", "!("+overlay+")")
	p.until("and the page is the new one", "$('.text').innerText.includes('just half of')")
	p.notReloaded()
	p.keptPlace(moved)
	p.check("nothing came of it", "window.owned === undefined")
}

// A broken template is told like a broken entry.
func TestOverlayTemplate(t *testing.T) {
	t.Parallel()
	c := newCheckout(t)
	p := newPage(t, look{dark: true})
	p.watch(c.url + "401/")
	good := c.edit("templates/entry.html", "{{.Summary}}", "{{.Summry}}")
	p.until("the overlay is there", overlay+"?.textContent.includes('Summry')")
	c.write("templates/entry.html", good)
	p.until("mended, it goes", "!("+overlay+")")
	p.notReloaded()
}

// Changing branches touches many files at once; the page changes once.
func TestLiveCheckout(t *testing.T) {
	t.Parallel()
	c := newCheckout(t)
	p := newPage(t, look{})
	p.watch(c.url + "401/")
	word := "conversation"
	for try := 1; ; try++ {
		files := map[string][]byte{}
		entries, err := filepath.Glob(filepath.Join(c.dir, "content", "*", "*.md"))
		if err != nil || len(entries) < 40 {
			t.Fatal(len(entries), err)
		}
		for _, name := range entries {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files[name] = append(text, '\n')
		}
		next := word + "s"
		name := filepath.Join(c.dir, filepath.FromSlash(entry401))
		files[name] = []byte(strings.Replace(string(files[name]), "A 401 is half of a "+word+".", "A 401 is half of a "+next+".", 1))
		files[filepath.Join(c.dir, "templates", "layout.html")] = []byte(strings.Replace(c.read("templates/layout.html"), "<footer>", "<footer><!-- -->", 1))
		word = next
		p.run("swaps = 0")
		before := c.builds()
		pause := time.Duration(0)
		last := time.Now()
		for name, text := range files { // as git does: a new file in the place of the old
			if err := os.Remove(name); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, text, 0o666); err != nil {
				t.Fatal(err)
			}
			now := time.Now()
			pause, last = max(pause, now.Sub(last)), now
		}
		p.until("the text is there", "$('.text').innerText.includes("+quote("half of a "+word+".")+")")
		p.notReloaded()
		p.frames()
		swaps, builds := eval[int](p, "swaps"), c.builds()-before
		p.check("nothing was found wrong meanwhile", "!("+overlay+")")
		if swaps == 1 && builds == 1 {
			return
		}
		// The server takes a pause of 40 ms for the end. Where this test itself was
		// kept waiting for so long, it shows nothing, and has another try.
		if pause < 30*time.Millisecond || try == 10 {
			t.Fatalf("%d files, written with pauses of at most %v, changed the page %d times in %d builds", len(files), pause, swaps, builds)
		}
	}
}
