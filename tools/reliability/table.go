package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

// table is what the file of the table says.
type table struct {
	Promises []string  `json:"promises"` // the columns
	Faults   []fault   `json:"faults"`   // the rows
	Decoders []decoder `json:"decoders"` // what is read from others, and what is thrown at it
}

// fault is one row.
type fault struct {
	Name  string          `json:"name"`
	Cells map[string]cell `json:"cells"` // by promise
}

// cell names the tests that hold a promise against a fault, "package TestName", or why there are none.
type cell struct {
	Tests []string `json:"tests,omitempty"`
	None  string   `json:"none,omitempty"`
}

// decoder is a piece of code that reads what somebody else wrote.
type decoder struct {
	Reads string `json:"reads"`
	Fuzz  string `json:"fuzz"` // "package FuzzName"
}

func readTable(file string) (table, error) {
	var t table
	data, err := os.ReadFile(file)
	if err != nil {
		return t, err
	}
	if err := json.Unmarshal(data, &t); err != nil {
		return t, fmt.Errorf("%s: %w", file, err)
	}
	for _, f := range t.Faults {
		for promise, c := range f.Cells {
			if !slices.Contains(t.Promises, promise) {
				return t, fmt.Errorf("%s: %s: %q is no promise", file, f.Name, promise)
			}
			if (len(c.Tests) == 0) == (c.None == "") {
				return t, fmt.Errorf("%s: %s: %s names tests or says why there are none", file, f.Name, promise)
			}
		}
		if len(f.Cells) != len(t.Promises) {
			return t, fmt.Errorf("%s: %s has %d cells for %d promises", file, f.Name, len(f.Cells), len(t.Promises))
		}
	}
	return t, nil
}

// tests are all tests and fuzz targets of the table, each once, in order.
func (t table) tests() []string {
	seen := map[string]bool{}
	for _, f := range t.Faults {
		for _, c := range f.Cells {
			for _, test := range c.Tests {
				seen[test] = true
			}
		}
	}
	for _, d := range t.Decoders {
		seen[d.Fuzz] = true
	}
	var all []string
	for test := range seen {
		all = append(all, test)
	}
	slices.Sort(all)
	return all
}

func (t table) packages() []string {
	var all []string
	for _, test := range t.tests() {
		pkg, _, _ := strings.Cut(test, " ")
		all = append(all, pkg)
	}
	return slices.Compact(all)
}

func (t table) testsOf(pkg string) []string {
	var all []string
	for _, test := range t.tests() {
		if in, name, _ := strings.Cut(test, " "); in == pkg {
			all = append(all, name)
		}
	}
	return all
}

// page returns the page, and what of it is not proved.
func (t table) page(results results, now time.Time) (page string, bad []string) {
	tests := t.tests()
	number := map[string]int{}
	for i, test := range tests {
		number[test] = i + 1
		if word := results[test].word; word != "pass" {
			bad = append(bad, test+": "+or(word, "did not run"))
		}
	}
	var b strings.Builder
	line := func(format string, values ...any) { fmt.Fprintf(&b, format+"\n", values...) }
	line("# What is proved\n")
	line("Written by `make reliability` on %s; nobody edits it. Each cell says which tests hold the promise above it against the fault beside it: ✓ all passed, ✗ one did not, – there is none, for the reason of that letter.\n", now.Format("2006-01-02 15:04 -0700"))
	line("| fault | %s |", strings.Join(t.Promises, " | "))
	line("|---%s|", strings.Repeat("|---", len(t.Promises)))
	var reasons []string
	for _, f := range t.Faults {
		var cells []string
		for _, promise := range t.Promises {
			c := f.Cells[promise]
			if c.None != "" {
				if !slices.Contains(reasons, c.None) {
					reasons = append(reasons, c.None)
				}
				cells = append(cells, "– "+letter(slices.Index(reasons, c.None)))
				continue
			}
			sign, numbers := "✓", []string{}
			for _, test := range c.Tests {
				numbers = append(numbers, fmt.Sprint(number[test]))
				if results[test].word != "pass" {
					sign = "✗"
				}
			}
			cells = append(cells, sign+" "+strings.Join(numbers, ", "))
		}
		line("| %s | %s |", f.Name, strings.Join(cells, " | "))
	}
	line("")
	for i, reason := range reasons {
		line("- %s: %s", letter(i), reason)
	}
	line("\n## The tests\n\n| | package | test | last result | seconds |\n|---|---|---|---|---|")
	for i, test := range tests {
		pkg, name, _ := strings.Cut(test, " ")
		r := results[test]
		line("| %d | `%s` | %s | %s | %.1f |", i+1, pkg, name, or(r.word, "did not run"), r.seconds)
	}
	line("\n## What is read from others\n\n| reads | fuzz target |\n|---|---|")
	for _, d := range t.Decoders {
		pkg, name, _ := strings.Cut(d.Fuzz, " ")
		line("| %s | `%s` %s |", d.Reads, pkg, name)
	}
	var figures []string
	for _, test := range tests {
		figures = append(figures, results[test].figures...)
	}
	if len(figures) > 0 {
		line("\n## Figures of this run\n\n- %s", strings.Join(figures, "\n- "))
	}
	return b.String(), bad
}

func letter(i int) string { return string(rune('a' + i)) }

func or(word, otherwise string) string {
	if word == "" {
		return otherwise
	}
	return word
}
