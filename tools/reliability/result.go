package main

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// result is how a test ended: "pass", "fail" or "skip", and after how many seconds.
type result struct {
	word    string
	seconds float64
	figures []string // that it printed
}

// results are by package of the house and test: "sync/hub TestWorld".
type results map[string]result

// read takes in what go test -json printed. Lines that are none of its own are passed over.
func (r results) read(from io.Reader) error {
	decoder := json.NewDecoder(from)
	figures := map[string][]string{}
	for {
		var event struct {
			Action, Package, Test, Output string
			Elapsed                       float64
		}
		if err := decoder.Decode(&event); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		if event.Test == "" || strings.Contains(event.Test, "/") {
			continue
		}
		name := strings.TrimPrefix(event.Package, "congso.vn/congso/") + " " + event.Test
		switch event.Action {
		case "output":
			if _, figure, found := strings.Cut(event.Output, ": figure "); found {
				figures[name] = append(figures[name], strings.TrimSpace(figure))
			}
		case "pass", "fail", "skip":
			r[name] = result{event.Action, event.Elapsed, figures[name]}
		}
	}
}
