// Package prove runs the samples of the entries with the programs that they are
// written for, and holds what happens against the facts of the code.
//
// A sample is a fenced block: a server's below "Sending it", which answers with
// the code, or a client's below "Handling it", which meets it. A [Runner] knows
// one program: it puts the sample into the smallest frame in which the program
// takes it, starts it on 127.0.0.1 in a folder of its own, and ends it. The
// sample stays as the page shows it, but for paths, ports and host names, which
// lead into that folder and to that machine, and times of waiting.
//
//	results, err := prove.Run(ctx, prove.Samples(set), prove.Options{Only: []string{"nginx"}})
//
// A file server_*.go is one server, a file client_*.go one client. Each tells
// [register] of its runners.
package prove

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"statuswiki/internal/entry"
)

// Sample is a fenced block that may be proven.
type Sample struct {
	Set      *entry.Set
	Entry    *entry.Entry
	Section  string // sending or handling
	Anchor   string // of the item on the page: sending-nginx
	Platform string // the item's heading without markup
	Block    *entry.Block
}

// State is how a proof ended.
type State string

// The states. NotHere is a sample whose program is missing on this machine.
const (
	Proven  State = "proven"
	Failed  State = "failed"
	NotHere State = "not provable here"
)

// Result is what became of one sample.
type Result struct {
	Sample  *Sample `json:"-"`
	Code    int     `json:"code"`
	Section string  `json:"section"`
	Anchor  string  `json:"anchor"`
	Runner  string  `json:"runner"`
	State   State   `json:"state"`
	Why     string  `json:"why,omitempty"`     // what was wrong, or missing
	Program string  `json:"program,omitempty"` // as it names itself: nginx 1.22.1
	File    string  `json:"file"`
	Line    int     `json:"line"` // of the sample's first line
}

// Runner proves the samples of one program. Its methods may be called from
// several goroutines.
type Runner interface {
	// Name is what --only asks for: nginx, curl.
	Name() string
	// Takes reports whether the sample is for this runner.
	Takes(*Sample) bool
	// Program returns the program's name and version as it tells them, like
	// nginx 1.22.1. If it is not there, the error wraps [ErrMissing].
	Program(context.Context) (string, error)
	// Prove runs the sample. The folder is its own, open to all, and empty. A
	// nil error means that the sample does what its entry says; any other says
	// precisely what differed.
	Prove(ctx context.Context, dir string, s *Sample) error
}

// ErrMissing says that a program is not on this machine.
var ErrMissing = errors.New("is not installed")

// Limits of the time that a sample may take: to start or to run, to answer, and
// to be compiled before.
var (
	sampleLimit  = 20 * time.Second
	answerLimit  = 20 * time.Second // tests shorten it
	compileLimit = 3 * time.Minute
)

var runners []Runner

// register adds runners. Where two take a sample, the first one gets it.
func register(r ...Runner) { runners = append(runners, r...) }

// Names returns the names of all runners, sorted.
func Names() []string {
	var out []string
	for _, r := range runners {
		out = append(out, r.Name())
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Samples lists what can be proven of the entries with the codes, or of all
// entries if there are none, in the order of the pages: blocks of "Sending it"
// with a prove attribute, and blocks of "Handling it" that a runner takes.
func Samples(set *entry.Set, codes ...int) []*Sample {
	var out []*Sample
	for _, e := range set.Entries {
		if len(codes) > 0 && !slices.Contains(codes, e.Code.Value) {
			continue
		}
		for _, section := range []string{"sending", "handling"} {
			sec := e.Section(section)
			if sec == nil {
				continue
			}
			for _, it := range sec.Items {
				for _, b := range it.Body.Blocks() {
					s := &Sample{Set: set, Entry: e, Section: section, Anchor: it.ID, Platform: it.Title, Block: b}
					if section == "sending" && b.Prove != "" || section == "handling" && s.runner() != nil {
						out = append(out, s)
					}
				}
			}
		}
	}
	return out
}

// runner returns who proves the sample, or nil.
func (s *Sample) runner() Runner {
	for _, r := range runners {
		if s.Block.Wrong == "" && r.Takes(s) {
			return r
		}
	}
	return nil
}

// Key identifies what was proven; see [entry.Entry.ProofKey].
func (s *Sample) Key() string { return s.Entry.ProofKey(s.Section, s.Block) }

// Options says which samples to run and who hears of them.
type Options struct {
	Only []string     // names of runners; none means all
	Each func(Result) // called for each result, in the order of the samples
}

// Run proves the samples, some at a time, and returns the results in their
// order. The error is about the run as a whole: ctx is done, or there is no
// place for temporary files.
func Run(ctx context.Context, samples []*Sample, opt Options) ([]Result, error) {
	samples = slices.DeleteFunc(slices.Clone(samples), func(s *Sample) bool {
		r := s.runner()
		return len(opt.Only) > 0 && (r == nil || !slices.Contains(opt.Only, r.Name()))
	})
	if opt.Each == nil {
		opt.Each = func(Result) {}
	}
	out := make([]Result, len(samples))
	done := make([]chan struct{}, len(samples))
	for i := range done {
		done[i] = make(chan struct{})
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		for i := range done {
			select {
			case <-done[i]:
				opt.Each(out[i])
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	work, workCtx := errgroup.WithContext(ctx)
	work.SetLimit(runtime.GOMAXPROCS(0))
	for i, s := range samples {
		work.Go(func() error {
			if err := workCtx.Err(); err != nil {
				return err
			}
			r, err := run(workCtx, s)
			if err != nil {
				return err
			}
			out[i] = r
			close(done[i])
			return nil
		})
	}
	g.Go(work.Wait)
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return out, nil
}

// run proves one sample in a new folder, which is gone afterwards.
func run(ctx context.Context, s *Sample) (Result, error) {
	res := Result{
		Sample: s, Code: s.Entry.Code.Value, Section: s.Section, Anchor: s.Anchor,
		File: s.Block.Pos.File, Line: s.Block.Pos.Line,
	}
	r := s.runner()
	if r == nil {
		res.State, res.Why = Failed, "nobody runs samples in "+s.Block.Lang
		return res, nil
	}
	res.Runner = r.Name()
	var err error
	if res.Program, err = r.Program(ctx); err != nil {
		res.State, res.Why = NotHere, err.Error()
		if !errors.Is(err, ErrMissing) {
			res.State = Failed
		}
		return res, ctx.Err()
	}
	dir, err := os.MkdirTemp("", "statuswiki-prove-")
	if err != nil {
		return res, fmt.Errorf("no place for temporary files: %w", err)
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o777); err != nil { // a server started by root may become somebody else
		return res, err
	}
	if err := r.Prove(ctx, dir, s); err != nil {
		res.State, res.Why = Failed, strings.ReplaceAll(err.Error(), dir, "…")
		if errors.Is(err, ErrMissing) { // something that this sample needs besides
			res.State = NotHere
		}
		return res, ctx.Err()
	}
	res.State = Proven
	return res, nil
}
