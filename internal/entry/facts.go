package entry

import (
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"
)

// At is a value with its place in the file: Line and Col count from 1, Col in
// bytes. A zero Line means that the file does not give the value.
type At[T any] struct {
	Value     T
	Line, Col int
}

// Given reports whether the file gives the value.
func (a At[T]) Given() bool { return a.Line > 0 }

// String formats the value as fmt.Sprint does.
func (a At[T]) String() string { return fmt.Sprint(a.Value) }

// MaxSummary is the length of a summary in characters that lists and search
// results have room for.
const MaxSummary = 160

// Facts is the front matter of an entry, in the order in which authors write
// it. content/README.md says what each key means. The tag `need:"yes"` marks
// what every entry has to give, `need:"http"` what one about an HTTP status code
// has to.
type Facts struct {
	Code        At[int]      `yaml:"code" need:"yes"`
	Status      At[int]      `yaml:"status"` // of HTTP, that carries the code; see [Entry.Carrier]
	Name        At[string]   `yaml:"name" need:"yes"`
	Formerly    []FormerName `yaml:"formerly"`
	Summary     At[string]   `yaml:"summary" need:"yes" prose:"yes"`
	Standing    At[Standing] `yaml:"standing" need:"http"`
	Spec        At[Clause]   `yaml:"spec"`
	FormerSpecs []At[Clause] `yaml:"former-specs"`
	SentBy      []At[Sender] `yaml:"sent-by" need:"http"`
	OnWire      At[bool]     `yaml:"on-wire" need:"http"`
	Cache       CacheRule    `yaml:"cache" need:"http"`
	Body        BodyRule     `yaml:"body" need:"http"`
	Retry       []RetryRule  `yaml:"retry" need:"http"`
	Severity    Severity     `yaml:"severity"`
	Fields      []FieldFact  `yaml:"fields"`
	Relations   []Relation   `yaml:"relations"`
	Tags        []At[string] `yaml:"tags" need:"http"`
	Aliases     []At[string] `yaml:"aliases" need:"http"`
	Messages    []At[string] `yaml:"messages"`
	Equivalents []Equivalent `yaml:"equivalents"`
	Constants   Constants    `yaml:"constants" need:"http"`
	Meanings    []Meaning    `yaml:"meanings"`
	Sources     []Source     `yaml:"sources" need:"http"`
	Verified    At[Date]     `yaml:"verified" need:"http"`
}

// FormerName is a reason phrase that the code had earlier.
type FormerName struct {
	Name At[string] `yaml:"name" need:"yes"`
	Spec At[Clause] `yaml:"spec"`
}

// CacheRule says whether a response with the code may be stored.
type CacheRule struct {
	Rule At[Caching] `yaml:"rule" need:"yes"`
	Spec At[Clause]  `yaml:"spec"`
	Note At[string]  `yaml:"note" prose:"yes"`
}

// BodyRule says whether a response with the code has content.
type BodyRule struct {
	Rule At[Content] `yaml:"rule" need:"yes"`
	Spec At[Clause]  `yaml:"spec"`
	Note At[string]  `yaml:"note" prose:"yes"`
}

// RetryRule says what a client may do again, for a kind of methods.
type RetryRule struct {
	May     At[Retry]   `yaml:"may" need:"yes"`
	Methods At[Methods] `yaml:"methods" need:"yes"`
	Note    At[string]  `yaml:"note" prose:"yes"`
}

// Severity says what the code is worth to somebody who watches a service.
type Severity struct {
	Level At[Alarm]  `yaml:"level" need:"yes"`
	Note  At[string] `yaml:"note" prose:"yes"`
}

// FieldFact ties a header field to the code.
type FieldFact struct {
	Name   At[string]    `yaml:"name" need:"yes"`
	In     At[Direction] `yaml:"in" need:"yes"`
	Level  At[Level]     `yaml:"level" need:"yes"`
	Spec   At[Clause]    `yaml:"spec"`
	Sample At[string]    `yaml:"sample"`
	Note   At[string]    `yaml:"note" prose:"yes"`

	// When says under which condition the level holds; without it, always.
	When At[string] `yaml:"when" prose:"yes"`
}

func (f FieldFact) conditional() bool { return f.When.Given() }

// Relation leads to another code.
type Relation struct {
	Code   At[int]     `yaml:"code" need:"yes"`
	As     At[Kinship] `yaml:"as" need:"yes"`
	Decide At[string]  `yaml:"decide" prose:"yes"`

	// Wrong says when this code is the wrong one of the two.
	Wrong At[string] `yaml:"wrong" prose:"yes"`
}

// Equivalent is the same thing in another system, e.g. gRPC.
type Equivalent struct {
	System At[string] `yaml:"system" need:"yes"`
	Name   At[string] `yaml:"name" need:"yes"`
	Source At[URL]    `yaml:"source"`
	Note   At[string] `yaml:"note" prose:"yes"`
}

// Constants names the code in programming languages and frameworks.
type Constants struct {
	Go         []At[string] `yaml:"go" need:"yes" title:"Go"`
	Python     []At[string] `yaml:"python" need:"yes" title:"Python"`
	Node       []At[string] `yaml:"node" need:"yes" title:"Node.js"`
	Rust       []At[string] `yaml:"rust" need:"yes" title:"Rust (http)"`
	Java       []At[string] `yaml:"java" need:"yes" title:"Java"`
	Spring     []At[string] `yaml:"spring" need:"yes" title:"Spring"`
	DotNet     []At[string] `yaml:"dotnet" need:"yes" title:".NET"`
	AspNetCore []At[string] `yaml:"aspnetcore" need:"yes" title:"ASP.NET Core"`
	Rack       []At[string] `yaml:"rack" need:"yes" title:"Rails, Rack"`
	Symfony    []At[string] `yaml:"symfony" need:"yes" title:"Symfony, Laravel"`
}

// All yields the languages in order, with the names that they have for the code;
// "none" is a name, too. A language of which nothing is known is left out.
func (c Constants) All() iter.Seq2[string, []string] {
	return func(yield func(string, []string) bool) {
		v := reflect.ValueOf(c)
		for f, field := range v.Fields() {
			names := make([]string, field.Len())
			for i := range names {
				names[i] = field.Index(i).Interface().(At[string]).Value
			}
			if len(names) > 0 && !yield(f.Tag.Get("title"), names) {
				return
			}
		}
	}
}

// Lines returns the line of the file at which each language of [Constants.All]
// stands.
func (c Constants) Lines() []int {
	var out []int
	for _, field := range reflect.ValueOf(c).Fields() {
		if field.Len() > 0 {
			out = append(out, field.Index(0).Interface().(At[string]).Line)
		}
	}
	return out
}

// Meaning is what one owner uses the number for. A registered code names the
// other owners; an unofficial one names all, the best known first.
type Meaning struct {
	Owner    At[string]   `yaml:"owner" need:"yes"`
	Name     At[string]   `yaml:"name"`
	Standing At[Standing] `yaml:"standing"`
	Seen     At[Seen]     `yaml:"seen"`
	Summary  At[string]   `yaml:"summary" need:"yes" prose:"yes"`
	Source   At[URL]      `yaml:"source"`
}

// Seen is where a number is met.
type Seen string

// Choices implements [Choice].
func (Seen) Choices() []string {
	return []string{"on the wire", "in logs", "in a library", "in the content"}
}

// Source is something the entry was written from.
type Source struct {
	Title   At[string] `yaml:"title" need:"yes"`
	URL     At[URL]    `yaml:"url" need:"yes"`
	Checked At[Date]   `yaml:"checked" need:"yes"`
}

// Choice is a string of which only some values are allowed.
type Choice interface {
	// Choices returns the values, in the order in which they are explained.
	Choices() []string
}

// Standing says what a code's number is worth.
type Standing string

// Choices implements [Choice].
func (Standing) Choices() []string {
	return []string{"standard", "temporary", "deprecated", "obsolete", "unused", "unofficial", "reported"}
}

// Registered reports whether a code of this standing is in the IANA registry.
func (s Standing) Registered() bool { return s != "unofficial" && s != "reported" }

// Sender says who sends a code, or where it is seen if nobody does.
type Sender string

// Choices implements [Choice].
func (Sender) Choices() []string {
	return []string{"origin server", "gateway", "proxy", "CDN", "load balancer", "log only", "client only"}
}

// Caching is the rule for storing a response (RFC 9110 §15.1).
type Caching string

// Choices implements [Choice].
func (Caching) Choices() []string {
	return []string{"heuristic", "explicit only", "must not be stored"}
}

// Content is the rule for the content of a response.
type Content string

// Choices implements [Choice].
func (Content) Choices() []string { return []string{"allowed", "expected", "forbidden"} }

// Retry says under what condition a request may be sent again.
type Retry string

// Choices implements [Choice].
func (Retry) Choices() []string {
	return []string{"never", "unchanged", "after a change", "after a delay", "not needed"}
}

// Alarm is how loudly a code should be heard.
type Alarm string

// Choices implements [Choice].
func (Alarm) Choices() []string { return []string{"normal", "watch", "urgent"} }

// Methods is a kind of request methods (RFC 9110 §9.2).
type Methods string

// Choices implements [Choice].
func (Methods) Choices() []string { return []string{"any", "safe", "idempotent", "non-idempotent"} }

// Direction is the kind of message that a header field stands in.
type Direction string

// Choices implements [Choice].
func (Direction) Choices() []string { return []string{"request", "response"} }

// Level is a requirement level (RFC 2119), or related where the clause ties the
// field to the code without such a word.
type Level string

// Choices implements [Choice].
func (Level) Choices() []string {
	return []string{"MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "MAY", "related"}
}

// Kinship is how one code stands to another.
type Kinship string

// Choices implements [Choice].
func (Kinship) Choices() []string {
	return []string{"confused with", "proxy's twin", "stricter than", "looser than", "replaced by", "replaces", "next to"}
}

// Inverse returns the kinship as seen from the other code, or "" when the other
// code need not know of it.
func (k Kinship) Inverse() Kinship {
	switch k {
	case "confused with", "proxy's twin":
		return k
	case "stricter than":
		return "looser than"
	case "looser than":
		return "stricter than"
	case "replaced by":
		return "replaces"
	case "replaces":
		return "replaced by"
	}
	return ""
}

// Role is somebody who can act on a cause.
type Role string

// Choices implements [Choice].
func (Role) Choices() []string {
	return []string{"visitor", "API client", "developer", "site owner", "proxy owner", "CDN", "identity provider"}
}

// Date is a day in the form 2026-11-21.
type Date string

// URL is an absolute address whose scheme is http or https.
type URL string

// Clause is a place in a specification: RFC 9110 §15.5.2, or RFC 9110 as a
// whole, or the name of an Internet-Draft.
type Clause string

// URL returns the address of the clause at the RFC Editor or the IETF
// datatracker.
func (c Clause) URL() string {
	if rfc, section, ok := c.rfc(); ok {
		u := "https://www.rfc-editor.org/rfc/rfc" + rfc + ".html"
		if section == "" {
			return u
		}
		if section[0] >= 'A' && section[0] <= 'Z' {
			return u + "#appendix-" + section
		}
		return u + "#section-" + section
	}
	return "https://datatracker.ietf.org/doc/" + string(c) + "/"
}

func (c Clause) rfc() (number, section string, ok bool) {
	rest, ok := strings.CutPrefix(string(c), "RFC ")
	if !ok {
		return "", "", false
	}
	number, section, _ = strings.Cut(rest, " §")
	return number, section, true
}

// Document returns the specification without the section: RFC 9110.
func (c Clause) Document() string {
	doc, _, _ := strings.Cut(string(c), " §")
	return doc
}

func (c Clause) check() error {
	if draftPattern.MatchString(string(c)) {
		return nil
	}
	if !clausePattern.MatchString(string(c)) {
		return fmt.Errorf("%q is no clause: write it like RFC 9110 §15.5.2", string(c))
	}
	return nil
}

// obsoleteRFCs are the documents that RFC 9110 to 9114 replaced, and their
// forerunners, and others that entries are tempted to cite. RFC 2518 is not
// among them: the registry still names it for 102.
var obsoleteRFCs = []string{
	"RFC 1945", "RFC 2068", "RFC 2616", "RFC 2617", "RFC 2817", "RFC 2818",
	"RFC 7230", "RFC 7231", "RFC 7232", "RFC 7233", "RFC 7234", "RFC 7235", "RFC 7238", "RFC 7538", "RFC 7540", "RFC 7615", "RFC 7694", "RFC 7807", "RFC 5988",
}

// Obsolete reports whether the clause lies in a document that another one has
// replaced.
func (c Clause) Obsolete() bool { return slices.Contains(obsoleteRFCs, c.Document()) }
