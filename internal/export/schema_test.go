package export_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"statuswiki/internal/entry"
	"statuswiki/internal/export"
)

// compile reads a schema with a validator that knows the whole standard; our own
// code only writes one.
func compile(t *testing.T, text []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestEntrySchema holds the JSON of every entry against the published schema,
// and makes sure that the schema can refuse.
func TestEntrySchema(t *testing.T) {
	text, err := export.EntrySchema(entry.Form{})
	if err != nil {
		t.Fatal(err)
	}
	schema := compile(t, text)
	set := content(t)
	links := export.Links{Set: set}
	for _, e := range set.Entries {
		entry, err := links.JSON(e, "/"+export.SchemaPath)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(entry))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", e.Code, err)
		}
	}
	good, err := links.JSON(set.Entry(401), "x")
	if err != nil {
		t.Fatal(err)
	}
	for what, change := range map[string][2]string{
		"a missing key":     {`"name":"Unauthorized",`, ``},
		"another version":   {`"version":1,`, `"version":2,`},
		"a wrong type":      {`"code":401,`, `"code":"401",`},
		"a wrong choice":    {`"standing":"standard"`, `"standing":"nonsense"`},
		"a date that is no": {`"verified":"2026-11-21"`, `"verified":"yesterday"`},
	} {
		bad := strings.Replace(string(good), change[0], change[1], 1)
		if bad == string(good) {
			t.Errorf("%s: %q is not there", what, change[0])
			continue
		}
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(bad))
		if err != nil {
			t.Fatal(err)
		}
		if schema.Validate(doc) == nil {
			t.Errorf("the schema takes %s", what)
		}
	}
}
