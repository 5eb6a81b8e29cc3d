package try

import (
	"fmt"
	"maps"
	"mime"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The bounds of the knobs.
const (
	MaxDelay     = 30 * time.Second
	MaxBody      = 64 << 10 // octets
	MaxRedirects = 20
)

// chains are the codes that a client follows (RFC 9110 §15.4).
var chains = []int{301, 302, 303, 307, 308}

// schemes are the challenges that can be asked for, with what follows the
// scheme's name. The nonce is always the same: nothing is protected here.
var schemes = map[string]string{
	"basic":  `Basic realm="try", charset="UTF-8"`,
	"bearer": `Bearer realm="try"`,
	"digest": `Digest realm="try", qop="auth", algorithm=SHA-256, nonce="statuswiki", charset=UTF-8`,
}

// knobs is what a request wants.
type knobs struct {
	code     int
	own      bool // the code is none of HTTP
	status   int  // that carries it
	delay    time.Duration
	body     *string // nil when the example's content stands
	mimeType string
	redirect int // hops that are left, -1 when there is no chain
	scheme   string
	force    bool
	query    url.Values
	up       string // leads from the address to its folder: "" or "../"
}

// parse reads the path and the query of an address. The error is a sentence.
func (a Answers) parse(u *url.URL) (knobs, error) {
	k := knobs{redirect: -1}
	name, ok := strings.CutPrefix(u.Path, Path)
	if whole, slash := strings.CutSuffix(name, "/"); slash {
		name, k.up = whole, "../"
	}
	if k.own = a.own(); k.own {
		if k.code, k.status = a.ownCode(name); !ok || k.code == 0 {
			return k, fmt.Errorf("%s is followed by a code that a response can carry, such as %s%d", Path, Path, a.first())
		}
	} else if k.code = statusCode(name); !ok || k.code == 0 {
		return k, fmt.Errorf("%s is followed by a number from 100 to 599, such as %s401", Path, Path)
	} else {
		k.status = k.code
	}
	// A semicolon stands for itself, as browsers have it: type=text/html;charset=utf-8
	var err error
	if k.query, err = url.ParseQuery(strings.ReplaceAll(u.RawQuery, ";", "%3B")); err != nil {
		return k, fmt.Errorf("the query cannot be read: %w", err)
	}
	readers := []func() error{k.readDelay, k.readBody, k.readRedirect, k.readScheme}
	if k.own {
		readers = readers[:2] // the others are for single statuses
	}
	for _, read := range readers {
		if err := read(); err != nil {
			return k, err
		}
	}
	k.force = k.query.Has("force")
	return k, nil
}

// own reports whether the codes are none of HTTP.
func (a Answers) own() bool {
	for _, known := range a {
		return known.own() // they are all of one form
	}
	return false
}

// ownCode reads a code of another form, and returns it with the status that
// carries it; 0 if nothing is known of it.
func (a Answers) ownCode(s string) (code, status int) {
	if s == "" || len(s) > 6 || s[0] == '0' || strings.Trim(s, "0123456789") != "" {
		return 0, 0
	}
	n, _ := strconv.Atoi(s)
	if known, ok := a[n]; ok {
		return n, known.Status
	}
	return 0, 0
}

// first returns the lowest code.
func (a Answers) first() int { return slices.Min(slices.Collect(maps.Keys(a))) }

// statusCode reads three digits from 100 to 599; anything else is 0.
func statusCode(s string) int {
	if len(s) != 3 || s[0] < '1' || s[0] > '5' || strings.Trim(s, "0123456789") != "" {
		return 0
	}
	n, _ := strconv.Atoi(s)
	return n
}

func (k *knobs) readDelay() error {
	if !k.query.Has("delay") {
		return nil
	}
	v := k.query.Get("delay")
	d, err := time.ParseDuration(v)
	if ms, msErr := strconv.ParseInt(v, 10, 32); msErr == nil {
		d, err = time.Duration(ms)*time.Millisecond, nil
	}
	if err != nil || d < 0 || d > MaxDelay {
		return fmt.Errorf("delay is a duration or a number of milliseconds, at most %v: ?delay=2s, ?delay=1500", MaxDelay)
	}
	k.delay = d
	return nil
}

func (k *knobs) readBody() error {
	if !k.query.Has("body") {
		if k.query.Has("type") {
			return fmt.Errorf("type is the media type of the content in ?body=, which is not there")
		}
		return nil
	}
	v := k.query.Get("body")
	switch {
	case k.status < 200 || k.status == 204 || k.status == 205 || k.status == 304:
		return fmt.Errorf("a %d has no content, so ?body= is of no use", k.code)
	case len(v) > MaxBody:
		return fmt.Errorf("body has %d octets, at most %d are allowed", len(v), MaxBody)
	}
	k.body, k.mimeType = &v, "text/plain; charset=utf-8"
	if k.query.Has("type") {
		name, params, err := mime.ParseMediaType(k.query.Get("type"))
		if err != nil || !strings.Contains(name, "/") {
			return fmt.Errorf("type is a media type: ?type=application/json")
		}
		if k.mimeType = mime.FormatMediaType(name, params); k.mimeType == "" || len(k.mimeType) > 200 {
			return fmt.Errorf("type is a media type of at most 200 octets: ?type=application/json")
		}
	}
	return nil
}

func (k *knobs) readRedirect() error {
	if !k.query.Has("redirect") {
		return nil
	}
	n, err := strconv.Atoi(k.query.Get("redirect"))
	switch {
	case !slices.Contains(chains, k.code):
		return fmt.Errorf("redirect is for 301, 302, 303, 307 and 308, not for %d", k.code)
	case err != nil || n < 0 || n > MaxRedirects:
		return fmt.Errorf("redirect is how many times to redirect, at most %d: ?redirect=3", MaxRedirects)
	}
	k.redirect = n
	return nil
}

func (k *knobs) readScheme() error {
	if !k.query.Has("scheme") {
		return nil
	}
	k.scheme = strings.ToLower(k.query.Get("scheme"))
	switch {
	case k.code != 401 && k.code != 407:
		return fmt.Errorf("scheme is for 401 and 407, not for %d", k.code)
	case schemes[k.scheme] == "":
		return fmt.Errorf("scheme is basic, bearer or digest")
	}
	return nil
}

// next returns the address of the next hop, relative to this one, with all that
// was asked for.
func (k *knobs) next() string {
	q := url.Values{}
	for name, values := range k.query {
		q[name] = values
	}
	q.Set("redirect", strconv.Itoa(k.redirect-1))
	return k.up + strconv.Itoa(k.code) + "?" + q.Encode()
}

// possible is what is said to a request without sense.
func (a Answers) possible() string {
	if a.own() {
		return fmt.Sprintf(possibleOwn, Path, a.first(), MaxDelay)
	}
	return possible
}

const possibleOwn = `
What is possible:

%[1]s%[2]d             the response that carries the code
%[1]s%[2]d?delay=2s    waits before the answer, at most %[3]v
%[1]s%[2]d?body=text   the content, at most 64 KB; ?type=application/json names its media type
`

// possible is what the answer to a request without sense says.
const possible = `
What is possible:

` + Path + `401                any number from 100 to 599
` + Path + `503?delay=2s       waits before the answer, at most 30s; also ?delay=1500, in milliseconds
` + Path + `200?body=text      the content, at most 64 KB; ?type=application/json names its media type
` + Path + `302?redirect=3     so many redirects, then 200; at most 20; for 301, 302, 303, 307, 308
` + Path + `401?scheme=basic   the challenge: basic, bearer, digest; for 401 and 407
` + Path + `304?force          the example without the condition it needs; for 206, 304, 412, 416
`
