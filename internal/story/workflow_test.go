package story

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// TestPreview makes the artifact of a pull request: one word of a page changed.
func TestPreview(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	repository(t, dir)
	file := filepath.Join(dir, "content", "codes", "401.md")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(text), "half of a conversation", "one half of a dialogue", 1)), 0o666); err != nil {
		t.Fatal(err)
	}
	command(t, dir, "git", "-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-qam", "word")
	command(t, dir, "bash", ".ci/preview", "HEAD^1", "preview")
	for name, want := range map[string][]string{
		"changes.txt":         {"\nchanged: /401/\n", "dialogue", "1 page changed, "},
		"changes.md":          {"\nChanged: `/401/`\n", "dialogue", "```diff\n"},
		"site/401/index.html": {"one half of a dialogue"},
	} {
		got, err := os.ReadFile(filepath.Join(dir, "preview", name))
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range want {
			if !strings.Contains("\n"+string(got), part) {
				t.Errorf("%s lacks %q: %.300s", name, part, got)
			}
		}
	}
	if got := command(t, dir, "git", "worktree", "list"); strings.Count(got, "\n") != 1 {
		t.Errorf("a worktree is left behind: %s", got)
	}
	cmd := exec.Command("bash", ".ci/preview", "--upload-pack=x", "preview")
	cmd.Dir = dir
	if said, err := cmd.CombinedOutput(); err == nil {
		t.Errorf("an option for a commit: %s", said)
	}
}

// step returns the shell script of a named step of a workflow.
func step(t *testing.T, workflow, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, ".github", "workflows", workflow))
	if err != nil {
		t.Fatal(err)
	}
	var w struct {
		Jobs map[string]struct {
			Steps []struct{ Name, Run string }
		}
	}
	if err := yaml.Unmarshal(text, &w); err != nil {
		t.Fatal(err)
	}
	for _, job := range w.Jobs {
		for _, s := range job.Steps {
			if s.Name == name {
				return s.Run
			}
		}
	}
	t.Fatalf("%s has no step %q", workflow, name)
	return ""
}

// fakeGitHub is a gh that knows one pull request and notes what it is sent.
const fakeGitHub = `#!/bin/sh
case "$*" in
*/pulls/7\ *) echo c0ffee ;;
*/issues/7/comments\ --jq*) echo "$OLD" ;;
*) echo "$*" >>calls; cat body.json >>calls ;;
esac
`

// TestComment runs the step that may write, with what a change might send it.
func TestComment(t *testing.T) {
	t.Parallel()
	for _, program := range []string{"bash", "jq", "iconv"} {
		if _, err := exec.LookPath(program); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatal(err)
			}
			t.Skip(err)
		}
	}
	script := step(t, "comment.yml", "Comment")
	for name, c := range map[string]struct {
		number, text, head, old string
		fails                   bool
		want                    string // in what is sent; nothing is if empty
	}{
		"first":              {number: "7\n", text: "changed: /401/\n  + dialogue\n", head: "c0ffee", want: "-X POST repos/you/wiki/issues/7/comments --input body.json"},
		"again":              {number: "7\n", text: "none\n", head: "c0ffee", old: "99", want: "-X PATCH repos/you/wiki/issues/comments/99 --input body.json"},
		"another's":          {number: "7\n", text: "buy\n", head: "beef"},
		"no number":          {number: "7/merge", text: "x", head: "c0ffee", fails: true},
		"nothing":            {number: "", text: "x", head: "c0ffee", fails: true},
		"out of the fence":   {number: "7\n", text: "~~~~\n@everyone <img src=x>\n~~~~~~~~\n", head: "c0ffee", want: `\n----\n@everyone <img src=x>\n--------\n`},
		"no UTF-8, too long": {number: "7\n", text: "\xff" + strings.Repeat("é", 50_000), head: "c0ffee", want: `é\n~~~~\n"`},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, text := range map[string]string{"changes/number": c.number, "changes/changes.txt": c.text, "bin/gh": fakeGitHub} {
				if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, file)), 0o777); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o777); err != nil {
					t.Fatal(err)
				}
			}
			cmd := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script)
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "PATH="+filepath.Join(dir, "bin")+string(os.PathListSeparator)+os.Getenv("PATH"),
				"GH_REPO=you/wiki", "RUN=1", "HEAD="+c.head, "OLD="+c.old, "GITHUB_SERVER_URL=https://github.com")
			said, err := cmd.CombinedOutput()
			if (err != nil) != c.fails {
				t.Errorf("%v: %s", err, said)
			}
			calls, _ := os.ReadFile(filepath.Join(dir, "calls"))
			if len(calls) > 62_000 || (len(calls) > 0) != (c.want != "") || !strings.Contains(string(calls), c.want) {
				t.Errorf("sent %d bytes: %.400s", len(calls), calls)
			}
			if strings.Count(string(calls), "~") > 8 {
				t.Errorf("the fence can be closed: %s", calls)
			}
		})
	}
}
