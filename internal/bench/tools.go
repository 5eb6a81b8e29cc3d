package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"
)

// hugoVersion is the newest that Go 1.26 builds.
const hugoVersion = "v0.165.0"

// findRoot looks for the checkout above the working folder.
func (b *bench) findRoot() error {
	out, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return err
	}
	b.root = filepath.Dir(strings.TrimSpace(string(out)))
	if _, err := os.Stat(filepath.Join(b.root, "content", "codes")); err != nil {
		return fmt.Errorf("run it in a checkout of statuswiki: %w", err)
	}
	return nil
}

func (b *bench) buildOurs(ctx context.Context) error {
	b.ours = filepath.Join(b.dir, "statuswiki")
	cmd := exec.CommandContext(ctx, "go", "build", "-o", b.ours, ".")
	cmd.Dir = b.root
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	commit, err := said(ctx, "git", "-C", b.root, "describe", "--always", "--dirty", "--abbrev=12")
	if err != nil {
		commit = "unknown commit"
	}
	b.versions = append(b.versions, "statuswiki "+commit, runtime.Version())
	return nil
}

// findPeers finds the programs that are compared with, and notes their versions.
// Hugo is installed into a folder of tools, once.
func (b *bench) findPeers(ctx context.Context) error {
	if b.hugo == "" {
		if err := b.installHugo(ctx); err != nil {
			return err
		}
	}
	questions := [][]string{{b.hugo, "version"}}
	if b.parts["load"] {
		questions = append(questions, []string{"nginx", "-v"}, []string{"caddy", "version"}, []string{"wrk", "-v"})
	}
	if b.parts["save"] {
		path, err := chromiumPath()
		if err != nil {
			return err
		}
		questions = append(questions, []string{path, "--version"})
	}
	for _, q := range questions {
		text, err := said(ctx, q[0], q[1:]...)
		if err != nil {
			return fmt.Errorf("%s is needed: bash .ci/bench installs it: %w", filepath.Base(q[0]), err)
		}
		b.versions = append(b.versions, shortVersion(filepath.Base(q[0]), text))
	}
	return nil
}

func (b *bench) installHugo(ctx context.Context) error {
	cache, err := os.UserCacheDir()
	if err != nil {
		return err
	}
	bin := filepath.Join(cache, "statuswiki-bench", "hugo-"+hugoVersion+"-"+runtime.Version())
	b.hugo = filepath.Join(bin, "hugo")
	if _, err := os.Stat(b.hugo); err == nil {
		return nil
	}
	fmt.Fprintf(b.out, "Installing Hugo %s, which takes some minutes\n", hugoVersion)
	cmd := exec.CommandContext(ctx, "go", "install", "-trimpath", "-ldflags=-s -w", "github.com/gohugoio/hugo@"+hugoVersion)
	cmd.Dir = b.dir // outside the checkout, whose go.mod has nothing to do with it
	cmd.Env = append(os.Environ(), "GOBIN="+bin, "CGO_ENABLED=0", "GOFLAGS=")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go install hugo: %w\n%s", err, out)
	}
	return nil
}

// said is what a program prints, on stderr too. That it exits with an error, as
// wrk does, matters only if it prints nothing.
func said(ctx context.Context, name string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	path, err := lookPath(name)
	if err != nil {
		return "", err
	}
	out, err := exec.CommandContext(ctx, path, args...).CombinedOutput()
	if text := strings.TrimSpace(string(out)); text != "" {
		return text, nil
	}
	return "", errors.Join(err, fmt.Errorf("%s says nothing", name))
}

// lookPath finds a program; servers stand where a user's path need not lead.
func lookPath(name string) (string, error) {
	path, err := exec.LookPath(name)
	for _, dir := range []string{"/usr/local/sbin", "/usr/sbin"} {
		if err == nil || filepath.Base(name) != name {
			break
		}
		path, err = exec.LookPath(filepath.Join(dir, name))
	}
	return path, err
}

var number = regexp.MustCompile(`(?:^|[\s/v])(\d+\.\d+[\w.+-]*)`)

// shortVersion is the name of a program and the first number with a point in what
// it says of itself.
func shortVersion(name, text string) string {
	if m := number.FindStringSubmatch(text); m != nil {
		return name + " " + m[1]
	}
	return name
}

func chromiumPath() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("no Chromium is there: bash .ci/bench installs it")
}

// switches turn off what Hugo does not do either: files that are compressed
// already, pictures for previews, dates from git, a copy for reading offline. A
// build is compared without them, and they are measured apart.
var switches = []string{"--no-compress", "--no-pictures", "--no-history", "--no-offline"}

// learnFlags asks the program which of the switches it has.
func (b *bench) learnFlags(ctx context.Context) error {
	out, err := exec.CommandContext(ctx, b.ours, "build", "--help").CombinedOutput()
	if err != nil {
		return fmt.Errorf("statuswiki build --help: %w\n%s", err, out)
	}
	b.flags = flagsIn(string(out), switches)
	return nil
}

// flagsIn returns those of the flags that a help text lists. Kong writes one that
// can be negated as --[no-]name.
func flagsIn(help string, flags []string) []string {
	help = strings.ReplaceAll(help, "--[no-]", "--no-")
	listed := strings.FieldsFunc(help, func(r rune) bool { return strings.ContainsRune(" \n\t=[],", r) })
	var out []string
	for _, f := range flags {
		if slices.Contains(listed, f) {
			out = append(out, f)
		}
	}
	return out
}
