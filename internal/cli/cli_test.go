package cli_test

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"statuswiki/internal/cli"
	"statuswiki/internal/entry"
	"statuswiki/internal/export"
)

func content(t testing.TB) *entry.Set {
	t.Helper()
	set, list, err := entry.Load(os.DirFS("../../content"), "", nil)
	if err != nil || list.Errors() > 0 {
		t.Fatal(err, list.Sorted())
	}
	return set
}

func TestList(t *testing.T) {
	set := content(t)
	for words, want := range map[string]struct{ with, without string }{
		"":                        {"000  No Response\n", ""},
		"4xx":                     {"401  Unauthorized\n", "500  "},
		"5":                       {"503  Service Unavailable\n", "401  "},
		"unofficial 5xx":          {"520  ", "503  "},
		"authentication standard": {"407  Proxy Authentication Required\n", "404  "},
		"cloudflare":              {"522  ", "444  "},
	} {
		var b strings.Builder
		if err := cli.List(&b, set, strings.Fields(words), export.Style{Width: 60}, cli.Text); err != nil {
			t.Errorf("%q: %v", words, err)
			continue
		}
		if got := b.String(); !strings.Contains(got, want.with) || want.without != "" && strings.Contains(got, want.without) {
			t.Errorf("%q: %s", words, got)
		}
	}
	var usage *cli.UsageError
	if err := cli.List(&strings.Builder{}, set, []string{"authentcation"}, export.Style{}, cli.Text); !errors.As(err, &usage) || !strings.Contains(err.Error(), "did you mean authentication?") {
		t.Error(err)
	}
	var b strings.Builder
	if err := cli.List(&b, set, []string{"2xx"}, export.Style{}, cli.JSON); err != nil {
		t.Fatal(err)
	}
	var got struct{ Codes []struct{ Code int } }
	if err := json.Unmarshal([]byte(b.String()), &got); err != nil || len(got.Codes) < 10 || got.Codes[0].Code != 200 {
		t.Errorf("%v %s", err, b.String())
	}
}

func TestExplain(t *testing.T) {
	set := content(t)
	say := func(number, section, format string) (string, error) {
		var b strings.Builder
		err := cli.Explain(&b, set, number, section, export.Style{}, format)
		return b.String(), err
	}
	for _, c := range []struct{ number, section, format, want string }{
		{"401", "", cli.Text, "401 Unauthorized\n"},
		{"401", "fix", cli.Text, "HOW TO FIX\n"},
		{"0", "", cli.Text, "000 No Response\n"},
		{"000", "", cli.Text, "000 No Response\n"},
		{"468", "", cli.Text, "468 Not registered\n"},
		{"700", "", cli.Text, "700 Out of range\n"},
		{"468", "", cli.JSON, `{"code":468,"known":false,"valid":true,"treated-as":400,"near":[451,460,463,464]}`},
		{"401", "", cli.JSON, `{"$schema":"/schema/entry-1.json","version":1,"code":401,`},
	} {
		got, err := say(c.number, c.section, c.format)
		if err != nil || !strings.HasPrefix(got, c.want) {
			t.Errorf("%+v: %v %.80q", c, err, got)
		}
	}
	for _, c := range []struct{ number, section, want string }{
		{"4x1", "", "three digits"}, {"1000", "", "three digits"}, {"-1", "", "three digits"}, {"42", "", "three digits"}, {"", "", "three digits"},
		{"401", "fixes", "there are overview"},
	} {
		_, err := say(c.number, c.section, cli.Text)
		var usage *cli.UsageError
		if !errors.As(err, &usage) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}
