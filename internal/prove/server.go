package prove

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"statuswiki/internal/entry"
)

// server is a runner for the samples of one server.
type server struct {
	name  string
	langs []string
	takes func(*Sample) bool // which samples in the language, nil if all

	// version tells name and version of the program.
	version func(context.Context) (string, error)
	once    sync.Once
	program string
	missing error

	// launch starts the program with the sample; it shall listen at the stage's
	// address. A program that needs no compiler does it at once.
	launch func(context.Context, *stage) (*process, error)
}

func (v *server) Name() string { return v.name }

func (v *server) Takes(s *Sample) bool {
	if s.Section != "sending" || s.Block.Prove == "" {
		return false
	}
	for _, lang := range v.langs {
		if s.Block.Lang == lang {
			return v.takes == nil || v.takes(s)
		}
	}
	return false
}

func (v *server) Program(ctx context.Context) (string, error) {
	v.once.Do(func() { v.program, v.missing = v.version(context.WithoutCancel(ctx)) })
	return v.program, v.missing
}

// Prove starts the server, asks it what the sample's attributes say and holds
// the answer against the facts.
func (v *server) Prove(ctx context.Context, dir string, s *Sample) error {
	proof, err := s.Block.Proof()
	if err != nil {
		return err
	}
	back, err := startBackend(proof.Behind)
	if err != nil {
		return err
	}
	defer back.stop()
	st := &stage{Sample: s, proof: proof, dir: dir, back: back.addr}
	const attempts = 3 // somebody else may take the free port in between
	for i := range attempts {
		if st.addr, err = freeAddr(); err != nil {
			return err
		}
		if err = v.attempt(ctx, st); !errors.Is(err, errTaken) || i == attempts-1 {
			break
		}
	}
	return err
}

var (
	errTaken = errors.New("the port was taken by another program")
	inUse    = regexp.MustCompile(`(?i)address (already )?in use|EADDRINUSE|cannot bind socket`)
)

// attempt is one start of the server.
func (v *server) attempt(ctx context.Context, st *stage) error {
	p, err := v.launch(ctx, st)
	if err != nil {
		return err
	}
	defer p.stop()
	starting, cancel := context.WithTimeout(ctx, sampleLimit)
	defer cancel()
	if err := awaitListener(starting, p, st.addr); err != nil {
		return err
	}
	limit, silent := answerLimit, st.proof.Answers == entry.NoAnswer
	if silent {
		limit /= 4
	}
	ctx, cancel = context.WithTimeout(ctx, limit)
	defer cancel()
	a, err := ask(ctx, st.addr, st.proof)
	switch {
	case err == nil:
		return st.judge(a, st.proof)
	case silent && p.alive() && (errors.Is(err, errSilent) || errors.Is(err, errLate)):
		return nil // a firewall's silence has no end
	}
	select {
	case <-p.ended:
		return fmt.Errorf("%w; %s ended: %s", err, p.name(), p.last())
	default:
		return err
	}
}

// awaitListener waits until somebody accepts connections at the address.
func awaitListener(ctx context.Context, p *process, addr string) error {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		conn, err := net.Dial("tcp", addr)
		if err == nil {
			conn.Close()
			return nil
		}
		select {
		case <-p.ended:
			if inUse.MatchString(p.out.String()) {
				return errTaken
			}
			return fmt.Errorf("%s does not start: %s", p.name(), p.last())
		case <-ctx.Done():
			return fmt.Errorf("%s does not listen: %s", p.name(), p.last())
		case <-tick.C:
		}
	}
}

// stage is what the sample of a server finds around it.
type stage struct {
	*Sample
	proof entry.Proof
	dir   string
	addr  string // where it shall listen
	back  string // of what stands behind it
}

var (
	somePath    = regexp.MustCompile(`(^|[\s"'=])(/(?:etc|srv|var|run|opt|usr/share)/[A-Za-z0-9._/-]+)`)
	someBackend = regexp.MustCompile(`\b(?:127\.0\.0\.1|localhost|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+):\d+\b`)
)

// waits reports whether the sample has to wait for somebody. Only then its
// times are shortened, to a tenth, so that the page can show those of real life.
func (st *stage) waits() bool { return st.proof.Behind == "silent" || st.proof.Withheld }

// text returns the sample with its paths in the stage's folder, where there is
// what they name, and its backends where the stage's backend is.
func (st *stage) text() (string, error) {
	var failed error
	text := somePath.ReplaceAllStringFunc(st.Block.Text, func(m string) string {
		at := strings.IndexByte(m, '/')
		path := filepath.Join(st.dir, filepath.FromSlash(m[at:]))
		if err := st.provide(path); err != nil {
			failed = err
		}
		return m[:at] + filepath.ToSlash(path)
	})
	return someBackend.ReplaceAllString(text, st.back), failed
}

// provide makes what a path of a sample names, by its name: a certificate, its
// key, the passwords of Basic, or a folder of documents.
func (st *stage) provide(path string) error {
	var content []byte
	switch name := filepath.Base(path); {
	case strings.HasSuffix(name, ".key"):
		content = testCert().key
	case strings.HasSuffix(name, ".crt"), strings.HasSuffix(name, ".pem"):
		content = testCert().cert
	case strings.Contains(name, "htpasswd"):
		content = []byte("alice:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=\n") // password
	case strings.HasPrefix(path, filepath.Join(st.dir, "srv")), strings.HasPrefix(path, filepath.Join(st.dir, "var", "www")):
		return st.documents(path)
	default:
		return mkdir(st.dir, filepath.Dir(path))
	}
	if err := mkdir(st.dir, filepath.Dir(path)); err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o644)
}

// documents makes a folder with the document that the proof asks for, unless
// the sample's code says that it is not there.
func (st *stage) documents(root string) error {
	target, _, _ := strings.Cut(st.proof.Target, "?")
	if _, rest, ok := strings.Cut(target, "://"); ok {
		_, target, _ = strings.Cut(rest, "/")
	}
	file := filepath.Join(root, filepath.FromSlash(target))
	dir := filepath.Dir(file)
	if strings.HasSuffix(target, "/") {
		dir = file
	}
	code := st.Entry.Code.Value
	if code == 404 || code == 410 {
		return mkdir(st.dir, root)
	}
	if err := mkdir(st.dir, dir); err != nil || dir == file {
		return err
	}
	if strings.HasSuffix(file, ".var") { // a list of Apache's, which leads to another one
		list := strings.TrimSuffix(filepath.Base(file), ".var") + ".fr.var"
		text := []byte("URI: " + list + "\nContent-Type: text/html\nContent-Language: fr\n")
		if err := os.WriteFile(filepath.Join(dir, list), text, 0o644); err != nil {
			return err
		}
		return os.WriteFile(file, text, 0o644)
	}
	return os.WriteFile(file, []byte("date,time,metres\n2026-11-21,00:05,4.2\n"), 0o644)
}

// mkdir makes a folder and those above it, below root, open to all: a server
// that root has started works as another user.
func mkdir(root, dir string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	for ; len(dir) > len(root); dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o777); err != nil {
			return err
		}
	}
	return nil
}

// write puts a file of the frame into the stage's folder and returns its path.
func (st *stage) write(name, text string) (string, error) {
	path := filepath.Join(st.dir, name)
	return path, os.WriteFile(path, []byte(text), 0o644)
}

// port is the part of the address behind the colon.
func (st *stage) port() string {
	_, port, _ := net.SplitHostPort(st.addr)
	return port
}

// firstVersion finds the number in what a program says of itself.
var firstVersion = regexp.MustCompile(`\d+\.\d+(\.\d+)*`)

// versionOf makes a version function of a command: the name, and the first
// version in its output.
func versionOf(name, program string, args ...string) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		out, err := output(ctx, nil, program, args...)
		if err != nil {
			return "", err
		}
		return name + " " + firstVersion.FindString(out), nil
	}
}
