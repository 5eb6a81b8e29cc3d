package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// bench is one call of the command.
type bench struct {
	settings
	dir  string // of everything temporary
	out  io.Writer
	text strings.Builder // the figures so far

	root     string // of the checkout
	ours     string // the program, built from the checkout
	flags    []string
	versions []string
	costs    []cost
}

// cost is what a build of so many entries took, by program.
type cost struct {
	n   int
	cpu map[string]float64
}

// stage is one size: its content and what is made of it.
type stage struct {
	n       int
	dir     string
	content string // our content folder
	hugo    string // Hugo's project
	plan    project
	site    string // our built site
}

// prepare builds and finds the programs.
func (b *bench) prepare(ctx context.Context) error {
	if err := b.findRoot(); err != nil {
		return err
	}
	if err := b.buildOurs(ctx); err != nil {
		return err
	}
	if err := b.findPeers(ctx); err != nil {
		return err
	}
	return b.learnFlags(ctx)
}

// size measures everything that was asked for at n entries.
func (b *bench) size(ctx context.Context, n int) error {
	st := &stage{n: n, dir: filepath.Join(b.dir, fmt.Sprint(n))}
	defer os.RemoveAll(st.dir)
	st.content, st.hugo, st.site = filepath.Join(st.dir, "content"), filepath.Join(st.dir, "hugo"), filepath.Join(st.dir, "site")
	if err := writeContent(st.content, os.DirFS(filepath.Join(b.root, "content")), n); err != nil {
		return err
	}
	if err := b.lay(ctx, st); err != nil {
		return err
	}
	b.say("\n## %d entries\n\n%d samples in them, %d different ones.\n", st.plan.Entries, st.plan.Blocks, st.plan.Distinct)
	for _, part := range []struct {
		name    string
		measure func(context.Context, *stage) error
	}{{"build", b.builds}, {"extras", b.extras}, {"start", b.starts}, {"save", b.allSaves}, {"load", b.loads}} {
		if !b.parts[part.name] {
			continue
		}
		if err := part.measure(ctx, st); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
	}
	return nil
}

// lay builds our site once, makes Hugo's project with what stands in the head of
// our pages, and holds the two outputs against each other.
func (b *bench) lay(ctx context.Context, st *stage) error {
	if _, err := timed(ctx, st.dir, b.cacheEnv(st), b.ours, b.buildArgs(st, st.site, b.flags...)...); err != nil {
		return err
	}
	home, err := os.ReadFile(filepath.Join(st.site, "index.html"))
	if err != nil {
		return err
	}
	inline, err := inlined(string(home))
	if err != nil {
		return err
	}
	content := os.DirFS(st.content)
	if st.plan, err = writeProject(st.hugo, content, os.DirFS(filepath.Join(b.root, "static")), inline); err != nil {
		return err
	}
	theirs := filepath.Join(st.dir, "theirs")
	defer os.RemoveAll(theirs)
	equal := st.n <= b.equal
	if _, err := timed(ctx, st.hugo, nil, b.hugo, b.hugoArgs(st, theirs, equal)...); err != nil {
		return err
	}
	if err := compare(content, os.DirFS(st.site), os.DirFS(theirs)); err != nil {
		return fmt.Errorf("the two sites are not the same: %w", err)
	}
	if !equal {
		return nil
	}
	return b.twins(os.DirFS(theirs))
}

// twins looks for the forms besides pages that the equal build must hold.
func (b *bench) twins(theirs fs.FS) error {
	for _, pattern := range []string{"*/index.json", "*/index.md", "*/index.txt", "search.json", "index.xml", "sitemap.xml"} {
		if files, err := fs.Glob(theirs, pattern); err != nil || len(files) == 0 {
			return fmt.Errorf("the build of Hugo has no %s", pattern)
		}
	}
	return nil
}

// inlined cuts the script and the style out of the head of a page.
func inlined(page string) (string, error) {
	start := strings.Index(page, "<script>")
	end := strings.Index(page, "</style>")
	if start < 0 || end < start || !strings.Contains(page[start:end], "</script>") || !strings.Contains(page[start:end], "<style>") {
		return "", fmt.Errorf("a page of ours has no script and style in its head")
	}
	script, style, _ := strings.Cut(page[start:end], "</script>")
	return script + "</script>" + style[strings.Index(style, "<style>"):] + "</style>", nil
}

// say adds to the figures, and prints at once.
func (b *bench) say(format string, args ...any) {
	s := fmt.Sprintf(format, args...)
	b.text.WriteString(s)
	fmt.Fprint(b.out, s)
}

// table adds a table to the figures.
func (b *bench) table(head []string, rows [][]string) {
	line := func(cells []string) { b.say("| %s |\n", strings.Join(cells, " | ")) }
	b.say("\n")
	line(head)
	marks := make([]string, len(head))
	for i := range marks {
		marks[i] = "---:"
	}
	marks[0] = "---"
	line(marks)
	for _, r := range rows {
		line(r)
	}
}
