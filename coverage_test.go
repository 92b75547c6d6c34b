package main_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// coverageRows are the rows of docs/coverage-97.md, cell by cell.
func coverageRows(t *testing.T) [][]string {
	t.Helper()
	text, err := os.ReadFile("docs/coverage-97.md")
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.TrimSpace(line), "|")
		if len(cells) != 8 || strings.TrimSpace(cells[1]) == "no" || strings.HasPrefix(cells[1], "-") {
			continue
		}
		for i := range cells {
			cells[i] = strings.Trim(strings.TrimSpace(cells[i]), "`")
		}
		rows = append(rows, cells[1:7])
	}
	return rows
}

// The table of what a tender asks for names no test that is not there, and nothing as built without one.
func TestCoverageNamesTestsThatExist(t *testing.T) {
	rows := coverageRows(t)
	if len(rows) != 97 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, row := range rows {
		number, state, where, test := row[0], row[2], row[3], row[4]
		built := state == "built" || state == "in part"
		if built != (test != "") || !built && state != "not yet" && state != "elsewhere" {
			t.Errorf("%s is %q and shown by %q", number, state, test)
		}
		if test == "" {
			continue
		}
		files, err := filepath.Glob(filepath.Join(filepath.FromSlash(where), "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		found, wanted := false, regexp.MustCompile(`(?m)^func `+test+`\(`)
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			found = found || wanted.Match(text)
		}
		if !found {
			t.Errorf("%s: there is no %s in %s", number, test, where)
		}
	}
}

// Its rows are the tender's.
func TestCoverageIsTheTenders(t *testing.T) {
	folder := os.Getenv("CONGSO_DATA")
	if folder == "" {
		folder = filepath.Join("..", "shared", "data")
	}
	file, err := os.Open(filepath.Join(folder, "council", "haiphong_ehsmt_97_functions.tsv"))
	if err != nil {
		t.Skip("shared data absent: ", err)
	}
	defer file.Close()
	reader := csv.NewReader(file)
	reader.Comma = '\t'
	functions, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range coverageRows(t) {
		if want := functions[i+1]; row[0] != want[0] || row[1] != strings.TrimSpace(want[4]) {
			t.Errorf("row %d is %s %s, want %s %s", i+1, row[0], row[1], want[0], want[4])
		}
	}
}
