package search

import "strings"

const (
	maxChars = 400 // of a query, in UTF-16 units as browsers count
	maxWords = 40
)

// stop lists words that tell little: they weigh 1, whatever they stand in.
var stop = stems("a about an and any are as at be between by can code could did difference do does error errors " +
	"for from get gets getting got has have how http https i if im in is it its me mean means message my of on or our please " +
	"response should so some status that the there this to us use using vs was we what when where which why will with would you your")

var isStop, isUnit = set(stop), set(units)

func set(list string) map[string]bool {
	out := make(map[string]bool)
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

// units are words before which a number is no status code.
var units = stems("seconds sec s ms minutes min hours days kb mb gb bytes kib mib percent times requests")

// same maps words, and two words side by side, to what stands for them.
var same = func() map[string]string {
	out := make(map[string]string)
	for _, line := range []string{
		"url: uri", "ssl: tls", "large: big, huge", "removed: deleted", "login: signin, logon, log in, log on, sign in",
		"timeout: time out", "websocket: web socket", "rate limit: ratelimit, throttle", "limit: quota",
		"not: doesnt, dont, cant, cannot, isnt, wont, didnt, no", "not match: mismatch",
		"invalid: bad, wrong, malformed, incorrect, broken", "backend: upstream", "expired: ran out, run out", "closed: hung up, hang up, disconnected, aborted",
	} {
		to, from, _ := strings.Cut(line, ": ")
		for _, w := range strings.Split(from, ", ") {
			out[stems(w)] = stems(to)
		}
	}
	return out
}()

// stems takes the endings off the words of a list.
func stems(list string) string {
	words := strings.Fields(list)
	for i, w := range words {
		words[i] = stem(w)
	}
	return strings.Join(words, " ")
}

// run is a word as it is written: the whole, and its parts.
type run struct {
	whole string
	parts []string
}

func lower(c byte) bool { return c >= 'a' && c <= 'z' }
func upper(c byte) bool { return c >= 'A' && c <= 'Z' }
func digit(c byte) bool { return c >= '0' && c <= '9' }

var apostrophes = strings.NewReplacer("'", "", "’", "")

// runs splits a text into words.
func runs(text string) []run {
	text = apostrophes.Replace(text)
	at := func(i int) byte {
		if i < 0 || i >= len(text) {
			return ' '
		}
		return text[i]
	}
	digits := func(i int) bool { // are there exactly three from i on?
		return digit(at(i)) && digit(at(i+1)) && digit(at(i+2)) && !digit(at(i+3)) && !digit(at(i-1))
	}
	var out []run
	var now run
	part := 0 // where the part begins
	end := func(i int) {
		if i > part {
			now.parts = append(now.parts, strings.ToLower(text[part:i]))
		}
		part = i
	}
	flush := func(i int) {
		end(i)
		if now.parts != nil {
			now.whole = strings.Join(now.parts, "")
			out = append(out, now)
		}
		now = run{}
	}
	for i := 0; i <= len(text); i++ {
		c, last := at(i), at(i-1)
		switch {
		case c == '.' && digit(last) && digit(at(i+1)):
		case !lower(c) && !upper(c) && !digit(c):
			flush(i)
			part = i + 1
		case digits(i) && (lower(last) || upper(last)), digits(i-3) && !digit(c) && last != '.':
			flush(i)
		case upper(c) && (lower(last) || digit(last) || upper(last) && lower(at(i+1))):
			end(i)
		}
	}
	return out
}

// stem takes from a word in small letters what endings it may have.
func stem(w string) string {
	cut := func(least int, end, put string) bool {
		if len(w) >= least && strings.HasSuffix(w, end) {
			w = w[:len(w)-len(end)] + put
			return true
		}
		return false
	}
	has := func(end string) bool { return strings.HasSuffix(w, end) }
	if !cut(5, "ies", "y") && !has("ss") && !has("us") && !has("is") {
		cut(4, "s", "")
	}
	if cut(6, "ing", "") || !has("eed") && cut(5, "ed", "") {
		if n := len(w); w[n-1] == w[n-2] && !strings.ContainsRune("lsez", rune(w[n-1])) && !digit(w[n-1]) {
			w = w[:n-1]
		}
	} else if !cut(7, "ion", "") {
		cut(6, "ly", "")
	}
	cut(4, "e", "")
	if len(w) >= 6 {
		cut(6, "is", "iz")
	}
	return w
}

// fold makes stems of words and puts same words in one form.
func fold(words []string) []string {
	var single []string
	for _, w := range words {
		w = stem(w)
		if to, ok := same[w]; ok {
			w = to
		}
		single = append(single, strings.Split(w, " ")...)
	}
	var out []string
	for i := 0; i < len(single); i++ {
		if i+1 < len(single) {
			if to, ok := same[single[i]+" "+single[i+1]]; ok {
				out = append(out, strings.Split(to, " ")...)
				i++
				continue
			}
		}
		out = append(out, single[i])
	}
	return out
}

// indexed returns the words of a phrase.
func indexed(text string, parts bool) []string {
	var words []string
	for _, r := range runs(text) {
		if parts {
			words = append(words, r.parts...)
		} else {
			words = append(words, r.whole)
		}
	}
	return fold(words)
}
