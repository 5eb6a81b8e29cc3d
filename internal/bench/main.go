package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	if os.Getenv(timerEnv) != "" {
		os.Exit(timer(os.Args[1:]))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// settings are what the command line says.
type settings struct {
	sizes   []int
	parts   map[string]bool
	rounds  int
	saves   int
	seconds int
	equal   int
	hugo    string
	output  string
}

// partNames are what can be measured, in the order it is.
var partNames = []string{"build", "extras", "start", "save", "load"}

func run(ctx context.Context, args []string, out io.Writer) error {
	if len(args) > 0 && args[0] == "parts" {
		if len(args) != 2 {
			return fmt.Errorf("call it as: parts BASE, where BASE is a commit")
		}
		return compareParts(ctx, args[1], out)
	}
	set, err := parse(args)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "statuswiki-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b := &bench{settings: set, dir: dir, out: out}
	if err := b.prepare(ctx); err != nil {
		return err
	}
	fmt.Fprint(out, b.machine(time.Now()))
	for _, n := range set.sizes {
		if err := b.size(ctx, n); err != nil {
			return fmt.Errorf("at %d entries: %w", n, err)
		}
	}
	b.perEntry()
	if set.output == "" {
		return nil
	}
	return os.WriteFile(set.output, []byte(b.machine(time.Now())+b.text.String()), 0o666)
}

func parse(args []string) (settings, error) {
	var s settings
	var only string
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.StringVar(&only, "only", strings.Join(partNames, ","), "what to measure")
	flags.IntVar(&s.rounds, "rounds", 0, "rounds of builds (default 5 up to 100 entries, 3 up to 1,000, then 2)")
	flags.IntVar(&s.saves, "saves", 20, "saves per server")
	flags.IntVar(&s.seconds, "seconds", 4, "seconds of each run of wrk")
	flags.IntVar(&s.equal, "equal", 1_000, "up to how many entries Hugo is built with equal outputs, too; it takes over 2 MB of memory for each")
	flags.StringVar(&s.hugo, "hugo", "", "a hugo to measure instead of "+hugoVersion+", which is installed otherwise")
	flags.StringVar(&s.output, "o", filepath.Join("internal", "bench", "FIGURES.md"), "file for the figures; empty for none")
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	s.parts = make(map[string]bool)
	for _, p := range strings.Split(only, ",") {
		if !slices.Contains(partNames, p) {
			return s, fmt.Errorf("-only takes %s, not %q", strings.Join(partNames, ", "), p)
		}
		s.parts[p] = true
	}
	if s.saves < 1 || s.seconds < 1 || s.rounds < 0 {
		return s, fmt.Errorf("-saves and -seconds must be 1 or more, -rounds 0 or more")
	}
	for _, a := range flags.Args() {
		n, err := strconv.Atoi(a)
		if err != nil || n < 1 || n > 99_999 {
			return s, fmt.Errorf("%q is no number of entries, or a flag stands behind one", a)
		}
		s.sizes = append(s.sizes, n)
	}
	if len(s.sizes) == 0 {
		s.sizes = []int{100, 1_000, 10_000}
	}
	slices.Sort(s.sizes)
	return s, nil
}

// roundsFor is how often each build runs at n entries.
func (s settings) roundsFor(n int) int {
	switch {
	case s.rounds > 0:
		return s.rounds
	case n <= 100:
		return 5
	case n <= 1_000:
		return 3
	}
	return 2
}
