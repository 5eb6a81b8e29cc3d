//go:build unix

package main

import (
	"context"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	if os.Getenv(timerEnv) != "" { // this binary stands in for the program; see timed
		os.Exit(timer(os.Args[1:]))
	}
	if what := os.Getenv("STATUSWIKI_BENCH_WORK"); what != "" {
		work(what)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// work takes a known amount of something, to be measured.
func work(what string) {
	kind, amount, _ := strings.Cut(what, " ")
	n, _ := strconv.Atoi(amount)
	switch kind {
	case "memory": // MiB, all touched
		b := make([]byte, n<<20)
		for i := 0; i < len(b); i += 1 << 10 {
			b[i] = 1
		}
		runtime.KeepAlive(b)
	case "cpu": // milliseconds
		for start := cpuOfSelf(); cpuOfSelf()-start < time.Duration(n)*time.Millisecond; {
		}
	case "child": // a program that works, and is waited for
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "STATUSWIKI_BENCH_WORK=cpu "+amount)
		_ = cmd.Run()
	}
}

// cpuOfSelf is how long this program has been computing.
func cpuOfSelf() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return time.Hour
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func measured(t *testing.T, what string) usage {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	u, err := timed(context.Background(), t.TempDir(), []string{"STATUSWIKI_BENCH_WORK=" + what}, self)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestMeasuresMemory(t *testing.T) {
	held := make([]byte, 300<<20) // what the ruler holds must not show
	for i := 0; i < len(held); i += 1 << 10 {
		held[i] = 1
	}
	u := measured(t, "memory 100")
	if u.Peak < 100 || u.Peak > 200 {
		t.Errorf("a program that touches 100 MiB has a peak of %.1f MiB", u.Peak)
	}
	runtime.KeepAlive(held)
}

func TestMeasuresCPU(t *testing.T) {
	for _, kind := range []string{"cpu", "child"} {
		u := measured(t, kind+" 300")
		if u.CPU < 0.29 || u.CPU > 2 || u.Wall < 0.1 {
			t.Errorf("%s: a program that computes for 0.3 s took %.3f s of CPU, %.3f s of wall time", kind, u.CPU, u.Wall)
		}
	}
}

func TestFailureIsNoMeasurement(t *testing.T) {
	_, err := timed(context.Background(), t.TempDir(), nil, "sh", "-c", "echo the reason >&2; exit 3")
	if err == nil || !strings.Contains(err.Error(), "the reason") {
		t.Errorf("a program that fails gives %v", err)
	}
	if _, err := timed(context.Background(), t.TempDir(), nil, "no-such-program-at-all"); err == nil {
		t.Error("a program that is not there was measured")
	}
}

func TestParseStat(t *testing.T) {
	const text = "4242 (nginx: (worker) 1) S 1 4240 4240 0 -1 4194624 512 7 0 0 150 50 25 5 20 0 1 0 999 1 2 3"
	group, seconds, err := parseStat(text)
	if err != nil || group != 4240 || seconds != 2.3 {
		t.Errorf("group %d, %v s, %v; want 4240, 2.3 s", group, seconds, err)
	}
	for _, bad := range []string{"", "1 (x", "1 (x) S 1 2", "1 (x) S 1 two 3 0 -1 4 5 7 0 0 1 2 3 4 0", "1 (x) S 1 2 3 0 -1 4 5 7 0 0 one 2 3 4 0"} {
		if _, _, err := parseStat(bad); err == nil {
			t.Errorf("parseStat takes %q", bad)
		}
	}
}

func TestServerEndsWithWhatItStarted(t *testing.T) {
	dir := t.TempDir()
	s, err := start(context.Background(), dir, nil, "sh", "-c", `sh -c 'trap "" TERM; echo $$ >pid.new && mv pid.new pid; while :; do sleep 60; done' & wait`)
	if err != nil {
		t.Fatal(err)
	}
	var pid int
	for pid == 0 {
		if text, err := os.ReadFile(dir + "/pid"); err == nil {
			pid, _ = strconv.Atoi(strings.TrimSpace(string(text)))
		} else if gone := s.gone(); gone != nil {
			t.Fatal(gone)
		}
		runtime.Gosched()
	}
	if _, err := s.cpu(); err != nil {
		t.Error(err)
	}
	s.stop()
	if s.gone() == nil {
		t.Error("it still runs")
	}
	if text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat"); err == nil && !strings.Contains(string(text), ") Z ") {
		t.Errorf("what it started still runs: %s", text)
	}
}

func TestParseWrk(t *testing.T) {
	const good = `Running 3s test @ http://127.0.0.1:8080/404/
  1 threads and 16 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.20ms    2.22ms  33.92ms   91.67%
    Req/Sec    24.10k     3.11k   29.02k    71.43%
  74212 requests in 3.10s, 1.02GB read
Requests/sec:  23939.35
Transfer/sec:    336.10MB
`
	requests, rate, err := parseWrk(good)
	if err != nil || requests != 74212 || rate != 23939.35 {
		t.Errorf("%v requests, %v a second, %v", requests, rate, err)
	}
	for name, bad := range map[string]string{
		"errors of sockets": strings.Replace(good, "Requests/sec", "  Socket errors: connect 0, read 3, write 0, timeout 0\nRequests/sec", 1),
		"other statuses":    strings.Replace(good, "Requests/sec", "  Non-2xx or 3xx responses: 74212\nRequests/sec", 1),
		"no figures":        "unable to connect to 127.0.0.1:1 Connection refused\n",
		"no requests":       strings.NewReplacer("74212", "0", "23939.35", "0.00").Replace(good),
	} {
		if _, _, err := parseWrk(bad); err == nil {
			t.Errorf("%s are taken for a measurement", name)
		}
	}
}

func TestVersions(t *testing.T) {
	for text, want := range map[string]string{
		"hugo v0.165.0 linux/amd64 BuildDate=unknown": "x 0.165.0",
		"nginx version: nginx/1.22.1":                 "x 1.22.1",
		"2.6.2":                                       "x 2.6.2",
		"/usr/bin/chromium: 9: [: 2527: unexpected operator\nChromium 156.0.8078.79 built on": "x 156.0.8078.79",
		"wrk 4.1.0-3+b2 [epoll] Copyright (C) 2012":                                           "x 4.1.0-3+b2",
		"nothing": "x",
	} {
		if got := shortVersion("x", text); got != want {
			t.Errorf("the version in %q is %q, want %q", text, got, want)
		}
	}
}

func TestFlagsInHelp(t *testing.T) {
	const help = "  -o, --output=DIR\n      --[no-]compress   Write .br ($STATUSWIKI_COMPRESS).\n      --no-history      Do not ask git.\n      --no-cache\n"
	if got := strings.Join(flagsIn(help, switches), " "); got != "--no-compress --no-history" {
		t.Errorf("flags %q", got)
	}
}

func TestMachine(t *testing.T) {
	if got := cpuModel("processor\t: 0\nmodel name\t: AMD EPYC\nmodel name\t: other\n"); got != "AMD EPYC" {
		t.Errorf("model %q", got)
	}
	if got := loadOf("1.50 2.00 3.00 1/200 4242\n"); got != "1.50" {
		t.Errorf("load %q", got)
	}
	b := bench{versions: []string{"hugo 1"}}
	head := b.machine(time.Date(2026, 12, 1, 0, 30, 0, 0, time.FixedZone("", 3600)))
	if name, err := os.Hostname(); err != nil || len(name) > 4 && strings.Contains(head, name) {
		t.Errorf("the head names the machine: %s %v", head, err)
	}
	if !strings.Contains(head, "2026-11-30") || !strings.Contains(head, "hugo 1") {
		t.Errorf("head is %s", head)
	}
}

func TestCommandLine(t *testing.T) {
	set, err := parse([]string{"-rounds", "2", "-only", "build,load", "1000", "100"})
	if err != nil {
		t.Fatal(err)
	}
	if len(set.sizes) != 2 || set.sizes[0] != 100 || !set.parts["load"] || set.parts["save"] || set.roundsFor(10_000) != 2 {
		t.Errorf("%+v", set)
	}
	for _, bad := range []string{"0", "x", "100 -rounds 2", "-only speed", "-saves 0", "-seconds 0", "-rounds -1", "100000"} {
		if _, err := parse(strings.Fields(bad)); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
