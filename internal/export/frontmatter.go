package export

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"statuswiki/internal/entry"
)

// FrontMatterSchema returns the JSON Schema of the front matter of an entry, for
// completion in editors: types, choices and forms from the type that the facts
// are read into, and a sentence on each key. The draft is one that all language
// servers know. What depends on other files, such as the tags that there are,
// only `statuswiki check` can tell.
func FrontMatterSchema() ([]byte, error) {
	s := objectSchema(reflect.TypeFor[entry.Facts](), true, entry.Form{})
	s["$schema"] = "http://json-schema.org/draft-07/schema#"
	s["title"] = "Front matter of an entry"
	s["description"] = "One HTTP status code. content/README.md explains the form."
	if err := describe(s, ""); err != nil {
		return nil, err
	}
	narrow(s)
	return marshal(s)
}

// narrow adds what the checks want of values, as far as a schema can say it.
func narrow(s map[string]any) {
	object(s, "code")["maximum"] = 999
	object(s, "relations", "code")["maximum"] = 999
	object(s, "summary")["maxLength"] = entry.MaxSummary
	when(s, "standing", entry.Standing.Registered, "spec")
	when(s, "standing", func(s entry.Standing) bool { return !s.Registered() }, "meanings")
	when(object(s, "relations"), "as", func(k entry.Kinship) bool { return k == "confused with" }, "decide", "wrong")
	when(object(s, "fields"), "level", func(l entry.Level) bool { return strings.HasPrefix(string(l), "MUST") }, "spec")
}

// when makes keys required where the value of another is one that is says yes to.
func when[T interface {
	~string
	entry.Choice
}](s map[string]any, name string, is func(T) bool, required ...string) {
	values := slices.DeleteFunc(T("").Choices(), func(v string) bool { return !is(T(v)) })
	all, _ := s["allOf"].([]any)
	s["allOf"] = append(all, map[string]any{
		"if":   map[string]any{"properties": map[string]any{name: map[string]any{"enum": values}}, "required": []string{name}},
		"then": map[string]any{"required": required},
	})
}

// object returns the schema of what stands at a path of keys, or of its items if
// that is a list of objects.
func object(s map[string]any, path ...string) map[string]any {
	for _, name := range path {
		s = s["properties"].(map[string]any)[name].(map[string]any)
		if items, ok := s["items"].(map[string]any); ok {
			s = items
		}
	}
	return s
}

// describe puts the sentence of [keyWords] on each key of an object and of what
// lies below. Editors show it beside the cursor.
func describe(s map[string]any, prefix string) error {
	properties, ok := s["properties"].(map[string]any)
	if !ok {
		return nil
	}
	for name, p := range properties {
		words, ok := keyWords[prefix+name]
		if !ok {
			return fmt.Errorf("export: no sentence says what the key %s is for", prefix+name)
		}
		property := p.(map[string]any)
		property["description"] = words
		if err := describe(object(s, name), prefix+name+"."); err != nil {
			return err
		}
	}
	return nil
}

// keyWords says of each key of the front matter, for somebody who writes an
// entry, what belongs there. content/README.md has more to say on some.
var keyWords = map[string]string{
	"code":      "The number; the file is called after it.",
	"status":    "The HTTP status that carries the code, where site.yaml says that codes are none of HTTP.",
	"name":      "The reason phrase, exactly as registered, or what its owner calls the code.",
	"formerly":  "Earlier reason phrases, newest first.",
	"summary":   "One sentence of at most 160 characters that fits no other code; lists, search and the terminal show it.",
	"standing":  "What the number is worth: as the IANA registry has it, unofficial, or reported if people meet it and its owner does not document it.",
	"spec":      "The clause that defines the code now, as in RFC 9110 §15.5.2; every registered code has one.",
	"sent-by":   "Who sends it, or where it is seen if nobody does.",
	"on-wire":   "Whether a client can ever receive it as a status line.",
	"cache":     "Whether a response with the code may be stored.",
	"body":      "Whether a response with the code has content.",
	"retry":     "What a client may do again, for each kind of methods.",
	"severity":  "What the code is worth to those who watch a service.",
	"fields":    "Header fields that belong to the code; each has a file in content/headers/.",
	"relations": "Other codes that this one is confused with, replaced by or next to.",
	"tags":      "File names in content/tags/, without .md: the tasks that the code has to do with.",
	"aliases":   "What people type who look for the code: symptoms, abbreviations, misspellings. No other code may have the same.",
	"messages":  "Error messages word for word, as products print them.",
	"constants": "The constant that each language has for the code, a list of them, or none.",
	"meanings":  "Who uses the number for what; needed for a code that is not registered.",
	"sources":   "What the entry was written from, with the day on which you read it.",
	"verified":  "The day as of which the facts stand.",

	"former-specs":     "The clauses that defined the code before, newest first.",
	"formerly.name":    "The earlier phrase.",
	"formerly.spec":    "The clause that had it.",
	"cache.rule":       "heuristic: cacheable without being told; explicit only: when Cache-Control or Expires say so; or must not be stored.",
	"cache.spec":       "The clause that says so.",
	"cache.note":       "What the rule alone does not tell, in a few words.",
	"body.rule":        "allowed, expected (it SHOULD be there) or forbidden.",
	"body.spec":        "The clause that says so.",
	"body.note":        "What the rule alone does not tell, in a few words.",
	"retry.may":        "Whether the request may be sent again, and how.",
	"retry.methods":    "The request methods for which that holds (RFC 9110 §9.2).",
	"retry.note":       "What the rule alone does not tell, in a few words.",
	"severity.level":   "normal, watch (the rate matters) or urgent (one is a fault).",
	"severity.note":    "When the level does not hold, in a few words.",
	"fields.name":      "The field's name as registered.",
	"fields.in":        "The kind of message that the field stands in.",
	"fields.level":     "The clause's own word, or related where it ties the field to the code without one.",
	"fields.spec":      "The clause that ties the field to the code; a MUST needs one.",
	"fields.sample":    "One value of the field, as it goes over the wire.",
	"fields.note":      "What the field is to this code, in a few words.",
	"fields.when":      "The condition under which the level holds; without it, always.",
	"relations.code":   "The other code.",
	"relations.as":     "How the two stand to each other; the other entry names this one in turn.",
	"relations.decide": "One sentence that tells which of the two it is.",
	"relations.wrong":  "A situation in which this code is the wrong one of the two, and what that costs.",

	"equivalents":        "The same thing in other systems, gRPC for instance.",
	"equivalents.system": "The system, e.g. gRPC.",
	"equivalents.name":   "What it is called there.",
	"equivalents.source": "Where that is documented.",
	"equivalents.note":   "Where the two differ, in a few words.",
	"meanings.owner":     "The product or company that uses the number.",
	"meanings.name":      "What it calls the code.",
	"meanings.standing":  "unofficial if the owner documents it, reported if not.",
	"meanings.seen":      "Where the number is met.",
	"meanings.summary":   "What it means there, in one sentence.",
	"meanings.source":    "Where the owner says so.",
	"sources.title":      "The document, with its section.",
	"sources.url":        "Its address.",
	"sources.checked":    "The day on which you held the entry against it.",

	"constants.go":         "In net/http.",
	"constants.python":     "In http.HTTPStatus.",
	"constants.node":       "In the module http of Node.js.",
	"constants.rust":       "In the crate http.",
	"constants.java":       "In java.net.HttpURLConnection, or none.",
	"constants.spring":     "In org.springframework.http.HttpStatus.",
	"constants.dotnet":     "In System.Net.HttpStatusCode.",
	"constants.aspnetcore": "In Microsoft.AspNetCore.Http.StatusCodes.",
	"constants.rack":       "The symbol in Rack, which Rails uses.",
	"constants.symfony":    "In Symfony's Response, which Laravel uses.",
}
