package story

import (
	"io"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

var client = &http.Client{
	Timeout:       5 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// get STATUS PATH [REGEXP] asks the server and wants the status and, if it is
// given, an answer whose header section or content matches. It asks again for
// three seconds: a save shows when it is served, not when it is written.
func get(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	var last string
	for end := time.Now().Add(3 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		resp, err := client.Get(ts.Getenv("URL") + args[1])
		ts.Check(err)
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		ts.Check(err)
		last = resp.Status + "\n"
		for name, values := range resp.Header {
			last += name + ": " + values[0] + "\n"
		}
		last += "\n" + string(body)
		ok := resp.StatusCode == want
		if len(args) > 2 {
			ok = ok && regexp.MustCompile(args[2]).MatchString(last) != neg
		}
		if ok {
			return
		}
	}
	ts.Fatalf("get %v: %s", args, last[:min(len(last), 3000)])
}
