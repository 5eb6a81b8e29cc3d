package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// benchstat is the program that compares, at a version of which it is known what
// it prints.
const benchstat = "golang.org/x/perf/cmd/benchstat@v0.0.0-20260908200009-22c9c6c9d4da"

// partRooms are the packages that have benchmarks of their parts: parsing,
// colouring, drawing, the index of the search, rendering, whole builds and saves.
var partRooms = []string{"httpmsg", "entry", "colour", "draw", "search", "build"}

// partRounds is how often the benchmarks of both sides run, in turns: six are
// the fewest with which benchstat gives an interval of 95 %.
const partRounds = 6

// compareParts runs the benchmarks of the checkout and of the commit base in
// turns and prints what benchstat makes of them.
func compareParts(ctx context.Context, base string, out io.Writer) error {
	var b bench
	if err := b.findRoot(); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "statuswiki-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	tree := filepath.Join(dir, "base")
	if err := quietly(ctx, b.root, "git", "worktree", "add", "--detach", tree, base); err != nil {
		return err
	}
	defer quietly(context.WithoutCancel(ctx), b.root, "git", "worktree", "remove", "--force", tree)
	sides := []struct{ name, dir, text string }{{"base", tree, ""}, {"here", b.root, ""}}
	for round := range partRounds {
		for i := range sides {
			s := &sides[(i+round)%2]
			fmt.Fprintf(out, "round %d of %d: %s\n", round+1, partRounds, s.name)
			text, err := benchmarks(ctx, s.dir)
			if err != nil {
				return err
			}
			s.text += text
		}
	}
	args := []string{"run", benchstat}
	for _, s := range sides {
		file := filepath.Join(dir, s.name+".txt")
		if err := os.WriteFile(file, []byte(s.text), 0o666); err != nil {
			return err
		}
		args = append(args, s.name+"="+file)
	}
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, out, os.Stderr
	return cmd.Run()
}

// benchmarks runs those of the parts once and returns what they print.
func benchmarks(ctx context.Context, dir string) (string, error) {
	args := []string{"test", "-run", "^$", "-bench", ".", "-benchmem", "-benchtime", "0.5s"}
	for _, room := range partRooms {
		if _, err := os.Stat(filepath.Join(dir, "internal", room)); err == nil { // an older commit may lack it
			args = append(args, "./internal/"+room)
		}
	}
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go test -bench in %s: %w\n%s", dir, err, out)
	}
	return string(out), nil
}

func quietly(ctx context.Context, dir, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w\n%s", name, args[0], err, out)
	}
	return nil
}
