package serve

import (
	"net/http"
	"regexp"
	"strings"
)

// An entry has one address and several forms. A browser gets the page; a
// program that asks for another media type gets that, and a command line that
// takes anything gets the text.

// aForm is a media type that an entry can have, and where the site has it.
type aForm struct{ mediaType, ext string }

// forms are the forms in the order of preference when a client likes several
// alike. The first is the page itself.
var forms = []aForm{{"text/html", ""}, {"text/plain", ".txt"}, {"application/json", ".json"}, {"text/markdown", ".md"}}

// commandLine matches the User-Agent of programs whose output goes to a
// terminal.
var commandLine = regexp.MustCompile(`^(curl|Wget|HTTPie|xh)/`)

// varyEntry says what the answer at an entry's address depends on.
var (
	varyEntry     = newField("Vary", "Accept, User-Agent, Accept-Encoding")
	varyEntryLine = varyEntry.line()
)

// asked returns the form that the client wants of what stands at path. varies
// reports whether there are several, so that Vary has to say so (RFC 9110
// §12.5.5); res is nil where the page itself is wanted.
func (s *snapshot) asked(path string, h http.Header) (res *resource, varies bool) {
	name := strings.TrimSuffix(path, "/") // an entry has a page at /401/ and a text at /401.txt
	if s.at(name+".txt") == nil || s.at(name+"/") == nil {
		return nil, false
	}
	if ext := preferred(h["Accept"], h.Get("User-Agent")); ext != "" {
		return s.at(name + ext), true
	}
	return nil, true
}

// preferred returns the extension of the form that Accept weighs highest (RFC
// 9110 §12.5.1). Where that leaves the choice to the server, command lines get
// text and all others the page. What cannot be met is met with the page, too,
// since that is better than nothing.
func preferred(accept []string, userAgent string) string {
	fields := strings.Join(accept, ",") // allocates nothing for one field
	if strings.TrimSpace(fields) == "" || strings.TrimSpace(fields) == "*/*" {
		if commandLine.MatchString(userAgent) {
			return ".txt"
		}
		return ""
	}
	if fields == forms[0].mediaType || strings.HasPrefix(fields, forms[0].mediaType+",") {
		return forms[0].ext // what browsers send; nothing weighs more
	}
	best, ext := 0, ""
	for _, f := range forms {
		if w := weightOf(f.mediaType, fields); w > best {
			best, ext = w, f.ext
		}
	}
	return ext
}

// weightOf returns the weight, in thousandths, that a list of media ranges gives
// to a media type. The most specific range counts.
func weightOf(mediaType, ranges string) int {
	kind, _, _ := strings.Cut(mediaType, "/")
	weight, found := 0, 0
	for member := range strings.SplitSeq(ranges, ",") {
		name, params, _ := strings.Cut(member, ";")
		specific := 0
		switch name = strings.ToLower(strings.Trim(name, " \t")); name {
		case mediaType:
			specific = 3
		case kind + "/*":
			specific = 2
		case "*/*":
			specific = 1
		}
		if specific <= found {
			continue
		}
		q := 1000
		for p := range strings.SplitSeq(params, ";") {
			if key, _, _ := strings.Cut(p, "="); strings.EqualFold(strings.Trim(key, " \t"), "q") {
				given, ok := parseWeight(p)
				if !ok {
					given = 0
				}
				q = given
			}
		}
		weight, found = q, specific
	}
	return weight
}
