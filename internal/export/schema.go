package export

import (
	"encoding/json"
	"reflect"
	"strings"

	"statuswiki/internal/entry"
)

// schemaDraft is the version of JSON Schema that editors and checkers know best.
const schemaDraft = "https://json-schema.org/draft/2020-12/schema"

// EntrySchema returns the JSON Schema of what [Links.JSON] writes, made from the
// types themselves. What must be there depends on the form of codes.
func EntrySchema(form entry.Form) ([]byte, error) {
	s := objectSchema(reflect.TypeFor[entry.Facts](), false, form)
	doc := structSchema(reflect.TypeFor[document]())
	for name, p := range doc["properties"].(map[string]any) {
		s["properties"].(map[string]any)[name] = p
	}
	s["properties"].(map[string]any)["$schema"] = map[string]any{"type": "string"}
	s["properties"].(map[string]any)["version"] = map[string]any{"const": Version}
	s["required"] = append(append(s["required"].([]string), doc["required"].([]string)...), "$schema", "version")
	s["$schema"] = schemaDraft
	s["title"] = "Entry of an HTTP status code"
	if !form.HTTP() {
		s["title"] = "Entry of a code"
	}
	s["additionalProperties"] = true // new keys do not change the version
	return marshal(s)
}

func marshal(v any) ([]byte, error) {
	text, err := json.MarshalIndent(v, "", "  ")
	return append(text, '\n'), err
}

// objectSchema describes a struct of facts by its YAML keys. lenient allows a
// single value in the place of a list of one, as the front matter does.
func objectSchema(t reflect.Type, lenient bool, form entry.Form) map[string]any {
	properties := make(map[string]any)
	required := []string{}
	for f := range t.Fields() {
		key := f.Tag.Get("yaml")
		if key == "" {
			continue
		}
		properties[key] = factSchema(f.Type, lenient, form)
		if entry.Needed(f, form) {
			required = append(required, key)
		}
	}
	return map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}

func factSchema(t reflect.Type, lenient bool, form entry.Form) map[string]any {
	if t.Kind() == reflect.Slice {
		one := factSchema(t.Elem(), lenient, form)
		list := map[string]any{"type": "array", "items": one, "minItems": 1}
		if _, single := reflect.Zero(t.Elem()).Interface().(at); lenient && single {
			return map[string]any{"anyOf": []any{list, one}}
		}
		return list
	}
	value, single := t.FieldByName("Value")
	if _, is := reflect.Zero(t).Interface().(at); !is || !single {
		return objectSchema(t, lenient, form)
	}
	if lenient && value.Type == reflect.TypeFor[string]() {
		return map[string]any{"type": []string{"string", "number"}, "minLength": 1} // 404 needs no quotes in a text
	}
	return scalarSchema(value.Type)
}

func scalarSchema(t reflect.Type) map[string]any {
	switch v := reflect.Zero(t).Interface().(type) {
	case int:
		return map[string]any{"type": "integer", "minimum": 0}
	case bool:
		return map[string]any{"type": "boolean"}
	case entry.Date:
		return map[string]any{"type": "string", "format": "date"}
	case entry.URL:
		return map[string]any{"type": "string", "format": "uri", "pattern": "^https?://"}
	case entry.Clause:
		return map[string]any{"type": "string", "pattern": entry.ClausePattern}
	case entry.Choice:
		return map[string]any{"type": "string", "enum": v.Choices()}
	}
	return map[string]any{"type": "string", "minLength": 1}
}

// structSchema describes a struct by its JSON tags.
func structSchema(t reflect.Type) map[string]any {
	switch t.Kind() {
	case reflect.Slice, reflect.Array:
		s := map[string]any{"type": "array", "items": structSchema(t.Elem())}
		if t.Kind() == reflect.Array {
			s["minItems"], s["maxItems"] = t.Len(), t.Len()
		}
		return s
	case reflect.Int:
		return map[string]any{"type": "integer"}
	case reflect.String:
		return map[string]any{"type": "string"}
	}
	properties := make(map[string]any)
	required := []string{}
	for f := range t.Fields() {
		name, optional := jsonName(f)
		properties[name] = structSchema(f.Type)
		if !optional {
			required = append(required, name)
		}
	}
	return map[string]any{"type": "object", "properties": properties, "required": required}
}

func jsonName(f reflect.StructField) (name string, optional bool) {
	name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name, options == "omitempty"
}
