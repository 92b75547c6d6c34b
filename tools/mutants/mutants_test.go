package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

const grown = `package grown

// Grow makes one more.
func Grow(n int) int {
	return n + 1
}
`

const growTest = `package grown

import "testing"

func TestGrow(t *testing.T) {
	if Grow(1) != 2 {
		t.Error("does not grow")
	}
}

func TestBlind(t *testing.T) { Grow(1) }

func TestRed(t *testing.T) { t.Error("always") }
`

func patch(test, old, new string) string {
	return "# Nothing grows.\n# Test: . " + test + "\n--- a/grow.go\n+++ b/grow.go\n@@ -4,3 +4,3 @@\n func Grow(n int) int {\n-" + old + "\n+" + new + "\n }\n"
}

// Each kind of patch gets its own word, and the tree is whole after each.
func TestVerdicts(t *testing.T) {
	tree := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module grown\n\ngo 1.25\n", "grow.go": grown, "grow_test.go": growTest} {
		if err := os.WriteFile(filepath.Join(tree, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	program, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOFLAGS", "-buildvcs=false")
	b := bed{tree: tree, program: program, each: time.Minute, sound: map[string]verdict{}}
	for _, row := range []struct{ test, old, new, want string }{
		{"TestGrow", "\treturn n + 1", "\treturn n", killed},
		{"TestBlind", "\treturn n + 1", "\treturn n", alive},
		{"TestRed", "\treturn n + 1", "\treturn n", red},
		{"TestNobodyWrote", "\treturn n + 1", "\treturn n", red},
		{"TestGrow", "\treturn n + 2", "\treturn n", notApplied},
		{"TestGrow", "\treturn n + 1", "\treturn m", notBuilt},
		{"TestGrow", "\treturn n + 1", "\treturn 1 + n", alive},
	} {
		m, err := read([]byte(patch(row.test, row.old, row.new)))
		if err != nil {
			t.Fatal(err)
		}
		if got := b.judge(t.Context(), m); got.word != row.want {
			t.Errorf("%s with %q: %s, want %s\n%s", row.test, row.new, got.word, row.want, got.output)
		}
		if data, err := os.ReadFile(filepath.Join(tree, "grow.go")); err != nil || string(data) != grown {
			t.Errorf("%s left the tree changed: %v", row.new, err)
		}
	}
}

func TestPatchesSayWhatTheyAre(t *testing.T) {
	whole := patch("TestGrow", "a", "b")
	if m, err := read([]byte(whole)); err != nil || m.promise != "Nothing grows." || m.target() != ". TestGrow" || len(m.files) != 1 {
		t.Errorf("%+v, %v", m, err)
	}
	for _, text := range []string{"", "# Test: . TestX\n+++ b/x\n", "# Breaks.\n+++ b/x\n", "# Breaks.\n# Test: . TestX\n", "# Breaks.\n# Test: ./x\n+++ b/x\n"} {
		if _, err := read([]byte(text)); err == nil {
			t.Errorf("%q is taken as a patch", text)
		}
	}
}

// Every patch of the project can be read, and still breaks what it was made for: a line that was changed since
// leaves its promise unheld without a word.
func TestPatchesOfTheProject(t *testing.T) {
	root := filepath.Join("..", "..")
	all, err := readAll(filepath.Join(root, "testdata", "mutants"), "")
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 12 {
		t.Errorf("%d patches", len(all))
	}
	for _, m := range all {
		apply := exec.Command("git", append(applying, "--check", "-")...)
		apply.Dir, apply.Stdin = root, bytes.NewReader(m.patch)
		if output, err := apply.CombinedOutput(); err != nil {
			t.Errorf("%s does not apply: %v: %s", m.name, err, output)
		}
	}
}
