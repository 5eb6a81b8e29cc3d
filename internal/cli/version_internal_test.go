package cli

import (
	"runtime/debug"
	"testing"
)

func TestVersionOf(t *testing.T) {
	built := func(version string, settings ...debug.BuildSetting) *debug.BuildInfo {
		return &debug.BuildInfo{Main: debug.Module{Version: version}, Settings: settings}
	}
	commit, clean, dirty := debug.BuildSetting{Key: "vcs.revision", Value: "c0ffee"}, debug.BuildSetting{Key: "vcs.modified", Value: "false"}, debug.BuildSetting{Key: "vcs.modified", Value: "true"}
	for _, c := range []struct {
		info     *debug.BuildInfo
		checkout string
		changed  bool
		want     string
	}{
		{built("v1.2.3"), "beef", true, "statuswiki v1.2.3"}, // installed from the module proxy
		{built("v1.2.3", commit, clean), "beef", true, "statuswiki v1.2.3 c0ffee"},
		{built("v1.2.4-0.20261121-c0ffee+dirty", commit, dirty), "", false, "statuswiki v1.2.4-0.20261121-c0ffee c0ffee, modified"},
		{built("(devel)"), "beef", false, "statuswiki (devel) in a checkout at beef"},
		{built("(devel)"), "beef", true, "statuswiki (devel) in a checkout at beef, modified"},
		{built(""), "", false, "statuswiki (devel)"},
	} {
		if got := versionOf(c.info, func() (string, bool) { return c.checkout, c.changed }); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
