package prove

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"statuswiki/internal/entry"
)

// client runs samples of "Handling it" against a [replay] of the entry's own
// example. The sample stays as it is: its host names lead to the replay, since
// the frame around it turns all connections there; its certificates are good,
// since the frame names the authority; and its clock is that of the example,
// which goes on at once when the sample waits.
type client struct {
	name    string
	lang    string
	takes   func(text string) bool // of a language that several take; nil is all
	program func(context.Context) (string, error)
	// launch writes what it needs into the folder of the stage and starts it.
	launch func(context.Context, *clientStage) (*process, error)
}

// clientStage is all that a client sample is run with.
type clientStage struct {
	dir    string
	sample *Sample
	use    entry.Use
	ca     *authority
	server *replay
	now    time.Time // when the sample believes to start
}

func (c *client) Name() string { return c.name }

func (c *client) Takes(s *Sample) bool {
	return s.Section == "handling" && s.Block.Lang == c.lang && (c.takes == nil || c.takes(s.Block.Text))
}

func (c *client) Program(ctx context.Context) (string, error) { return c.program(ctx) }

func (c *client) Prove(ctx context.Context, dir string, s *Sample) error {
	use, err := s.Block.Use()
	if err != nil {
		return err
	}
	steps := stepsOf(s.Entry)
	log, out, err := c.run(ctx, dir, s, use, steps)
	if err != nil {
		return err
	}
	return verdict(s.Entry.Code.Value, steps, use, log, out)
}

// run starts the sample against a server that replays the steps, and returns
// the requests that came.
func (c *client) run(ctx context.Context, dir string, s *Sample, use entry.Use, steps []*step) ([]*asked, outcome, error) {
	ca, err := newAuthority(dir)
	if err != nil {
		return nil, outcome{}, err
	}
	server, err := newReplay(ca, steps, use)
	if err != nil {
		return nil, outcome{}, err
	}
	defer server.end()
	st := &clientStage{dir: dir, sample: s, use: use, ca: ca, server: server, now: clock(steps, use.Given+s.Block.Text+use.Call)}
	if c.lang == "go" {
		if err := builtGo(ctx, s); err != nil {
			return nil, outcome{}, err
		}
	}
	ctx, cancel := context.WithTimeout(ctx, sampleLimit)
	defer cancel()
	began := time.Now()
	p, err := c.launch(ctx, st)
	if err != nil {
		return nil, outcome{}, err
	}
	failed := p.finish(ctx)
	if ctx.Err() != nil {
		return nil, outcome{}, fmt.Errorf("%s took longer than %s, after %s: %s", c.name, sampleLimit, requests(server.requests()), clip(p.out.String()))
	}
	out, err := st.outcome(p, failed, time.Since(began))
	return server.requests(), out, err
}

// report is what a frame writes when the sample has ended.
type report struct {
	Done  bool    // the program did not end by itself, and need not
	Took  float64 // what the sample has waited, in seconds
	Error string  // what the sample threw
}

// outcome puts together what the frame reports, and what the program said.
func (st *clientStage) outcome(p *process, failed error, took time.Duration) (outcome, error) {
	out := outcome{failed: failed != nil, said: p.out.String(), took: took + st.slept()}
	if exit, ok := errors.AsType[*exec.ExitError](p.err); ok {
		out.said += "\nexit " + strconv.Itoa(exit.ExitCode())
	}
	text, err := os.ReadFile(st.file("report.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return out, nil
	} else if err != nil {
		return out, err
	}
	var r report
	if err := json.Unmarshal(text, &r); err != nil {
		return out, fmt.Errorf("the frame's report: %w", err)
	}
	out.took = time.Duration(r.Took * float64(time.Second))
	if r.Done {
		out.failed, out.took = false, took
	}
	if r.Error != "" {
		out.failed, out.said = true, out.said+"\n"+r.Error
	}
	return out, nil
}

// file is the path of a file in the sample's folder.
func (st *clientStage) file(name string) string { return filepath.Join(st.dir, name) }

// write writes a file into the sample's folder.
func (st *clientStage) write(name, text string, mode fs.FileMode) error {
	return os.WriteFile(st.file(name), []byte(text), mode)
}

// variables are those of the environment that frames read.
func (st *clientStage) variables(more ...string) []string {
	return append([]string{
		"FRAME_PORT=" + st.server.port(),
		"FRAME_REPORT=" + st.file("report.json"),
		"FRAME_NOW=" + strconv.FormatInt(st.now.Unix(), 10),
		"SSL_CERT_FILE=" + st.ca.file(),
	}, more...)
}

// around joins what stands before a sample, the sample, and what calls it.
func around(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "\n") + "\n"
}

// isMissing reports whether an error says that a program is not there.
func isMissing(err error) bool { return errors.Is(err, ErrMissing) }
