package cli

import (
	"os"
	"path/filepath"
	"testing"
)

func TestReplaceIn(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "codes", "401.md")
	outside := filepath.Join(t.TempDir(), "outside.md")
	for _, err := range []error{
		os.Mkdir(filepath.Dir(file), 0o755), os.WriteFile(file, []byte("old"), 0o640), os.WriteFile(outside, []byte("old"), 0o644),
		os.Symlink(outside, filepath.Join(dir, "codes", "link.md")), os.Symlink("401.md", filepath.Join(dir, "codes", "near.md")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for _, name := range []string{"codes/link.md", "codes/near.md", "codes/none.md", "../outside.md"} {
		if err := replaceIn(root, name, []byte("old"), []byte("new")); err == nil {
			t.Errorf("%s is replaced", name)
		}
	}
	if err := replaceIn(root, "codes/401.md", []byte("older"), []byte("new")); err == nil {
		t.Error("what somebody has saved meanwhile is lost")
	}
	if text, _ := os.ReadFile(file); string(text) != "old" {
		t.Errorf("a refusal leaves %q", text)
	}
	if err := replaceIn(root, "codes/401.md", []byte("old"), []byte("new")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	if text, _ := os.ReadFile(file); string(text) != "new" {
		t.Errorf("%q", text)
	}
	if left, err := os.ReadDir(filepath.Dir(file)); err != nil || len(left) != 3 {
		t.Errorf("%v %v", left, err)
	}
}
