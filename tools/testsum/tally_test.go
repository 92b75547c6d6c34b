package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// tried is a module with every way in which tests end.
var tried = map[string]string{
	"go.mod": "module tried\ngo 1.26\n",
	"fine/fine_test.go": `package fine
import "testing"
func TestFine(t *testing.T) {}
func TestTable(t *testing.T) {
	t.Run("one", func(t *testing.T) {})
	t.Run("two", func(t *testing.T) { t.Log("first words"); t.Skip("no printer:  none\nfound") })
}
func TestLater(t *testing.T) { t.Skip("no printer: none found") }
func TestSilent(t *testing.T) { t.SkipNow() }
`,
	"wrong/wrong_test.go": `package wrong
import "testing"
func TestRight(t *testing.T) { t.Log("not to be printed") }
func TestWrong(t *testing.T) {
	t.Log("the set-up said this")
	t.Run("deep", func(t *testing.T) { t.Run("deeper", func(t *testing.T) { t.Error("two is\nnot three") }) })
	t.Run("fine", func(t *testing.T) {})
	t.Run("a part/and a name", func(t *testing.T) {})
}
`,
	"panics/panics_test.go": "package panics\nimport \"testing\"\nfunc TestPanics(t *testing.T) { panic(\"fell over\") }\n",
	"leaves/leaves_test.go": `package leaves
import ("os"; "testing")
func TestMain(m *testing.M) { println("left early"); os.Exit(3) }
func TestNever(t *testing.T) {}
`,
	"hangs/hangs_test.go":      "package hangs\nimport \"testing\"\nfunc TestHangs(t *testing.T) { select {} }\nfunc TestWaits(t *testing.T) { t.Run(\"in\", func(t *testing.T) { select {} }) }\n",
	"broken/broken.go":         "package broken\nvar number int = \"text\"\n",
	"broken/broken_test.go":    "package broken\nimport \"testing\"\nfunc TestBroken(t *testing.T) {}\n",
	"untested/untested.go":     "package untested\n",
	"unparsable/parse.go":      "package unparsable\nfunc {\n",
	"unparsable/parse_test.go": "package unparsable\n",
}

// place writes the tried module, builds testsum beside it and returns the folder and the program.
func place(t *testing.T) (folder, program string) {
	t.Helper()
	folder = t.TempDir()
	for name, text := range tried {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	program = filepath.Join(folder, "testsum.exe")
	if said, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("build testsum: %v\n%s", err, said)
	}
	return folder, program
}

// sum runs the program in the folder and returns what it said and its exit code.
func sum(t *testing.T, folder, program, noSkip string, arguments []string) (output string, exit int) {
	t.Helper()
	command := exec.Command(program, arguments...)
	command.Dir = folder
	command.Env = append(os.Environ(), "GOFLAGS=", "CGO_ENABLED=0", "CONGSO_NO_SKIP="+noSkip)
	var both bytes.Buffer
	command.Stdout, command.Stderr = &both, &both
	if err := command.Run(); command.ProcessState == nil {
		t.Fatal(err)
	}
	return both.String(), command.ProcessState.ExitCode()
}

func lastLine(output string) string {
	lines := strings.Split(strings.TrimRight(output, "\n"), "\n")
	return lines[len(lines)-1]
}

func TestSums(t *testing.T) {
	folder, program := place(t)
	const fine, deep = "tried/fine", "TestWrong/deep/deeper"
	for _, row := range []struct {
		name, noSkip string
		arguments    []string
		exit         int
		last         string
		says, not    []string
	}{
		{"skips are no failure", "", []string{"./fine"}, 0, "2 passed, 0 failed, 3 skipped",
			[]string{"2  no printer: none found", "1  no reason given", fine + " TestTable/two"}, []string{"FAIL", "first words"}},
		{"unless all must run", "1", []string{"./fine"}, 1, "2 passed, 0 failed, 3 skipped", nil, nil},
		{"nothing skipped", "1", []string{"-run=TestFine", "./fine"}, 0, "1 passed, 0 failed, 0 skipped", nil, []string{"Skipped"}},
		{"a failure in full, once", "", []string{"./wrong"}, 1, "3 passed, 1 failed, 0 skipped",
			[]string{"FAIL", deep, "two is\n", "not three", "the set-up said this"}, []string{"not to be printed", "=== RUN"}},
		{"a panic", "", []string{"./panics"}, 1, "0 passed, 1 failed, 0 skipped", []string{"panic: fell over", "panics_test.go:3"}, nil},
		{"an exit outside tests", "", []string{"./leaves"}, 1, "0 passed, 1 failed, 0 skipped", []string{"left early"}, nil},
		{"hanging tests", "", []string{"-timeout=1s", "./hangs"}, 1, "0 passed, 1 failed, 0 skipped", []string{"timed out", "TestHangs"}, nil},
		{"a hanging subtest", "", []string{"-timeout=1s", "-run=TestWaits", "./hangs"}, 1, "0 passed, 1 failed, 0 skipped", []string{"timed out", "TestWaits/in"}, nil},
		{"a broken build", "", []string{"./broken"}, 1, "0 passed, 1 failed, 0 skipped", []string{"broken.go:2", "cannot use"}, nil},
		{"a broken file", "", []string{"./unparsable"}, 1, "0 passed, 1 failed, 0 skipped", []string{"parse.go:2"}, nil},
		{"no such package", "", []string{"./nowhere"}, 1, "0 passed, 1 failed, 0 skipped", nil, nil},
		{"no tests are no success", "", []string{"./untested"}, 1, "0 passed, 0 failed, 0 skipped", nil, nil},
		{"later groups run after a failure", "", []string{"./wrong", "--", "-run=TestFine", "./fine", "./untested"}, 1, "4 passed, 1 failed, 0 skipped",
			[]string{"FAIL", "ok"}, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			output, exit := sum(t, folder, program, row.noSkip, row.arguments)
			if exit != row.exit {
				t.Errorf("exit code %d, want %d", exit, row.exit)
			}
			if last := lastLine(output); last != row.last {
				t.Errorf("last line %q, want %q", last, row.last)
			}
			for _, text := range row.says {
				if strings.Count(output, text) == 0 {
					t.Errorf("does not say %q", text)
				}
			}
			for _, text := range row.not {
				if strings.Contains(output, text) {
					t.Errorf("says %q", text)
				}
			}
			if t.Failed() {
				t.Logf("it said:\n%s", output)
			}
		})
	}
}

// TestProgress holds that a tick says what is being waited for.
func TestProgress(t *testing.T) {
	var out bytes.Buffer
	tick, ended := make(chan time.Time), make(chan error)
	reader, writer := io.Pipe()
	tally := NewTally(&out, tick)
	go func() { ended <- tally.Read(reader) }()
	tick <- time.Time{}
	for _, line := range []string{`{"Action":"start","Package":"slow"}`, `{"Action":"start","Package":"quick"}`, `{"Action":"pass","Package":"quick"}`} {
		if _, err := io.WriteString(writer, line+"\n"); err != nil {
			t.Fatal(err)
		}
	}
	writer.Close()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	tally.progress()
	const want = "...   0 packages done; now building\nok      0.00s  quick  0 passed\n...   1 packages done; now slow\n"
	if out.String() != want {
		t.Errorf("said\n%swant\n%s", out.String(), want)
	}
}
