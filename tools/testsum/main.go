// Command testsum runs tests and sums them up: one line for each package, failures in full, every half
// minute what it is waiting for, and at the end one line of totals and the reasons of all skipped tests.
//
//	testsum -race ./app/... ./sync/... -- ./e2e/...
//
// Between two "--" stand the arguments of one "go test"; all of them run, whatever fails. The exit
// code is 1 when a test or a build failed, and also when a test was skipped while CONGSO_NO_SKIP=1.
package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"time"
)

func main() {
	ticker := time.NewTicker(30 * time.Second)
	defer ticker.Stop()
	tally := NewTally(os.Stdout, ticker.C)
	for _, arguments := range groups(os.Args[1:]) {
		if err := run(tally, arguments); err != nil {
			fmt.Fprintln(os.Stderr, "testsum:", err)
			tally.Failed++
		}
	}
	tally.Close()
	if tally.Failed > 0 || tally.Passed == 0 || os.Getenv("CONGSO_NO_SKIP") == "1" && len(tally.Skips) > 0 {
		os.Exit(1)
	}
}

// groups splits at "--".
func groups(arguments []string) [][]string {
	var all [][]string
	for {
		at := slices.Index(arguments, "--")
		if at < 0 {
			return append(all, arguments)
		}
		all = append(all, arguments[:at])
		arguments = arguments[at+1:]
	}
}

// logVariable names a file that is given what go test says besides, for tools/reliability.
const logVariable = "CONGSO_TEST_LOG"

// run calls go test once and feeds the tally. That tests fail is told by the tally; an error is what
// the tally did not hear of.
func run(tally *Tally, arguments []string) error {
	command := exec.Command("go", append([]string{"test", "-json"}, arguments...)...)
	command.Stderr = os.Stderr
	output, err := command.StdoutPipe()
	if err != nil {
		return fmt.Errorf("start go test: %w", err)
	}
	if err := command.Start(); err != nil {
		return fmt.Errorf("start go test: %w", err)
	}
	before := tally.Failed
	heard := io.Reader(output)
	if name := os.Getenv(logVariable); name != "" {
		file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
		if err != nil {
			return fmt.Errorf("keep what the tests said: %w", err)
		}
		defer file.Close()
		heard = io.TeeReader(output, file)
	}
	if err := tally.Read(heard); err != nil {
		_ = command.Process.Kill()
		_ = command.Wait()
		return err
	}
	if err := command.Wait(); err != nil && tally.Failed == before {
		return fmt.Errorf("go test: %w", err)
	}
	return nil
}
