package diag

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func TestWriteGitHub(t *testing.T) {
	for _, c := range []struct {
		f    Finding
		want string
	}{
		{Finding{Pos{"a.md", 1, 2}, Error, "r", "wrong", ""}, "::error file=repo/a.md,line=1,col=2,title=r::wrong\n"},
		{Finding{Pos{"a.md", 1, 0}, Warning, "r", "wrong", "mend it"}, "::warning file=repo/a.md,line=1,title=r::wrong%0Ahint: mend it\n"},
		{Finding{Pos{"a.md", 0, 0}, Info, "r", "wrong", ""}, "::notice file=repo/a.md,title=r::wrong\n"},
		{Finding{Pos{"a,b:c%.md", 1, 1}, Error, "r", "50%: a,b\n::error::x", ""}, "::error file=repo/a%2Cb%3Ac%25.md,line=1,col=1,title=r::50%25: a,b ::error::x\n"},
		{Finding{Pos{"a\n::x", 1, 1}, Error, "r\x1b", "\x1b[31m", "\r\n"}, "::error file=repo/a %3A%3Ax,line=1,col=1,title=r\ufffd::\ufffd[31m%0Ahint:   \n"},
	} {
		var b strings.Builder
		err := WriteGitHub(&b, []Finding{c.f}, func(file string) string { return "repo/" + file })
		if err != nil || b.String() != c.want {
			t.Errorf("%v %q, not %q", err, b.String(), c.want)
		}
	}
	if err := WriteGitHub(closed{}, []Finding{{}}, strings.ToLower); !errors.Is(err, errClosed) {
		t.Error(err)
	}
}

func TestWriteJSON(t *testing.T) {
	var b strings.Builder
	if err := WriteJSON(&b, nil); err != nil || b.String() != "{\n  \"findings\": []\n}\n" {
		t.Errorf("%v %q", err, b.String())
	}
	b.Reset()
	if err := WriteJSON(&b, []Finding{{Pos{"a.md", 1, 2}, Warning, "r", "<wrong>\x1b", "\xff"}}); err != nil {
		t.Fatal(err)
	}
	var got struct{ Findings []map[string]any }
	if err := json.Unmarshal([]byte(b.String()), &got); err != nil || len(got.Findings) != 1 {
		t.Fatal(err, b.String())
	}
	want := map[string]any{"file": "a.md", "line": 1.0, "column": 2.0, "severity": "warning", "message": "<wrong>\ufffd", "rule": "r", "hint": "\ufffd"}
	for key, v := range want {
		if got.Findings[0][key] != v || len(got.Findings[0]) != len(want) {
			t.Errorf("%s: %v", key, got.Findings[0])
		}
	}
	if err := WriteJSON(closed{}, nil); !errors.Is(err, errClosed) {
		t.Error(err)
	}
}
