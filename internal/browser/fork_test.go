package browser

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// fork runs the lines of the README that begin a wiki of one's own, answers the
// questions of its entry, and serves it. The story of internal/story has the
// lines and the answers, and holds the README to them.
func fork(t *testing.T) (url string) {
	t.Helper()
	bin, err := program()
	if err != nil {
		t.Fatal(err)
	}
	sh, err := exec.LookPath("sh")
	if err != nil {
		missing(t, "sh")
	}
	story, err := txtar.ParseFile(filepath.Join("..", "story", "testdata", "fork.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name string, text []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	files := make(map[string][]byte)
	for _, f := range story.Files {
		files[f.Name] = f.Data
		write(f.Name, f.Data)
	}
	if err := os.Symlink(bin, filepath.Join(dir, "statuswiki")); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(sh, "fork.sh")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "PATH="+dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	write("acme/codes/1001.md", files["1001.md"])
	s, err := serve(dir, "--content", "acme")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.stop)
	return s.url
}

// The name, the logo, the colour and the code that the settings give are what a
// visitor sees, and the keys and the search know the code.
func TestFork(t *testing.T) {
	t.Parallel()
	url := fork(t)
	for scheme, colour := range map[bool]string{false: "rgb(90, 31, 176)", true: "rgb(205, 180, 255)"} {
		p := newPage(t, look{dark: scheme, motion: true})
		p.open(url)
		p.check("the name", "$('.brand').textContent.trim() === 'Acme errors' && document.title === 'Acme errors'")
		p.until("the logo", "$('.brand img').naturalWidth > 0 && seen($('.brand img'))")
		p.check("it is the icon, too", "$('link[rel=icon]').href === $('.brand img').src")
		p.check("the code", "$('.codes li b').textContent === 'ACME-1001'")
		p.check("its colour", "getComputedStyle($('.codes li b')).color === "+quote(colour))
		p.check("nothing about HTTP alone", "!$('a[href*=doctor], a[href*=headers], a[href*=\"tags/\"]')")
	}

	p := newPage(t, look{motion: true})
	p.open(url)
	p.press("1001")
	p.arrive("/1001/")
	p.check("the number", "$('.num').textContent === 'ACME-1001' && getComputedStyle($('.num')).color === 'rgb(90, 31, 176)'")
	p.press("/")
	p.until("the search is open", "$('#search')?.open")
	p.press("e1001")
	p.until("it finds the code", "$('#search a')?.textContent.startsWith('ACME-1001 Card Declined')")
	p.press(escape)
	p.press(escape)
	p.expect("the server responded with a status of")
	p.tryCode(url, "1001")
	if text := p.came("Came back"); text == "" || text[:25] != "HTTP 402 Payment Required" {
		t.Errorf("/try/1001 gave %q", text)
	}
	p.open(url + "?q=1001")
	p.until("the table narrows by number", "$$('.codes li').filter(seen).length === 1")
	p.open(url + "?q=1002")
	p.until("and has no other", "seen($('#none'))")
	p.open(url + "1002/")
	p.until("an unknown number says so", "$('.num')?.textContent === 'ACME-1002' && $('.list')?.textContent.includes('Card Declined')")
}
