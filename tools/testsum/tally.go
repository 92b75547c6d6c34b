package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Tally reads the events of one or several runs, prints each package as it ends and keeps the
// totals. It counts what a person would call a test: a test that only holds subtests is not one of
// its own. One goroutine uses it.
type Tally struct {
	Passed, Failed int
	Skips          []Skip

	out      io.Writer
	tick     <-chan time.Time // when to say how far it has come
	ended    int              // packages
	packages map[string]*packageRun
	builds   map[string]*strings.Builder
}

// Skip is one test that chose not to run.
type Skip struct{ Package, Test, Reason string }

// packageRun is what is known of a package whose tests run.
type packageRun struct {
	tests       map[string]*testRun
	order       []string
	output      strings.Builder // what belongs to no test
	passed      int
	skipped     int
	failedTests []string
}

// testRun is what is known of one test.
type testRun struct {
	output             strings.Builder
	started            bool // a name with a slash in it has a part before it that is no test
	ended              bool
	hasChild, badChild bool
}

// NewTally makes a tally that prints to out, and at every tick what it is waiting for.
func NewTally(out io.Writer, tick <-chan time.Time) *Tally {
	return &Tally{out: out, tick: tick, packages: map[string]*packageRun{}, builds: map[string]*strings.Builder{}}
}

// Read takes in the output of one "go test -json" until its end. Lines that are no events are passed on.
func (t *Tally) Read(from io.Reader) error {
	lines, ended := make(chan []byte), make(chan error, 1)
	go func() {
		defer close(lines)
		for reader := bufio.NewReader(from); ; {
			line, err := reader.ReadBytes('\n')
			if len(line) > 0 {
				lines <- line
			}
			if err != nil {
				ended <- err
				return
			}
		}
	}()
	for {
		select {
		case line, more := <-lines:
			if !more {
				if err := <-ended; err != io.EOF {
					return fmt.Errorf("read events: %w", err)
				}
				return nil
			}
			t.takeLine(line)
		case <-t.tick:
			t.progress()
		}
	}
}

func (t *Tally) takeLine(line []byte) {
	var event Event
	if json.Unmarshal(line, &event) != nil || event.Action == "" {
		fmt.Fprintf(t.out, "%s\n", strings.TrimRight(string(line), "\n"))
		return
	}
	t.take(event)
}

func (t *Tally) take(event Event) {
	switch event.Action {
	case "build-output":
		if t.builds[event.ImportPath] == nil {
			t.builds[event.ImportPath] = &strings.Builder{}
		}
		t.builds[event.ImportPath].WriteString(event.Output)
		return
	case "build-fail":
		return
	}
	run := t.packages[event.Package]
	if run == nil {
		run = &packageRun{tests: map[string]*testRun{}}
		t.packages[event.Package] = run
	}
	if event.Test == "" {
		t.takePackage(event, run)
	} else {
		t.takeTest(event, run)
	}
}

func (t *Tally) takeTest(event Event, run *packageRun) {
	test := run.test(event.Test)
	test.started = true
	switch event.Action {
	case "output":
		test.output.WriteString(event.Output)
	case "pass":
		test.ended = true
		if !test.hasChild {
			run.passed++
		}
		test.output.Reset()
	case "skip":
		test.ended = true
		run.skipped++
		t.Skips = append(t.Skips, Skip{event.Package, event.Test, reason(test.output.String())})
	case "fail":
		test.ended = true
		run.fail(event.Test)
	}
}

func (t *Tally) takePackage(event Event, run *packageRun) {
	switch event.Action {
	case "output":
		run.output.WriteString(event.Output)
	case "pass", "fail", "skip":
		t.end(event, run)
		t.ended++
		delete(t.packages, event.Package)
	}
}

// end closes a package: a test that never ended failed, and so did a package that failed with no
// test to blame.
func (t *Tally) end(event Event, run *packageRun) {
	for _, name := range slices.Backward(run.order) { // the inner before the outer
		if test := run.tests[name]; test.started && !test.ended && event.Action == "fail" && !test.badChild {
			run.fail(name)
		}
	}
	failed := len(run.failedTests)
	if event.Action == "fail" && failed == 0 {
		failed = 1
	}
	t.Passed += run.passed
	t.Failed += failed
	t.print(event, run, failed)
}

// test finds a test, and makes it and what is above it known at its first event.
func (run *packageRun) test(name string) *testRun {
	if test := run.tests[name]; test != nil {
		return test
	}
	test := &testRun{}
	run.tests[name] = test
	if parent, ok := parentOf(name); ok {
		run.test(parent).hasChild = true
	}
	run.order = append(run.order, name)
	return test
}

// fail notes a failed test, unless it failed only because one inside it did.
func (run *packageRun) fail(name string) {
	if !run.tests[name].badChild {
		run.failedTests = append(run.failedTests, name)
	}
	if parent, ok := parentOf(name); ok {
		run.test(parent).badChild = true
	}
}

func parentOf(name string) (string, bool) {
	at := strings.LastIndexByte(name, '/')
	return name[:max(at, 0)], at > 0
}
