package entry

import (
	"strings"
	"testing"
)

func TestProof(t *testing.T) {
	b := &Block{Prove: "PUT /x?y=1", With: `If-Match: "r7"; Accept: text/html; q=0.8; X-A: 1`, Content: "157 octets", Behind: "silent", Answers: "400"}
	p, err := b.Proof()
	if err != nil {
		t.Fatal(err)
	}
	if p.Method != "PUT" || p.Target != "/x?y=1" || len(p.Content) != 157 || p.Behind != "silent" || p.Answers != 400 || p.Withheld {
		t.Errorf("%+v", p)
	}
	var got []string
	for _, f := range p.Fields {
		got = append(got, f.Name+"="+f.Value)
	}
	if s := strings.Join(got, " "); s != `If-Match="r7" Accept=text/html; q=0.8 X-A=1` {
		t.Errorf("fields %q", s)
	}
	if p, err := (&Block{Prove: "POST /", Content: `{"seats":0}`}).Proof(); err != nil || string(p.Content) != `{"seats":0}` || p.Answers != 0 {
		t.Errorf("%+v %v", p, err)
	}
	if p, err := (&Block{Prove: "POST /", Content: "withheld"}).Proof(); err != nil || !p.Withheld || len(p.Content) > 0 {
		t.Errorf("%+v %v", p, err)
	}
	if p, err := (&Block{Prove: "GET /", With: "Cookie: 17000 octets; A: b", Answers: "none"}).Proof(); err != nil || len(p.Fields) != 2 || len(p.Fields[0].Value) != 17000 || p.Answers != NoAnswer {
		t.Errorf("%+v %v", p, err)
	}
	for _, bad := range []Block{
		{Prove: "GET /", With: "Cookie: 100000 octets"}, {Prove: "GET /", Answers: "nothing"},
		{Prove: "GET"}, {Prove: "get /"}, {Prove: "GET / HTTP/1.1"}, {Prove: "GET /", With: "no colon"}, {Prove: "GET /", With: "A B: c"},
		{Prove: "GET /", Behind: "sleepy"}, {Prove: "GET /", Behind: "99"}, {Prove: "GET /", Answers: "4xx"}, {Prove: "GET /", Content: "999999999 octets"},
	} {
		if p, err := bad.Proof(); err == nil {
			t.Errorf("%+v is taken for %+v", bad, p)
		}
	}
}
