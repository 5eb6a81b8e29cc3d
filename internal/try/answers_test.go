package try

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"
)

func TestEncode(t *testing.T) {
	a := Answers{
		401: {Name: "Unauthorized", Example: &Response{Status: 401, Phrase: "Unauthorized", Fields: []Field{{"WWW-Authenticate", `Basic realm="r"`}}, Content: "<b>\u0085\u202e\x7f&é😀</b>\n"}},
		103: {Name: "Early Hints", Interim: []Response{{Status: 103, Phrase: "Early Hints"}}},
	}
	file, err := Encode(a)
	if err != nil {
		t.Fatal(err)
	}
	if i := bytes.IndexAny(file, "<>&\x7f\u0085\u202e"); i >= 0 {
		t.Errorf("not escaped: %q", file[i:])
	}
	back, err := Decode(file)
	if err != nil || !reflect.DeepEqual(back, a) {
		t.Errorf("%v\n%+v\n%+v", err, back, a)
	}
	a[7], a[200] = Answer{Name: "Seven"}, Answer{Name: "OK", Example: &Response{Status: 201, Phrase: "Created"}}
	a[451] = Answer{Name: "ü\n", Example: &Response{Status: 451, Fields: []Field{{"Date", "x"}, {"Content-Length", "9"}, {"Location", "/ü"}}}}
	if file, err = Encode(a); err != nil {
		t.Fatal(err)
	}
	if back, err = Decode(file); err != nil || len(back) != 4 || back[200].Example != nil || back[451].Name != "?" || !reflect.DeepEqual(back[451].Example.Fields, []Field{{"Location", "/?"}}) {
		t.Errorf("%v %+v", err, back)
	}
	again, err := Encode(back)
	if err != nil || !bytes.Equal(again, file) {
		t.Errorf("other bytes: %v\n%s\n%s", err, again, file)
	}
	for _, broken := range []string{"", "[]", `{"x":{}}`, `{"401":7}`, "{} x"} {
		if a, err := Decode([]byte(broken)); err == nil || !strings.Contains(err.Error(), File) {
			t.Errorf("%q: %v %v", broken, a, err)
		}
	}
}

// Without any examples everything is answered all the same.
func TestNoExamples(t *testing.T) {
	h := New(nil)
	for code, field := range map[string]string{"401": "WWW-Authenticate", "405": "Allow", "407": "Proxy-Authenticate", "429": "Retry-After", "503": "Retry-After", "426": "Upgrade"} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", Path+code, nil))
		if got := w.Result().Header; got[field] == nil || w.Body.Len() == 0 {
			t.Errorf("%s without %s: %v", code, field, got)
		}
	}
}

// Whatever is asked, the answer is one, is ours, and holds nothing that a
// client could take for another field or message.
func FuzzRequest(f *testing.F) {
	h := New(samples())
	f.Add("GET", "/try/401", "scheme=basic", "Authorization", "Basic dXNlcjpwYXNz")
	f.Add("GET", "/try/206", "body=0123456789", "Range", "bytes=0-1,4-,-2")
	f.Add("PUT", "/try/412", "delay=1ms", "If-Match", `"a", W/"statuswiki-1"`)
	f.Add("GET", "/try/304/", "force", "If-Modified-Since", LastModified)
	f.Add("POST", "/try/302", "redirect=3&type=a/b;c=d&body=%0d%0a", "Expect", "100-continue")
	f.Add("OPTIONS", "/try/200", "", "Access-Control-Request-Method", "PUT")
	f.Add("GET", "/try/407", "scheme=digest", "Proxy-Authorization", `Digest username="user", nonce="statuswiki", algorithm=SHA-256, qop=auth, response=""`)
	ended, end := context.WithCancel(context.Background())
	end() // so that no delay is kept
	f.Fuzz(func(t *testing.T, method, path, query, field, value string) {
		if strings.HasPrefix(path, Path+"1") {
			t.Skip("a recorder takes interim responses for the last word")
		}
		r := httptest.NewRequestWithContext(ended, "GET", "/", strings.NewReader("content"))
		r.Method, r.URL = method, &url.URL{Path: path, RawQuery: query}
		r.Header[http.CanonicalHeaderKey(field)] = []string{value}
		w := httptest.NewRecorder()
		defer func() {
			if p := recover(); p != nil && p != http.ErrAbortHandler {
				panic(p)
			}
		}()
		h.ServeHTTP(w, r)
		if w.Code < 200 || w.Code > 599 || w.Header().Get(Mark) == "" || w.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%d %v", w.Code, w.Header())
		}
		for name, values := range w.Header() {
			for _, v := range values {
				if strings.ContainsAny(name+v, "\r\n\x00") {
					t.Errorf("%q: %q", name, v)
				}
			}
		}
	})
}
