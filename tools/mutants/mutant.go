package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// mutant is one patch.
type mutant struct {
	name    string
	promise string // what it breaks
	pkg     string
	tests   []string
	files   []string // that it changes
	patch   []byte

	verdict verdict
	took    time.Duration
}

func (m mutant) target() string { return m.pkg + " " + strings.Join(m.tests, " ") }

// readAll reads the patches whose names begin with only, in the order of their names.
func readAll(folder, only string) ([]mutant, error) {
	paths, err := filepath.Glob(filepath.Join(folder, only+"*.patch"))
	if err != nil {
		return nil, err
	}
	slices.Sort(paths)
	var all []mutant
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		m, err := read(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		m.name = strings.TrimSuffix(filepath.Base(path), ".patch")
		all = append(all, m)
	}
	return all, nil
}

// read takes a patch apart.
func read(data []byte) (mutant, error) {
	m := mutant{patch: data}
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		switch {
		case strings.HasPrefix(line, "# Test: "):
			words := strings.Fields(line[len("# Test: "):])
			if len(words) > 0 {
				m.pkg, m.tests = words[0], words[1:]
			}
		case strings.HasPrefix(line, "# ") && len(m.files) == 0:
			m.promise = strings.TrimSpace(m.promise + " " + line[2:])
		case strings.HasPrefix(line, "+++ b/"):
			m.files = append(m.files, strings.TrimPrefix(line, "+++ b/"))
		}
	}
	switch {
	case m.promise == "":
		return m, fmt.Errorf("it does not say what it breaks")
	case m.pkg == "" || len(m.tests) == 0:
		return m, fmt.Errorf("it does not name the test that kills it")
	case len(m.files) == 0:
		return m, fmt.Errorf("it changes nothing")
	}
	return m, lines.Err()
}
