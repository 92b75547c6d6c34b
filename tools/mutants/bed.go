package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// The words on a mutant.
const (
	killed     = "killed"
	alive      = "SURVIVED"
	red        = "RED WITHOUT IT"
	notApplied = "DOES NOT APPLY"
	notBuilt   = "DOES NOT COMPILE"
	late       = "TOOK TOO LONG"
)

// verdict is a word, and what was printed on the way to it.
type verdict struct {
	word   string
	output string
}

// bed is a copy of the tree where things may be broken.
type bed struct {
	tree    string
	program string // how go is called
	each    time.Duration
	sound   map[string]verdict // by target: how its tests run without any patch
}

// applying is how git applies a patch whose numbers of lines are from some time ago.
var applying = []string{"apply", "--recount", "-C1"}

// judge runs a mutant's tests without it and with it.
func (b bed) judge(ctx context.Context, m mutant) verdict {
	sound, known := b.sound[m.target()]
	if !known {
		sound = b.test(ctx, m)
		b.sound[m.target()] = sound
	}
	if sound.word != alive {
		return verdict{red, sound.output}
	}
	before := map[string][]byte{}
	for _, file := range m.files {
		data, err := os.ReadFile(filepath.Join(b.tree, file))
		if err != nil {
			return verdict{notApplied, err.Error()}
		}
		before[file] = data
	}
	defer func() {
		for file, data := range before {
			if err := os.WriteFile(filepath.Join(b.tree, file), data, 0o600); err != nil {
				fmt.Fprintln(os.Stderr, "mutants: put back:", err)
			}
		}
	}()
	apply := exec.CommandContext(ctx, "git", append(applying, "-")...)
	apply.Dir, apply.Stdin = b.tree, bytes.NewReader(m.patch)
	if output, err := apply.CombinedOutput(); err != nil {
		return verdict{notApplied, string(output)}
	}
	return b.test(ctx, m)
}

// test runs the tests of a mutant once. One that runs into its time is not killed: nobody knows why.
func (b bed) test(ctx context.Context, m mutant) verdict {
	ctx, cancel := context.WithTimeout(ctx, b.each)
	defer cancel()
	pattern := "^(" + strings.Join(m.tests, "|") + ")$"
	run := exec.CommandContext(ctx, b.program, "test", "-count=1", "-v", "-run", pattern, m.pkg)
	run.Dir = b.tree
	run.Env = append(os.Environ(), "CONGSO_SIM_SECONDS=4")
	run.WaitDelay = 5 * time.Second
	output, err := run.CombinedOutput()
	text := tail(string(output))
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return verdict{late, text}
	case strings.Contains(text, "[build failed]") || strings.Contains(text, "[setup failed]"):
		return verdict{notBuilt, text}
	case err == nil && !bytes.Contains(output, []byte("--- PASS: ")):
		return verdict{red, "no such test ran, or it was skipped:\n" + text}
	case err == nil:
		return verdict{alive, text}
	case errors.As(err, &exit) && bytes.Contains(output, []byte("--- FAIL: ")) || bytes.Contains(output, []byte("panic: ")):
		return verdict{killed, text}
	}
	return verdict{red, text}
}

// tail is the end of what was printed.
func tail(text string) string {
	const most = 3000
	if len(text) > most {
		return "…" + text[len(text)-most:]
	}
	return text
}

// copyTree copies every file that git knows or would take in.
func copyTree(ctx context.Context, from, to string) error {
	list := exec.CommandContext(ctx, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list.Dir = from
	names, err := list.Output()
	if err != nil {
		return fmt.Errorf("list files: %w", err)
	}
	for name := range strings.SplitSeq(strings.TrimRight(string(names), "\x00"), "\x00") {
		if err := copyFile(filepath.Join(from, name), filepath.Join(to, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

func copyFile(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	info, err := source.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, info.Mode().Perm())
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Close())
}
