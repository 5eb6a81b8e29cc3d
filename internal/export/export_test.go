package export_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"statuswiki/internal/entry"
	"statuswiki/internal/export"
)

var update = flag.Bool("update", false, "record what tests expect; read the diff")

func content(t testing.TB) *entry.Set {
	t.Helper()
	set, list, err := entry.Load(os.DirFS("../../content"), "", nil)
	if err != nil || list.Errors() > 0 {
		t.Fatal(err, list.Sorted())
	}
	return set
}

// small is the tree of package entry with a page that has every construct of
// Markdown.
func small(t testing.TB) *entry.Set {
	t.Helper()
	tree := fstest.MapFS{}
	from := os.DirFS("../entry/testdata/valid")
	err := fs.WalkDir(from, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(from, path)
		tree[path] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("testdata/constructs.md")
	if err != nil {
		t.Fatal(err)
	}
	tree["pages/constructs.md"] = &fstest.MapFile{Data: page}
	set, list, err := entry.Load(tree, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list.Sorted() {
		t.Error(f)
	}
	return set
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; go test ./internal/export -update writes it", err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs from what is recorded:\n%s", name, got)
	}
}

// TestForms records each form of one small entry.
func TestForms(t *testing.T) {
	set := small(t)
	e := set.Entry(401)
	links := export.Links{Set: set}
	for _, f := range []struct {
		name  string
		style export.Style
	}{{"401.txt", export.Style{}}, {"401-40.txt", export.Style{Width: 40}}, {"401-colour.txt", export.Style{Colour: true}}} {
		text, err := f.style.Entry(set, e, "")
		if err != nil {
			t.Fatal(err)
		}
		golden(t, f.name, []byte(text))
	}
	golden(t, "401.md", []byte(links.EntryMarkdown(e)))
	text, err := links.JSON(e, "https://example.com/schema/entry-1.json")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := json.Indent(&b, text, "", "  "); err != nil {
		t.Fatal(err)
	}
	golden(t, "401.json", b.Bytes())
	golden(t, "llms.txt", export.Links{Set: set, Base: "https://example.com/wiki/"}.LLMs())
}

// TestConstructs records what becomes of each construct of Markdown.
func TestConstructs(t *testing.T) {
	set := small(t)
	var page *entry.Page
	for _, p := range set.Pages {
		if p.Slug == "constructs" {
			page = p
		}
	}
	links := export.Links{Set: set, Base: "https://example.com/wiki/"}
	golden(t, "constructs-out.md", []byte(links.Markdown(page.Body)+"\n"))
	golden(t, "constructs.txt", []byte(export.Style{Width: 60}.Text(page.Body)+"\n"))
	golden(t, "constructs-colour.txt", []byte(export.Style{Width: 60, Colour: true}.Text(page.Body)+"\n"))
}

// TestContent writes every form of every real entry and looks at what must hold
// for all.
func TestContent(t *testing.T) {
	set := content(t)
	links := export.Links{Set: set, Base: "https://example.com/wiki/"}
	for _, e := range set.Entries {
		for _, width := range []int{0, 40, 120} {
			text, err := export.Style{Width: width}.Entry(set, e, "")
			if err != nil {
				t.Fatal(err)
			}
			if !utf8.ValidString(text) || strings.ContainsAny(text, "\x1b\x00\t") || !strings.HasPrefix(text, export.Number(set, e)+" "+e.Name.Value+"\n") {
				t.Errorf("%s: the text begins with %.40q", e.Code, text)
			}
			for _, c := range e.Causes {
				if !strings.Contains(flat(text), flat(c.Title)) {
					t.Errorf("%s: the text lacks the cause %q", e.Code, c.Title)
				}
			}
			for n, line := range strings.Split(text, "\n") {
				if line != strings.TrimRight(line, " ") {
					t.Errorf("%s.txt:%d ends in a space: %q", e.Code, n+1, line)
				}
			}
		}
		md := links.EntryMarkdown(e)
		for _, want := range []string{"# " + export.Number(set, e) + " " + e.Name.Value, "## HTTP example", "\n## Sources\n"} {
			if !strings.Contains(md, want) {
				t.Errorf("%s.md lacks %q", e.Code, want)
			}
		}
		if strings.Contains(md, "](/") || strings.Contains(md, "{#") {
			t.Errorf("%s.md has an address that is not absolute, or one of the source's", e.Code)
		}
		checkJSON(t, links, e)
	}
}

func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

func checkJSON(t *testing.T, links export.Links, e *entry.Entry) {
	t.Helper()
	text, err := links.JSON(e, "x")
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Version  int
		Code     int
		Name     string
		Summary  string
		Quick    map[string]string
		Fields   []struct{ Name, Level string }
		Retry    []struct{ May string }
		Sections []struct {
			ID    string
			Items []struct{ ID, Title, Confirm, Fix string }
		}
		Exchanges []struct{ Messages []struct{ Status int } }
	}
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatalf("%s: %v", e.Code, err)
	}
	switch {
	case got.Version != export.Version || got.Code != e.Code.Value || got.Name != e.Name.Value || got.Summary != e.Summary.Value,
		len(got.Fields) != len(e.Fields), len(got.Retry) != len(e.Retry), len(got.Exchanges) != len(e.Exchanges), len(got.Quick) != 3:
		t.Errorf("%s.json: %+v", e.Code, got)
	}
	for _, s := range got.Sections {
		if s.ID != "causes" {
			continue
		}
		for i, it := range s.Items {
			if it.Title != e.Causes[i].Title || it.Confirm == "" || it.Fix == "" {
				t.Errorf("%s.json: cause %+v", e.Code, it)
			}
		}
	}
}

// TestSection asks for single sections.
func TestSection(t *testing.T) {
	set := content(t)
	fix, err := export.Style{}.Entry(set, set.Entry(401), "fix")
	if err != nil || !strings.HasPrefix(fix, "HOW TO FIX\n") || strings.Contains(fix, "SENDING") {
		t.Errorf("%v %.80q", err, fix)
	}
	for _, id := range []string{"nonsense", "causes"} {
		if _, err := (export.Style{}).Entry(set, set.Entry(200), id); err == nil || !strings.Contains(err.Error(), "overview") {
			t.Errorf("%s of 200: %v", id, err)
		}
	}
}

func TestCSV(t *testing.T) {
	set := content(t)
	text, err := export.Links{Set: set}.CodesCSV()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil || len(rows) != len(set.Entries)+1 {
		t.Fatalf("%v, %d rows", err, len(rows))
	}
	for i, e := range set.Entries {
		if r := rows[i+1]; r[0] != export.Number(set, e) || r[1] != e.Name.Value || r[4] != e.Summary.Value {
			t.Errorf("row %d: %q", i+1, r)
		}
	}
}
