// Command reliability writes docs/reliability.md: which fault is held against which promise by which
// test, and how that test ended when it was last run.
//
//	reliability                    run the tests of the table and write the page
//	reliability -log run.json      take the results from what "go test -json" printed before
//
// The exit code is 1 when a test of the table failed, was skipped, or does not exist.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	from := flag.String("table", filepath.Join("sync", "proof", "testdata", "table.json"), "the table of faults and tests")
	to := flag.String("out", filepath.Join("docs", "reliability.md"), "the page to write")
	log := flag.String("log", "", "take results from this output of go test -json instead of running anything")
	program := flag.String("go", filepath.Join("tools", "go"), "how go is called")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	bad, err := run(ctx, *from, *to, *log, *program)
	if err != nil {
		fmt.Fprintln(os.Stderr, "reliability:", err)
		os.Exit(2)
	}
	if len(bad) > 0 {
		fmt.Fprintln(os.Stderr, "Not proved:\n  "+strings.Join(bad, "\n  "))
		os.Exit(1)
	}
}

func run(ctx context.Context, from, to, log, program string) ([]string, error) {
	t, err := readTable(from)
	if err != nil {
		return nil, err
	}
	results := results{}
	if log != "" {
		file, err := os.Open(log)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		if err := results.read(file); err != nil {
			return nil, err
		}
	} else if err := runTests(ctx, program, t, results); err != nil {
		return nil, err
	}
	page, bad := t.page(results, time.Now())
	return bad, os.WriteFile(to, []byte(page), 0o644)
}

// runTests runs the tests of every package of the table once, and lists its fuzz targets by running
// their seeds.
func runTests(ctx context.Context, program string, t table, into results) error {
	for _, pkg := range t.packages() {
		pattern := "^(" + strings.Join(t.testsOf(pkg), "|") + ")$"
		command := exec.CommandContext(ctx, program, "test", "-count=1", "-json", "-timeout", "15m", "-run", pattern, "./"+pkg)
		command.Stderr = os.Stderr
		out, err := command.StdoutPipe()
		if err != nil {
			return err
		}
		if err := command.Start(); err != nil {
			return err
		}
		err = into.read(out)
		_, _ = io.Copy(io.Discard, out)
		if waited := command.Wait(); err == nil && waited != nil && ctx.Err() != nil {
			err = ctx.Err() // a test that fails is told of in the page
		}
		if err != nil {
			return err
		}
	}
	return nil
}
