package export_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"statuswiki/internal/export"
)

// schemaFile is what editors read; go test -update writes it.
const schemaFile = "../../content/schema/entry.schema.json"

// TestFrontMatterFile holds the file for editors against what the types give.
func TestFrontMatterFile(t *testing.T) {
	want, err := export.FrontMatterSchema()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(schemaFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(schemaFile)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not what the types give (%v); go test ./internal/export -update writes it", schemaFile, err)
	}
}

// TestFrontMatterWords makes sure that the description of no key has survived
// the key, and that each is one a contributor can read.
func TestFrontMatterWords(t *testing.T) {
	text, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	keys := 0
	var visit func(path string, v any)
	visit = func(path string, v any) {
		m, ok := v.(map[string]any)
		if !ok {
			return
		}
		properties, _ := m["properties"].(map[string]any)
		for name, p := range properties {
			at := strings.TrimPrefix(path+"."+name, ".")
			words, _ := p.(map[string]any)["description"].(string)
			if keys++; !strings.HasSuffix(words, ".") || len(words) > 200 {
				t.Errorf("%s is described by %q", at, words)
			}
			visit(at, p)
		}
		if items, ok := m["items"]; ok {
			visit(path, items)
		}
	}
	var s any
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	visit("", s)
	if keys != export.KeyWords {
		t.Errorf("%d keys have %d descriptions", keys, export.KeyWords)
	}
}

// frontMatter returns the text between the two lines of an entry's front matter.
func frontMatter(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "---\n")
	facts, _, ok := strings.Cut(rest, "\n---\n")
	if !ok {
		t.Fatalf("%s has no front matter", file)
	}
	return facts + "\n"
}

// asJSON reads YAML the way language servers do, by the core schema of YAML 1.2,
// in which a date is a string.
func asJSON(t *testing.T, facts string) any {
	t.Helper()
	var v any
	if err := yaml.Unmarshal([]byte(facts), &v); err != nil {
		t.Fatalf("%v\n%s", err, facts)
	}
	text, err := json.Marshal(plain(v))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// plain turns what YAML has and JSON has not, dates, back into strings.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key := range v {
			v[key] = plain(v[key])
		}
	case []any:
		for i := range v {
			v[i] = plain(v[i])
		}
	case interface{ Format(string) string }:
		return v.Format("2006-01-02")
	}
	return v
}

// TestFrontMatterSchema holds the front matter of every entry against the file,
// then breaks one thing at a time.
func TestFrontMatterSchema(t *testing.T) {
	text, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	schema := compile(t, text)
	files, err := filepath.Glob("../../content/codes/*.md")
	if err != nil || len(files) < 60 {
		t.Fatal(err, len(files))
	}
	for _, file := range files {
		if err := schema.Validate(asJSON(t, frontMatter(t, file))); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	well := frontMatter(t, "../../content/codes/401.md")
	for what, c := range map[string][2]string{
		"a misspelt key":          {"\nsummary:", "\nsummry:"},
		"a missing key":           {"\nname: Unauthorized", ""},
		"a number as text":        {"code: 401", `code: "401"`},
		"four digits":             {"code: 401", "code: 4010"},
		"an unknown choice":       {"standing: standard", "standing: official"},
		"no clause":               {"\nspec: RFC 9110 §15.5.2", ""},
		"a clause in other words": {"\nspec: RFC 9110 §15.5.2", "\nspec: section 15.5.2"},
		"a date in words":         {"verified: 2026", "verified: May 2026"},
		"an address without host": {`url: "https://www.rfc-editor.org`, `url: "www.rfc-editor.org`},
		"an empty list":           {"tags: [authentication, api-design]", "tags: []"},
		"a MUST without clause":   {"level: MUST, spec: RFC 9110 §15.5.2", "level: MUST"},
		"an unknown language":     {"\n  go: ", "\n  golang: "},
		"a long summary":          {"\nsummary: ", "\nsummary: " + strings.Repeat("x", 160)},
		"confused, and no word":   {"as: next to", "as: confused with"},
		"nobody uses it":          {"standing: standard", "standing: unofficial"},
	} {
		bad := strings.Replace(well, c[0], c[1], 1)
		if bad == well {
			t.Errorf("%s: %q is not there", what, c[0])
		} else if schema.Validate(asJSON(t, bad)) == nil {
			t.Errorf("the schema takes %s", what)
		}
	}
}
