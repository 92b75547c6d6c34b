// Command androidcheck says whether the module would compile for Android, on a machine that has none
// of Android's tools.
//
//	androidcheck ./...
//
// Packages that need no C are vetted with their tests by "go vet" for android/arm64, or only built
// where the tests need C. Packages that need C, by themselves or through what they import (the window
// toolkit, the database), cannot be compiled here: they are listed with the reason, and their types
// are checked with C taken on trust. Which is which comes from "go list".
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
)

func main() {
	patterns := os.Args[1:]
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	if err := check(patterns, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "androidcheck:", err)
		os.Exit(1)
	}
}

// check does all of it in the current folder.
func check(patterns []string, out io.Writer) error {
	packages, err := list(patterns)
	if err != nil {
		return err
	}
	var plain, untested, needing []string
	for _, p := range packages {
		switch {
		case !p.ours():
		case p.c == "" && p.testC != "":
			untested = append(untested, p.ImportPath)
		case p.c == "":
			plain = append(plain, p.ImportPath)
		default:
			needing = append(needing, p.ImportPath+" ("+p.c+")")
		}
	}
	if len(plain)+len(untested)+len(needing) == 0 {
		return fmt.Errorf("no packages in %s", strings.Join(patterns, " "))
	}
	problems := typeCheck(packages)
	for _, problem := range problems {
		fmt.Fprintln(out, problem)
	}
	failed := errors.Join(run(out, plain, "vet"), run(out, untested, "build", "-o", os.DevNull))
	fmt.Fprintf(out, "android/arm64: %d packages vetted, %d built as their tests need C, %d with types checked only as they need C:\n",
		len(plain), len(untested), len(needing))
	for _, line := range slices.Concat(untested, needing) {
		fmt.Fprintln(out, "  "+line)
	}
	if len(problems) > 0 {
		return fmt.Errorf("%d type errors", len(problems))
	}
	return failed
}

// run runs one command of Go on packages without C.
func run(out io.Writer, packages []string, verb ...string) error {
	if len(packages) == 0 {
		return nil
	}
	command := exec.Command("go", append(verb, packages...)...)
	command.Env = environment("CGO_ENABLED=0")
	command.Stdout, command.Stderr = out, out
	if err := command.Run(); err != nil {
		return fmt.Errorf("go %s: %w", verb[0], err)
	}
	return nil
}

// environment is that of a build for a tablet, with the tags that the program has there: those of
// tools/env.sh but for the one that chooses X11.
func environment(more ...string) []string {
	return append(append(os.Environ(), "GOOS=android", "GOARCH=arm64", "CC=false",
		"GOFLAGS=-buildvcs=false -tags=migrated_fynedo,sqlite_fts5"), more...)
}
