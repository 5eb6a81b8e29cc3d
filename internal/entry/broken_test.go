package entry

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"statuswiki/internal/doctor"
)

var update = flag.Bool("update", false, "record what tests expect; read the diff")

// brokenCase is one thing that is wrong in the valid tree, and what is said.
// The files in testdata/broken hold them:
//
//	== what is broken
//	@ codes/401.md
//	- the lines that go out
//	+ the lines that come in their place
//	=
//	codes/401.md:3:7: error: … [rule]
//		hint: …
//
// A name that begins with «fine: » is of a change about which nothing is said.
// Without lines that go out, the new ones are put behind the file's end, or are
// a new file.
type brokenCase struct {
	name  string
	edits string
	want  string
}

func readCases(t testing.TB, file string) (head string, cases []brokenCase) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, _ := strings.Cut("\n"+string(text), "\n== ")
	for part := range strings.SplitSeq(rest, "\n== ") {
		name, body, _ := strings.Cut(part, "\n")
		edits, want, ok := strings.Cut("\n"+body+"\n", "\n=\n")
		if !ok {
			t.Fatalf("%s: %s: no line with = alone", file, name)
		}
		cases = append(cases, brokenCase{name, strings.TrimPrefix(edits, "\n"), strings.TrimLeft(strings.TrimRight(want, "\n")+"\n", "\n")})
	}
	return strings.TrimPrefix(head, "\n"), cases
}

// apply makes the edits of a case.
func (c brokenCase) apply(t testing.TB, tree fstest.MapFS) {
	t.Helper()
	var file, from, to string
	flush := func() {
		if from == "" && to == "" {
			return
		}
		var text string
		if f := tree[file]; f != nil {
			text = string(f.Data)
		}
		if from == "" {
			text += to
		} else {
			if n := strings.Count("\n"+text, "\n"+from); n != 1 {
				t.Fatalf("%s: stands %d times in %s:\n%s", c.name, n, file, from)
			}
			text = strings.Replace("\n"+text, "\n"+from, "\n"+to, 1)[1:]
		}
		tree[file] = &fstest.MapFile{Data: []byte(text)}
		from, to = "", ""
	}
	for line := range strings.Lines(c.edits + "\n") {
		text := ""
		if len(line) > 2 {
			text = line[2:]
		} else {
			text = "\n"
		}
		switch {
		case strings.HasPrefix(line, "@ "):
			flush()
			file = strings.TrimSpace(text)
		case line[0] == '-':
			if to != "" {
				flush()
			}
			from += text
		case line[0] == '+':
			to += text
		}
	}
	flush()
}

// TestBroken breaks one thing at a time.
func TestBroken(t *testing.T) {
	files, err := filepath.Glob("testdata/broken/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		head, cases := readCases(t, file)
		var out strings.Builder
		out.WriteString(strings.TrimRight(head, "\n") + "\n")
		for _, c := range cases {
			t.Run(filepath.Base(file)+"/"+c.name, func(t *testing.T) {
				tree := validTree(t)
				c.apply(t, tree)
				set, found, words := loadSpelled(t, tree)
				if filepath.Base(file) == "words.txt" {
					found = append(found, words...)
				}
				got := lines(found)
				checkPlaces(t, set, found)
				lightly(t, tree)
				if fine := strings.HasPrefix(c.name, "fine: "); fine != (got == "") {
					t.Errorf("said about it: %q", got)
				}
				if got != c.want && !*update {
					t.Errorf("got:\n%swant:\n%s", got, c.want)
				}
				fmt.Fprintf(&out, "\n== %s\n%s\n=\n%s", c.name, strings.TrimRight(c.edits, "\n"), got)
			})
		}
		if *update {
			if err := os.WriteFile(file, []byte(out.String()), 0o666); err != nil {
				t.Error(err)
			}
		}
	}
}

var ruleAtEnd = regexp.MustCompile(`(?m)\[([a-z-]+)\]$`)

// TestRulesShown makes sure that each rule is shown at work by a test. Those of
// the doctor have samples of their own.
func TestRulesShown(t *testing.T) {
	shown := make(map[string]bool)
	files, _ := filepath.Glob("testdata/broken/*.txt")
	for _, file := range files {
		_, cases := readCases(t, file)
		for _, c := range cases {
			for _, m := range ruleAtEnd.FindAllStringSubmatch(c.want, -1) {
				shown[m[1]] = true
			}
		}
	}
	for id := range asked {
		shown[id] = true
	}
	for _, c := range hostileFiles {
		if c.rule != "" {
			shown[c.rule] = true
		}
	}
	for _, r := range Rules {
		if !shown[r.ID] {
			t.Errorf("no test breaks the rule %s", r.ID)
		}
		delete(shown, r.ID)
	}
	for _, r := range doctor.Rules {
		delete(shown, r.ID)
	}
	if len(shown) > 0 {
		t.Errorf("not in the table: %v", slices.Sorted(maps.Keys(shown)))
	}
}

// asked are the rules about links that lead out, which internal/links reports
// and shows at work.
var asked = map[string]bool{"dead-fragment": true, "dead-link": true, "moved-link": true}

// unreachable are rules of package httpmsg that cannot be met here.
var unreachable = map[string]string{
	"message-too-large": "the limit of a file is smaller",
}

// TestRulesComplete compares the table with the identifiers in the code.
func TestRulesComplete(t *testing.T) {
	known := make(map[string]bool)
	for i, r := range Rules {
		known[r.ID] = true
		if i > 0 && Rules[i-1].ID >= r.ID {
			t.Errorf("%s is out of order", r.ID)
		}
		if r.Why == "" || r.Wrong == "" || r.Right == "" || r.Wrong == r.Right {
			t.Errorf("%s explains nothing", r.ID)
		}
		if got, ok := Explain(r.ID); !ok || got != r {
			t.Errorf("Explain(%q) = %v, %v", r.ID, got, ok)
		}
	}
	for _, r := range doctor.Rules {
		if got, ok := Explain(r.ID); known[r.ID] || !ok || got.Why != r.Why {
			t.Errorf("%s is the doctor's, and Explain says %+v", r.ID, got)
		}
	}
	if _, ok := Explain("zzz"); ok {
		t.Error("Explain knows what is not there")
	}
	used := make(map[string]bool)
	for id := range idsIn(t, ".", map[string]int{"Errorf": 1, "Hintf": 1, "errorf": 2, "warning": 2}) {
		used[id] = true
	}
	for id := range idsIn(t, "../links", nil) {
		if !asked[id] {
			t.Errorf("%s is a rule of internal/links, and no test there is known to show it", id)
		}
		used[id] = true
	}
	for id := range idsIn(t, "../httpmsg", map[string]int{"problem": 2, "at": 2, "begin": 3, "version": 2, "gap": 2}) {
		if _, ok := doctor.ByID(id); !ok && unreachable[id] == "" {
			used[id] = true
		}
	}
	for id := range used {
		if !known[id] {
			t.Errorf("the rule %s is reported and not in the table", id)
		}
	}
	for id := range known {
		if !used[id] {
			t.Errorf("the rule %s is in the table and never reported", id)
		}
	}
}

// idsIn finds the identifiers of rules in a package: string literals at a known
// place of calls, constants named id, and fields named Rule.
func idsIn(t *testing.T, dir string, calls map[string]int) map[string]bool {
	t.Helper()
	out := make(map[string]bool)
	add := func(e ast.Expr) {
		if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			id, _ := strconv.Unquote(lit.Value)
			if ruleAtEnd.MatchString("[" + id + "]") {
				out[id] = true
			}
		}
	}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && name != "." {
			return fs.SkipDir
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, name), nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if sel, ok := n.Fun.(*ast.SelectorExpr); ok {
					if i, ok := calls[sel.Sel.Name]; ok && i < len(n.Args) {
						add(n.Args[i])
					}
				}
			case *ast.KeyValueExpr:
				if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Rule" {
					add(n.Value)
				}
			case *ast.ValueSpec:
				for i, name := range n.Names {
					if name.Name == "id" && i < len(n.Values) {
						add(n.Values[i])
					}
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
