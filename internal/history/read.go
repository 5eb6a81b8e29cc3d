package history

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// maxLog is how much git may say, in bytes. A log of 100,000 commits has less.
const maxLog = 64 << 20

// ErrTooLarge says that the log has more than the program cares to read.
var ErrTooLarge = errors.New("the log of git is larger than 64 MiB")

// Blobs keeps bytes by a key from run to run. It may forget them.
type Blobs interface {
	Get(key string) ([]byte, bool)
	Put(key string, value []byte)
}

// Read asks git about the folder dir. It returns nil without an error where
// there is nothing to tell: no git program, no repository around dir, no commit,
// or a shallow clone, whose first commit seems to have made everything. An error
// says what git could not do; the site can be built without.
//
// The log is kept in blobs, if that is not nil, by the commit of HEAD, so that
// only new commits cost time.
func Read(ctx context.Context, dir string, blobs Blobs) (*History, error) {
	r := runner{dir: dir}
	head, err := r.run(ctx, "", "rev-parse", "--is-shallow-repository", "--absolute-git-dir", "--show-prefix", "--verify", "--end-of-options", "HEAD^{commit}")
	var exit *exec.ExitError
	switch lines := strings.Split(strings.TrimSuffix(head, "\n"), "\n"); {
	case errors.Is(err, exec.ErrNotFound), errors.As(err, &exit):
		return nil, ctx.Err()
	case err != nil:
		return nil, err
	case len(lines) != 4 || lines[0] != "false":
		return nil, nil
	default:
		r.gitDir, r.head = lines[1], lines[3]
		return r.history(ctx, lines[2], blobs)
	}
}

// history reads what the commits up to the head say about the folder prefix.
func (r runner) history(ctx context.Context, prefix string, blobs Blobs) (*History, error) {
	key := fmt.Sprintf("%x", sha256.Sum256([]byte("git log 1 "+r.head+" "+prefix)))
	var text string
	if blobs != nil {
		kept, _ := blobs.Get(key)
		text = string(kept)
	}
	if text == "" {
		var err error
		if text, err = r.log(ctx, prefix); err != nil {
			return nil, err
		}
		if blobs != nil {
			blobs.Put(key, []byte(text))
		}
	}
	log, err := parseLog(text)
	if err != nil || len(log) == 0 {
		return nil, err
	}
	mapped, err := r.mailmap(ctx, log)
	if err != nil {
		return nil, err
	}
	h := gather(log, mapped)
	h.head = r.head
	return h, nil
}

// log asks for the commits. What the user may have set up to be shown otherwise
// is set back.
func (r runner) log(ctx context.Context, prefix string) (string, error) {
	args := []string{
		"log", "--topo-order", "--use-mailmap", "--encoding=UTF-8", "--no-color", "--no-decorate", "--no-notes", "--no-show-signature", "--no-ext-diff",
		"--no-diff-merges", "-M", "-l1000", "--name-status", "-z", "--format=tformat:" + logFormat,
	}
	if prefix != "" {
		args = append(args, "--relative="+prefix)
	}
	args = append(args, "--end-of-options", r.head, "--")
	if prefix != "" {
		args = append(args, ":(top,literal)"+prefix)
	}
	return r.run(ctx, "", args...)
}

// mailmap returns the names of co-authors by the mailmap, which git itself
// applies only to authors.
func (r runner) mailmap(ctx context.Context, log []logged) (map[contact]string, error) {
	var in strings.Builder
	var asked []contact
	for _, l := range log {
		for _, c := range l.co {
			if c.address != "" && !strings.ContainsAny(c.name+c.address, "<>\r\n") { // what git could not read ends it
				asked = append(asked, c)
				fmt.Fprintf(&in, "%s <%s>\n", c.name, c.address)
			}
		}
	}
	if len(asked) == 0 {
		return nil, nil
	}
	text, err := r.run(ctx, in.String(), "check-mailmap", "--stdin")
	if err != nil {
		return nil, err
	}
	out := make(map[contact]string)
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		if m := contactPattern.FindStringSubmatch(line); m != nil && i < len(asked) {
			out[asked[i]] = m[1]
		}
	}
	return out, nil
}

// runner runs git.
type runner struct {
	dir          string
	gitDir, head string // once they are known
}

// run runs git with in as its input and returns what it writes.
func (r runner) run(ctx context.Context, in string, args ...string) (string, error) {
	// With core.bare, git takes the mailmap of the commit and not that of the
	// work tree; the other settings are not those of whoever happens to build.
	set := []string{"-c", "mailmap.file=", "-c", "log.follow=false", "-c", "log.showRoot=true", "-c", "core.quotePath=false"}
	if r.gitDir != "" {
		set = append(set, "-c", "core.bare=true", "-c", "mailmap.blob="+r.head+":.mailmap", "--git-dir="+r.gitDir)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := exec.CommandContext(ctx, "git", append(set, args...)...)
	cmd.Dir, cmd.Env = r.dir, environment(os.Environ())
	cmd.Stdin = strings.NewReader(in)
	out := &limited{stop: cancel}
	var says bytes.Buffer
	cmd.Stdout, cmd.Stderr = out, &says
	err := cmd.Run()
	switch first, _, _ := strings.Cut(strings.TrimSpace(says.String()), "\n"); {
	case out.full:
		return "", ErrTooLarge
	case ctx.Err() != nil:
		return "", ctx.Err()
	case err != nil:
		return "", fmt.Errorf("git %s: %w: %s", args[0], err, clean(first, maxSubject))
	}
	return out.String(), nil
}

// environment takes out what would lead git elsewhere: a build that a hook runs
// has GIT_DIR and its like. It also keeps git from asking, from writing, and
// from fetching what a partial clone lacks.
func environment(env []string) []string {
	var out []string
	for _, line := range env {
		name, _, _ := strings.Cut(line, "=")
		if !strings.HasPrefix(name, "GIT_") || strings.HasPrefix(name, "GIT_CONFIG_") || name == "GIT_CEILING_DIRECTORIES" || name == "GIT_EXEC_PATH" {
			out = append(out, line)
		}
	}
	return append(out, "LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1", "GIT_NO_REPLACE_OBJECTS=1")
}

// limited keeps what is written to it, up to maxLog.
type limited struct {
	bytes.Buffer
	full bool
	stop func()
}

func (l *limited) Write(p []byte) (int, error) {
	if l.Len()+len(p) > maxLog {
		l.full = true
		l.stop()
		return 0, ErrTooLarge
	}
	return l.Buffer.Write(p)
}
