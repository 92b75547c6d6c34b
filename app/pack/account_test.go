package pack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// somePack is a pack as careless people make them: files that nothing lists, papers that are no
// PDF, names composed and not, a list with holes.
type somePack struct {
	files  files
	listed []map[string]any // papers of the only item
	polls  []map[string]any
	lines  []string // of delegates.csv below its headings
}

func drawPack(t *rapid.T) somePack {
	names := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"papers/a.pdf", "papers/Đề án.pdf", "b.pdf", "c/d/e.pdf",
		"Tờ trình.PDF", "x.docx", "c/old.zip", "notes.txt", ".DS_Store", "papers/._a.pdf", "session.json.bak", "c/delegates.csv"}), 0, 8, rapid.ID[string]).Draw(t, "names")
	p := somePack{files: files{}}
	for _, name := range names {
		if rapid.IntRange(0, 3).Draw(t, "apart") == 0 {
			name = norm.NFD.String(name)
		}
		p.files[name] = rapid.SampledFrom([]string{pdf("1"), pdf("1"), pdf("2"), "", "PK\x03\x04"}).Draw(t, "content")
	}
	for range rapid.IntRange(0, 4).Draw(t, "listed") {
		if len(names) > 0 {
			p.listed = append(p.listed, map[string]any{"file": rapid.SampledFrom(names).Draw(t, "file"),
				"audience": rapid.SampledFrom([]string{"members", "clerk", "group:Tổ 1", "group:Tổ 9"}).Draw(t, "audience")})
		}
	}
	for range rapid.IntRange(0, 3).Draw(t, "polls") {
		p.polls = append(p.polls, map[string]any{"question": "?", "rule": rapid.SampledFrom([]string{"hdnd.majority", "ubnd.majority", "x"}).Draw(t, "rule")})
	}
	cell := rapid.SampledFrom([]string{"", "Nguyễn Văn Hùng", "Trần  Thị Ánh", "1", "Tổ 1", "\xff", "x"})
	for range rapid.IntRange(0, 6).Draw(t, "lines") {
		p.lines = append(p.lines, strings.Join(rapid.SliceOfN(cell, 1, 6).Draw(t, "cells"), ","))
	}
	if rapid.Bool().Draw(t, "delegates") {
		p.files["delegates.csv"] = "name,group,seat,voting\n" + strings.Join(p.lines, "\n")
	} else {
		p.lines = nil
	}
	if rapid.IntRange(0, 4).Draw(t, "told") > 0 {
		p.files["session.json"] = sessionWith(nil, map[string]any{"papers": p.listed, "polls": p.polls})
	} else {
		p.listed, p.polls = nil, nil
	}
	return p
}

// Whatever lies in a pack is taken, or is spoken of where it lies; and a folder says the same as
// its zip.
func TestNothingIsDroppedSilently(t *testing.T) {
	accepted := 0
	rapid.Check(t, func(rt *rapid.T) {
		p := drawPack(rt)
		folderPack, err := Open(p.files.folder(t))
		if err != nil {
			rt.Fatal(err)
		}
		defer folderPack.Close()
		fromFolder, folderErr := Read(context.Background(), folderPack, Options{NewID: numbered()})
		fromZip, zipErr := Read(context.Background(), inMemory(p.files.zipped()), Options{NewID: numbered()})
		var one, other *Error
		switch {
		case (folderErr == nil) != (zipErr == nil):
			rt.Fatalf("folder: %v, zip: %v", folderErr, zipErr)
		case folderErr != nil:
			if !errors.As(folderErr, &one) || !errors.As(zipErr, &other) {
				rt.Fatalf("folder: %v, zip: %v", folderErr, zipErr)
			}
			sameSet(rt, "faults", one.Faults, other.Faults)
			return
		}
		accepted++
		sameSet(rt, "remarks", fromFolder.Remarks, fromZip.Remarks)
		if a, b := fmt.Sprintf("%+v", fromFolder.Import), fmt.Sprintf("%+v", fromZip.Import); a != b {
			rt.Fatalf("folder: %s\nzip: %s", a, b)
		}
		p.account(rt, fromZip)
	})
	if accepted < 10 {
		t.Errorf("only %d packs were taken, the rest proves little", accepted)
	}
}

func sameSet(t *rapid.T, what string, one, other []Remark) {
	a, b := shorts(one), shorts(other)
	slices.Sort(a)
	slices.Sort(b)
	if !slices.Equal(a, b) {
		t.Fatalf("%s of the folder: %q\nof the zip: %q", what, a, b)
	}
}

// account looks for everything that was put into the pack.
func (p somePack) account(t *rapid.T, result Result) {
	spoken := map[string]bool{"session.json": true, "delegates.csv": true}
	for _, paper := range result.Papers {
		spoken[paper.Path] = true
	}
	atLine, atPlace := map[int]bool{}, map[string]bool{}
	for _, r := range result.Remarks {
		if r.Path != "delegates.csv" || r.Line == 0 {
			spoken[r.Path] = true
		}
		if r.Path == "delegates.csv" {
			atLine[r.Line] = true
		}
		atPlace[fmt.Sprint(r.Place)] = true
	}
	around := (&tree{entries: p.entries()}).around(func(*entry) bool { return true })
	for _, name := range slices.Sorted(maps.Keys(p.files)) {
		if name := norm.NFC.String(name); !junk(name) && !spoken[strings.TrimPrefix(name, around)] {
			t.Fatalf("%s was dropped: %v", name, result.Remarks)
		}
	}
	documents, polls := len(result.Import.Documents), len(result.Import.Polls)
	for i, paper := range p.listed {
		if p.content(paper["file"].(string)) == "" {
			if place := fmt.Sprint([]Step{{"items", 1}, {"papers", i + 1}}); !atPlace[place] {
				t.Fatalf("nothing is said of %s", place)
			}
			documents++
		}
	}
	for i, poll := range p.polls {
		if place := fmt.Sprint([]Step{{"items", 1}, {"polls", i + 1}}); poll["rule"] != "hdnd.majority" {
			if !atPlace[place] {
				t.Fatalf("nothing is said of %s", place)
			}
			polls++
		}
	}
	if !result.Offered && (documents != len(p.listed) || polls != len(p.polls)) {
		t.Fatalf("%d papers and %d polls of %d and %d", documents, polls, len(p.listed), len(p.polls))
	}
	quiet, filled := 0, 0
	for i, line := range p.lines {
		if strings.Trim(line, ", ") == "" {
			continue
		}
		if filled++; !atLine[i+2] {
			quiet++
		}
	}
	if persons := len(result.Persons); persons < quiet || persons > filled {
		t.Fatalf("%d persons of %d lines, %d of them without a remark: %q", persons, filled, quiet, p.lines)
	}
}

// content is that of a file, however its name is composed.
func (p somePack) content(name string) string {
	return cmp.Or(p.files[name], p.files[norm.NFD.String(name)])
}

func (p somePack) entries() []*entry {
	var entries []*entry
	for _, name := range slices.Sorted(maps.Keys(p.files)) {
		if name = norm.NFC.String(name); !junk(name) {
			entries = append(entries, &entry{path: path.Clean(name)})
		}
	}
	return entries
}
