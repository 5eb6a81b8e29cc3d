package browser

import (
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// hostile are texts that act where somebody takes them for more than text. Each
// would call owned, which no page has: that throws, and the page's test fails.
var hostile = []string{
	`<script>owned(1)</script>`,
	`"><img src=/nowhere onerror=owned(2)>`,
	`' autofocus onfocus='owned(3)' onmouseover='owned(4)`,
	`</script></style></title></textarea><svg onload=owned(5)>`,
	`<svg><script href="data:text/javascript,owned(6)"/><animate onbegin=owned(7) attributeName=x>`,
	`javascript:owned(8)`,
	`[x](javascript:owned(9)) <javascript:owned(9)> [y](data:text/html,<script>owned(9)</script>)`,
	`[x](view-source:https://evil.example/) [y](blob:https://evil.example/1) ![z](//evil.example/z.png)`,
	`{{template "main"}} ${owned(10)} <iframe srcdoc="<script>parent.owned(10)</script>">`,
	`<base href=//evil.example/><meta http-equiv=refresh content=0;url=//evil.example/><link rel=stylesheet href=//evil.example/>`,
	`../../../etc/passwd`,
	`</style><style>*{background:url(//evil.example/)}`,
}

// A place is where a text of the small tree stands: between double quotes in
// YAML, or the word SLOT in the text.
var place = regexp.MustCompile(`"[^"\n]*"|SLOT`)

var sign = regexp.MustCompile(`[!-/:-@[-` + "`" + `{-~]`)

// hostileContent fills every place of the small tree that takes it with a
// hostile text, beginning with the nth, and builds the site.
func hostileContent(t *testing.T, nth int) (site string) {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"templates", "static"} {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join("..", "..", name))); err != nil {
			t.Fatal(err)
		}
	}
	files := make(map[string]string)
	for _, from := range []string{"small", "more"} {
		tree := os.DirFS(filepath.Join("..", "build", "testdata", from))
		err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := fs.ReadFile(tree, name)
			files[path.Join("content", name)] = string(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	// What is refused stays as it was: the finding names the line.
	kept := make(map[string]bool)
	finding := regexp.MustCompile(`(?m)^(content/\S+?):(\d+)(?::\d+)?: error: `)
	bin := must(t, program)
	for try := 0; ; try++ {
		at, put := 0, 0
		for _, name := range slices.Sorted(maps.Keys(files)) {
			text := files[name]
			lines := strings.Split(text, "\n")
			front := strings.HasPrefix(text, "---\n")
			for i, line := range lines {
				if front && i > 0 && line == "---" {
					front = false
				}
				if strings.HasSuffix(name, ".json") {
					continue
				}
				yaml := front || strings.HasSuffix(name, ".yaml")
				lines[i] = place.ReplaceAllStringFunc(line, func(old string) string {
					if yaml == (old == "SLOT") {
						return old
					}
					at++
					if kept[name+":"+strconv.Itoa(i+1)] {
						return old
					}
					put++
					text := hostile[(nth+at)%len(hostile)] + " n" + strconv.Itoa(at)
					switch {
					case yaml:
						return strconv.Quote(text)
					case at%2 == 0:
						return text
					}
					return sign.ReplaceAllString(text, `\$0`) // what Markdown refuses, it takes as text
				})
			}
			file := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		cmd := exec.Command(bin, "build", "-o", "public")
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err == nil {
			if put < 40 {
				t.Errorf("only %d places took a hostile text", put)
			}
			return filepath.Join(dir, "public")
		}
		before := len(kept)
		for _, m := range finding.FindAllStringSubmatch(string(out), -1) {
			line, _ := strconv.Atoi(m[2])
			for l := line; l > 0; l-- { // what is open there began above
				at := m[1] + ":" + strconv.Itoa(l)
				if !kept[at] && place.MatchString(strings.Split(files[m[1]], "\n")[l-1]) {
					kept[at] = true
					break
				}
			}
		}
		if len(kept) == before || try == 100 {
			t.Fatalf("%v after %d tries\n%s", err, try, out)
		}
	}
}

// A site of hostile content is text and nothing else, for a real browser that
// opens every page of it, unfolds, hovers, focuses and prints it.
func TestHostileContent(t *testing.T) {
	t.Parallel()
	for nth := range 2 {
		site := hostileContent(t, nth*5)
		srv := httptest.NewServer(http.FileServer(http.Dir(site)))
		t.Cleanup(srv.Close)
		var pages []string
		err := filepath.WalkDir(site, func(name string, d fs.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(name, "index.html") {
				rel, _ := filepath.Rel(site, filepath.Dir(name))
				pages = append(pages, strings.TrimPrefix(filepath.ToSlash(rel)+"/", "./"))
			}
			return err
		})
		if err != nil || len(pages) < 20 {
			t.Fatal(len(pages), err)
		}
		p := newPage(t, look{})
		for _, at := range pages {
			p.open(srv.URL + "/" + at)
			p.run(`$$('details').forEach(d => d.open = true);
				$$('body *').forEach(e => { for (const k of ['mouseover', 'focus', 'load', 'error', 'begin', 'toggle']) e.dispatchEvent(new Event(k)) });
				dispatchEvent(new Event('beforeprint'))`)
			acts := eval[[]string](p, `[...$$('*')].flatMap(e => [
				...[...e.attributes].filter(a => /^on/i.test(a.name)).map(a => e.outerHTML.slice(0, 120)),
				...(['IFRAME', 'OBJECT', 'EMBED', 'BASE', 'IMG', 'ANIMATE', 'SET', 'USE', 'FOREIGNOBJECT'].includes(e.nodeName.toUpperCase()) ? [e.outerHTML.slice(0, 120)] : []),
				...(e.href && !/^(https?|mailto):$/.test(new URL(e.href.baseVal ?? e.href, location).protocol) ? [e.outerHTML.slice(0, 120)] : []),
				...(e.href && /evil|passwd/.test(new URL(e.href.baseVal ?? e.href, location).host) ? [e.outerHTML.slice(0, 120)] : [])])`)
			if len(acts) > 0 {
				t.Errorf("/%s holds %q", at, slices.Compact(acts))
			}
		}
		p.frames()
	}
}
