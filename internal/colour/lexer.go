package colour

import (
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// A lexer runs the rules of one of Chroma's lexers and gives the same tokens,
// sooner. Chroma tries the rules of a state one after the other, and most of
// them fail at the first character; so here those that cannot begin with the
// character at hand are not tried at all. What the rules are, how they match and
// what follows is Chroma's.
type lexer struct {
	chroma *chroma.RegexLexer
	rules  chroma.CompiledRules
	states map[string]*state
}

// state is one state of the lexer's machine.
type state struct {
	rules []rule
	// first lists, for each ASCII character, the rules that may begin with it, by
	// their place in rules.
	first [utf8.RuneSelf][]int
	all   []int // for all other characters
}

type rule struct {
	*chroma.CompiledRule
	named bool // whoever emits its tokens may ask for groups by name
}

// byName holds the lexers that were asked for, by the names that Chroma knows
// languages by. Rules are compiled when they are first needed, and finding out
// that there are none takes longer than to use them.
var byName sync.Map // string → func() *lexer

// lexerOf returns the lexer for a language, or nil when Chroma has none, or one
// that is more than rules.
func lexerOf(name string) *lexer {
	found, ok := byName.Load(name)
	if !ok {
		found, _ = byName.LoadOrStore(name, sync.OnceValue(func() *lexer {
			of, ok := lexers.Get(name).(*chroma.RegexLexer)
			if !ok {
				return nil
			}
			return newLexer(of)
		}))
	}
	return found.(func() *lexer)()
}

// patience is how long a pattern may try. Chroma gives it a quarter of a second
// and takes what comes later for no match; on a machine that is busy with other
// things, the colours would depend on them. So a pattern gets time in plenty
// here, and one that exceeds it, which only happens to texts that were made for
// it, ends the colouring of its text.
const patience = 5 * time.Second

// newLexer returns nil if the rules are not fit to be run.
func newLexer(of *chroma.RegexLexer) *lexer {
	raw, err := of.Rules()
	if err != nil {
		return nil
	}
	// Compiled rules are shown to those who may change them, and to nobody else.
	see := &onlooker{}
	l := &lexer{chroma: chroma.MustNewLexer(of.Config(), func() chroma.Rules {
		return raw.Merge(chroma.Rules{onlookerState: {{Mutator: see}}})
	})}
	l.chroma.SetRegistry(lexers.GlobalLexerRegistry)
	if _, err := l.chroma.Rules(); err != nil {
		return nil
	}
	l.rules = see.rules
	l.states = make(map[string]*state, len(l.rules))
	for name, compiled := range l.rules {
		l.states[name] = newState(compiled, of.Config())
	}
	return l
}

const onlookerState = "\x00onlooker"

// onlooker is a mutator that changes nothing but its own state, which goes.
type onlooker struct{ rules chroma.CompiledRules }

func (o *onlooker) Mutate(*chroma.LexerState) error { return nil }

func (o *onlooker) MutateLexer(rules chroma.CompiledRules, state string, _ int) error {
	delete(rules, state)
	o.rules = rules
	return nil
}

func newState(compiled []*chroma.CompiledRule, config *chroma.Config) *state {
	s := &state{}
	for i, c := range compiled {
		c.Regexp.MatchTimeout = patience
		s.rules = append(s.rules, rule{c, needsNames(c.Type)})
		s.all = append(s.all, i)
		may := firstOf(c.Pattern, config)
		for char := range s.first {
			if may == nil || may[char] {
				s.first[char] = append(s.first[char], i)
			}
		}
	}
	return s
}

// needsNames reports whether an emitter may look at groups by their names. Those
// of one type for all, and of one for each group, do not.
func needsNames(e chroma.Emitter) bool {
	switch e := e.(type) {
	case nil, chroma.TokenType:
		return false
	case chroma.SerialisableEmitter:
		kind := e.EmitterKind()
		return kind != "bygroups" && kind != "using" && kind != "usingself"
	}
	return true
}

// tokens splits text, as Chroma's Tokenise does from the state root, and calls
// emit for each token.
func (l *lexer) tokens(text string, emit func(chroma.Token)) error {
	end := utf8.RuneCountInString(text)
	if l.chroma.Config().EnsureNL && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	const root = "root"
	s := &chroma.LexerState{
		Lexer: l.chroma, Registry: lexers.GlobalLexerRegistry, Rules: l.rules, Text: []rune(text),
		Stack: []string{root}, MutatorContext: map[any]any{},
	}
	for s.Pos < end && len(s.Stack) > 0 {
		s.State = s.Stack[len(s.Stack)-1]
		r, err := l.match(s)
		if err != nil {
			return err
		}
		if r == nil {
			if s.Text[s.Pos] == '\n' && s.State != root {
				s.Stack = []string{root} // an error ends with its line
				continue
			}
			s.Pos++
			emit(chroma.Token{Type: chroma.Error, Value: string(s.Text[s.Pos-1 : s.Pos])})
			continue
		}
		s.Pos += utf8.RuneCountInString(s.Groups[0])
		if r.Mutator != nil {
			if err := r.Mutator.Mutate(s); err != nil {
				return err
			}
		}
		switch e := r.Type.(type) {
		case nil:
		case chroma.TokenType:
			if e != chroma.Ignore {
				emit(chroma.Token{Type: e, Value: s.Groups[0]})
			}
		default:
			for next := e.Emit(s.Groups, s); ; {
				t := next()
				if t == chroma.EOF {
					break
				}
				if t.Type != chroma.Ignore {
					emit(t)
				}
			}
		}
	}
	if s.Pos != len(s.Text) && len(s.Stack) == 0 {
		emit(chroma.Token{Type: chroma.Error, Value: string(s.Text[s.Pos:])})
	}
	return nil
}

// match finds the first rule of the state that matches at the position, and sets
// what was matched.
func (l *lexer) match(s *chroma.LexerState) (*rule, error) {
	st := l.states[s.State]
	if st == nil {
		return nil, fmt.Errorf("there is no state %s", s.State)
	}
	try := st.all
	if c := s.Text[s.Pos]; c < utf8.RuneSelf {
		try = st.first[c]
	}
	for _, i := range try {
		r := &st.rules[i]
		m, err := r.Regexp.FindRunesMatchStartingAt(s.Text, s.Pos)
		if err != nil {
			return nil, err
		}
		if m == nil || m.RuneIndex != s.Pos {
			continue
		}
		s.Rule = i
		groups := m.Groups()
		s.Groups = make([]string, len(groups))
		for n, g := range groups {
			s.Groups[n] = g.String()
		}
		s.NamedGroups = nil
		if r.named {
			s.NamedGroups = make(map[string]string, len(groups))
			for n, g := range groups {
				s.NamedGroups[g.Name] = s.Groups[n]
			}
		}
		return r, nil
	}
	return nil, nil
}
