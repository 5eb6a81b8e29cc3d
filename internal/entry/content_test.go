package entry

import (
	"os"
	"testing"

	"statuswiki/internal/diag"
	"statuswiki/internal/httpmsg"
)

// TestContent reads the wiki's own content and looks at the typed data.
func TestContent(t *testing.T) {
	set, list, err := Load(os.DirFS("../../content"), "content/", nil)
	if err != nil {
		t.Fatal(err)
	}
	list.Add(set.Alike().Sorted()...)
	list.Add(new(Speller).Check(set).Sorted()...)
	if set.wordsFile == nil {
		t.Error("without words.txt nothing holds the words against the dictionary")
	}
	found := list.Sorted()
	checkPlaces(t, set, found)
	for _, f := range found {
		t.Errorf("%v", f) // warnings, too: this is the content that others copy
	}
	if list.Errors() > 0 {
		t.FailNow()
	}
	for _, e := range set.Entries {
		checkEntry(t, e)
		for _, r := range e.Relations {
			if !(&checker{set: set}).known(r.Code.Value) {
				t.Errorf("%s: relation to %d", e.File, r.Code.Value)
			}
		}
	}
	e := set.Entry(401)
	switch {
	case e == nil:
		t.Fatal("there is no 401")
	case len(e.Causes) < 7:
		t.Errorf("401 has %d causes", len(e.Causes))
	case len(e.Mistakes) < 3 || len(e.Sending) < 3 || len(e.Handling) < 3 || len(e.FAQ) < 2 || len(e.Compared) < 3 || len(e.Fix) < 2:
		t.Errorf("401 lost items: %d mistakes, %d to send, %d to handle, %d questions, %d comparisons, %d ways out",
			len(e.Mistakes), len(e.Sending), len(e.Handling), len(e.FAQ), len(e.Compared), len(e.Fix))
	}
	if got := e.Quick.Retry.Text(); got == "" || e.Path() != "401/" || ClassOf(e.Code.Value) != "4xx" {
		t.Errorf("401: retry %q, path %q, class %q", got, e.Path(), ClassOf(e.Code.Value))
	}
}

// checkEntry asserts what holds for the typed data of every right entry.
func checkEntry(t *testing.T, e *Entry) {
	t.Helper()
	seen := make(map[string]bool)
	for _, a := range e.Anchors() {
		if seen[a] || Slug(a) != a || a == "" {
			t.Errorf("%s: the address %q stands twice or is none", e.File, a)
		}
		seen[a] = true
	}
	for _, info := range Sections {
		if info.Needed(e.Code.Value) && e.Section(info.ID) == nil {
			t.Errorf("%s lacks %s", e.File, info.Title)
		}
	}
	if e.Quick.What.Empty() || e.Quick.Who.Empty() || e.Quick.Retry.Empty() {
		t.Errorf("%s: the quick answer is not whole", e.File)
	}
	for _, c := range e.Causes {
		if c.Confirm.Text() == "" || c.Fix.Text() == "" || len(c.Who) == 0 || c.Title == "" || c.ID == "" {
			t.Errorf("%v: the cause is not whole: %+v", c.Pos, c)
		}
	}
	for _, m := range e.Mistakes {
		if m.Fact.Empty() == m.Hurts.Empty() || m.Hurts.Empty() != m.Instead.Empty() {
			t.Errorf("%v: neither a mistake nor a belief", m.Pos)
		}
	}
	for _, x := range e.Exchanges {
		for _, b := range x.Messages {
			from, to := b.Participants()
			switch m := b.Message; {
			case from == "" || to == "" || from == to:
				t.Errorf("%v: from %q to %q", b.Pos, from, to)
			case m.Kind == httpmsg.Request && (m.Start.Method == "" || m.Start.Target == ""),
				m.Kind == httpmsg.Response && m.Start.Status == 0,
				m.Kind == httpmsg.Unknown:
				t.Errorf("%v: not parsed", b.Pos)
			}
		}
	}
	for _, s := range append(e.Sending[:len(e.Sending):len(e.Sending)], e.Handling...) {
		if s.Code == nil || s.Code.Text == "" || s.Code.Lang == "" || s.Title == "" {
			t.Errorf("%v: no sample", s.Pos)
		}
	}
	for _, f := range e.Fix {
		if !hasOrderedList(f.Body) {
			t.Errorf("%v: no steps", f.Pos)
		}
	}
}

// TestTyped looks at the typed data of the small tree, where every word is
// known.
func TestTyped(t *testing.T) {
	set, _ := load(t, validTree(t))
	e := set.Entry(401)
	checkEntry(t, e)
	same := func(what string, got, want any) {
		t.Helper()
		if got != want {
			t.Errorf("%s is %v, not %v", what, got, want)
		}
	}
	same("summary", e.Summary.Value, "Who are you? «Müller» is no answer: the request lacks valid credentials.")
	same("place of the note", e.Cache.Note, At[string]{"größer, with care", 11, 59})
	same("roles", len(e.Causes[0].Who), 2)
	same("confirm", e.Causes[0].Confirm.Text(), "Ask the exp of the token.")
	same("place of a term", e.Causes[0].Terms[1].Pos, diag.Pos{File: "codes/401.md", Line: 103, Col: 1})
	same("address of a cause", e.Causes[0].ID, "expired")
	same("address of a sample", e.Sending[0].ID, "sending-nginx")
	same("title of a sample", e.Sending[0].Code.Title, "nginx.conf")
	same("proof of a sample", e.Sending[0].Code.Prove, "GET /")
	same("status", e.Exchanges[0].Messages[1].Message.Start.Status, 401)
	same("place of a message", e.Exchanges[0].Messages[1].Pos, diag.Pos{File: "codes/401.md", Line: 78, Col: 3})
	same("body", string(e.Exchanges[0].Messages[1].Message.Body), "{\"ä\":\n \"a number: 1\"}")
	same("the wrong one", e.Exchanges[1].Messages[0].Wrong, "no challenge, and a broken line")
	same("a belief", e.Mistakes[1].Fact.Text(), "It is a MUST.")
	same("the comparison", e.Compared[0].ID, "compared-403")
	same("the comparison of facts alone", set.Entry(403).Compared[0].ID, "compared-401")
	same("steps without a heading", e.Fix[0].Title, "")
	same("references", len(e.said.refs), 5)
	same("one over a line end", e.said.refs[4].Target, "RFC 9110 §15.5.2")
	same("links", len(e.said.links), 4)
	same("a field", set.Field("www-AUTHENTICATE").Slug, "www-authenticate")
	same("parts", set.Field("WWW-Authenticate").Parts[0].ID, "what-it-does")
}

func TestUnescape(t *testing.T) {
	for in, want := range map[string]string{
		`a`: `a`, `\*\a\`: `*\a\`, `&amp;&lt;&#65;&#x42;`: `&<AB`, `\&lt;`: `&lt;`, `&amp;lt;`: `&lt;`, `&nosuch;`: `&nosuch;`,
		`&`: `&`, `&;`: `&;`, `&#0;`: "\ufffd", `&#xd800;`: "\ufffd", `&#99999999;`: `&#99999999;`, `&a\;`: `&a;`, `&&amp`: `&&amp`, `ä&ouml;`: `äö`,
	} {
		if got := Unescape([]byte(in)); got != want {
			t.Errorf("Unescape(%q) = %q, not %q", in, got, want)
		}
	}
}

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{"": "", "ä": "", "A b": "a-b", "--x--": "x", "Don't, 4xx!": "don-t-4xx", "../..": ""} {
		if got := Slug(in); got != want || Slug(got) != got {
			t.Errorf("Slug(%q) = %q, not %q", in, got, want)
		}
	}
}
