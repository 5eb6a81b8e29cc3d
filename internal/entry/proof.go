package entry

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"statuswiki/internal/httpmsg"
)

// Proof is the request that shows that a server sample answers as its entry
// says, and what it takes besides the sample.
type Proof struct {
	Method, Target string
	Fields         []httpmsg.Field

	// Content of the request. If Withheld, it is announced and never sent.
	Content  []byte
	Withheld bool

	// Behind says what stands behind a gateway: see Backends. Empty is a server
	// that answers 200. It can be a status code.
	Behind string

	// Answers is the status to be expected, 0 for that of the entry, or NoAnswer.
	Answers int
}

// NoAnswer stands for a connection that is closed without a response.
const NoAnswer = -1

// Backends are what can stand behind a gateway besides a server that answers
// with a status code.
var Backends = []string{"refuses", "silent", "closes", "nonsense", "websocket"}

var (
	proveLine  = regexp.MustCompile(`^([A-Z]+) (\*|/\S*|[a-z]+://\S+|\S+:[0-9]+)$`)
	octetCount = regexp.MustCompile(`^([0-9]{1,9}) octets$`)
	nextField  = regexp.MustCompile(`; [A-Za-z0-9-]+: `)
	statusOnly = regexp.MustCompile(`^[1-9][0-9]{2}$`)
)

// Proof reads the attributes of a server sample. The error says which of them
// is not understood.
func (b *Block) Proof() (Proof, error) {
	m := proveLine.FindStringSubmatch(b.Prove)
	if m == nil {
		return Proof{}, fmt.Errorf("prove is a method and a path, like GET /private, not %q", cut(b.Prove, 40))
	}
	p := Proof{Method: m[1], Target: m[2], Behind: b.Behind}
	for rest := b.With; rest != ""; {
		line := rest
		if at := nextField.FindStringIndex(rest); at != nil {
			line, rest = rest[:at[0]], rest[at[0]+2:]
		} else {
			rest = ""
		}
		name, value, ok := strings.Cut(line, ": ")
		if !ok || !httpmsg.IsToken(name) {
			return Proof{}, fmt.Errorf("with is header fields, like Range: bytes=0-15; Accept: text/plain, not %q", cut(line, 40))
		}
		if n := octetCount.FindStringSubmatch(value); n != nil {
			size, err := strconv.Atoi(n[1])
			if err != nil || size > 64<<10 {
				return Proof{}, errors.New("the value of a field is too large")
			}
			value = strings.Repeat("x", size)
		}
		p.Fields = append(p.Fields, httpmsg.Field{Name: name, Value: value})
	}
	switch n := octetCount.FindStringSubmatch(b.Content); {
	case b.Content == "withheld":
		p.Withheld = true
	case n != nil:
		size, err := strconv.Atoi(n[1])
		if err != nil || size > 64<<20 {
			return Proof{}, errors.New("content is too large")
		}
		p.Content = []byte(strings.Repeat("x", size))
	default:
		p.Content = []byte(b.Content)
	}
	if b.Behind != "" && !slices.Contains(Backends, b.Behind) && !statusOnly.MatchString(b.Behind) {
		return Proof{}, fmt.Errorf("behind is %s or a status code, not %q", strings.Join(Backends, ", "), cut(b.Behind, 40))
	}
	switch b.Answers {
	case "":
	case "none":
		p.Answers = NoAnswer
	default:
		code, err := strconv.Atoi(b.Answers)
		if err != nil || !statusOnly.MatchString(b.Answers) {
			return Proof{}, fmt.Errorf("answers is a status code or none, not %q", cut(b.Answers, 40))
		}
		p.Answers = code
	}
	return p, nil
}
