package e2e

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// patience is how long the test waits for anything; machines that build at the same time are slow.
const patience = 90 * time.Second

// tagsOf reads the build tags out of GOFLAGS.
func tagsOf(flags string) string {
	for _, flag := range strings.Fields(flags) {
		if tags, found := strings.CutPrefix(flag, "-tags="); found {
			return tags
		}
	}
	return "migrated_fynedo,sqlite_fts5,x11"
}

// until waits for a condition; what is said when it never comes.
func until(t *testing.T, what string, holds func() bool, failed func() string) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for !holds() {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s\n%s", what, failed())
		}
		time.Sleep(50 * time.Millisecond) // between two looks at what another process wrote
	}
}

// process starts a program that is ended with the test, its output kept for when something fails.
func process(t *testing.T, name string, environment []string, program string, arguments ...string) *exec.Cmd {
	t.Helper()
	log, err := os.Create(filepath.Join(t.TempDir(), name+".log"))
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program, arguments...)
	command.Env = append(os.Environ(), environment...)
	command.Stdout, command.Stderr = log, log
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { command.Wait(); close(ended) }()
	t.Cleanup(func() {
		command.Process.Signal(os.Interrupt)
		select {
		case <-ended:
		case <-time.After(10 * time.Second):
			command.Process.Kill()
			<-ended
		}
		log.Close()
		if t.Failed() {
			text, _ := os.ReadFile(log.Name())
			t.Logf("output of %s:\n%s", name, tail(string(text), 3000))
		}
	})
	return command
}

func tail(text string, length int) string {
	if len(text) > length {
		return "…" + text[len(text)-length:]
	}
	return text
}

// run runs a program to its end and returns what it printed.
func run(t *testing.T, program string, arguments ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	out, err := exec.CommandContext(ctx, program, arguments...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", filepath.Base(program), arguments, err, out)
	}
	return string(out)
}

// textOf reads the words of a PDF, wrapped lines joined.
func textOf(t *testing.T, path string) string {
	t.Helper()
	return regexp.MustCompile(`\s+`).ReplaceAllString(run(t, "pdftotext", "-layout", path, "-"), " ")
}
