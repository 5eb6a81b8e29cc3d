package cli_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"statuswiki/internal/build"
	"statuswiki/internal/cli"
	"statuswiki/internal/doctor"
	"statuswiki/internal/entry"
)

// The page of the response doctor has a port of all this in static/doctor. It
// is held to say the same of every text, octet for octet: of the samples of the
// rules, of whatever the tests of these packages say, of the messages in the
// entries, and of all these, broken at random.

// port runs the script over texts and returns what it says of each: the JSON of
// a Diagnosis, or an object with the error.
func port(t *testing.T, set *entry.Set, texts [][]byte) []json.RawMessage {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("node is missing, and in CI nothing may be: run bash .ci/test, which installs it")
		}
		t.Skip("node is missing: bash .ci/test installs it and runs this test")
	}
	data, err := build.DoctorData(set)
	if err != nil {
		t.Fatal(err)
	}
	cases, err := json.Marshal(texts) // in base 64
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, text := range map[string][]byte{"data.json": data, "cases.json": cases} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	script := filepath.Join(dir, "doctor.js")
	if err := os.WriteFile(script, portScript(t), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(node, "-e", `
		const fs = require('fs'), {diagnose, NoResponse} = require(process.argv[1]);
		const read = name => JSON.parse(fs.readFileSync(process.argv[2] + '/' + name));
		const data = read('data.json');
		const said = read('cases.json').map(text => {
			try {
				return diagnose(new Uint8Array(Buffer.from(text, 'base64')), data);
			} catch (e) {
				return {error: e instanceof NoResponse ? e.message : e.stack};
			}
		});
		fs.writeFileSync(process.argv[2] + '/said.json', JSON.stringify(said));`, script, dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	text, err := os.ReadFile(filepath.Join(dir, "said.json"))
	if err != nil {
		t.Fatal(err)
	}
	var said []json.RawMessage
	if err := json.Unmarshal(text, &said); err != nil || len(said) != len(texts) {
		t.Fatalf("%d answers to %d texts: %v", len(said), len(texts), err)
	}
	return said
}

// agree wants the script to say of each text what this package says.
func agree(t *testing.T, texts []string) {
	t.Helper()
	set := content(t)
	octets := make([][]byte, len(texts))
	for i, text := range texts {
		octets[i] = []byte(text)
	}
	found, apart := 0, 0
	for i, said := range port(t, set, octets) {
		var want []byte
		d, err := cli.Diagnose(set, texts[i], false)
		if err != nil {
			want, err = json.Marshal(map[string]string{"error": err.Error()})
		} else {
			found += len(d.Findings)
			want, err = json.Marshal(d)
		}
		if err != nil {
			t.Fatal(err)
		}
		var a, b any
		if json.Unmarshal(want, &a) != nil || json.Unmarshal(said, &b) != nil {
			t.Fatalf("no JSON: %s, %s", want, said)
		}
		if reflect.DeepEqual(a, b) {
			continue
		}
		if apart++; apart <= 5 {
			t.Errorf("%q:\nsays   %s\nscript %s", short(texts[i]), want, said)
		}
	}
	t.Logf("%d texts, %d findings", len(texts), found)
	if apart > 5 {
		t.Errorf("and %d more", apart-5)
	}
	if found < len(texts)/4 {
		t.Errorf("%d texts with %d findings try little", len(texts), found)
	}
}

func short(s string) string {
	const most = 1000
	if len(s) > most {
		return s[:most] + "…"
	}
	return s
}

func TestPort(t *testing.T) { agree(t, samples(t)) }

// TestPortBroken breaks the samples. What it does follows from the seed alone.
func TestPortBroken(t *testing.T) {
	const seed, many, long = 401, 4000, 8000
	r := rand.New(rand.NewPCG(seed, many))
	whole := slices.DeleteFunc(samples(t), func(s string) bool { return len(s) > long })
	texts := make([]string, many)
	for i := range texts {
		s := []byte(whole[r.IntN(len(whole))])
		for range 1 + r.IntN(5) {
			s = broken(r, s, whole)
		}
		texts[i] = string(s)
	}
	agree(t, texts)
}

// TestPortHostile tries what floods, and what lies behind limits. A script that
// looks at its text again and again does not come to an end here.
func TestPortHostile(t *testing.T) {
	texts := []string{
		"HTTP/1.1 200 x\n" + strings.Repeat("a b: c\n", 1100), "HTTP/1.1 200 x\n\n" + strings.Repeat("é\n", 400_000), "HTTP/1.1 200 x\nA: " + strings.Repeat("b", 1<<20) + "\nDate: c",
		strings.Repeat("HTTP/1.1 103 x\nContent-Length: 0\nContent-Length: x\n\n", 300), "HTTP/1.1 200 x\n" + strings.Repeat("Set-Cookie: __Host-a=1; SameSite=None; Max-Age=x; Expires=x, b=2; Partitioned\n", 900),
		"HTTP/1.1 200 x\nVary: a\n" + strings.Repeat(" b,\n", 990) + "\nx", "[" + strings.Repeat("T", 60_000), "http " + strings.Repeat("T", 60_000) + " a", strings.Repeat("a ", 30_000) + "[b] \"", "x - - [" + strings.Repeat("y", 70_000),
		"> GET / HTTP/1.1\n>\n< HTTP/1.1 200 x\n<\n" + strings.Repeat("\n", 100_000), strings.Repeat("\u00a0", 100_000) + "x" + strings.Repeat(" \u2003", 50_000) + "y", strings.Repeat(" ", 400_000) + "x" + strings.Repeat("\t", 400_000) + "y",
		`{"log":` + strings.Repeat("[", 10_001), `{"log":{"entries":[{"request":{"headers":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `}}]}}`,
		"HTTP/1.1 404 x\nContent-Type: application/problem+json\n\n{" + strings.Repeat(`"type":1,"a":[{}],`, 20_000) + `"status":1}`, "HTTP/1.1 200 x\nContent-Type: text/xml\n\n" + strings.Repeat(" ", 500_000) + "<",
		"HTTP/1.1 200 x\nTransfer-Encoding: chunked\nContent-Type: application/json\n\n" + strings.Repeat("1\r\n1\r\n", 50_000) + "0\r\n\r\n",
	}
	for _, unit := range []string{"a,", "a b=c,", "a=b,", `"`, `\`, "<", "<a>,", "<a>;", "a ", ",", ";", `a=";`, "\x01", "x=1; ", "max-age=\"1\";", "Mon, ", "0", "ä", "%", "[", "{\"a\":", "\r", "1 ", "'", "Basic ,"} {
		var b strings.Builder
		b.WriteString("HTTP/1.1 401 x\n")
		for _, name := range []string{
			"WWW-Authenticate", "Set-Cookie", "Cache-Control", "Link", "Location", "ETag", "Date", "Expires", "Content-Range", "Content-Length", "Transfer-Encoding",
			"Strict-Transport-Security", "Access-Control-Allow-Origin", "Vary", "Allow", "Connection", "Upgrade", "Retry-After", "X-Content-Type-Options", "Age",
		} {
			b.WriteString(name + ": " + strings.Repeat(unit, 10_000/len(unit)) + "\n")
		}
		texts = append(texts, b.String()+"Content-Type: application/problem+json\n\n"+strings.Repeat(unit, 50_000/len(unit)))
	}
	agree(t, texts)
}

// pieces are put into texts: what has a meaning somewhere, and what should not be
// there.
var pieces = strings.Split("\n|\r\n|\n\n|\r| |\t|:|,|;|=|\"|\\|<|>|%|*|/|-|+|0|9|1e3|99999999999999999999|-1|{|}|[|]|null|true|\\u00e9|\\ud800|"+
	"\x00|\x7f|\x80|\xff|\xc3|\xe2\x82|é|ſ|K|İ|\u2028|\u00a0|\u202e|\ufeff|🙈|< |> |* |HTTP/1.1 401 Unauthorized\n|HTTP/2 204\n|HTTP/1.1 304 Not Modified\n\n|"+
	":status: 103\n|Content-Length: 3\n|Transfer-Encoding: chunked\n|Content-Type: application/problem+json\n\n{\"status\":404}|Content-Type: application/json\n\n[1,|"+
	"Date: Sun, 06 Nov 1994 08:49:37 GMT\n|Expires: Sunday, 06-Nov-94 08:49:37 GMT\n|Last-Modified: 2026-11-21T9:30:00,5+01:00\n|Retry-After: Sat, 1 Nov 2026 09:30:61 GMT\n|"+
	"Cache-Control: public, max-age=\"60\"\n|Set-Cookie: __host-a=b; SameSite=none; Expires=1 Jan 70 1:2:3, c=d\n|WWW-Authenticate: Bearer error=invalid_token|GET / HTTP/1.1\n\n|SAMESITE|error", "|")

func broken(r *rand.Rand, s []byte, whole []string) []byte {
	from := r.IntN(len(s) + 1)
	to := from + r.IntN(min(len(s)-from, 40)+1)
	switch r.IntN(8) {
	case 0: // lost
		return slices.Delete(s, from, to)
	case 1: // twice
		return slices.Insert(s, to, slices.Clone(s[from:to])...)
	case 2, 3, 4:
		return slices.Insert(s, from, []byte(pieces[r.IntN(len(pieces))])...)
	case 5: // in another case
		return slices.Replace(s, from, to, []byte(strings.ToUpper(string(s[from:to])))...)
	case 6: // another line in between
		lines := strings.SplitAfter(whole[r.IntN(len(whole))], "\n")
		return slices.Insert(s, from, []byte(lines[r.IntN(len(lines))])...)
	default: // another octet
		if from < len(s) {
			s[from] = byte(r.IntN(256))
		}
		return s
	}
}

// samples are all texts that there are, without repeats and sorted.
func samples(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, r := range doctor.Rules {
		out = append(out, r.Sick, r.Well, r.Well+"\n"+r.Sick)
	}
	messages := 0
	for _, e := range content(t).Entries {
		for _, b := range e.Blocks {
			if b.Message != nil {
				messages++
				out = append(out, b.Text)
			}
		}
		for _, x := range e.Exchanges {
			var talk []string
			for _, b := range x.Messages {
				if b.Message != nil {
					talk = append(talk, b.Text)
				}
			}
			out = append(out, strings.Join(talk, "\n\n"))
		}
	}
	if messages < 100 {
		t.Errorf("only %d messages in the entries", messages)
	}
	for _, dir := range []string{"../doctor", "../httpmsg", "../paste", "../cli"} {
		found := constants(t, dir)
		if len(found) < 50 {
			t.Errorf("only %d texts in the tests of %s", len(found), dir)
		}
		out = append(out, found...)
	}
	// The tests of the grammars have values alone, which here become those of fields.
	for _, v := range constants(t, "../httpmsg") {
		if strings.Contains(v, "\n") || len(v) > 100 {
			continue
		}
		for _, status := range []string{"HTTP/1.1 206 x\nContent-Range: ", "HTTP/1.1 401 x\nWWW-Authenticate: ", "HTTP/1.1 302 x\nLocation: ", "HTTP/1.1 200 x\nSet-Cookie: a=b; Expires=", "HTTP/1.1 200 x\nSet-Cookie: ",
			"HTTP/1.1 200 x\nLink: ", "HTTP/1.1 200 x\nDate: ", "HTTP/1.1 503 x\nRetry-After: ", "HTTP/1.1 200 x\nCache-Control: ", "HTTP/1.1 200 x\nETag: ", "HTTP/1.1 405 x\nAllow: ",
			"HTTP/1.1 200 x\nContent-Type: ", "HTTP/1.1 200 x\nContent-Length: ", "HTTP/1.1 200 x\nAccess-Control-Allow-Origin: ", "HTTP/1.1 200 x\nStrict-Transport-Security: ", "HTTP/1.1 200 x\nContent-Type: application/json\n\n"} {
			out = append(out, status+v)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// constants returns every text in the tests of a package, put together as far as
// its parts are known: literals, constants, strings.Repeat.
func constants(t *testing.T, dir string) (out []string) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]string{}
	var tests []*ast.File
	for _, name := range names {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_test.go") {
			tests = append(tests, f)
		}
		for range 3 { // constants that are made of others
			ast.Inspect(f, func(n ast.Node) bool {
				if v, ok := n.(*ast.ValueSpec); ok && len(v.Names) == len(v.Values) {
					for i, e := range v.Values {
						if s, ok := eval(e, known); ok {
							known[v.Names[i].Name] = s
						}
					}
				}
				return true
			})
		}
	}
	for _, f := range tests {
		ast.Inspect(f, func(n ast.Node) bool {
			e, ok := n.(ast.Expr)
			if _, name := n.(*ast.Ident); !ok || name {
				return true
			}
			s, ok := eval(e, known)
			if ok {
				out = append(out, s)
			}
			return !ok
		})
	}
	return out
}

// eval returns the text that an expression stands for, if that is known here.
func eval(e ast.Expr, known map[string]string) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			return constant.StringVal(constant.MakeFromLiteral(e.Value, e.Kind, 0)), true
		}
	case *ast.Ident:
		s, ok := known[e.Name]
		return s, ok
	case *ast.BinaryExpr:
		a, ok := eval(e.X, known)
		b, too := eval(e.Y, known)
		return a + b, ok && too && e.Op == token.ADD
	case *ast.CallExpr:
		if f, ok := e.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "Repeat" && len(e.Args) == 2 {
			s, ok := eval(e.Args[0], known)
			n := 0
			_, err := fmt.Sscan(types(e.Args[1]), &n)
			return strings.Repeat(s, min(n, 2000)), ok && err == nil
		}
	}
	return "", false
}

func types(e ast.Expr) string {
	if l, ok := e.(*ast.BasicLit); ok {
		return l.Value
	}
	return ""
}

// portScript joins the files of the port as the build does, without the page.
func portScript(t *testing.T) []byte {
	t.Helper()
	files, err := filepath.Glob("../../static/doctor/*.js")
	if err != nil || len(files) < 2 {
		t.Fatal("no port", err)
	}
	var out []byte
	for _, file := range files {
		if strings.HasSuffix(file, "-page.js") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, text...)
	}
	return out
}
