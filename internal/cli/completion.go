package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"statuswiki/internal/entry"
	"statuswiki/internal/prove"
)

// The libraries that complete for kong have not been kept up, and there is
// little to it: the shell asks the program, which knows its verbs, its flags and
// its codes.

type completionCmd struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash, zsh or fish."`
}

var completionScripts = map[string]string{
	"bash": `# source <(statuswiki completion bash)
_statuswiki() {
  local IFS=$'\n'
  COMPREPLY=($(statuswiki complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _statuswiki statuswiki
`,
	"zsh": `#compdef statuswiki
# source <(statuswiki completion zsh)
_statuswiki() {
  compadd -- ${(f)"$(statuswiki complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)"}
}
compdef _statuswiki statuswiki
`,
	"fish": `# statuswiki completion fish | source
complete -c statuswiki -f -a '(statuswiki complete -- (commandline -opc)[2..-1] (commandline -ct))'
`,
}

// Run prints the script that teaches a shell to complete.
func (c *completionCmd) Run(e *env) error {
	_, err := io.WriteString(e.out, completionScripts[c.Shell])
	return err
}

type completeCmd struct {
	Words []string `arg:"" optional:"" passthrough:"" help:"The words of the command line, the last one as far as it is typed."`
}

// Run prints what the last word can be, a line each.
func (c *completeCmd) Run(e *env, k *kong.Kong) error {
	words := c.Words
	if len(words) > 0 && words[0] == "--" {
		words = words[1:]
	}
	if len(words) == 0 {
		words = []string{""}
	}
	last := words[len(words)-1]
	for _, s := range e.candidates(k, words[:len(words)-1], last) {
		if strings.HasPrefix(s, last) {
			fmt.Fprintln(e.out, s)
		}
	}
	return nil
}

// candidates lists what can stand behind some words, whatever it begins with.
func (e *env) candidates(k *kong.Kong, before []string, last string) []string {
	var verbs []string
	for _, n := range k.Model.Children {
		if n.Hidden {
			continue
		}
		verbs = append(verbs, n.Name)
		if len(before) == 0 || before[0] != n.Name {
			continue
		}
		if strings.HasPrefix(last, "-") {
			return flagNames(n)
		}
		return e.arguments(n.Name, before[len(before)-1])
	}
	if len(before) > 0 {
		return nil
	}
	return verbs
}

func flagNames(n *kong.Node) []string {
	var out []string
	for _, group := range n.AllFlags(true) {
		for _, f := range group {
			out = append(out, "--"+f.Name)
		}
	}
	return out
}

// arguments lists what a verb takes behind the word before.
func (e *env) arguments(verb, before string) []string {
	switch {
	case before == "--only":
		return prove.Names()
	case before == "--format" && verb == "list":
		return []string{Text, JSON, CSV}
	case verb == "diff" && before == "--format":
		return []string{Text, Markdown}
	case verb == "diff":
		return nil // folders, which the shell knows
	case before == "--format" && verb == "check":
		return []string{Text, GitHub, JSON}
	case before == "--format":
		return []string{Text, JSON}
	case before == "--explain" && verb == "check":
		return ruleNames()
	case verb == "completion":
		return []string{"bash", "zsh", "fish"}
	}
	set, err := e.load("")
	if err != nil {
		return nil
	}
	var out []string
	switch {
	case before == "--section":
		for _, s := range entry.Sections {
			if s.ID != "quick" {
				out = append(out, s.ID)
			}
		}
	case verb == "explain" || verb == "prove":
		for _, c := range set.Entries {
			out = append(out, c.Code.String())
		}
	case verb == "list":
		out = append(classes(set), entry.Standing("").Choices()...)
		for _, t := range set.Tags {
			out = append(out, t.Slug)
		}
		slices.Sort(out)
	}
	return out
}
