package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const said = `{"Action":"output","Package":"congso.vn/congso/sync/hub","Test":"TestWorld","Output":"    x_test.go:3: figure a.b 3 s\n"}
{"Action":"pass","Package":"congso.vn/congso/sync/hub","Test":"TestWorld/part","Elapsed":1}
{"Action":"pass","Package":"congso.vn/congso/sync/hub","Test":"TestWorld","Elapsed":1.5}
{"Action":"fail","Package":"congso.vn/congso/storage","Test":"TestKilled","Elapsed":2}
{"Action":"skip","Package":"congso.vn/congso/storage","Test":"TestFull","Elapsed":0}
{"Action":"pass","Package":"congso.vn/congso/sync/wire","Test":"FuzzDecode","Elapsed":0}
`

func TestPage(t *testing.T) {
	results := results{}
	if err := results.read(strings.NewReader(said)); err != nil {
		t.Fatal(err)
	}
	tab := table{
		Promises: []string{"no loss", "ink"},
		Faults: []fault{
			{"kill", map[string]cell{"no loss": {Tests: []string{"sync/hub TestWorld"}}, "ink": {None: "there is no ink"}}},
			{"full", map[string]cell{"no loss": {Tests: []string{"sync/hub TestWorld", "storage TestKilled"}}, "ink": {Tests: []string{"storage TestFull"}}}},
			{"cut", map[string]cell{"no loss": {Tests: []string{"storage TestNobodyWrote"}}, "ink": {None: "there is no ink"}}},
		},
		Decoders: []decoder{{"messages", "sync/wire FuzzDecode"}},
	}
	page, bad := tab.page(results, time.Unix(0, 0).UTC())
	for _, want := range []string{"| kill | ✓ 4 | – a |", "| full | ✗ 4, 2 | ✗ 1 |", "| cut | ✗ 3 | – a |", "- a: there is no ink", "| 3 | `storage` | TestNobodyWrote | did not run |", "a.b 3 s", "1970-01-01", "`sync/wire` FuzzDecode"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
	if got := strings.Join(bad, "; "); got != "storage TestFull: skip; storage TestKilled: fail; storage TestNobodyWrote: did not run" {
		t.Errorf("not proved: %s", got)
	}
}

func TestTableIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "table.json")
	for _, text := range []string{
		"{", `{"promises":["a"],"faults":[{"name":"x","cells":{"b":{"none":"y"}}}]}`, `{"promises":["a"],"faults":[{"name":"x","cells":{}}]}`,
		`{"promises":["a"],"faults":[{"name":"x","cells":{"a":{}}}]}`, `{"promises":["a"],"faults":[{"name":"x","cells":{"a":{"none":"y","tests":["p T"]}}}]}`,
	} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readTable(file); err == nil {
			t.Errorf("taken: %s", text)
		}
	}
}

// The table of the project can be read and has a word in every cell.
func TestTableOfTheProject(t *testing.T) {
	tab, err := readTable(filepath.Join("..", "..", "sync", "proof", "testdata", "table.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(tab.Faults) < 11 || len(tab.Promises) != 6 || len(tab.Decoders) < 8 {
		t.Errorf("%d faults, %d promises, %d decoders", len(tab.Faults), len(tab.Promises), len(tab.Decoders))
	}
}
