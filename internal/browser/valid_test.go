package browser

import (
	"errors"
	"io/fs"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The checker's grammar of CSS does not know the at-rule for transitions between
// pages yet (CSS View Transitions Module Level 2), so that it takes what stands
// in it for properties.
var notYet = regexp.MustCompile(`@view-transition|view-transition`)

// It reads pages from disk, where by the letter of CSP3 'self' matches nothing.
// In browsers it matches files; policy_test.go asks one.
var onDisk = regexp.MustCompile(`violates Content Security Policy \(meta tag\): external (stylesheet|script) “[./a-z]+-[0-9a-f]{10}\.(css|js)” blocked`)

// It takes structured data for a script, which the policy does not allow. Nobody
// runs a script of that type, so browsers do not ask the policy (HTML, prepare the
// script element). What runs is held to the policy by a test of internal/build.
var onData = regexp.MustCompile(`\d+\.\d+-\d+\.\d+: info warning: Inline script violates Content Security Policy \(meta tag\)`)

func TestValid(t *testing.T) {
	t.Parallel()
	jar := tool(t, "vnu-jar/build/dist/vnu.jar")
	java, err := exec.LookPath("java")
	if err != nil {
		missing(t, "java")
	}
	dir := must(t, hosted)
	var files []string
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if ext := filepath.Ext(path); ext == ".html" || ext == ".svg" {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 50 {
		t.Fatalf("only %d files to check", len(files))
	}
	// It lives for seconds, so it need not be compiled well; its schemas nest deeply.
	args := []string{"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m", "-jar", jar, "--format", "gnu", "--also-check-svg"}
	out, err := exec.Command(java, append(args, files...)...).CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		if line = strings.TrimSpace(line); line != "" && !notYet.MatchString(line) && !onDisk.MatchString(line) && !onData.MatchString(line) {
			t.Error(strings.TrimPrefix(line, "file:"+dir))
		}
	}
}
