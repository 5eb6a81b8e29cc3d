package build_test

import (
	"path"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

const smallChoose = `title: Which code should I send?
summary: Two questions lead to three codes.
questions:
  - ask: Did "it" <succeed>?
    why: The first digit follows from it.
    answers:
      - {say: They may not, next: access, because: The client has to change something.}
      - {say: "The address, which is a rather long one, leads to nothing", code: 404, because: It has no entry yet.}
  - slug: access
    ask: Who is asking & may they?
    why: A login helps one of the two.
    answers:
      - {say: Nobody said who they are, code: 401, because: A login can change the answer.}
      - {say: A login would not help, code: 403, because: "The server knows ` + "`who`" + `, and says no."}
      - {say: Their certificate is missing, code: 499, because: In "a" <word>.}
`

// TestChooseGolden holds the three kinds of pages against what they were.
func TestChooseGolden(t *testing.T) {
	templates := realTemplates()
	for _, c := range []struct{ kind, page string }{
		{"choose", "choose/access/index.html"}, {"choose_end", "choose/access/403/index.html"}, {"choose_map", "choose/map/index.html"},
	} {
		t.Run(c.kind, func(t *testing.T) {
			tree := bare("", "")
			tree[c.kind+".html"] = templates[c.kind+".html"]
			golden(t, "testdata/"+c.kind+".html", lines(bodyOf(t, tree, "choose.yaml", smallChoose, c.page)))
		})
	}
}

// TestChooseWays clicks through every answer from the first question on, as one
// who has no scripts: each page shows the answers that were clicked, and at the
// end stands the way to the entry.
func TestChooseWays(t *testing.T) {
	pages := realPages(t)
	entries := make(map[string]bool)
	visits := 0
	var visit func(file string, said []string)
	visit = func(file string, said []string) {
		visits++
		d := pages[file]
		if d == nil || len(said) > 7 {
			t.Fatalf("%s after %q", file, said)
		}
		main := mainOf(t, d)
		if text, trail := words(main), strings.Join(said, " · "); len(said) > 0 && !strings.Contains(strings.ToLower(text), ": "+strings.ToLower(trail)+".") {
			t.Errorf("%s does not tell the way there: %q", file, trail)
		}
		answers := 0
		for n := range main.Descendants() {
			if n.Data != "dt" || pathOf(n) == "" || d.ids["near"] > 0 {
				continue
			}
			answers++
			say := words(linkIn(n))
			visit(path.Join(path.Dir(file), pathOf(n), "index.html"), append(said[:len(said):len(said)], say))
		}
		if answers > 0 {
			return
		}
		code := path.Base(path.Dir(file))
		for n := range main.Descendants() {
			if n.Data == "a" && strings.HasPrefix(words(n), "All about "+code) {
				href, _ := attr(n, "href")
				entries[path.Join(path.Dir(file), href)] = true
			}
		}
	}
	visit("choose/index.html", nil)
	there := 0
	for p := range pages {
		if strings.HasPrefix(p, "choose/") && p != "choose/map/index.html" {
			there++
		}
	}
	if visits != there {
		t.Errorf("%d of %d pages were visited, each once", visits, there)
	}
	for _, code := range []string{"100", "226", "306", "401", "418", "451", "511"} {
		if !entries[code] {
			t.Errorf("no way ends at %s", code)
		}
	}
}

func mainOf(t *testing.T, d *doc) *html.Node {
	t.Helper()
	for n := range d.elements("main") {
		return n
	}
	t.Fatalf("%s has no main", d.path)
	return nil
}

func linkIn(n *html.Node) *html.Node {
	for c := range n.Descendants() {
		if c.Data == "a" {
			return c
		}
	}
	return nil
}

// pathOf returns where the link in a node leads.
func pathOf(n *html.Node) string {
	a := linkIn(n)
	if a == nil {
		return ""
	}
	href, _ := attr(a, "href")
	return href
}

// TestChooseMap: the picture and the list below it lead to the same places, in
// the same order, and nothing of the picture stands outside of it.
func TestChooseMap(t *testing.T) {
	d := realPages(t)["choose/map/index.html"]
	if d == nil {
		t.Fatal("there is no picture")
	}
	var drawn, listed []string
	for n := range d.elements("a") {
		href, _ := attr(n, "href")
		switch {
		case n.Namespace == "svg":
			drawn = append(drawn, href+" "+strings.Join(strings.Fields(words(n)), " "))
		case n.Parent.Data == "li" && n.Parent.Parent.Data == "ul":
			listed = append(listed, href+" "+words(n))
		}
	}
	if strings.Join(drawn, "\n") != strings.Join(listed, "\n") || len(drawn) < 70 {
		t.Errorf("drawn %q\nlisted %q", drawn, listed)
	}
	for n := range d.elements("svg") {
		box, _ := attr(n, "viewBox")
		width, height := 0, 0
		if f := strings.Fields(box); len(f) == 4 {
			width, height = pixels(t, f[2]), pixels(t, f[3])
		}
		for c := range n.Descendants() {
			x, ok := attr(c, "x")
			y, _ := attr(c, "y")
			if ok && c.Data == "text" && (pixels(t, x) > width || pixels(t, y) > height) {
				t.Errorf("%q stands at %s, %s outside of %s", words(c), x, y, box)
			}
		}
	}
}

func pixels(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Error(err)
	}
	return n
}
