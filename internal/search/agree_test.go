package search_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"statuswiki/internal/corpus"
	"statuswiki/internal/entry"
	"statuswiki/internal/search"
)

// found is what both readers say of a page.
type found struct {
	Path  string `json:"path"`
	Title string `json:"title"`
	Found string `json:"found"`
	Score int    `json:"score"`
}

// askBrowserScript runs queries through static/search.js, in Node.
func askBrowserScript(t *testing.T, index []byte, texts []string) [][]found {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("node is missing, and in CI nothing may be")
		}
		t.Skip("node is missing")
	}
	script, err := os.ReadFile("../../static/search.js")
	if err != nil {
		t.Fatal(err)
	}
	input, err := json.Marshal(map[string]any{"script": string(script), "index": string(index), "texts": texts})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(node, "-e", `
		const given = JSON.parse(require('fs').readFileSync(0));
		require('vm').runInThisContext(given.script);
		const find = statuswikiSearch.reader(JSON.parse(given.index));
		console.log(JSON.stringify(given.texts.map(text => find(text, 10).map(({path, title, found, score}) => ({path, title, found, score})))));`)
	cmd.Stdin = bytes.NewReader(input)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, said.String())
	}
	var all [][]found
	if err := json.Unmarshal(out.Bytes(), &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// odd are texts that a reader may trip over.
var odd = []string{
	"", " ", "?", "'", "’", "é", "naïve café 404", "ＵＲＩ", "😀 404 😀", "401\u00a0Unauthorized", "\x00", "a", "4", "44", "4x", "xx", "444", "468", "1000",
	"404.", ".404", "4.0.4", "404.13.1", "HTTP404", "E404x", "200ok", "x200", "HTTPStatus", "IMUsed", "iPhone", "ETag", "eTAG", "Status404NotFound",
	"don't", "can’t", "HTTP/1.1 404", `HTTP/2" 499 0`, "HTTP/1.1 4040", "(104: reset", "100 seconds", "100", "Allow:", "  < Allow: GET", "no-such-field: x",
	"timed out", "time", "log in log in", "rate limits rate limiting", "s", "ss", "ies", "ing", "eed", "ed", "essed", "agreed", "running", "lesses",
	"constructor", "__proto__", "toString hasOwnProperty", "valueOf",
	strings.Repeat("404 ", 200), strings.Repeat("😀", 199) + "x404 teapot", strings.Repeat("é", 398) + "😀 teapot", strings.Repeat("word ", 100) + "teapot",
	"abcdefghij bcdefghijk cdefghijkl unautorizd forbidde forbidddenn teapott taepot",
	"a b c d e f g h i j k l m n o p q r s t u v w x y z a1 b1 c1 d1 e1 f1 g1 h1 i1 j1 k1 l1 m1 n1 o1 p1 q1 r1 s1 t1",
}

// TestReadersAgree: the program and the browser give the same ten pages in the
// same order for the same reason, whatever is asked: for the queries of the list,
// each beginning of some of them as it is typed, and odd texts.
func TestReadersAgree(t *testing.T) {
	var texts []string
	for i, a := range queries(t) {
		texts = append(texts, a.text)
		if i%10 == 0 {
			for n := range a.text {
				texts = append(texts, a.text[:n])
			}
		}
	}
	agree(t, realIndex(t), append(texts, odd...))
}

// TestReadersAgreeOnOthers: the same for codes of five digits with a prefix, which
// are also written E40001, and for what begins like one.
func TestReadersAgreeOnOthers(t *testing.T) {
	ix := ownIndex(t)
	texts := []string{"4", "40", "40x", "4xxxx", "4000", "40001", "ACME-40001", "acme40001", "E40001 happened", "40001.5", "140001", "49999", "99999",
		"40001 ms", "HTTP/1.1 404 Not Found", "401", "40001 40002", "4000x", "400001", "00001"}
	agree(t, ix, append(texts, odd...))
	reader := ix.Reader()
	for text, path := range map[string]string{"40001": "40001/", "acme-40001": "40001/", "E40001 happened": "40001/", "49999": "4xxxx/"} {
		if hits := reader.Find(text, 1); len(hits) != 1 || hits[0].Path != path {
			t.Errorf("%q leads to %v, not to %s", text, hits, path)
		}
	}
	if hits := reader.Find("40001", 1); !strings.HasPrefix(hits[0].Title, "ACME-40001 ") {
		t.Errorf("the title is %q", hits[0].Title)
	}
}

// ownIndex is the index of codes that are none of HTTP.
func ownIndex(t *testing.T) *search.Index {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "content")
	if err := corpus.Write(dir, os.DirFS("../../content"), 120); err != nil {
		t.Fatal(err)
	}
	settings := []byte("title: Acme\ntagline: Codes\ncodes: {from: 10000, to: 99999, prefix: ACME-}\n")
	if err := os.WriteFile(filepath.Join(dir, "site.yaml"), settings, 0o666); err != nil {
		t.Fatal(err)
	}
	set, list, err := entry.Load(os.DirFS(dir), "content/", nil)
	if err != nil || list.Errors() > 0 {
		t.Fatal(err, list.Sorted())
	}
	return search.New(set)
}

// agree asks both readers.
func agree(t *testing.T, ix *search.Index, texts []string) {
	t.Helper()
	index, err := ix.JSON()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range ix.Pages {
		texts = append(texts, p.Title())
	}
	reader := ix.Reader()
	for i, theirs := range askBrowserScript(t, index, texts) {
		ours := []found{}
		for _, h := range reader.Find(texts[i], 10) {
			ours = append(ours, found(h))
		}
		if !reflect.DeepEqual(ours, theirs) {
			t.Errorf("%q:\n  Go         %s\n  JavaScript %s", texts[i], fmt.Sprint(ours), fmt.Sprint(theirs))
		}
	}
}

var _ = found(search.Hit{}) // the two have the same shape
