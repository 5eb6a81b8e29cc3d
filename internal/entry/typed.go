package entry

import (
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"statuswiki/internal/diag"
)

// fill makes typed data out of an entry's sections.
func (e *Entry) fill(sp *splitter) {
	for _, info := range Sections {
		sec := e.Section(info.ID)
		if sec == nil {
			continue
		}
		switch info.ID {
		case "quick":
			e.fillQuick(sp, sec)
		case exampleID:
			e.fillExchanges(sp, sec)
		case "causes":
			e.fillCauses(sp, sec)
		case "fix":
			e.fillFix(sp, sec)
		case "headers":
			e.checkFieldItems(sp, sec)
		case "sending":
			e.Sending = samples(sp, sec)
		case "handling":
			e.Handling = samples(sp, sec)
		case "platforms":
			e.Platforms = sec.Items
		case "mistakes":
			e.fillMistakes(sp, sec)
		case "faq":
			e.FAQ = sec.Items
			needIDs(sp, sec)
		case "overview", "choosing", "browsers", "security", "in-code", "history":
			// prose
		}
		if len(sec.Items) == 0 && sec.Intro.Empty() && len(sec.Terms) == 0 {
			sp.list.Hintf(sec.Pos, "empty-section", "leave the heading out", "the section %s is empty", sec.Title)
		}
	}
	e.fillCompared(sp)
}

func (e *Entry) fillQuick(sp *splitter, sec *Section) {
	sec.Terms = sp.terms(&sec.Intro, []string{"What happened", "Who acts", "Retry"})
	e.Quick = Quick{
		What:  sp.term(sec.Terms, "What happened", true, sec.Pos),
		Who:   sp.term(sec.Terms, "Who acts", true, sec.Pos),
		Retry: sp.term(sec.Terms, "Retry", true, sec.Pos),
	}
	if !sec.Intro.Empty() || len(sec.Items) > 0 {
		sp.list.Hintf(sec.Pos, "section-form", "move the rest to Overview", "the quick answer is its three terms and nothing else")
	}
}

func (e *Entry) fillExchanges(sp *splitter, sec *Section) {
	for _, it := range sec.Items {
		x := Exchange{Item: it}
		meant := false
		for _, b := range it.Body.Blocks() {
			meant = meant || b.Lang == "http"
			if b.Message != nil {
				x.Messages = append(x.Messages, b)
			}
		}
		if !meant {
			sp.list.Hintf(it.Pos, "no-message", "add ```http request and ```http response", "the exchange shows no message")
		}
		e.Exchanges = append(e.Exchanges, x)
	}
	if len(sec.Items) == 0 {
		sp.list.Hintf(sec.Pos, "section-form", "begin each exchange with a ### heading", "the section holds no exchange")
	}
}

func (e *Entry) fillCauses(sp *splitter, sec *Section) {
	needIDs(sp, sec)
	for i := range sec.Items {
		it := &sec.Items[i]
		it.Terms = sp.terms(&it.Body, []string{"Confirm", "Fix", "Who"})
		c := Cause{
			Item:    *it,
			Confirm: sp.term(it.Terms, "Confirm", true, it.Pos),
			Fix:     sp.term(it.Terms, "Fix", true, it.Pos),
		}
		who := sp.term(it.Terms, "Who", true, it.Pos)
		for word := range strings.SplitSeq(who.Text(), ",") {
			role := strings.TrimSpace(word)
			if role == "" || isQuestion(who.Text()) {
				continue
			}
			if !slices.Contains(Role("").Choices(), role) {
				sp.list.Hintf(sp.src.pos(offsetOf(who.Nodes[0])), "unknown-role", "one or more of "+strings.Join(Role("").Choices(), ", "), "Who cannot be %q", cut(role, 40))
				continue
			}
			c.Who = append(c.Who, Role(role))
		}
		e.Causes = append(e.Causes, c)
	}
	if len(sec.Items) == 0 {
		sp.list.Hintf(sec.Pos, "section-form", "begin each cause with a ### heading", "the section holds no cause")
	}
}

func (e *Entry) fillFix(sp *splitter, sec *Section) {
	for _, it := range sec.Items {
		e.Fix = append(e.Fix, Steps{it})
		if !hasOrderedList(it.Body) {
			sp.list.Hintf(it.Pos, "section-form", "number the steps: 1. 2. 3.", "%s has no numbered steps", it.Title)
		}
	}
	if len(sec.Items) == 0 {
		e.Fix = []Steps{{Item{Body: sec.Intro, ID: sec.ID, Pos: sec.Pos}}}
		if !hasOrderedList(sec.Intro) {
			sp.list.Hintf(sec.Pos, "section-form", "number the steps: 1. 2. 3.", "there are no numbered steps")
		}
	}
}

func hasOrderedList(p Prose) bool {
	return slices.ContainsFunc(p.Nodes, func(n ast.Node) bool {
		l, ok := n.(*ast.List)
		return ok && l.IsOrdered()
	})
}

func (e *Entry) checkFieldItems(sp *splitter, sec *Section) {
	for _, it := range sec.Items {
		if e.Code.Given() && !slices.ContainsFunc(e.Fields, func(f FieldFact) bool { return f.Name.Value == it.Title }) {
			sp.list.Hintf(it.Pos, "unknown-field", "name it under `fields` in the front matter, with its level and clause", "the facts of this code do not name %q", cut(it.Title, 60))
		}
	}
}

// samples reads a section in which each item is one platform's or client's way.
func samples(sp *splitter, sec *Section) []Sample {
	var out []Sample
	for _, it := range sec.Items {
		blocks := it.Body.Blocks()
		if len(blocks) == 0 {
			sp.list.Hintf(it.Pos, "no-sample", "add a fence with the sample", "%s shows no code", it.Title)
			continue
		}
		out = append(out, Sample{it, blocks[0]})
	}
	return out
}

func (e *Entry) fillMistakes(sp *splitter, sec *Section) {
	needIDs(sp, sec)
	for i := range sec.Items {
		it := &sec.Items[i]
		it.Terms = sp.terms(&it.Body, []string{"Why it hurts", "Instead", "In fact"})
		fact := sp.term(it.Terms, "In fact", false, it.Pos)
		e.Mistakes = append(e.Mistakes, Mistake{
			Item:    *it,
			Fact:    fact,
			Hurts:   sp.term(it.Terms, "Why it hurts", fact.Empty(), it.Pos),
			Instead: sp.term(it.Terms, "Instead", fact.Empty(), it.Pos),
		})
	}
	if len(sec.Items) == 0 {
		sp.list.Hintf(sec.Pos, "section-form", "begin each mistake with a ### heading", "the section holds no mistake")
	}
}

// fillCompared joins the relations of the facts with the prose about them.
func (e *Entry) fillCompared(sp *splitter) {
	prose := make(map[int]Item)
	if sec := e.Section("compared"); sec != nil {
		for _, it := range sec.Items {
			code, err := strconv.Atoi(it.Title)
			known := slices.ContainsFunc(e.Relations, func(r Relation) bool { return r.Code.Value == code })
			if e.Code.Given() && (err != nil || !known) {
				sp.list.Hintf(it.Pos, "unknown-relation", "name it under `relations` in the front matter", "the facts name no relation to %q", cut(it.Title, 40))
				continue
			}
			prose[code] = it
		}
	}
	for _, r := range e.Relations {
		it, ok := prose[r.Code.Value]
		if !r.Decide.Given() && !ok || r.Code.Value <= 0 {
			continue
		}
		v := Versus{Relation: r, ID: "compared-" + strconv.Itoa(r.Code.Value)}
		if ok {
			v.ID, v.Body = it.ID, it.Body
		} else {
			sp.claim(v.ID, sp.src.at(r.Decide.Line, r.Decide.Col))
		}
		e.Compared = append(e.Compared, v)
	}
}

// needIDs reports items whose heading carries no address of its own: people
// link to these, and headings get reworded.
func needIDs(sp *splitter, sec *Section) {
	for _, it := range sec.Items {
		if !it.explicitID {
			sp.list.Add(diag.Finding{
				Pos: it.Pos, Level: diag.Error, Rule: "missing-address",
				Text: "the heading has no address of its own",
				Hint: "write {#a-few-words} behind it",
			})
		}
	}
}
