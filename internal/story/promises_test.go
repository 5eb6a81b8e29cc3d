package story

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// promises are what the program holds whatever happens, each with the tests that
// fail when it does not. A story is named by its file.
var promises = []struct {
	promise string
	tests   string
}{
	{"Same content, same bytes: in other folders, zones and languages, with other processors and orders of files, on a busy machine, with a cache and while somebody writes.",
		"build.TestSameBytesOnAnotherMachine build.TestSameBytesWithOtherProcessors build.TestSameBytesFromShuffledFolders colour.TestSteps build.TestCacheChangesNothing build.TestPlacesLeaveNoTrace build.txtar"},
	{"One whole site, always: fifty kills, a full or read-only disk, two builds at once and a failing exchange leave the old or the new one.",
		"site.TestWriteToKilled site.TestWriteToDies site.TestWriteToDiskFull site.TestWriteToReadOnly site.TestWriteToTogether site.TestWriteToBesideAnotherProcess site.TestWriteToExchangeFails site.TestWriteToStopped site.TestWriteToClearsBeginnings"},
	{"Who reads the output meanwhile misses no file.", "site.TestWriteToReaders"},
	{"Only what a build made is deleted, and only where a site may lie.",
		"site.TestWriteToRefusesPlaces site.TestWriteToRefusesForeignFiles site.TestWriteToLeavesStrangersAlone site.TestWriteToSymlinkedOutput refuse.txtar"},
	{"No content crashes, hangs or swells a check or a build, whatever kind of file it stands in.",
		"entry.TestCost entry.TestCostOfFacts entry.TestHostileFiles entry.TestHostileInEveryKind entry.TestManyFaults entry.FuzzEntry entry.FuzzDecode build.FuzzColour"},
	{"What is wrong is named by file, line and column, and the output stays as it was.",
		"entry.TestBroken entry.TestHostileFiles build.TestErrors findings.txtar"},
	{"Nothing outside the content is read: links, pipes, devices and sockets are not opened; slugs, tags and relations do not climb.",
		"entry.TestHostileKinds entry.TestHostileKindsBeside entry.TestHostileSlugs"},
	{"Content is never code: no element, handler, style or address that acts comes of it, in any kind of file; nothing of it steers a terminal.",
		"build.TestHostileText build.TestHostileAddresses build.TestHostileClauses build.TestHostileReferences build.TestProven browser.TestHostileContent browser.TestOverlay browser.TestNotesOfErrors diag.TestPrint diag.TestWriteGitHub"},
	{"The server opens no file by a name that came over the network, and nothing malformed is an error of its own.",
		"serve.TestPathForms serve.TestMalformed serve.FuzzHandler"},
	{"A stranger's page cannot read it, and neither its live stream nor its notes.",
		"serve.TestWeb serve.TestAllowHosts serve.TestNotes serve.TestTryIsOpen"},
	{"Slow, silent, greedy and vanishing clients hold up nobody and leave nothing: hundreds of slow headers and bodies, of delays below /try/, a thousand subscribers.",
		"serve.TestSlowClients serve.TestNeverReads serve.TestConnectionLimit serve.TestVanishedSubscribers serve.TestTooManyStreams serve.TestDeafBrowser serve.TestTrySlowClients serve.TestTryDelaysStarveNobody serve.TestMadePagesAreBounded"},
	{"HTTP done right: HEAD, 405, entity tags for each coding, conditions, ranges, negotiation, requests in a row.",
		"serve.TestWeb serve.TestNegotiate serve.TestForms serve.TestHostileAccept serve.TestPipelining serve.TestNoneMatch"},
	{"A bad save never takes the site down, and shows where it is wrong; what is saved is served at once, by any editor.",
		"serve.TestBrokenAndMended serve.TestBrokenAtFirst serve.TestEditors serve.TestQuickSaves serve.TestRootSwapped serve.TestCheckout serve.TestSwapUnderLoad browser.TestOverlay browser.TestNotesOfErrors browser.TestNotesOfWarnings"},
	{"It stops within two seconds when asked to, whoever is connected.", "serve.TestShutdown serve.TestTryShutdown serve.txtar"},
	{"/try/ answers every number and no request hangs there.",
		"try.TestEveryNumber try.TestWhatIsNotPossible try.TestWaiting try.TestLeavingClients try.TestSlowClients try.TestContent try.TestStop"},
	{"Every number of three digits has a page.", "build.TestEveryNumber"},
	{"Answering from memory costs next to nothing.", "serve.TestAllocations"},
}

// Each test that a promise leans on is there.
func TestPromises(t *testing.T) {
	for _, p := range promises {
		for name := range strings.FieldsSeq(p.tests) {
			if strings.HasSuffix(name, ".txtar") {
				if _, err := os.Stat(filepath.Join("testdata", name)); err != nil {
					t.Errorf("%.40s…: %v", p.promise, err)
				}
				continue
			}
			room, test, _ := strings.Cut(name, ".")
			if !defines(t, filepath.Join(root, "internal", room), test) {
				t.Errorf("%.40s…: internal/%s has no %s", p.promise, room, test)
			}
		}
	}
}

func defines(t *testing.T, dir, test string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	if err != nil || len(files) == 0 {
		t.Fatal(dir, len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "\nfunc "+test+"(") {
			return true
		}
	}
	return false
}
