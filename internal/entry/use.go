package entry

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
)

// Use is how a client sample is run to show that it does what its entry says,
// against a server that replays the entry's own example.
type Use struct {
	// Given stands before the sample and Call behind it, in the sample's
	// language: a sample that only defines a function is called by Call.
	Given, Call string

	// Also is a request that the example does not show, with its answer: the one
	// for a new token, say.
	Also *Also

	// Asks is how many requests the sample sends to what the example shows; 0 is
	// as many as the example shows.
	Asks int

	// Begins is the request of the example with which the sample begins, counted
	// from 1 over all exchanges, when its fields do not tell; 0 is that they tell.
	Begins int

	// Fails is what the sample says when it is right that it fails; empty when it
	// must not fail.
	Fails string
}

// Also is a request and its answer.
type Also struct {
	Method, Target string
	Status         int
	Content        string
}

// useKeys are the attributes that belong to a client sample.
var useKeys = []string{"given", "call", "also", "asks", "begins", "fails"}

var (
	alsoForm  = regexp.MustCompile(`^([A-Z]+) (/\S*) ([1-5][0-9]{2})(?: (.+))?$`)
	countForm = regexp.MustCompile(`^[1-9][0-9]?$`)
)

// Use reads the attributes of a client sample. The error says which of them is
// not understood.
func (b *Block) Use() (Use, error) {
	u := Use{Given: b.Given, Call: b.Call, Fails: b.Fails}
	if b.Also != "" {
		m := alsoForm.FindStringSubmatch(b.Also)
		if m == nil {
			return Use{}, fmt.Errorf(`also is a request and its answer, like POST /token 200 {"access_token":"fake"}, not %q`, cut(b.Also, 40))
		}
		status, err := strconv.Atoi(m[3])
		if err != nil {
			return Use{}, err
		}
		u.Also = &Also{Method: m[1], Target: m[2], Status: status, Content: m[4]}
	}
	var errs [2]error
	u.Asks, errs[0] = count("asks", b.Asks)
	u.Begins, errs[1] = count("begins", b.Begins)
	return u, errors.Join(errs[:]...)
}

// count reads a number from 1 to 99, or nothing.
func count(key, value string) (int, error) {
	if value == "" {
		return 0, nil
	}
	if !countForm.MatchString(value) {
		return 0, fmt.Errorf("%s is a number of requests, from 1 to 99, not %q", key, cut(value, 40))
	}
	return strconv.Atoi(value)
}
