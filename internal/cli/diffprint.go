package cli

import (
	"fmt"
	"io"
	"strings"

	"statuswiki/internal/diag"
)

const (
	maxNames    = 50    // of one kind in Markdown; a list of all pages helps nobody
	maxMarkdown = 60000 // bytes; forges take comments of 65,536 characters
)

// Write writes the differences, of each page at most so many lines. format is
// [Text] or [Markdown], in which nothing from the pages can be markup.
func (d *Difference) Write(w io.Writer, lines int, format string) error {
	var b strings.Builder
	if format == Markdown {
		d.markdown(&b, lines)
	} else {
		d.text(&b, lines)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// summary counts the differences.
func (d *Difference) summary() string {
	if d.Same() {
		return "no difference"
	}
	var parts []string
	say := func(n int, noun, how string) {
		if n > 0 {
			parts = append(parts, count(n, noun)+" "+how)
		}
	}
	worded, silent := d.changed()
	say(len(d.Added), "page", "added")
	say(len(d.Removed), "page", "removed")
	say(len(worded), "page", "changed")
	say(len(silent), "page", "changed in markup only")
	say(len(d.Files), "other file", "different")
	return strings.Join(parts, ", ")
}

// changed parts the pages that say something else from the others.
func (d *Difference) changed() (worded []Change, silent []string) {
	for _, c := range d.Changed {
		if len(c.Hunks) > 0 {
			worded = append(worded, c)
		} else {
			silent = append(silent, c.Name)
		}
	}
	return worded, silent
}

// named are the differences of which there is nothing to say but names.
func (d *Difference) named() []namedGroup {
	_, silent := d.changed()
	groups := []namedGroup{{"added", d.Added}, {"removed", d.Removed}, {"changed in markup only", silent}}
	for _, how := range []string{"added", "removed", "changed"} {
		var names []string
		for _, f := range d.Files {
			if f.How == how {
				names = append(names, f.Name)
			}
		}
		groups = append(groups, namedGroup{"file " + how, names})
	}
	return groups
}

type namedGroup struct {
	how   string
	names []string
}

func (d *Difference) text(b *strings.Builder, lines int) {
	worded, _ := d.changed()
	for _, c := range worded {
		fmt.Fprintf(b, "changed: %s\n", diag.Clean(c.Name))
		for _, line := range c.shown(lines) {
			fmt.Fprintf(b, "  %s\n", line)
		}
	}
	for _, g := range d.named() {
		for _, name := range g.names {
			fmt.Fprintf(b, "%s: %s\n", g.how, diag.Clean(name))
		}
	}
	fmt.Fprintln(b, d.summary())
}

func (d *Difference) markdown(b *strings.Builder, lines int) {
	fmt.Fprintf(b, "**%s**\n", d.summary())
	for _, g := range d.named() {
		if len(g.names) == 0 {
			continue
		}
		var spans []string
		for _, name := range g.names[:min(len(g.names), maxNames)] {
			spans = append(spans, codeSpan(name))
		}
		fmt.Fprintf(b, "\n%s: %s", strings.ToUpper(g.how[:1])+g.how[1:], strings.Join(spans, ", "))
		if more := len(g.names) - len(spans); more > 0 {
			fmt.Fprintf(b, " and %d more", more)
		}
		b.WriteString("\n")
	}
	worded, _ := d.changed()
	for i, c := range worded {
		body := strings.Join(c.shown(lines), "\n")
		fence := strings.Repeat("`", max(3, longestRun(body)+1))
		part := fmt.Sprintf("\nChanged: %s\n\n%sdiff\n%s\n%s\n", codeSpan(c.Name), fence, body, fence)
		if b.Len()+len(part) > maxMarkdown {
			fmt.Fprintf(b, "\nThe words of %s are left out, for the comment would be too long.\n", count(len(worded)-i, "more changed page"))
			return
		}
		b.WriteString(part)
	}
}

// shown returns at most so many lines of a change, and how many are left out.
func (c Change) shown(most int) []string {
	var all []string
	for _, h := range c.Hunks {
		all = append(all, strings.TrimRight("@@ "+h.Heading, " ")+" @@")
		all = append(all, h.Lines...)
	}
	if more := len(all) - most; more > 0 {
		all = append(all[:most:most], fmt.Sprintf("… %s", count(more, "more line")))
	}
	return all
}

// codeSpan writes a name as Markdown in which nothing is markup.
func codeSpan(name string) string {
	name = diag.Clean(name)
	ticks := strings.Repeat("`", longestRun(name)+1)
	if strings.HasPrefix(name, "`") || strings.HasSuffix(name, "`") {
		name = " " + name + " "
	}
	return ticks + name + ticks
}

// longestRun returns how many backquotes stand in a row.
func longestRun(text string) int {
	longest, run := 0, 0
	for i := range len(text) {
		if run++; text[i] != '`' {
			run = 0
		}
		longest = max(longest, run)
	}
	return longest
}
