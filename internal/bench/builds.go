package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

const baseURL = "https://example.com/"

func (b *bench) buildArgs(st *stage, out string, flags ...string) []string {
	return append([]string{"build", "-o", out, "--base-url", baseURL, "--content", st.content}, flags...)
}

// cacheEnv keeps what programs store for their next run inside the stage.
func (b *bench) cacheEnv(st *stage) []string {
	return []string{"XDG_CACHE_HOME=" + filepath.Join(st.dir, "cache")}
}

func (b *bench) hugoArgs(st *stage, out string, equal bool) []string {
	config := "hugo.toml"
	if equal {
		config += ",equal.toml"
	}
	return []string{"--source", st.hugo, "--config", config, "--destination", out,
		"--cacheDir", filepath.Join(st.dir, "hugocache"), "--noBuildLock"}
}

// builder is a program with arguments that makes a site in a folder.
type builder struct {
	name string
	path string
	args func(out string) []string
}

func (b *bench) builders(st *stage) []builder {
	all := []builder{
		{"statuswiki", b.ours, func(out string) []string { return b.buildArgs(st, out, b.flags...) }},
		{"Hugo, plain", b.hugo, func(out string) []string { return b.hugoArgs(st, out, false) }},
		{"Hugo, equal", b.hugo, func(out string) []string { return b.hugoArgs(st, out, true) }},
	}
	if st.n > b.equal {
		return all[:2]
	}
	return all
}

// builds measures cold builds and builds with nothing changed.
func (b *bench) builds(ctx context.Context, st *stage) error {
	all := b.builders(st)
	cold, again := make([]usages, len(all)), make([]usages, len(all))
	for round := range b.roundsFor(st.n) {
		for i := range all {
			i = (i + round) % len(all)
			run, err := st.fresh()
			if err != nil {
				return err
			}
			if err := b.buildTwice(ctx, run, b.builders(run)[i], &cold[i], &again[i]); err != nil {
				return err
			}
		}
	}
	b.say("\n### Cold build\n\nMedian (least–greatest) of %d rounds; ratios are statuswiki ÷ that program, round by round.\n", b.roundsFor(st.n))
	b.usageTable(all, cold)
	b.say("\n### Build with nothing changed\n")
	b.usageTable(all, again)
	c := cost{st.plan.Entries, map[string]float64{}}
	for i, p := range all {
		c.cpu[p.name] = cold[i].cpu.median()
	}
	b.costs = append(b.costs, c)
	return b.floor(ctx, st)
}

// buildTwice builds into a fresh folder with empty folders for what programs keep
// from run to run, and once more with what the first has left in all of them.
func (b *bench) buildTwice(ctx context.Context, st *stage, p builder, cold, again *usages) error {
	for _, u := range []*usages{cold, again} {
		took, err := timed(ctx, st.dir, b.cacheEnv(st), p.path, p.args(filepath.Join(st.dir, "out"))...)
		if err != nil {
			return err
		}
		u.add(took)
	}
	return nil
}

// fresh is the stage with an empty folder below its own for one more run. What
// runs leave stays until the stage goes: ext4 looks for new inodes where none was
// freed lately, and the next program would pay for the leavings of the last.
func (st *stage) fresh() (*stage, error) {
	dir, err := os.MkdirTemp(st.dir, "run-")
	if err != nil {
		return nil, err
	}
	run := *st
	run.dir = dir
	return &run, nil
}

func (b *bench) usageTable(all []builder, us []usages) {
	var rows [][]string
	for i, p := range all {
		row := []string{p.name, us[i].wall.spread(), us[i].cpu.spread(), us[i].peak.spread()}
		if i == 0 {
			row = append(row, "1", "1", "1")
		} else {
			row = append(row, us[0].wall.over(us[i].wall).spread(), us[0].cpu.over(us[i].cpu).spread(), us[0].peak.over(us[i].peak).spread())
		}
		rows = append(rows, row)
	}
	b.table([]string{"program", "wall s", "CPU s", "peak MiB", "wall ratio", "CPU ratio", "peak ratio"}, rows)
}

// floor says what the ruler itself adds, with a program that does nothing.
func (b *bench) floor(ctx context.Context, st *stage) error {
	u, err := timed(ctx, st.dir, nil, "true")
	if err != nil {
		return err
	}
	b.say("\nThe ruler shows %s s, %s s of CPU and %s MiB for a program that does nothing.\n", figure(u.Wall), figure(u.CPU), figure(u.Peak))
	return nil
}

// extras measures our build with everything it does by default: precompressed
// files and pictures, with nothing kept, and with what an earlier build has kept.
func (b *bench) extras(ctx context.Context, st *stage) error {
	if !slices.Contains(b.flags, "--no-compress") || st.n > 1_000 { // beyond that it takes half an hour
		return nil
	}
	st, err := st.fresh()
	if err != nil {
		return err
	}
	var rows [][]string
	for _, run := range []struct{ kind, out string }{
		{"nothing kept", "out"}, {"cache kept, folder fresh", "again"}, {"both kept", "again"},
	} {
		u, err := timed(ctx, st.dir, b.cacheEnv(st), b.ours, b.buildArgs(st, filepath.Join(st.dir, run.out))...)
		if err != nil {
			return err
		}
		rows = append(rows, []string{run.kind, figure(u.Wall), figure(u.CPU), figure(u.Peak)})
	}
	b.say("\n### With precompressed files and pictures\n\nWhat `build` does besides when no switch turns it off; Hugo does neither. One run each.\n")
	b.table([]string{"", "wall s", "CPU s", "peak MiB"}, rows)
	return nil
}

// perEntry is what one more entry costs, between the sizes that were measured.
func (b *bench) perEntry() {
	if len(b.costs) < 2 {
		return
	}
	b.say("\n## CPU of one more entry, cold, ms\n")
	head := []string{"from … to … entries"}
	for _, p := range b.builders(&stage{}) {
		head = append(head, p.name)
	}
	var rows [][]string
	for i := 1; i < len(b.costs); i++ {
		from, to := b.costs[i-1], b.costs[i]
		if to.n == from.n {
			continue
		}
		row := []string{fmt.Sprintf("%d … %d", from.n, to.n)}
		for _, name := range head[1:] {
			cell := "–"
			if _, measured := to.cpu[name]; measured {
				cell = figure(1000 * (to.cpu[name] - from.cpu[name]) / float64(to.n-from.n))
			}
			row = append(row, cell)
		}
		rows = append(rows, row)
	}
	b.table(head, rows)
}
