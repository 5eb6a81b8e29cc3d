package entry

import (
	"strings"
	"testing"
)

func TestUse(t *testing.T) {
	b := &Block{Given: "TOKEN=x", Call: "get()", Also: `POST /token?a=b 200 {"access_token":"fake"}`, Asks: "3", Begins: "2", Fails: "log in"}
	u, err := b.Use()
	if err != nil {
		t.Fatal(err)
	}
	if u.Given != "TOKEN=x" || u.Call != "get()" || u.Asks != 3 || u.Begins != 2 || u.Fails != "log in" {
		t.Errorf("%+v", u)
	}
	if u.Also == nil || *u.Also != (Also{Method: "POST", Target: "/token?a=b", Status: 200, Content: `{"access_token":"fake"}`}) {
		t.Errorf("also %+v", u.Also)
	}
	if u, err := (&Block{Also: "GET / 561"}).Use(); err != nil || u.Also.Status != 561 || u.Also.Content != "" {
		t.Errorf("%+v %v", u.Also, err)
	}
	if u, err := (&Block{}).Use(); err != nil || u != (Use{}) {
		t.Errorf("nothing is taken for %+v, %v", u, err)
	}
	for _, bad := range []Block{
		{Also: "POST /token"}, {Also: "post /token 200"}, {Also: "POST token 200"}, {Also: "POST /token 900"}, {Also: "POST /token ok"},
		{Asks: "0"}, {Asks: "-1"}, {Asks: "many"}, {Asks: "100"}, {Begins: "0"}, {Begins: "first"},
	} {
		if u, err := bad.Use(); err == nil {
			t.Errorf("%+v is taken for %+v", bad, u)
		}
	}
}

func FuzzUse(f *testing.F) {
	f.Add(`POST /token 200 {"access_token":"fake"}`, "1", "2")
	f.Add("GET / 561", "", "99")
	f.Add("GET  / 200", "01", "x")
	f.Fuzz(func(t *testing.T, also, asks, begins string) {
		u, err := (&Block{Also: also, Asks: asks, Begins: begins}).Use()
		if err != nil {
			return
		}
		if a := u.Also; a != nil && (a.Status < 100 || a.Status > 599 || !strings.HasPrefix(a.Target, "/") || !strings.HasPrefix(also, a.Method+" "+a.Target)) {
			t.Errorf("%q is read as %+v", also, a)
		}
		if u.Asks < 0 || u.Asks > 99 || u.Begins < 0 || u.Begins > 99 {
			t.Errorf("%q and %q are read as %d and %d", asks, begins, u.Asks, u.Begins)
		}
	})
}
