package cli

import (
	"fmt"
	"os"
	"os/exec"
	"runtime/debug"
	"strings"

	"github.com/alecthomas/kong"
)

// versionFlag is --version. It asks only when it is given.
type versionFlag bool

// BeforeReset is called by kong when the flag is given.
func (versionFlag) BeforeReset(app *kong.Kong) error {
	info, _ := debug.ReadBuildInfo()
	if info == nil {
		info = &debug.BuildInfo{}
	}
	fmt.Fprintln(app.Stdout, versionOf(info, checkoutState))
	app.Exit(exitDone)
	return nil
}

// versionOf tells the module's version, the commit it was built from, and
// whether the files were those of the commit. go build and go install note
// that; go run does not, and then checkout, which says what the working
// directory is at, is the next best thing. The words differ, because a program
// may stand in another checkout than its own.
func versionOf(info *debug.BuildInfo, checkout func() (commit string, modified bool)) string {
	noted := make(map[string]string)
	for _, s := range info.Settings {
		noted[s.Key] = s.Value
	}
	version, _, _ := strings.Cut(info.Main.Version, "+dirty")
	if version == "" {
		version = "(devel)"
	}
	v := "statuswiki " + version
	commit, modified := noted["vcs.revision"], noted["vcs.modified"] == "true"
	switch {
	case commit != "":
		v += " " + commit
	case version == "(devel)":
		if commit, modified = checkout(); commit != "" {
			v += " in a checkout at " + commit
		}
	}
	if modified {
		v += ", modified"
	}
	return v
}

// checkoutState returns the commit of the checkout around the working directory
// and whether its files differ from that, or nothing if there is none or no Git.
func checkoutState() (commit string, modified bool) {
	root, ok := findCheckout()
	if !ok {
		return "", false
	}
	git := func(args ...string) (string, error) {
		cmd := exec.Command("git", append([]string{"-C", root}, args...)...)
		cmd.Env = append(os.Environ(), "GIT_OPTIONAL_LOCKS=0")
		out, err := cmd.Output()
		return strings.TrimSpace(string(out)), err
	}
	commit, err := git("rev-parse", "HEAD")
	if err != nil {
		return "", false
	}
	changes, err := git("status", "--porcelain")
	return commit, err == nil && changes != ""
}
