package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// print writes the line of an ended package and, under it, everything that its failures said.
func (t *Tally) print(event Event, run *packageRun, failed int) {
	if event.Action == "skip" && len(run.tests) == 0 {
		return // no test files
	}
	word := "ok  "
	if failed > 0 {
		word = "FAIL"
	}
	fmt.Fprintf(t.out, "%s %7.2fs  %s  %s\n", word, event.Elapsed, event.Package, counts(run.passed, failed, run.skipped))
	if failed == 0 {
		return
	}
	if said := t.builds[event.FailedBuild]; said != nil {
		fmt.Fprint(t.out, indent(said.String()))
	}
	for _, name := range run.failedTests {
		test := run.tests[name]
		fmt.Fprintf(t.out, "     --- %s\n%s", name, indent(withoutMarks(test.output.String())))
		// What the tests around it said often holds the cause.
		for parent, ok := parentOf(name); ok; parent, ok = parentOf(parent) {
			fmt.Fprint(t.out, indent(withoutMarks(run.tests[parent].output.String())))
		}
	}
	fmt.Fprint(t.out, indent(run.output.String()))
}

// progress says what takes so long, for whoever watches a cold build of minutes.
func (t *Tally) progress() {
	running := slices.Sorted(maps.Keys(t.packages))
	if len(running) == 0 {
		running = []string{"building"}
	}
	fmt.Fprintf(t.out, "...   %d packages done; now %s\n", t.ended, strings.Join(running, " "))
}

func counts(passed, failed, skipped int) string {
	text := fmt.Sprintf("%d passed", passed)
	if failed > 0 {
		text += fmt.Sprintf(", %d failed", failed)
	}
	if skipped > 0 {
		text += fmt.Sprintf(", %d skipped", skipped)
	}
	return text
}

// Close prints builds that failed before any package could tell of them, why tests were skipped, and
// the totals as the very last line.
func (t *Tally) Close() {
	for name := range t.packages {
		fmt.Fprintf(t.out, "FAIL  %s did not end\n", name)
		t.Failed++
	}
	if len(t.Skips) > 0 {
		fmt.Fprintln(t.out, "\nSkipped:")
		for _, group := range t.skipsByReason() {
			fmt.Fprintf(t.out, "%5d  %s\n", len(group), group[0].Reason)
			for _, skip := range group {
				fmt.Fprintf(t.out, "         %s %s\n", skip.Package, skip.Test)
			}
		}
	}
	fmt.Fprintf(t.out, "\n%d passed, %d failed, %d skipped\n", t.Passed, t.Failed, len(t.Skips))
}

func (t *Tally) skipsByReason() [][]Skip {
	var groups [][]Skip
	for _, skip := range t.Skips {
		at := slices.IndexFunc(groups, func(g []Skip) bool { return g[0].Reason == skip.Reason })
		if at < 0 {
			groups = append(groups, nil)
			at = len(groups) - 1
		}
		groups[at] = append(groups[at], skip)
	}
	return groups
}

var (
	// marks are the lines by which the testing package says where it is.
	marks  = regexp.MustCompile(`(?m)^\s*(=== (RUN|PAUSE|CONT|NAME)|--- (PASS|FAIL|SKIP)).*\n`)
	source = regexp.MustCompile(`(?m)^\s*\S+\.go:\d+: `)
)

func withoutMarks(output string) string { return marks.ReplaceAllString(output, "") }

// reason is what a skipped test said last, without the place.
func reason(output string) string {
	said := withoutMarks(output)
	if places := source.FindAllStringIndex(said, -1); len(places) > 0 {
		said = said[places[len(places)-1][1]:]
	}
	if said = strings.Join(strings.Fields(said), " "); said == "" {
		return "no reason given"
	}
	return said
}

func indent(text string) string {
	if text = strings.TrimRight(text, "\n"); text == "" {
		return ""
	}
	return "     " + strings.ReplaceAll(text, "\n", "\n     ") + "\n"
}
