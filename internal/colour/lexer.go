package colour

import (
	"fmt"
	"slices"
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
// character at hand are not tried at all, and the others are tried by a [pattern].
// What the rules are and what follows from a match is Chroma's.
type lexer struct {
	chroma *chroma.RegexLexer
	flags  string
	raw    []chroma.Rule // by the number that stands for each in the rules
	rules  chroma.CompiledRules
	states map[string]*state
}

// state is one state of the lexer's machine.
type state struct {
	compiled []*chroma.CompiledRule
	prepare  sync.Once
	err      error
	rules    []rule
	// first lists, for each ASCII character, the rules that may begin with it, by
	// their place in rules.
	first [lows][]uint16
	all   []uint16 // for all other characters
}

type rule struct {
	*pattern
	emitter chroma.Emitter
	mutator chroma.Mutator
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

// patience is how long the package may try a pattern that is left to it.
const patience = 5 * time.Second

// newLexer returns nil if the rules are not fit to be run.
//
// Chroma compiles all patterns of a lexer, most of which no text needs, before
// it shows what becomes of its rules. So it gets rules without patterns, and
// numbers in place of their emitters.
func newLexer(of *chroma.RegexLexer) *lexer {
	raw, err := of.Rules()
	if err != nil {
		return nil
	}
	l := &lexer{chroma: of, flags: flagsOf(of.Config()), states: make(map[string]*state, len(raw))}
	numbered := make(chroma.Rules, len(raw)+1)
	for name, rules := range raw {
		rules = slices.Clone(rules)
		for i, r := range rules {
			rules[i].Pattern, rules[i].Type = "", number(len(l.raw))
			l.raw = append(l.raw, r)
		}
		numbered[name] = rules
	}
	// Compiled rules are shown to those who may change them, and to nobody else.
	see := &onlooker{}
	numbered[onlookerState] = []chroma.Rule{{Mutator: see}}
	machine := chroma.MustNewLexer(of.Config(), func() chroma.Rules { return numbered })
	machine.SetRegistry(lexers.GlobalLexerRegistry)
	if _, err := machine.Rules(); err != nil {
		return nil
	}
	l.rules = see.rules
	for name, compiled := range l.rules {
		l.states[name] = &state{compiled: compiled}
	}
	return l
}

// flagsOf returns the flags that Chroma compiles patterns with.
func flagsOf(config *chroma.Config) (flags string) {
	if !config.NotMultiline {
		flags += "m"
	}
	if config.CaseInsensitive {
		flags += "i"
	}
	if config.DotAll {
		flags += "s"
	}
	return flags
}

// number stands for a rule, where an emitter does.
type number int

// Emit is never called.
func (number) Emit([]string, *chroma.LexerState) chroma.Iterator { return nil }

const onlookerState = "\x00onlooker"

// onlooker is a mutator that changes nothing but its own state, which goes.
type onlooker struct{ rules chroma.CompiledRules }

func (o *onlooker) Mutate(*chroma.LexerState) error { return nil }

func (o *onlooker) MutateLexer(rules chroma.CompiledRules, state string, _ int) error {
	delete(rules, state)
	o.rules = rules
	return nil
}

// state returns a state, whose patterns are compiled when it is first entered.
func (l *lexer) state(name string) (*state, error) {
	s := l.states[name]
	if s == nil {
		return nil, fmt.Errorf("there is no state %s", name)
	}
	s.prepare.Do(func() { s.err = l.compile(s) })
	return s, s.err
}

func (l *lexer) compile(s *state) error {
	for i, c := range s.compiled {
		raw := l.raw[c.Type.(number)]
		p, err := newPattern(raw.Pattern, l.flags, needsNames(raw.Type))
		if err != nil {
			return err
		}
		s.rules = append(s.rules, rule{p, raw.Type, c.Mutator})
		s.all = append(s.all, uint16(i))
		for char := range rune(lows) {
			if p.may.has(char) {
				s.first[char] = append(s.first[char], uint16(i))
			}
		}
	}
	return nil
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
	if !utf8.ValidString(text) {
		text = string([]rune(text))
	}
	end := utf8.RuneCountInString(text)
	if l.chroma.Config().EnsureNL && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	const root = "root"
	s := &chroma.LexerState{
		Lexer: l.chroma, Registry: lexers.GlobalLexerRegistry, Rules: l.rules, Text: []rune(text),
		Stack: []string{root}, MutatorContext: map[any]any{},
	}
	m := &matcher{text: s.Text, left: steps}
	at := newCutter(text, len(s.Text))
	for s.Pos < end && len(s.Stack) > 0 {
		s.State = s.Stack[len(s.Stack)-1]
		r, err := l.match(s, m)
		if err != nil {
			return err
		}
		if r == nil {
			if s.Text[s.Pos] == '\n' && s.State != root {
				s.Stack = []string{root} // an error ends with its line
				continue
			}
			s.Pos++
			emit(chroma.Token{Type: chroma.Error, Value: at.cut(s.Pos-1, s.Pos)})
			continue
		}
		s.Groups = s.Groups[:0] // nobody keeps them
		for _, span := range m.spans {
			s.Groups = append(s.Groups, at.cut(span[0], span[1]))
		}
		s.NamedGroups = nil
		if r.named != nil {
			s.NamedGroups = make(map[string]string, len(r.named))
			for i, name := range r.named {
				s.NamedGroups[name] = s.Groups[i]
			}
		}
		s.Pos = m.spans[0][1]
		if r.mutator != nil {
			if err := r.mutator.Mutate(s); err != nil {
				return err
			}
		}
		switch e := r.emitter.(type) {
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
		emit(chroma.Token{Type: chroma.Error, Value: at.cut(s.Pos, len(s.Text))})
	}
	return nil
}

// match finds the first rule of the state that matches at the position.
func (l *lexer) match(s *chroma.LexerState, m *matcher) (*rule, error) {
	st, err := l.state(s.State)
	if err != nil {
		return nil, err
	}
	try := st.all
	if c := s.Text[s.Pos]; c < lows {
		try = st.first[c]
	}
	for _, i := range try {
		r := &st.rules[i]
		ok, err := r.match(m, s.Pos)
		if err != nil {
			return nil, err
		}
		if ok {
			s.Rule = int(i)
			return r, nil
		}
	}
	return nil, nil
}

// cutter cuts a text at runes.
type cutter struct {
	text string
	at   []int32 // of each rune and of the end; nil if each is one byte
}

func newCutter(text string, runes int) cutter {
	if runes == len(text) {
		return cutter{text: text}
	}
	at := make([]int32, 0, runes+1)
	for i := range text {
		at = append(at, int32(i))
	}
	return cutter{text, append(at, int32(len(text)))}
}

// cut returns what is between two runes; from is -1 for nothing.
func (c cutter) cut(from, to int) string {
	switch {
	case from < 0:
		return ""
	case c.at == nil:
		return c.text[from:to]
	}
	return c.text[c.at[from]:c.at[to]]
}
